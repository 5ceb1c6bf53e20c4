"""Queries run in a process of their own, and whatever happens there comes out as an answer or a sentence."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.contained.sandbox import NO_SOCKETS
from kg.errors import BadInputError, KgError, LimitError, NoWorkspaceError
from kg.ids import ID, KG
from kg.query import engine as engine_module
from kg.query.engine import Engine, Limits
from kg.query.errors import QueryTextError
from kg.query.screen import Screened
from kg.table import Boolean, Cell, Table, Triples

ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n1 ?o . ?p ?q ?r . ?s ?t ?u }"
ROOT = Path(__file__).parents[2]


def table(engine: Engine, query: str) -> Table:
    answer = engine.query(query)
    assert isinstance(answer, Table)
    return answer


def process(engine: Engine) -> int:
    engine.sandbox()
    process = engine._worker._process
    assert process is not None
    return process.pid


@pytest.fixture
def unscreened(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every text through to the worker, to see that it is contained there as well."""
    monkeypatch.setattr(engine_module, "screen", lambda text, **_: Screened(text, None))


def test_a_table_has_columns_in_the_order_of_the_select_and_cells_with_their_kind(engine: Engine) -> None:
    answer = table(engine, "SELECT ?name ?e ?none { ?e a kg:Company ; skos:prefLabel ?name } ORDER BY ?name")
    assert answer.columns == ("name", "e", "none")
    assert answer.rows == (
        (Cell("literal", "Ash"), Cell.node("ash"), None),
        (Cell("literal", "Birch", "", "en"), Cell.node("birch"), None),
    )
    assert not answer.truncated


def test_select_star_keeps_the_order_of_the_text(engine: Engine) -> None:
    answer = table(engine, "SELECT * { ?z kg:timeLatest ?a ; rdf:subject ?m }")
    assert answer.columns == ("z", "a", "m")
    assert [cell and cell.value for cell in answer.rows[0]] == [f"{ID}d1/date", "2026-09-30", f"{ID}birch"]


def test_ask_construct_and_describe(engine: Engine) -> None:
    assert engine.query("ASK { id:ash a kg:Company }") == Boolean(value=True)
    assert engine.query("ASK { id:ash a kg:Person }") == Boolean(value=False)
    built = engine.query("CONSTRUCT { ?e a kg:Agent } WHERE { ?e a kg:Company }")
    assert isinstance(built, Triples)
    assert min(built.ntriples.splitlines()).decode() == (
        f"<{ID}ash> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <{KG}Agent> ."
    )
    described = engine.query("DESCRIBE id:d1")
    assert isinstance(described, Triples)
    assert b'"First"' in described.ntriples


def test_answers_without_columns_or_rows(engine: Engine) -> None:
    assert list(table(engine, "SELECT * {}").rows) == [()]
    assert list(table(engine, "SELECT ?x {}").rows) == [(None,)]
    assert list(table(engine, "SELECT ?x { ?x a kg:Nothing }").rows) == []


def test_rows_and_bytes_are_capped_after_a_whole_row_and_that_is_said(hand_made: Path) -> None:
    values = " ".join(f'"{n:050}"' for n in range(900))
    query = f"SELECT ?x {{ VALUES ?x {{ {values} }} }}"
    with Engine(hand_made, Limits(rows=900)) as engine:
        assert not table(engine, query).truncated
    with Engine(hand_made, Limits(rows=899)) as engine:
        cut = table(engine, query)
        assert (len(cut.rows), cut.truncated) == (899, True)
        assert cut.rows[898] == (Cell("literal", f"{898:050}"),)
    with Engine(hand_made, Limits(rows=0)) as engine:
        assert list(table(engine, query).rows) == []
    with Engine(hand_made, Limits(bytes=1000)) as engine:
        cut = table(engine, query)
        assert (len(cut.rows), cut.truncated) == (18, True)
        assert cut.rows[17] == (Cell("literal", f"{17:050}"),)
    with Engine(hand_made, Limits(rows=3)) as engine:
        built = engine.query("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")
        assert isinstance(built, Triples)
        assert (built.ntriples.count(b" .\n"), built.truncated) == (3, True)


