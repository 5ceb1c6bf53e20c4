"""Ingests that are killed at any moment, and what their workspaces hold afterwards.

    python -m bench.faults.kill_ingest [--trials 200] [--draw 1]

A child takes in files, one a step: mostly new documents, some with a text, now and then a document that reads
otherwise, an act that ends a claim, a rebuild. It says in a pipe which stage begins (`at append`, `at projection` …),
which keys a batch is about to record (`batch`), and that it was recorded (`ack`). The parent waits until a stage of
its choice has begun and sends SIGKILL after a random delay, so what was said last tells where the kill fell. Then the
workspace is opened again: every acknowledged batch must be whole, no batch there by halves, the log must verify,
catching up must work, and the graph, the snapshot that readers open, the texts and the search index must be what the
log gives. Twenty trials share a workspace, so that kills also meet what earlier ones left behind.
"""

import argparse
import itertools
import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import kg.ingest
import kg.pipeline
from kg.errors import KgError
from kg.log import SqliteLog
from kg.stores.oxigraph import OxigraphStore
from kg.stores.search import SearchIndex
from kg.texts import span_of, text_hash
from kg.verification import verify
from kg.workspace import Workspace, create

ROOT = Path(__file__).parents[2]
TRIALS_A_WORKSPACE = 20
STAGES = ("plan", "append", "text", "projection", "snapshot", "search", "rebuild")
LONGEST_DELAY = {"append": 0.006, "projection": 0.002, "snapshot": 0.02, "search": 0.008, "rebuild": 0.4}
"""Seconds; about as long as a stage takes."""
MOST_STEPS = 6
NOW = datetime(2026, 1, 1, tzinfo=UTC)
Fields = dict[str, Any]


@dataclass
class Tally:
    """What a campaign has counted."""

    trials: int = 0
    killed: Counter[str] = field(default_factory=Counter)
    """By the stage that had begun last."""
    acknowledged: int = 0
    """Acknowledged batches."""
    kept_unacknowledged: int = 0
    """Batches that were durable when the kill came before their acknowledgement; no fault."""
    caught_up: int = 0
    """Workspaces whose graph had something to catch up with."""
    rebuilt: int = 0
    """Workspaces whose graph was built anew."""
    faults: Counter[str] = field(default_factory=Counter)
    """What must not be: acknowledged batches that are lost, batches by halves, promises that do not hold."""


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


def article(name: str) -> str:
    """Return the text of a document."""
    return f"Ash runs on the H100.\n\nSo says {name}, of {'coolers and ' * 50}fans."


def page(name: str, chip: str, *, text: bool) -> Fields:
    """Return a document with a claim in its own voice and an announcement with two."""
    company = f"company-{name}"
    uses: Fields = {"subject": "ash", "predicate": "usesHardware", "object": chip}
    content: Fields = {
        "document": name,
        "title": f"Title of {name}",
        "kind": "article",
        "voice": "ash",
        "published": "2026",
    }
    content |= {
        "published_note": "The day is not given.",
        "entities": {company: {"class": "Company", "label": company}},
    }
    if text:
        content["text"] = text_hash(article(name))
        uses["at"] = f"16-20 {span_of(article(name), 16, 20).words_hash}"
    raised = {"subject": company, "predicate": "totalRaised", "value": "over 35 bn USD"}
    partner = {"subject": company, "predicate": "partnerOf", "object": "ash", "modality": "planned"}
    announcement = {"title": f"What {name} reports", "claims": {"raised": raised, "partner": partner}}
    return content | {"claims": {"uses": uses}, "announcements": {"news": announcement}}


# The parent


def prepare(folder: Path) -> Path:
    """Make a workspace with what all documents name, and return its folder."""
    root = folder / "workspace"
    shared = {name: {"class": "Company", "label": name} for name in ("ash", "h100", "h200")}
    (folder / "entities.yaml").write_text(json.dumps({"entities": shared}))
    workspace = create(root)
    with SqliteLog(workspace.log, mode="create") as log:
        kg.ingest.ingest(workspace, log, [folder / "entities.yaml"], now=lambda: NOW)
    return root


def killed(root: Path, trial: int, chance: random.Random) -> list[str]:
    """Start a child, kill it, and return what it said, line by line."""
    stage = chance.choice(STAGES)
    awaited, step = f"at {stage}\n".encode(), f"at {STAGES[0]}\n".encode()
    earliest, latest = chance.randint(1, MOST_STEPS), 2 * MOST_STEPS
    command = [sys.executable, "-m", "bench.faults.kill_ingest", "--child", str(root), str(trial)]
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


