"""The shapes accept what the ledger writes and say of each broken node what is wrong with it."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pyshacl import validate
from rdflib import RDF, SH, Graph, Namespace, URIRef

from kg.ingest import ingest
from kg.log import SqliteLog
from kg.resources import folder
from kg.stores.oxigraph import OxigraphStore
from kg.workspace import create

ID = Namespace("https://w3id.org/claimledger/id/")
KG = Namespace("https://w3id.org/claimledger/ns#")
PREFIXES = """
@prefix bn: <https://w3id.org/claimledger/bottleneck/> . @prefix dcterms: <http://purl.org/dc/terms/> .
@prefix id: <https://w3id.org/claimledger/id/> . @prefix kg: <https://w3id.org/claimledger/ns#> .
@prefix oa: <http://www.w3.org/ns/oa#> . @prefix prov: <http://www.w3.org/ns/prov#> .
@prefix qudt: <http://qudt.org/schema/qudt/> . @prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix schema: <https://schema.org/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix unit: <http://qudt.org/vocab/unit/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
SOUND = {
    "claim": """
        a kg:Claim ; kg:key "speed" ; rdf:subject id:box ; kg:subjectAsWritten id:box ; kg:negated false ;
        rdf:predicate kg:relativeThroughput ; kg:quantity id:figure ; kg:metric kg:throughput ;
        kg:ratioKind kg:timesAsMuch ; kg:baseline id:other-box ; kg:modality kg:benchmarked ;
        prov:wasAttributedTo id:maker ; kg:reportedIn id:doc ; kg:inAnnouncement id:event ; kg:anchor id:span ;
        kg:bottleneck bn:throughput-per-watt ; kg:status kg:stands ; kg:evidence kg:located ;
        kg:dependenceEffect kg:reducesDependence ; kg:dependenceOn id:vendor ; prov:wasGeneratedBy id:record ;
        kg:timeEarliest "2026-07-01"^^xsd:date ; kg:timeLatest "2026-09-30"^^xsd:date ; kg:timeText "Q3 2026" ;
        kg:contentHash "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" """,
    "shift": """
        a kg:Claim ; kg:key "shift" ; rdf:subject id:box ; kg:subjectAsWritten id:box ; kg:negated false ;
        rdf:predicate kg:bottleneckShift ; kg:shiftFrom bn:gpu-supply ; kg:shiftTo bn:grid-capacity ;
        kg:modality kg:opinion ; prov:wasAttributedTo id:maker ; kg:reportedIn id:doc ; kg:locator "paragraph 2" ;
        kg:status kg:stands ; kg:evidence kg:reported ; prov:wasGeneratedBy id:record ;
        kg:contentHash "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb" """,
    "figure": """
        a kg:Quantity ; qudt:numericValue 21 ; qudt:hasUnit unit:UNITLESS ; kg:bound kg:exact ;
        kg:low "21"^^xsd:double ; kg:high "21"^^xsd:double ; kg:asText "21x" """,
    "span": """
        a oa:SpecificResource ; oa:hasSource id:doc ; kg:start 117 ; kg:end 153 ; kg:wordsHash "1f0c9a2b7e44" """,
    "doc": """
        a kg:Document, kg:Column ; dcterms:title "A column" ; dcterms:language "en" ; kg:voice id:maker ;
        kg:publishedLatest "2026-09-30"^^xsd:date ; schema:url "https://example.org/a"^^xsd:anyURI ;
        kg:readOn "2026-11-22"^^xsd:date """,
    "box": 'a kg:Entity, kg:ComputeSystem ; skos:prefLabel "The box" ; skos:altLabel "Box" ',
    "event": """
        a kg:ReportedEvent ; rdfs:label "The box is shown" ; kg:eventType kg:announcement ; kg:key "event" ;
        kg:reportedIn id:doc ; kg:about id:box """,
    "record": """
        a kg:LogEvent ; kg:position 1 ; kg:recordType "announcement-recorded" ;
        kg:recordedAt "2026-11-22T21:00:00Z"^^xsd:dateTime """,
}
BROKEN = (
    ("claim", "kg:key", "", "A claim has one key."),
    ("claim", "rdf:subject", "id:box, id:figure", "A claim has one subject, an entity or document."),
    ("claim", "kg:subjectAsWritten", "", "A claim keeps the one subject that its author wrote."),
    ("claim", "rdf:predicate", "kg:noSuchPredicate", "A claim has one predicate of the vocabulary."),
    ("claim", "rdf:predicate", "kg:modality", "A claim has one predicate of the vocabulary."),
    ("claim", "rdf:object", '"words"', "The object of a claim is an entity or a topic; text goes into kg:states."),
    ("claim", "kg:states", '"one", "two"', "A claim states one sentence."),
    (
        "claim",
        "kg:quantity",
        "id:figure, id:box",
        "A claim has at most one figure; a further one is a second quantity.",
    ),
    ("claim", "kg:quantity", "", "A comparison has a figure."),
    ("claim", "kg:secondQuantity", "id:box", "A claim has at most one second quantity."),
    ("claim", "kg:baselineQuantity", "id:box", "A claim has at most one figure as its baseline."),
    ("claim", "kg:baseline", "id:a, id:b", "A claim has at most one entity as its baseline."),
    ("claim", "kg:metric", "", "A comparison names its metric."),
    ("claim", "kg:metric", "kg:states", "A claim measures at most one metric of the vocabulary."),
    ("claim", "kg:ratioKind", "kg:exact", "A comparison has one ratio kind of the vocabulary."),
    ("claim", "kg:negated", '"no"', "A claim says whether it is negated."),
    ("claim", "kg:modality", "kg:stands", "A claim has one modality of the vocabulary."),
    ("claim", "kg:modality", "", "A claim has one modality of the vocabulary."),
    ("claim", "kg:condition", '"a", "b"', "A claim has at most one condition."),
    ("claim", "prov:wasAttributedTo", "", "A claim says who makes it."),
    ("claim", "kg:attributionInferred", '"perhaps"', "Whether the attribution is inferred is true or false."),
    ("claim", "kg:reportedIn", "id:box", "A claim is reported in one document."),
    ("claim", "kg:inAnnouncement", "id:doc", "A claim belongs to at most one reported event."),
    ("claim", "kg:anchor", "id:box", "The place of a claim is a span."),
    ("claim", "kg:anchor", "", "A claim should have a place in its document: a span or a locator."),
    ("claim", "kg:bottleneck", "id:box", "A claim is tagged with topics of the bottleneck scheme."),
    ("claim", "kg:status", "", "A claim has one status."),
    ("claim", "kg:evidence", "kg:asserted", "A claim has one evidence grade."),
    ("claim", "kg:contentHash", '"short"', "A claim has the SHA-256 of its content."),
    ("claim", "prov:wasGeneratedBy", "", "A claim leads to the record that brought it."),
    ("claim", "kg:extractionConfidence", "1.5", "An extraction confidence lies between 0 and 1."),
    (
        "claim",
        "kg:timeLatest",
        '"2026-06-30"^^xsd:date',
        "The time of a claim begins on one day, not after it ends.",
    ),
    ("claim", "kg:timeText", '"Q3", "Q4"', "The time of a claim is written once."),
    ("claim", "kg:dependenceOn", "", "An effect on dependence says on whom or what."),
    ("claim", "kg:dependenceEffect", "", "A dependence says whether it is created, reduced or avoided."),
    ("claim", "kg:dependenceEffect", "kg:exact", "An effect on dependence is one of the vocabulary."),
    ("shift", "kg:shiftTo", "", "A shift goes from one bottleneck to one other."),
    ("shift", "kg:shiftFrom", "", "A shift goes from one bottleneck to one other."),
    ("shift", "kg:shiftFrom", "", "A claim says something: an object, a figure, a sentence, a time or a shift."),
    ("figure", "qudt:hasUnit", "", "A figure has one unit."),
    ("figure", "kg:bound", "kg:stands", "A figure has one bound of the vocabulary."),
    ("figure", "kg:asText", "", "A figure keeps how it is printed."),
    (
        "figure",
        "kg:low",
        '"22"^^xsd:double',
        "The lower end of a figure is one number, not above the upper end.",
    ),
    ("figure", "kg:high", '"much"', "The upper end of a figure is one number."),
    *(
        (
            "figure",
            prop,
            value,
            "A figure has one value, or, with the bound kg:range, a smallest and a largest value.",
        )
        for prop, value in (("qudt:numericValue", ""), ("kg:bound", "kg:range"), ("schema:minValue", "3"))
    ),
    ("span", "oa:hasSource", "id:box", "A span points into one document."),
    ("span", "kg:start", "200", "A span starts at one place, before its end."),
    ("span", "kg:end", "", "A span ends at one place."),
    ("span", "kg:wordsHash", '"xyz"', "A span has the short hash of its words."),
    ("doc", "rdf:type", "kg:Document", "A document is of one of the kinds of the vocabulary."),
    ("doc", "dcterms:title", "", "A document has one title."),
    ("doc", "dcterms:language", "", "A document has one language."),
    ("doc", "kg:voice", "", "A document has one voice."),
    ("doc", "dcterms:publisher", "id:a, id:b", "A document has at most one publisher."),
    ("doc", "kg:publishedLatest", "", "A document has a day by which it was published."),
    (
        "doc",
        "kg:publishedEarliest",
        '"2026-10-01"^^xsd:date',
        "A document was not published before the first day it can have been.",
    ),
    ("doc", "kg:readOn", "", "An address stands only with the day on which the page was read."),
    ("doc", "kg:textHash", '"md5:1"', "The hash of a text is a SHA-256."),
    ("box", "rdf:type", "kg:Entity", "An entity is of a class of the vocabulary."),
    ("box", "rdf:type", "kg:Entity, kg:Claim", "An entity is of a class of the vocabulary."),
    ("box", "skos:prefLabel", "", "An entity has one name by which it is shown."),
    ("box", "skos:altLabel", "id:doc", "Further names of an entity are texts."),
    ("box", "dcterms:title", '"A title"', "An entity and a document never share an id."),
    ("event", "rdfs:label", "", "A reported event has one title."),
    ("event", "kg:eventType", "kg:stands", "A reported event is an announcement or an earlier event."),
    ("event", "kg:reportedIn", "", "A reported event is reported in one document."),
    ("event", "kg:about", '"the box"', "A reported event is about entities."),
    (
        "event",
        "kg:timeEarliest",
        '"2026-10-01"^^xsd:date ; kg:timeLatest "2026-09-01"^^xsd:date',
        "The time of a reported event begins on one day, not after it ends.",
    ),
    ("record", "kg:position", "0", "A record has one position, counted from 1."),
    ("record", "kg:recordType", '"Recorded"', "A record has one type, such as claim-retracted."),
    ("record", "kg:recordedAt", "", "A record says once when it was made."),
)


