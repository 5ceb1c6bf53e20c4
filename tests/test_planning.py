import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kg.authoring import DocumentFile, EntityFile, read_string
from kg.errors import BadInputError
from kg.events import AnnouncementRecorded, ExtractionCorrected
from kg.known import Known
from kg.log import SqliteLog
from kg.planning import Plan, plan_document, plan_entities
from tests.builders import announcement, claim, document, entity, log_of
from tests.ledger import Fields, company, page

ANNOUNCED = {"announcements": {"ann": {"title": "Title of ann"}}}


@pytest.fixture
def log(tmp_path: Path) -> Iterator[SqliteLog]:
    """Return a log that holds this:

    entity ash birch h100 voice
    d1           | a | ash usesHardware h100
    d1, ann      | b | ash usesHardware birch
    """
    events = [entity(name) for name in ("ash", "birch", "h100", "voice")]
    said = claim("a", "ash", objects=("h100",)), claim("b", "ash", objects=("birch",))
    with log_of(tmp_path, [*events, document("d1", said[0]), announcement("d1", "ann", said[1])]) as log:
        yield log


def plan(log: SqliteLog, content: Fields, *, revise: str | None = None) -> Plan:
    """Plan one file, which changes nothing."""
    file = read_string(json.dumps(content, indent=1), "file.yaml")
    head = log.head()
    try:
        if isinstance(file, EntityFile):
            return plan_entities(file, Known(log), revise=revise)
        assert isinstance(file, DocumentFile)
        return plan_document(file, Known(log), revise=revise)
    finally:
        assert log.head() == head


def refusal(log: SqliteLog, content: Fields) -> str:
    with pytest.raises(BadInputError) as caught:
        plan(log, content)
    return str(caught.value)


def as_recorded(**more: Any) -> Fields:  # noqa: ANN401 (fields of a document)
    """Return the file of `d1` as the log has it, with other fields where they are given."""
    announced = {"announcements": {"ann": {"title": "Title of ann", "claims": {"b": triple("ash usesHardware birch")}}}}
    return page("d1", announced | more, a="ash usesHardware h100")


def triple(text: str) -> Fields:
    return dict(zip(("subject", "predicate", "object"), text.split(), strict=True))


# Documents


def test_a_new_document_is_one_event_and_one_for_each_announcement(log: SqliteLog) -> None:
    fields = {
        "announcements": {"x": {"title": "X", "claims": {"c": triple("ash usesHardware h100")}}, "y": {"title": "Y"}}
    }
    found = plan(log, page("d2", fields, own="birch usesHardware h100"))
    contents = [(event.type, [reading.id for reading in event.readings()]) for event in found.events]
    assert contents == [
        ("document-recorded", ["d2/own"]),
        ("announcement-recorded", ["d2/c"]),
        ("announcement-recorded", []),
    ]
    assert found.new == ["d2", "d2/x", "d2/y", "d2/own", "d2/c"]


def test_a_known_document_asks_for_nothing(log: SqliteLog) -> None:
    found = plan(log, as_recorded())
    assert (found.events, found.new, found.changes, found.vanished, found.unchanged) == ([], [], [], [], 4)


@pytest.mark.parametrize(
    ("fields", "changed"),
    [
        ({"title": "Another title"}, "d1"),
        ({"published": "2026-04-23"}, "d1"),
        ({"announcements": {"ann": {"title": "Other", "claims": {"b": triple("ash usesHardware birch")}}}}, "d1/ann"),
        ({"claims": {"a": triple("ash usesHardware h100") | {"negated": "true"}}}, "d1/a"),
        ({"claims": {"a": triple("ash usesHardware h100") | {"note": "Another word."}}}, "d1/a"),
    ],
)
def test_what_reads_otherwise_is_a_change_and_with_a_reason_a_correction(
    log: SqliteLog, fields: Fields, changed: str
) -> None:
    shown = plan(log, as_recorded() | fields)
    assert ([change.id for change in shown.changes], shown.events) == ([changed], [])
    (event,) = plan(log, as_recorded() | fields, revise="misread").events
    assert isinstance(event, ExtractionCorrected)
    assert (event.replaces(), event.because, event.nth) == (changed, "misread", 1)


def test_a_claim_that_moves_to_another_announcement_is_recorded_once(log: SqliteLog) -> None:
    moved = page(
        "d1",
        {"announcements": {"ann": {"title": "Title of ann"}, "late": {"title": "Late"}}},
        a="ash usesHardware h100",
    )
    moved["announcements"]["late"]["claims"] = {
        "b": triple("ash usesHardware birch"),
        "c": triple("ash usesHardware h100"),
    }
    added, corrected = plan(log, moved, revise="another announcement").events
    assert isinstance(added, AnnouncementRecorded)
    assert [reading.id for reading in added.readings()] == ["d1/c"]
    assert [(reading.id, reading.occurrence) for reading in corrected.readings()] == [("d1/b", "late")]


