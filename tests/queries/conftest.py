"""A small ledger that holds some of everything: the column and the files in world/."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.ingest import ingest
from kg.log import SqliteLog
from kg.query.engine import Engine, Limits
from kg.stores.oxigraph import snapshots
from kg.workspace import create

WORLD = Path(__file__).parent / "world"


@pytest.fixture(scope="session")
def world(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a snapshot of the small ledger."""
    workspace = create(tmp_path_factory.mktemp("world") / "ledger")
    files = [root / "events" / "entities.yaml", root / "events" / "inference-pivot.yaml", WORLD]
    with SqliteLog(workspace.log, mode="create") as log:
        report = ingest(workspace, log, files, now=lambda: datetime(2026, 11, 1, tzinfo=UTC))
    assert not report.refused(), [str(outcome.error) for outcome in report.refused()]
    return snapshots(workspace.snapshots)[-1]


@pytest.fixture(scope="session")
def lines(world: Path) -> bytes:
    """Return what questions see of the small ledger, as N-Triples."""
    dumped = ox.Store.read_only(str(world)).dump(format=ox.RdfFormat.N_TRIPLES, from_graph=ox.DefaultGraph())
    assert dumped
    return dumped


@pytest.fixture(scope="session")
def engine(world: Path) -> Iterator[Engine]:
    """Return an engine over the small ledger."""
    with Engine(world, Limits(seconds=20)) as opened:
        yield opened
