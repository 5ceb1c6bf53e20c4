"""What people write as a horizon, and what it then means."""

from datetime import UTC, date, datetime

import pytest

from kg.errors import BadInputError
from kg.horizon import PRESENT, Horizon, read_horizon, read_moment


def test_the_present_is_no_bound() -> None:
    assert not PRESENT
    assert read_horizon() == PRESENT
    assert PRESENT.words() == "the present"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-05-01", date(2026, 5, 1)),
        ("May 2026", date(2026, 5, 31)),
        ("Q2 2026", date(2026, 6, 30)),
        ("2025", date(2025, 12, 31)),
        ("by 2026-05-01", date(2026, 5, 1)),
        (date(2026, 5, 1), date(2026, 5, 1)),
        (datetime(2026, 5, 1, 12, tzinfo=UTC), date(2026, 5, 1)),
    ],
)
def test_as_of_takes_the_last_day_of_what_is_named(text: str | date, day: date) -> None:
    assert read_horizon(text).as_of == day


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2026-05-01", datetime(2026, 5, 1, 23, 59, 59, 999999, tzinfo=UTC)),
        ("2026-05-01T12:00", datetime(2026, 5, 1, 12, tzinfo=UTC)),
        ("2026-05-01T12:00+02:00", datetime(2026, 5, 1, 10, tzinfo=UTC)),
        (datetime(2026, 5, 1, 12), datetime(2026, 5, 1, 12, tzinfo=UTC)),  # noqa: DTZ001 (what is without a zone)
        ("120", 120),
        ("#120", 120),
        ("event/120", 120),
        (120, 120),
    ],
)
def test_recorded_by_takes_the_end_of_a_day_an_instant_or_a_position(
    text: str | datetime | int, instant: datetime | int
) -> None:
    assert read_horizon(recorded_by=text).recorded_by == instant


@pytest.mark.parametrize(
    ("as_of", "recorded_by", "without", "said"),
    [
        ("someday", None, (), "someday"),
        ("since 2026", None, (), "has no end"),
        ("2026-02-30", None, (), "calendar"),
        (None, "noon", (), "no instant and no record"),
        (None, "2026-05", (), "no instant and no record"),
        (None, None, (" ",), "names no record"),
    ],
)
def test_what_cannot_be_read_is_said(
    as_of: str | None, recorded_by: str | None, without: tuple[str, ...], said: str
) -> None:
    with pytest.raises(BadInputError, match=said) as refused:
        read_horizon(as_of, recorded_by, without)
    assert refused.value.next_step


def test_names_left_out_are_a_set() -> None:
    assert read_horizon(without=["d2", "#07", "d1", "7"]) == Horizon(without=("7", "d1", "d2"))


def test_each_horizon_has_a_key_of_its_own() -> None:
    horizons = [
        Horizon(as_of=date(2026, 5, 1)),
        Horizon(as_of=date(2026, 5, 2)),
        Horizon(recorded_by=datetime(2026, 5, 1, tzinfo=UTC)),
        Horizon(recorded_by=20260501),
        Horizon(without=("1",)),
        Horizon(without=("1", "2")),
        Horizon(without=("12",)),
        PRESENT,
    ]
    assert len({horizon.key for horizon in horizons}) == len(horizons)


def test_one_instant_in_two_zones_is_one_horizon() -> None:
    assert read_horizon(recorded_by="2026-05-01T12:00+02:00").key == read_horizon(recorded_by="2026-05-01T10:00Z").key


@pytest.mark.parametrize(
    ("text", "recorded", "words"),
    [
        ("2026-05-01", False, "as of 2026-05-01"),
        ("2026-05-01", True, "recorded by 2026-05-01T23:59:59.999999Z"),
        ("2026-05-01T12:00", False, "recorded by 2026-05-01T12:00:00Z"),
        ("120", False, "recorded up to 120"),
        ("May 2026", False, "as of 2026-05-31"),
    ],
)
def test_a_moment_says_by_its_form_what_it_is(text: str, recorded: bool, words: str) -> None:
    assert read_moment(text, recorded=recorded).words() == words


def test_things_are_judged_on_the_day_of_the_horizon() -> None:
    now = datetime(2026, 6, 15, 9, tzinfo=UTC)
    assert PRESENT.today(now) == date(2026, 6, 15)
    assert read_horizon("2026-05-01").today(now) == date(2026, 5, 1)
    assert read_horizon(recorded_by="2026-05-01").today(now) == date(2026, 6, 15)


def test_a_moment_that_cannot_be_read_blames_no_option() -> None:
    with pytest.raises(BadInputError) as caught:
        read_moment("some day", recorded=False)
    assert str(caught.value).startswith("'some day' cannot be read as a time. Write a day")
