"""A refusal of the log or of SQLite in, one sentence with a place and a next step out."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from kg.errors import BadInputError, KgError, LimitError, LockedError, NoWorkspaceError, VerificationError, quoted


class KeyTakenError(BadInputError):
    """A key that the log already holds came back with other content."""

    def __init__(self, key: str, position: int, *, erased: bool = False) -> None:
        self.key, self.position = key, position
        held = "was erased, so its content cannot be compared" if erased else "holds other content"
        super().__init__(
            f"the key {quoted(key)} is taken: record {position} {held}",
            where=f"position {position}",
            next_step="Record the change as an event of its own, under a new key.",
        )


class ConditionFailedError(LockedError):
    """Another writer appended something that this append was not to follow."""

    def __init__(self, position: int, after: int) -> None:
        self.position, self.after = position, after
        super().__init__(
            f"the log has moved on since position {after}, in what this append depends on",
            where=f"position {position}",
            next_step="Nothing was written; run the same command again.",
        )


class NotALogError(NoWorkspaceError):
    """The file is missing, is something else, or comes from a version that this one does not know."""


class StorageError(LimitError):
    """The disk is full or failing; where something was being written, nothing of it was acknowledged."""


class ExchangedError(StorageError):
    """A file of the log was removed, exchanged or cut while it was open; the batch was not acknowledged."""

    def __init__(self, log: Path, name: str, what: str) -> None:
        super().__init__(
            f"{Path(name).name} {what} while the log was open",
            where=str(log.parent),
            next_step="Nothing more is recorded into it, and what was recorded last may be gone. Stop whatever moves, "
            "deletes or synchronises files here, then run the same command again: what is there is not recorded twice.",
        )


class DamagedSegmentError(VerificationError):
    """A sealed segment is not as it was written; `where` names the file and the line."""

    def __init__(self, what: str, *, path: str, line: int) -> None:
        self.path, self.line = path, line
        super().__init__(
            what,
            where=f"{path}:{line}",
            next_step="Take this segment from another copy, or seal it again from a log that verifies.",
        )


_Codes = tuple[tuple[str, type[KgError], str, str], ...]
"""Beginnings of SQLite's names of errors, each with the class, the sentence and the next step."""
_ROOM = "Make room, then run the same command again."
_UNREAD: _Codes = (
    ("SQLITE_IOERR_SHM", StorageError, "the disk is full, so that the log cannot be opened for reading", _ROOM),
    ("SQLITE_FULL", StorageError, "the disk is full, so that the log cannot be read", _ROOM),
    (
        "SQLITE_IOERR",
        StorageError,
        "the disk refuses to read the log",
        "Check the disk; what it still gives can be copied to another one.",
    ),
    ("SQLITE_READONLY", NoWorkspaceError, "the log cannot be read here", "Copy it with the two files beside it."),
)
_UNOPENED: _Codes = (
    ("SQLITE_IOERR_SHM", StorageError, "the disk is full; nothing was recorded", _ROOM),
    ("SQLITE_FULL", StorageError, "the disk is full; nothing was recorded", _ROOM),
    (
        "SQLITE_IOERR",
        StorageError,
        "the disk refuses to open the log for writing; nothing was recorded",
        "Check the disk, then run the same command again.",
    ),
)
_CODES: _Codes = (
    (
        "SQLITE_BUSY",
        LockedError,
        "another process keeps writing to the log",
        "Wait until it has ended, then run the same command again.",
    ),
    (
        "SQLITE_NOTADB",
        NotALogError,
        "this file is not a log",
        "Move it away, or restore the log from a backup or its segments.",
    ),
    (
        "SQLITE_CORRUPT",
        VerificationError,
        "the log is damaged",
        "Keep the file as it is and restore the log from a backup or its segments.",
    ),
    (
        "SQLITE_FULL",
        StorageError,
        "the disk is full; the batch was not recorded",
        _ROOM,
    ),
    (
        "SQLITE_IOERR",
        StorageError,
        "the disk refuses to read or write; the batch was not acknowledged",
        "Check the disk, then run the same command again: what is already recorded is not recorded twice.",
    ),
    (
        "SQLITE_READONLY",
        NoWorkspaceError,
        "the log cannot be written here",
        "Give yourself write permission for the file and its folder, or copy both.",
    ),
    (
        "SQLITE_CANTOPEN",
        NoWorkspaceError,
        "the log cannot be opened",
        "Check that you may read it and write in its folder, or copy it with the two files beside it (-wal, -shm).",
    ),
    (
        "SQLITE_CONSTRAINT",
        BadInputError,
        "two different records claim one key",
        "Compare the two copies; this one was left as it is.",
    ),
)


Doing = Literal["reading", "opening", "writing"]
_BEFORE: dict[Doing, _Codes] = {"reading": _UNREAD, "opening": _UNOPENED, "writing": ()}


@contextmanager
def named_errors(path: Path, doing: Doing = "writing") -> Iterator[None]:
    """Turn what SQLite reports into errors that say what to do; anything unexpected passes through.

    Python's own complaint about text that is no UTF-8 comes without a code: only a damaged file holds such text.
    """
    try:
        yield
    except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
        unreadable = isinstance(error, sqlite3.OperationalError | UnicodeDecodeError)
        code = getattr(error, "sqlite_errorname", "SQLITE_CORRUPT" if unreadable else "")
        for prefix, kind, what, next_step in (*_BEFORE[doing], *_CODES):
            if code.startswith(prefix):
                raise kind(what, where=str(path), next_step=next_step) from error
        raise
