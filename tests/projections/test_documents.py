from kg.claim import Occurrence
from kg.dates import read_when
from kg.events import AnnouncementRecorded, DocumentRecorded
from kg.projections.documents import OWN_DOCUMENT, OWN_OCCURRENCE, documents
from kg.projections.entities import OWN as OWN_ENTITY
from kg.vocab import PREDICATES
from tests.builders import document
from tests.events.test_events import DOCUMENT
from tests.projections.lines import lines, term


def test_a_document() -> None:
    assert lines(documents, DocumentRecorded(document=DOCUMENT)) == {
        "id:d1 rdf:type kg:Document",
        "id:d1 rdf:type kg:Article",
        'id:d1 skos:prefLabel "Ash plans «three» halls 電力"',
        'id:d1 dcterms:title "Ash plans «three» halls 電力"',
        'id:d1 dcterms:language "de-CH"',
        "id:d1 dcterms:publisher id:paper",
        "id:d1 dcterms:creator id:ada",
        "id:d1 kg:voice id:paper",
        'id:d1 schema:url "https://example.org/a?b=c"^^xsd:anyURI',
        'id:d1 kg:readOn "2026-05-02"^^xsd:date',
        'id:d1 kg:publishedEarliest "2026-04-20"^^xsd:date',
        'id:d1 kg:publishedLatest "2026-04-26"^^xsd:date',
        'id:d1 kg:publishedText "2026-04-20 to 2026-04-26"',
        'id:d1 kg:publishedNote "The week of the issue."',
        'id:d1 schema:abstract "Ash wants to build."',
        f'id:d1 kg:textHash "{DOCUMENT.text_hash}"',
        "id:d1 prov:wasGeneratedBy id:event/7",
    }


def test_an_announcement_and_an_earlier_event() -> None:
    known = Occurrence(
        key="plan",
        title="A «plan»",
        type="historic",
        on=read_when("2026-04", where="x"),
        about=("ash", "oak"),
        missing="Cost.",
    )
    assert lines(documents, AnnouncementRecorded(document="d1", occurrence=known)) == {
        "id:d1/plan rdf:type kg:ReportedEvent",
        "id:d1/plan kg:eventType kg:historic",
        'id:d1/plan rdfs:label "A «plan»"',
        'id:d1/plan kg:key "plan"',
        "id:d1/plan kg:reportedIn id:d1",
        "id:d1/plan prov:wasGeneratedBy id:event/7",
        'id:d1/plan kg:timeEarliest "2026-04-01"^^xsd:date',
        'id:d1/plan kg:timeLatest "2026-04-30"^^xsd:date',
        'id:d1/plan kg:timeText "2026-04"',
        "id:d1/plan kg:about id:ash",
        "id:d1/plan kg:about id:oak",
        'id:d1/plan kg:missing "Cost."',
    }


def test_what_was_read_anew_later_is_left_out() -> None:
    assert lines(documents, document("d1"), position=7, revised={"d1": 8}) == set()
    assert lines(documents, document("d1"), position=7, revised={"d1": 7}) != set()


def test_all_that_is_written_of_a_node_is_taken_back_with_it() -> None:
    """A property that is forgotten in the lists would stand beside its new value."""
    folded = {DOCUMENT.voice: "kept", "ash": "kept"}
    recorded = DocumentRecorded(document=DOCUMENT)
    properties = {term(line.split()[1]) for line in lines(documents, recorded, canonical=folded)}
    assert properties == OWN_DOCUMENT
    known = Occurrence(key="k", title="T", on=read_when("2026", where="x"), about=("ash",), missing="Cost.")
    announced = AnnouncementRecorded(document="d", occurrence=known)
    properties = {term(line.split()[1]) for line in lines(documents, announced, canonical=folded)}
    assert properties == OWN_OCCURRENCE


def test_no_predicate_of_claims_is_taken_back_with_a_description() -> None:
    """A claim can have a document or an entity as its subject, and its direct triple stays."""
    assert not {f"<{term.iri}>" for term in PREDICATES.values()} & (OWN_DOCUMENT | OWN_OCCURRENCE | OWN_ENTITY)
