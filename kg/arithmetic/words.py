"""A verdict in, what it says in plain words out: "cannot all hold", never "wrong"."""

import math
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial

from kg.arithmetic.book import FigureClaim
from kg.arithmetic.intervals import YEAR, Interval, Printed
from kg.arithmetic.verdict import Verdict
from kg.vocab import METRICS, PREDICATES, UNITS

_DAY = 86400.0
_THOUSANDS = (("", 1.0), (" thousand", 1e3), (" million", 1e6), (" bn", 1e9), (" tn", 1e12))
_PREFIXED = {"Power": ("W", "kW", "MW", "GW", "TW"), "Energy": ("J", "kJ", "MJ", "GJ", "TJ")}
_WATT_HOURS, _HOUR = ("mWh", "Wh", "kWh", "MWh", "GWh", "TWh"), 3600.0
_NUMBERS = {1: "one", 2: "two", 3: "three"}
FORMULAS = {
    "same": "two figures for the same thing",
    "ratio": "one value over another",
    "quotient": "a quotient by definition",
    "product": "a product by definition",
    "span": "from one date to another",
    "framing": "a word such as “only”",
    "count": "a count",
    "total": "a total and its parts",
    "post-money": "worth before, and new money",
}
"""What each formula is, for people."""


def number(value: float) -> str:
    """Return a number with three digits, or all before the point: `13.1`, `1,080`, `0.30`."""
    if not math.isfinite(value):
        return "any"
    if value == 0:
        return "0"
    digits = max(0, 2 - math.floor(math.log10(abs(value))))
    text = f"{value:,.{digits}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def amount(value: float, claim: FigureClaim) -> str:
    """Return a value as the figure of `claim` would be written: in its unit, or as its kind of comparison."""
    if claim.figure is None:
        return _day(value)
    return _comparison(value, claim.ratio) if claim.compares else measured(value, claim.figure)


def measured(value: float, figure: Printed) -> str:
    """Return a value in the unit of `figure`, or in one of its prefixes."""
    if figure.kind == "Energy" and figure.unit.endswith("W-HR"):
        return _prefixed(value / _HOUR * 1e3, _WATT_HOURS)
    if figure.kind in _PREFIXED:
        return _prefixed(value, _PREFIXED[figure.kind])
    if figure.kind == "Time":
        return f"{number(value / YEAR)} years" if abs(value) >= YEAR else f"{number(value / _DAY)} days"
    unit = UNITS[figure.unit]
    symbol = unit.symbols[0] if unit.symbols else ""
    shown = value / float(unit.factor)
    if figure.kind.startswith("Money.") or figure.kind == "Count" or abs(shown) >= 1e6:  # noqa: PLR2004 (a million)
        scaled = [(word, scale) for word, scale in _THOUSANDS if abs(shown) >= scale]
        word, scale = scaled[-1] if scaled and math.isfinite(shown) and abs(shown) >= 1e6 else ("", 1.0)  # noqa: PLR2004 (a million)
        return f"{number(shown / scale)}{word} {symbol}".strip()
    return f"{number(shown)} {symbol}".strip()


def _day(value: float) -> str:
    from datetime import date  # noqa: PLC0415 (seldom needed)

    return date.fromordinal(round(value / _DAY)).isoformat() if 0 < value < math.inf else "any day"


def _comparison(value: float, ratio: str) -> str:
    match ratio:
        case "percentIncrease":
            return f"{number(100 * (value - 1))} % higher"
        case "percentReduction":
            return f"{number(100 * (1 - value))} % lower"
        case "foldReduction":
            return f"{number(1 / value if value else math.inf)}-fold less"
        case _:
            return f"{number(value)}x"


def _prefixed(value: float, units: tuple[str, ...]) -> str:
    place = 0
    while place + 1 < len(units) and math.isfinite(value) and abs(value) >= 1e3:  # noqa: PLR2004 (kilo)
        value, place = value / 1e3, place + 1
    return f"{number(value)} {units[place]}"


def extent(interval: Interval, claim: FigureClaim) -> str:
    """Return an interval in words: `12.4x to 13.7x`, `at least 1.8 GW`, `at most 11.7 bn USD`."""
    return _between(interval, lambda end: amount(end, claim), claim)


