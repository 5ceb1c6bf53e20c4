"""A file of SQLite in, a connection that only reads it out, also where SQLite may or can make no files beside it.

A reader of a database with a write-ahead log needs two files beside it, and makes them if they are not there. Where it
may not, or the disk has no room for them, there are two ways left: without anything in the write-ahead log the file is
complete by itself and never changes; otherwise the index of that log is held in memory, and others wait meanwhile.
"""

import sqlite3
from pathlib import Path
from urllib.parse import quote

_REFUSED = ("SQLITE_READONLY", "SQLITE_CANTOPEN")
_NO_ROOM = ("SQLITE_FULL", "SQLITE_IOERR_SHM", "SQLITE_IOERR_WRITE", "SQLITE_IOERR_TRUNCATE")


def open_to_read(path: Path, *, busy_seconds: float = 5.0) -> sqlite3.Connection:
    """Open the database at `path` for reading, in autocommit mode. Raises what SQLite does."""
    try:
        return _opened(path, "mode=ro", busy_seconds)
    except sqlite3.OperationalError as error:
        code = getattr(error, "sqlite_errorname", "")
        if not code.startswith((*_REFUSED, *_NO_ROOM)):
            raise
        if not _has_write_ahead_log(path):
            return _opened(path, "mode=ro&immutable=1", busy_seconds)
        if code.startswith(_REFUSED):
            raise
        return _opened(path, "mode=rw", busy_seconds, "PRAGMA locking_mode = EXCLUSIVE")


def _has_write_ahead_log(path: Path) -> bool:
    ahead = path.with_name(f"{path.name}-wal")
    return ahead.exists() and ahead.stat().st_size > 0


def _opened(path: Path, how: str, busy_seconds: float, before: str = "") -> sqlite3.Connection:
    uri = f"file:{quote(str(path.absolute()))}?{how}"
    connection = sqlite3.connect(uri, uri=True, timeout=busy_seconds, isolation_level=None)
    try:
        connection.execute("PRAGMA temp_store = MEMORY")  # what is sorted needs no room on a disk
        if before:
            connection.execute(before)
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except BaseException:
        connection.close()
        raise
    return connection
