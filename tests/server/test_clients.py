"""Clients that nobody here wrote read the endpoint; `.ci/readers` installs those that are no Python packages."""

import json
import subprocess
from collections.abc import Iterator
from typing import Any

import httpx
import pyoxigraph as ox
import pytest
from rdflib import Graph, URIRef
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import CSV, JSON, POST, TURTLE, XML, SPARQLWrapper

from kg.ids import ID
from kg.prefixes import PREFIXES
from tests.readers import program
from tests.server.served import Fixed, Served, served

pytestmark = pytest.mark.filterwarnings("default::ResourceWarning")
_HEAD = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in PREFIXES.items())
NAMES = f"{_HEAD}SELECT ?e ?name WHERE {{ ?e a kg:Company ; skos:prefLabel ?name }} ORDER BY ?name"
FOUND = [(f"{ID}ash", "Ash"), (f"{ID}birch", "Birch")]


@pytest.fixture(scope="module")
def url(endpoint: Served) -> str:
    return f"{endpoint.url}/sparql"


@pytest.fixture(scope="module")
def patient(hand_made: Fixed) -> Iterator[str]:
    """Return an endpoint without a limit of time that a slow client could meet."""
    with served(hand_made) as running:
        yield f"{running.url}/sparql"


def converted(client: SPARQLWrapper) -> Any:  # noqa: ANN401 (of each form another type)
    return client.queryAndConvert()


@pytest.mark.parametrize("method", ["GET", POST])
def test_sparqlwrapper(url: str, method: str) -> None:
    client = SPARQLWrapper(url)
    client.setMethod(method)
    client.setQuery(NAMES)
    client.setReturnFormat(JSON)
    rows = converted(client)["results"]["bindings"]
    assert [(row["e"]["value"], row["name"]["value"]) for row in rows] == FOUND
    client.setReturnFormat(XML)
    assert len(converted(client).getElementsByTagName("result")) == 2
    client.setReturnFormat(CSV)
    assert converted(client).decode().splitlines()[1] == f"{ID}ash,Ash"
    client.setQuery(f"{_HEAD}ASK {{ id:ash a kg:Company }}")
    client.setReturnFormat(JSON)
    assert converted(client)["boolean"] is True
    client.setQuery("DESCRIBE <x:none>")
    client.setReturnFormat(TURTLE)
    assert converted(client) == b""


def test_rdflib_as_a_store(url: str) -> None:
    store = SPARQLStore(url, returnFormat="json")
    graph = Graph(store)
    assert [(str(e), str(name)) for e, name in graph.query(NAMES)] == FOUND  # type: ignore[misc]
    company = URIRef(f"{PREFIXES['kg']}Company")
    kind = URIRef(f"{PREFIXES['rdf']}type")
    assert {str(each) for each in graph.subjects(kind, company)} == {iri for iri, _ in FOUND}
    assert (URIRef(f"{ID}ash"), kind, company) in graph
    assert len(graph) == 13


def test_rdflib_service(url: str) -> None:
    inner = "?e a kg:Company ; skos:prefLabel ?name"
    query = f"{_HEAD}SELECT ?e ?name WHERE {{ SERVICE <{url}> {{ {inner} }} }} ORDER BY ?name"
    assert [(str(e), str(name)) for e, name in Graph().query(query)] == FOUND  # type: ignore[misc]


def test_pyoxigraph_service(url: str) -> None:
    query = f"SELECT ?e ?name {{ SERVICE <{url}> {{ {NAMES.removeprefix(_HEAD)} }} }}"
    found = ox.Store().query(query, prefixes=PREFIXES)
    assert isinstance(found, ox.QuerySolutions)
    assert sorted((row["e"].value, row["name"].value) for row in found) == FOUND


def test_curl(url: str) -> None:
    command = [program("curl"), "-sS", "--fail", "-H", "Accept: text/csv", url, "--data-urlencode", f"query={NAMES}"]
    told = subprocess.run(command, capture_output=True, check=True, timeout=30).stdout.decode()
    assert told.splitlines() == ["e,name", *(f"{iri},{name}" for iri, name in FOUND)]


def test_roqet(url: str) -> None:
    command = [program("roqet"), "-q", "-r", "csv", "-p", url, "-e", NAMES]
    told = subprocess.run(command, capture_output=True, check=True, timeout=30).stdout.decode()
    assert [tuple(line.split(",")) for line in told.replace('"', "").splitlines()[1:]] == FOUND


@pytest.mark.parametrize("source", ["sparql@", ""], ids=["named as SPARQL", "found by its description"])
def test_comunica(patient: str, source: str) -> None:
    command = [program("comunica-sparql"), f"{source}{patient}", "-q", NAMES, "-t", "application/sparql-results+json"]
    done = subprocess.run(command, capture_output=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr.decode()
    rows = json.loads(done.stdout)["results"]["bindings"]
    assert [(row["e"]["value"], row["name"]["value"]) for row in rows] == FOUND


def test_a_browser_of_linked_data_that_asks_for_anything(url: str) -> None:
    accept = "application/n-quads,application/trig;q=0.95,text/turtle;q=0.9,*/*;q=0.1"
    assert httpx.get(url, headers={"accept": accept}).headers["content-type"] == "application/n-quads"
