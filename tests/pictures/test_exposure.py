"""What two findings of exposure tell, as the line and the bars of pictures."""

from datetime import date

import pytest

from kg.analyses.base import Column, Finding, Value
from kg.pictures import exposure, movers

UNTIL = date(2026, 11, 25)
_CREDITED = "event day credit error index low high counted cohort within entry exit id"
_SURVEY = "who exposure known counted"


def finding(title: str, columns: str, *rows: tuple[Value, ...], claims: tuple[str, ...] = ()) -> Finding:
    return Finding(title, "Told.", tuple(Column(name, name) for name in columns.split()), rows, claims)


def credited(*rows: tuple[Value, ...]) -> Finding:
    title = "Who moved the index of exposure to Vendor"
    return finding(title, _CREDITED, *rows, claims=("d/a", "d/b", "e/a"))


SURVEY = finding(
    "What stops without Vendor",
    _SURVEY,
    ("a", 1.0, "2 of 4", "yes"),
    ("b", None, "1 of 2", "yes"),
    ("c", 1.0, "3 of 3", "no: nobody in particular"),
    claims=("d/a", "e/a"),
)
ROWS: tuple[tuple[Value, ...], ...] = (
    ("Too few", "2026-04-01", None, None, None, None, None, 3, None, None, None, None, "d/x"),
    ("First", "2026-04-17", None, None, 0.9, 0.8, 1.0, 5, 0.9, None, None, None, "d/y"),
    ("Second", "2026-04-19", 0.1, None, None, None, None, None, None, None, None, None, "d/z"),
    ("Third", "2026-04-19", -0.3, 0.01, 0.7, 0.6, 0.8, 6, 0.8, -0.15, -0.05, 0.0, "e/z"),
)


def test_the_line_begins_with_the_first_index_and_events_of_one_day_are_one_step() -> None:
    told = exposure.series(SURVEY, credited(*ROWS), UNTIL)
    assert told is not None
    assert told.vendor == "Vendor"
    assert [(step.value, step.low, step.high, step.same) for step in told.steps] == [
        (0.9, 0.8, 1.0, 0.9),
        (0.7, 0.6, 0.8, 0.8),
    ]
    assert told.steps[1].event == "Second; Third"
    assert (told.members, told.coverage) == (6, 0.5), "only who is counted counts for what is known"
    assert (told.claims, told.documents) == (2, 2)
    assert "From 0.90 to 0.70" in exposure.draw(told, 900).alt


def test_bars_begin_where_the_index_was_and_end_where_it_is() -> None:
    told = movers.change(credited(*ROWS))
    assert told is not None
    assert told.start == pytest.approx(0.9)
    assert told.end == pytest.approx(0.7)
    assert (told.within, told.entry, told.exit) == (-0.15, -0.05, 0.0)
    assert "standard error 0.01" in movers.draw(told, 340).alt


def test_without_an_index_there_is_neither() -> None:
    assert exposure.series(SURVEY, credited(ROWS[0]), UNTIL) is None
    assert movers.change(credited(*ROWS[:2])) is None


def test_of_many_events_those_that_moved_it_most_are_named_in_their_order() -> None:
    sizes = [0.001 * n for n in range(2, 14)]
    steps = [exposure.Step(date(2026, 1, 1), 0.1, 0.1, 0.1)]
    for day, size in enumerate(sizes[::-1], 2):
        value = steps[-1].value + size
        steps.append(exposure.Step(date(2026, 1, day), value, value, value, f"event {day}"))
    told = exposure.Series("Vendor", tuple(steps), UNTIL, 5, 1.0, 1, 1)
    alt = exposure.draw(told, 900).alt
    assert [f"event {day}" in alt for day in range(2, 14)] == [True] * 10 + [False] * 2
    assert "2 events that moved it less not named" in alt
