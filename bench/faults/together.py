"""Several processes on one workspace: two that write, one that holds the store, readers beside ingests and rebuilds.

python -m bench.faults.together write ROOT NAME COUNT    takes in documents of its own and one that all take in
python -m bench.faults.together hold ROOT                holds the right to write the store until its input ends
python -m bench.faults.together churn ROOT               takes in documents and rebuilds until killed
python -m bench.faults.together share                    takes in what each line of input names
python -m bench.faults.together read ROOT COUNT          opens the newest graph again and again, says what it holds
"""

import itertools
import json
import shutil
import subprocess
import sys
import time
from collections.abc import Collection, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

import kg.ingest
import kg.pipeline
from bench.faults.base import ROOT, Campaign, Run, Tally
from bench.faults.judging import hold_to_promises
from bench.faults.worlds import NOW, Fields, prepare, write
from kg.authoring import read_file
from kg.errors import KgError, LockedError
from kg.locking import writing
from kg.log import SqliteLog
from kg.opening import open_reader
from kg.views.counts import counts
from kg.workspace import Workspace

DOCUMENTS = 3
READERS = 2
PATIENCE = 0.3
"""Seconds that a second writer of the store waits in the trials; the command waits 30, which is tried once."""
COMMAND_WAITS = 30
CROWD = 4
ENTITIES, EVENTS, CLAIMS = 3, 3, 3
"""Entities that a workspace begins with; then events and claims that each document brings, beside one entity of its
own and one announcement."""


def say(**values: object) -> None:
    """Write a line of JSON at once."""
    sys.stdout.write(json.dumps(values) + "\n")
    sys.stdout.flush()


@contextmanager
def child(*words: str) -> Iterator[subprocess.Popen[str]]:
    """Run this file with some words; the process does not outlive the block."""
    command = [sys.executable, "-m", "bench.faults.together", *words]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT, text=True) as process:
        try:
            yield process
        finally:
            process.kill()


# Two that write


def write_some(root: Path, name: str, count: int) -> None:
    """Wait for the word to start, then take in `count` documents of its own, each with one that all take in."""
    files = root.parent / f"files-{name}"
    own = [write(files, f"{name}{number}") for number in range(count)]
    shared = write(files, "shared")
    say(ready=True)
    sys.stdin.readline()
    workspace = Workspace(root)
    with SqliteLog(workspace.log) as log:
        for file in own:
            report = kg.ingest.ingest(workspace, log, [file, shared], now=lambda: NOW)
            problem = report.behind or next((outcome.error for outcome in report.refused()), None)
            say(problem=problem.sentence() if problem else None)


def two_writers(run: Run) -> Tally:
    """Let two processes take in documents at once, then let one meet another that holds the store."""
    tally = Tally()
    for number in range(run.trials):
        root = prepare(run.folder / f"trial-{number}")
        with child("write", str(root), "ada", str(DOCUMENTS)) as one, child("write", str(root), "bob", "3") as other:
            said = _started([one, other])
        judge_writers(Workspace(root), said, tally)
        meet_a_holder(Workspace(root), tally)
        if number == 0 and run.trials >= COMMAND_WAITS:
            _command_meets_a_holder(root, tally)
        shutil.rmtree(run.folder / f"trial-{number}")
    return tally


def _started(writers: Sequence[subprocess.Popen[str]]) -> list[str | None]:
    """Start the writers at once when all are ready, and return what they said of each document."""
    for writer in writers:
        assert writer.stdout is not None
        writer.stdout.readline()
    said = [writer.communicate("start\n")[0] if writer is writers[-1] else _begin(writer) for writer in writers]
    said[:-1] = [writer.communicate()[0] for writer in writers[:-1]]
    return [json.loads(line)["problem"] for each in said for line in each.splitlines()]


def _begin(writer: subprocess.Popen[str]) -> str:
    assert writer.stdin is not None
    writer.stdin.write("start\n")
    writer.stdin.flush()
    return ""


def judge_writers(workspace: Workspace, said: Sequence[str | None], tally: Tally) -> None:
    """Look at what two writers that wrote at once left behind."""
    tally.trials += 1
    tally.seen["ingests beside another"] += len(said)
    tally.faults["an ingest did not end"] += len(said) != 2 * DOCUMENTS
    for problem in filter(None, said):
        tally.faults[f"an ingest was refused: {problem}"] += 1
    with SqliteLog(workspace.log) as log:
        keys = [record.key for record in log.read()]
        tally.faults["another number of events"] += len(keys) != ENTITIES + EVENTS * (2 * DOCUMENTS + 1)
        hold_to_promises(workspace, log, tally)


