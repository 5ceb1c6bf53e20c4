"""Laws of the projection, over streams that Hypothesis draws."""

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from kg.events import JUDGEMENTS, AnnouncementRecorded, ClaimRetracted, DocumentRecorded, Event, decode, encode
from kg.resolution.judgements import Judged, Judgements
from kg.resolution.sameness import knowledge_hash
from tests.builders import (
    JUDGES,
    NAMES,
    SOURCES,
    admissible,
    caught_up,
    current_view,
    direct_triples,
    lines_of,
    log_of,
    merge,
    rebuilt,
    streams,
    undo,
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


@settings(max_examples=120, deadline=None)
@given(streams((*SOURCES, *JUDGES)), st.lists(st.integers(0, 18), max_size=6))
def test_catching_up_through_judgements_of_who_is_who_equals_a_rebuild(events: list[Event], cuts: list[int]) -> None:
    with tempfile.TemporaryDirectory() as name, log_of(Path(name), events) as log:
        assert lines_of(caught_up(Path(name), events, cuts)) == lines_of(rebuilt(log))


@bounded
@given(streams((*SOURCES, *JUDGES)), st.permutations(NAMES), st.lists(st.integers(0, 18), max_size=3))
def test_a_merge_that_is_undone_leaves_no_trace_but_its_records(
    events: list[Event], names: list[str], cuts: list[int]
) -> None:
    judged = merge(names[0], names[1], nth=100)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with log_of(folder, events) as log:
            before = rebuilt(log)
        after = caught_up(folder, [*events, judged, undo(judged)], [*cuts, len(events), len(events) + 1])
        assert knowledge_hash(after) == knowledge_hash(before)
        assert lines_of(before) <= lines_of(after)


@bounded
@given(streams((*SOURCES, *JUDGES)), st.data())
def test_who_is_who_needs_no_undoing_to_be_there(events: list[Event], data: st.DataObject) -> None:
    """A view may leave out any record: whatever is left gives ids that are their own, or that of one that is."""
    judgements = [event for event in events if event.type in JUDGEMENTS]
    kept = [event for event in judgements if data.draw(st.booleans())]
    canonical = Judgements(tuple(Judged(n, event) for n, event in enumerate(kept, 1))).canonical
    assert not canonical.keys() & set(canonical.values())


@bounded
@given(streams((*SOURCES, "merge", "apart", "undo", "remark", "more")), st.integers(0, 1000))
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
