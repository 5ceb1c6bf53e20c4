"""Laws of the projection, over streams that Hypothesis draws."""

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from kg.events import AnnouncementRecorded, ClaimRetracted, DocumentRecorded, Event, decode, encode
from tests.builders import (
    admissible,
    caught_up,
    current_view,
    direct_triples,
    log_of,
    rebuilt,
    streams,
)

if TYPE_CHECKING:
    from kg.claim import Claim

bounded = settings(max_examples=40, deadline=None)


@bounded
@given(streams(), st.lists(st.integers(0, 14), max_size=4))
def test_catching_up_after_any_split_equals_a_rebuild(events: list[Event], cuts: list[int]) -> None:
    with tempfile.TemporaryDirectory() as name, log_of(Path(name), events) as log:
        whole = rebuilt(log)
        pieces = caught_up(Path(name), events, cuts)
        assert pieces.dataset_hash() == whole.dataset_hash()


@bounded
@given(streams(), st.integers(0, 1000))
def test_any_admissible_order_gives_the_same_current_view(events: list[Event], seed: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with log_of(folder, events) as one, log_of(folder, admissible(events, seed)) as other:
            assert current_view(rebuilt(one)) == current_view(rebuilt(other))


@bounded
@given(streams(), st.data())
def test_a_retraction_leaves_no_trace_in_the_direct_triples(events: list[Event], data: st.DataObject) -> None:
    recorded = [event for event in events if isinstance(event, DocumentRecorded | AnnouncementRecorded)]
    names = [reading.id for event in recorded for reading in event.readings()]
    gone = data.draw(st.sampled_from(names))
    retracted = [*recorded, ClaimRetracted(claim=gone, because="withdrawn")]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with log_of(folder, retracted) as one, log_of(folder, [_without(event, gone) for event in recorded]) as other:
            assert direct_triples(rebuilt(one)) == direct_triples(rebuilt(other))
            left = {statement for statement in current_view(rebuilt(one)) if not _is_about(statement, gone)}
            assert left == current_view(rebuilt(other))


def _without(event: DocumentRecorded | AnnouncementRecorded, gone: str) -> Event:
    kept: tuple[Claim, ...] = tuple(r.claim for r in event.readings() if r.id != gone)
    return event.model_copy(update={"claims": kept})


def _is_about(statement: tuple[str, str, str], claim: str) -> bool:
    subject = statement[0].removeprefix("<https://w3id.org/claimledger/id/").removesuffix(">")
    return subject == claim or subject.startswith(f"{claim}/")


@bounded
@given(streams())
def test_events_survive_writing_and_reading(events: list[Event]) -> None:
    for event in events:
        again = decode(event.type, event.schema_version, encode(event), where="test")
        assert again == event
        assert encode(again) == encode(event)
