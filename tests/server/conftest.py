"""Endpoints to ask: one over a few statements made by hand, one over two authored documents."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pyoxigraph as ox
import pytest

from kg.ingest import ingest
from kg.log import SqliteLog
from kg.prefixes import PREFIXES
from kg.watching import Watched
from kg.workspace import Workspace, create
from tests.server.served import Fixed, Served, served, snapshot

HAND_MADE = """
id:ash a kg:Company, kg:Entity ; skos:prefLabel "Ash" .
id:birch a kg:Company, kg:Entity ; skos:prefLabel "Birch"@en .
id:d1 a kg:Document ; skos:prefLabel "First" .
id:d1\\/price a kg:Claim ; rdf:subject id:ash ; kg:reportedIn id:d1 ; kg:low 35.5 ; kg:negated false .
"""
ODD = "a\x01\x0b\x00\ufffe <&> \u202e ' \" \r\n\t ]]> 東京 🚀 e\u0301"


@pytest.fixture(scope="session")
def hand_made(tmp_path_factory: pytest.TempPathFactory) -> Fixed:
    """Return a graph of four things, and a named graph beside it."""
    place = tmp_path_factory.mktemp("served")
    store = ox.Store(place / "store")
    head = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())
    store.load((head + HAND_MADE).encode(), format=ox.RdfFormat.TURTLE)
    store.add(
        ox.Quad(ox.NamedNode("x:odd"), ox.NamedNode("http://x.example/p"), ox.Literal(ODD), ox.NamedNode("x:odd"))
    )
    store.add(ox.Quad(ox.NamedNode("x:s"), ox.NamedNode("x:p"), ox.Literal(1), ox.NamedNode("x:g")))
    return Fixed(snapshot(place / "snapshot", store))


@pytest.fixture(scope="session")
def endpoint(hand_made: Fixed) -> Iterator[Served]:
    """Return a running endpoint over the four things."""
    with served(hand_made) as running:
        yield running


@pytest.fixture(scope="session")
def ask(endpoint: Served) -> Iterator[httpx.Client]:
    """Return a client of that endpoint."""
    with httpx.Client(base_url=endpoint.url, timeout=30) as client:
        yield client


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Workspace:
    """Return a workspace with two documents; not to be changed."""
    workspace = create(tmp_path_factory.mktemp("ledger"))
    with SqliteLog(workspace.log, mode="create") as log:
        report = ingest(
            workspace, log, [root / "tests" / "cli" / "corpus"], now=lambda: datetime(2026, 10, 1, tzinfo=UTC)
        )
    assert not report.refused(), [str(outcome.error) for outcome in report.refused()]
    return workspace


@pytest.fixture
def own(filled: Workspace, tmp_path: Path) -> Workspace:
    """Return a copy of that workspace to change."""
    shutil.copytree(filled.root, tmp_path / "own", symlinks=True)
    return Workspace(tmp_path / "own")


@pytest.fixture(scope="session")
def ledger(filled: Workspace) -> Iterator[Served]:
    """Return a running endpoint over the two documents."""
    with served(Watched(filled)) as running:
        yield running
