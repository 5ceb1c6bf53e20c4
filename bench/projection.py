"""How dear a rebuild is, against the store's own bulk load of the same quads; and one more announcement, at two sizes.

    python bench/projection.py --announcements 10000 100000

Each measurement runs in a process of its own, so that peak memory is its own; CPU is user and system time of that
process. The baseline writes the quads of the rebuilt store to a file, untimed, and bulk loads that file.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path

import pyoxigraph as ox

from bench.generate import announcements, entities
from kg.log import SqliteLog
from kg.pipeline import append, catch_up
from kg.replay import project
from kg.stores.oxigraph import OxigraphStore
from kg.workspace import Workspace, create

NOW = datetime(2026, 1, 1, tzinfo=UTC)
BATCH = 1000
ONE_MORE = 30


def fill(workspace: Workspace, count: int) -> None:
    """Append `count` synthetic announcements."""
    companies = max(100, count // 5)
    waiting = []
    with SqliteLog(workspace.log, mode="create") as log:
        for event in chain(entities(companies), chain.from_iterable(announcements(count, companies=companies))):
            waiting.append(event)
            if len(waiting) == BATCH:
                append(log, waiting, now=NOW)
                waiting.clear()
        append(log, waiting, now=NOW)


def measure_rebuild(root: Path) -> dict[str, float]:
    """Project the log of a workspace into a new store."""
    with SqliteLog(root / "log.db", mode="read") as log, OxigraphStore(root / "measured") as store:
        started = time.process_time()
        project(log, store)
        cpu = time.process_time() - started
        return _result(cpu, len(store))


def measure_bulk(root: Path) -> dict[str, float]:
    """Bulk load the quads of the rebuilt store into a new one, and arrange it for reading as a rebuild does."""
    store = ox.Store(root / "baseline")
    started = time.process_time()
    store.bulk_load(path=root / "quads.nq", format=ox.RdfFormat.N_QUADS, lenient=True)
    store.flush()
    store.optimize()
    return _result(time.process_time() - started, len(store))


def measure_one_more(root: Path, count: int) -> dict[str, float]:
    """Take in `ONE_MORE` announcements one after the other, each with its catch-up and snapshot; report one's CPU."""
    workspace = Workspace(root)
    companies = max(100, count // 5)
    with SqliteLog(workspace.log, mode="write") as log:
        catch_up(workspace, log)
        times = []
        for pair in announcements(ONE_MORE, companies=companies, first=count):
            started = time.process_time()
            append(log, pair, now=NOW)
            catch_up(workspace, log)
            times.append(time.process_time() - started)
    return _result(sorted(times)[len(times) // 2], ONE_MORE)


def _result(cpu: float, quads: int) -> dict[str, float]:
    return {"cpu": cpu, "quads": quads, "mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


def _dump(root: Path) -> None:
    store = ox.Store.read_only(str(root / "measured"))
    store.dump(root / "quads.nq", format=ox.RdfFormat.N_QUADS)


def _apart(action: str, root: Path, count: int) -> dict[str, float]:
    command = [sys.executable, "-m", "bench.projection", "--run", action, str(root), "--announcements", str(count)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    found: dict[str, float] = json.loads(done.stdout or "{}")
    return found


def main() -> None:
    """Run the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--announcements", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--run", nargs=2, metavar=("ACTION", "ROOT"), help="one measurement, used by this program")
    arguments = parser.parse_args()
    if arguments.run:
        action, root = arguments.run[0], Path(arguments.run[1])
        count = arguments.announcements[0]
        if action == "dump":
            _dump(root)
            return
        measures = {"rebuild": measure_rebuild, "bulk": measure_bulk}
        found = measure_one_more(root, count) if action == "one-more" else measures[action](root)
        print(json.dumps(found))
        return
    print(
        f"{'announcements':>13} {'quads':>9} {'rebuild s':>9} {'bulk s':>7} {'ratio':>6} {'memory':>7} {'one more':>11}"
    )
    one_more: list[float] = []
    for count in arguments.announcements:
        with tempfile.TemporaryDirectory() as name:
            root = Path(name) / "workspace"
            fill(create(root), count)
            rebuild = _apart("rebuild", root, count)
            _apart("dump", root, count)
            bulk = _apart("bulk", root, count)
            one_more.append(_apart("one-more", root, count)["cpu"])
        ratio, memory = bulk["cpu"] / rebuild["cpu"], rebuild["mb"] / bulk["mb"]
        print(
            f"{count:>13,} {int(rebuild['quads']):>9,} {rebuild['cpu']:>9.2f} {bulk['cpu']:>7.2f} {ratio:>6.2f} "
            f"{memory:>6.2f}x {one_more[-1] * 1000:>11.2f}"
        )
    if len(one_more) > 1:
        print(f"one more announcement, largest against smallest ledger: {one_more[-1] / one_more[0]:.2f}x")


if __name__ == "__main__":
    main()