def test_the_deadline_is_kept_and_the_next_query_answered(hand_made: Path) -> None:
    with Engine(hand_made, Limits(seconds=0.5)) as engine:
        engine.sandbox()
        start = time.monotonic()
        with pytest.raises(LimitError, match=r"stopped after 0\.5 seconds") as caught:
            engine.query(ENDLESS)
        assert time.monotonic() - start < 1.5
        assert caught.value.exit_code == 7
        assert engine.query("ASK {}") == Boolean(value=True)


def test_a_stopped_query_leaves_no_process_behind(hand_made: Path) -> None:
    with Engine(hand_made, Limits(seconds=0.3)) as engine:
        pid = process(engine)
        with pytest.raises(LimitError):
            engine.query(ENDLESS)
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


@pytest.mark.skipif(sys.platform != "linux", reason="address space is limited on Linux only")
def test_a_memory_bomb_ends_its_worker_and_nothing_else(hand_made: Path) -> None:
    rows = " ".join(f'"{n:040}"' for n in range(400))
    bomb = f"SELECT * {{ VALUES ?a {{ {rows} }} VALUES ?b {{ {rows} }} VALUES ?c {{ {rows} }} }} ORDER BY ?b LIMIT 1"
    with Engine(hand_made, Limits(seconds=60, memory=64 << 20)) as engine:
        with pytest.raises(LimitError, match=r"needs more than 0\.0625 GB of memory"):
            engine.query(bomb)
        assert engine.query("ASK {}") == Boolean(value=True)


@pytest.mark.usefixtures("unscreened")
def test_a_crash_of_the_parser_is_a_sentence_and_the_next_query_works(engine: Engine) -> None:
    with pytest.raises(LimitError, match="ended the process"):
        engine.query("SELECT * {" + "{" * 3_000_000 + "}" * 3_000_000 + "}")
    assert engine.query("ASK {}") == Boolean(value=True)


@pytest.fixture
def listener() -> Iterator[tuple[int, list[object]]]:
    """Return a port and the list of connections that came to it."""
    came: list[object] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.1)
        stop = threading.Event()

        def accept() -> None:
            while not stop.is_set():
                try:
                    connection, address = server.accept()
                except TimeoutError:
                    continue
                came.append(address)
                connection.close()

        thread = threading.Thread(target=accept)
        thread.start()
        yield server.getsockname()[1], came
        stop.set()
        thread.join()


@pytest.mark.usefixtures("unscreened")
def test_nothing_reaches_the_network_even_past_the_screen(engine: Engine, listener: tuple[int, list[object]]) -> None:
    if NO_SOCKETS not in engine.sandbox():
        pytest.skip("this system offers no seccomp")
    port, came = listener
    for silent in ("", "SILENT "):
        query = f"SELECT * {{ SERVICE {silent}<http://127.0.0.1:{port}/> {{ ?s ?p ?o }} }}"
        if silent:
            engine.query(query)
        else:
            with pytest.raises(BadInputError):
                engine.query(query)
    assert came == []


def test_the_same_call_does_reach_the_network_without_the_worker(listener: tuple[int, list[object]]) -> None:
    port, came = listener
    with pytest.raises(OSError, match=r"."):
        list(ox.Store().query(f"SELECT * {{ SERVICE <http://127.0.0.1:{port}/> {{ ?s ?p ?o }} }}"))  # type: ignore[arg-type]
    assert came


def test_a_killed_worker_is_replaced(engine: Engine) -> None:
    before = process(engine)
    os.kill(before, signal.SIGKILL)
    time.sleep(0.1)
    assert engine.query("ASK {}") == Boolean(value=True)
    assert process(engine) != before


def test_a_warm_worker_answers_again_and_again(engine: Engine) -> None:
    before = process(engine)
    for _ in range(50):
        assert engine.query("ASK {}") == Boolean(value=True)
    assert process(engine) == before


