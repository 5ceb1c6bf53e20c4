"""Periods, and what is remembered of the last report."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from kg.errors import BadInputError
from kg.horizon import PRESENT, Horizon
from kg.report.period import Last, Period, first_day, last, remember, since_day
from kg.workspace import Workspace, create

NOW = datetime(2026, 6, 15, tzinfo=UTC)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return create(tmp_path / "ledger")


def test_a_period_is_compared_with_the_day_before_it() -> None:
    period = since_day(date(2026, 5, 1), date(2026, 5, 31), Horizon(as_of=date(2026, 5, 31), without=("d1",)))
    assert period.before == Horizon(as_of=date(2026, 4, 30), without=("d1",))
    assert period.words() == "2026-05-01 to 2026-05-31"
    assert period.option() == " --as-of 2026-05-31"


def test_a_period_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(BadInputError, match="begins on 2026-06-01, after its last day, 2026-05-31"):
        since_day(date(2026, 6, 1), date(2026, 5, 31), PRESENT)


def test_a_month_begins_on_its_first_day() -> None:
    assert first_day("May 2026") == date(2026, 5, 1)
    with pytest.raises(BadInputError):
        first_day("someday")


def test_no_report_is_remembered_at_first(workspace: Workspace) -> None:
    assert last(workspace) is None


def test_the_next_report_goes_on_from_what_the_last_one_saw(workspace: Workspace) -> None:
    assert remember(workspace, Period(date(2026, 6, 8)), 40, now=NOW)
    kept = last(workspace)
    assert kept == Last(date(2026, 6, 8), past=False, position=40, made="2026-06-15T00:00:00Z")
    period = kept.period(date(2026, 6, 15), PRESENT)
    assert period.since == date(2026, 6, 9)
    assert period.before == Horizon(recorded_by=40), "late news counts as new: it was recorded after the last report"


def test_a_second_report_on_one_day_is_possible(workspace: Workspace) -> None:
    remember(workspace, Period(date(2026, 6, 15)), 40, now=NOW)
    kept = last(workspace)
    assert kept is not None
    assert kept.period(date(2026, 6, 15), PRESENT).since == date(2026, 6, 15)
    with pytest.raises(BadInputError, match="after its last day"):
        kept.period(date(2026, 6, 1), PRESENT)


def test_looking_at_the_past_does_not_move_the_last_report_back(workspace: Workspace) -> None:
    remember(workspace, Period(date(2026, 6, 8)), 40, now=NOW)
    assert not remember(workspace, Period(date(2026, 4, 30), past=True), 40, now=NOW)
    assert last(workspace) == Last(date(2026, 6, 8), past=False, position=40, made="2026-06-15T00:00:00Z")


def test_a_report_up_to_a_day_to_come_is_remembered_as_of_today(workspace: Workspace) -> None:
    remember(workspace, Period(date(2026, 12, 31), past=True), 40, now=NOW)
    assert last(workspace) == Last(date(2026, 6, 15), past=False, position=40, made="2026-06-15T00:00:00Z")


@pytest.mark.parametrize("content", ["", "[]", "{", '{"day": "x"}', '{"day": 5, "past": 1, "position": 1, "made": ""}'])
def test_a_file_that_cannot_be_read_says_what_to_do(workspace: Workspace, content: str) -> None:
    workspace.reports.write_text(content, encoding="utf-8")
    with pytest.raises(BadInputError, match="Delete the file"):
        last(workspace)
    assert remember(workspace, Period(date(2026, 6, 8)), 4, now=NOW), "and the next report replaces it"
