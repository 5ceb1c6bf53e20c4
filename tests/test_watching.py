"""The newest graph of a workspace, seen again and again: new records show, and what is wrong is said."""

import shutil
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kg.errors import NoWorkspaceError, VerificationError
from kg.horizon import read_horizon
from kg.ingest import ingest
from kg.log import SqliteLog
from kg.stores.oxigraph import snapshots
from kg.watching import Watched
from kg.workspace import Workspace, create

LAUNCH, REPORT = "orchid-launch.yaml", "wire-nine-report.yaml"


@pytest.fixture
def workspace(tmp_path: Path, root: Path) -> Workspace:
    made = create(tmp_path / "ledger")
    take_in(made, root, "entities.yaml", LAUNCH)
    return made


def take_in(workspace: Workspace, root: Path, *names: str) -> None:
    with SqliteLog(workspace.log, mode="create" if not workspace.log.exists() else "write") as log:
        paths = [root / "tests" / "cli" / "corpus" / name for name in names]
        report = ingest(workspace, log, paths, now=lambda: datetime(2026, 10, 1, tzinfo=UTC))
    assert not report.refused()


def soon(holds: Callable[[], bool]) -> bool:
    until = time.monotonic() + 10
    while not holds() and time.monotonic() < until:
        time.sleep(0.02)
    return holds()


def test_what_is_recorded_shows_at_the_next_look(workspace: Workspace, root: Path) -> None:
    left: list[tuple[Path, Path | None]] = []
    watched = Watched(workspace, on_leave=lambda *change: left.append(change))
    before = watched.present()
    assert watched.present() == before
    assert watched.present() is watched.present()
    take_in(workspace, root, REPORT)
    after = watched.present()
    assert after.position > before.position
    assert after.tag != before.tag
    assert left == [(before.folder, after.folder)]


def test_a_graph_that_stayed_behind_catches_up_beside(workspace: Workspace, root: Path) -> None:
    watched = Watched(workspace)
    before = watched.present()
    take_in(workspace, root, REPORT)
    for newer in snapshots(workspace.snapshots):
        if newer != before.folder:
            shutil.rmtree(newer)
    shutil.rmtree(workspace.store)
    assert soon(lambda: watched.present().position > before.position)


def test_a_past_view_is_kept_until_something_is_recorded(workspace: Workspace, root: Path) -> None:
    watched = Watched(workspace)
    horizon = read_horizon("2026-05-31")
    first = watched.past(horizon)
    assert (first.horizon, first.folder.is_dir()) == (horizon, True)
    assert watched.past(horizon) == first
    take_in(workspace, root, REPORT)
    assert watched.past(horizon).folder.is_dir()
    for day in range(1, 6):
        watched.past(read_horizon(f"2026-06-0{day}"))
    watched.close()


def test_a_workspace_that_was_moved_is_said_to_be_gone_and_found_again(workspace: Workspace) -> None:
    said: list[str] = []
    watched = Watched(workspace, say=said.append)
    watched.present()
    away = workspace.root.with_name("away")
    workspace.root.rename(away)
    with pytest.raises(NoWorkspaceError, match="moved"):
        watched.present()
    assert said
    away.rename(workspace.root)
    assert watched.present().folder.is_dir()


def test_a_damaged_graph_is_refused_and_made_anew_beside_the_requests(workspace: Workspace) -> None:
    said: list[str] = []
    watched = Watched(workspace, say=said.append)
    graph = watched.present()
    assert graph.vouching is not None
    assert not graph.vouching.is_quick()
    graph.vouching.check()
    assert graph.vouching.is_quick()
    path = max(graph.folder.glob("*.sst"), key=lambda path: path.stat().st_size)
    with path.open("r+b") as file:
        file.write(b"\xff")
    for _ in range(2):
        with pytest.raises(VerificationError, match="is damaged"):
            graph.vouching.check()
    assert soon(lambda: watched.present().folder != graph.folder)
    fresh = watched.present()
    assert fresh.vouching is not None
    fresh.vouching.check(whole=True)
    assert [text.partition(" (")[0] for text in said] == ["the graph was damaged"]


def test_a_damaged_view_is_forgotten_and_made_anew_when_it_is_asked_for(workspace: Workspace) -> None:
    said: list[str] = []
    watched = Watched(workspace, say=said.append)
    graph = watched.past(read_horizon(recorded_by=3))
    assert graph.vouching is not None
    (graph.folder / "CURRENT").write_bytes(b"MANIFEST-999999\n")
    with pytest.raises(VerificationError, match="CURRENT is not as it was written"):
        graph.vouching.check()
    assert not graph.folder.exists()
    again = watched.past(read_horizon(recorded_by=3))
    assert again.vouching is not None
    again.vouching.check(whole=True)
    assert len(said) == 1
    watched.close()
