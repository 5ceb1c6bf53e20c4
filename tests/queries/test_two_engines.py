"""Every question over the small ledger, in Oxigraph and in rdflib: the same rows, and some rows to agree on."""

from collections.abc import Iterable
from typing import cast

import pyoxigraph as ox
import pytest
import rdflib

from kg.query.params import bind
from tests.queries.asking import SHIPPED

SAMPLES = {
    "company": "cerebras",
    "day": "2026-01-01",
    "entity": "cerebras",
    "metric": "valuation",
    "on": "2026-11-22",
    "source": "column-author",
    "vendor": "nvidia",
    "word": "nuclear",
}
"""A value for each parameter that must have one."""
Both = tuple[ox.Store, rdflib.Graph]


@pytest.fixture(scope="module")
def both(lines: bytes) -> Both:
    store = ox.Store()
    store.load(lines, format=ox.RdfFormat.N_TRIPLES)
    return store, rdflib.Graph().parse(data=lines, format="nt")


@pytest.mark.parametrize("name", SHIPPED)
@pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")
def test_both_engines_give_the_same_rows(both: Both, name: str) -> None:
    store, graph = both
    question = SHIPPED[name]
    given = {parameter.name: SAMPLES[parameter.name] for parameter in question.parameters if parameter.required}
    text = bind(question.text, given, source=name)
    solutions = store.query(text)
    assert isinstance(solutions, ox.QuerySolutions)
    ours = sorted([_comparable(None if term is None else str(term.value)) for term in row] for row in solutions)
    found = cast("Iterable[tuple[object, ...]]", graph.query(text))
    theirs = sorted([_comparable(None if term is None else str(term)) for term in row] for row in found)
    assert ours == theirs
    assert bool(ours) == (question.folder != "checks")


def _comparable(value: str | None) -> str:
    """Return a cell so that numbers and instants are equal if they mean the same, whichever way they are written."""
    try:
        return f"{float(value or ''):.9g}"
    except ValueError:
        return (value or "").replace("+00:00", "Z")
