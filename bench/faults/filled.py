"""A disk that fills up somewhere in an ingest, and commands that only read, on what is left without a free byte."""

import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from bench.faults.base import ROOT, Campaign, Run, Tally
from bench.faults.disks import enlarge, memory
from bench.faults.judging import hold_to_promises
from bench.faults.serving import started
from bench.faults.worlds import NOW, prepare, write
from kg.claim import Entity
from kg.events import EntityDeclared
from kg.formats import render
from kg.horizon import Horizon
from kg.ingest import ingest
from kg.log import SqliteLog
from kg.opening import open_reader
from kg.pipeline import append, catch_up
from kg.stores.oxigraph import reached, snapshots
from kg.table import Table
from kg.workspace import Workspace

ALL = "SELECT ?c ?p ?o { ?c a kg:Claim ; ?p ?o } ORDER BY ?c ?p ?o"
READING: tuple[tuple[str, ...], ...] = (
    ("-f", "json", "query", ALL),
    ("query", "contested"),
    ("show", "ash"),
    ("show", "d0/uses"),
    ("search", "title"),
    ("--as-of", "2026-12-31", "query", "contested"),
    ("--recorded-by", "3", "search", "ash"),
    ("export", "--to", "turtle"),
    ("export", "--to", "xlsx", "--entity", "ash"),
    ("analyze", "sources"),
    ("log", "--oneline"),
    ("status",),
    ("report",),
    ("cite", "d0/uses"),
)
"""Commands that only read; the first is compared with a replay elsewhere."""
FILES = 6


def kg(root: Path, *words: str, temporary: Path | None = None) -> "subprocess.CompletedProcess[str]":
    """Run `kg` on a workspace, with another folder for temporary files where that is asked for."""
    environment = os.environ | {"XDG_STATE_HOME": str(root.parent / "state")}
    environment |= {"TMPDIR": str(temporary)} if temporary else {}
    command = [sys.executable, "-m", "kg", "-C", str(root), *words]
    return subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, errors="replace", check=False, env=environment
    )


def full(run: Run) -> Tally:
    """Ingest until the disk is full, take the last byte, read, make room, and go on."""
    tally, chance = Tally(), random.Random(run.draw)
    template = prepared(run.folder / "template")
    files = run.folder / "files"
    for number in range(FILES):
        write(files, f"e{number}", text=number % 2 == 0)
    for number in range(run.trials):
        at = run.folder / f"trial-{number}"
        with memory(at, kibibytes=200_000):
            root = at / "workspace"
            shutil.copytree(template, root)
            left_by(root, chance.choice(("whole", "no index", "behind")))
            room = chance.choice((0, *(chance.randrange(4, 3_000),) * 4))
            with _taken(at, leaving=room):
                done = kg(root, "ingest", str(files))
                tally.seen[f"the ingest ended with exit code {done.returncode}"] += 1
                take_all(at)
                read_all(root, chance, tally)
            _judge_afterwards(root, files, tally)
        tally.trials += 1
        shutil.rmtree(at, ignore_errors=True)
    return tally


def prepared(folder: Path) -> Path:
    """Make a workspace with a few documents, their texts, and a graph that shows them, and return its folder."""
    workspace = Workspace(prepare(folder))
    for number in range(3):
        write(folder / "files", f"d{number}", text=number == 0)
    with SqliteLog(workspace.log) as log:
        ingest(workspace, log, [folder / "files"], now=lambda: NOW)
        catch_up(workspace, log)
    return workspace.root


def left_by(root: Path, how: str) -> None:
    """Leave a workspace as some earlier accident did: without a search index, or with records that no graph shows."""
    workspace = Workspace(root)
    if how == "no index":
        for path in root.glob("search.db*"):
            path.unlink()
    if how == "behind":
        with SqliteLog(workspace.log) as log:
            append(log, [EntityDeclared(entity=Entity(id="late", cls="Company", label="Late"))], now=NOW)


