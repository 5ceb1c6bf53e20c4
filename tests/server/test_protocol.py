"""The W3C's own tests of the SPARQL 1.1 protocol, over HTTP: 34 of them, of which 14 are about updates.

An endpoint that only reads answers the 20 tests of queries as they mean it, and the 7 tests of broken updates too,
which expect a status of 4xx. The other 7 updates it refuses, each with a sentence, and the data stay as they are.
"""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pyoxigraph as ox
import pytest

from tests.server import w3c
from tests.server.served import Fixed, served, snapshot

_JSON, _XML = "application/sparql-results+json", "application/sparql-results+xml"
_FORMS = {
    "boolean": {_JSON, _XML},
    "tabular": {_JSON, _XML, "text/csv; charset=utf-8", "text/tab-separated-values; charset=utf-8"},
    "RDF": {"application/rdf+xml", "text/turtle; charset=utf-8", "application/n-triples"},
}
REFUSED_UPDATES = {
    "update_dataset_default_graph",
    "update_dataset_default_graphs",
    "update_dataset_named_graphs",
    "update_dataset_full",
    "update_post_form",
    "update_post_direct",
    "update_base_uri",
}
"""Updates that are right, and that this endpoint does not offer."""


@pytest.fixture(scope="module")
def tests(shared: Path) -> dict[str, w3c.ProtocolTest]:
    return {test.name: test for test in w3c.protocol_tests(shared / "w3c" / "sparql11" / "protocol")}


@pytest.fixture(scope="module")
def client(tests: dict[str, w3c.ProtocolTest], tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    place = tmp_path_factory.mktemp("protocol")
    store = ox.Store(place / "store")
    for graph, path in {item for test in tests.values() for item in test.data.items()}:
        w3c.load(store, path, graph)
    with served(Fixed(snapshot(place / "snapshot", store))) as running, httpx.Client(base_url=running.url) as client:
        yield client


def sent(client: httpx.Client, exchange: w3c.Exchange) -> httpx.Response:
    return client.request(exchange.method, exchange.path, headers=exchange.headers, content=exchange.body)


def test_all_34_tests_of_the_suite_pass_or_are_refused_as_updates(
    client: httpx.Client, tests: dict[str, w3c.ProtocolTest]
) -> None:
    as_meant: list[str] = []
    refused: list[str] = []
    wrong: list[str] = []
    for name, test in tests.items():
        if name in REFUSED_UPDATES:
            response = sent(client, test.exchanges[0])
            ok = response.status_code == 403 and "only reads" in response.json()["detail"]
            (refused if ok else wrong).append(name)
        else:
            problems = [problem for each in test.exchanges for problem in _problems(sent(client, each), each)]
            (wrong if problems else as_meant).append(name)
    assert wrong == []
    assert (len(as_meant), len(refused)) == (27, 7)
    assert len([name for name in as_meant if "update" not in name]) == 20


def _problems(response: httpx.Response, expected: w3c.Exchange) -> Iterator[str]:
    if f"{response.status_code // 100}xx" not in expected.statuses:
        yield f"status {response.status_code}"
    if expected.form and response.headers["content-type"] not in _FORMS[expected.form]:
        yield f"type {response.headers['content-type']}"
    if expected.boolean is not None and response.json()["boolean"] != expected.boolean:
        yield "the other answer"
