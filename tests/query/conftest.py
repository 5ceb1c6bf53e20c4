"""Stores to ask: one made by hand in a few lines, one of the shipped corpus."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.ingest import ingest
from kg.log import SqliteLog
from kg.prefixes import PREFIXES
from kg.query.engine import Engine, Limits
from kg.stores import inventory
from kg.stores.oxigraph import snapshots
from kg.workspace import create

HAND_MADE = """
id:ash a kg:Company, kg:Entity ; skos:prefLabel "Ash" .
id:birch a kg:Company, kg:Entity ; skos:prefLabel "Birch"@en .
id:d1 a kg:Document ; skos:prefLabel "First" .
id:d1\\/price a kg:Claim ; rdf:subject id:ash ; kg:reportedIn id:d1 ; kg:low 35.5 ; kg:negated false .
id:d1\\/date a kg:Claim ; rdf:subject id:birch ; kg:reportedIn id:d1 ; kg:timeLatest "2026-09-30"^^xsd:date .
"""


@pytest.fixture(scope="session")
def hand_made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a snapshot of five things."""
    folder = tmp_path_factory.mktemp("hand-made")
    store = ox.Store(folder / "store")
    head = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())
    store.load((head + HAND_MADE).encode(), format=ox.RdfFormat.TURTLE)
    store.backup(folder / "snapshot")
    inventory.take(folder / "snapshot", {})
    return folder / "snapshot"


@pytest.fixture(scope="session")
def engine(hand_made: Path) -> Iterator[Engine]:
    """Return a warm engine over the five things, with limits that tests can reach."""
    with Engine(hand_made, Limits(seconds=20, memory=512 << 20, rows=1000, bytes=1 << 20)) as engine:
        yield engine


@pytest.fixture(scope="session")
def corpus(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Path:
    """Return a snapshot of everything in events/."""
    workspace = create(tmp_path_factory.mktemp("corpus"))
    with SqliteLog(workspace.log, mode="create") as log:
        report = ingest(workspace, log, [root / "events"], now=lambda: datetime(2026, 11, 1, tzinfo=UTC))
    assert not report.refused(), [str(outcome.error) for outcome in report.refused()]
    return snapshots(workspace.snapshots)[-1]
