"""A seed and a size in, documents whose figures do or do not follow from each other out; and how many were found.

`python -m bench.planted` prints a table: for each formula the part of the planted errors that arithmetic finds, and the
part of the consistent sets that it wrongly calls a conflict. Every set has true values; each figure of it is printed as
news would: rounded to two to four digits, in a unit of another scale, with "about", as a range, or (in consistent sets
only) with "over".

An error is a factor of 1.5 to 30 (`--least` sets the smaller) on the figure that follows from the others, or one or two
more or fewer in a count. A change is a figure that differs between two stated years, and is no error. Beside each set
stand figures of the same things on another level, which have nothing to do with it, and a quarter of the sets about
products are told by two documents.
"""

import argparse
import math
import random
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from kg.arithmetic.book import Book, FigureClaim, Frame, Tie
from kg.arithmetic.conflicts import verdicts
from kg.arithmetic.intervals import Printed
from kg.dates import read_when
from kg.figures import base, read_figure
from kg.vocab import PREDICATES, UNITS

SIZES = (200, 2000, 10000)
Claim = dict[str, Any]
FORMULAS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "capitalCostPerPower": {"numerator": ("costOfProject",), "denominator": ("power",)},
    "continuousLoad": {"productOf": ("energyPerRequest", "requestRate")},
    "deploymentTime": {"spansFrom": ("constructionStart",), "spansTo": ("operationStart",)},
    "offeringProceeds": {"productOf": ("offerPrice", "sharesOffered")},
    "performancePerWatt": {"numerator": ("throughput",), "denominator": ("power",)},
}
"""The part of the vocabulary that the sets use; a test holds it against `ontology/`."""
_SCALES = {
    "power": (("W", 1.0), ("kW", 1e3), ("MW", 1e6), ("GW", 1e9)),
    "energy": (("Wh", 1.0), ("kWh", 1e3)),
    "money": (("USD", 1.0), ("thousand USD", 1e3), ("million USD", 1e6), ("bn USD", 1e9)),
    "rate": (("requests/s", 1.0), ("thousand requests/s", 1e3), ("million requests/s", 1e6)),
    "shares": (("shares", 1.0), ("million shares", 1e6)),
    "per kilowatt": (("USD/kW", 1.0),),
    "years": (("years", 1.0), ("months", 1 / 12)),
    "times": (("x", 1.0),),
}
_LEVELS = ("chip", "system", "site")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass
class Set:
    """Claims that hold together, or do not."""

    formula: str
    wrong: bool
    document: str
    claims: dict[str, Claim] = field(default_factory=dict)
    entities: dict[str, str] = field(default_factory=dict)
    """Class of each thing."""
    announcements: int = 0
    rounds: tuple[str, ...] = ()
    developer: tuple[str, str] | None = None