def _sound() -> Graph:
    return Graph().parse(data=PREFIXES + "".join(f"id:{name} {body} .\n" for name, body in SOUND.items()))


def _break(graph: Graph, node: URIRef, name: str, prop: str, value: str) -> None:
    """Add the sound node under another name, with `value` in the place of what it says about `prop`."""
    graph.parse(data=f"{PREFIXES} <{node}> {SOUND[name]} .")
    graph.remove((node, graph.namespace_manager.expand_curie(prop), None))
    if value:
        graph.parse(data=f"{PREFIXES} <{node}> {prop} {value} .")


def _complaints(data: Graph) -> Mapping[URIRef, set[str]]:
    with_vocabulary = data + Graph().parse(folder("ontology") / "kg.ttl")
    shapes = Graph().parse(folder("ontology") / "shapes.ttl")
    _, results, _ = validate(with_vocabulary, shacl_graph=shapes)
    assert isinstance(results, Graph), "pySHACL returns its report as a graph"
    found: dict[URIRef, set[str]] = defaultdict(set)
    for result, node in results.subject_objects(SH.focusNode):
        assert isinstance(node, URIRef), "only named nodes are checked"
        found[node] |= {str(message) for message in results.objects(result, SH.resultMessage)}
    return found


@pytest.fixture(scope="module")
def complaints() -> Mapping[URIRef, set[str]]:
    graph = _sound()
    for number, (name, prop, value, _) in enumerate(BROKEN):
        _break(graph, ID[f"broken-{number}"], name, prop, value)
    return _complaints(graph)