def _between(interval: Interval, write: Callable[[float], str], claim: FigureClaim) -> str:
    low, high = write(interval.low), write(interval.high)
    falls = claim.compares and claim.ratio in {"percentReduction", "foldReduction"}
    no_low = interval.low == -math.inf or (interval.low <= 0 and claim.figure is not None)
    no_high = interval.high == math.inf
    if no_low and no_high:
        return "anything"
    if no_low:
        return f"{'at least' if falls else 'at most'} {high}"
    if no_high:
        return f"{'at most' if falls else 'at least'} {low}"
    if low == high:
        return low
    return f"{high} to {low}" if falls else f"{low} to {high}"


def computed(verdict: Verdict) -> str:
    """Return what is computed for the head, from the values as printed."""
    return extent(verdict.as_printed, verdict.head)


def name(term: str) -> str:
    """Return the label of a predicate or metric."""
    found = PREDICATES.get(term) or METRICS.get(term)
    return found.label if found else term


def cited(claims: Iterable[FigureClaim]) -> str:
    """Return claims by their printed figures and ids."""
    return "; ".join(f"{claim.printed} ({claim.id})" for claim in claims)


def _given(claim: FigureClaim) -> str:
    """Return what a claim gives: `power draw 23 kW`; the word before a date stands once."""
    what = name(claim.predicate)
    word = what.rpartition(" ")[2]
    return f"{what} {claim.printed.removeprefix(f'{word} ') if claim.figure is None else claim.printed}"


def counted_apart(verdict: Verdict) -> str:
    """Return by how many a claim misses an exact count: `one more than stated`; empty where it is no such miss."""
    own, other = verdict.head.reading.strict, verdict.computed
    if verdict.kind != "conflict" or verdict.head.kind != "Count" or own.low != own.high or other.low != other.high:
        return ""
    more = round(other.low - own.low)
    return f"{_NUMBERS.get(abs(more), f'{abs(more):,}')} {'more' if more > 0 else 'fewer'} than stated"


def sentence(verdict: Verdict) -> str:
    """Return one sentence that says what was found."""
    head = verdict.head
    others = [member.claim for member in verdict.members[1:]]
    with_words = (*map(_given, others), *verdict.counted)
    given = " and ".join(filter(None, (", ".join(with_words[:-1]), with_words[-1]))) if with_words else ""
    subject, what = head.label, name(head.predicate)
    if verdict.kind == "implied":
        about = f"; {given}" if given else ""
        return f"{subject}: {what} {head.printed}{about}. What this implies is not stated: {verdict.missing}."
    if verdict.formula == "same":
        return f"{subject}: {what} is {head.printed}, and also {others[0].printed}. The two cannot both hold."
    if verdict.formula == "framing":
        word = head.framing.replace("-", " ")
        holds = "which fits" if verdict.kind == "agrees" else "which the word does not fit"
        return f"{subject}: {what} is called “{word}” {head.printed}, against {others[0].printed}, {holds}."
    if verdict.formula == "count":
        ends = "The two agree" if verdict.kind == "agrees" else f"That is {counted_apart(verdict)}"
        return f"{subject}: {what} is {head.printed}, and {', '.join(verdict.counted)}. {ends}."
    gives = "gives" if len(with_words) == 1 else "give"
    ends = "The two agree." if verdict.kind == "agrees" else "They cannot all hold."
    relation = {"total": "at least "}.get(verdict.formula, "")
    return f"{subject}: {given} {gives} {relation}{computed(verdict)}; the claim is {what} {head.printed}. {ends}"


def reconciled(verdict: Verdict) -> str:
    """Return the single change to one claim, whichever it is, by which all could hold."""
    if verdict.kind == "implied":
        return ""
    head = replace(verdict.head, ratio="")
    near = len({member.claim.document for member in verdict.members}) == 1
    told = [
        f"{m.claim.key if near else m.claim.id} would have to be {extent(m.would_be, m.claim)}" for m in verdict.members
    ]
    for printed, would_be in verdict.beside:
        told.append(f"{printed.text!r} would have to be {_between(would_be, partial(measured, figure=printed), head)}")
    return ", or ".join(told)
