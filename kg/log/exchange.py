"""The files of an open log in, an error out once they are no longer the ones that stand under its name.

SQLite keeps a log in three files and holds on to those that it has opened. If one of them is removed, exchanged or cut
meanwhile, by a program that tidies up or brings back a copy, two processes no longer meet in the same files: each
commits, each is told that all is well, and the records of one are gone. So whoever appends has the folder to itself for
the length of a batch, which no exchange of files can undermine; looks before and after it whether the three files still
are the ones that were opened, and the write-ahead log still ends as it did; and reads the head again through a
connection of its own before anything is acknowledged.

Closing is dangerous too, since the last one to close moves the write-ahead log into the file and deletes it. What was
exchanged is therefore never closed: the process takes its open files with it when it ends.
"""

import fcntl
import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from kg.errors import LockedError
from kg.files import open_folder
from kg.folders import locked
from kg.log import tables
from kg.log.errors import ExchangedError
from kg.log.record import Head

_AHEAD, _SHARED = "-wal", "-shm"
_HEADER, _FRAME = 32, 24
"""Bytes at the beginning of a write-ahead log, and before each page in it (https://www.sqlite.org/fileformat2.html)."""
_MAGIC = (b"\x37\x7f\x06\x82", b"\x37\x7f\x06\x83")
_SALTS, _SALT_OF_PAGE, _COMMITS = slice(16, 24), slice(8, 16), slice(4, 8)
"""Where the header has the numbers that every page of its generation carries; where a page has them, and where it says
that it is the last one of a transaction: pages of one that failed are written over by the next."""
_PATIENCE = 0.002


@dataclass(frozen=True, slots=True)
class _Ahead:
    """What was seen of the write-ahead log."""

    header: bytes = b""
    size: int = 0
    end: bytes = b""
    """The last page with what stands before it, if it ends a transaction of the generation of the header."""


class OpenFiles:
    """The three files of the log at `path`, as they are now that `connection` has them open."""

    def __init__(self, path: Path, connection: sqlite3.Connection, *, writes: bool) -> None:
        self._path, self._connection, self.are_open = path, connection, True
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()  # opens the two files beside it
        self._uri = f"{path.absolute().as_uri()}?mode=ro"
        self._shared, self._beside = f"{path}{_SHARED}", f"{path}{_AHEAD}"
        self._opened = {name: _state(name) for name in (str(path), self._beside, self._shared)}
        self._page, self._ahead = 0, _Ahead()
        self._folder: int | None = None
        self._reading: int | None = None
        if writes:
            if self._opened[self._beside] is not None:
                self._reading = os.open(self._beside, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
            (self._page,) = connection.execute("PRAGMA page_size").fetchone()
            with suppress(OSError):  # a folder that may be written and not be listed
                self._folder = open_folder(path.parent, None)

    @contextmanager
    def alone(self, seconds: float) -> Iterator[None]:
        """Keep other processes from appending meanwhile; where a folder cannot be locked, SQLite's own locks must do.

        Raises
        ------
        LockedError
            Another process had it for all that time.

        """
        deadline = time.monotonic() + seconds
        while not self._is_locked():
            if time.monotonic() > deadline:
                raise LockedError(
                    "another process keeps writing to the log",
                    where=str(self._path),
                    next_step="Wait until it has ended, then run the same command again.",
                )
            time.sleep(_PATIENCE)
        try:
            yield
        finally:
            if self._folder is not None:
                with suppress(OSError):
                    fcntl.flock(self._folder, fcntl.LOCK_UN)

    def _is_locked(self) -> bool:
        try:
            return self._folder is None or locked(self._folder)
        except OSError:
            return True

    def check_shared(self) -> None:
        """Look at the file that SQLite has mapped: to read it where it was cut would end the process.

        Raises
        ------
        ExchangedError
            It is no longer the one that was opened.

        """
        self._check_one(self._shared)

    def check(self, *, committed: bool = False) -> None:
        """Look at all three files, and at what was seen of the write-ahead log when this process last had `committed`.

        Raises
        ------
        ExchangedError
            One of them is no longer the one that was opened, or no longer holds what was seen in it.

        """
        for name in self._opened:
            self._check_one(name)
        now = self._seen()
        if committed:
            if now.size and not now.header.startswith(_MAGIC):
                raise ExchangedError(self._path, self._beside, "was cut or written over")
            self._ahead = now

    def check_head(self, head: Head) -> None:
        """Read a record that was written last through another connection, as the next process would.

        Raises
        ------
        ExchangedError
            It is not there, or cannot be read.

        """
        try:
            with closing(sqlite3.connect(self._uri, uri=True, isolation_level=None)) as other:
                found = tables.chains(other, head.position, head.position).get(head.position)
        except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
            raise ExchangedError(self._path, str(self._path), f"could not be read again ({error})") from None
        if found != head.chain:
            raise ExchangedError(self._path, str(self._path), f"lost record {head.position}")

    def abandon(self) -> None:
        """Keep the connection open until the process ends: closing would move and delete what belongs to others."""
        import ctypes  # noqa: PLC0415 (only where something is wrong)

        ctypes.pythonapi.Py_IncRef(ctypes.py_object(self._connection))

    def close(self) -> None:
        """Let go of what was opened to look."""
        self.are_open = False
        for descriptor in (self._folder, self._reading):
            if descriptor is not None:
                os.close(descriptor)
        self._folder = self._reading = None

    def _check_one(self, name: str) -> None:
        before, now = self._opened[name], _state(name)
        if before is None:
            return
        if now is None:
            raise ExchangedError(self._path, name, "was removed")
        if now[:2] != before[:2]:
            raise ExchangedError(self._path, name, "was exchanged")
        if name == self._shared and now[2] < before[2]:
            raise ExchangedError(self._path, name, "was cut")

    def _seen(self) -> _Ahead:
        """Return what is to be seen of the write-ahead log now; ExchangedError where that cannot follow from before."""
        if self._reading is None:
            return _Ahead()
        before, file = self._ahead, self._reading
        size, header = os.fstat(file).st_size, os.pread(file, _HEADER, 0)
        if header == before.header:
            again = os.pread(file, len(before.end), before.size - len(before.end))
            if size < before.size or again != before.end:
                raise ExchangedError(self._path, self._beside, "was cut")
        whole = _FRAME + self._page
        end = os.pread(file, whole, size - whole) if size >= _HEADER + whole else b""
        is_last = any(end[_COMMITS]) and end[_SALT_OF_PAGE] == header[_SALTS]
        return _Ahead(header, size, end if is_last else b"")


def _state(path: str) -> tuple[int, int, int] | None:
    """Return device, number and size of a file, or None where there is none."""
    try:
        found = os.lstat(path)
    except FileNotFoundError:
        return None
    return found.st_dev, found.st_ino, found.st_size
