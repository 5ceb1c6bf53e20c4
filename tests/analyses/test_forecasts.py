"""What becomes of a forecast by a day, and what a speaker's record is."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.analyses.forecasts import UNDATED, Forecast, judge, kept_rate, slip

DAY = date(2026, 11, 22)
START = Forecast("d/start", "Plant", "starts", ("Ash",), due=date(2026, 9, 30), published=date(2026, 4, 26))


def settled(outcome: str, on: date, **more: object) -> Forecast:
    return replace(START, outcome=outcome, settled=on, **more)  # type: ignore[arg-type]  # fields by name


@pytest.mark.parametrize(
    ("day", "state"),
    [(date(2026, 8, 1), "open"), (date(2026, 9, 1), "due"), (date(2026, 9, 30), "due"), (DAY, "overdue")],
)
def test_a_passed_date_makes_it_overdue_and_not_missed(day: date, state: str) -> None:
    assert START.state(day) == state


def test_a_record_settles_it_from_its_day_on() -> None:
    late = settled("kept-late", date(2026, 11, 1))
    assert (late.state(date(2026, 10, 31)), late.state(DAY)) == ("overdue", "kept late")
    assert late.days(DAY) == 32


def test_that_it_cannot_be_told_closes_nothing() -> None:
    assert settled("cannot-tell", date(2026, 10, 1)).state(DAY) == "overdue"


def test_one_without_a_date_stays_open_and_one_that_was_replaced_is_said_to_be() -> None:
    assert replace(START, due=None).state(DAY) == UNDATED
    assert replace(START, stands=False).state(DAY) == "replaced"


def test_slips_add_up_in_days() -> None:
    first = settled("slipped", date(2026, 10, 1), shown_by="d2/start", later=date(2026, 10, 30))
    second = replace(first, claim="d2/start", due=date(2026, 10, 30), shown_by="d3/start", later=date(2026, 11, 9))
    third = replace(START, claim="d3/start", due=date(2026, 11, 9))
    held = {each.claim: each for each in (first, second, third)}
    assert slip(first, held, DAY) == 40
    assert slip(third, held, DAY) == 0
    assert slip(replace(first, shown_by="d/start"), {"d/start": replace(first, shown_by="d/start")}, DAY) == 30


def test_a_rate_needs_five_promises() -> None:
    assert kept_rate(0, 3) == "0 of 3 kept in time; too few for a rate"
    assert kept_rate(3, 2) == "3 of 5 kept in time, a rate of 0.58 (0.26 to 0.87)"
    assert not kept_rate(0, 0)


def test_one_promise_told_twice_counts_once_for_its_speaker() -> None:
    kept = settled("kept", date(2026, 9, 1))
    found = judge([kept, replace(kept, claim="d2/start")], DAY)
    assert found.notes == ("Ash: 1 of 1 kept in time; too few for a rate",)
    assert len(found.rows) == 2


def test_what_was_published_later_is_not_known_yet() -> None:
    assert judge([START], date(2026, 4, 1)).explanation == "By 2026-04-01 no claim plans or foresees anything."
    assert not judge([], DAY).rows


def test_forecasts_without_a_date_are_counted_and_listed_on_demand() -> None:
    undated = replace(START, due=None)
    assert not judge([undated], DAY).rows
    assert judge([undated], DAY, state="open").rows
    assert judge([undated], DAY).notes == ("`state=open` lists those with no date too.",)


@given(st.permutations([START, replace(START, claim="d/b", due=None), settled("kept", date(2026, 9, 1), claim="d/c")]))
def test_the_order_of_rows_changes_nothing(order: list[Forecast]) -> None:
    assert judge(order, DAY) == judge(sorted(order, key=lambda f: f.claim), DAY)