@contextmanager
def _taken(at: Path, *, leaving: int) -> Iterator[None]:
    """Take all room of a disk but so many KiB, for the block."""
    filler = at / "filler"
    free = os.statvfs(at).f_bavail * os.statvfs(at).f_frsize
    with filler.open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, max(4096, free - leaving * 1024))
    try:
        yield
    finally:
        for path in (filler, at / "last"):
            path.unlink(missing_ok=True)


def take_all(at: Path) -> None:
    """Take what is left of a disk, to the last byte."""
    with (at / "last").open("wb", buffering=0) as file:
        for size in (1 << 16, 1 << 12, 1):
            try:
                while True:
                    file.write(bytes(size))
            except OSError:
                continue


def read_all(root: Path, chance: random.Random, tally: Tally) -> None:
    """Run some of the reading commands, and compare what they say with a replay on a disk that has room."""
    workspace, temporary = Workspace(root), root.parent if chance.random() < 0.5 else None
    newest = snapshots(workspace.snapshots)[-1]
    for words in chance.sample(READING[1:], 5):
        done = kg(root, *words, temporary=temporary)
        name = " ".join(words[:2] if words[0] != "-f" else words[2:3])
        tally.faults[f"`kg {name}`: exit code {done.returncode}: {done.stderr.strip()[-150:]}"] += done.returncode != 0
        tally.faults["a traceback"] += "Traceback" in done.stderr
        tally.faults["nothing was answered"] += not done.stdout.strip() and words[:2] != ("query", "contested")
        tally.faults["more than two lines on standard error"] += done.stderr.count("\n") > 2
    found = kg(root, *READING[0], temporary=temporary)
    expected, behind = _expected(workspace, reached(newest))
    tally.faults["another answer than a replay gives"] += json.loads(found.stdout or "0") != expected
    if behind:
        tally.seen["the graph was behind the log"] += 1
        said = "the disk is full" in found.stderr and "Make room" in found.stderr
        tally.faults[f"it is not said that the disk is full: {found.stderr.strip()[-150:]}"] += not said
    _serve(root, expected, tally)


def _expected(workspace: Workspace, position: int) -> tuple[object, bool]:
    """Return what a replay of the log up to a position answers, and whether the log goes on behind it."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Workspace(Path(folder))
        for path in workspace.root.glob("log.db*"):
            if not path.name.endswith("-shm"):
                shutil.copy(path, copy.root / path.name)
        shutil.copy(workspace.mark, copy.mark)
        with SqliteLog(copy.log) as log:
            last = log.head().position
        with open_reader(copy, horizon=Horizon(recorded_by=position)) as reader:
            answer = reader.query(ALL)
        assert isinstance(answer, Table)
        return json.loads(render(answer, "json")), last > position


def _serve(root: Path, expected: object, tally: Tally) -> None:
    environment = {"XDG_STATE_HOME": str(root.parent / "state")}
    with started(root, "--workers", "1", environment=environment) as running:
        try:
            found = running.ask(ALL)
            rows = len(found.json()["results"]["bindings"]) if found.status_code == httpx.codes.OK else -1
        except (httpx.HTTPError, httpx.InvalidURL, ValueError):
            rows = -1
        assert isinstance(expected, list)
        tally.faults["`kg serve` does not answer, or with other rows"] += rows != len(expected)


def _judge_afterwards(root: Path, files: Path, tally: Tally) -> None:
    enlarge(root.parent, kibibytes=400_000)
    again = kg(root, "ingest", str(files))
    tally.faults[f"it does not resume: {again.stderr[-100:]}"] += again.returncode != 0
    with SqliteLog(root / "log.db") as log:
        tagged = [tag for record in log.read() for tag in record.tags if tag.startswith("document:e")]
        tally.faults["not every document is there once"] += len(set(tagged)) != FILES or len(tagged) != 2 * FILES
        hold_to_promises(Workspace(root), log, tally)


CAMPAIGNS = (
    Campaign(
        "S5",
        "the disk fills up somewhere in an ingest, and the last byte is taken",
        "each reading command answers from the newest graph, as a replay does, and says so; with room all goes on",
        50,
        full,
        ("root", "a loop device"),
    ),
)
