"""What every shipped question costs: CPU of the contained worker, at two sizes, and how it grows between them.

    python -m bench.query.questions --folder SCRATCH [--announcements 10000 100000] [--rounds 3] [--only NAME ...]

The workspace of each size is built once below SCRATCH and kept. CPU is that of the worker process, the median of some
rounds after one that does not count; rows are those of the answer before any limit of ours. "grows" is the CPU at the
largest size over that at the smallest: as many times as there are more announcements is in step with the ledger.
"""

import argparse
import statistics
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

from bench.query.peers.base import process_cpu
from bench.query.world import world
from kg.errors import LimitError
from kg.log import SqliteLog
from kg.pipeline import append, rebuild
from kg.query.catalogue import Question, questions, read_question
from kg.query.engine import Engine, Limits
from kg.query.params import bind
from kg.resources import folder
from kg.stores.oxigraph import snapshots
from kg.table import Table
from kg.workspace import Workspace, create

NOW = datetime(2026, 1, 1, tzinfo=UTC)
BATCH = 1000
ROWS = 2_000_000
SAMPLES: Mapping[str, tuple[str, ...]] = {
    "id": ("company-0", "company-40"),
    "term": ("valuation",),
    "date": ("2025-10-31",),
    "string": ("nuclear",),
    "topic": ("energy",),
}
"""Values for required parameters: of ids the one that is named most, and one that is named seldom."""
OWN_SAMPLES: Mapping[str, tuple[str, ...]] = {
    "learnt-since": ("2026-01-01",),
    "what-a-source-says": ("company-0", "company-40"),
    "parts": ("news-7",),
    "thing": ("company-0", "news-7/figure"),
    "history": ("news-4/figure",),
    "links-into": ("news-7", "news-24"),
    "undone": ("event/100",),
}
"""Values where those would find nothing."""
HOT = ("company-0", "company-40")


def every_question() -> Iterator[Question]:
    """Yield the shipped questions and the views behind `kg show`."""
    yield from questions([folder("queries")])
    for path in sorted((folder("queries") / "views").glob("*.rq")):
        yield read_question(path, "views")


def cases(question: Question) -> Iterator[tuple[str, str]]:
    """Yield what to call each case of a question, and its SPARQL with the parameters in it."""
    name = question.name if question.folder != "views" else f"views/{question.name}"
    required = [parameter for parameter in question.parameters if parameter.required]
    if question.folder == "views" and question.name == "claims":
        for thing in (*HOT, "news-7", "news-4/figure"):
            yield f"{name} {thing}", bind(question.text, {"thing": thing}, source=name)
        yield f"{name} topic=energy", bind(question.text, {"topic": "energy"}, source=name)
        return
    if not required:
        yield name, bind(question.text, {}, source=name)
        optional = {parameter.name for parameter in question.parameters}
        for parameter, value in (("entity", HOT[0]), ("document", "news-7")):
            if parameter in optional:
                yield f"{name} {parameter}={value}", bind(question.text, {parameter: value}, source=name)
        return
    values = OWN_SAMPLES.get(question.name, SAMPLES[required[0].type])
    for value in values:
        yield f"{name} {value}", bind(question.text, {required[0].name: value}, source=name)


def workspace_of(count: int, scratch: Path) -> Workspace:
    """Return the workspace of `count` synthetic announcements below `scratch`, built where it is not there yet."""
    root = scratch / f"world-{count}"
    if (root / "built").exists():
        return Workspace(root)
    workspace = create(root)
    waiting = []
    with SqliteLog(workspace.log, mode="create") as log:
        for event in world(count):
            waiting.append(event)
            if len(waiting) == BATCH:
                append(log, waiting, now=NOW)
                waiting.clear()
        append(log, waiting, now=NOW)
        rebuild(workspace, log)
    (root / "built").touch()
    return workspace


def worker_cpu(engine: Engine) -> float:
    """Return user and system seconds that the worker of `engine` has used, as Linux counts them."""
    engine.sandbox()
    process = engine._worker._process  # noqa: SLF001 (no user needs to know the process)
    assert process is not None, "asked for above"
    return process_cpu(process._process.pid)  # noqa: SLF001


def measure(engine: Engine, text: str, *, rounds: int) -> tuple[float, int]:
    """Return median CPU in seconds and the number of rows of a query; infinity where the limit stopped it.

    Linux counts in hundredths of a second, so a quick query runs several times a round.
    """
    try:
        before = worker_cpu(engine)
        answer = engine.query(text)
        first = worker_cpu(engine) - before
        rows = len(answer.rows) if isinstance(answer, Table) else 1
        times = max(1, min(20, int(0.2 / (first + 0.01))))
        found = []
        for _ in range(rounds if first < 10 else 1):
            before = worker_cpu(engine)
            for _ in range(times):
                engine.query(text)
            found.append((worker_cpu(engine) - before) / times)
    except LimitError:
        return float("inf"), 0
    return statistics.median(found), rows


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, required=True, help="where the workspaces are built and kept")
    parser.add_argument("--announcements", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=30, help="limit of one query")
    parser.add_argument("--only", nargs="*", help="names of questions")
    given = parser.parse_args()
    sizes = sorted(given.announcements)
    chosen = [q for q in every_question() if not given.only or q.name in given.only]
    limits = Limits(seconds=given.seconds, rows=ROWS, bytes=1 << 30, memory=8 << 30)
    engines = [Engine(snapshots(workspace_of(size, given.folder).snapshots)[-1], limits) for size in sizes]
    print(f"{'question':46}", *(f"{size:>9,} ms {'rows':>9}" for size in sizes), f"{'grows':>7}")
    for question in chosen:
        for name, text in cases(question):
            found = [measure(engine, text, rounds=given.rounds) for engine in engines]
            columns = " ".join(f"{cpu * 1000:12.1f} {rows:9,}" for cpu, rows in found)
            grows = found[-1][0] / max(found[0][0], 1e-4)
            print(f"{name:46} {columns} {grows:7.1f}", flush=True)
    for engine in engines:
        engine.close()


if __name__ == "__main__":
    main()
