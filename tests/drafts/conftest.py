"""A ledger with the shipped column and digest, opened once for all tests of drafts."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.log import SqliteLog
from kg.opening import open_reader
from kg.reader import Reader
from kg.resources import folder
from kg.workspace import create
from tests.ledger import Ledger


@pytest.fixture(scope="package")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a workspace that holds the column and the digest with its text; it is only read."""
    place = tmp_path_factory.mktemp("drafts")
    workspace = create(place / "workspace")
    with SqliteLog(workspace.log, mode="create") as log:
        names = ("entities", "entities-more", "inference-pivot", "week-17-digest")
        report = Ledger(workspace, place / "files", log).ingest(*(folder("events") / f"{name}.yaml" for name in names))
        assert not report.refused(), report.refused()[0].error
    return workspace.root


@pytest.fixture(scope="package")
def reader(corpus: Path) -> Iterator[Reader]:
    """Return the opened workspace."""
    from kg.workspace import find  # noqa: PLC0415 (only here)

    with open_reader(find(corpus, named=True)) as opened:
        yield opened
