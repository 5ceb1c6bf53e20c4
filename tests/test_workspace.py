"""Workspaces good and bad: whatever stands where one should be, the answer is one sentence with a next step."""

import fcntl
import os
import shutil
import sqlite3
import stat
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from kg.errors import BadInputError, LimitError, LockedError, NoWorkspaceError, VerificationError
from kg.locking import writing
from kg.log import NotALogError, SqliteLog
from kg.pipeline import catch_up, rebuild
from kg.stores.oxigraph import snapshots
from kg.workspace import FORMAT, Workspace, check, create, find
from tests.ledger import Ledger, opened

# Making and finding


def test_a_new_workspace_is_a_folder_with_its_mark(tmp_path: Path) -> None:
    workspace = create(tmp_path / "deep" / "ledger")
    assert sorted(path.name for path in workspace.root.iterdir()) == ["documents", "kg.toml"]
    assert f"format = {FORMAT}" in workspace.mark.read_text()


def test_making_it_again_leaves_it_as_it_is(tmp_path: Path) -> None:
    workspace = create(tmp_path / "ledger")
    workspace.mark.write_text("format = 1\n# mine\n")
    create(tmp_path / "ledger")
    assert workspace.mark.read_text().endswith("# mine\n")


def test_what_an_interrupted_making_leaves_behind_is_completed(tmp_path: Path) -> None:
    (tmp_path / "documents").mkdir()
    (tmp_path / "kg.new").write_text("form")
    assert create(tmp_path).mark.is_file()


def test_a_log_that_lost_its_mark_gets_it_back(tmp_path: Path) -> None:
    with opened(tmp_path) as ledger:
        ledger.workspace.mark.unlink()
        create(ledger.workspace.root)
        assert find(ledger.workspace.root, named=True) == ledger.workspace


def test_a_folder_with_other_things_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").touch()
    with pytest.raises(BadInputError, match=r"the folder is not empty. Name a new folder"):
        create(tmp_path)
    with pytest.raises(BadInputError, match=r"a file stands where the workspace should be. Name a folder."):
        create(tmp_path / "thesis.txt")
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


def test_a_folder_whose_name_is_no_text_is_refused(tmp_path: Path) -> None:
    root = tmp_path / os.fsdecode(b"caf\xe9")
    with pytest.raises(BadInputError, match=r"caf.udce9.: the name of the folder is not UTF-8 text. Rename it"):
        create(root)
    root.mkdir()
    (root / "kg.toml").write_text("format = 1")
    with pytest.raises(BadInputError, match="the name of the folder is not UTF-8 text"):
        find(root, named=True)


def test_the_nearest_workspace_upwards_is_found_unless_one_is_named(tmp_path: Path) -> None:
    outer, inner = create(tmp_path / "outer"), create(tmp_path / "outer" / "documents" / "inner")
    deep = inner.root / "a" / "b"
    deep.mkdir(parents=True)
    assert find(deep, named=False) == inner
    assert find(outer.root / "documents", named=False) == outer
    with pytest.raises(NoWorkspaceError, match=r"there is no workspace here .*`kg init` makes one"):
        find(deep, named=True)


@pytest.mark.parametrize(
    ("mark", "says"),
    [
        (b"format = 99", r"format 99, and this version of kg reads up to 1. Upgrade kg."),
        (b"format = 0", r"name no format. Write the line `format = 1`."),
        (b"format = 'one'", r"name no format"),
        (b"", r"name no format"),
        (b"format =", r"the settings cannot be read .*It should hold the line `format = 1`."),
        (b"\xff\xfe", r"the settings cannot be read"),
    ],
)
def test_settings_that_cannot_be_right(tmp_path: Path, mark: bytes, says: str) -> None:
    (tmp_path / "kg.toml").write_bytes(mark)
    with pytest.raises(NoWorkspaceError, match=says) as caught:
        find(tmp_path, named=True)
    assert caught.value.exit_code == 3
    with pytest.raises(NoWorkspaceError, match=says):
        create(tmp_path)


# Halves


def whole(path: Path) -> bytes:
    """Return everything in the log's file and beside it."""
    return b"".join(each.read_bytes() for each in sorted(path.parent.glob("log.db*")))


def test_a_mark_without_a_log_says_how_to_go_on(tmp_path: Path) -> None:
    workspace = create(tmp_path / "ledger")
    for mode in ("read", "write"):
        with pytest.raises(NotALogError, match=r"log.db: there is no log here. .*`kg init`") as caught:
            SqliteLog(workspace.log, mode=mode)
        assert caught.value.exit_code == 3
    assert not workspace.log.exists(), "looking makes nothing"


def test_a_log_of_no_bytes_is_completed_by_a_writer_only(tmp_path: Path) -> None:
    workspace = create(tmp_path / "ledger")
    workspace.log.touch()
    with pytest.raises(NotALogError, match=r"this log was never finished. Run `kg init` on its folder again."):
        SqliteLog(workspace.log, mode="read")
    with SqliteLog(workspace.log) as log:
        assert catch_up(workspace, log).position == 0


def _spoil(folder: Path) -> None:
    """Overwrite the beginning of each data file, in a copy, since snapshots share the content."""
    for path in folder.glob("*.sst"):
        content = path.read_bytes()
        path.unlink()
        path.write_bytes(b"\x00" * 60 + content[60:])


def _remove_some(folder: Path, pattern: str) -> None:
    found = sorted(folder.glob(pattern))
    assert found
    for path in found:
        path.unlink()


