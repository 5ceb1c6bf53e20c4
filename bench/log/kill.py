"""Writers that are killed while they append, and what their logs hold afterwards.

    python -m bench.log.kill [--trials 1000] [--draw 1]

A child appends batches of 1 to 5 records and says in a pipe, one byte string a step: `B` when SQLite begins the first
INSERT of the batch, `C` when it begins the COMMIT, `A` when `append` has returned. The parent waits for a `B` of its
choice and sends SIGKILL after a random delay. What the child said last tells where the kill fell: after `B` among the
writes of the transaction, after `C` while the log was being written and synced, after `A` between two batches. Then the
log is opened again: every acknowledged record must be there, no batch by halves, and `verify` must find nothing. Fifty
trials share a log, so that kills also meet checkpoints and the recovery of a log that was killed before.
"""

import argparse
import itertools
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field, fields
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from kg.log import GENESIS, Head, NewRecord, Record, SqliteLog

ROOT = Path(__file__).parents[2]
TRIALS_PER_LOG = 50
MOST_BATCHES = 12
LONGEST_DELAY = 0.002
NOW = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass
class Tally:
    """What a campaign has counted."""

    trials: int = 0
    killed_in_writes: int = 0
    """Kills between the first INSERT of a batch and its COMMIT."""
    killed_in_commit: int = 0
    """Kills between the begin of a COMMIT and the acknowledgement."""
    acknowledged: int = 0
    """Acknowledged records."""
    kept_unacknowledged: int = 0
    """Batches that were durable when the kill came before their acknowledgement; no fault."""
    lost: int = field(default=0, metadata={"fault": True})
    """Acknowledged records that are not there."""
    half: int = field(default=0, metadata={"fault": True})
    """Batches that are there in part."""
    altered: int = field(default=0, metadata={"fault": True})
    """Records whose payload is not the one that was appended."""
    unverified: int = field(default=0, metadata={"fault": True})
    """Logs in which `verify` finds damage, or that forgot what they held before."""

    @property
    def in_window(self) -> int:
        """Kills between the first write of a batch and its acknowledgement."""
        return self.killed_in_writes + self.killed_in_commit

    @property
    def faults(self) -> int:
        """The sum of all that must not be."""
        return sum(getattr(self, each.name) for each in fields(self) if "fault" in each.metadata)


def batch_of(trial: int, number: int) -> list[NewRecord]:
    """Return the batch that a child appends as its `number`-th: the keys say what belongs together."""
    chance = random.Random(f"{trial}/{number}")
    size = chance.randint(1, 5)
    keys = [f"trial-{trial}/batch-{number}/{index}-of-{size}" for index in range(1, size + 1)]
    return [NewRecord(key, "announcement-recorded", 1, payload(key), (f"batch:{trial}-{number}",)) for key in keys]


def payload(key: str) -> bytes:
    """Return 64 B to 8 KB of text that follow from the key."""
    digest = sha256(key.encode()).hexdigest()
    return (digest * (1 + int(digest[:2], 16) // 2)).encode()


class Steps:
    """Says in the pipe when a statement of the batch's transaction begins, each kind once."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.ahead = [("INSERT INTO records", "B"), ("COMMIT", "C")]

    def __call__(self, statement: str) -> None:
        """Take a statement that SQLite begins."""
        if self.ahead and statement.startswith(self.ahead[0][0]):
            self.say(self.ahead.pop(0)[1])

    def say(self, word: str) -> None:
        """Write a step at once; nothing is buffered in this process."""
        os.write(1, f"{word} {self.number}\n".encode())


def child(path: Path, trial: int) -> None:
    """Append until killed."""
    with SqliteLog(path) as log:
        for number in itertools.count(1):
            steps = Steps(number)
            log._connection.set_trace_callback(steps)  # noqa: SLF001  the steps inside a transaction are the point
            log.append(batch_of(trial, number), now=NOW)
            steps.say("A")


def killed(path: Path, trial: int, chance: random.Random) -> list[str]:
    """Start a child, kill it, and return what it said, step by step."""
    awaited = b"B %d\n" % chance.randint(1, MOST_BATCHES)
    delay = chance.uniform(0, LONGEST_DELAY)
    command = [sys.executable, "-m", "bench.log.kill", "--child", str(path), str(trial)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT) as process:
        assert process.stdout is not None
        said = b""
        while awaited not in said:
            piece = os.read(process.stdout.fileno(), 65536)
            assert piece, f"the child ended by itself in trial {trial}"
            said += piece
        time.sleep(delay)
        process.send_signal(signal.SIGKILL)
        process.wait()
        return (said + process.stdout.read()).decode().splitlines()


def judge(path: Path, trial: int, said: list[str], before: Head, tally: Tally) -> Head:
    """Open the log again, count what became of the batches, and return its head."""
    acknowledged = {int(line[2:]) for line in said if line[0] == "A"}
    last = said[-1][0]
    tally.trials += 1
    tally.killed_in_writes += last == "B"
    tally.killed_in_commit += last == "C"
    with SqliteLog(path) as log:
        damaged = log.verify() is not None or chain_at(log, before.position) != before.chain
        tally.unverified += damaged
        found: Counter[int] = Counter()
        for record in log.read(after=before.position):
            number = int(record.key.split("/")[1].removeprefix("batch-"))
            found[number] += 1
            tally.altered += not is_intact(record, trial)
        for number in found.keys() | acknowledged:
            wanted = len(batch_of(trial, number))
            if number in acknowledged:
                tally.acknowledged += wanted
                tally.lost += wanted - found[number]
            else:
                tally.half += found[number] != wanted
                tally.kept_unacknowledged += found[number] == wanted
        return log.head()


def chain_at(log: SqliteLog, position: int) -> str | None:
    """Return the chain value that the log holds at a position."""
    if position == 0:
        return GENESIS
    return next((record.chain for record in log.read(after=position - 1, limit=1)), None)


def is_intact(record: Record, trial: int) -> bool:
    """Tell whether a record is one that this trial appended, with its payload."""
    return record.key.startswith(f"trial-{trial}/") and record.payload == payload(record.key)


def campaign(trials: int, draw: int, folder: Path) -> Tally:
    """Run `trials` kills on logs in `folder`."""
    chance, tally, head, path = random.Random(draw), Tally(), Head(), folder
    for trial in range(trials):
        if trial % TRIALS_PER_LOG == 0:
            head, path = Head(), folder / f"log-{trial}.db"
            SqliteLog(path, mode="create").close()
        head = judge(path, trial, killed(path, trial, chance), head, tally)
    return tally


def main() -> None:
    """Print the table; the exit code is 1 if anything was lost, halved, altered or damaged."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--trials", type=int, default=1000)
    parser.add_argument("--draw", type=int, default=1)
    parser.add_argument("--child", nargs=2, metavar=("PATH", "TRIAL"), help="be the writer")
    options = parser.parse_args()
    if options.child:
        child(Path(options.child[0]), int(options.child[1]))
    with tempfile.TemporaryDirectory() as folder:
        tally = campaign(options.trials, options.draw, Path(folder))
    for each in fields(tally):
        print(f"{each.name.replace('_', ' '):22}{getattr(tally, each.name):8}")
    print(f"{'killed in window':22}{tally.in_window:8}")
    sys.exit(1 if tally.faults else 0)


if __name__ == "__main__":
    main()
