"""Fixtures for the SQLite log and its segments."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.log import SqliteLog


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return where a log may be made."""
    return tmp_path / "log.db"


@pytest.fixture
def log(path: Path) -> Iterator[SqliteLog]:
    with SqliteLog(path, mode="create") as opened:
        yield opened
