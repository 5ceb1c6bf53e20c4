"""What the endpoint says of itself, for programs and for people."""

from collections.abc import Iterator

import httpx
import pyoxigraph as ox
import pytest
from rdflib import RDF, Graph, Namespace, URIRef

from kg.server.negotiation import GRAPHS
from tests.server.served import Served

SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
VOID = Namespace("http://rdfs.org/ns/void#")
FORMATS = Namespace("http://www.w3.org/ns/formats/")


@pytest.fixture(scope="module")
def client(ledger: Served) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=ledger.url, timeout=30) as client:
        yield client


@pytest.mark.parametrize("form", ["turtle", "ntriples", "rdfxml", "jsonld", "trig"])
def test_the_service_description(client: httpx.Client, ledger: Served, form: str) -> None:
    response = client.get("/sparql", headers={"accept": GRAPHS[form][0]})
    read = ox.parse(response.content, format=getattr(ox.RdfFormat, GRAPHS[form][1]))
    graph = Graph().parse(data="".join(f"{quad.triple} .\n" for quad in read), format="nt")
    service = URIRef(f"{ledger.url}/sparql")
    assert (service, RDF.type, SD.Service) in graph
    assert (service, SD.endpoint, service) in graph
    assert (service, SD.supportedLanguage, SD.SPARQL11Query) in graph
    assert (service, SD.resultFormat, FORMATS.SPARQL_Results_CSV) in graph
    assert len(set(graph.objects(service, SD.resultFormat))) == 10


def test_void_counts_what_there_is(client: httpx.Client) -> None:
    graph = Graph().parse(data=client.get("/.well-known/void").text, format="turtle")
    (data,) = graph.subjects(RDF.type, VOID.Dataset)
    count = client.get("/sparql", params={"query": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", "format": "csv"})
    assert graph.value(data, VOID.triples).toPython() == int(count.text.split()[1])  # type: ignore[union-attr]
    classes = {graph.value(part, VOID["class"]) for part in graph.objects(data, VOID.classPartition)}
    assert URIRef("https://w3id.org/claimledger/ns#Claim") in classes


def test_people_get_a_page_that_runs_no_script_and_loads_nothing(client: httpx.Client) -> None:
    for address in ("/", "/sparql"):
        page = client.get(address, headers={"accept": "text/html,application/xhtml+xml,*/*;q=0.8"})
        assert page.headers["content-type"].startswith("text/html")
        assert page.headers["content-security-policy"].startswith("default-src 'none'")
        assert "<script" not in page.text
        assert "http" not in page.text


def test_conditional_requests_and_what_is_not_acceptable(client: httpx.Client) -> None:
    for address in ("/sparql", "/.well-known/void"):
        first = client.get(address)
        assert client.get(address, headers={"if-none-match": first.headers["etag"]}).status_code == 304
        assert client.get(address, headers={"accept": "image/png"}).status_code == 406
        assert client.get(f"{address}?format=csv").status_code == 400
