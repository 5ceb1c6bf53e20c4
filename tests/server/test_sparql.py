"""Queries over HTTP: forms, data sets, conditional requests, streams, and what is refused with which sentence."""

import csv
import io
import re
from xml.etree import ElementTree as ET

import httpx
import pyoxigraph as ox
import pytest

from kg.ids import ID
from kg.server.negotiation import GRAPHS, RESULTS
from tests.server.conftest import ODD
from tests.server.served import Fixed, Served

COMPANIES = "SELECT ?name ?e { ?e a kg:Company ; skos:prefLabel ?name } ORDER BY ?name"
BUILT = "CONSTRUCT { ?e a kg:Agent } WHERE { ?e a kg:Company }"
LARGE = (
    "SELECT * { VALUES ?a {" + " ".join(map(str, range(300))) + "} VALUES ?b {" + " ".join(map(str, range(300))) + "} }"
)


def asked(ask: httpx.Client, query: str, accept: str = "", **parameters: str) -> httpx.Response:
    return ask.get("/sparql", params={"query": query, **parameters}, headers={"accept": accept})


def problem(response: httpx.Response) -> str:
    assert response.headers["content-type"] == "application/problem+json"
    told = response.json()
    assert told["status"] == response.status_code
    return str(told["detail"])


@pytest.mark.parametrize(
    ("accept", "media", "begins"),
    [
        ("", "application/sparql-results+json", b'{"head":{"vars":["name","e"]}'),
        ("*/*", "application/sparql-results+json", b"{"),
        ("application/json", "application/sparql-results+json", b"{"),
        ("application/sparql-results+xml", "application/sparql-results+xml", b"<?xml"),
        ("text/csv", "text/csv; charset=utf-8", b"name,e\r\nAsh,"),
        ("text/tab-separated-values", "text/tab-separated-values; charset=utf-8", b"?name\t?e\n"),
        ("text/csv;q=0.5, application/sparql-results+xml;q=0.6", "application/sparql-results+xml", b"<?xml"),
        ("text/html, application/xhtml+xml, */*;q=0.8", "application/sparql-results+json", b"{"),
        ("text/turtle, text/csv;q=0.1", "text/csv; charset=utf-8", b"name"),
    ],
)
def test_a_table_comes_in_the_form_that_is_liked_best(
    ask: httpx.Client, accept: str, media: str, begins: bytes
) -> None:
    response = asked(ask, COMPANIES, accept)
    assert (response.status_code, response.headers["content-type"]) == (200, media)
    assert response.content.startswith(begins)


@pytest.mark.parametrize(
    ("accept", "form"),
    [
        ("", ox.RdfFormat.TURTLE),
        ("application/n-triples", ox.RdfFormat.N_TRIPLES),
        ("application/n-quads", ox.RdfFormat.N_QUADS),
        ("application/trig", ox.RdfFormat.TRIG),
        ("application/rdf+xml", ox.RdfFormat.RDF_XML),
        ("application/ld+json", ox.RdfFormat.JSON_LD),
    ],
)
def test_a_graph_comes_in_every_form_and_reads_back(ask: httpx.Client, accept: str, form: ox.RdfFormat) -> None:
    response = asked(ask, BUILT, accept)
    assert response.headers["content-type"].partition(";")[0] == form.media_type
    subjects = {str(quad.subject) for quad in ox.parse(response.content, format=form)}
    assert subjects == {f"<{ID}ash>", f"<{ID}birch>"}


def test_what_nobody_accepts_is_406_with_the_list(ask: httpx.Client) -> None:
    response = asked(ask, COMPANIES, "text/turtle")
    assert response.status_code == 406
    assert "application/sparql-results+json, application/sparql-results+xml, text/csv" in problem(response)
    assert "text/turtle" in problem(asked(ask, BUILT, "text/csv"))


def test_the_form_can_be_named_in_the_address(ask: httpx.Client) -> None:
    assert asked(ask, COMPANIES, "text/html", format="csv").text.startswith("name,e")
    assert "Did you mean csv?" in problem(asked(ask, COMPANIES, format="cvs"))
    assert asked(ask, BUILT, "application/n-triples", format="csv").headers["content-type"] == "application/n-triples"


def test_a_star_keeps_the_order_of_the_text(ask: httpx.Client) -> None:
    query = "SELECT * { ?z rdf:subject ?m ; kg:reportedIn ?a { SELECT ?z { ?z ?hidden 35.5 } } }"
    assert asked(ask, query, "text/csv").text.splitlines()[0] == "z,m,a"
    assert asked(ask, "SELECT DISTINCT * { ?b ?a 35.5 }", "text/csv").text.splitlines()[0] == "b,a"
    assert asked(ask, "SELECT * {}").json() == {"head": {"vars": []}, "results": {"bindings": [{}]}}


