"""Each campaign is shown what it looks for: a fault is planted, and its judge has to count it."""

import itertools
import json
import random
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Self

import pytest

import kg.ingest
import kg.pipeline
from bench.faults import (
    altered,
    derived,
    exported,
    filled,
    flipped,
    hostile,
    operation,
    queries,
    repeated,
    syncing,
    together,
    torn,
)
from bench.faults.base import Run, Tally
from bench.faults.worlds import NOW, prepare, world
from kg.errors import BadInputError, LimitError, LockedError
from kg.exporters import Exporter
from kg.log import NewRecord, SqliteLog
from kg.pipeline import CaughtUp
from kg.query.engine import Limits
from kg.table import Table
from kg.tabular import Content
from kg.texts import Texts
from kg.workspace import Workspace

pytestmark = pytest.mark.campaign
Plant = Callable[[pytest.MonkeyPatch], None]


def faults(tally: Tally) -> set[str]:
    return {what for what, count in tally.faults.items() if count}


def nothing_done(*_: object, **__: object) -> CaughtUp:
    return CaughtUp(position=0, applied=0, rebuilt=False, set_aside=())


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Return a small workspace, which is only read."""
    return world(tmp_path_factory.mktemp("whole"), documents=4)


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a workspace with three entities."""
    return prepare(tmp_path_factory.mktemp("bare"))


# Files that were altered


