"""What every shipped question costs here and in other engines: the same triples, the same SPARQL, CPU of the server.

    python -m bench.query.engines --folder SCRATCH --peers OTHER [--announcements N] [--only NAME ...] [--seconds 30]

The workspaces are those of `bench.query.questions`. Each engine that is installed gets its own copy of the triples and
runs alone with each question: once to warm up, then some rounds of which the least counts, since a busy machine only
adds. A question that takes long counts as it was the first time. What was measured is kept in OTHER, one line of JSON
for each case and engine, and is measured again only where the text of the question, the triples or the engine changed,
or with `--fresh`.
"""

import argparse
import json
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path
from typing import Any, Protocol

import pyoxigraph as ox

from bench.query.compare import IN_MEMORY, OURS, STOPPED, Measured, compared, remarks, table
from bench.query.own import InMemory, Ours
from bench.query.peers import PEERS
from bench.query.peers.base import BOOKS, DEFAULT, PATIENCE, Peer, RefusedError, StoppedError
from bench.query.questions import ROWS, cases, every_question, workspace_of
from bench.query.rows import Answer, digest
from kg.ids import KG
from kg.query.engine import Engine, Limits
from kg.stores.oxigraph import snapshots

_LONG = 1.0
"""Seconds from which the first run counts and is the only one."""

_SHORT, _SLOWER = 2.0, 5.0
"""An engine that takes these seconds and as many times what ours takes is not the best, and is waited for no longer."""


class Answers(Protocol):
    """An engine with the triples in it."""

    def ask(self, query: str, seconds: float) -> Answer:
        """Return the answer within so many seconds of CPU, or raise StoppedError or RefusedError."""

    def cpu(self) -> float:
        """Return the seconds that its process has used."""


def dump(snapshot: Path, folder: Path) -> Path:
    """Write the triples of a snapshot below `folder`, unless they are there; return where."""
    place = folder / snapshot.name
    if not (place / BOOKS).exists():
        place.mkdir(parents=True, exist_ok=True)
        store = ox.Store.read_only(str(snapshot))
        store.dump(place / DEFAULT, format=ox.RdfFormat.N_TRIPLES, from_graph=ox.DefaultGraph())
        books = store.quads_for_pattern(None, None, None, ox.NamedNode(f"{KG}books"))
        (place / BOOKS).write_text("".join(f"{quad} .\n" for quad in books), encoding="utf-8")
    return place


def measure(case: str, name: str, engine: Answers, query: str, *, rounds: int, seconds: float) -> Measured:
    """Return what one case costs in one engine."""
    try:
        first, wall, answer = _once(engine, query, seconds)
        cpu = first
        if first > seconds:
            raise StoppedError  # noqa: TRY301 (ours is stopped by the clock alone)
        if cpu < _LONG:
            # What is quick is asked more often: the others compile or cache what comes again.
            times = rounds if cpu > 0.05 else 4 * rounds
            runs = [_once(engine, query, seconds)[:2] for _ in range(times)]
            cpu, wall = (min(run[n] for run in runs) for n in (0, 1))
    except StoppedError:
        return Measured(case, name, problem=STOPPED, limit=round(seconds, 1))
    except RefusedError as error:
        return Measured(case, name, problem=str(error))
    rows = answer.rows()
    cpu, wall, first = (round(seconds, 6) for seconds in (cpu, wall, first))
    return Measured(case, name, cpu=cpu, wall=wall, first=first, rows=len(rows), digest=digest(rows))


def _once(engine: Answers, query: str, seconds: float) -> tuple[float, float, Answer]:
    before, start = engine.cpu(), time.perf_counter()
    answer = engine.ask(query, seconds)
    wall = time.perf_counter() - start
    return engine.cpu() - before, wall, answer


class Kept:
    """Measures in a file of JSON lines, by what was measured."""

    def __init__(self, path: Path, *, fresh: bool) -> None:
        self._path = path
        lines = path.read_text(encoding="utf-8").splitlines() if path.exists() and not fresh else ()
        self._known = dict(self._read(line) for line in lines)

    @staticmethod
    def _read(line: str) -> tuple[str, Measured]:
        fields: dict[str, Any] = json.loads(line)
        return fields.pop("of"), Measured(**fields)

    def get(self, of: str) -> Measured | None:
        """Return what is known."""
        return self._known.get(of)

    def put(self, of: str, measured: Measured) -> None:
        """Write it down at once, so that a run that is cut short loses nothing."""
        self._known[of] = measured
        with self._path.open("a", encoding="utf-8") as file:
            file.write(json.dumps({"of": of, **asdict(measured)}) + "\n")


