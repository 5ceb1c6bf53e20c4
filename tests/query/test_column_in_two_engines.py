"""The questions about the column, answered by Oxigraph and, over a Turtle export, by rdflib: the same rows."""

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import cast

import pyoxigraph as ox
import pytest
import rdflib

from kg.exporters import Options
from kg.exporters.turtle import TURTLE
from kg.ingest import ingest
from kg.log import SqliteLog
from kg.prefixes import PREFIXES
from kg.query.catalogue import questions
from kg.query.params import bind
from kg.stores.oxigraph import snapshots
from kg.tabular.whole import everything
from kg.workspace import create

COLUMN = "inference-pivot"
ROWS = {
    "announcements-counted": 1,
    "bottleneck-shifts": 3,
    "claims-by-bottleneck": 7,
    "comparisons": 14,
    "conditional-claims": 8,
    "contested-inside-a-document": 19,
    "dependence": 11,
    "figures-that-do-not-follow": 4,
    "open-questions": 2,
    "uses-and-does-without": 7,
    "what-falls-due": 6,
    "who-addresses-which-bottleneck": 6,
    "who-is-named": 91,
}
"""Questions, with how many rows the column gives."""


@pytest.fixture(scope="module")
def column(root: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[ox.Store, rdflib.Graph]:
    """Return a ledger of the column alone, and what rdflib reads from its export."""
    workspace = create(tmp_path_factory.mktemp("column") / "ledger")
    files = [root / "events" / "entities.yaml", root / "events" / f"{COLUMN}.yaml"]
    with SqliteLog(workspace.log, mode="create") as log:
        report = ingest(workspace, log, files, now=lambda: datetime(2026, 11, 1, tzinfo=UTC))
    assert not report.refused()
    store = ox.Store.read_only(str(snapshots(workspace.snapshots)[-1]))
    path = workspace.root / "column.ttl"
    assert TURTLE.write(everything(store), path, Options())["statements"] > 10_000
    return store, rdflib.Graph().parse(path, format="turtle")


@pytest.mark.parametrize("name", ROWS)
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_an_export_answers_as_the_ledger_does(column: tuple[ox.Store, rdflib.Graph], root: Path, name: str) -> None:
    store, graph = column
    (question,) = [found for found in questions([root / "queries"]) if found.name == name]
    text = bind(question.text, {"document": COLUMN}, source=name)
    found = store.query(text, prefixes=PREFIXES)
    assert isinstance(found, ox.QuerySolutions)
    ours = sorted(tuple(_by_value(None if term is None else str(term.value)) for term in row) for row in found)
    rows = cast("Iterable[tuple[object, ...]]", graph.query(text, initNs=PREFIXES))
    theirs = sorted(tuple(_by_value(None if term is None else str(term)) for term in row) for row in rows)
    assert ours == theirs
    assert len(ours) == ROWS[name]


def _by_value(cell: str | None) -> str:
    """Return a cell so that numbers are equal if they mean the same, whichever way an engine writes them."""
    try:
        return f"{float(cell or ''):.9g}"
    except ValueError:
        return cell or ""
