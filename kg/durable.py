"""A folder in, its names on the disk out: what was created or renamed there survives a power cut."""

import errno
import os
import sqlite3
from pathlib import Path

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_SAID = ("No space left on device", "Disk quota exceeded", "File too large")


def sync_folder(folder: Path) -> None:
    """Make names that were created or changed in `folder` survive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def is_full(error: BaseException) -> bool:
    """Return whether an error of the system, of SQLite or of the store says that a disk takes no more."""
    if isinstance(error, OSError) and error.errno in _FULL:
        return True
    if isinstance(error, sqlite3.Error):
        return getattr(error, "sqlite_errorname", "") in {"SQLITE_FULL", "SQLITE_IOERR_SHMSIZE"}
    return any(words in str(error) for words in _SAID)
