"""What the worker process costs: each question bare in this process, and through the engine with a warm worker.

Run from the top folder: `python bench/query/overhead.py [--claims 60000] [--rounds 7]`. The target is that the engine
adds at most 2 ms and a tenth. "read" is the engine with every cell of the answer read as well, against the same of
pyoxigraph's own terms.
"""

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pyoxigraph as ox

from kg.ids import ID, KG, XSD
from kg.prefixes import PREFIXES
from kg.query.engine import Engine, Limits
from kg.stores import inventory
from kg.table import Table

QUERIES = (
    ("yes or no", f"ASK {{ <{ID}doc7/claim-150> a kg:Claim }}"),
    ("claims of an entity", "SELECT * { ?c rdf:subject id:company-7 ; kg:states ?words }"),
    ("count by predicate", "SELECT ?p (COUNT(*) AS ?n) { ?c rdf:predicate ?p } GROUP BY ?p"),
    ("50,000 rows of two", "SELECT ?c ?words { ?c kg:states ?words } LIMIT 50000"),
    (
        "50,000 rows of five",
        "SELECT * { ?c a kg:Claim ; rdf:subject ?s ; kg:states ?t ; kg:low ?l ; kg:timeLatest ?d } LIMIT 50000",
    ),
)


def lines(claims: int) -> Iterator[str]:
    """Yield N-Triples about invented claims."""
    rdf = PREFIXES["rdf"]
    for n in range(claims):
        claim = f"<{ID}doc{n // 20}/claim-{n}>"
        yield f"{claim} <{rdf}type> <{KG}Claim> ."
        yield f"{claim} <{rdf}subject> <{ID}company-{n % 500}> ."
        yield f"{claim} <{rdf}predicate> <{KG}p{n % 40}> ."
        yield f'{claim} <{KG}states> "Company {n % 500} says that it will do number {n} soon, probably." .'
        yield f'{claim} <{KG}low> "{n * 1.5}"^^<{XSD}double> .'
        yield f'{claim} <{KG}timeLatest> "20{n % 80 + 10}-01-01"^^<{XSD}date> .'


def snapshot(folder: Path, claims: int) -> Path:
    """Return a snapshot of a new store in `folder`."""
    store = ox.Store(folder / "store")
    store.bulk_load("\n".join(lines(claims)).encode(), format=ox.RdfFormat.N_TRIPLES, lenient=True)
    store.optimize()
    store.backup(folder / "snapshot")
    inventory.take(folder / "snapshot", {})
    return folder / "snapshot"


def median_ms(rounds: int, run: Callable[[], object]) -> float:
    """Return the median time of `run` in milliseconds, after one round that does not count."""
    run()
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        run()
        times.append(time.perf_counter() - start)
    return statistics.median(times) * 1000


def bare(store: ox.Store, query: str) -> object:
    """Run `query` in this process."""
    found = store.query(query, prefixes=PREFIXES)
    return bool(found) if isinstance(found, ox.QueryBoolean) else list(found)


def bare_read(store: ox.Store, query: str) -> object:
    """Run `query` in this process and read each term."""
    found = store.query(query, prefixes=PREFIXES)
    if not isinstance(found, ox.QuerySolutions):
        return bool(found)
    return [[getattr(term, "value", None) for term in solution] for solution in found]


def read(engine: Engine, query: str) -> object:
    """Run `query` through the engine and read each cell."""
    answer = engine.query(query)
    return list(answer.rows) if isinstance(answer, Table) else answer


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--claims", type=int, default=60_000)
    parser.add_argument("--rounds", type=int, default=7)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = snapshot(Path(folder), given.claims)
        store = ox.Store.read_only(str(path))
        with Engine(path, Limits(seconds=120)) as engine:
            start = time.perf_counter()
            engine.sandbox()
            print(f"first start of the worker: {(time.perf_counter() - start) * 1000:.0f} ms")
            heads = ("bare ms", "engine ms", "added", "allowed", "bare read", "read")
            print(f"{'question':22}", *(f"{head:>10}" for head in heads))
            for name, query in QUERIES:
                times = [
                    median_ms(given.rounds, lambda: bare(store, query)),  # noqa: B023 (called at once)
                    median_ms(given.rounds, lambda: engine.query(query)),  # noqa: B023
                    median_ms(given.rounds, lambda: bare_read(store, query)),  # noqa: B023
                    median_ms(given.rounds, lambda: read(engine, query)),  # noqa: B023
                ]
                added, allowed = times[1] - times[0], 2 + times[0] / 10
                columns = (times[0], times[1], added, allowed, times[2], times[3])
                print(f"{name:22}", *(f"{value:10.2f}" for value in columns))


if __name__ == "__main__":
    main()