def test_d5_sees_a_log_that_reads_otherwise(whole: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    with SqliteLog(whole.log, mode="read") as log:
        records = list(log.read())
    monkeypatch.setattr(SqliteLog, "verify", lambda _: None)
    assert altered.what_a_log_shows(whole.log, records) == "reads as it was"
    found = altered.what_a_log_shows(whole.log, [*records[:-1], records[0]])
    assert found == "FAULT: something reads otherwise, and verifying finds nothing"
    monkeypatch.setattr(SqliteLog, "verify", lambda _: 1 / 0)
    assert altered.what_a_log_shows(whole.log, records) == "FAULT: ZeroDivisionError, which nobody foresaw"


def test_d5_sees_a_segment_and_a_graph_that_nobody_checks(
    whole: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chance = random.Random(1)  # noqa: S311 (no secret)
    blind = SimpleNamespace(problems=())
    monkeypatch.setattr(altered, "check_segments", lambda *_: blind)
    (tmp_path / "a").mkdir()
    assert altered.in_segment(whole, tmp_path / "a", chance).startswith("FAULT")
    monkeypatch.setattr(altered, "check_graph", lambda *_: SimpleNamespace(problems=("something",)))
    assert altered.in_graph(whole, tmp_path / "b", "snapshot", 0.5) == "FAULT: verifying does not name the folder"


def test_d6_sees_a_chain_that_nobody_follows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(SqliteLog, "verify", lambda _: None)
    monkeypatch.setattr(altered, "verify", lambda *_: [])
    found = faults(altered.tamper(Run(6, 1, tmp_path)))
    assert {each.partition(": ")[2] for each in found} == {
        "verifying finds nothing",
        "only the chain can tell, and does not",
    }


# Graphs that were lost


def test_d7_and_u2_see_a_graph_that_is_not_mended(
    whole: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = Workspace(tmp_path / "copy")
    shutil.copytree(whole.root, copy.root)
    with SqliteLog(copy.log) as log:
        log.append([NewRecord("more", "document-recorded", 1, b"{}", ("document:more",))], now=NOW)
    shutil.rmtree(copy.snapshots)
    shutil.rmtree(copy.store)
    monkeypatch.setattr(kg.pipeline, "catch_up", nothing_done)
    tally = Tally()
    derived.judge(copy, whole, "the dataset", tally)
    assert {"another dataset", "another log"} <= faults(tally)
    assert any(what.startswith("not so: ") for what in faults(tally))
    assert derived._of_another(copy)


def test_u1_sees_another_dataset_and_another_head(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    golden = tmp_path / "ledgers"
    shutil.copytree(operation.GOLDEN, golden)
    (expected,) = golden.glob("*/expected.json")
    told = json.loads(expected.read_text())
    expected.write_text(json.dumps(told | {"dataset": "0" * 64, "position": told["position"] + 1}))
    monkeypatch.setattr(operation, "GOLDEN", golden)
    assert faults(operation.released(Run(1, 1, tmp_path))) == {"another dataset", "another head"}


# Things said again, clocks that jump


def test_d8_sees_what_stands_twice_and_what_moved(whole: Workspace) -> None:
    with SqliteLog(whole.log, mode="read") as log:
        records = list(log.read())
    tally, first = Tally(), dict[str, int]()
    repeated.judge(records, first, tally)
    assert not faults(tally)
    repeated.judge([*records[:-1], records[0]], first, tally)
    assert faults(tally) == {"one thing stands twice", "one content stands twice", "something moved or is gone"}


def test_d9_sees_a_clock_that_stood_still(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(repeated, "_OFFSETS", dict.fromkeys(repeated._OFFSETS, repeated._OFFSETS["+0"]))
    assert faults(repeated.jump(Run(1, 1, tmp_path))) == {"the clock did not jump"}


# Several at once


def test_c1_sees_an_ingest_that_was_refused_and_a_store_that_two_wrote(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tally, workspace = Tally(), Workspace(prepare(tmp_path))
    together.judge_writers(workspace, [None, "it was locked"], tally)
    wanted = {"an ingest did not end", "an ingest was refused: it was locked", "another number of events"}
    assert wanted <= faults(tally)
    real = kg.pipeline.catch_up
    monkeypatch.setattr(
        kg.pipeline,
        "catch_up",
        lambda *given, patience=None, **more: real(*given, **more) if patience is None else nothing_done(),
    )
    tally = Tally()
    together.meet_a_holder(workspace, tally)
    assert faults(tally) == {"two wrote the store at once"}

    def hasty(*given: object, patience: float | None = None, **more: object) -> CaughtUp:
        if patience is not None:
            raise LockedError("busy")
        return real(*given, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(kg.pipeline, "catch_up", hasty)
    monkeypatch.setattr(kg.ingest, "take_in", lambda *_, **__: SimpleNamespace(positions=()))
    tally = Tally()
    together.meet_a_holder(workspace, tally)
    assert faults(tally) == {"an append waited for the store", "it did not wait, or far too long"}


def test_c2_sees_a_torn_state() -> None:
    whole = {"documents": 2, "announcements": 2, "claims": 6, "entities": 5}
    tally = Tally()
    together.judge_reading(json.dumps({"position": 9, "things": whole, "again": whole}), tally)
    assert not faults(tally)
    torn_one = whole | {"claims": 5}
    together.judge_reading(json.dumps({"position": 9, "things": torn_one, "again": whole}), tally)
    together.judge_reading(json.dumps({"problem": "no graph"}), tally)
    assert faults(tally) == {
        "a torn state was seen",
        "two looks through one opening differ",
        "a reader was refused: no graph",
    }


# Writes and syncs


@pytest.mark.parametrize(
    ("held", "acknowledged", "fault"),
    [
        ([torn.FIRM], True, "acknowledged and lost"),
        ([], False, "the record before it is lost"),
        ([torn.FIRM, replace(torn.torn(20), payload=b'"half"')], False, "there by halves"),
    ],
)
def test_d3_sees_what_is_lost_and_what_is_there_by_halves(
    tmp_path: Path, held: list[NewRecord], acknowledged: bool, fault: str
) -> None:
    path, tally = tmp_path / "log.db", Tally()
    with SqliteLog(path, mode="create") as log:
        if held:
            log.append(held, now=NOW)
    torn.judge(path, torn.torn(20), tally, acknowledged=acknowledged)
    assert fault in faults(tally)


@pytest.mark.parametrize(
    ("ended", "fault"),
    [
        (syncing.Ended(0, '{"files": [{"name": "gone", "status": "new"}]}', "", ()), "acknowledged and lost"),
        (syncing.Ended(1, "", "kg: no", ()), "nothing failed, and it ended otherwise than well"),
        (syncing.Ended(1, "", "kg: no", (("/log.db-wal", True),)), "exit code 1"),
        (syncing.Ended(7, "", "kg: no\nkg: nor this", (("/log.db-wal", True),)), "no sentence, or several"),
        (syncing.Ended(7, "", "kg: no\nTraceback", (("/log.db-wal", True),)), "a traceback"),
        (syncing.Ended(7, "", "kg: no", (("/log.db-wal", True), *(("/log.db-wal", False),) * 2)), "tried once more"),
        (syncing.Ended(70, "", "kg: no", (("/store/000004.log", True),)), "exit code 70 for the graph"),
    ],
)
def test_d4_sees_each_way_in_which_a_failed_sync_is_taken_for_done(
    bare: Path, ended: syncing.Ended, fault: str
) -> None:
    tally = Tally()
    syncing.judge(ended, bare, {"gone": ["gone"]}, tally)
    assert fault in faults(tally)


# What a command leaves behind


def test_o1_sees_a_traceback_another_exit_code_and_a_document_that_is_missing(tmp_path: Path) -> None:
    root, tally = prepare(tmp_path), Tally()
    files = tmp_path / "none"
    files.mkdir()
    done = subprocess.CompletedProcess[str]([], 70, stdout="", stderr="Traceback")
    operation._judge(root, files, done, tally)
    assert {"exit code 70", "a traceback", "not every document is there once"} <= faults(tally)
    operation._judge(root, files, subprocess.CompletedProcess([], operation.MET, "", ""), tally)
    assert "met the end of the disk and did not say so in a sentence" in faults(tally)


def test_o3_sees_a_secret_that_is_printed_and_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def leaky(root: Path, *_: str, more: dict[str, str]) -> operation.Done:
        (root / "leak").write_text(more["API_TOKEN"])
        return subprocess.CompletedProcess([], 0, stdout="", stderr=more["KG_SECRET"])

    monkeypatch.setattr(operation, "kg", leaky)
    assert faults(operation.secrets(Run(1, 1, tmp_path))) == {
        "a file with a secret was taken in",
        "a secret was printed",
        "a secret was kept",
    }


# Hostile files


def test_what_is_taken_in_hangs_or_fails_in_another_way_is_seen() -> None:
    def wordless() -> None:
        raise BadInputError("")

    def endless() -> None:
        with hostile.in_time(1):
            time.sleep(5)

    tally = Tally()
    hostile.refused(tally, "a", lambda: None)
    hostile.refused(tally, "b", lambda: 1 / 0)
    hostile.refused(tally, "c", wordless)
    hostile.refused(tally, "d", endless)
    assert faults(tally) == {"a: taken in", "b: ZeroDivisionError", "c: no sentence", "d: hangs"}


def test_i6_sees_that_something_was_executed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hostile, "taken", lambda *_: (tmp_path / "canary").touch())
    found = faults(hostile.tagged(Run(1, 1, tmp_path)))
    assert found == {"something was executed", "file 0: taken in"}


def test_i8_sees_a_text_that_is_not_normal_or_comes_back_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hostile, "read_text_file", lambda path: path.read_bytes().decode(errors="replace"))
    monkeypatch.setattr(Texts, "put", lambda *_: None)
    monkeypatch.setattr(Texts, "get", lambda *_: "another")
    assert faults(hostile.odd_bytes(Run(60, 1, tmp_path))) == {"not normal", "another text came back"}


# Hostile queries


class Engine:
    """Stands where the engine does, and does to each query what a test wants."""

    snapshot = Path()

    def __init__(self, does: Callable[[str], object]) -> None:
        self.does, self.limits = does, Limits(rows=10)

    def query(self, text: str) -> object:
        return self.does(text)

    def _exchange(self, request: bytes) -> tuple[dict[str, str], bytes]:
        self.does(json.loads(request)["query"])
        return {"kind": "table"}, b""


def over(monkeypatch: pytest.MonkeyPatch, does: Callable[[str], object]) -> None:
    """Let the campaigns ask an engine that does this."""

    @contextmanager
    def asked(*_: object, **__: object) -> Iterator[Engine]:
        yield Engine(does)

    monkeypatch.setattr(queries, "asked", asked)


def test_q1_sees_a_process_that_fails_and_does_not_come_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(text: str) -> object:
        if "Claim" in text:
            return Table.of(("s",), [])
        raise RecursionError

    over(monkeypatch, broken)
    assert faults(queries.nested(Run(1, 1, tmp_path))) == {
        "screened: RecursionError",
        "past the screen: RecursionError",
        "the next query is not answered",
    }


def test_q2_sees_a_query_that_runs_on_and_leaves_a_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    children: list[subprocess.Popen[bytes]] = []

    def slow(_: str) -> object:
        if not children:
            children.append(subprocess.Popen([sys.executable, "-c", "while True: pass"]))
            time.sleep(0.3)
        return Table.of(("s",), [(1,)])

    over(monkeypatch, slow)
    monkeypatch.setattr(queries, "QUICK", Limits(seconds=0.1))
    monkeypatch.setattr(queries, "_GRACE", 0.1)
    try:
        found = faults(queries.endless(Run(1, 1, tmp_path)))
    finally:
        for child in children:
            child.kill()
            child.wait()
    assert found == {"it ran beyond its deadline", "a process still works on it"}


def test_q3_sees_a_connection_and_a_file_that_was_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def open_hearted(text: str) -> object:
        if "http://127.0.0.1:" in text:
            port = int(text.partition("http://127.0.0.1:")[2].partition("/")[0])
            socket.create_connection(("127.0.0.1", port)).close()
        return Table.of(("s",), [("x:secret",)])

    over(monkeypatch, open_hearted)
    assert faults(queries.outward(Run(2, 1, tmp_path))) == {"something connected", "a file was read"}


def test_q4_and_q7_see_what_no_limit_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept: list[bytearray] = []

    def generous(_: str) -> object:
        kept.append(bytearray(b"x") * (queries._MOST_GROWTH + (50 << 20)))
        return Table.of(("s",), [(1,)] * 11)

    over(monkeypatch, generous)
    found = faults(queries.bombs(Run(1, 1, tmp_path)))
    kept.clear()
    assert found == {"a bomb was answered", "this process has grown"}
    over(monkeypatch, lambda _: Table.of(("s",), [(1,)] * 11))
    assert faults(queries.huge(Run(1, 1, tmp_path))) == {"not cut at the limit, or not said"}


def test_q5_sees_another_dataset(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    over(monkeypatch, lambda _: Table.of(("s",), [(1,)]))
    count = itertools.count()
    monkeypatch.setattr(queries, "dataset_of", lambda _: next(count))
    assert faults(queries.changes(Run(1, 1, tmp_path))) == {"the dataset is another one"}


def test_q6_sees_a_query_of_another_shape(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def pasted(text: str, given: dict[str, str], **_: object) -> str:
        return f"{text} {' '.join(given.values())}"

    monkeypatch.setattr(queries, "bind", pasted)
    monkeypatch.setattr(
        queries, "tokens", lambda text, **_: [SimpleNamespace(kind=each, depth=0) for each in text.split()]
    )
    assert faults(queries.injected(Run(40, 1, tmp_path))) == {"the query has another shape"}


# Exports


def test_x1_sees_files_that_break_and_that_lose_nodes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def careless(_: Content, kind: Exporter, path: Path, *__: object, **___: object) -> None:
        path.write_text("<gexf><node/></gexf>" if kind.name == "gexf" else "<half")

    monkeypatch.setattr(exported, "export", careless)
    assert faults(exported.labels(Run(2, 1, tmp_path))) == {
        "gexf: another number of nodes or edges",
        "graphml: ParseError",
    }


def test_x2_sees_a_cell_that_would_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exported, "export", lambda _, __, path, **___: path.write_text("said\n=1\n"))
    assert faults(exported.formulas(Run(1, 1, tmp_path))) == {"a spreadsheet would run it", "it does not come back"}


def test_x3_sees_what_is_written_over_through_a_link_or_by_halves(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def straight(_: Content, __: Exporter, path: Path, *___: object, **____: object) -> None:
        if not path.is_dir():
            path.parent.mkdir(exist_ok=True)
            path.write_text("half")
            path.with_name(".left").touch()

    class Halved:
        """Stands where a process does that ends after half of its work."""

        pid = 0

        def __init__(self, command: list[str], **_: object) -> None:
            Path(command[command.index("-o") + 1]).write_text("half")

        def __enter__(self) -> Self:
            return self

        def __exit__(self, *_: object) -> None:
            pass

        def poll(self) -> int:
            return 0

        kill = wait = poll

    tally, chance = Tally(), random.Random(1)  # noqa: S311 (no secret)
    monkeypatch.setattr(exported, "export", straight)
    monkeypatch.setattr(subprocess, "Popen", Halved)
    for way in (exported._kept, exported._linked, exported._away, exported._killed):
        place = tmp_path / way.__name__
        place.mkdir()
        way(Content("x", {}), tmp_path, place, b"whole", chance, tally)
    assert faults(tally) == {
        "a file was written over unasked",
        "a file was changed unasked",
        "what a link leads to was changed",
        "the file is not whole",
        "it was written where nothing can be",
        "half a file",
    }


# Damaged graphs, full disks


def test_s2_sees_a_wrong_answer_and_damage_that_is_called_otherwise(
    whole: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = Workspace(tmp_path / "copy")
    shutil.copytree(whole.root, copy.root)
    right = flipped.through_library(copy)
    assert flipped.outcome(copy, right) == flipped.RIGHT
    assert flipped.outcome(copy, ("another",)) == flipped.WRONG
    assert flipped.outcome_of_command(copy.root, "another") == flipped.WRONG
    monkeypatch.setattr(flipped, "open_reader", lambda *_, **__: raised(LimitError("more than 2 GB of memory")))
    found = flipped.outcome(copy, right)
    assert found.startswith("WRONGLY SAID")
    tally = Tally()
    for each in (found, flipped.WRONG, flipped.RIGHT, flipped.REFUSED):
        flipped._count(each, "here", tally)
    assert faults(tally) == {f"here: {found}", f"here: {flipped.WRONG}"}


def raised(error: Exception) -> None:
    raise error


def test_s5_sees_commands_that_do_not_read_and_answers_that_are_not_right(
    whole: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused = SimpleNamespace(returncode=7, stdout="[]", stderr="Traceback\n1\n2\n")
    monkeypatch.setattr(filled, "kg", lambda *_, **__: refused)
    monkeypatch.setattr(filled, "_expected", lambda *_: ([{"n": 1}], True))
    monkeypatch.setattr(filled, "_serve", lambda *_: None)
    tally = Tally()
    filled.read_all(whole.root, random.Random(1), tally)  # noqa: S311 (no secret)
    found = faults(tally)
    assert {"a traceback", "more than two lines on standard error", "another answer than a replay gives"} <= found
    assert any("exit code 7" in what for what in found)
    assert any("it is not said that the disk is full" in what for what in found)
