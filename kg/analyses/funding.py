"""Claims about money in, each deal once with its amounts, status and who took part out.

Several documents that tell of one deal are one deal: nothing is added up over documents, and nothing over currencies.
A fund is money to be given, so it is no deal, and a sum of all rounds so far would count each round again.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.analyses.base import Analysis, AnalysisParameterError, Column, Finding, Given, Parameter, Value
from kg.errors import near_misses, quoted
from kg.network import read_network
from kg.views.values import Asking

if TYPE_CHECKING:
    from kg.network import Network

CLOSED, ANNOUNCED, PLANNED, UNDISCLOSED = "closed", "announced", "planned", "undisclosed"
FUND, TOTAL, GIVEN = "fund, no deal", "all rounds so far, no deal", "what an investor gives, no deal"
_STATUS = (CLOSED, ANNOUNCED, PLANNED, UNDISCLOSED, FUND, TOTAL, GIVEN)
_APART = {"fundCapital": FUND, "totalCapitalRaised": TOTAL, "capitalInvested": GIVEN}
_SAID = frozenset({"asserted", "reported", "benchmarked", "estimated", "presupposed"})
_COLUMNS = (
    Column("deal", "deal"),
    Column("of", "of", "who gets the money"),
    Column("currency", "currency"),
    Column("status", "status", "closed: its proceeds are told; announced; planned; undisclosed: no amount is told"),
    Column("low", "from", "the lowest amount told with this status, in the currency itself"),
    Column("high", "to", "the highest; empty where only a lower end is told"),
    Column("printed", "as printed", "the amounts of all claims, those of other statuses in brackets"),
    Column("by", "who took part"),
    Column("claims", "claims", "claims with an amount"),
    Column("documents", "documents", "documents that tell of one and the same money"),
    Column("rests", "rests on"),
)


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount that one claim tells, in an announcement or else just in its document."""

    claim: str
    place: str
    currency: str
    printed: str
    low: int | None
    high: int | None
    status: str


def survey(net: "Network", *, currency: str | None = None) -> Finding:
    """Return each deal, fund and total, by currency and status.

    Parameters
    ----------
    net
        The network of `money-edges`.
    currency
        Only this currency (its letters, such as USD).

    """
    entries = _amounts(net)
    known = {each.currency for amounts in entries.values() for each in amounts}
    if currency is not None and currency not in known:
        raise AnalysisParameterError(
            f"no amount is in {quoted(currency)}",
            where="parameter currency",
            next_step=near_misses(currency, known) or f"There are {', '.join(sorted(known)) or 'no amounts at all'}.",
        )
    rows = [row for (deal, _), amounts in entries.items() for row in (_row(net, deal, amounts),) if row]
    rows += [_undisclosed(net, deal) for deal in _silent(net, {deal for deal, kind in entries if kind.endswith(" ")})]
    rows = [row for row in rows if currency in {None, row[2]}]
    rows.sort(key=lambda row: (str(row[2] or "~"), _STATUS.index(str(row[3])), -(_number(row[4])), str(row[0])))
    told = sum(_number(row[9]) > 1 for row in rows)
    cited = sorted({claim for row in rows for claim in str(row[-1]).split(", ")})
    return Finding(
        "Money, deal by deal",
        f"{_sums(rows)} {told} of {len(rows)} entries are told by more than one document and count once. Currencies "
        "are not added up; funds, totals of all rounds and what investors give are kept apart from deals."
        if rows
        else "No claim tells of money raised or invested.",
        _COLUMNS,
        tuple(rows),
        claims=tuple(cited),
        uncertainty="A deal counts once as far as the documents name it as one thing. Where claims differ, the span "
        "between them stands; where only a lower end is told (over, or more), the sum is a lower end too."
        if rows
        else "",
        judged_on=f"{sum(map(len, entries.values()))} claims with an amount, in "
        f"{len({each.claim.partition('/')[0] for amounts in entries.values() for each in amounts})} documents",
    )


def deals(net: "Network") -> dict[tuple[str, str], list[Amount]]:
    """Return the amounts of each deal in a currency; funds, totals and what investors give are no deals."""
    return {key: amounts for key, amounts in _amounts(net).items() if key[1].endswith(" ")}


def _amounts(net: "Network") -> dict[tuple[str, str], list[Amount]]:
    """Return the amounts of each deal and kind of amount in a currency, each claim once."""
    found: dict[tuple[str, str], dict[str, Amount]] = defaultdict(dict)
    for source, target, about in net.edges(data=True):
        if about["relation"] != "amount":
            continue
        each = Amount(
            about["claim"],
            about.get("announcement") or about.get("document", ""),
            about["currency"],
            about["amount"],
            round(float(about["low"])) if "low" in about else None,
            round(float(about["high"])) if "high" in about else None,
            _status(target, about),
        )
        kind = "" if each.status in {CLOSED, ANNOUNCED, PLANNED} else each.status
        found[source, f"{each.currency} {kind}"][each.claim] = each
    return {key: [claims[name] for name in sorted(claims)] for key, claims in sorted(found.items())}