def hold(root: Path) -> None:
    """Hold the right to write the store."""
    with writing(Workspace(root)):
        say(held=True)
        sys.stdin.readline()


def meet_a_holder(workspace: Workspace, tally: Tally) -> None:
    """Append and then catch up while another process holds the store."""
    with child("hold", str(workspace.root)) as holder, SqliteLog(workspace.log) as log:
        assert holder.stdout is not None
        holder.stdout.readline()
        file = read_file(write(workspace.root.parent / "meanwhile", "meanwhile"))
        plan = kg.ingest.take_in(file, log, now=lambda: NOW)
        tally.faults["an append waited for the store"] += len(plan.positions) != EVENTS
        begun = time.monotonic()
        try:
            kg.pipeline.catch_up(workspace, log, patience=PATIENCE)
            tally.faults["two wrote the store at once"] += 1
        except LockedError as error:
            waited = time.monotonic() - begun
            tally.faults["it did not wait, or far too long"] += not PATIENCE <= waited < PATIENCE + 5
            tally.faults["another exit code"] += error.exit_code != LockedError.exit_code
            tally.seen["a second writer of the store stopped"] += 1
    with SqliteLog(workspace.log) as log:
        hold_to_promises(workspace, log, tally)


def _command_meets_a_holder(root: Path, tally: Tally) -> None:
    with child("hold", str(root)) as holder:
        assert holder.stdout is not None
        holder.stdout.readline()
        begun = time.monotonic()
        done = subprocess.run(
            [sys.executable, "-m", "kg", "-C", str(root), "rebuild"], cwd=ROOT, capture_output=True, check=False
        )
        waited = time.monotonic() - begun
    tally.faults["the command: another exit code"] += done.returncode != LockedError.exit_code
    tally.faults["the command: no sentence, or several"] += done.stderr.count(b"\n") != 1
    tally.faults["the command: it did not wait, or far too long"] += not COMMAND_WAITS <= waited < COMMAND_WAITS + 15
    tally.seen["the command waited 30 s and stopped"] += 1


# Readers


def churn(root: Path) -> None:
    """Take in one document after the other, and rebuild every fourth time."""
    workspace = Workspace(root)
    with SqliteLog(workspace.log) as log:
        for number in itertools.count():
            file = write(root.parent / "files", f"d{number}")
            kg.ingest.ingest(workspace, log, [file], now=lambda: NOW)
            if number % 4 == 0:
                kg.pipeline.rebuild(workspace, log)
            say(documents=number + 1)


def read(root: Path, count: int) -> None:
    """Open the newest graph so many times, and say what it holds, twice."""
    for _ in range(count):
        try:
            with open_reader(Workspace(root)) as reader:
                first, second = counts(reader), counts(reader)
                say(position=reader.position, things=dict(first.things), again=dict(second.things))
        except KgError as error:
            say(problem=error.sentence())


