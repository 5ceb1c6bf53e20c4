"""The same things said again and again, crashes between, clocks that jump; and how often they stand in the log.

A sequence is a random walk: documents come as YAML and as JSON, under other file names, some read anew with a reason,
acts come twice, the process crashes before or after its commit and tries again, the log is closed and opened. Beside it
runs a model: which key was recorded first at which position. One thing is one event, at one position, for ever.
"""

import json
import random
import shutil
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import yaml

import kg.ingest
import kg.pipeline
from bench.faults.base import ROOT, Campaign, Run, Tally
from bench.faults.judging import hold_to_promises
from bench.faults.worlds import NOW, Fields, page, world, write
from kg.authoring import read_file
from kg.log import Record, SqliteLog
from kg.replay import project
from kg.stores.oxigraph import OxigraphStore
from kg.verification import check_log

STEPS = 14
DOCUMENTS = 4
REASON = "Read once more."


class CrashError(Exception):
    """The process ends here, so to speak."""


@dataclass
class Walk:
    """One sequence: its log, what was recorded first where, and chance."""

    folder: Path
    chance: random.Random
    first: dict[str, int] = field(default_factory=dict)
    crashed: int = 0

    @property
    def path(self) -> Path:
        """Return the log's file."""
        return self.folder / "log.db"

    def step(self, log: SqliteLog) -> None:
        """Take something in, in one of many ways."""
        name = f"d{self.chance.randrange(DOCUMENTS)}"
        kind = self.chance.random()
        if kind < 0.7:
            self.take_in(log, page(name, "h100", text=False))
        elif kind < 0.85:
            self.take_in(log, page(name, "h200", text=False), revise=REASON)
        else:
            held = any(key.startswith(f"{name}/") or key == name for key in self.first)
            act = {"act": "retract", "claim": f"{name}/uses", "reason": "Withdrawn."}
            if held:
                self.take_in(log, {"acts": [act]})

    def take_in(self, log: SqliteLog, content: Fields, revise: str | None = None) -> None:
        """Take in a file of any name and format, with a crash before or after the commit now and then."""
        name = self.chance.choice(["a.yaml", "b.json", "c.yml"])
        path = self.folder / name
        items = list(content.items())
        self.chance.shuffle(items)
        shuffled = dict(items)
        path.write_text(json.dumps(shuffled) if name.endswith("json") else yaml.safe_dump(shuffled, sort_keys=False))
        crash = self.chance.choice([None, None, "before", "after"])
        with suppress(CrashError):
            kg.ingest.append = crashing(crash)  # type: ignore[attr-defined]  # a crash is what is played
            try:
                kg.ingest.take_in(read_file(path), log, now=lambda: NOW, revise=revise)
            except CrashError:
                self.crashed += 1
                raise
            finally:
                kg.ingest.append = kg.pipeline.append  # type: ignore[attr-defined]


def crashing(when: str | None) -> Callable[..., tuple[int, ...]]:
    """Return `append`, which raises before or after it has committed."""

    def wrapped(log: SqliteLog, events: list[object], **options: object) -> tuple[int, ...]:
        if when == "before":
            raise CrashError
        positions = kg.pipeline.append(log, events, **options)  # type: ignore[arg-type]  # as they came
        if when == "after":
            raise CrashError
        return positions

    return wrapped


def judge(records: list[Record], first: dict[str, int], tally: Tally) -> None:
    """Compare a log with where each key was seen first, and note what is new."""
    keys = [record.key for record in records]
    tally.faults["one thing stands twice"] += len(keys) - len(set(keys))
    contents = [(record.type, record.tags, record.payload) for record in records]
    tally.faults["one content stands twice"] += len(contents) - len(set(contents))
    now = {record.key: record.position for record in records}
    tally.faults["something moved or is gone"] += sum(now.get(key) != position for key, position in first.items())
    for key, position in now.items():
        first.setdefault(key, position)