def run(size: int, given: argparse.Namespace) -> Iterator[Measured]:
    """Yield each case in each engine, over `size` announcements."""
    snapshot = snapshots(workspace_of(size, given.folder).snapshots)[-1]
    place = dump(snapshot, given.peers.resolve() / str(size))
    kept = Kept(place / "measures.jsonl", fresh=given.fresh)
    limits = Limits(seconds=PATIENCE * given.seconds, rows=ROWS, bytes=1 << 30, memory=8 << 30)
    with ExitStack() as stack:
        engines: dict[str, Answers] = {OURS: Ours(stack.enter_context(Engine(snapshot, limits)))}
        engines[IN_MEMORY] = stack.enter_context(InMemory(snapshot, limits))
        versions = {OURS: f"pyoxigraph {ox.__version__}", IN_MEMORY: f"pyoxigraph {ox.__version__} in memory"}
        for kind in others(given.engines):
            peer = kind(place, place / kind.name.lower())
            peer.prepare()
            engines[kind.name], versions[kind.name] = stack.enter_context(peer), kind.version()
        for case, query in chosen(given.only):
            seconds = given.seconds
            for name, engine in engines.items():
                of = sha256(f"{versions[name]}\n{given.seconds}\n{query}".encode()).hexdigest()[:16]
                measured = kept.get(of)
                if measured is None:
                    measured = measure(case, name, engine, query, rounds=given.rounds, seconds=seconds)
                    kept.put(of, measured)
                if name == OURS and measured.cpu is not None:
                    seconds = min(given.seconds, max(_SHORT, _SLOWER * measured.cpu))
                yield Measured(**{**asdict(measured), "case": case})


def others(wanted: list[str] | None) -> tuple[type[Peer], ...]:
    """Return the other engines that are wanted and installed; what is not installed is said."""
    found = [kind for kind in PEERS if not wanted or kind.name in wanted]
    for missing in filter(None, (kind.missing() for kind in found)):
        print(missing, file=sys.stderr)
    return tuple(kind for kind in found if not kind.missing())


def chosen(only: list[str] | None) -> Iterator[tuple[str, str]]:
    """Yield name and SPARQL of each case of the questions that were asked for."""
    for question in every_question():
        if not only or question.name in only:
            yield from cases(question)


def shown(measured: Measured) -> str:
    """Return one line about a case, for whoever waits."""
    took: Mapping[str, float | None] = {"cpu": measured.cpu, "wall": measured.wall}
    times = " ".join(f"{key} {value * 1000:,.1f} ms" for key, value in took.items() if value is not None)
    return f"{measured.case:46} {measured.engine:9} {times or measured.problem} {measured.rows}"


def main() -> None:
    """Measure and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, required=True, help="where the workspaces are built and kept")
    parser.add_argument("--peers", type=Path, required=True, help="where the other engines keep their copies")
    parser.add_argument("--announcements", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=30, help="limit of one query, in seconds of CPU")
    parser.add_argument("--only", nargs="*", help="names of questions")
    parser.add_argument("--engines", nargs="*", help=f"which others: {', '.join(kind.name for kind in PEERS)}")
    parser.add_argument("--fresh", action="store_true", help="forget what was measured before")
    parser.add_argument("--json", action="store_true", help="print a line of JSON for each case and engine instead")
    given = parser.parse_args()
    names = [OURS, IN_MEMORY, *(kind.name for kind in others(given.engines))]
    for size in sorted(given.announcements):
        measures = []
        for measured in run(size, given):
            measures.append(measured)
            print(shown(measured), file=sys.stderr, flush=True)
        if given.json:
            print("\n".join(json.dumps({"announcements": size, **asdict(each)}) for each in measures))
            continue
        found = compared(measures)
        print(f"\n## {size:,} announcements\n", *table(found, names, given.seconds), sep="\n")
        print("", *remarks(found, names, given.seconds), sep="\n", flush=True)


if __name__ == "__main__":
    main()
