"""How dear a past view is: the first time against a rebuild of its events, asked again against the present.

    python -m bench.past --announcements 10000 100000

The view is as of the day by which half of the documents were published. The baseline is the rebuild of a ledger that
holds just the records that count. Each measurement runs in a process of its own; CPU is user and system time of that
process and its children, so a question's worker is in it.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from datetime import timedelta
from pathlib import Path

from bench.generate import FIRST_DAY
from bench.projection import BATCH, NOW, fill
from kg.horizon import PRESENT, Horizon
from kg.log import Record, SqliteLog
from kg.opening import open_reader
from kg.past import view
from kg.pipeline import append, catch_up
from kg.replay import readable
from kg.selection import Selection
from kg.table import Table
from kg.workspace import Workspace, create

A_DAY = 80
"""Announcements that the generator makes a day."""
REPEATS = 5


def half(count: int) -> Horizon:
    """Return the view of the day by which half of the announcements were published."""
    return Horizon(as_of=FIRST_DAY + timedelta(days=count // 2 // A_DAY))


def only(source: Path, target: Workspace, horizon: Horizon) -> None:
    """Copy the records that count into a ledger of their own."""
    with SqliteLog(source / "log.db", mode="read") as log, SqliteLog(target.log, mode="create") as told:
        waiting: list[Record] = []
        for record in filter(Selection(log, horizon), log.read()):
            waiting.append(record)
            if len(waiting) == BATCH:
                _append(told, waiting)
        _append(told, waiting)


def _append(told: SqliteLog, waiting: list[Record]) -> None:
    append(told, [recorded.event for record in waiting if (recorded := readable(record))], now=NOW)
    waiting.clear()


def measure(action: str, root: Path, count: int) -> float:
    """Return the CPU seconds of one action."""
    workspace = Workspace(root)
    started = _cpu()
    if action in {"view", "rebuild"}:
        with SqliteLog(workspace.log, mode="write") as log:
            if action == "view":
                view(workspace, log, half(count))
            else:
                rebuild_graph_only(workspace, log)
    else:
        horizon = half(count) if action == "past question" else PRESENT
        with open_reader(workspace, horizon=horizon) as reader:
            answer = reader.query("claims-about", entity="company-7")
            assert isinstance(answer, Table)
    return _cpu() - started


def rebuild_graph_only(workspace: Workspace, log: SqliteLog) -> None:
    """Project the log into a store on disk, as the view does; the search index is made by neither."""
    from kg.replay import project  # noqa: PLC0415 (beside the rest of the measurement's imports it would be counted)
    from kg.stores.oxigraph import OxigraphStore  # noqa: PLC0415

    with OxigraphStore(workspace.root / "measured") as store:
        project(log, store)


def _cpu() -> float:
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def _apart(action: str, root: Path, count: int) -> float:
    command = [sys.executable, "-m", "bench.past", "--run", action, str(root), "--announcements", str(count)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    seconds: float = json.loads(done.stdout)
    return seconds


def main() -> None:
    """Run the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--announcements", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--run", nargs=2, metavar=("ACTION", "ROOT"), help="one measurement, used by this program")
    arguments = parser.parse_args()
    if arguments.run:
        print(json.dumps(measure(arguments.run[0], Path(arguments.run[1]), arguments.announcements[0])))
        return
    titles = f"{'view s':>8} {'rebuild s':>9} {'ratio':>6} {'again ms':>9} {'present ms':>10} {'ratio':>6}"
    print(f"{'announcements':>13} {titles}")
    for count in arguments.announcements:
        with tempfile.TemporaryDirectory() as name:
            whole, part = Path(name) / "whole", create(Path(name) / "part")
            fill(create(whole), count)
            only(whole, part, half(count))
            first = _apart("view", whole, count)
            baseline = _apart("rebuild", part.root, count)
            with SqliteLog(Workspace(whole).log) as log:
                catch_up(Workspace(whole), log)
            again, present = (
                sorted(_apart(action, whole, count) for _ in range(REPEATS))[REPEATS // 2]
                for action in ("past question", "present question")
            )
        print(
            f"{count:>13,} {first:>8.2f} {baseline:>9.2f} {first / baseline:>6.2f} {again * 1000:>9.0f} "
            f"{present * 1000:>10.0f} {again / present:>6.2f}"
        )


if __name__ == "__main__":
    main()
