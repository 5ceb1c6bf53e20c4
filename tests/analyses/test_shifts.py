"""A stated shift against streams that went with it, against it, or tell nothing."""

from datetime import date, timedelta

import pytest

from kg.analyses.shifts import AGAINST, AGREES, SAME, UNKNOWN, survey
from kg.network import network
from kg.table import Table
from tests.analyses.test_bottlenecks import START, TODAY, stream

STATED = (
    "source",
    "source_label",
    "source_group",
    "relation",
    "target",
    "target_group",
    "said_by",
    "put",
    "day",
    "claim",
)
SAID = START + timedelta(weeks=15)


def stated(day: date = SAID, group: str = "bn:energy") -> Table:
    row = (
        "bn:hbm",
        "HBM",
        "bn:memory",
        "shifts",
        "bn:grid",
        group,
        "another; a columnist",
        "opinion",
        str(day),
        "d/shift",
    )
    return Table.of(STATED, [row])


def told(before: str, since: str, *, often: int = 10) -> list[tuple[int, str]]:
    """Return announcements of one group in weeks before it was said, and of another since."""
    return [(week, before) for week in range(often)] + [(20 + week % 8, since) for week in range(often)]


@pytest.mark.parametrize(
    ("announcements", "found"),
    [
        (told("memory", "energy"), AGREES),
        (told("energy", "memory"), AGAINST),
        (told("memory", "memory"), SAME),
        (told("memory", "energy", often=4), UNKNOWN),
        (told("serving", "serving"), UNKNOWN),
    ],
)
def test_it_is_judged_by_the_announcements_before_and_since(announcements: list[tuple[int, str]], found: str) -> None:
    finding = survey(network(stated()), stream(*announcements), TODAY)
    (row,) = finding.rows
    assert row[7] == found
    assert row[2] == "a columnist, another"
    assert (row[8] is None) == (found == UNKNOWN)


def test_the_day_that_parts_before_from_since_can_be_given() -> None:
    finding = survey(network(stated(TODAY)), stream(*told("memory", "energy")), TODAY)
    assert finding.rows[0][5:8] == ("10 of 20", "0 of 0", UNKNOWN)
    finding = survey(network(stated(TODAY)), stream(*told("memory", "energy")), TODAY, since=SAID)
    assert finding.rows[0][5:8] == ("0 of 10", "10 of 10", AGREES)


def test_two_topics_of_one_group_are_counted_by_themselves() -> None:
    finding = survey(network(stated(group="bn:memory")), stream(*told("hbm", "grid")), TODAY)
    assert (finding.rows[0][7], finding.rows[0][9]) == (AGREES, "topics")


def test_what_was_said_later_is_left_out_and_nothing_said_is_told() -> None:
    finding = survey(network(stated(TODAY + timedelta(days=1))), stream(), TODAY)
    assert finding.rows == ()
    assert finding.explanation.startswith("No claim that stands says")
