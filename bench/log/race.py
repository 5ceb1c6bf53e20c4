"""Four writers and a reader on one log, and whether the reader misses anything.

    python -m bench.log.race [--records 10000]

Each writer is a process that appends batches of one to three records as fast as the log lets it. The reader polls
behind the last position that it has seen. Afterwards the log is read again from the beginning: had a record appeared at
or below a position that was already seen, the two readings would differ.
"""

import argparse
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from kg.log import NewRecord, Record, SqliteLog

ROOT = Path(__file__).parents[2]
WRITERS = 4
PAUSE = 0.001


@dataclass(frozen=True)
class Result:
    """What a race came to; all but the first three must be 0."""

    records: int
    polls: int
    """Readings that brought something."""
    seconds: float
    missing: int
    """Records that a writer appended and the reader never saw."""
    out_of_step: int
    """Positions that did not follow the one seen before."""
    appeared_later: int
    """Records that the second reading shows otherwise than the first."""
    damaged: int
    failed_writers: int

    @property
    def faults(self) -> int:
        """The sum of all that must be 0."""
        return self.missing + self.out_of_step + self.appeared_later + self.damaged + self.failed_writers


def write(path: Path, name: str, count: int) -> None:
    """Append `count` records in small batches."""
    chance = random.Random(name)
    keys = [f"{name}/{number}" for number in range(count)]
    with SqliteLog(path) as log:
        while keys:
            size = chance.randint(1, 3)
            batch = [NewRecord(key, "announcement-recorded", 1, b"{}", (name,)) for key in keys[:size]]
            log.append(batch, now=datetime.now(UTC))
            del keys[:size]


@contextmanager
def writing(path: Path, counts: list[int]) -> Iterator[list[subprocess.Popen[bytes]]]:
    """Run a writer for each count; none outlives the block."""
    start = [sys.executable, "-m", "bench.log.race", "--write", str(path)]
    writers = [
        subprocess.Popen([*start, f"writer-{index}", str(count)], cwd=ROOT) for index, count in enumerate(counts)
    ]
    try:
        yield writers
    finally:
        for writer in writers:
            writer.kill()
            writer.wait()


def race(records: int, path: Path) -> Result:
    """Let the writers share `records` among them and read along."""
    counts = [records // WRITERS + (index < records % WRITERS) for index in range(WRITERS)]
    seen: list[Record] = []
    polls = 0
    start = time.monotonic()
    with SqliteLog(path, mode="create") as log, writing(path, counts) as writers:
        running = True
        while running:
            # Asked before reading: what a writer has written by its end is then in the last reading.
            running = any(writer.poll() is None for writer in writers)
            news = list(log.read(after=seen[-1].position if seen else 0))
            seen += news
            polls += bool(news)
            time.sleep(PAUSE)
        seconds = time.monotonic() - start
        again = list(log.read())
        damage = log.verify()
        failed = sum(writer.returncode != 0 for writer in writers)
    return Result(
        records=len(seen),
        polls=polls,
        seconds=round(seconds, 1),
        missing=records - len({record.key for record in seen}),
        out_of_step=sum(record.position != place for place, record in enumerate(seen, 1)),
        appeared_later=sum(first != second for first, second in zip(seen, again, strict=False))
        + abs(len(again) - len(seen)),
        damaged=int(damage is not None),
        failed_writers=failed,
    )


def main() -> None:
    """Print the table; the exit code is 1 if the reader missed anything."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--records", type=int, default=10_000)
    parser.add_argument("--write", nargs=3, metavar=("PATH", "NAME", "COUNT"), help="be a writer")
    options = parser.parse_args()
    if options.write:
        path, name, count = options.write
        write(Path(path), name, int(count))
        return
    with tempfile.TemporaryDirectory() as folder:
        result = race(options.records, Path(folder, "log.db"))
    for name, value in asdict(result).items():
        print(f"{name.replace('_', ' '):18}{value:>10}")
    sys.exit(1 if result.faults else 0)


if __name__ == "__main__":
    main()
