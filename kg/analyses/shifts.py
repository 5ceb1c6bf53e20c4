"""Claims that the limit moves from one bottleneck to another in, whether what is written of moved as well out.

A stated shift is set against the announcements of the ledger: of those that touch just one of the two bottlenecks, how
many touched the second before it was said, and how many since. Where the two belong to one group, the topics
themselves are counted, else their groups.
"""

from bisect import bisect_right
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from kg.analyses.base import Analysis, Column, Finding, Given, Parameter, Value
from kg.chances import at_least
from kg.network import read_network
from kg.shares import Announced, announced
from kg.views.values import Asking

if TYPE_CHECKING:
    from kg.network import Network

AGREES, AGAINST, SAME, UNKNOWN = "moved that way", "moved the other way", "no change beyond chance", "not measurable"
FEWEST = 5
"""Announcements that have to stand on each side before anything is said."""
_LEVEL = 0.05
_TITLE = "Stated shifts against what is written of"
_COLUMNS = (
    Column("source", "from"),
    Column("target", "to"),
    Column("said_by", "said by"),
    Column("put", "put as"),
    Column("day", "published"),
    Column("before", "second of either, before", "announcements that touch just one of the two, until that day"),
    Column("since", "second of either, since"),
    Column("found", "what is written of"),
    Column("chance", "chance", "of a count as far off as this without any change"),
    Column("counted", "counted by", "top groups, or the topics themselves where both are in one group"),
    Column("claim", "claim"),
)


class _Counts(NamedTuple):
    second: int
    either: int

    def __str__(self) -> str:
        return f"{self.second} of {self.either}"


class _Days(NamedTuple):
    """Days of announcements, in order: of those that touch the second of two, and of those that touch either."""

    second: list[date]
    either: list[date]


def survey(stated: "Network", net: "Network", today: date, *, since: date | None = None) -> Finding:
    """Return each stated shift with what the announcements before and after it show.

    Parameters
    ----------
    stated, net
        The networks of `shift-edges` and `bottleneck-edges`.
    today
        The last day that counts.
    since
        The day that parts before from after; for each shift the day on which it was published, if not given.

    """
    groups, topics = announced(net, by=today), announced(net, by=today, groups="target")
    claims: dict[str, tuple[str, str, Mapping[str, str]]] = {
        about["claim"]: (source, target, about)
        for source, target, about in stated.edges(data=True)
        if date.fromisoformat(about["day"]) <= today
    }
    rows: list[tuple[Value, ...]] = []
    days: dict[tuple[str, str, bool], _Days] = {}
    for claim, (source, target, about) in sorted(claims.items()):
        ends = [stated.nodes[end]["group"][0] for end in (source, target)]
        told, (first, second) = (groups, ends) if ends[0] != ends[1] else (topics, (source, target))
        day = date.fromisoformat(about["day"])
        pair = first, second, told is groups
        if pair not in days:
            days[pair] = _days(told, first, second)
        rows.append(
            (
                stated.nodes[source]["label"],
                stated.nodes[target]["label"],
                ", ".join(sorted(about["said_by"].split("; "))),
                about["put"],
                day,
                *_measured(days[pair], since or day),
                "groups" if told is groups else "topics",
                claim,
            )
        )
    return Finding(
        _TITLE,
        _words([str(row[7]) for row in rows]),
        _COLUMNS,
        tuple(rows),
        claims=tuple(sorted(claims)),
        uncertainty="What is written of is not what binds, and the announcements here were chosen. A shift may have "
        "been over before it was said: `since` moves the day that parts before from after."
        if rows
        else "",
        judged_on=f"{len(groups)} announcements that touch a bottleneck, published by {today}",
    )


def _measured(days: _Days, day: date) -> tuple[str, str, str, float | None]:
    """Return the counts before and since a day, what they show and by what chance."""
    before = _Counts(bisect_right(days.second, day), bisect_right(days.either, day))
    since = _Counts(len(days.second) - before.second, len(days.either) - before.either)
    if min(before.either, since.either) < FEWEST:
        return str(before), str(since), UNKNOWN, None
    usual = (before.second + 0.5) / (before.either + 1)
    more, less = at_least(since.second, since.either, usual), 1 - at_least(since.second + 1, since.either, usual)
    chance = min(1.0, 2 * min(more, less))
    word = SAME if chance >= _LEVEL else AGREES if more < less else AGAINST
    return str(before), str(since), word, round(chance, 4)


def _days(told: Mapping[str, Announced], first: str, second: str) -> _Days:
    """Return the days of the announcements that touch just one of the two."""
    one = [each for each in told.values() if (first in each.claims) != (second in each.claims)]
    return _Days(sorted(each.day for each in one if second in each.claims), sorted(each.day for each in one))


def _words(found: list[str]) -> str:
    if not found:
        return "No claim that stands says that the limit moves from one bottleneck to another."
    many = "claims say" if len(found) > 1 else "claim says"
    parts = [f"of {count} {_THEN[word]}" for word in _THEN if (count := found.count(word))]
    return f"{len(found)} {many} that the limit moves from one bottleneck to another: {'; '.join(parts)}."


_THEN: Mapping[str, str] = {
    AGREES: "what is written of moved the same way since",
    AGAINST: "it moved the other way",
    SAME: "it did not change beyond chance",
    UNKNOWN: f"it is not measurable: fewer than {FEWEST} announcements before or since touch just one of the two",
}


def _run(asking: Asking, given: Given) -> Finding:
    today, since = given["today"], given["since"]
    assert isinstance(today, date), "a day is always given"
    return survey(
        read_network(asking, "shift-edges"),
        read_network(asking, "bottleneck-edges"),
        today,
        since=since if isinstance(since, date) else None,
    )


SHIFTS = Analysis(
    "shifts",
    _TITLE,
    "Where the limit is said to move from one bottleneck to another, did what is written of move as well?",
    _run,
    (
        Parameter("since", "day", "the day that parts before from after, that of each claim if not given"),
        Parameter("today", "day", "the last day that counts", required=True),
    ),
)
