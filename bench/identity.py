"""What a merge costs, against a rebuild of the same ledger; and how long the search for like names takes.

    python bench/identity.py --announcements 10000 --names 20000

CPU is user and system time of this process. A merge is measured with its append, catch-up and snapshot; it folds an
entity of middling fame into the most famous one, is undone, and then the two most famous ones are merged and parted.
"""

import argparse
import random
import resource
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from bench.projection import fill
from kg.alike import Known, alike
from kg.events import EntitiesMerged, Event, JudgementUndone
from kg.log import SqliteLog
from kg.pipeline import append, catch_up, rebuild
from kg.workspace import create

NOW = datetime(2026, 1, 1, tzinfo=UTC)
_PARTS = ("ce", "re", "bras", "nova", "scale", "light", "grid", "deep", "tera", "quant", "flux", "corvo", "hel", "ion")


def cpu(action: Callable[[], object]) -> float:
    """Return the CPU seconds of an action."""
    started = time.process_time()
    action()
    return time.process_time() - started


def judgements(famous: str, middling: str) -> tuple[tuple[str, Event], ...]:
    """Return what is measured, with its name."""
    found: list[tuple[str, Event]] = []
    for what, fold in (("a middling one", middling), ("the next famous", "company-1")):
        merged = EntitiesMerged(keep=famous, fold=fold, because="measured")
        undone = JudgementUndone(judgement=merged.key(), entities_judged=merged.merges(), because="measured")
        found += [(f"merge of {what}", merged), (f"undoing it, {what}", undone)]
    return tuple(found)


def measure_merges(count: int) -> None:
    """Print the CPU of a rebuild and of each judgement, and how they compare."""
    with tempfile.TemporaryDirectory() as name:
        workspace = create(Path(name) / "workspace")
        fill(workspace, count)
        with SqliteLog(workspace.log) as log:
            whole = cpu(lambda: rebuild(workspace, log))
            print(f"{count:,} announcements: rebuild {whole:.2f} s")
            for what, event in judgements("company-0", f"company-{count // 50}"):
                append(log, [event], now=NOW)
                one = cpu(lambda: catch_up(workspace, log))
                print(f"  {what:28} {one * 1000:8.1f} ms, {one / whole:.4f} of a rebuild")


def _name(chance: random.Random) -> str:
    return "".join(chance.choices(_PARTS, k=3)).title() + chance.choice(["", " AI", " Inc"])


def measure_names(count: int) -> None:
    """Print how long it takes to find like names among `count` entities."""
    chance = random.Random(1)
    entities = [
        Known(
            f"e{number}",
            "Company",
            ("".join(chance.choices(_PARTS, k=3)).title() + chance.choice(["", " AI", " Inc"]),),
        )
        for number in range(count)
    ]
    found: list[object] = []
    seconds = cpu(lambda: found.extend(alike(entities, least=92, limit=100_000)))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{count:,} names: {len(found):,} pairs in {seconds:.1f} s CPU, {memory:.0f} MB at most")


def main() -> None:
    """Run both."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--announcements", type=int, default=10_000)
    parser.add_argument("--names", type=int, default=20_000)
    arguments = parser.parse_args()
    measure_names(arguments.names)
    measure_merges(arguments.announcements)


if __name__ == "__main__":
    main()
