"""Catching up through a merge, case by case: what the store holds is what a rebuild gives."""

from pathlib import Path

import pytest

from kg.claim import Claim, Entity
from kg.events import BackgroundRecorded, ClaimRetracted, EntitiesMerged, Event, ExtractionCorrected
from kg.replay import project
from kg.stores.oxigraph import OxigraphStore
from tests.builders import caught_up, claim, document, entity, lines_of, log_of, merge, rebuilt, undo

BIRCH_FIRST = merge("ash", "birch")
BIRCH_AGAIN = merge("ash", "birch", nth=2)


def anew(said: Claim, nth: int = 1) -> ExtractionCorrected:
    reading = {"document": "d1", "claim": said}
    return ExtractionCorrected.model_validate(
        {"because": "misread", "previous": "0" * 64, "reading": reading, "nth": nth}
    )


def renamed(name: str, label: str) -> ExtractionCorrected:
    return ExtractionCorrected(
        because="misread", previous="0" * 64, entity=Entity(id=name, cls="Company", label=label, aliases=("new",))
    )


OF_BIRCH = claim("c", "birch", objects=("h100",), baseline="birch", attributed_to=("birch",))
OF_CEDAR = claim("c", "cedar", objects=("birch",))
SAME = claim("s", "ash", objects=("h100",))
CASES: dict[str, list[Event]] = {
    "a claim that was read anew before": [document("d1", OF_BIRCH), anew(OF_CEDAR), BIRCH_FIRST],
    "a claim that was read anew beside one that was not": [
        *(document("d1", OF_BIRCH, claim("d", "birch", objects=("h100",))), anew(OF_CEDAR), BIRCH_FIRST)
    ],
    "a claim that was read anew and judged back": [
        *(document("d1", OF_BIRCH), anew(OF_CEDAR), anew(OF_BIRCH, 2), BIRCH_FIRST, undo(BIRCH_FIRST))
    ],
    "a claim that is read anew after": [document("d1", OF_BIRCH), BIRCH_FIRST, anew(OF_CEDAR), undo(BIRCH_FIRST)],
    "a triple that another claim supports": [document("d1", OF_BIRCH), document("d2", SAME), BIRCH_FIRST],
    "a triple that stays with another claim": [
        *(document("d1", OF_BIRCH), document("d2", SAME), BIRCH_FIRST, undo(BIRCH_FIRST))
    ],
    "a claim that ended before": [
        *(document("d1", OF_BIRCH), ClaimRetracted(claim="d1/c", because="x"), BIRCH_FIRST, undo(BIRCH_FIRST))
    ],
    "a claim that ends after": [document("d1", OF_BIRCH), BIRCH_FIRST, ClaimRetracted(claim="d1/c", because="x")],
    "a document that names the folded one later": [BIRCH_FIRST, document("d1", OF_BIRCH), undo(BIRCH_FIRST)],
    "a declaration after": [BIRCH_FIRST, entity("birch", "Birch Ltd"), entity("ash", "Birch Ltd"), undo(BIRCH_FIRST)],
    "a new name after": [BIRCH_FIRST, renamed("birch", "Birch"), renamed("ash", "Ash"), undo(BIRCH_FIRST)],
    "a new name before": [renamed("birch", "Birch"), BIRCH_FIRST, undo(BIRCH_FIRST)],
    "background knowledge": [
        *(BackgroundRecorded(subject="birch", predicate="madeBy", object="ash", because="x"), BIRCH_FIRST),
        undo(BIRCH_FIRST),
    ],
    "a chain": [document("d1", OF_BIRCH), BIRCH_FIRST, merge("cedar", "ash"), undo(BIRCH_FIRST)],
    "once more": [document("d1", OF_BIRCH), BIRCH_FIRST, undo(BIRCH_FIRST), BIRCH_AGAIN],
}


@pytest.mark.parametrize("case", CASES)
def test_catching_up_one_by_one_is_what_a_rebuild_gives(case: str, tmp_path: Path) -> None:
    events = [*(entity(name, f"{name} Inc") for name in ("ash", "birch", "cedar", "h100")), *CASES[case]]
    for length in range(5, len(events) + 1):
        with log_of(tmp_path, events[:length]) as log:
            assert lines_of(caught_up(tmp_path, events[:length], range(length))) == lines_of(rebuilt(log))


def test_a_view_that_leaves_records_out_reads_entities_by_those_that_it_keeps(tmp_path: Path) -> None:
    said = [entity("ash"), entity("birch"), document("d1", OF_BIRCH)]
    with log_of(tmp_path, said) as plain, log_of(tmp_path, [*said, BIRCH_FIRST]) as judged:
        view = OxigraphStore(None)
        project(judged, view, keep=lambda record: record.type != EntitiesMerged.type)
        assert lines_of(view) == lines_of(rebuilt(plain))
