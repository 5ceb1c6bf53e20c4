"""What to do without a workspace that takes anything: tell that its disk is full, and find another place."""

import errno
import sqlite3
import tempfile
from contextlib import suppress
from pathlib import Path

from kg.errors import LimitError

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_SAID = ("No space left on device", "Disk quota exceeded", "File too large")
_MEMORY = "/dev/shm"  # noqa: S108 (a folder of our own is made in it)


def temporary_folder() -> Path:
    """Return a new folder for what cannot be kept; whoever asked removes it.

    Raises
    ------
    LimitError
        There is no room anywhere.

    """
    for place in (None, _MEMORY):
        with suppress(OSError):
            return Path(tempfile.mkdtemp(prefix="kg-", dir=place))
    raise LimitError(
        "no disk has room for a temporary folder", next_step="Make room, or set TMPDIR to a folder that has some."
    )


def is_full(error: BaseException) -> bool:
    """Return whether an error of the system, of SQLite or of the store says that a disk takes no more."""
    if isinstance(error, OSError) and error.errno in _FULL:
        return True
    if isinstance(error, sqlite3.Error):
        return getattr(error, "sqlite_errorname", "") in {"SQLITE_FULL", "SQLITE_IOERR_SHMSIZE"}
    return any(words in str(error) for words in _SAID)
