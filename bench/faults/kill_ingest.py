"""Ingests that are killed at any moment, and what their workspaces hold afterwards.

A child takes in files, one a step: mostly new documents, some with a text, now and then a document that reads
otherwise, an act that ends a claim, a sealing, a rebuild. It says in a pipe which stage begins (`at append`,
`at projection` …), which keys a batch is about to record, and that it was recorded. The parent waits until a stage of
its choice has begun and sends SIGKILL after a random delay, so what was said last tells where the kill fell. Then the
workspace is opened again: every acknowledged batch must be whole, no batch there by halves, the log must verify,
catching up must work, and graph, segments, texts and search index must be what the log gives. Twenty trials share a
workspace, so that kills also meet what earlier ones left behind.
"""

import itertools
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import kg.ingest
import kg.pipeline
from bench.faults.base import ROOT, Tally
from bench.faults.judging import judge
from bench.faults.worlds import NOW, article, page, prepare
from kg.log import SqliteLog, seal
from kg.stores.oxigraph import OxigraphStore
from kg.workspace import Workspace

TRIALS_A_WORKSPACE = 20
STAGES = ("plan", "append", "text", "projection", "snapshot", "search", "rebuild", "seal")
LONGEST_DELAY = {"append": 0.006, "projection": 0.002, "snapshot": 0.02, "search": 0.008, "rebuild": 0.4}
"""Seconds; about as long as a stage takes."""
MOST_STEPS = 6


# The child


def say(*words: str) -> None:
    """Write a line at once; nothing is buffered in this process."""
    os.write(1, f"{' '.join(words)}\n".encode())


def announced(stage: str, function: Callable[..., Any]) -> Callable[..., Any]:
    """Return `function`, saying each time that its stage begins."""

    def wrapped(*given: Any, **options: Any) -> Any:  # noqa: ANN401 (whatever the stage takes)
        say("at", stage)
        return function(*given, **options)

    return wrapped


def recording(append: Callable[..., Any]) -> Callable[..., Any]:
    """Return `append`, saying what it is about to record, and that it has."""

    def wrapped(log: SqliteLog, events: Sequence[Any], **options: Any) -> Any:  # noqa: ANN401 (as above)
        keys = json.dumps([event.key() for event in events])
        say("batch", keys)
        say("at", "append")
        positions = append(log, events, **options)
        say("ack", keys)
        return positions

    return wrapped


def child(root: Path, trial: int) -> None:
    """Take in files until killed."""
    kg.ingest.append = recording(kg.ingest.append)  # type: ignore[attr-defined]  # the stages are what is watched
    kg.ingest.attach = announced("text", kg.ingest.attach)  # type: ignore[attr-defined]
    kg.pipeline.apply_events = announced("projection", kg.pipeline.apply_events)  # type: ignore[attr-defined]
    kg.pipeline._catch_up_search = announced("search", kg.pipeline._catch_up_search)  # noqa: SLF001
    OxigraphStore.snapshot = announced("snapshot", OxigraphStore.snapshot)  # type: ignore[method-assign]
    workspace, chance = Workspace(root), random.Random(trial)
    with SqliteLog(workspace.log) as log:
        for number in itertools.count(1):
            say("at", "plan")
            if number % MOST_STEPS == chance.randrange(MOST_STEPS):
                say("at", "rebuild")
                kg.pipeline.rebuild(workspace, log)
            if number % MOST_STEPS == chance.randrange(MOST_STEPS):
                say("at", "seal")
                seal(log, workspace.segments, size=3)
            path = write(root.parent / "files", trial, number, chance)
            report = kg.ingest.ingest(workspace, log, [path], now=lambda: NOW, revise=f"trial {trial}, step {number}")
            assert not report.refused(), report.refused()[0].error


def write(files: Path, trial: int, number: int, chance: random.Random) -> Path:
    """Write the file of one step, and return its path."""
    path = files / f"step-{trial}-{number}.yaml"
    (files / "texts").mkdir(parents=True, exist_ok=True)
    earlier = chance.randint(1, max(1, number - 1))
    if number == 1 or (kind := chance.random()) < 0.6:
        name = f"d{trial}-{number}"
        content = page(name, "h100", text=number > 1 and chance.random() < 0.4)
        if "text" in content:
            (files / "texts" / f"{name}.txt").write_text(article(name))
    elif kind < 0.8:
        content = page(f"d{trial}-1", chance.choice(["h100", "h200"]), text=False)
    else:
        content = {"acts": [{"act": "retract", "claim": f"d{trial}-1/uses", "reason": "Withdrawn."}]}
        if earlier % 2:
            content = {"acts": [{"act": "retract", "document": f"d{trial}-1", "reason": "Withdrawn."}]}
    path.write_text(json.dumps(content))
    return path


# The parent


def killed(root: Path, trial: int, chance: random.Random) -> list[str]:
    """Start a child, kill it, and return what it said, line by line."""
    stage = chance.choice(STAGES)
    awaited, step = f"at {stage}\n".encode(), f"at {STAGES[0]}\n".encode()
    earliest, latest = chance.randint(1, MOST_STEPS), 2 * MOST_STEPS
    command = [sys.executable, "-m", "bench.faults.kill_ingest", str(root), str(trial)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT) as process:
        assert process.stdout is not None
        said = b""
        # A stage that does not come in time is not waited for: not every step attaches a text or rebuilds.
        while said.count(step) <= latest and (said.count(step) < earliest or awaited not in said.rpartition(step)[2]):
            piece = os.read(process.stdout.fileno(), 65536)
            assert piece, f"the child ended by itself in trial {trial}, after {said[-500:].decode()}"
            said += piece
        time.sleep(chance.uniform(0, LONGEST_DELAY.get(stage, 0.01)))
        process.send_signal(signal.SIGKILL)
        process.wait()
        return (said + process.stdout.read()).decode().splitlines()


def campaign(trials: int, draw: int, folder: Path) -> Tally:
    """Run `trials` kills on workspaces in `folder`."""
    chance, tally, root = random.Random(draw), Tally(), folder
    for trial in range(trials):
        if trial % TRIALS_A_WORKSPACE == 0:
            place = folder / f"from-{trial}"
            place.mkdir()
            root = prepare(place)
        judge(Workspace(root), killed(root, trial, chance), tally)
    return tally


if __name__ == "__main__":
    child(Path(sys.argv[1]), int(sys.argv[2]))