def test_the_three_ways_to_send_a_query(ask: httpx.Client) -> None:
    direct = {"content-type": "application/sparql-query"}
    assert ask.get("/sparql", params={"query": "ASK {}"}).json()["boolean"] is True
    assert ask.post("/sparql", data={"query": "ASK {}"}).json()["boolean"] is True
    assert ask.post("/sparql", content="ASK { id:ash ?p 'é' }", headers=direct).json()["boolean"] is False


def test_a_data_set_is_chosen_by_the_protocol_or_by_from(ask: httpx.Client) -> None:
    count = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    named = "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }"
    assert asked(ask, count, "text/csv", **{"default-graph-uri": "x:g"}).text == "n\r\n1\r\n"
    assert asked(ask, named, "text/csv", **{"named-graph-uri": "x:g"}).text == "n\r\n1\r\n"
    assert asked(ask, count, "text/csv", **{"named-graph-uri": "x:g"}).text == "n\r\n0\r\n"
    from_it = "SELECT (COUNT(*) AS ?n) FROM <x:g> { ?s ?p ?o }"
    assert asked(ask, from_it, "text/csv").text == "n\r\n1\r\n"
    assert asked(ask, from_it, "text/csv", **{"named-graph-uri": "x:other"}).text == "n\r\n0\r\n"
    assert asked(ask, count, **{"default-graph-uri": "no iri"}).status_code == 400


def test_an_answer_that_is_known_is_not_sent_again(ask: httpx.Client) -> None:
    first = asked(ask, COMPANIES)
    tag = first.headers["etag"]
    assert first.headers["cache-control"] == "no-cache"
    assert "accept" in first.headers["vary"]
    again = ask.get("/sparql", params={"query": COMPANIES}, headers={"if-none-match": f'W/{tag}, "x"'})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    in_csv = ask.get("/sparql", params={"query": COMPANIES}, headers={"if-none-match": tag, "accept": "text/csv"})
    assert (in_csv.status_code, in_csv.headers["etag"] != tag) == (200, True)
    assert ask.post("/sparql", data={"query": COMPANIES}, headers={"if-none-match": tag}).status_code == 200


@pytest.mark.parametrize("function", ["NOW()", "RAND()", "UUID()", "struuid ()"])
def test_what_may_answer_otherwise_each_time_is_not_kept(ask: httpx.Client, function: str) -> None:
    response = asked(ask, f"SELECT ({function} AS ?x) {{}}")
    assert "etag" not in response.headers
    assert response.headers["cache-control"] == "no-store"


def test_head_says_what_get_would(ask: httpx.Client) -> None:
    for query in (COMPANIES, "ASK {}", "nonsense", LARGE):
        get, head = asked(ask, query), ask.head("/sparql", params={"query": query})
        assert (head.status_code, head.content) == (get.status_code, b"")
        assert head.headers["content-type"] == get.headers["content-type"]


def test_a_large_answer_is_streamed_whole(ask: httpx.Client) -> None:
    response = asked(ask, LARGE, "text/csv")
    assert response.headers["transfer-encoding"] == "chunked"
    assert response.text.count("\r\n") == 300 * 300 + 1
    assert "content-length" in asked(ask, COMPANIES).headers


@pytest.mark.parametrize(
    ("query", "status", "words"),
    [
        ("nonsense", 400, "line 1, column 9"),
        ("", 400, "line 1, column 1"),
        ("SELECT * { ?s nope:x ?o }", 400, "prefix nope: is not declared"),
        ("SELECT * { SERVICE <http://x/> {} }", 400, "SERVICE would reach the network"),
        ("LOAD <http://x/>", 400, "LOAD would reach the network"),
        ("INSERT DATA { <x:s> <x:p> 1 }", 400, "INSERT would change the graph"),
        ("SELECT * { " + "{" * 200 + "}" * 200 + " }", 413, "nested deeper than 100"),
        ("ASK {} #" + "x" * 65536, 413, "longer than 64 kB"),
        ("SELECT (<x:f>(1) AS ?x) {}", 400, "not supported"),
    ],
)
def test_what_is_no_query_is_told_with_its_place(ask: httpx.Client, query: str, status: int, words: str) -> None:
    response = ask.post("/sparql", data={"query": query})
    assert response.status_code == status
    assert words in problem(response)


