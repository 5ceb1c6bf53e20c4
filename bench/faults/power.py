"""A power cut at any moment of an ingest, and what stands on the disk afterwards.

The workspace lies on an ext4 of its own, which is shut down without writing its journal: as after a power cut, only
what was synced is there when it is mounted again. The writer is that of `kill_ingest`. Acknowledged batches must be
there; store, snapshots, search index, texts and segments must be made whole by the next command.
"""

import os
import random
import subprocess
import sys
import time
from pathlib import Path

from bench.faults.base import ROOT, Campaign, Run, Tally
from bench.faults.disks import cut_power, ext4, make_ext4
from bench.faults.judging import judge
from bench.faults.kill_ingest import LONGEST_DELAY, MOST_STEPS, STAGES
from bench.faults.worlds import prepare
from kg.workspace import Workspace

TRIALS_A_DISK = 20
SIZE = 192
"""MiB of a disk."""


def cut(run: Run) -> Tally:
    """Cut the power `run.trials` times, on a new disk for every twenty."""
    chance, tally = random.Random(run.draw), Tally()
    image, at = run.folder / "disk.img", run.folder / "disk"
    for trial in range(run.trials):
        if trial % TRIALS_A_DISK == 0:
            make_ext4(image, mebibytes=SIZE)
            with ext4(image, at):
                prepare(at)
                os.sync()
        with ext4(image, at):
            said = _written_until_cut(at, trial, chance)
        with ext4(image, at):
            tally.seen["batches acknowledged while the power went"] += sum(line.startswith("late ") for line in said)
            judge(Workspace(at / "workspace"), said, tally)
            _sweep(at)
    return tally


def _written_until_cut(at: Path, trial: int, chance: random.Random) -> list[str]:
    """Let a child take in files, cut the power in a stage of our choice, and return what the child said."""
    stage, step = chance.choice(STAGES), f"at {STAGES[0]}\n".encode()
    earliest, latest = chance.randint(1, MOST_STEPS), 2 * MOST_STEPS
    command = [sys.executable, "-m", "bench.faults.kill_ingest", str(at / "workspace"), str(trial)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=ROOT) as process:
        assert process.stdout is not None
        said = b""
        while said.count(step) <= latest and (
            said.count(step) < earliest or f"at {stage}\n".encode() not in said.rpartition(step)[2]
        ):
            piece = os.read(process.stdout.fileno(), 65536)
            assert piece, f"the child ended by itself in trial {trial}, after {said[-500:].decode()}"
            said += piece
        time.sleep(chance.uniform(0, LONGEST_DELAY.get(stage, 0.01)))
        os.set_blocking(process.stdout.fileno(), False)
        said += _available(process.stdout.fileno())
        cut_power(at)
        reached = said[said.rindex(b"at ") :].splitlines()[0]
        # A real cut takes the process along; here it lives on for a moment, and its sync may be told that all is well
        # although the journal ended while it waited. Nobody outside could have heard that, so it is counted apart.
        said += _rest(process).replace(b"ack ", b"late ") + reached + b"\n"
        process.kill()
        process.wait()
    return said.decode().splitlines()


def _rest(process: subprocess.Popen[bytes]) -> bytes:
    """Return what the child still says, until it ends or a moment has passed."""
    assert process.stdout is not None
    said, deadline = b"", time.monotonic() + 0.3
    while time.monotonic() < deadline and process.poll() is None:
        said += _available(process.stdout.fileno())
        time.sleep(0.01)
    return said + _available(process.stdout.fileno())


def _available(descriptor: int) -> bytes:
    try:
        return os.read(descriptor, 2**20)
    except BlockingIOError:
        return b""


def _sweep(at: Path) -> None:
    """Delete the files that were taken in, so that the disk is not full of them one day."""
    for path in (at / "files").rglob("*.*"):
        path.unlink(missing_ok=True)


CAMPAIGNS = (
    Campaign(
        "D2",
        "power cut while a process ingests, attaches texts, seals and rebuilds (ext4, shut down without its journal)",
        "every batch acknowledged before is there, none by halves; the next command makes the rest what the log gives",
        300,
        cut,
        ("a loop device",),
    ),
)