def repeat(run: Run) -> Tally:
    """Walk so many sequences."""
    tally = Tally()
    template = world(run.folder / "template", documents=DOCUMENTS)
    entities = run.folder / "template" / "entities.yaml"
    assert template.log.exists()
    for number in range(run.trials):
        walk = Walk(run.folder / "walk", random.Random(f"{run.draw}/{number}"))
        walk.folder.mkdir()
        log = SqliteLog(walk.path, mode="create")
        kg.ingest.take_in(read_file(entities), log, now=lambda: NOW)
        for _ in range(STEPS):
            walk.step(log)
            judge(list(log.read()), walk.first, tally)
            if walk.chance.random() < 0.2:
                log.close()
                log = SqliteLog(walk.path)
        tally.faults["the log does not verify"] += bool(check_log(log).problems)
        _project_twice(log, tally)
        log.close()
        tally.trials += 1
        tally.seen["crashes"] += walk.crashed
        tally.seen["events"] += len(walk.first)
        shutil.rmtree(walk.folder)
    return tally


def _project_twice(log: SqliteLog, tally: Tally) -> None:
    hashes = set()
    for _ in range(2):
        with OxigraphStore(None) as store:
            project(log, store)
            hashes.add(store.dataset_hash())
    tally.faults["two projections of one log differ"] += len(hashes) != 1


# Clocks

JUMPS = ("-3d", "-3d", "+0", "+5y")
"""Three days back, five years on; every document is taken in under another, the first five years on."""
_OFFSETS = {"-3d": timedelta(days=-3), "+5y": timedelta(days=5 * 365), "+0": timedelta()}


def jump(run: Run) -> Tally:
    """Take in documents under a clock that jumps, in half of the trials the one passed in, in half the system's."""
    tally, chance = Tally(), random.Random(run.draw)
    whole = world(run.folder / "whole", documents=4)
    for number in range(run.trials):
        copy = type(whole)(run.folder / "trial")
        shutil.copytree(whole.root, copy.root)
        jumps = ["+5y", *chance.sample(JUMPS, len(JUMPS))]
        files = [write(run.folder / "files", f"late{number}-{n}") for n in range(len(jumps))]
        for file, by in zip(files, jumps, strict=True):
            if number % 2:
                ended = _under_faketime(by, copy.root, file)
                tally.faults["the ingest did not end well"] += ended != 0
            else:
                with SqliteLog(copy.log) as log:
                    report = kg.ingest.ingest(copy, log, [file], now=lambda by=by: NOW + _OFFSETS[by])  # type: ignore[misc]
                    tally.faults["the ingest did not end well"] += bool(report.refused() or report.behind)
        tally.trials += 1
        tally.seen["by the system's clock" if number % 2 else "by the clock passed in"] += 1
        with SqliteLog(copy.log) as log:
            order = [record.tags for record in log.read() if record.type == "document-recorded"][-len(files) :]
            wanted = [f"document:{file.stem}" for file in files]
            tally.faults["another order"] += [tag for tags in order for tag in tags] != wanted
            instants = [record.recorded_at for record in log.read()]
            tally.faults["the clock did not jump"] += instants == sorted(instants)
            hold_to_promises(copy, log, tally)
        shutil.rmtree(copy.root)
    return tally


def _under_faketime(by: str, root: Path, file: Path) -> int:
    command = [sys.executable, "-m", "kg", "-C", str(root), "ingest", str(file)]
    return subprocess.run(
        ["faketime", "-f", by, *command], cwd=ROOT, capture_output=True, timeout=120, check=False
    ).returncode


CAMPAIGNS = (
    Campaign(
        "D8",
        "a random sequence of the same documents, readings and acts, with crashes before and after commits",
        "one thing is one event at one position",
        500,
        repeat,
    ),
    Campaign(
        "D9",
        "the clock goes three days back and five years on between ingests",
        "order of recording unchanged, every ingest works, the graph is what the log gives",
        20,
        jump,
        ("faketime",),
    ),
)