def judge(root: Path, said: Sequence[str], tally: Tally) -> None:
    """Open the workspace again, count what became of the batches, and hold it to its promises."""
    batches = [json.loads(line.removeprefix("batch ")) for line in said if line.startswith("batch ")]
    acknowledged = [json.loads(line.removeprefix("ack ")) for line in said if line.startswith("ack ")]
    tally.trials += 1
    tally.killed[next(line.removeprefix("at ") for line in reversed(said) if line.startswith("at "))] += 1
    tally.acknowledged += len(acknowledged)
    workspace = Workspace(root)
    with SqliteLog(workspace.log) as log:
        held = {record.key for record in log.read()}
        tally.faults["acknowledged and lost"] += sum(not held.issuperset(batch) for batch in acknowledged)
        open_ones = [batch for batch in batches if batch not in acknowledged]
        tally.faults["there by halves"] += sum(0 < len(held.intersection(batch)) < len(batch) for batch in open_ones)
        tally.kept_unacknowledged += sum(held.issuperset(batch) for batch in open_ones)
        try:
            result = kg.pipeline.catch_up(workspace, log)
        except KgError as error:
            tally.faults[f"catching up: {error}"] += 1
            return
        tally.caught_up += result.applied > 0
        tally.rebuilt += result.rebuilt
        for check in verify(workspace, log):
            tally.faults[check.name] += bool(check.problems)
        tally.faults["the index is what the log gives"] += found(workspace.search) != indexed_anew(workspace, log)


def indexed_anew(workspace: Workspace, log: SqliteLog) -> list[tuple[object, ...]]:
    """Return what an index holds that is built from nothing."""
    with tempfile.TemporaryDirectory() as name:
        fresh = create(Path(name))
        fresh.documents.rmdir()
        fresh.documents.symlink_to(workspace.documents)
        kg.pipeline._catch_up_search(fresh, log)  # noqa: SLF001 (without the graph)
        return found(fresh.search)


def found(path: Path) -> list[tuple[object, ...]]:
    """Return all that an index holds, sorted."""
    with SearchIndex(path), closing(sqlite3.connect(path)) as connection:
        return sorted(_rows(connection))


def _rows(connection: sqlite3.Connection) -> Iterator[tuple[object, ...]]:
    yield from connection.execute("SELECT 'entry', id, kind, text, ifnull(first, -1) FROM entry")
    yield from connection.execute("SELECT 'figure', claim, kind, text, ifnull(low, -1) FROM figure")
    yield from connection.execute("SELECT 'book', name, '', value, 0 FROM book")


def campaign(trials: int, draw: int, folder: Path) -> Tally:
    """Run `trials` kills on workspaces in `folder`."""
    chance, tally, root = random.Random(draw), Tally(), folder
    for trial in range(trials):
        if trial % TRIALS_A_WORKSPACE == 0:
            place = folder / f"from-{trial}"
            place.mkdir()
            root = prepare(place)
        judge(root, killed(root, trial, chance), tally)
    return tally


def table(tally: Tally) -> Iterator[str]:
    """Yield the lines of the table."""
    for name in ("trials", "acknowledged", "kept_unacknowledged", "caught_up", "rebuilt"):
        yield f"{name.replace('_', ' '):44}{getattr(tally, name):8}"
    for stage in STAGES:
        yield f"killed in {stage:34}{tally.killed[stage]:8}"
    for name, count in sorted(tally.faults.items()):
        yield f"fault: {name:37}{count:8}"


def main() -> None:
    """Print the table; the exit code is 1 if anything was lost or does not hold."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--trials", type=int, default=200)
    parser.add_argument("--draw", type=int, default=1)
    parser.add_argument("--child", nargs=2, metavar=("FOLDER", "TRIAL"), help="be the writer")
    options = parser.parse_args()
    if options.child:
        child(Path(options.child[0]), int(options.child[1]))
    with tempfile.TemporaryDirectory() as folder:
        tally = campaign(options.trials, options.draw, Path(folder))
    print("\n".join(table(tally)))
    sys.exit(1 if tally.faults.total() else 0)


if __name__ == "__main__":
    main()