DAMAGE: dict[str, Callable[[Workspace], object]] = {
    "the store is gone": lambda at: shutil.rmtree(at.store),
    "the store lost its list of files": lambda at: _remove_some(at.store, "CURRENT"),
    "the store lost its data": lambda at: _remove_some(at.store, "*.sst"),
    "the store's data is damaged": lambda at: _spoil(at.store),
    "the snapshots are gone": lambda at: shutil.rmtree(at.snapshots),
    "a rebuild was interrupted": lambda at: shutil.copytree(at.store, at.root / "store.new"),
    "a swap was interrupted": lambda at: at.store.rename(at.root / "store.old"),
    "a snapshot was interrupted": lambda at: shutil.copytree(at.store, at.snapshots / "making"),
    "the index is gone": lambda at: _remove_some(at.root, "search.db*"),
    "the index is no database": lambda at: at.search.write_bytes(b"x" * 5000),
    "the index is cut off": lambda at: os.truncate(at.search, 4096),
    "the index is empty": lambda at: os.truncate(at.search, 0),
    "everything derived is gone": lambda at: list(map(shutil.rmtree, (at.store, at.snapshots))),
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE.keys())
def test_what_is_derived_comes_back_by_itself(ledger: Ledger, damage: Callable[[Workspace], object]) -> None:
    ledger.ingest(ledger.document("d1", c="ash usesHardware h100"))
    graph, log = ledger.hash(), whole(ledger.workspace.log)
    damage(ledger.workspace)
    assert catch_up(ledger.workspace, ledger.log).position == ledger.position
    assert (ledger.hash(), ledger.found("ash")) == (graph, {("entity", "ash")})
    assert whole(ledger.workspace.log) == log
    left = {path.name for path in ledger.workspace.root.iterdir()}
    assert left <= {
        "kg.toml",
        "documents",
        "store",
        "snapshots",
        "write.lock",
        *(p.name for p in ledger.workspace.root.glob("*.db*")),
    }


def test_a_damaged_text_is_named_and_the_graph_can_be_asked(ledger: Ledger) -> None:
    path = ledger.workspace.documents / "d1" / "text.txt"
    path.parent.mkdir()
    path.write_bytes(b"\xff")
    with pytest.raises(VerificationError, match=r"d1/text.txt: the attached text cannot be read"):
        rebuild(ledger.workspace, ledger.log)
    assert ledger.statements()


# Other people's hands


@contextmanager
def held_by_another(workspace: Workspace) -> Iterator[None]:
    with workspace.lock.open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def test_a_workspace_that_another_process_writes_is_waited_for_and_then_named(ledger: Ledger) -> None:
    with (
        held_by_another(ledger.workspace),
        pytest.raises(LockedError, match=r"another process writes this workspace. What was recorded is safe") as caught,
        writing(ledger.workspace, patience=0.1),
    ):
        pytest.fail("it was written anyway")
    assert caught.value.exit_code == 8
    with writing(ledger.workspace, patience=0):
        """The right to write comes back with the end of the other."""


def test_the_right_to_write_comes_back_after_an_error(ledger: Ledger) -> None:
    with pytest.raises(ZeroDivisionError), writing(ledger.workspace):
        1 / 0  # noqa: B018 (any error will do)
    with writing(ledger.workspace, patience=0):
        """Nobody holds it."""


def test_a_full_disk_is_named_with_what_is_safe(ledger: Ledger) -> None:
    with pytest.raises(LimitError, match=r"the disk is full. What was recorded is safe. Make room"):  # noqa: SIM117
        with writing(ledger.workspace):
            raise OSError(28, os.strerror(28))


@pytest.mark.parametrize(
    "error", [OSError(5, os.strerror(5)), RuntimeError("Corruption: bad block"), sqlite3.DatabaseError("malformed")]
)
def test_a_disk_that_fails_is_named_with_what_is_safe(ledger: Ledger, error: Exception) -> None:
    with (
        pytest.raises(
            LimitError, match=r"cannot be read or written .*What was recorded is safe.*`kg rebuild`"
        ) as caught,
        writing(ledger.workspace),
    ):
        raise error
    assert caught.value.exit_code == 7


@contextmanager
def nobody() -> Iterator[None]:
    """Lose the rights of root, under which nothing is forbidden."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


def test_a_folder_that_cannot_be_written_is_read_and_named() -> None:
    with tempfile.TemporaryDirectory() as name, opened(Path(name)) as ledger:
        ledger.log.close()
        folders = [path for path in Path(name).rglob("*") if path.is_dir()]
        for path in Path(name).rglob("*"):
            path.chmod(stat.S_IRUSR | stat.S_IRGRP | stat.S_IROTH | (0o111 if path.is_dir() else 0))
        Path(name).chmod(0o555)
        try:
            with nobody():
                with (
                    pytest.raises(
                        NoWorkspaceError, match=r"cannot be written .*Give yourself write permission"
                    ) as caught,
                    writing(ledger.workspace),
                ):
                    pytest.fail("it was written anyway")
                assert caught.value.exit_code == 3
                with SqliteLog(ledger.workspace.log, mode="read") as log:
                    assert log.head().position == 5
                    with pytest.raises(NoWorkspaceError):
                        catch_up(ledger.workspace, log)
                assert snapshots(ledger.workspace.snapshots)
        finally:
            for path in (Path(name), *folders):
                path.chmod(0o755)


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("format = 1\nvendr = 1", "no setting vendr"),
        ('format = 1\n[corpus]\nvendr = "x"', "no setting corpus.vendr. Did you mean vendor?"),
        ("format = 1\n[corpus]\nvendor = 5", "corpus.vendor is no text"),
        ("format = 1\ncorpus = 5", "`corpus` is no table"),
    ],
)
def test_a_setting_that_nothing_reads_is_refused(tmp_path: Path, written: str, words: str) -> None:
    made = create(tmp_path / "ledger")
    made.mark.write_text(written)
    with pytest.raises(NoWorkspaceError) as caught:
        check(made)
    assert words in caught.value.sentence()