def test_a_key_stays_what_it_was(log: SqliteLog) -> None:
    as_claim = page("d1", a="ash usesHardware h100", ann="ash usesHardware birch")
    assert "d1/ann is an announcement in this ledger and cannot become a claim" in refusal(log, as_claim)
    as_announcement = page("d1", {"announcements": {"a": {"title": "A"}}})
    assert "d1/a is a claim in this ledger and cannot become an announcement" in refusal(log, as_announcement)


# One id, one thing


def test_an_id_is_a_document_or_an_entity(log: SqliteLog) -> None:
    assert "'ash' is an entity in this ledger and cannot also be a document" in refusal(log, page("ash"))
    clash = page("d2", {"entities": {"d1": company("D1")}})
    assert "'d1' is a document and cannot also be an entity" in refusal(log, clash)


def test_an_entity_has_one_class(log: SqliteLog) -> None:
    clash = {"entities": {"ash": {"class": "Chip", "label": "ash"}}}
    assert "'ash' is a Company in this ledger and cannot also be a Chip" in refusal(log, clash)


def test_no_document_is_called_as_the_records_of_the_ledger_are(log: SqliteLog) -> None:
    """`id:event/3` is the third record; a claim 3 of a document `event` would be the same node."""
    assert "'event' is what the ledger calls its own records" in refusal(log, page("event"))


# Entities


@pytest.mark.parametrize(
    ("declared", "kind"),
    [
        (company("ash"), None),
        (company("ash", aliases=["Ash Inc"]), "entity-declared"),
        (company("ash", note="The tree."), "entity-declared"),
        (company("Ash"), "extraction-corrected"),
    ],
)
def test_what_a_second_declaration_of_an_entity_asks_for(log: SqliteLog, declared: Fields, kind: str | None) -> None:
    events = plan(log, {"entities": {"ash": declared}}, revise="renamed").events
    assert [event.type for event in events] == ([kind] if kind else [])


def test_a_new_label_keeps_all_earlier_names(log: SqliteLog) -> None:
    """A text that used the old name is still found."""
    (event,) = plan(log, {"entities": {"ash": company("Ash Group", aliases=["AG"])}}, revise="renamed").events
    (named,) = event.entities()
    assert (named.label, named.aliases) == ("Ash Group", ("AG", "ash"))
    assert [change.id for change in plan(log, {"entities": {"ash": company("Ash Group")}}).changes] == ["ash"]


def test_another_note_is_a_change_and_no_note_is_none(tmp_path: Path) -> None:
    held = entity("oak")
    noted = held.model_copy(update={"entity": held.entity.model_copy(update={"note": "The tree."})})
    with log_of(tmp_path, [noted]) as log:
        assert [change.id for change in plan(log, {"entities": {"oak": company("oak", note="The bank.")}}).changes] == [
            "oak"
        ]
        assert plan(log, {"entities": {"oak": company("oak")}}).changes == []


# What a file names


def test_an_undeclared_entity_is_named_with_its_line_and_what_may_be_meant(log: SqliteLog) -> None:
    content = page("d2", a="ahs usesHardware h100", b="ash usesHardware quite-unknown")
    first, second = refusal(log, content).splitlines()
    assert first == "file.yaml:9 claims.a.subject: nobody declared 'ahs'. Did you mean ash?"
    assert second.startswith("file.yaml:16 claims.b.object: nobody declared 'quite-unknown'. Declare it")


def test_entities_of_the_file_itself_and_documents_can_be_named(log: SqliteLog) -> None:
    content = page("d2", {"entities": {"oak": company("Oak")}}, a="oak usesHardware h100", b="d1 usesHardware d2")
    assert plan(log, content).new[-2:] == ["d2/a", "d2/b"]


def test_a_link_needs_the_claim_that_it_leads_to(log: SqliteLog) -> None:
    content = page("d2", c={"subject": "ash", "states": "So.", "supports": ["d1/a", "d1/ann"], "disputes": "gone/x"})
    assert refusal(log, content).splitlines() == [
        "file.yaml: d2/c supports 'd1/ann', which the ledger does not have. Ingest d1 first, or mend the id.",
        "file.yaml: d2/c disputes 'gone/x', which the ledger does not have. Ingest gone first, or mend the id.",
    ]
