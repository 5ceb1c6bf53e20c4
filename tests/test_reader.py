"""Asking a workspace from Python."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

import kg
from kg.errors import BadInputError, KgError, LimitError, NoWorkspaceError
from kg.ingest import ingest
from kg.log import SqliteLog
from kg.query.engine import Limits
from kg.reader import Reader
from kg.stores.oxigraph import snapshots
from kg.table import Boolean, Table, Triples
from kg.workspace import create
from tests.cli.running import CORPUS

NOW = datetime(2026, 6, 15, tzinfo=UTC)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    workspace = create(tmp_path_factory.mktemp("reader") / "ledger")
    with SqliteLog(workspace.log, mode="create") as log:
        ingest(workspace, log, [CORPUS], now=lambda: NOW)
    return workspace.root


@pytest.fixture(scope="module")
def ledger(folder: Path) -> Iterator[Reader]:
    with kg.open(folder) as opened:
        yield opened


def ids(answer: object) -> list[str]:
    assert isinstance(answer, Table)
    return [cell.value.rpartition("/id/")[2] for row in answer.rows for cell in row if cell]


def test_a_question_by_name_with_parameters(ledger: Reader) -> None:
    answer = ledger.query("contested", document="orchid-launch")
    assert isinstance(answer, Table)
    assert answer.columns[0] == "claim"
    assert {row[0].value.rpartition("/")[2] for row in answer.rows if row[0]} == {"speed", "power"}


def test_dates_and_lists_are_written_out(ledger: Reader) -> None:
    late = ledger.query("overdue", on=date(2026, 10, 1), document=["orchid-launch", "wire-nine-report"])
    assert "orchid-launch/shipping" in ids(late)
    early = ledger.query("overdue", on=date(2026, 9, 1))
    assert isinstance(early, Table)
    assert not early.rows


def test_sparql_of_each_form(ledger: Reader) -> None:
    assert ids(ledger.query("SELECT ?c WHERE { ?c a kg:Chip } ORDER BY ?c")) == ["fern", "orchid"]
    assert ledger.query("ASK { id:orchid a kg:Chip }") == Boolean(value=True)
    triples = ledger.query("CONSTRUCT { ?c a kg:Chip } WHERE { ?c a kg:Chip }")
    assert isinstance(triples, Triples)
    assert triples.ntriples.count(b"\n") == 2


def test_table_refuses_what_is_no_table(ledger: Reader) -> None:
    with pytest.raises(BadInputError, match="does not answer with a table"):
        ledger.table("ASK { ?c a kg:Chip }")


def test_limits_hold(folder: Path, ledger: Reader) -> None:
    with (
        Reader(ledger.workspace, ledger.snapshot, position=1, limits=Limits(seconds=0.3)) as hasty,
        pytest.raises(LimitError),
    ):
        hasty.query("SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }")
    assert snapshots(folder / "snapshots")[-1] == ledger.snapshot


def test_questions_are_listed_without_the_views(ledger: Reader) -> None:
    assert "contested" in {question.name for question in ledger.questions()}
    assert {question.folder for question in ledger.questions()} <= {"answers", "networks", "checks"}
    assert ledger.question("views/thing").name == "thing"


def test_search_puts_figures_first(ledger: Reader) -> None:
    assert ledger.search("120 million dollars")[0].id == "orchid-launch/last-round"
    assert ledger.search("Larch Semi")[0].kind == "entity"
    assert len(ledger.search("orchid", limit=2)) == 2


def test_search_without_an_index_makes_one(ledger: Reader, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(ledger.workspace.root, tmp_path / "copy"))
    for path in copy.glob("search.db*"):
        path.unlink()
    with kg.open(copy) as opened:
        assert opened.search("orchid") == ledger.search("orchid")


def test_words_are_those_of_the_text_and_checked(ledger: Reader) -> None:
    assert ledger.words("orchid-launch/power") == ("One board draws 900 watts",)
    assert ledger.words("wire-nine-report/measured-power") == ()
    with pytest.raises(BadInputError, match="Did you mean power"):
        ledger.words("orchid-launch/powr")


@pytest.mark.filterwarnings("ignore:Dataset.:DeprecationWarning")  # rdflib's own use of its older names
def test_rdflib_sees_the_same_graph_and_cannot_change_it(ledger: Reader) -> None:
    found = ledger.rdflib().query("SELECT ?c WHERE { ?c a <https://w3id.org/claimledger/ns#Chip> }")
    assert len(list(found)) == 2
    with pytest.raises(Exception, match="read-write"):
        ledger.rdflib().update("DELETE WHERE { ?s ?p ?o }")


def test_open_finds_the_workspace_above(folder: Path) -> None:
    with kg.open(folder / "documents") as opened:
        assert opened.workspace.root == folder
    with pytest.raises(NoWorkspaceError):
        kg.open(folder.parent / "elsewhere")


def test_open_catches_up_with_the_log(folder: Path, tmp_path: Path) -> None:
    copy = create(Path(shutil.copytree(folder, tmp_path / "copy")))
    (tmp_path / "more.yaml").write_text("entities:\n  ash: {class: Company, label: Ash}\n")
    for stale in (copy.snapshots, copy.store):
        shutil.move(stale, tmp_path / stale.name)
    with SqliteLog(copy.log) as log:
        ingest(copy, log, [tmp_path / "more.yaml"], now=lambda: NOW)
    for stale in (copy.snapshots, copy.store):
        shutil.rmtree(stale)
        shutil.move(tmp_path / stale.name, stale)
    with kg.open(copy.root) as opened:
        assert opened.query("ASK { id:ash a kg:Company }") == Boolean(value=True)


def test_a_graph_of_another_log_with_as_many_records_is_not_taken_for_this_one(folder: Path, tmp_path: Path) -> None:
    other = create(tmp_path / "other")
    names = "".join(f"  oak-{number}: {{class: Company, label: Oak {number}}}\n" for number in range(10))
    (tmp_path / "oaks.yaml").write_text(f"entities:\n{names}")
    with SqliteLog(other.log, mode="create") as log:
        ingest(other, log, [tmp_path / "oaks.yaml"], now=lambda: NOW)
    copy = Path(shutil.copytree(folder, tmp_path / "copy"))
    for path in copy.glob("log.db*"):
        path.unlink()
    for path in other.root.glob("log.db*"):
        shutil.copy(path, copy)
    with kg.open(copy) as opened:
        assert opened.position == 10
        assert opened.query("ASK { id:oak-1 a kg:Company }") == Boolean(value=True)
        assert opened.query("ASK { id:orchid a kg:Chip }") == Boolean(value=False)


def test_reading_does_not_import_the_write_side() -> None:
    code = (
        "import sys, kg.reader, kg.views.show, kg.views.cite\n"
        "wrong = [n for n in sys.modules if n.startswith(('kg.log', 'kg.events', 'kg.projections', 'kg.pipeline'))]\n"
        "sys.exit(', '.join(wrong) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_half_a_character_is_refused_at_every_door(ledger: Reader) -> None:
    for ask in (
        lambda: ledger.search("a\ud83d"),
        lambda: ledger.query("contested", document="a\ud83d"),
        lambda: ledger.query("SELECT * { ?s ?p 'a\ud83d' }"),
        lambda: kg.open(ledger.workspace.root, without=["a\ud83d"]),
        lambda: kg.open(ledger.workspace.root, as_of="a\ud83d"),
    ):
        with pytest.raises(KgError) as caught:
            ask()
        caught.value.sentence().encode()
