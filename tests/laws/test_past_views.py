"""The law of past views: each equals a ledger that was only ever told what counts."""

import re
import tempfile
from datetime import date, timedelta
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from kg.events import DocumentRecorded, Event, decode
from kg.horizon import Horizon
from kg.log import SqliteLog
from kg.pipeline import append
from kg.replay import project
from kg.selection import Selection
from kg.stores.oxigraph import OxigraphStore
from tests.builders import NOW, log_of, rebuilt, streams

bounded = settings(max_examples=40, deadline=None)
_RECORD = re.compile(r"/id/event/(\d+)")


@st.composite
def horizons(draw: st.DrawFn, count: int) -> Horizon:
    """Draw a day around those of the documents, an end of recording, and records that are left out."""
    days = st.dates(date(2026, 4, 1), date(2026, 5, 10))
    positions = st.integers(0, count)
    instants = positions.map(lambda number: NOW + timedelta(minutes=number, seconds=-30))
    return Horizon(
        as_of=draw(st.none() | days),
        recorded_by=draw(st.none() | positions | instants),
        without=tuple(map(str, sorted(draw(st.sets(st.integers(1, count), max_size=2))))),
    )


def on_other_days(events: list[Event], days: list[int]) -> list[Event]:
    """Return the stream with its documents published on several days around their own."""
    moved: list[Event] = []
    for event in events:
        if isinstance(event, DocumentRecorded) and days:
            when = event.document.published
            assert when.latest is not None
            day = when.latest + timedelta(days=days.pop())
            published = type(when)(day, day, day.isoformat())
            moved.append(
                event.model_copy(update={"document": event.document.model_copy(update={"published": published})})
            )
        else:
            moved.append(event)
    return moved


def by_key(store: OxigraphStore, log: SqliteLog) -> set[str]:
    """Return the statements with records called by their keys, since a ledger that was told less counts otherwise."""
    keys = {record.position: record.key for record in log.read()}
    lines = (_RECORD.sub(lambda found: f"/id/event/{keys[int(found[1])]}", line) for line in store.dump().splitlines())
    return {line for line in lines if "/ns#position>" not in line}


@bounded
@given(streams(), st.lists(st.integers(-15, 15), min_size=3, max_size=3), st.data())
def test_a_past_view_equals_a_ledger_that_was_told_only_what_counts(
    events: list[Event], days: list[int], data: st.DataObject
) -> None:
    horizon = data.draw(horizons(len(events)))
    with tempfile.TemporaryDirectory() as name, log_of(Path(name), on_other_days(events, days)) as log:
        keep = Selection(log, horizon)
        view = OxigraphStore(None)
        project(log, view, keep=keep)
        with log_of(Path(name), ()) as told:
            for record in filter(keep, log.read()):
                assert record.payload is not None
                event = decode(record.type, record.schema, record.payload, where="test")
                append(told, [event], now=record.recorded_at)
            assert by_key(view, log) == by_key(rebuilt(told), told)
