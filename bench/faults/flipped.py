"""Bits that turn in the files of a graph, before somebody first opens it or after, and what is answered then.

A graph of 64 MB and more is asked through the library, the command and over HTTP. An answer must be the right one, or
there must be none: the graph is made anew, or refused as damaged. While the campaign holds the right to write, as a
colleague's long ingest does, nothing can be made anew and every graph that is damaged has to be refused.
"""

import os
import random
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

import kg.opening
from bench.faults.base import ROOT, Campaign, Run, Tally
from bench.faults.serving import Serving, started
from bench.faults.worlds import NOW, write
from bench.generate import announcements, entities
from kg.claim import Entity
from kg.errors import KgError, VerificationError
from kg.events import EntityDeclared, Event
from kg.horizon import PRESENT, Horizon, read_horizon
from kg.ingest import ingest
from kg.locking import writing
from kg.log import SqliteLog
from kg.opening import open_reader
from kg.pipeline import append, rebuild
from kg.stores.inventory import discard
from kg.stores.oxigraph import snapshots
from kg.table import Table
from kg.workspace import Workspace, create

ANNOUNCEMENTS, FEW = 6_000, 60
"""Of a full run, whose store is larger than 64 MB, and of a bounded one."""
FULL = 100
"""Trials from which on a run is a full one."""
REFUSED, RIGHT, WRONG = "refused as damaged", "the right answer", "A WRONG ANSWER"
ASKED = (
    "SELECT ?p (COUNT(*) AS ?n) { ?c a kg:Claim ; ?p ?o } GROUP BY ?p ORDER BY ?p",
    "SELECT (COUNT(*) AS ?n) { ?s rdf:predicate ?o }",
    "SELECT ?p ?o { id:news-7 ?p ?o } ORDER BY ?p ?o",
)
_BATCH = 1000
_LAST_YEAR = "2024-06-30"


@dataclass(slots=True)
class World:
    """A workspace that is broken again and again, and what it answers when it is whole."""

    workspace: Workspace
    template: Path
    """A copy of the newest snapshot that nobody has opened."""
    expected: tuple[str, ...]

    def renew(self) -> Path:
        """Put a whole snapshot that nobody has opened in the place of the newest, and return its folder."""
        for each in snapshots(self.workspace.snapshots):
            discard(each)
        folder = self.workspace.snapshots / self.template.name
        shutil.copytree(self.template, folder)
        return folder


def make(folder: Path, count: int) -> Workspace:
    """Make a ledger of so many announcements."""
    workspace = create(folder)
    with SqliteLog(workspace.log, mode="create") as log:
        waiting: list[Event] = list(entities(200))
        waiting += [EntityDeclared(entity=Entity(id=name, cls="Company", label=name)) for name in ("ash", "h100")]
        for pair in announcements(count, companies=200):
            waiting += pair
            if len(waiting) >= _BATCH:
                append(log, waiting, now=NOW)
                waiting = []
        append(log, waiting, now=NOW)
        rebuild(workspace, log)
    return workspace


def turn(path: Path, chance: random.Random, *, keep_time: bool) -> int:
    """Turn a bit in a file, in place, and return which one."""
    before = path.stat()
    place = chance.randrange(before.st_size * 8)
    turn_back(path, place)
    if keep_time:
        os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    return place