def _status(metric: str, about: Mapping[str, str]) -> str:
    if metric in _APART:
        return _APART[metric]
    if about["put"] not in _SAID:
        return PLANNED
    return CLOSED if about["predicate"] == "offeringProceeds" else ANNOUNCED


def _row(net: "Network", deal: str, amounts: Sequence[Amount]) -> tuple[Value, ...]:
    """Return a deal with the amounts of the status that is furthest on."""
    status = min((each.status for each in amounts), key=_STATUS.index)
    best = [each for each in amounts if each.status == status]
    lows = [each.low for each in best if each.low is not None]
    highs = [each.high for each in best if each.high is not None]
    printed = dict.fromkeys(each.printed if each.status == status else f"[{each.printed}]" for each in amounts)
    # Who put money into the company did so in some round; only a deal itself says in which.
    owners, backers, ties = _parties(net, deal) if status in {CLOSED, ANNOUNCED, PLANNED} else ([], [], set())
    return (
        net.nodes[deal]["label"],
        ", ".join(owners),
        amounts[0].currency,
        status,
        min(lows, default=None),
        max(highs) if highs and len(highs) == len(best) else None,
        "; ".join(printed),
        ", ".join(backers),
        len(amounts),
        len({each.claim.partition("/")[0] for each in amounts}),
        ", ".join(sorted({*(each.claim for each in amounts), *ties})),
    )


def _parties(net: "Network", deal: str) -> tuple[list[str], list[str], set[str]]:
    """Return the company of a deal, who put money into it, and the claims that say so."""
    owners, backers, ties = set[str](), set[str](), set[str]()
    for source, _, about in net.in_edges(deal, data=True):
        owns = about["relation"] in {"hadFundingRound", "plansOffering"}
        (owners if owns else backers).add(net.nodes[source]["label"])
        ties.add(about["claim"])
    return sorted(owners), sorted(backers), ties


def _silent(net: "Network", told: set[str]) -> list[str]:
    """Return what somebody took part in while no claim tells an amount."""
    return sorted({target for _, target, about in net.edges(data=True) if about["relation"] != "amount"} - told)


def _undisclosed(net: "Network", deal: str) -> tuple[Value, ...]:
    owners, backers, ties = _parties(net, deal)
    documents = len({claim.partition("/")[0] for claim in ties})
    label = net.nodes[deal]["label"]
    return (
        label,
        ", ".join(owners),
        None,
        UNDISCLOSED,
        None,
        None,
        "",
        ", ".join(backers),
        0,
        documents,
        ", ".join(sorted(ties)),
    )


def _number(value: Value) -> float:
    return float(value) if isinstance(value, int | float) else 0.0


def _sums(rows: Sequence[tuple[Value, ...]]) -> str:
    """Return what the deals come to, in words: by currency and status, with both ends."""
    parts = []
    for currency in sorted({str(row[2]) for row in rows if row[2]}):
        for status in (CLOSED, ANNOUNCED, PLANNED):
            held = [row for row in rows if row[2] == currency and row[3] == status]
            if held:
                parts.append(f"{_span(held)} {currency} {status} in {len(held)} deal{'s' * (len(held) != 1)}")
    silent = sum(row[3] == UNDISCLOSED for row in rows)
    return f"{'; '.join([*parts, f'{silent} of undisclosed amount'])}."


def _span(rows: Sequence[tuple[Value, ...]]) -> str:
    low, high = sum(_number(row[4]) for row in rows), sum(_number(row[5]) for row in rows)
    if any(row[5] is None for row in rows):
        return f"at least {_money(low)}"
    return _money(low) if low == high else f"{_money(low)} to {_money(high)}"


def _money(amount: float) -> str:
    for size, word in ((1e9, "bn"), (1e6, "M")):
        if amount >= size:
            return f"{amount / size:.4g} {word}"
    return f"{amount:,.0f}"


def _run(asking: Asking, given: Given) -> Finding:
    currency = given["currency"]
    return survey(read_network(asking, "money-edges"), currency=str(currency) if currency else None)


FUNDING = Analysis(
    "funding",
    "Money, deal by deal",
    "How much money is raised or invested in which currency, closed, announced or planned, and who takes part?",
    _run,
    (Parameter("currency", "text", "only amounts in this currency, such as USD"),),
)