def test_a_place_in_the_text_comes_as_numbers_too(ask: httpx.Client) -> None:
    told = asked(ask, "SELECT * {\n  ?s ?p\n}").json()
    assert (told["line"], told["column"], told["excerpt"]) == (3, 2, "}\n ^")


def test_what_is_no_request_for_a_query(ask: httpx.Client) -> None:
    def posted(content: str, media: str | None) -> httpx.Response:
        return ask.post("/sparql", content=content, headers={"content-type": media} if media else {})

    form = "application/x-www-form-urlencoded"
    assert posted("ASK {}", "text/plain").status_code == 415
    assert posted("ASK {}", None).status_code == 415
    assert posted("query=ASK+%7B%7D", f"{form}; charset=UTF-16").status_code == 415
    assert "There is no query" in problem(posted("other=1", form))
    assert "UTF-8" in problem(posted("query=%ff", form))
    assert "not UTF-8" in problem(
        ask.post("/sparql", content=b"ASK { \xff }", headers={"content-type": "application/sparql-query"})
    )
    assert "stands 2 times" in problem(ask.get("/sparql?query=ASK+%7B%7D&query=ASK+%7B%7D"))
    assert posted("&".join(f"a{n}=1" for n in range(1001)), form).status_code == 413


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE"])
def test_other_methods_are_told_what_there_is(ask: httpx.Client, method: str) -> None:
    response = ask.request(method, "/sparql")
    assert (response.status_code, response.headers["allow"]) == (405, "GET, HEAD, POST, OPTIONS")
    assert ask.options("/sparql").headers["allow"] == "GET, HEAD, POST, OPTIONS"


def test_updates_are_refused_in_a_sentence(ask: httpx.Client) -> None:
    direct = {"content-type": "application/sparql-update"}
    for response in (
        ask.post("/sparql", content="CLEAR ALL", headers=direct),
        ask.post("/sparql", data={"update": "CLEAR ALL"}),
        ask.get("/sparql", params={"update": "CLEAR ALL"}),
        ask.get("/sparql", params={"query": "ASK {}", "using-graph-uri": "x:g"}),
    ):
        assert response.status_code == 403
        assert "only reads" in problem(response)


def test_ten_megabytes_of_query_are_refused_at_once(ask: httpx.Client) -> None:
    response = ask.post("/sparql", data={"query": "ASK {} #" + "x" * 10_000_000})
    assert response.status_code == 413
    assert "64 kB" in problem(response)
    assert asked(ask, "ASK {}").status_code == 200


def test_what_lies_at_no_address_is_404_with_near_misses(ask: httpx.Client) -> None:
    assert "Did you mean /sparql" in problem(ask.get("/sparq"))
    assert "/questions" in problem(ask.get("/nothing/like/it"))


@pytest.mark.parametrize(
    "form", ["json", "xml", "csv", "tsv", "turtle", "ntriples", "nquads", "trig", "jsonld", "rdfxml"]
)
def test_a_text_of_any_characters_comes_back_from_every_form(ask: httpx.Client, form: str) -> None:
    graph = {"default-graph-uri": "x:odd"}
    if form in GRAPHS:
        response = asked(ask, "CONSTRUCT WHERE { ?s ?p ?o }", format=form, **graph)
        read = [quad.object for quad in ox.parse(response.content, format=getattr(ox.RdfFormat, GRAPHS[form][1]))]
    else:
        response = asked(ask, "SELECT ?o { ?s ?p ?o }", format=form, **graph)
        if form == "csv":
            assert list(csv.reader(io.StringIO(response.text, newline="")))[1] == [ODD]
            return
        found = ox.parse_query_results(response.content, format=getattr(ox.QueryResultsFormat, RESULTS[form][1]))
        read = [row["o"] for row in found]  # type: ignore[union-attr]  # a table
    expected = ODD
    if form in {"xml", "rdfxml"}:
        ET.fromstring(response.content)  # noqa: S314 (our own output; XML has no place for some characters)
        expected = re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe]", "\ufffd", ODD)
    assert [literal.value for literal in read] == [expected]


def test_a_time_chooses_the_graph_and_is_part_of_the_tag(ask: httpx.Client, hand_made: Fixed) -> None:
    now, then = asked(ask, "ASK {}"), asked(ask, "ASK {}", **{"as-of": "2026-05-01"})
    assert then.status_code == 200
    assert then.headers["etag"] != now.headers["etag"]
    assert now.headers["etag"].startswith(f'"{hand_made.graph.tag}-')
    assert problem(asked(ask, "ASK {}", **{"as-of": "some day"})).startswith("Parameter as-of:")


def test_nothing_was_said_to_whoever_runs_the_server(endpoint: Served) -> None:
    assert endpoint.said == []
