"""What stands where a log should be, and what is said of it."""

import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from kg.errors import KgError, LockedError, NoWorkspaceError, VerificationError
from kg.log import NotALogError, SqliteLog
from kg.log.database import FORMAT
from tests.log.builders import NOW, new, several

NOBODY = 65534


def test_a_file_that_is_no_database_is_left_alone(path: Path) -> None:
    path.write_text("a letter, and nothing else\n" * 100)
    with pytest.raises(NotALogError, match="not a log"):
        SqliteLog(path)
    assert path.read_text().startswith("a letter")


def test_the_database_of_another_program_is_left_alone(path: Path) -> None:
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE bookmarks (url TEXT)")
    before = path.read_bytes()
    with pytest.raises(NotALogError, match="another program"):
        SqliteLog(path, mode="create")
    assert path.read_bytes() == before


def test_a_log_of_a_newer_format_is_left_alone(log: SqliteLog, path: Path) -> None:
    log.close()
    with closing(sqlite3.connect(path)) as newer:
        newer.execute(f"PRAGMA user_version = {FORMAT + 1}")
    with pytest.raises(NotALogError, match=f"format {FORMAT + 1}.*Install") as caught:
        SqliteLog(path)
    assert caught.value.exit_code == 3


def test_a_folder_is_no_log(tmp_path: Path) -> None:
    with pytest.raises(NotALogError, match="a folder stands"):
        SqliteLog(tmp_path, mode="create")


@pytest.mark.parametrize("left", ["nothing", "header"])
def test_an_interrupted_creation_is_made_good_by_a_writer_and_named_to_a_reader(path: Path, left: str) -> None:
    path.touch()
    if left == "header":
        with closing(sqlite3.connect(path)) as begun:
            begun.execute("PRAGMA journal_mode = WAL")
    with pytest.raises(NotALogError, match="never finished"):
        SqliteLog(path, mode="read")
    with SqliteLog(path) as log:
        assert log.append([new("a")], now=NOW) == (1,)
        assert log.verify() is None


@pytest.mark.parametrize(
    "statement",
    [
        "DROP INDEX records_by_type",
        "CREATE TRIGGER quiet AFTER INSERT ON records BEGIN DELETE FROM tags; END",
        "ALTER TABLE records ADD COLUMN note TEXT",
    ],
)
def test_changed_tables_are_not_written_to(log: SqliteLog, path: Path, statement: str) -> None:
    log.close()
    with closing(sqlite3.connect(path)) as other:
        other.execute(statement)
    with pytest.raises(VerificationError, match="tables, indexes or triggers"):
        SqliteLog(path)


def test_a_file_that_was_copied_in_part_is_damaged(log: SqliteLog, path: Path) -> None:
    log.append(several(200), now=NOW)
    log.close()
    content = path.read_bytes()
    for kept in (100, 5000, len(content) // 2, len(content) - 1):
        path.write_bytes(content[:kept])
        with pytest.raises(KgError), SqliteLog(path, mode="read") as torn:  # noqa: PT012  opening or reading may find it
            damage = torn.verify()
            assert damage is not None
            raise VerificationError(damage.what)


def test_a_second_writer_waits_and_then_says_who_is_in_the_way(log: SqliteLog, path: Path) -> None:
    with SqliteLog(path, busy_seconds=0.05) as second, log._writing():
        with pytest.raises(LockedError) as caught:
            second.append([new("a")], now=NOW)
        assert caught.value.exit_code == 8
    with SqliteLog(path) as third:
        assert third.append([new("a")], now=NOW) == (1,)


def test_commits_are_synced(log: SqliteLog) -> None:
    full = 2
    assert log._connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert log._connection.execute("PRAGMA synchronous").fetchone() == (full,)


@pytest.fixture
def shelf() -> Iterator[Path]:
    """Return a folder that any user may enter."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)
        Path(folder).chmod(0o755)


@contextmanager
def write_protected(folder: Path) -> Iterator[None]:
    """Be a user for whom the folder and its files are read-only."""
    for file in folder.iterdir():
        file.chmod(0o444)
    folder.chmod(0o555)
    root = os.geteuid() == 0
    if root:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        if root:
            os.seteuid(0)
        folder.chmod(0o755)


def test_a_log_in_a_read_only_folder_can_be_read(shelf: Path) -> None:
    with SqliteLog(shelf / "log.db", mode="create") as log:
        log.append(several(3), now=NOW)
    with write_protected(shelf):
        with SqliteLog(shelf / "log.db", mode="read") as reader:
            assert len(list(reader.read())) == 3
            assert reader.verify() is None
            with pytest.raises(NoWorkspaceError, match="cannot be written"):
                reader.append([new("a")], now=NOW)
        with pytest.raises(NoWorkspaceError, match="cannot be written"):
            SqliteLog(shelf / "log.db")


def test_a_reader_in_a_read_only_folder_sees_what_an_open_writer_has_committed(shelf: Path) -> None:
    with SqliteLog(shelf / "log.db", mode="create") as log:
        log.append(several(3), now=NOW)
        with write_protected(shelf), SqliteLog(shelf / "log.db", mode="read") as reader:
            assert len(list(reader.read())) == 3


def test_an_unmerged_write_ahead_log_in_a_read_only_folder_is_not_passed_over(shelf: Path) -> None:
    with SqliteLog(shelf / "log.db", mode="create") as log:
        log.append(several(3), now=NOW)
        files = {name: (shelf / name).read_bytes() for name in ("log.db", "log.db-wal")}
    for name, content in files.items():
        (shelf / name).write_bytes(content)
    with write_protected(shelf), pytest.raises(NoWorkspaceError, match="two files beside it"):
        SqliteLog(shelf / "log.db", mode="read")


def test_a_path_with_marks_of_a_uri_is_a_path(tmp_path: Path) -> None:
    path = tmp_path / "a?mode=ro#b%41 é.db"
    with SqliteLog(path, mode="create") as log:
        log.append([new("a")], now=NOW)
    assert path.is_file()
