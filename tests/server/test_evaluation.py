"""The W3C's tests of evaluation, over HTTP: what comes back is what pyoxigraph answers itself, or below stands why not.

Each file of data is a named graph of one store, and a test names its data set by the parameters of the protocol; the
engine itself is asked over the same store with the same data set.
"""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import httpx
import pyoxigraph as ox
import pytest

from kg.server.graphs import Graph
from tests.server import w3c
from tests.server.served import Fixed, served, snapshot

_NETWORK = "SERVICE reaches the network, and queries run without one"
EXCLUDED = dict.fromkeys((f"service/service{n}" for n in (1, 2, 3, "4a", 5, 6, 7)), _NETWORK)
"""Tests that are answered otherwise than by the engine, each with the reason."""
Terms = Counter[tuple[str, ...]]


@pytest.fixture(scope="module")
def tests(shared: Path) -> list[w3c.EvaluationTest]:
    return [test for suite in ("sparql10", "sparql11") for test in w3c.evaluation_tests(shared / "w3c" / suite)]


@pytest.fixture(scope="module")
def place(tests: list[w3c.EvaluationTest], tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("evaluation")
    store = ox.Store(folder / "store")
    for path in sorted({path for test in tests for path in (*test.data, *test.named)}):
        if path.suffix in {".ttl", ".nt", ".rdf"}:
            w3c.load(store, path, path.as_uri())
    snapshot(folder / "snapshot", store)
    return folder / "snapshot"


def test_every_test_is_answered_as_the_engine_answers_it(tests: list[w3c.EvaluationTest], place: Path) -> None:
    engine = ox.Store.read_only(str(place))
    same, other = [], {}
    with served(Fixed(Graph(place, 1, "evaluation"))) as running, httpx.Client(base_url=running.url) as client:
        for test in tests:
            text = test.query.read_text(encoding="utf-8")
            over_http = _over_http(client, test, text)
            by_itself = "refused by us" if test.name in EXCLUDED else _by_itself(engine, test, text, running.url)
            if over_http == by_itself:
                same.append(test.name)
            else:
                other[test.name] = (over_http, by_itself)
    assert {name: pair for name, pair in other.items() if name not in EXCLUDED} == {}
    assert {name: over_http for name, (over_http, _) in other.items()} == dict.fromkeys(EXCLUDED, "refused")
    assert len(same) > 400


def _over_http(client: httpx.Client, test: w3c.EvaluationTest, text: str) -> object:
    parameters = {
        "query": text,
        "default-graph-uri": [path.as_uri() for path in test.data],
        "named-graph-uri": [path.as_uri() for path in test.named],
    }
    accept = {"accept": "application/sparql-results+json, application/n-triples"}
    response = client.post("/sparql", data=parameters, headers=accept)
    if response.status_code != 200:
        return "refused" if response.status_code == 400 else (response.status_code, response.text)
    if response.headers["content-type"] == "application/n-triples":
        return _triples(ox.parse(response.content, format=ox.RdfFormat.N_TRIPLES))
    found = ox.parse_query_results(response.content, format=ox.QueryResultsFormat.JSON)
    return bool(found) if isinstance(found, ox.QueryBoolean) else _rows(found)


def _by_itself(engine: ox.Store, test: w3c.EvaluationTest, text: str, url: str) -> object:
    options: dict[str, object] = {}
    if test.data or test.named:
        options["default_graph"] = [ox.NamedNode(path.as_uri()) for path in test.data]
        options["named_graphs"] = [ox.NamedNode(path.as_uri()) for path in test.named]
    try:
        found = engine.query(text, base_iri=f"{url}/sparql", **options)  # type: ignore[arg-type]
        if isinstance(found, ox.QueryBoolean):
            return bool(found)
        if isinstance(found, ox.QuerySolutions):
            return _rows(found)
        return _triples(found)
    except (SyntaxError, RuntimeError, ValueError, OSError) as error:
        return f"refused {error}"[:7]


def _rows(found: ox.QuerySolutions) -> tuple[tuple[str, ...], Terms]:
    names = sorted(variable.value for variable in found.variables)
    return tuple(names), Counter(tuple(_term(row[name]) for name in names) for row in found)


def _triples(found: Iterator[ox.Triple | ox.Quad]) -> Terms:
    return Counter((_term(each.subject), str(each.predicate), _term(each.object)) for each in found)


def _term(term: object) -> str:
    """Return a term as text; a blank node is one whatever its label, since labels are made anew."""
    return "_:" if isinstance(term, ox.BlankNode) else str(term)
