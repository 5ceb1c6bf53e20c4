"""A file is there whole or not at all: on a full disk, where one is already, and where a check fails."""

import resource
import signal
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from kg.errors import BadInputError, LimitError, VerificationError
from kg.exporters import EXPORTERS, Exporter, exporter
from kg.exporting import Written, export
from kg.extras import MissingExtraError
from kg.tabular import Column, Content, Sheet
from tests.exporters.fixture import FIXTURE


@pytest.fixture
def full_disk() -> Iterator[None]:
    """Let no file grow beyond 20,000 bytes: what a full disk looks like, without filling one."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    old = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, hard))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    signal.signal(signal.SIGXFSZ, old)


def large() -> Content:
    """Return the fixture with thousands of rows in every sheet, and as many triples and events."""

    def many(name: str) -> Sheet:
        sheet = FIXTURE.sheet(name)
        firsts = {column.name for column in sheet.columns[:1]} & {"id", "claim", "position"}
        rows = (row for row in sheet.rows for _ in range(5000 // len(sheet.rows)))
        numbered = ((f"{row[0]} {n}" if isinstance(row[0], str) else n, *row[1:]) for n, row in enumerate(rows))
        return replace(sheet, rows=list(numbered if firsts else rows))

    iri = "<http://example.org/a>"
    said = [f'{iri} {iri} "text {n:04}" .\n'.encode() for n in range(2000)]
    events = [(n, [(iri, iri, f'"text {n}"')]) for n in range(2000)]
    return Content("large", {name: partial(many, name) for name in FIXTURE.names}, lambda: said, lambda: events)


@pytest.mark.parametrize("kind", EXPORTERS, ids=lambda kind: kind.name)
def test_a_full_disk_leaves_nothing_and_says_so(kind: Exporter, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    content = large()
    request.getfixturevalue("full_disk")
    with pytest.raises(LimitError, match="the disk is full") as caught:
        export(content, kind, tmp_path / "file", check=True)
    assert caught.value.exit_code == 7
    assert not list(tmp_path.iterdir())


def test_a_file_that_is_there_stays_unless_it_may_go(tmp_path: Path) -> None:
    path = tmp_path / "ledger.csv"
    path.write_text("mine", encoding="utf-8")
    with pytest.raises(BadInputError, match=r"the file is there already. Name another, or add --force"):
        export(FIXTURE, exporter("csv"), path)
    assert path.read_text("utf-8") == "mine"
    written = export(FIXTURE, exporter("csv"), path, force=True, check=True)
    assert written == Written(path, {"claims": 4}, checked=True)
    assert path.read_text("utf-8").startswith("id,")
    assert list(tmp_path.iterdir()) == [path]


def test_a_check_that_fails_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "ledger.csv"
    path.write_text("mine", encoding="utf-8")
    lost = replace(exporter("csv"), count=lambda _: {"rows": 3})
    with pytest.raises(VerificationError, match=r"read again it has \{'rows': 3\}, but \{'claims': 4\} were written"):
        export(FIXTURE, lost, path, force=True, check=True)
    assert [each.read_text("utf-8") for each in tmp_path.iterdir()] == ["mine"]


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    for name in ("csv", "sqlite", "parquet", "xlsx", "turtle"):
        with pytest.raises(BadInputError, match="the file cannot be written"):
            export(FIXTURE if name != "turtle" else large(), exporter(name), tmp_path / "no" / "where")


@pytest.mark.parametrize(("name", "module"), [("xlsx", "xlsxwriter"), ("parquet", "pyarrow")])
def test_a_missing_package_is_one_sentence(
    name: str, module: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, module, None)
    with pytest.raises(MissingExtraError, match="needs the extra 'tables'"):
        export(FIXTURE, exporter(name), tmp_path / "file")
    assert not list(tmp_path.iterdir())


def test_a_sheet_that_no_workbook_holds_is_refused(tmp_path: Path) -> None:
    sheet = Sheet("answer", (Column("n", "integer"),), [(1,)] * 1_048_576)
    with pytest.raises(LimitError, match=r"answer has 1048576 rows, and a sheet of a workbook holds 1048575"):
        export(Content("x", {"answer": lambda: sheet}), exporter("xlsx"), tmp_path / "x.xlsx")
    assert not list(tmp_path.iterdir())


def test_what_was_written_is_said_in_words() -> None:
    assert Written(Path("x"), {"nodes": 1, "edges": 2}, checked=False).words() == "1 node and 2 edges"
    assert Written(Path("x"), {"answer": 1}, checked=False).words() == "1 row"
    assert Written(Path("x"), {"entries": 1}, checked=False).words() == "1 entry"
    assert Written(Path("x"), {"claims": 0, "nodes": 3, "places": 1}, checked=False).words() == (
        "0 claims, 3 nodes and 1 place"
    )
