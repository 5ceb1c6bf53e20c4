"""Watched actors and the documents of a body of news in, whose silence in it is surprising out.

Silence is measured in weeks in which that body of news said anything that is here; without earlier weeks there is no
baseline, and nothing can be told. An absence is about a body of news and never about the world.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from kg.analyses.base import Analysis, Column, Finding, Given, Parameter, Value
from kg.chances import discoveries, silence, surprise
from kg.table import Table
from kg.views.values import Asking, short

_WEEK, _LEVEL = 7, 0.05
EVERYTHING = "the whole ledger"
_COLUMNS = (
    Column("who", "who"),
    Column("scope", "watched in"),
    Column("found", "found", "silent and notable, silent and not notable, spoken of, or cannot tell"),
    Column("chance", "chance of silence", "how likely as much silence is for somebody mentioned as often as before"),
    Column("bits", "surprise (bits)", "0 is no surprise, 4.3 is a chance of 1 in 20"),
    Column("mentions", "documents before", "documents of the baseline that mention them"),
    Column("weeks", "weeks before", "weeks of the baseline in which this body of news appeared"),
    Column("since", "watched since"),
    Column("watch", "record"),
)


class Watch(NamedTuple):
    """Somebody expected to speak or be spoken of in a body of news."""

    record: str
    who: str
    label: str
    scope: str
    since: date
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Printed:
    """A document: its day, the words that its body of news goes by, and whom it mentions by which claims."""

    id: str
    day: date
    series: frozenset[str]
    mentions: Mapping[str, tuple[str, ...]]

    def within(self, scope: str) -> bool:
        """Whether it belongs to a body of news, which is named by its kind, its publisher or its voice."""
        told = f" {scope.casefold()} "
        return scope == EVERYTHING or any(f" {each.casefold()} " in told for each in self.series)


class _Judged(NamedTuple):
    watch: Watch
    found: str
    chance: float | None
    mentions: int
    weeks: int


def judge(
    watches: Sequence[Watch],
    printed: Sequence[Printed],
    day: date,
    *,
    weeks: int = 1,
    baseline: int = 12,
    ledger: bool = False,
) -> Finding:
    """Return who was silent in the weeks before a day, and how surprising that is.

    Parameters
    ----------
    watches, printed
        Who is watched where, and what appeared.
    day
        The last day that is looked at.
    weeks, baseline
        Length of the window, and of what stands before it, in weeks.
    ledger
        Look at all documents and not only at the body of news that is watched.

    """
    opens = day - timedelta(days=_WEEK * weeks - 1)
    now = sorted((w for w in watches if w.since <= day and (w.until is None or w.until >= opens)), key=_key)
    span = f"{opens} to {day}"
    if not now:
        return Finding("Who was silent", f"Nobody is watched in the days from {span}.", _COLUMNS, ())
    judged = [_judge(w, _inside(printed, EVERYTHING if ledger else w.scope, day), opens, baseline) for w in now]
    chances = {j.watch: j.chance for j in judged if j.chance is not None and j.found == "silent"}
    notable = dict(zip(chances, discoveries(tuple(chances.values()), level=_LEVEL), strict=True))
    rows = tuple(_row(j, notable.get(j.watch)) for j in judged)
    told = sum("cannot tell" in j.found for j in judged)
    return Finding(
        "Who was silent",
        f"From {span}, of {len(judged)} who are watched, {sum(j.found == 'spoken of' for j in judged)} are spoken of "
        f"and {len(chances)} are silent, {sum(notable.values())} of them notably. Of {told} it cannot be told, "
        "for want of documents of that time or of a baseline before it.",
        _COLUMNS,
        rows,
        claims=tuple(sorted(_claims(now, printed, opens - timedelta(days=_WEEK * baseline), day))),
        events=tuple(sorted(w.record for w in now)),
        uncertainty="Silence in a body of news is not silence in the world, and the ledger may not hold all of that "
        f"body. Notable: less likely than {_LEVEL} when all who are watched are looked at together.",
        judged_on=f"{sum(opens <= p.day <= day for p in printed)} documents of the window and "
        f"{sum(_before(p, opens, baseline) for p in printed)} of the {baseline} weeks before, in the whole ledger; "
        + (f"all of them count ({EVERYTHING})" if ledger else "only those of the watched body of news count"),
    )


def _key(watch: Watch) -> tuple[str, str, str]:
    return watch.label, watch.scope, watch.record


def _before(printed: Printed, opens: date, baseline: int) -> bool:
    return opens - timedelta(days=_WEEK * baseline) <= printed.day < opens


def _weeks(printed: Iterable[Printed], opens: date) -> int:
    """Return in how many weeks, counted from the day the window opens, something appeared."""
    return len({(p.day - opens).days // _WEEK for p in printed})


def _inside(printed: Iterable[Printed], scope: str, day: date) -> list[Printed]:
    return [p for p in printed if p.day <= day and p.within(scope)]


def _judge(watch: Watch, inside: Sequence[Printed], opens: date, baseline: int) -> _Judged:
    before = [p for p in inside if _before(p, opens, baseline)]
    window = [p for p in inside if opens <= p.day]
    mentions, weeks = sum(watch.who in p.mentions for p in before), _weeks(before, opens)
    if any(watch.who in p.mentions for p in window):
        return _Judged(watch, "spoken of", None, mentions, weeks)
    if not window:
        return _Judged(watch, "cannot tell: nothing of it is here from those days", None, mentions, weeks)
    if not weeks:
        return _Judged(watch, "no baseline: cannot tell", None, mentions, weeks)
    return _Judged(watch, "silent", silence(mentions, weeks, silent=_weeks(window, opens)), mentions, weeks)


def _row(judged: _Judged, notable: bool | None) -> tuple[Value, ...]:
    watch, chance = judged.watch, judged.chance
    words = {None: judged.found, True: "silent, and notable", False: "silent, not notable"}[notable]
    return (
        watch.label,
        watch.scope,
        words,
        None if chance is None else round(chance, 4),
        None if chance is None else round(surprise(chance), 2),
        judged.mentions,
        judged.weeks,
        watch.since,
        watch.record,
    )


def _claims(watches: Iterable[Watch], printed: Iterable[Printed], since: date, day: date) -> set[str]:
    who = {watch.who for watch in watches}
    return {claim for p in printed if since <= p.day <= day for name in who for claim in p.mentions.get(name, ())}


def watches(table: Table) -> tuple[Watch, ...]:
    """Return the watches among the rows of the question `watch-edges`."""
    return tuple(
        Watch(row["source"], row["target"], row["target_label"], row["scope"], _day(row["since"]), _until(row))
        for row in _rows(table)
        if row["relation"] == "watches"
    )


def documents(series: Table, mentions: Table) -> tuple[Printed, ...]:
    """Return the rows of `series-edges` and `watch-edges` as documents, by day."""
    told: dict[str, dict[str, set[str]]] = {}
    for row in _rows(mentions):
        if row["relation"] == "mentions":
            told.setdefault(row["source"], {}).setdefault(row["target"], set()).add(row["claim"])
    names: dict[str, set[str]] = {}
    days: dict[str, date] = {}
    for row in _rows(series):
        names.setdefault(row["source"], set()).add(row["target_label"])
        days[row["source"]] = _day(row["published"])
    return tuple(
        Printed(name, day, frozenset(names[name]), {who: tuple(sorted(c)) for who, c in told.get(name, {}).items()})
        for name, day in sorted(days.items(), key=lambda pair: (pair[1], pair[0]))
    )


def _rows(table: Table) -> list[dict[str, str]]:
    return [{n: short(c.value) for n, c in zip(table.columns, row, strict=True) if c} for row in table.rows]


def _day(text: str) -> date:
    return date.fromisoformat(text[:10])


def _until(row: Mapping[str, str]) -> date | None:
    return _day(row["until"]) if "until" in row else None


def _run(asking: Asking, given: Given) -> Finding:
    day, weeks, baseline = given["today"], given["weeks"], given["baseline"]
    assert isinstance(day, date)
    assert isinstance(weeks, int)
    assert isinstance(baseline, int)
    told = asking.table("watch-edges")
    held = documents(asking.table("series-edges"), told)
    return judge(watches(told), held, day, weeks=max(weeks, 1), baseline=max(baseline, 0), ledger=bool(given["ledger"]))


ABSENCES = Analysis(
    "absences",
    "Who was silent",
    "Who is expected to speak and did not, and is that surprising?",
    _run,
    (
        Parameter("today", "day", "the last day of the window", required=True),
        Parameter("weeks", "count", "how long the window is, in weeks", 1),
        Parameter("baseline", "count", "how many weeks before the window count as usual", 12),
        Parameter("ledger", "yes or no", "look at all documents instead of the watched body of news", default=False),
    ),
)
