"""A graph that was lost, is stale, damaged, or whose making is killed, and what the log makes of it.

The log is the truth, so whatever happened to store, snapshots and search index, the next command must give the dataset
that a rebuild of the untouched workspace gives, and leave every byte of the log's records as it was. A bit that turned
inside a file is not looked for at each command: there `kg verify` tells, and `kg rebuild` mends.

    python -m bench.faults.derived ROOT VERB PROGRAM    rebuilds a graph, or catches up, as the program of that name
"""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import kg.pipeline
from bench.faults.altered import turned
from bench.faults.base import ROOT, Campaign, Run, Tally
from bench.faults.judging import dataset, hold_to_promises
from bench.faults.worlds import NOW, world, write
from kg.errors import KgError
from kg.ingest import ingest
from kg.log import Record, SqliteLog
from kg.stores import stamp
from kg.stores.oxigraph import snapshots
from kg.workspace import Workspace

DOCUMENTS = 12
Damage = Callable[[Workspace, Workspace, random.Random], None]


# What is done: the workspace, an older copy of it, and chance


def _lost(workspace: Workspace, _: Workspace, chance: random.Random) -> None:
    for path in (workspace.store, workspace.snapshots, workspace.search):
        if chance.random() < 0.6:
            shutil.rmtree(path) if path.is_dir() else path.unlink()


def _stale(workspace: Workspace, older: Workspace, chance: random.Random) -> None:
    """Put back some parts of an older copy, as somebody does who restores from a backup by hand."""
    for name in ("store", "snapshots"):
        if chance.random() < 0.6:
            shutil.rmtree(workspace.root / name)
            shutil.copytree(older.root / name, workspace.root / name)
    if chance.random() < 0.6:
        shutil.copy(older.search, workspace.search)


