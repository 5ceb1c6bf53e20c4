"""What says that a disk is full, and where else there is room."""

import errno
import sqlite3
from pathlib import Path

import pytest

from kg.elsewhere import is_full, temporary_folder
from kg.errors import LimitError


def of_sqlite(name: str) -> sqlite3.Error:
    error = sqlite3.OperationalError("x")
    error.sqlite_errorname = name
    return error


@pytest.mark.parametrize(
    ("error", "full"),
    [
        (OSError(errno.ENOSPC, "x"), True),
        (OSError(errno.EIO, "x"), False),
        (OSError("IO error: No space left on device: While appending"), True),
        (RuntimeError("Corruption: block checksum mismatch"), False),
        (of_sqlite("SQLITE_FULL"), True),
        (of_sqlite("SQLITE_IOERR_SHMSIZE"), True),
        (of_sqlite("SQLITE_CORRUPT"), False),
    ],
)
def test_a_full_disk_is_told_from_other_faults(error: Exception, *, full: bool) -> None:
    assert is_full(error) == full


def test_a_temporary_folder_is_found_or_that_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    asked: list[str | None] = []

    def refuse(*, prefix: str, dir: str | None) -> str:  # noqa: A002 (its name in the library)
        asked.append(dir)
        raise OSError(errno.ENOSPC, prefix)

    monkeypatch.setattr("kg.elsewhere.tempfile.mkdtemp", refuse)
    with pytest.raises(LimitError, match="no disk has room"):
        temporary_folder()
    assert len(asked) == 2
    monkeypatch.setattr("kg.elsewhere.tempfile.mkdtemp", lambda **_: str(tmp_path))
    assert temporary_folder() == tmp_path