def test_what_the_ledger_writes_is_accepted() -> None:
    assert _complaints(_sound()) == {}


@pytest.mark.parametrize(
    ("number", "message"),
    [
        pytest.param(i, case[3], id=f"{case[0]} {case[1]} {case[2] or 'missing'}".replace("\n", " "))
        for i, case in enumerate(BROKEN)
    ],
)
def test_a_broken_node_is_told_what_is_wrong(complaints: Mapping[URIRef, set[str]], number: int, message: str) -> None:
    assert message in complaints[ID[f"broken-{number}"]]


def test_a_broken_node_does_not_spoil_its_neighbours(complaints: Mapping[URIRef, set[str]]) -> None:
    assert {node for node in complaints if "broken-" not in node} == set()


def test_a_shipped_document_fits_the_shapes_as_the_ledger_projects_it(tmp_path: Path) -> None:
    workspace = create(tmp_path / "ledger")
    files = [folder("events") / f"{name}.yaml" for name in ("entities", "entities-more", "inference-pivot")]
    with SqliteLog(workspace.log, mode="create") as log:
        report = ingest(workspace, log, files, now=lambda: datetime(2026, 11, 22, tzinfo=UTC))
    assert not report.refused()
    with OxigraphStore(workspace.store) as store:
        data = Graph().parse(data=store.dump(), format="nt")
    assert len(set(data.subjects(RDF.type, KG.Claim))) > 150
    assert _complaints(data) == {}
