"""Every exporter writes the same content in the same bytes, any text without harm, and nothing as a valid file."""

import csv
import json
from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from importlib.metadata import EntryPoint
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.errors import UsageError
from kg.exporters import EXPORTERS, Exporter, Options, by_ending, exporter, exporters
from kg.exporters.csv import CSV
from kg.resources import folder
from kg.tabular import Column, Content, Sheet
from kg.tabular.whole import everything
from kg.vocab import PREDICATES
from tests.exporters.fixture import CLAIM_RECORDS, EDGE_RECORDS, FIXTURE, NODE_RECORDS, SOURCE_RECORDS, written
from tests.exporters.test_rdf_readers import graphs, store

__all__ = ["store"]

texts = st.one_of(
    st.text(),
    st.text(st.characters(max_codepoint=0x9F)),
    st.text(st.characters(categories=("Cs", "Cc", "Cn", "Lo"))),
    st.text(st.sampled_from("\"\\'\n\r\t\x00\x0b\x7f{}<>@^_:;,.#&=+-é\u2028\ufffe🦙")),
)
XML = ("gexf", "graphml", "atom")
JSON = ("cyjs", "graphology", "nodelink", "csljson")
TEXTUAL = (*XML, *JSON, "csv", "bibtex", "ics", "dot")


@pytest.fixture(scope="module")
def whole(store: object) -> Content:
    """Return a graph with a bit of everything that events can say, which no format refuses."""
    return everything(store, events=graphs)  # type: ignore[arg-type]  # a fixture of another module


@pytest.mark.parametrize("kind", EXPORTERS, ids=lambda kind: kind.name)
def test_the_same_content_gives_the_same_bytes(kind: Exporter, whole: Content, tmp_path: Path) -> None:
    first = written(kind.name, tmp_path, whole).read_bytes()
    assert first == written(kind.name, tmp_path, whole).read_bytes() != b""


@pytest.mark.parametrize("kind", EXPORTERS, ids=lambda kind: kind.name)
def test_nothing_is_a_valid_file_too(kind: Exporter, tmp_path: Path) -> None:
    makers = {name: partial(replace, FIXTURE.sheet(name), rows=[]) for name in FIXTURE.names}
    empty = Content("nothing", makers, list, lambda: iter(()))
    path = tmp_path / "empty"
    counts = kind.write(empty, path, Options())
    assert set(counts.values()) == {0}
    assert not any(kind.count(path).values())


def with_text(text: str) -> Content:
    """Return the fixture with one text wherever a text can stand."""

    def changed(name: str, records: Iterable[dict[str, object]], own: tuple[str, ...]) -> Sheet:
        sheet = FIXTURE.sheet(name)
        kinds = {column.name: column.kind for column in sheet.columns}
        wild = (
            {
                key: value
                if key in own
                else (text, text)
                if kinds[key] == "texts"
                else text
                if kinds[key] == "text"
                else value
                for key, value in record.items()
            }
            for record in records
        )
        return Sheet.of(name, sheet.columns, wild)  # type: ignore[arg-type]  # texts in the place of texts

    ids = ("id", "source", "target", "times", "modality", "status", "kind")
    return Content(
        text,
        {
            "nodes": lambda: changed("nodes", NODE_RECORDS, ids),  # type: ignore[arg-type]  # values are objects
            "edges": lambda: changed("edges", EDGE_RECORDS, ids),  # type: ignore[arg-type]
            "claims": lambda: changed("claims", CLAIM_RECORDS, ids),  # type: ignore[arg-type]
            "sources": lambda: changed("sources", SOURCE_RECORDS, ids),  # type: ignore[arg-type]
            "records": lambda: FIXTURE.sheet("records"),
        },
    )


@given(text=texts)
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_any_text_leaves_every_text_format_whole(tmp_path: Path, text: str) -> None:
    content = with_text(text)
    for name in TEXTUAL:
        path = written(name, tmp_path, content)
        if name in XML:
            ET.parse(path)  # noqa: S314 (our own file)
        elif name in JSON:
            json.loads(path.read_text(encoding="utf-8"))


