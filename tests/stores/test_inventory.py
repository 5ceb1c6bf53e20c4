"""What vouches for the files of a graph, and what it notices."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.errors import VerificationError
from kg.stores import inventory
from kg.stores.inventory import Inventory
from kg.stores.oxigraph import OxigraphStore

A = ("<x:a>", "<x:p>", "<x:b>")
B = ("<x:b>", "<x:p>", "<x:c>")


@pytest.fixture
def made(tmp_path: Path) -> tuple[Path, Path]:
    """Return the folders of a store and of a snapshot of it that nobody has opened yet."""
    with OxigraphStore(tmp_path / "store") as store:
        store.add([A])
        store.reach(1, "ab" * 32)
        snapshot = store.snapshot(tmp_path / "snapshots")
    return tmp_path / "store", snapshot


def flip(path: Path, *, keep_times: bool = False, at: int = -1) -> None:
    before = path.stat()
    content = bytearray(path.read_bytes())
    content[at] ^= 1
    with path.open("r+b") as file:
        file.write(content)
    if keep_times:
        os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def a_pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def largest(folder: Path) -> Path:
    return max(folder.glob("*.sst"), key=lambda path: path.stat().st_size)


def noted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return a list to which the names of files are added that are hashed."""
    names: list[str] = []
    original = inventory.digest

    def digest(path: Path) -> str:
        names.append(path.name)
        return original(path)

    monkeypatch.setattr(inventory, "digest", digest)
    return names


def test_what_was_just_made_is_sound_and_is_hashed_once(
    made: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    hashed = noted(monkeypatch)
    first = Inventory(made[1])
    assert not first.is_quick()
    assert first.problem() is None
    assert first.is_quick()
    assert set(hashed) == {path.name for path in made[1].iterdir() if not path.name.startswith("kg.")}
    hashed.clear()
    assert first.problem() is None
    assert Inventory(made[1]).problem() is None
    assert hashed == []


@pytest.mark.parametrize("keep_times", [True, False])
@pytest.mark.parametrize("opened", [True, False])
def test_a_turned_bit_in_any_file_is_noticed(made: tuple[Path, Path], *, keep_times: bool, opened: bool) -> None:
    if opened:
        assert Inventory(made[1]).problem() is None
    for path in sorted(path for path in made[1].iterdir() if path.stat().st_size):
        whole = path.read_bytes()
        flip(path, keep_times=keep_times)
        found = Inventory(made[1]).problem()
        if path.name == "kg.seen":
            assert found is None, "it only saves the hashing"
        else:
            assert found is not None
            assert path.name in found
        path.write_bytes(whole)
    assert Inventory(made[1]).problem() is None


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (lambda folder: largest(folder).unlink(), "is missing"),
        (lambda folder: (folder / "000099.log").write_bytes(b""), "000099.log does not belong there"),
        (lambda folder: (folder / "kg.inventory").unlink(), "nothing vouches for its files"),
        (lambda folder: os.truncate(largest(folder), 10), "is not as it was written"),
        (lambda folder: a_pipe(folder / "CURRENT"), "CURRENT is missing"),
        (lambda folder: shutil.copy(folder / "CURRENT", largest(folder)), "is not as it was written"),
    ],
)
def test_whatever_else_happens_to_a_file_is_noticed(
    made: tuple[Path, Path], damage: Callable[[Path], object], said: str
) -> None:
    held = Inventory(made[1])
    assert held.problem() is None
    damage(made[1])
    assert said in (held.problem() or "nothing")
    assert held.problem() == Inventory(made[1]).problem()
    with pytest.raises(VerificationError, match="the graph is damaged"):
        held.check()


def test_an_opened_inventory_notices_what_happens_later(made: tuple[Path, Path]) -> None:
    held = Inventory(made[1])
    assert held.problem() is None
    flip(largest(made[1]), keep_times=True)
    assert "is not as it was written" in (held.problem() or "")
    flip(largest(made[1]))
    assert held.problem() is None


def test_a_copy_is_hashed_anew_and_one_that_cannot_be_written_too(
    made: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert Inventory(made[1]).problem() is None
    copy = tmp_path / "copy"
    shutil.copytree(made[1], copy)

    def refuse(*_: object, **__: object) -> bytes:
        raise PermissionError

    monkeypatch.setattr(inventory, "_write", refuse)
    for _ in range(2):
        assert not Inventory(copy).is_quick()
        assert Inventory(copy).problem() is None
    flip(largest(copy), keep_times=True)
    assert "is not as it was written" in (Inventory(copy).problem() or "")


def test_a_graph_that_was_taken_away_is_not_damaged(made: tuple[Path, Path]) -> None:
    held = Inventory(made[1])
    assert held.problem() is None
    inventory.discard(made[1])
    assert held.problem() is None
    assert list(made[1].parent.iterdir()) == []


def test_the_next_snapshot_hashes_what_is_new_and_trusts_what_nobody_touched(
    made: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert Inventory(made[1]).problem() is None
    store = Inventory(made[0])
    assert store.problem() is None
    hashed = noted(monkeypatch)
    shared = {path.name for path in made[1].glob("*.sst") if path.stat().st_nlink > 1}
    with OxigraphStore(made[0], store.digests()) as opened:
        opened.add([B])
        snapshot = opened.snapshot(made[1].parent)
    kept = shared & {path.name for path in snapshot.glob("*.sst")}
    assert kept
    assert not kept & set(hashed)
    hashed.clear()
    assert Inventory(snapshot).problem() is None
    assert kept - set(hashed), "some are hashed again, of which the store has let go"


def test_a_store_whose_writer_was_killed_is_not_damaged_but_its_tables_are_looked_at(made: tuple[Path, Path]) -> None:
    killed = OxigraphStore(made[0])
    killed.add([B])
    del killed._store
    held = Inventory(made[0])
    assert held.crashed()
    assert held.problem() is None
    flip(largest(made[0]), at=20)
    assert "is not as it was written" in (Inventory(made[0]).problem() or "")
