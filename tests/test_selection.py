"""Which records a horizon leaves, event by event."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

import pytest

from kg.claim import Document, Link
from kg.dates import When
from kg.errors import BadInputError
from kg.events import (
    AssessmentRecorded,
    ClaimCorrected,
    ClaimRetracted,
    ClaimsLinked,
    DocumentRecorded,
    DocumentRetracted,
    Event,
    ExtractionCorrected,
    ForecastResolved,
    WatchDeclared,
)
from kg.horizon import read_horizon
from kg.log import SqliteLog
from kg.selection import Selection
from tests.builders import NOW, announcement, claim, document, entity, log_of

EARLY = document("early", claim("c", "ash", objects=("h100",)), published="2026-03-01")
LATE = document("late", claim("c", "ash", objects=("h100",)), published="2026-04-01")
"""Recorded from 2026-05-01 12:00 on, a minute apart."""


@contextmanager
def held(folder: Path, *events: Event) -> Iterator[SqliteLog]:
    with log_of(folder, events) as log:
        yield log


def kept(log: SqliteLog, **horizon: str | int | Sequence[str]) -> list[int]:
    selection = Selection(log, read_horizon(**horizon))  # type: ignore[arg-type]  # one of the three
    return [record.position for record in log.read() if selection(record)]


def test_a_document_counts_from_its_day(tmp_path: Path) -> None:
    with held(tmp_path, entity("ash"), LATE, announcement("late", "ann"), EARLY) as log:
        assert kept(log, as_of="2026-02-28") == [1]
        assert kept(log, as_of="2026-03-01") == [1, 4]
        assert kept(log, as_of="2026-03-31") == [1, 4]
        assert kept(log, as_of="2026-04-01") == [1, 2, 3, 4]


def test_recording_is_another_axis(tmp_path: Path) -> None:
    with held(tmp_path, entity("ash"), LATE, EARLY) as log:
        assert kept(log, recorded_by=2) == [1, 2]
        assert kept(log, recorded_by=(NOW + timedelta(minutes=1)).isoformat()) == [1, 2]
        assert kept(log, recorded_by=(NOW - timedelta(seconds=1)).isoformat()) == []
        assert kept(log, recorded_by=2, as_of="2026-03-15") == [1]


def dated(name: str, published: When, read_on: str | None = None) -> DocumentRecorded:
    url = "https://example.org" if read_on else None
    return DocumentRecorded(
        document=Document(
            id=name, title=name, kind="article", voice="voice", published=published, read_on=read_on, url=url
        )
    )


def test_an_uncertain_day_counts_from_its_end_and_is_told(tmp_path: Path) -> None:
    spring = When(date(2026, 3, 1), date(2026, 5, 31), "spring")
    unknown = When(date(2026, 3, 1), None, "since March")
    with held(tmp_path, dated("spring", spring), dated("open", unknown, "2026-04-10"), dated("loose", unknown)) as log:
        assert kept(log, as_of="2026-04-09") == []
        assert kept(log, as_of="2026-04-10") == [2]
        assert kept(log, as_of="2026-05-01") == [2, 3], "what has no last day was out when it was recorded"
        assert kept(log, as_of="2026-05-31") == [1, 2, 3]
        told = Selection(log, read_horizon("2026-04-09")).left_out_though_perhaps_published()
        assert told == ("loose", "open", "spring")
        assert Selection(log, read_horizon("2026-02-01")).left_out_though_perhaps_published() == ()
        assert Selection(log, read_horizon(recorded_by=1)).left_out_though_perhaps_published() == ()


def test_a_day_that_we_read_anew_is_the_one_that_counts(tmp_path: Path) -> None:
    misread = EARLY.document
    anew = misread.model_copy(update={"published": When(date(2026, 4, 15), date(2026, 4, 15), "2026-04-15")})
    revised = ExtractionCorrected(because="typing error", previous=misread.content_hash(), document=anew)
    with held(tmp_path, EARLY, revised) as log:
        assert kept(log, as_of="2026-04-01") == []
        assert kept(log, as_of="2026-04-15") == [1, 2]
        assert kept(log, as_of="2026-03-01", recorded_by=1) == [1], "then the ledger still held the other day"


@pytest.mark.parametrize(
    ("act", "first_day"),
    [
        (ClaimCorrected(claim="early/c", by="late/c", because="r"), "2026-04-01"),
        (ClaimCorrected(claim="early/c", by="late/c", because="r", on="2026-04-20"), "2026-04-20"),
        (ClaimCorrected(claim="early/c", by="early/d", because="r", on="2026-03-20"), "2026-03-20"),
        (ClaimRetracted(claim="early/c", because="r", on="2026-03-20"), "2026-03-20"),
        (ClaimRetracted(claim="early/c", because="r"), "2026-05-01"),
        (DocumentRetracted(document="early", because="r", on="2026-03-20"), "2026-03-20"),
        (DocumentRetracted(document="early", because="r"), "2026-05-01"),
        (ForecastResolved(claim="early/c", outcome="kept", because="r", by="late/c"), "2026-04-01"),
        (ForecastResolved(claim="early/c", outcome="missed", because="r", on="2026-04-30"), "2026-04-30"),
        (ForecastResolved(claim="early/c", outcome="missed", because="r"), "2026-05-01"),
    ],
)
def test_an_act_of_a_source_counts_from_its_own_day(tmp_path: Path, act: Event, first_day: str) -> None:
    day = date.fromisoformat(first_day)
    with held(tmp_path, EARLY, LATE, act) as log:
        assert 3 in kept(log, as_of=first_day)
        assert 3 not in kept(log, as_of=(day - timedelta(days=1)).isoformat())


@pytest.mark.parametrize(
    ("ours", "first_day"),
    [
        (ClaimsLinked(claim="early/c", link=Link(relation="disputes", to="late/c"), because="r"), "2026-04-01"),
        (ClaimsLinked(claim="early/c", link=Link(relation="disputes", to="early/d"), because="r"), "2026-03-01"),
        (AssessmentRecorded(claim="early/c", statement="s", because="r", author="a"), "2026-03-01"),
        (WatchDeclared(who="ash", scope="s", since="2026-05-01", because="r"), "1999-01-01"),
        (entity("birch"), "1999-01-01"),
    ],
)
def test_our_own_reading_counts_as_far_as_what_it_speaks_of(tmp_path: Path, ours: Event, first_day: str) -> None:
    day = date.fromisoformat(first_day)
    with held(tmp_path, EARLY, LATE, ours) as log:
        assert 3 in kept(log, as_of=first_day)
        if day.year > 2000:
            assert 3 not in kept(log, as_of=(day - timedelta(days=1)).isoformat())


def test_leaving_out_a_document_leaves_out_what_rests_on_it(tmp_path: Path) -> None:
    linked = ClaimsLinked(claim="early/c", link=Link(relation="disputes", to="late/c"), because="r")
    corrected = ClaimCorrected(claim="early/c", by="late/c", because="r")
    with held(tmp_path, EARLY, LATE, announcement("late", "ann"), linked, corrected) as log:
        assert kept(log, without=["late"]) == [1]
        assert kept(log, without=["2"]) == [1], "the record that brings the document is as good as the document"
        assert kept(log, without=["3"]) == [1, 2, 4, 5]
        assert kept(log, without=["late/ann"]) == [1, 2, 4, 5]
        assert kept(log, without=["4", "5"]) == [1, 2, 3]


@pytest.mark.parametrize(
    ("name", "said", "step"),
    [
        ("99", "no record 99", "kg log"),
        ("0", "no record 0", "kg log"),
        ("erly", "no document 'erly'", "early"),
        ("late/c", "one claim of record 2", "--without 2"),
        ("late/an", "no announcement 'an'", "ann"),
    ],
)
def test_what_is_not_there_cannot_be_left_out(tmp_path: Path, name: str, said: str, step: str) -> None:
    with held(tmp_path, EARLY, LATE, announcement("late", "ann")) as log:
        with pytest.raises(BadInputError, match=said) as refused:
            kept(log, without=[name])
        assert step in (refused.value.next_step or "")
