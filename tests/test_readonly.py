"""Reading a database where SQLite can make no files beside it."""

import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from kg import readonly
from kg.readonly import open_to_read


@pytest.fixture
def made(tmp_path: Path) -> Path:
    """Return a database whose last row stands in the write-ahead log only, as after a kill, without an index of it."""
    connection = sqlite3.connect(tmp_path / "a.db", isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("CREATE TABLE t (n)")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.execute("INSERT INTO t VALUES (1)")
    (tmp_path / "b").mkdir()
    for ending in ("", "-wal"):
        shutil.copy(tmp_path / f"a.db{ending}", tmp_path / "b" / f"a.db{ending}")
    connection.close()
    return tmp_path / "b" / "a.db"


def failing(code: str) -> Callable[..., sqlite3.Connection]:
    """Return what opens as before, except that the first try ends as it does without room."""
    original, tries = readonly._opened, list[str]()

    def opened(path: Path, how: str, *rest: object) -> sqlite3.Connection:
        tries.append(how)
        if len(tries) == 1:
            error = sqlite3.OperationalError("disk I/O error")
            error.sqlite_errorname = code
            raise error
        return original(path, how, *rest)  # type: ignore[arg-type]  # as it was called

    return opened


@pytest.mark.parametrize("code", ["SQLITE_IOERR_SHMSIZE", "SQLITE_FULL"])
def test_what_stands_in_the_write_ahead_log_is_read_without_a_file_beside(
    made: Path, monkeypatch: pytest.MonkeyPatch, code: str
) -> None:
    monkeypatch.setattr(readonly, "_opened", failing(code))
    connection = open_to_read(made)
    assert connection.execute("SELECT n FROM t").fetchall() == [(1,)]
    assert not made.with_name("a.db-shm").exists()
    connection.close()


def test_a_file_that_is_complete_is_read_as_it_is(made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made.with_name("a.db-wal").unlink()
    monkeypatch.setattr(readonly, "_opened", failing("SQLITE_IOERR_SHMSIZE"))
    connection = open_to_read(made)
    assert connection.execute("SELECT n FROM t").fetchall() == []
    assert [path.name for path in made.parent.iterdir()] == ["a.db"]
    connection.close()


def test_a_log_that_may_not_be_written_is_not_passed_over(made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readonly, "_opened", failing("SQLITE_READONLY_DIRECTORY"))
    with pytest.raises(sqlite3.OperationalError):
        open_to_read(made)
