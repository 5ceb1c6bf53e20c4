"""What a report costs against a rebuild, in one run, on a synthetic ledger.

    python -m bench.report --folder SCRATCH [--announcements 10000] [--rounds 3]

CPU seconds of the whole command with its workers, the median of some rounds: `kg rebuild`, a report about all, and one
of the last week. Of the last, the first asking replays the log once for the week before, which is then kept. Pictures
are drawn, and exposure to a chip that many use is told. The target is three times a rebuild at most.
"""

import argparse
import resource
import shutil
import statistics
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

from bench.query.questions import workspace_of
from bench.query.world import DAYS, FIRST_DAY
from kg.workspace import Workspace

LAST = FIRST_DAY + timedelta(days=DAYS - 1)
WEEK = timedelta(days=6)
TARGET = 3.0


def cpu_of(workspace: Workspace, *words: str) -> float:
    """Return the CPU seconds of one command and all its processes."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-m", "kg", "-C", str(workspace.root), "-q", *words], check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--announcements", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    workspace = workspace_of(given.announcements, given.folder)
    file = str(given.folder / "report.html")
    vendor = ("--vendor", "chip-0")
    week = ("report", *vendor, "--since", str(LAST - WEEK), "-o", file, "--force")

    def median(*words: str) -> float:
        return statistics.median(cpu_of(workspace, *words) for _ in range(given.rounds))

    rebuild = median("rebuild")
    shutil.rmtree(workspace.views, ignore_errors=True)
    rows = {
        "report of all": median("report", *vendor, "-o", file, "--force"),
        "report of a week, first": cpu_of(workspace, *week),
        "report of a week, again": median(*week),
    }
    print(f"{given.announcements:,} announcements; rebuild {rebuild:.1f} s CPU; target at most {TARGET:g} times")
    for name, seconds in rows.items():
        print(f"{name:<26}{seconds:8.1f} s{seconds / rebuild:8.2f} times a rebuild")


if __name__ == "__main__":
    main()