def turn_back(path: Path, place: int) -> None:
    """Turn one bit in a file."""
    with path.open("r+b") as file:
        file.seek(place // 8)
        byte = file.read(1)[0]
        file.seek(place // 8)
        file.write(bytes([byte ^ 1 << place % 8]))


def a_file(folder: Path, chance: random.Random) -> Path:
    """Return a file of a graph: a large one mostly, since most bits are there."""
    files = sorted(path for path in folder.iterdir() if path.stat().st_size and path.name not in {"LOG", "kg.seen"})
    return chance.choices(files, [path.stat().st_size ** 0.5 for path in files])[0]


# How it is asked


def through_library(workspace: Workspace, horizon: Horizon = PRESENT) -> tuple[str, ...]:
    """Return the answers through the library, which the command uses too."""
    with open_reader(workspace, horizon=horizon) as reader:
        return tuple(_text(reader.query(text)) for text in ASKED)


def _text(answer: object) -> str:
    assert isinstance(answer, Table)
    return repr(answer.rows)


def outcome(workspace: Workspace, expected: tuple[str, ...], horizon: Horizon = PRESENT) -> str:
    """Return what came of a question through the library."""
    try:
        found = through_library(workspace, horizon)
    except VerificationError:
        return REFUSED
    except KgError as error:
        return f"WRONGLY SAID: {error.what[:60]}"
    return RIGHT if found == expected else WRONG


def outcome_of_command(root: Path, expected: str) -> str:
    """Return what came of a question through the command, of which `expected` is the right output."""
    done = command(root)
    if done.returncode == VerificationError.exit_code and "damaged" in done.stderr:
        return REFUSED
    if done.returncode:
        return f"WRONGLY SAID: exit code {done.returncode}"
    return RIGHT if done.stdout == expected else WRONG


def command(root: Path) -> "subprocess.CompletedProcess[str]":
    """Ask through the command."""
    words = [sys.executable, "-m", "kg", "-C", str(root), "-f", "csv", "query", ASKED[0]]
    return subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)


def outcome_over_http(running: Serving, expected: str) -> str:
    """Return what came of a question over HTTP."""
    try:
        found = running.ask(ASKED[0], accept="text/csv")
    except httpx.HTTPError:
        return REFUSED  # it was broken off
    if found.status_code == httpx.codes.SERVICE_UNAVAILABLE:
        return REFUSED if "damaged" in found.text or "cannot be opened" in found.text else f"WRONGLY SAID: {found.text}"
    return RIGHT if found.status_code == httpx.codes.OK and found.text == expected else WRONG


# Trials


def flip(run: Run) -> Tally:
    """Turn one bit in each trial: before the graph is first opened with the time kept, or after it."""
    chance, tally = random.Random(run.draw), Tally()
    workspace = make(run.folder / "ledger", ANNOUNCEMENTS if run.trials >= FULL else FEW)
    size = sum(path.stat().st_size for path in workspace.store.iterdir())
    tally.seen["megabytes of the store"] = size >> 20
    template = run.folder / "template" / snapshots(workspace.snapshots)[-1].name
    shutil.copytree(snapshots(workspace.snapshots)[-1], template)
    world = World(workspace, template, through_library(workspace))
    ways = {"library": _asked, "command": _asked_by_command, "HTTP": _asked_over_http, "view": _asked_of_a_view}
    order = ("library",) * 3 + ("command", "library", "HTTP", "library", "view", "library", "HTTP")
    with _no_patience():
        for number in range(run.trials):
            before = number % 2 == 0
            if number % 25 == 24:
                _mended(world, chance, tally, before=before)
                continue
            way = order[number // 2 % len(order)]
            with writing(workspace):
                found = ways[way](world, chance, before=before)
            _count(found, f"{'before' if before else 'after'} it was opened, {way}", tally)
    return tally


def _count(found: str, where: str, tally: Tally) -> None:
    tally.trials += 1
    good = found in {REFUSED, RIGHT}
    (tally.seen if good else tally.faults)[f"{where}: {found}"] += 1


@contextmanager
def _no_patience() -> Iterator[None]:
    """Have readers not wait for the right to write, which the campaign holds."""
    patience = kg.opening._PATIENCE  # noqa: SLF001 (so that a trial takes no second)
    kg.opening._PATIENCE = 0.0  # noqa: SLF001
    try:
        yield
    finally:
        kg.opening._PATIENCE = patience  # noqa: SLF001


def _asked(world: World, chance: random.Random, *, before: bool) -> str:
    folder = world.renew()
    if not before and through_library(world.workspace) != world.expected:
        return WRONG
    turn(a_file(folder, chance), chance, keep_time=before)
    return outcome(world.workspace, world.expected)


def _asked_by_command(world: World, chance: random.Random, *, before: bool) -> str:
    folder = world.renew()
    expected = command(world.workspace.root).stdout
    if before:
        folder = world.renew()
    turn(a_file(folder, chance), chance, keep_time=before)
    return outcome_of_command(world.workspace.root, expected)


def _asked_over_http(world: World, chance: random.Random, *, before: bool) -> str:
    """Turn a bit before a server starts, or under one that has answered; in-memory copies are asked too."""
    folder = world.renew()
    words = ("--workers", "1", *(("--in-memory",) if chance.random() < 0.3 else ()))
    with ExitStack() as stack:
        running = stack.enter_context(started(world.workspace.root, *words))
        expected = running.ask(ASKED[0], accept="text/csv").text
        if before:
            stack.close()
            folder = world.renew()
        turn(a_file(folder, chance), chance, keep_time=before)
        if before:
            running = stack.enter_context(started(world.workspace.root, *words))
            if running.process.poll() is not None or "damaged" in running.lines[0]:
                return REFUSED
        return outcome_over_http(running, expected)


def _asked_of_a_view(world: World, chance: random.Random, *, before: bool) -> str:
    """Turn a bit in a past view that is kept; it is made anew, since nobody else's right to write stands in its way."""
    horizon = read_horizon(_LAST_YEAR, None, ())
    world.renew()
    expected = through_library(world.workspace, horizon)
    (view,) = (path for path in world.workspace.views.iterdir() if (path / "graph").is_dir())
    if before:
        (view / "graph" / "kg.seen").unlink(missing_ok=True)
    path = view / "about.json" if chance.random() < 0.2 else a_file(view / "graph", chance)
    turn(path, chance, keep_time=before)
    return outcome(world.workspace, expected, horizon)


def _mended(world: World, chance: random.Random, tally: Tally, *, before: bool) -> None:
    """Turn a bit in the store itself, or in what a snapshot shares with it, take in a document, and ask."""
    workspace = world.workspace
    world.renew()
    turn(a_file(workspace.store, chance), chance, keep_time=before)
    with SqliteLog(workspace.log) as log:
        late = f"late-{tally.trials}"
        report = ingest(workspace, log, [write(workspace.root / "files", late)], now=lambda: NOW)
        assert not report.refused(), "the document is sound"
        found = through_library(workspace)
        rebuild(workspace, log)
    whole = through_library(workspace)
    _count(RIGHT if found == whole else WRONG, "in the store, then a document is taken in", tally)
    fresh = snapshots(workspace.snapshots)[-1]
    shutil.rmtree(world.template)
    world.template, world.expected = world.template.with_name(fresh.name), whole
    shutil.copytree(fresh, world.template)
    (world.template / "kg.seen").unlink(missing_ok=True)


CAMPAIGNS = (
    Campaign(
        "S2",
        "a bit turned in a file of a graph larger than 64 MB: before it is first opened (time kept), or after",
        "the right answer, from a graph made anew, or a refusal that says it is damaged",
        300,
        flip,
    ),
)
