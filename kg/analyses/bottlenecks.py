"""Dated claims about bottlenecks in, which group of them is written of more or less than before out.

Each announcement weighs one, as many claims as it has, or its money, and is dealt out over the groups that its claims
touch; what it weighs halves with time. Whether a group is told of more often than before is judged by counting
announcements, and not at all where there are too few on either side.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from kg.analyses.base import Analysis, AnalysisParameterError, Column, Finding, Given, Parameter, Value
from kg.analyses.funding import PLANNED, deals
from kg.chances import at_least, discoveries
from kg.network import read_network
from kg.shares import Announced, Telling, announced, bursts, effective, move, shares, tellings
from kg.views.values import Asking

if TYPE_CHECKING:
    from kg.network import Network

ANNOUNCEMENTS, CLAIMS, CAPITAL = "announcements", "claims", "capital"
MORE, LESS, SAME, UNKNOWN = (
    "more than before",
    "less than before",
    "no change that chance does not explain",
    "not measurable",
)
FEWEST = 5
"""Announcements that have to stand on each side before a change is judged."""
_WEEK, _WINDOW = 7, 12
_NAMED = 4
_COLUMNS = (
    Column("group", "bottleneck"),
    Column("currency", "currency", "of the money that weighs; empty where none does"),
    Column("before", "share before", "of what is told, at the start of the window, older announcements weighing less"),
    Column("now", "share now", "the same, at its end"),
    Column("change", "change", "the second minus the first; 0.01 is one point in a hundred"),
    Column("told", "announcements", "that touch it, in the window"),
    Column("told_before", "announcements before"),
    Column("claims", "claims", "that touch it, in the window"),
    Column("documents", "documents", "that they are from"),
    Column("found", "is written of", "by the number of announcements in the window against the time before"),
    Column("chance", "chance", "of a count as far off as this without any change"),
    Column("burst", "burst", "weeks in which it is told of far more than usual (Kleinberg)"),
)


def survey(
    net: "Network",
    money: "Network | None",
    today: date,
    *,
    since: date | None = None,
    weigh: str = ANNOUNCEMENTS,
    half_life: float = 8,
    planned: float = 0.5,
) -> Finding:
    """Return the share of each group before and after a window, and whether it is written of more.

    Parameters
    ----------
    net, money
        The networks of `bottleneck-edges` and `money-edges`; the second where capital weighs.
    today, since
        The last day of the window, and the day before its first; twelve weeks if it is not given.
    weigh
        What an announcement weighs: `announcements` (one), `claims` or `capital`.
    half_life
        Weeks in which that halves.
    planned
        The part that planned money counts for.

    """
    if half_life <= 0 or not 0 <= planned <= 1:
        name, what = ("half_life", "more than 0 weeks") if half_life <= 0 else ("planned", "from 0 to 1")
        raise AnalysisParameterError(
            f"{name} is {half_life if half_life <= 0 else planned:g}",
            where=f"parameter {name}",
            next_step=f"Give a number, {what}.",
        )
    start = since or today - timedelta(days=_WEEK * _WINDOW)
    if start >= today:
        raise AnalysisParameterError(
            f"the window from {start} to {today} is empty",
            where="parameter since",
            next_step="Give a day before the one that is judged on.",
        )
    told = announced(net, by=today)
    if not told:
        return Finding(_TITLE, f"No claim that stands and was published by {today} touches a bottleneck.", _COLUMNS, ())
    streams = (
        {"": tellings(told, by_claims=weigh == CLAIMS)} if weigh != CAPITAL else _by_money(told, money, planned=planned)
    )
    judged = _judge(told, start)
    labels = {about["group"]: about["group_label"] for _, _, about in net.edges(data=True)}
    rows: list[tuple[Value, ...]] = []
    words: list[str] = []
    for currency, stream in sorted(streams.items()):
        before, after = shares(stream, start, half_life=half_life), shares(stream, today, half_life=half_life)
        words.append(_words(before, after, labels, currency))
        for group in sorted({*before, *after}, key=lambda each: (-after.get(each, 0), each)):
            share = (before.get(group, 0.0) if before else None, after.get(group, 0.0))
            rows.append((labels[group], currency or None, *_shown(*share), *judged[group]))
    cited = sorted({claim for each in told.values() for claims in each.claims.values() for claim in claims})
    return Finding(
        _TITLE,
        " ".join(
            [
                f"The window runs from {start + timedelta(days=1)} to {today}.",
                *(words or [_no_money()]),
                _told(judged, labels),
            ]
        ),
        _COLUMNS,
        tuple(rows),
        claims=tuple(cited),
        events=tuple(sorted(told)),
        uncertainty="What is written of most need not be what binds, and the ledger holds a choice of what was "
        f"published. Older announcements weigh half after {half_life:g} weeks"
        + (f"; planned money counts for {planned:g} of itself, which is an assumption." if weigh == CAPITAL else "."),
        judged_on=f"{len(cited)} claims in {len(told)} announcements of {len({a.document for a in told.values()})} "
        f"documents; {sum(a.day > start for a in told.values())} announcements are in the window",
        notes=_left_out(told, money) if weigh == CAPITAL else (),
    )


_TITLE = "Which bottleneck is written of"


def _by_money(told: Mapping[str, Announced], money: "Network | None", *, planned: float) -> dict[str, list[Telling]]:
    """Return the announcements that tell of money by its currency; each deal counts where it is told of first."""
    sums: dict[tuple[str, str], float] = defaultdict(float)
    for place, currency, amount, status in _told_money(told, money):
        if place in told:
            sums[currency, place] += amount * (planned if status == PLANNED else 1)
    found: dict[str, list[Telling]] = defaultdict(list)
    for (currency, name), amount in sorted(sums.items()):
        found[currency].append(Telling(name, told[name].day, told[name].parts(), amount))
    return found


def _told_money(told: Mapping[str, Announced], money: "Network | None") -> Iterable[tuple[str, str, float, str]]:
    """Yield where each deal is told of first, its currency, the amount and its status."""
    for amounts in deals(money).values() if money is not None else ():
        known = sorted((told[a.place].day, a.place) for a in amounts if a.place in told)
        place = known[0][1] if known else min(a.place for a in amounts)
        best = next((a for a in amounts if a.place == place and a.low is not None), None)
        if best is not None and best.low is not None:
            yield place, best.currency, float(best.low), best.status


def _left_out(told: Mapping[str, Announced], money: "Network | None") -> tuple[str, ...]:
    away = Counter(currency for place, currency, _, _ in _told_money(told, money) if place not in told)
    listed = ", ".join(f"{count} in {currency}" for currency, count in sorted(away.items()))
    return (f"Deals told of only where no bottleneck is touched are left out: {listed}.",) if away else ()


def _judge(told: Mapping[str, Announced], start: date) -> dict[str, tuple[Value, ...]]:
    """Return for each group its counts in the window and before, what they show, and its last burst."""
    inside = [each for each in told.values() if each.day > start]
    before = [each for each in told.values() if each.day <= start]
    groups = sorted({group for each in told.values() for group in each.claims})
    counts = {g: (sum(g in a.claims for a in inside), sum(g in a.claims for a in before)) for g in groups}
    enough = min(len(inside), len(before)) >= FEWEST
    chances = {g: _chance(now, len(inside), then, len(before)) for g, (now, then) in counts.items()} if enough else {}
    notable = dict(zip(chances, discoveries(tuple(chances.values())), strict=True))
    found: dict[str, tuple[Value, ...]] = {}
    for group, (now, then) in counts.items():
        claims = {claim for each in inside for claim in each.claims.get(group, ())}
        more = now * len(before) > then * len(inside)
        word = UNKNOWN if not enough else SAME if not notable[group] else MORE if more else LESS
        chance = round(chances[group], 4) if enough else None
        documents = len({each.document for each in inside if group in each.claims})
        found[group] = (now, then, len(claims), documents, word, chance, _burst(told, group))
    return found


def _chance(now: int, whole: int, then: int, before: int) -> float:
    """Return the chance of a count as far off as this if nothing changed (exact binomial, both sides)."""
    usual = (then + 0.5) / (before + 1)
    return min(1.0, 2 * min(at_least(now, whole, usual), 1 - at_least(now + 1, whole, usual)))


def _burst(told: Mapping[str, Announced], group: str) -> str | None:
    first = min(each.day for each in told.values())
    weeks = (max(each.day for each in told.values()) - first).days // _WEEK + 1
    hits, totals = [0] * weeks, [0] * weeks
    for each in told.values():
        week = (each.day - first).days // _WEEK
        totals[week] += 1
        hits[week] += group in each.claims
    found = bursts(hits, totals)
    if not found:
        return None
    opens = first + timedelta(days=_WEEK * found[-1].first)
    return f"{opens} to {first + timedelta(days=_WEEK * found[-1].last + _WEEK - 1)}"


def _shown(before: float | None, now: float) -> tuple[Value, Value, Value]:
    change = None if before is None else round(now - before, 3)
    return None if before is None else round(before, 3), round(now, 3), change


def _words(before: Mapping[str, float], after: Mapping[str, float], labels: Mapping[str, str], currency: str) -> str:
    """Return how attention moved, in a sentence."""
    what = f"of the {currency} told of" if currency else "of the attention"
    spread = f"it is spread as over {effective(after):.2g} equal groups"
    if not before:
        return f"Nothing {what} stands before the window, so no change can be measured; {spread}."
    moved = move(before, after)
    flows = ", ".join(f"{labels[a]} to {labels[b]} ({part:.0%})" for a, b, part in moved.flows[:_NAMED])
    return f"{moved.moved:.0%} {what} moved{f', most of it from {flows}' if flows else ''}; {spread}."


def _told(judged: Mapping[str, Sequence[Value]], labels: Mapping[str, str]) -> str:
    words = {word: [labels[g] for g, row in judged.items() if row[4] == word] for word in (MORE, LESS, UNKNOWN)}
    if words[UNKNOWN]:
        return f"With fewer than {FEWEST} announcements in the window or before it, a change is not measurable."
    said = [f"{word}: {', '.join(names)}" for word, names in words.items() if names]
    return (
        f"By the number of announcements, {'; '.join(said)}."
        if said
        else "By the number of announcements, no group changed beyond chance."
    )


def _no_money() -> str:
    return "No announcement that touches a bottleneck tells of money raised."


def _run(asking: Asking, given: Given) -> Finding:
    today, since = given["today"], given["since"]
    assert isinstance(today, date), "a day is always given"
    weigh = str(given["by"])
    return survey(
        read_network(asking, "bottleneck-edges"),
        read_network(asking, "money-edges") if weigh == CAPITAL else None,
        today,
        since=since if isinstance(since, date) else None,
        weigh=weigh,
        half_life=float(str(given["half_life"])),
        planned=float(str(given["planned"])),
    )


BOTTLENECKS = Analysis(
    "bottlenecks",
    _TITLE,
    "Which group of bottlenecks is written of more or less than before, by announcements, claims or money?",
    _run,
    (
        Parameter(
            "by", "text", "what an announcement weighs", default=ANNOUNCEMENTS, choices=(ANNOUNCEMENTS, CLAIMS, CAPITAL)
        ),
        Parameter("since", "day", "the day after which the window begins, twelve weeks before its end if not given"),
        Parameter("today", "day", "the last day of the window", required=True),
        Parameter("half_life", "number", "weeks in which what an announcement weighs halves", default=8.0),
        Parameter("planned", "number", "the part that planned money counts for, from 0 to 1", default=0.5),
    ),
)
