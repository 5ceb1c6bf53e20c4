"""Graphs as a whole over HTTP: the reading half of the Graph Store Protocol."""

import httpx
import pyoxigraph as ox
import pytest


def test_the_default_graph_and_a_named_one(ask: httpx.Client) -> None:
    whole = ask.get("/store?default", headers={"accept": "application/n-triples"})
    assert whole.headers["content-type"] == "application/n-triples"
    assert len(list(ox.parse(whole.content, format=ox.RdfFormat.N_TRIPLES))) == 13
    named = ask.get("/store", params={"graph": "x:g", "format": "turtle"})
    assert "<x:s> <x:p> 1 ." in named.text


def test_turtle_has_the_prefixes(ask: httpx.Client) -> None:
    assert "@prefix kg:" in ask.get("/store?default").text


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/store", 400, "Name one graph"),
        ("/store?default&graph=x:g", 400, "Name one graph"),
        ("/store?graph=here", 400, "absolute IRI"),
        ("/store?graph=x:none", 404, "no graph of this name"),
        ("/store?default&format=csv", 400, "Nothing writes"),
    ],
)
def test_what_names_no_graph(ask: httpx.Client, address: str, status: int, words: str) -> None:
    response = ask.get(address)
    assert (response.status_code, words in response.json()["detail"]) == (status, True)


def test_head_and_conditional_requests(ask: httpx.Client) -> None:
    get, head = ask.get("/store?default"), ask.head("/store?default")
    assert (head.status_code, head.headers["content-length"]) == (200, get.headers["content-length"])
    known = ask.get("/store?default", headers={"if-none-match": get.headers["etag"]})
    assert known.status_code == 304
    assert ask.get("/store?default", headers={"accept": "text/csv"}).status_code == 406


@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE", "PATCH"])
def test_nothing_is_written(ask: httpx.Client, method: str) -> None:
    before = ask.get("/store?default").content
    response = ask.request(method, "/store?default", content=b"<x:s> <x:p> 2 .")
    assert (response.status_code, response.headers["allow"]) == (405, "GET, HEAD, OPTIONS")
    assert "only reads" in response.json()["detail"]
    assert ask.get("/store?default").content == before