@given(rows=st.lists(st.tuples(texts, texts), max_size=5))
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_every_text_in_csv_reads_back(tmp_path: Path, rows: list[tuple[str, str]]) -> None:
    """Only NUL and halves of surrogate pairs are replaced; a text that a spreadsheet would run has an apostrophe."""
    sheet = Sheet("answer", (Column("a"), Column("b")), rows)
    path = written("csv", tmp_path, Content("rows", {"answer": lambda: sheet}))
    with path.open(encoding="utf-8", newline="") as file:
        read = list(csv.reader(file))
    assert read[0] == ["a", "b"]
    assert len(read) == len(rows) + 1
    for found, said in zip(read[1:], rows, strict=True):
        for one, other in zip(found, said, strict=True):
            kept = other.replace("\x00", "\ufffd").encode("utf-8", "replace").decode()
            assert one == (f"'{kept}" if kept.startswith(("=", "+", "-", "@", "\t", "\r")) else kept)


def test_an_exporter_is_called_by_its_name() -> None:
    assert [exporter(kind.name) for kind in EXPORTERS] == list(EXPORTERS)
    with pytest.raises(UsageError, match=r"there is no export format 'turtel'. Did you mean turtle\?") as caught:
        exporter("turtel")
    assert caught.value.exit_code == 2


def test_a_file_name_chooses_its_format() -> None:
    assert [by_ending(f"LEDGER{kind.ending}") for kind in EXPORTERS] == list(EXPORTERS)
    assert by_ending("sources.csl.json") is exporter("csljson")
    with pytest.raises(UsageError, match=r"ledger\.xls: no export format ends in '\.xls'\. Did you mean \.xlsx"):
        by_ending("ledger.xls")


def ids(content: Content, path: Path, _: Options) -> dict[str, int]:
    """Write the ids of the nodes, one a line: what a format of somebody else does."""
    nodes, _edges = content.graph()
    path.write_text("".join(f"{row[0]}\n" for row in nodes.rows), encoding="utf-8")
    return {"nodes": len(nodes.rows)}


LINES = Exporter("lines", ".lines", "ids", ids, lambda path: {"nodes": path.read_text("utf-8").count("\n")})


def test_a_new_exporter_is_one_entry(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("kg.exporters.EXPORTERS", (*EXPORTERS, LINES))
    assert written("lines", tmp_path).read_text("utf-8").splitlines()[0] == "kg:nvidia"


def test_a_package_of_somebody_else_joins_by_an_entry_point(monkeypatch: pytest.MonkeyPatch) -> None:
    def points(value: str) -> None:
        point = EntryPoint("lines", value, "kg.exporters")
        monkeypatch.setattr("kg.exporters.entry_points", lambda group: [point] if group == "kg.exporters" else [])

    points(f"{__name__}:LINES")
    monkeypatch.setattr(
        "importlib.metadata.import_module", lambda _: __import__("types").SimpleNamespace(LINES=LINES, CSV=ids)
    )
    assert exporters()[-1] is LINES is exporter("lines")
    points("somewhere:CSV")
    with pytest.raises(UsageError, match="'lines' leads to no exporter"):
        exporters()
    points("somewhere:MISSING")
    with pytest.raises(UsageError, match="the exporter 'lines' of another package cannot be loaded"):
        exporters()


@pytest.mark.parametrize("name", ["nquads", "trig"])
def test_a_part_of_the_ledger_has_no_events(name: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="is no whole ledger, and this format writes one graph an event"):
        exporter(name).write(FIXTURE, tmp_path / "x", Options())


def test_what_is_no_table_or_no_graph_is_said(tmp_path: Path) -> None:
    graph = Content("a graph", {}, list)
    with pytest.raises(UsageError, match="a graph is a graph and no table"):
        CSV.write(graph, tmp_path / "x", Options())
    with pytest.raises(UsageError, match="is a table and no graph"):
        exporter("turtle").write(FIXTURE, tmp_path / "x", Options())
    with pytest.raises(UsageError, match=r"--table claimz: .* has no such table\. Did you mean claims\?"):
        CSV.write(FIXTURE, tmp_path / "x", Options(table="claimz"))


def test_the_context_names_every_relation_between_things() -> None:
    context = json.loads((folder("ontology") / "context.jsonld").read_text(encoding="utf-8"))["@context"]
    for predicate in PREDICATES.values():
        if predicate.takes in {"entity", "topic"}:
            assert context[predicate.name] == {"@id": f"kg:{predicate.name}", "@type": "@id"}
