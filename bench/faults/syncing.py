"""A sync that fails, the k-th of a command, and whether the command took it for done.

`kg ingest` of new documents runs under strace, which lets one fsync or fdatasync return EIO. Whatever the system then
has of the data is uncertain, so nothing may be acknowledged that was to be synced by it, and it must not be tried once
more as if nothing had happened: the command ends with one sentence and exit code 7. Where the log was synced before and
the graph's files fail, the document is recorded, which the sentence says. Opened again, the log holds the batch wholly
or not at all, and taking in the same file again ends well.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from bench.faults.base import ROOT, Campaign, Run, Tally
from bench.faults.judging import hold_to_promises
from bench.faults.worlds import world, write
from kg.log import SqliteLog
from kg.workspace import Workspace

DOCUMENTS = 6
DISK = 7
"""The exit code of a disk that refuses."""
_SYNC = re.compile(r"\b(fsync|fdatasync)\(\d+<([^>]*)>\) += (-?\d+)(.*INJECTED)?")


@dataclass(frozen=True, slots=True)
class Ended:
    """How a command ended whose k-th sync failed."""

    code: int
    out: str
    err: str
    syncs: tuple[tuple[str, bool], ...]
    """Which file was to be synced, and whether that failed by our doing, in order."""

    @property
    def failed(self) -> str | None:
        """Return the name of the file whose sync failed, or None where there were fewer than k."""
        return next((Path(path).name for path, injected in self.syncs if injected), None)

    @property
    def good(self) -> int:
        """Return how often the write-ahead log of the records was synced with success."""
        return sum(path.endswith("log.db-wal") and not injected for path, injected in self.syncs)


def failing(root: Path, files: Path, folder: Path, k: int) -> Ended:
    """Take in files while the k-th sync fails."""
    said = folder / "syncs"
    inject = "inject=fsync,fdatasync:error=EIO:when=" + str(k)
    strace = ["strace", "-f", "-y", "-o", str(said), "-e", "trace=fsync,fdatasync", "-e", inject]
    done = subprocess.run(
        [*strace, *_ingest(root, files)], cwd=ROOT, env=_apart(root), capture_output=True, text=True, check=False
    )
    found = (_SYNC.search(line) for line in said.read_text(encoding="utf-8").splitlines())
    return Ended(done.returncode, done.stdout, done.stderr, tuple((f[2], bool(f[4])) for f in found if f))


def judge(ended: Ended, root: Path, batches: Mapping[str, Collection[str]], tally: Tally) -> None:
    """Look at how a command ended, and at what its log holds of the batches, by the names of their documents."""
    tally.trials += 1
    failed = kind(ended.failed)
    tally.seen[f"failing: {failed}"] += 1
    sentences = [line for line in ended.err.splitlines() if line.startswith("kg: ")]
    done = {each["name"] for each in json.loads(ended.out)["files"] if each["status"] == "new"} if ended.out else set()
    with SqliteLog(root / "log.db") as log:
        held = {record.key for record in log.read()}
        for name, keys in batches.items():
            there = held.intersection(keys)
            tally.faults["there by halves"] += 0 < len(there) < len(keys)
            tally.faults["acknowledged and lost"] += name in done and not there
        if ended.failed is None:
            tally.faults["nothing failed, and it ended otherwise than well"] += ended.code != 0
        elif failed == "the log":
            # Where all is acknowledged before, closing failed: moving records from one file to the other comes again.
            closing = done == batches.keys()
            tally.seen["closing the log"] += closing
            tally.faults["acknowledged without a sync"] += len(done) > ended.good
            tally.faults[f"exit code {ended.code}"] += ended.code != (0 if closing else DISK)
            tally.faults["tried once more"] += _again(ended)
        else:
            tally.faults[f"exit code {ended.code} for {failed}"] += ended.code not in {0, DISK}
            tally.seen["made good at once"] += ended.code == 0
        tally.faults["no sentence, or several"] += ended.code != 0 and len(sentences) != 1
        tally.faults["a traceback"] += "Traceback" in ended.err
        hold_to_promises(Workspace(root), log, tally)


def kind(name: str | None) -> str:
    """Return what a file of a workspace belongs to."""
    if name is None:
        return "none, there were fewer"
    known = {"log.db": "the log", "log.db-wal": "the log", "search.db": "the index", "search.db-wal": "the index"}
    return known.get(name, "a text" if name.startswith("text") else "the graph")


def _again(ended: Ended) -> bool:
    """Tell whether the write-ahead log was synced once more between the failure and the closing of the log.

    Closing a log moves what was acknowledged before into the file, with one sync of each; a second try of the batch
    would sync the write-ahead log twice.
    """
    after = ended.syncs[next(n for n, (_, injected) in enumerate(ended.syncs) if injected) + 1 :]
    return sum(path.endswith("log.db-wal") for path, _ in after) > 1


def fail(run: Run) -> Tally:
    """Let the first, the second … the last sync fail."""
    tally = Tally()
    whole = world(run.folder, documents=4)
    files, names = run.folder / "new", [f"fresh{number}" for number in range(DOCUMENTS)]
    for name in names:
        write(run.folder / "new", name, text=True)
    with SqliteLog(whole.log) as log:
        before = {record.key for record in log.read()}
    keys = _recorded(whole.root, files, run.folder) - before
    batches = {name: [key for key in keys if name in key] for name in names}
    for k in range(1, run.trials + 1):
        root = run.folder / f"trial-{k}"
        shutil.copytree(whole.root, root)
        judge(failing(root, files, run.folder, k), root, batches, tally)
        again = subprocess.run(_ingest(root, files), cwd=ROOT, env=_apart(root), capture_output=True, check=False)
        tally.faults["the same files again do not end well"] += again.returncode != 0
        shutil.rmtree(root)
        shutil.rmtree(_state(root), ignore_errors=True)
    return tally


def _state(root: Path) -> Path:
    return root.with_name(f"{root.name}.state")


def _apart(root: Path) -> dict[str, str]:
    """Return an environment in which nothing is kept of another copy of the same ledger."""
    return os.environ | {"XDG_STATE_HOME": str(_state(root))}


def _ingest(root: Path, files: Path) -> list[str]:
    return [sys.executable, "-m", "kg", "-C", str(root), "ingest", "-f", "json", str(files)]


def _recorded(root: Path, files: Path, folder: Path) -> set[str]:
    """Return the keys of a copy of the workspace that took in the files undisturbed."""
    copy = folder / "undisturbed"
    shutil.copytree(root, copy)
    subprocess.run(_ingest(copy, files), cwd=ROOT, capture_output=True, check=True)
    with SqliteLog(copy / "log.db") as log:
        return {record.key for record in log.read()}


CAMPAIGNS = (
    Campaign(
        "D4",
        "the k-th fsync or fdatasync of an ingest fails with EIO",
        "no acknowledgement of what was not synced, no second try, one sentence, exit code 7; the log opens clean",
        50,
        fail,
        ("strace",),
    ),
)
