"""Files of a log that are removed, exchanged or cut while two processes append to it, and a third comes by.

    python -m bench.faults S7

Each process appends batches and says in a pipe what was acknowledged: `A` and the number of the batch; `X` and the
sentence where it stops. Once both have acknowledged some, a file is exchanged; a third process begins to append, all
end by themselves or are asked to, and the log is opened again. An acknowledged record that is gone is a fault, unless
the process to which it was acknowledged said that something is wrong, or opening and verifying the log says so.
"""

import itertools
import os
import random
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from bench.faults.base import ROOT, Campaign, Run, Tally
from bench.log import kill
from kg.errors import KgError
from kg.log import SqliteLog

WRITER = (sys.executable, "-m", "bench.faults.exchanged")
WRITERS, LATER = 2, 2
"""How many append before the exchange, and the number of the one that begins after it."""
_MOST_BEFORE, _LONGEST, _MORE = 12, 60.0, 0.4
Act = Callable[[Path], object]


def _over(path: Path, other: Path) -> None:
    """Put a copy of a file in the place of another."""
    fresh = path.with_name("fresh")
    shutil.copyfile(other, fresh)
    fresh.replace(path)


def _emptied(path: Path) -> None:
    fresh = path.with_name("fresh")
    fresh.touch()
    fresh.replace(path)


def _cut(path: Path, share: float) -> None:
    os.truncate(path, int(path.stat().st_size * share))


_ONE: Mapping[str, Act] = {
    "removed": Path.unlink,
    "moved away": lambda path: path.rename(path.with_name("away")),
    "exchanged for a copy": lambda path: _over(path, path),
    "exchanged for an older copy": lambda path: _over(path, path.with_name(f"{path.name}.older")),
    "exchanged for nothing": _emptied,
    "cut in half": lambda path: _cut(path, 0.5),
    "emptied": lambda path: _cut(path, 0.0),
}
FILES = ("log.db-shm", "log.db-wal", "log.db")


def _both_removed(path: Path) -> None:
    for ending in ("-shm", "-wal"):
        path.with_name(f"log.db{ending}").unlink()


def _all_brought_back(path: Path) -> None:
    for name in reversed(FILES):
        _over(path.with_name(name), path.with_name(f"{name}.older"))


ACTS: Mapping[str, tuple[str, Act]] = {
    **{f"{name} {what}": (name, act) for name in FILES for what, act in _ONE.items()},
    "both files beside it removed": ("log.db", _both_removed),
    "an older copy of all three brought back": ("log.db", _all_brought_back),
}


def child(path: Path, identity: int) -> None:
    """Append until asked to stop, or until something is wrong."""
    try:
        with SqliteLog(path) as log:
            for number in itertools.count(1):
                if path.with_name("stop").exists():
                    break
                log.append(kill.batch_of(identity, number), now=kill.NOW)
                _say(f"A {number}")
    except KgError as error:
        _say(f"X {error}")
    else:
        _say("E")


def _say(line: str) -> None:
    os.write(1, f"{line}\n".encode())


@dataclass(slots=True)
class Writer:
    """A process that appends, and what it has said."""

    identity: int
    process: subprocess.Popen[bytes]
    file: Path

    @property
    def lines(self) -> list[str]:
        """Return what it has said, line by line."""
        return self.file.read_text().splitlines()

    def acknowledged(self) -> set[int]:
        """Return the numbers of its batches."""
        return {int(line[2:]) for line in self.lines if line.startswith("A ")}

    def end(self) -> str:
        """Wait for its end and return that in a few words."""
        try:
            code = self.process.wait(_LONGEST)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            return "hangs"
        if self.lines and self.lines[-1].startswith("X "):
            return "said so"
        return "ended well" if code == 0 else f"ended by signal {-code}" if code < 0 else "a traceback"


