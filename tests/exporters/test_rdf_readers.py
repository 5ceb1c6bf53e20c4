"""RDF is read back by programs that nobody here wrote, statement by statement."""

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
from pyld import jsonld
from rdflib import Dataset, Graph
from rdflib.compare import isomorphic

from kg.ids import ID, KG
from kg.projections import Recorded, statements
from kg.projections.base import Statement
from kg.stores.oxigraph import OxigraphStore, dataset_hash
from kg.tabular import Content
from kg.tabular.whole import everything, neighbourhood
from tests.builders import NOW, claim, document, entity
from tests.events.test_events import EXAMPLES
from tests.exporters.fixture import TOKYO, written
from tests.readers import node_modules, program

RDFLIB_WARNS = pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")
"""rdflib uses what it has itself deprecated, to read several graphs."""
EVENTS = [event for event, _, _ in EXAMPLES] + [
    entity("elm"),
    entity("oak"),
    document(
        "d9",
        claim("c", "elm", objects=("oak",), topics=("power",)),
        claim("t", "elm", "states", states=TOKYO),
        claim("v", "elm", "roundAmount", value="35 bn USD"),
    ),
]


@pytest.fixture(scope="module")
def store() -> ox.Store:
    """Return a graph with a bit of everything that events can say."""
    found = OxigraphStore(None)
    found.bulk(line for n, event in enumerate(EVENTS, 1) for line in statements(Recorded(n, NOW, event)))
    return found._store


def graphs() -> Iterator[tuple[int, list[Statement]]]:
    """Yield the statements of each event, as the log would."""
    for position, event in enumerate(EVENTS, 1):
        yield position, list(statements(Recorded(position, NOW, event)))


@pytest.fixture(scope="module")
def content(store: ox.Store) -> Content:
    return everything(store, events=graphs)


def counted(form: str, path: Path) -> int:
    """Return how many statements rapper counts in a file."""
    command = [program("rapper"), "-q", "-i", form, "-o", "ntriples", str(path)]
    ran = subprocess.run(command, capture_output=True, check=True, timeout=60)
    assert ran.stderr == b""
    return ran.stdout.count(b"\n")


@pytest.mark.parametrize(("name", "form"), [("turtle", "turtle"), ("ntriples", "ntriples")])
def test_a_graph_is_read_by_rapper_and_rdflib(
    tmp_path: Path, store: ox.Store, content: Content, name: str, form: str
) -> None:
    path = written(name, tmp_path, content)
    assert counted(form, path) == len(store) > 100
    read = Graph().parse(path, format="turtle" if form == "turtle" else "nt")
    again = OxigraphStore(None)._store
    again.load(read.serialize(format="nt", encoding="utf-8"), format=ox.RdfFormat.N_TRIPLES)
    assert dataset_hash(again) == dataset_hash(store)


@RDFLIB_WARNS
def test_the_graphs_of_events_are_read_by_rapper_and_rdflib(tmp_path: Path, content: Content) -> None:
    total = sum(len(set(lines)) for _, lines in graphs())
    quads = written("nquads", tmp_path, content)
    trig = written("trig", tmp_path, content)
    assert counted("nquads", quads) == total
    assert counted("trig", trig) == total
    read = Dataset()
    read.parse(data=quads.read_bytes(), format="nquads")
    names = {str(graph.identifier) for graph in read.graphs()} - {"urn:x-rdflib:default"}
    assert names == {f"{ID}event/{position}" for position, _ in graphs()}
    same = Dataset()
    same.parse(data=trig.read_bytes(), format="trig")
    for name in names:
        assert isomorphic(read.graph(name), same.graph(name))
    claim_id = f"{ID}d9/c"
    last = read.graph(f"{ID}event/{len(EVENTS)}")
    assert claim_id in {str(subject) for subject in last.subjects()}


@RDFLIB_WARNS
def test_json_ld_is_read_by_pyld_and_rdflib_to_the_same_graph(
    tmp_path: Path, store: ox.Store, content: Content
) -> None:
    path = written("jsonld", tmp_path, content)
    data = json.loads(path.read_text(encoding="utf-8"))
    text = jsonld.to_rdf(data, {"format": "application/n-quads"})
    again = OxigraphStore(None)._store
    again.load(text.encode(), format=ox.RdfFormat.N_QUADS)
    assert dataset_hash(again) == dataset_hash(store)
    by_rdflib = Graph().parse(data=path.read_bytes(), format="json-ld")
    assert len(by_rdflib) == len(store)


def test_json_ld_has_each_claim_in_its_entity(tmp_path: Path, content: Content) -> None:
    data = json.loads(written("jsonld", tmp_path, content).read_text(encoding="utf-8"))
    nodes = {node["@id"]: node for node in data["@graph"]}
    elm = nodes["id:elm"]
    assert elm["label"] == "elm"
    claims = {found["@id"]: found for found in elm["claims"]}
    assert {"id:d9/c", "id:d9/t", "id:d9/v"} <= claims.keys()
    assert not {"id:d9/c", "id:d9/v/quantity"} & nodes.keys(), "nothing stands twice"
    assert claims["id:d9/t"]["states"] == TOKYO
    assert claims["id:d9/v"]["quantity"]["numericValue"] == "35000000000"
    assert claims["id:d9/c"]["object"] == "id:oak"
    framed = jsonld.frame(data, {"@context": data["@context"], "@type": "kg:Quantity"})
    assert "id:d9/v/quantity" in {found["@id"] for found in framed["@graph"]}


def test_triple_terms_are_read_by_n3(tmp_path: Path, content: Content) -> None:
    path = written("rdf12", tmp_path, content)
    modules = node_modules("n3")
    script = Path(__file__).parent / "readers" / "n3.cjs"
    ran = subprocess.run(
        [program("node"), str(script), str(modules), str(path)], capture_output=True, check=True, timeout=60
    )
    read = json.loads(ran.stdout)
    reified = {subject: term for subject, predicate, term in read if predicate.endswith("#reifies")}
    assert reified[f"{ID}d9/c"] == [f"{ID}elm", f"{KG}usesHardware", f"{ID}oak"]
    assert reified[f"{ID}d9/t"] == [f"{ID}elm", f"{KG}states", TOKYO]
    assert reified[f"{ID}d9/v"] == [f"{ID}elm", f"{KG}roundAmount", f"{ID}d9/v/quantity"]
    assert not [term for _, predicate, term in read if predicate.endswith("rdf-syntax-ns#subject")]


def test_a_neighbourhood_is_a_part_of_the_graph(tmp_path: Path, store: ox.Store) -> None:
    part = neighbourhood(store, "elm", hops=1)
    read = Graph().parse(written("turtle", tmp_path, part), format="turtle")
    whole = Graph().parse(written("ntriples", tmp_path, everything(store)), format="nt")
    assert set(read) < set(whole)
    subjects = {str(subject) for subject in read.subjects()}
    assert {f"{ID}{name}" for name in ("elm", "oak", "d9", "d9/c", "d9/v/quantity")} <= subjects