def test_threads_share_an_engine(engine: Engine) -> None:
    answers: dict[int, object] = {}

    def ask(n: int) -> None:
        answers[n] = table(engine, f"SELECT ({n} AS ?n) {{}}").rows[0][0]

    threads = [threading.Thread(target=ask, args=(n,)) for n in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == {n: Cell.of(n) for n in range(20)}


_CALLER = """
import sys
from pathlib import Path
from kg.query.engine import Engine, Limits
engine = Engine(Path(sys.argv[1]), Limits(seconds=60))
engine.sandbox()
print(engine._worker._process.pid, flush=True)
engine.query(sys.argv[2])
"""


@pytest.mark.parametrize("query", [ENDLESS, "SELECT * {" + "?s ?p ?o ." * 99 + "}"], ids=["running", "planning"])
def test_a_worker_whose_caller_was_killed_ends_at_once(hand_made: Path, query: str) -> None:
    words = [sys.executable, "-c", _CALLER, str(hand_made), query]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True, cwd=ROOT) as caller:
        assert caller.stdout is not None
        worker = int(caller.stdout.readline())
        time.sleep(0.3)
        caller.kill()
    for _ in range(100):
        if not _running(worker):
            return
        time.sleep(0.02)
    os.kill(worker, signal.SIGKILL)
    pytest.fail("the worker still ran two seconds later")


def _running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    state = Path(f"/proc/{pid}/stat")
    return not state.exists() or state.read_text().rpartition(")")[2].split()[0] != "Z"


@pytest.mark.parametrize(
    ("query", "line", "column", "words"),
    [
        ("SELECT * {\n  ?s ?p\n}", 3, 2, "stops making sense"),
        ("SELECT * {\n  ?s nope:x ?o }", 2, 6, "prefix nope: is not declared"),
        ("SELECT ?s (COUNT(?p) AS ?n) {\n ?s ?p ?o }", 2, 12, "unbound"),
        ("nonsense", 1, 9, "stops making sense"),
        ("", 1, 1, "stops making sense"),
        ("SELECT * { SERVICE <http://x/> {} }", 1, 12, "SERVICE"),
    ],
)
def test_what_is_no_query_is_shown_with_line_column_and_caret(
    engine: Engine, query: str, line: int, column: int, words: str
) -> None:
    with pytest.raises(QueryTextError, match=f"query, line {line}, column {column}") as caught:
        engine.query(query)
    assert words in caught.value.sentence()
    assert caught.value.excerpt.split("\n")[1] == " " * (column - 1) + "^"


def test_what_cannot_be_evaluated_is_bad_input(engine: Engine) -> None:
    with pytest.raises(BadInputError, match="not supported"):
        engine.query("SELECT (<http://nobody.example/function>(1) AS ?x) {}")


def test_a_folder_that_is_no_snapshot_is_said_to_be_none(tmp_path: Path) -> None:
    with pytest.raises(NoWorkspaceError, match="rebuild"), Engine(tmp_path / "nothing") as engine:
        engine.query("ASK {}")


def test_a_query_cannot_write(engine: Engine, hand_made: Path) -> None:
    files = {path.name: path.stat().st_mtime_ns for path in hand_made.iterdir()}
    for text in ("INSERT DATA { id:x a kg:Company }", "CLEAR ALL"):
        with pytest.raises(KgError):
            engine.query(text)
    assert {path.name: path.stat().st_mtime_ns for path in hand_made.iterdir()} == files


def test_queries_see_the_default_graph_and_can_name_prefixes_of_their_own(engine: Engine) -> None:
    own = "PREFIX kg: <http://other.example/> SELECT * { ?s a kg:Company }"
    assert list(table(engine, own).rows) == []


def test_an_engine_that_was_closed_opens_again_and_closes_twice(hand_made: Path) -> None:
    engine = Engine(hand_made)
    engine.close()
    assert engine.query("ASK {}") == Boolean(value=True)
    engine.close()
    engine.close()


def test_limits_are_values(hand_made: Path) -> None:
    assert replace(Limits(), rows=1) == Limits(rows=1)
    assert Engine(hand_made).limits == Limits()