def writer(path: Path, identity: int) -> Writer:
    """Start a process."""
    file = path.with_name(f"said-{identity}")
    with file.open("wb") as said:
        return Writer(
            identity,
            subprocess.Popen([*WRITER, str(path), str(identity)], stdout=said, stderr=subprocess.DEVNULL, cwd=ROOT),
            file,
        )


def exchanged(run: Run) -> Tally:
    """Exchange files under running writers."""
    tally, chance = Tally(), random.Random(run.draw)
    names = list(ACTS)
    for number in range(run.trials):
        folder = run.folder / f"trial-{number}"
        folder.mkdir()
        name = names[number % len(names)]
        judge(name, folder / "log.db", _trial(name, folder / "log.db", number, chance), tally)
        tally.trials += 1
        shutil.rmtree(folder)
    return tally


def _trial(name: str, path: Path, number: int, chance: random.Random) -> dict[int, tuple[set[int], str]]:
    """Run the writers and the exchange; return what was acknowledged to each, and how it ended."""
    first = (WRITERS + 1) * number
    with SqliteLog(path, mode="create") as log:
        for batch in range(chance.choice((1, 40, 160))):
            log.append(kill.batch_of(-1 - number, batch), now=kill.NOW)
    writers = [writer(path, first + each) for each in range(WRITERS)]
    _await(writers, 1)
    for each in FILES:
        shutil.copyfile(path.with_name(each), path.with_name(f"{each}.older"))
    _await(writers, chance.randint(2, _MOST_BEFORE))
    time.sleep(chance.uniform(0, 0.01))
    file, act = ACTS[name]
    act(path.with_name(file))
    writers.append(writer(path, first + LATER))
    time.sleep(_MORE)
    path.with_name("stop").touch()
    ends = [each.end() for each in writers]
    return {each.identity: (each.acknowledged(), end) for each, end in zip(writers, ends, strict=True)}


def _await(writers: list[Writer], count: int) -> None:
    deadline = time.monotonic() + _LONGEST
    while any(len(each.acknowledged()) < count for each in writers):
        assert time.monotonic() < deadline, [each.lines[-1:] for each in writers]
        time.sleep(0.001)


def judge(name: str, path: Path, told: Mapping[int, tuple[set[int], str]], tally: Tally) -> None:
    """Open the log again, and look for what was acknowledged."""
    found, sound = _held(path)
    for identity, (acknowledged, end) in told.items():
        tally.seen[end] += 1
        tally.seen["batches acknowledged"] += len(acknowledged)
        tally.faults[f"{name}: {end}"] += end in {"hangs", "a traceback"}
        lost = sum(found[identity, number] != len(kill.batch_of(identity, number)) for number in acknowledged)
        tally.seen["batches lost, and said so"] += lost if end == "said so" or not sound else 0
        tally.faults[f"{name}: lost in silence"] += lost if end != "said so" and sound else 0
        halves = (
            number
            for (other, number), held in found.items()
            if other == identity and held != len(kill.batch_of(identity, number))
        )
        tally.faults[f"{name}: there by halves"] += sum(1 for _ in halves) if sound else 0
    tally.seen["the log says so itself"] += not sound


def _held(path: Path) -> tuple[Counter[tuple[int, int]], bool]:
    """Return how many records of each batch the log holds, and whether it verifies."""
    found: Counter[tuple[int, int]] = Counter()
    try:
        with SqliteLog(path, mode="read") as log:
            sound = log.verify() is None
            for record in log.read():
                trial, batch, _ = record.key.split("/")
                found[int(trial.removeprefix("trial-")), int(batch.removeprefix("batch-"))] += 1
    except KgError:
        return Counter(), False
    return found, sound


CAMPAIGNS = (
    Campaign(
        "S7",
        "log, write-ahead log or shared memory removed, exchanged, cut while two processes append and a third begins",
        "what was acknowledged is there, or whoever recorded it, or the log, says that something is wrong",
        20 * len(ACTS),
        exchanged,
    ),
)

if __name__ == "__main__":
    child(Path(sys.argv[1]), int(sys.argv[2]))