def readers(run: Run) -> Tally:
    """Let two processes read while a third takes in and rebuilds."""
    tally = Tally()
    root = prepare(run.folder)
    each = str(max(run.trials // READERS, 1))
    with child("churn", str(root)) as writer:
        assert writer.stdout is not None
        writer.stdout.readline()
        with child("read", str(root), each) as one, child("read", str(root), each) as other:
            # Each line is taken as it comes; nobody may stop because a pipe is full.
            said = [line for reader in (one, other) for line in reader.communicate()[0].splitlines()]
        writer.kill()
        written = writer.stdout.read().splitlines()
    tally.seen["documents taken in meanwhile"] = len(written)
    for line in said:
        judge_reading(line, tally)
    with SqliteLog(root / "log.db") as log:
        hold_to_promises(Workspace(root), log, tally)
    return tally


def judge_reading(line: str, tally: Tally) -> None:
    """Hold what a reader saw to what a graph holds that was made whole: so much a document, as its name says."""
    tally.trials += 1
    found = json.loads(line)
    if "problem" in found:
        tally.faults[f"a reader was refused: {found['problem']}"] += 1
        return
    documents = (found["position"] - ENTITIES) // EVENTS
    whole = {
        "documents": documents,
        "announcements": documents,
        "claims": CLAIMS * documents,
        "entities": ENTITIES + documents,
    }
    things = {name: number for name, number in found["things"].items() if number}
    tally.faults["a torn state was seen"] += things != {name: number for name, number in whole.items() if number}
    tally.faults["two looks through one opening differ"] += found["things"] != found["again"]


# Several that take in the same


def take_in_shared() -> None:
    """Take in what each line of input names, a workspace and files, and say what became of each file."""
    for line in sys.stdin:
        root, *files = json.loads(line)
        workspace = Workspace(Path(root))
        with SqliteLog(workspace.log) as log:
            report = kg.ingest.ingest(workspace, log, [Path(file) for file in files], now=lambda: NOW)
        became = {outcome.name: outcome.status for outcome in report.outcomes}
        became |= {f"text of {each.name}": "new" if each.text_attached else "known" for each in report.outcomes}
        problems = [each.error for each in report.outcomes if each.error] + [report.behind] * bool(report.behind)
        say(became=became, problems=[str(problem) for problem in problems])


def one_is_first(run: Run) -> Tally:
    """Let four processes take in the same files at once, round after round: entities, documents, a text, acts."""
    tally = Tally()
    with ExitStack() as running:
        crowd = [running.enter_context(child("share")) for _ in range(CROWD)]
        for number in range(run.trials):
            folder = run.folder / f"trial-{number}"
            root = prepare(folder)
            trees = {f"tree-{n}": {"class": "Company", "label": f"Tree {n}"} for n in range(3)}
            act = {"act": "retract", "claim": "plain/uses", "reason": "Withdrawn."}
            (folder / "trees.yaml").write_text(json.dumps({"entities": trees}))
            (folder / "acts.yaml").write_text(json.dumps({"acts": [act]}))
            documents = [write(folder / "files", name, text=name == "worded") for name in ("plain", "worded")]
            for files in ([folder / "trees.yaml", *documents], [folder / "acts.yaml"]):
                judge_crowd(_all_at_once(crowd, root, files), texts={"worded"}, tally=tally)
            with SqliteLog(root / "log.db") as log:
                hold_to_promises(Workspace(root), log, tally)
            shutil.rmtree(folder)
            tally.trials += 1
    return tally


def _all_at_once(crowd: Sequence[subprocess.Popen[str]], root: Path, files: Sequence[Path]) -> list[Fields]:
    for each in crowd:
        assert each.stdin is not None
        each.stdin.write(json.dumps([str(root), *map(str, files)]) + "\n")
        each.stdin.flush()
    return [json.loads(each.stdout.readline()) for each in crowd if each.stdout is not None]


def judge_crowd(said: Sequence[Fields], *, texts: Collection[str], tally: Tally) -> None:
    """Hold what several said who took in the same to it that each thing is new to one of them."""
    for problem in (problem for each in said for problem in each["problems"]):
        tally.faults[f"an ingest was refused: {problem}"] += 1
    for name in said[0]["became"]:
        statuses = sorted(each["became"].get(name, "nothing") for each in said)
        there = not name.startswith("text of ") or name.removeprefix("text of ") in texts
        right = ["known"] * (len(said) - there) + ["new"] * there
        tally.seen["things that were new to one of four"] += there
        tally.faults[f"said of one thing: {', '.join(statuses)}"] += statuses != right


CAMPAIGNS = (
    Campaign(
        "C1",
        "two processes ingest at once; one meets another that holds the store",
        "appends queue, each thing is recorded once; a second writer of the store waits, then stops with exit code 8",
        50,
        two_writers,
    ),
    Campaign(
        "C2",
        "readers open the graph while a process ingests and rebuilds",
        "each sees one whole generation, the one that it names",
        1000,
        readers,
    ),
    Campaign(
        "S10",
        "four processes ingest the same entities, documents, text and act at once",
        "each thing is reported new by one of them and known by the others",
        100,
        one_is_first,
    ),
)

if __name__ == "__main__":
    verb, *words = sys.argv[1:]
    if verb == "write":
        write_some(Path(words[0]), words[1], int(words[2]))
    elif verb == "read":
        read(Path(words[0]), int(words[1]))
    elif verb == "share":
        take_in_shared()
    else:
        {"hold": hold, "churn": churn}[verb](Path(words[0]))