class Maker:
    """Makes sets, all from one seed."""

    def __init__(self, seed: int, least: float = 1.5) -> None:
        self.draw, self._least = random.Random(seed), least
        self._count = 0

    def sets(self, size: int) -> Iterator[Set]:
        """Yield `size` sets, half of them wrong, of all formulas in turn; changes are never wrong."""
        kinds = tuple(MAKERS)
        for number in range(size):
            self._count += 1
            formula = kinds[number % len(kinds)]
            wrong = formula != "change" and (number // len(kinds)) % 2 == 0
            made = Set(formula, wrong, f"doc-{self._count}")
            MAKERS[formula](self, made)
            self._decoy(made)
            self._spread(made)
            yield made

    def name(self, made: Set, cls: str) -> str:
        """Return a new thing of a class."""
        name = f"{cls.lower()}-{self._count}-{len(made.entities)}"
        made.entities[name] = cls
        return name

    def error(self, made: Set) -> float:
        """Return what the figure of the head is multiplied by."""
        factor = math.exp(self.draw.uniform(math.log(self._least), math.log(30)))
        return (factor if self.draw.random() < 0.5 else 1 / factor) if made.wrong else 1.0

    def printed(self, made: Set, value: float, kind: str, *, plain: bool = False) -> str:
        """Return a value as news print it."""
        scales = [scale for scale in _SCALES[kind] if 1 <= value / scale[1] < 10_000] or [_SCALES[kind][0]]
        word, scale = self.draw.choice(scales)
        shown = value / scale
        style = "exact" if plain else self.draw.choices(("exact", "about", "range", "over"), (6, 2, 1, 1))[0]
        if style == "over" and made.wrong:
            style = "exact"
        joint = "" if word == "x" else " "
        if style == "range":
            low, high = shown * self.draw.uniform(0.85, 0.99), shown * self.draw.uniform(1.01, 1.15)
            return f"{_plain(_floor(low, 2))} to {_plain(_floor(high, 2) + 10.0 ** _place(high, 2))}{joint}{word}"
        if style == "over":
            return f"over {_plain(_floor(shown, 2))}{joint}{word}"
        if style == "about":
            return f"about {_rounded(shown, 2)}{joint}{word}"
        return f"{_rounded(shown, self.draw.choices((2, 3, 4), (3, 10, 7))[0])}{joint}{word}"

    def _spread(self, made: Set) -> None:
        """Let a second document tell one figure of a product, now and then."""
        if made.formula in {"ratio", "quotient", "product"} and self.draw.random() < 0.25:
            made.claims[next(iter(made.claims))]["elsewhere"] = True

    def _decoy(self, made: Set) -> None:
        """Add a figure of the same thing on another level, far from the first."""
        first = next(
            (c for c in made.claims.values() if "value" in c and "baseline" not in c and "second" not in c), None
        )
        if first and made.formula not in {"count", "total", "post-money", "duration"}:
            made.claims["decoy"] = {
                **{k: first[k] for k in ("subject", "predicate")}, "value": _times(first["value"]), "level": "rack",
            }  # fmt: skip


def _times(text: str) -> str:
    figure = read_figure(text, where="planted")
    unit = UNITS[figure.unit].symbols[0]
    value = float(figure.high or figure.low or 1) * 77
    return f"{value:.4f} {unit}".strip()


def _place(value: float, digits: int) -> int:
    return math.floor(math.log10(abs(value))) - digits + 1


def _floor(value: float, digits: int) -> float:
    step = 10.0 ** _place(value, digits)
    return math.floor(value / step) * step


def _plain(value: float) -> str:
    return f"{value:,.6f}".rstrip("0").rstrip(".")


def _fold(factor: float) -> str:
    return f"{_rounded(factor, 3)}x" if factor >= 1 else f"{_rounded(1 / factor, 3)}-fold less"


def _rounded(value: float, digits: int) -> str:
    """Return a number with so many significant digits, zeros behind them: `1,200`, `12.3`."""
    value = round(value, -_place(value, digits))
    decimals = max(-_place(value, digits), 0)
    text = f"{value:,.{decimals}f}"
    # A point before three zeros would be refused: it may stand between thousands.
    return text.removesuffix("0") if text.endswith(".000") else text


def ratio(maker: Maker, made: Set) -> None:
    """Two values of one metric and the factor between them, as a factor or as a percentage."""
    one, other = maker.name(made, "ComputeSystem"), maker.name(made, "ComputeSystem")
    a, b = (math.exp(maker.draw.uniform(math.log(300), math.log(9e5))) for _ in range(2))
    factor = a / b * maker.error(made)
    if maker.draw.random() < 0.5:
        told = _fold(factor)
    elif factor > 1:
        told = f"{100 * (factor - 1):,.0f} % higher" if factor > 1.2 else f"{100 * (factor - 1):.1f} % higher"
    else:
        told = f"{100 * (1 - factor):.1f} % lower"
    made.claims |= {
        "a": {"subject": one, "predicate": "powerDraw", "value": maker.printed(made, a, "power")},
        "b": {"subject": other, "predicate": "powerDraw", "value": maker.printed(made, b, "power")},
        "head": {"subject": one, "predicate": "relativePowerUse", "value": told, "baseline": other},
    }


def quotient(maker: Maker, made: Set) -> None:
    """Make a performance per watt, from a factor of throughput and two powers."""
    one, other = maker.name(made, "ComputeSystem"), maker.name(made, "ComputeSystem")
    a, b = (math.exp(maker.draw.uniform(math.log(300), math.log(9e4))) for _ in range(2))
    throughput = maker.draw.uniform(1.2, 40)
    factor = throughput / (a / b) * maker.error(made)
    made.claims |= {
        "throughput": {
            "subject": one, "predicate": "relativeThroughput", "value": maker.printed(made, throughput, "times"),
            "baseline": other, "workload": "a model",
        },
        "a": {"subject": one, "predicate": "powerDraw", "value": maker.printed(made, a, "power")},
        "b": {"subject": other, "predicate": "powerDraw", "value": maker.printed(made, b, "power")},
        "head": {
            "subject": one, "predicate": "relativePerfPerWatt", "baseline": other, "workload": "a model",
            "value": _fold(factor),
        },
    }  # fmt: skip


def per_unit(maker: Maker, made: Set) -> None:
    """Cost per kilowatt of what a company develops, from the cost and the power of its project."""
    company, project = maker.name(made, "Company"), maker.name(made, "EnergyProject")
    power, cost = maker.draw.uniform(5e7, 3e9), maker.draw.uniform(2e8, 2e10)
    head = cost / (power / 1e3) * maker.error(made)
    made.developer = (project, company)
    made.claims |= {
        "power": {"subject": project, "predicate": "plannedCapacity", "value": maker.printed(made, power, "power")},
        "cost": {"subject": project, "predicate": "projectCost", "value": maker.printed(made, cost, "money")},
        "head": {
            "subject": company, "predicate": "capitalCostPerKW", "value": maker.printed(made, head, "per kilowatt"),
        },
    }  # fmt: skip


def product(maker: Maker, made: Set) -> None:
    """Load of a model, from the energy of a request and the rate of them, which may stand beside the figure."""
    model = maker.name(made, "AIModel")
    energy, rate = maker.draw.uniform(0.1, 50), math.exp(maker.draw.uniform(math.log(10), math.log(5e6)))
    head = energy * 3600 * rate * maker.error(made)
    told = maker.printed(made, rate, "rate")
    made.claims["energy"] = {
        "subject": model, "predicate": "energyPerRequest", "value": maker.printed(made, energy, "energy"),
    }  # fmt: skip
    made.claims["head"] = {
        "subject": model, "predicate": "continuousLoad", "value": maker.printed(made, head, "power"),
    }  # fmt: skip
    if maker.draw.random() < 0.5:
        made.claims["head"]["second"] = f"at {told}"
    else:
        made.claims["rate"] = {"subject": model, "predicate": "requestRate", "value": told}


def proceeds(maker: Maker, made: Set) -> None:
    """Money of an offering, from price and number of shares."""
    offering = maker.name(made, "PublicOffering")
    price, shares = maker.draw.uniform(5, 400), maker.draw.uniform(2e6, 9e7)
    head = price * shares * maker.error(made)
    made.claims |= {
        "price": {"subject": offering, "predicate": "offerPrice", "value": f"{price:.2f} USD"},
        "shares": {
            "subject": offering, "predicate": "sharesOffered", "value": maker.printed(made, shares, "shares"),
        },
        "head": {"subject": offering, "predicate": "offeringProceeds", "value": maker.printed(made, head, "money")},
    }  # fmt: skip


def total(maker: Maker, made: Set) -> None:
    """All money raised, which is at least the sum of the rounds."""
    company = maker.name(made, "Company")
    amounts = [maker.draw.uniform(2e7, 2e9) for _ in range(maker.draw.randint(2, 5))]
    rounds = [maker.name(made, "FundingRound") for _ in amounts]
    made.rounds = (company, *rounds)
    for number, (name, amount) in enumerate(zip(rounds, amounts, strict=True)):
        made.claims[f"round-{number}"] = {
            "subject": name, "predicate": "roundAmount", "value": maker.printed(made, amount, "money"),
        }  # fmt: skip
    head = sum(amounts) / maker.draw.uniform(1.5, 5) if made.wrong else sum(amounts) * maker.draw.uniform(1, 1.4)
    made.claims["head"] = {"subject": company, "predicate": "totalRaised", "value": maker.printed(made, head, "money")}


def post_money(maker: Maker, made: Set) -> None:
    """Make what a company is worth with the new money: what it was worth before, and the new money."""
    company = maker.name(made, "Company")
    before, new = maker.draw.uniform(1e9, 4e10), maker.draw.uniform(1e8, 5e9)
    head = (before + new) * maker.error(made)
    made.claims |= {
        "before": {
            "subject": company, "predicate": "hasValuation", "value": maker.printed(made, before, "money"),
            "aspect": "pre-money",
        },
        "new": {"subject": company, "predicate": "roundAmount", "value": maker.printed(made, new, "money")},
        "head": {
            "subject": company, "predicate": "hasValuation", "value": maker.printed(made, head, "money"),
            "aspect": "post-money",
        },
    }  # fmt: skip


def duration(maker: Maker, made: Set) -> None:
    """Time to build, from a month of start to a month of operation."""
    company, project = maker.name(made, "Company"), maker.name(made, "EnergyProject")
    start, months = maker.draw.randrange(2024 * 12, 2028 * 12), maker.draw.randint(10, 120)
    made.developer = (project, company)
    years = months / 12 * (maker.draw.choice((0.4, 0.55, 1.8, 2.5)) if made.wrong else 1.0)
    made.claims |= {
        "start": {"subject": project, "predicate": "constructionStart", "when": _month(start)},
        "end": {"subject": project, "predicate": "operationStart", "when": _month(start + months)},
        "head": {"subject": company, "predicate": "deploymentTime", "value": f"{years:.1f} years"},
    }


def _month(number: int) -> str:
    return f"{_MONTHS[number % 12]} {number // 12}"


def count(maker: Maker, made: Set) -> None:
    """How many announcements a document says there are, and how many it reports."""
    made.announcements = maker.draw.randint(2, 7)
    off = maker.draw.choice((-1, 1, 2)) if made.wrong else 0
    made.entities[made.document] = "Document"
    made.claims["head"] = {
        "subject": made.document, "predicate": "announcementCount", "value": str(made.announcements + off),
    }  # fmt: skip


def polarity(maker: Maker, made: Set) -> None:
    """Make a figure called small that must not be larger than what it is compared with."""
    one, other = maker.name(made, "ComputeSystem"), maker.name(made, "ComputeSystem")
    low = math.exp(maker.draw.uniform(math.log(300), math.log(9e4)))
    high = low * maker.draw.uniform(1.4, 6)
    a, b = (high, low) if made.wrong else (low, high)
    made.claims |= {
        "head": {
            "subject": one, "predicate": "powerDraw", "value": maker.printed(made, a, "power"), "framing": "only",
        },
        "other": {"subject": other, "predicate": "powerDraw", "value": maker.printed(made, b, "power")},
        "compared": {"subject": one, "predicate": "relativeThroughput", "value": "3x", "baseline": other},
    }  # fmt: skip


def same(maker: Maker, made: Set) -> None:
    """One figure, told twice in one document."""
    one = maker.name(made, "Chip")
    value = math.exp(maker.draw.uniform(math.log(100), math.log(2000)))
    head = value * maker.error(made)
    made.claims |= {
        "head": {"subject": one, "predicate": "powerDraw", "value": maker.printed(made, head, "power")},
        "again": {"subject": one, "predicate": "powerDraw", "value": maker.printed(made, value, "power")},
    }


def change(maker: Maker, made: Set) -> None:
    """One figure of two years, which differs because it has changed."""
    company = maker.name(made, "Company")
    first = maker.draw.uniform(1e8, 5e9)
    for number, value in enumerate((first, first * maker.draw.uniform(1.5, 6))):
        made.claims[f"year-{number}"] = {
            "subject": company, "predicate": "revenue", "value": maker.printed(made, value, "money"),
            "when": str(2023 + number),
        }  # fmt: skip


MAKERS: Mapping[str, Callable[[Maker, Set], None]] = {
    "ratio": ratio,
    "quotient": quotient,
    "per unit": per_unit,
    "product": product,
    "proceeds": proceeds,
    "total": total,
    "post-money": post_money,
    "duration": duration,
    "count": count,
    "polarity": polarity,
    "same": same,
    "change": change,
}


def book(sets: list[Set]) -> Book:
    """Return the claims of sets as arithmetic reads them from the graph."""
    claims, ties = [], []
    for made in sets:
        for key, fields in made.claims.items():
            claims.append(claim(made, key, fields))
        ties += [
            Tie(f"{made.document}/a{n}", "about", f"thing-{n}", made.document, kind="announcement")
            for n in range(made.announcements)
        ]
        company, *rounds = made.rounds or ("",)
        ties += [Tie(company, "hadFundingRound", name, made.document, f"{made.document}/t{name}") for name in rounds]
        if made.developer:
            project, owner = made.developer
            ties.append(Tie(project, "developedBy", owner, made.document, f"{made.document}/developer"))
    return Book(claims, ties, FORMULAS)


def claim(made: Set, key: str, fields: Claim) -> FigureClaim:
    """Return one claim of a set."""
    figure = read_figure(fields["value"], where=key) if "value" in fields else None
    when = read_when(fields["when"], where=key) if "when" in fields else None
    predicate = PREDICATES[fields["predicate"]]
    second = fields.get("second", "").removeprefix("at ")
    document = made.document + ("-b" if fields.get("elsewhere") else "")
    return FigureClaim(
        id=f"{document}/{key}",
        document=document,
        subject=fields["subject"],
        label=fields["subject"],
        predicate=predicate.name,
        metric=predicate.metric or predicate.name,
        cls=made.entities.get(fields["subject"], ""),
        figure=_printed(fields["value"]) if figure else None,
        ratio=(figure.ratio or "") if figure else "",
        baseline=fields.get("baseline", ""),
        second=("at", _printed(second)) if second else None,
        frame=Frame(
            level=fields.get("level", ""),
            aspect=fields.get("aspect", ""),
            workload=fields.get("workload", ""),
            time=(when.earliest, when.latest) if when else (None, None),
        ),
        framing=fields.get("framing", ""),
        time_text=fields.get("when", ""),
    )


def _printed(text: str) -> Printed:
    figure = read_figure(text, where="planted")
    low, high = (None if end is None else float(end) for end in base(figure))
    return Printed(text, figure.bound, UNITS[figure.unit].kind, figure.unit, low, high)


@dataclass(frozen=True, slots=True)
class Rates:
    """How many sets were called a conflict, of how many."""

    found: Counter[str]
    errors: Counter[str]
    alarms: Counter[str]
    consistent: Counter[str]

    def rate(self, formula: str | None = None) -> tuple[float, float]:
        """Return the parts of errors found and of consistent sets called a conflict, of one formula or of all."""
        hit, errors, alarms, consistent = (
            sum(counts.values()) if formula is None else counts[formula]
            for counts in (self.found, self.errors, self.alarms, self.consistent)
        )
        return hit / errors if errors else 1.0, alarms / consistent if consistent else 0.0


def trial(size: int, seed: int, least: float = 1.5) -> tuple[Rates, list[Set], list[Set]]:
    """Return the rates of one stream, the errors that were missed, and the sets that were called a conflict wrongly."""
    sets = list(Maker(seed, least).sets(size))
    called = {v.head.document.removesuffix("-b") for v in verdicts(book(sets)) if v.kind == "conflict"}
    rates = Rates(Counter(), Counter(), Counter(), Counter())
    for made in sets:
        (rates.errors if made.wrong else rates.consistent)[made.formula] += 1
        if made.document in called:
            (rates.found if made.wrong else rates.alarms)[made.formula] += 1
    missed = [made for made in sets if made.wrong and made.document not in called]
    return rates, missed, [made for made in sets if not made.wrong and made.document in called]


def main() -> None:
    """Print the rates of each formula at several sizes."""
    parser = argparse.ArgumentParser(description="Planted errors of arithmetic: how many are found.")
    parser.add_argument("--sizes", type=int, nargs="*", default=SIZES)
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--least", type=float, default=1.5, help="the smallest factor of an error")
    parser.add_argument("--show", action="store_true", help="print the sets that came out wrong")
    given = parser.parse_args()
    for size in given.sizes:
        print(f"{size} sets a stream, {given.seeds} streams")
        every = [trial(size, seed, given.least) for seed in range(given.seeds)]
        for formula in (*MAKERS, None):
            counts: list[Counter[str]] = [
                sum((getattr(rates, name) for rates, _, _ in every), Counter()) for name in Rates.__slots__
            ]
            hit, errors, alarms, consistent = (sum(c.values()) if formula is None else c[formula] for c in counts)
            found = f"{100 * hit / errors:6.2f} % of {errors}" if errors else "-"
            wrong = f"{100 * alarms / consistent:6.2f} % of {consistent}" if consistent else "-"
            print(f"  {formula or 'all':<12} found {found:<22} alarms {wrong}")
        if given.show:
            for _, missed, called in every:
                for made in (*missed, *called):
                    values = [f.get("value", f.get("when")) for f in made.claims.values()]
                    print("   ", "missed" if made.wrong else "alarm", made.formula, values, made.announcements or "")


if __name__ == "__main__":
    main()
