"""A process that is killed while it appends, ingests or rebuilds, and what was acknowledged before."""

import random
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from bench.faults import kill_ingest
from bench.faults.base import ROOT, Campaign, Run, Tally
from bench.faults.judging import dataset, hold_to_promises
from bench.faults.worlds import world
from bench.log import kill
from kg.log import SqliteLog
from kg.workspace import Workspace

NAMES = ("rename", "unlink", "rmdir", "mkdir", "link", "unlinkat", "fsync", "fdatasync", "ftruncate")
"""Calls that change what names a folder holds, or wait until the disk has them."""
_CALL = re.compile(r"^(\d+) +(?:\d+\.\d+ +)?(\w+)\((.*)")


def append(run: Run) -> Tally:
    """Kill a process that appends batches to a log."""
    found = kill.campaign(run.trials, run.draw, run.folder)
    tally = Tally(found.trials)
    tally.seen["among the writes of a transaction"] = found.killed_in_writes
    tally.seen["in a commit"] = found.killed_in_commit
    tally.seen["records acknowledged"] = found.acknowledged
    tally.faults["acknowledged and lost"] = found.lost
    tally.faults["there by halves"] = found.half
    tally.faults["altered"] = found.altered
    tally.faults["does not verify"] = found.unverified
    return tally


def ingest(run: Run) -> Tally:
    """Kill a process that ingests, rebuilds and seals."""
    return kill_ingest.campaign(run.trials, run.draw, run.folder)


# At each call


def traced(command: Sequence[str], said: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """Run a command under strace, which writes the calls of `NAMES` to the file `said`."""
    calls = ",".join(NAMES)
    strace = ["strace", "-f", "-y", "-o", str(said), "-e", f"trace={calls}", *options]
    return subprocess.run([*strace, *command], cwd=ROOT, capture_output=True, text=True, check=False)


def calls_of(said: Path) -> list[tuple[int, str, str]]:
    """Return process, name and arguments of each call that strace wrote."""
    found = (_CALL.match(line) for line in said.read_text(encoding="utf-8", errors="replace").splitlines())
    return [(int(each[1]), each[2], each[3]) for each in found if each]


def at_each_call(run: Run) -> Tally:
    """Kill a rebuild at calls that change a name or sync, spread evenly; at every renaming at least once."""
    tally, chance = Tally(), random.Random(run.draw)
    template = run.folder / "template"
    template.mkdir()
    whole = world(template, documents=6)
    expected = dataset(whole)
    counted = _counted(whole, run.folder)
    kills = [("rename", number) for number in range(1, counted["rename"] + 1)]
    others = [(name, n) for name in counted if name != "rename" for n in range(1, counted[name] + 1)]
    kills += chance.sample(others, max(0, min(len(others), run.trials - len(kills))))
    for number, (name, when) in enumerate(kills[: run.trials]):
        root = run.folder / f"trial-{number}"
        shutil.copytree(whole.root, root)
        said = run.folder / "calls"
        traced(_rebuild(root), said, "-e", f"inject={name}:signal=SIGKILL:when={when}")
        last = next((call for call in reversed(calls_of(said)) if call[1] == name), None)
        tally.trials += 1
        tally.seen[f"at {_which(last[1], last[2]) if last else name}"] += 1
        with SqliteLog(root / "log.db") as log:
            hold_to_promises(Workspace(root), log, tally)
        tally.faults["another dataset"] += dataset(Workspace(root)) != expected
        shutil.rmtree(root)
    return tally


def _rebuild(root: Path) -> list[str]:
    return [sys.executable, "-m", "kg", "-C", str(root), "rebuild"]


def _counted(whole: Workspace, folder: Path) -> Counter[str]:
    """Return how often the thread that rebuilds makes each call, once everything is imported."""
    root, said = folder / "counted", folder / "calls"
    shutil.copytree(whole.root, root)
    done = traced(_rebuild(root), said)
    assert done.returncode == 0, done.stderr
    calls = calls_of(said)
    return Counter(name for process, name, _ in calls if process == calls[0][0])


def _which(name: str, arguments: str) -> str:
    """Return a call in words: a renaming with what it renames, anything else by its name."""
    if name != "rename":
        return name
    old, new = (Path(part).name for part in re.findall(r'"([^"]*)"', arguments)[:2])
    return f"renaming {re.sub('[0-9]+.*', 'N', old)} to {re.sub('[0-9]+.*', 'N', new)}"


CAMPAIGNS = (
    Campaign(
        "D1",
        "SIGKILL while a process appends",
        "every acknowledged record is there, no batch by halves, the log verifies",
        1000,
        append,
    ),
    Campaign(
        "D1b",
        "SIGKILL while a process ingests, attaches texts, seals and rebuilds",
        "the same; the next command makes graph, index and texts what the log gives",
        300,
        ingest,
    ),
    Campaign(
        "D1c",
        "SIGKILL at a chosen renaming, unlinking or sync of a rebuild",
        "the next command gives the same dataset",
        150,
        at_each_call,
        ("strace",),
    ),
)