def _damaged(workspace: Workspace, _: Workspace, chance: random.Random) -> None:
    """Cut off a file of the store, or turn a bit in it, and take away the snapshots that would still be whole."""
    path = chance.choice(sorted(p for p in workspace.store.iterdir() if p.stat().st_size and p.name != "LOG"))
    content = path.read_bytes()
    path.unlink()
    path.write_bytes(content[: len(content) // 2] if chance.random() < 0.5 else turned(content, chance))
    shutil.rmtree(workspace.snapshots)


def _killed(workspace: Workspace, _: Workspace, chance: random.Random) -> None:
    kill(workspace, "rebuild", chance)


def _killed_from_nothing(workspace: Workspace, _: Workspace, chance: random.Random) -> None:
    shutil.rmtree(workspace.store)
    shutil.rmtree(workspace.snapshots)
    kill(workspace, "catch_up", chance)


DAMAGES: dict[str, Damage] = {
    "lost": _lost,
    "stale": _stale,
    "damaged": _damaged,
    "rebuild killed": _killed,
    "first build killed": _killed_from_nothing,
}


def kill(workspace: Workspace, verb: str, chance: random.Random) -> None:
    """Start a child that makes the graph, and kill it at a random moment of that."""
    with subprocess.Popen(_child(workspace, verb, stamp.program()), stdout=subprocess.PIPE, cwd=ROOT) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"begins\n"
        time.sleep(chance.uniform(0, 0.3))
        process.send_signal(signal.SIGKILL)
        process.wait()


def _child(workspace: Workspace, verb: str, program: str) -> list[str]:
    return [sys.executable, "-m", "bench.faults.derived", str(workspace.root), verb, program]


def build(root: Path, verb: str, program: str) -> None:
    """Make the graph of a workspace as the program of that name does, and say when it begins."""
    kg.stores.stamp.program = lambda: program  # type: ignore[assignment]  # another program is played
    workspace = Workspace(root)
    with SqliteLog(workspace.log) as log:
        os.write(1, b"begins\n")
        (kg.pipeline.rebuild if verb == "rebuild" else kg.pipeline.catch_up)(workspace, log)


# Trials


def damage(run: Run) -> Tally:
    """Damage what is derived, each way in turn, and let the next command mend it."""
    chance, tally = random.Random(run.draw), Tally()
    older = world(run.folder / "older", documents=DOCUMENTS)
    whole = Workspace(run.folder / "whole")
    shutil.copytree(older.root, whole.root)
    with SqliteLog(whole.log) as log:
        ingest(whole, log, [write(run.folder / "late", "late", text=True)], now=lambda: NOW)
        expected = _rebuilt(whole, log)
    ways = list(DAMAGES)
    for number in range(run.trials):
        way = ways[number % len(ways)]
        copy = Workspace(run.folder / "trial")
        shutil.copytree(whole.root, copy.root)
        DAMAGES[way](copy, older, chance)
        if way == "damaged":
            with SqliteLog(copy.log) as log:
                tally.seen["of those damaged, noticed by the next command"] += _noticed(copy, log)
                kg.pipeline.rebuild(copy, log)
        judge(copy, whole, expected, tally)
        tally.seen[way] += 1
        shutil.rmtree(copy.root)
    return tally


def _noticed(workspace: Workspace, log: SqliteLog) -> bool:
    """Return whether catching up builds a damaged graph anew, or refuses it with a sentence."""
    try:
        return kg.pipeline.catch_up(workspace, log).rebuilt
    except KgError:
        return True


def judge(copy: Workspace, whole: Workspace, expected: str, tally: Tally) -> None:
    """Let the next command mend a workspace, and hold it to the dataset of a rebuild and to its promises."""
    tally.trials += 1
    with SqliteLog(copy.log) as log:
        hold_to_promises(copy, log, tally)
        found = dataset(copy) if snapshots(copy.snapshots) else "none"
        tally.faults["another dataset"] += found != expected
        tally.faults["another log"] += list(log.read()) != records(whole)


def records(workspace: Workspace) -> list[Record]:
    """Return all records of a log."""
    with SqliteLog(workspace.log, mode="read") as log:
        return list(log.read())


def _rebuilt(workspace: Workspace, log: SqliteLog) -> str:
    kg.pipeline.rebuild(workspace, log)
    return dataset(workspace)


def migrate(run: Run) -> Tally:
    """Kill the making of a graph anew that another program left, once or twice, and then let it end."""
    chance, tally = random.Random(run.draw), Tally()
    whole = world(run.folder / "whole", documents=DOCUMENTS)
    with SqliteLog(whole.log) as log:
        expected = _rebuilt(whole, log)
    subprocess.run(_child(whole, "catch_up", "older"), check=True, capture_output=True, cwd=ROOT)
    for _ in range(run.trials):
        copy = Workspace(run.folder / "trial")
        shutil.copytree(whole.root, copy.root)
        before = copy.log.read_bytes()
        for _ in range(chance.randint(1, 2)):
            kill(copy, "catch_up", chance)
        tally.faults["the file of the log was changed"] += copy.log.read_bytes() != before
        left = "of the older program" if _of_another(copy) else "of this program"
        tally.seen[f"the graph was left {left}"] += 1
        judge(copy, whole, expected, tally)
        tally.faults["the graph is still of another program"] += _of_another(copy)
        shutil.rmtree(copy.root)
    return tally


def _of_another(workspace: Workspace) -> bool:
    found = snapshots(workspace.snapshots)
    return not found or not found[-1].name.endswith(stamp.program())


CAMPAIGNS = (
    Campaign(
        "D7",
        "graph and index lost, stale, damaged, or killed while they are made",
        "the next command gives the dataset of a rebuild",
        100,
        damage,
    ),
    Campaign(
        "U2",
        "SIGKILL while a graph of another program is built anew",
        "the file of the log is byte for byte as before; run again, it ends in the same dataset",
        50,
        migrate,
    ),
)

if __name__ == "__main__":
    build(Path(sys.argv[1]), *sys.argv[2:])
