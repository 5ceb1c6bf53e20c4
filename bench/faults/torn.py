"""A write that is torn at a chosen byte of a record, and the log that is left.

A library of our own (`torn.c`) stands between SQLite and the system: of the bytes of one append it lets so many
through, then kills the process, or returns an error until the disk is well again. In a log in WAL mode an append
writes frames: 24 bytes of header, then a page of 4096. Cut are: every byte at which the record's own cell changes
hands (key to payload), every byte of every frame's header, and one in 97 of the rest, each in both ways. Before the cut
record there is one that was acknowledged and must stay; behind it, one more is appended.

    python -m bench.faults.torn LIBRARY FOLDER TRIALS DRAW    what runs under the library; prints a tally as JSON
"""

import ctypes
import json
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from bench.faults.base import ROOT, Campaign, Run, Tally
from bench.faults.worlds import NOW
from kg.errors import LimitError
from kg.log import NewRecord, SqliteLog

SIZES = (20, 300, 9_000)
"""Bytes of a payload: a small one, one of usual size, one that does not fit into a page."""
FRAME, HEADER, FIRST = 4120, 24, 32
"""Bytes of a frame, of its header, and of the head of the file."""
REST = 97
FIRM = NewRecord("firm", "document-recorded", 1, b"{}", ("document:firm",))
AFTER = NewRecord("after", "document-recorded", 1, b"{}", ("document:after",))


def torn(size: int) -> NewRecord:
    """Return the record whose writing is cut; its payload has `size` bytes that no other record has."""
    text = "".join(chr(97 + n % 26) for n in range(size - 2))
    return NewRecord(f"torn-{size}", "document-recorded", 1, f'"{text}"'.encode(), ("document:torn",))


def cuts(written: bytes, record: NewRecord) -> Iterator[int]:
    """Yield the bytes of an append at which it is cut, from 0 to all of them; `written` is what it wrote in all."""
    own: set[int] = set()
    for part in (record.key.encode(), record.payload[:4000], record.payload[-200:]):
        start = written.find(part)
        while start >= 0:
            own.update(range(max(start - 80, 0), start + len(part) + 80))
            start = written.find(part, start + 1)
    stride = 1 if len(record.payload) < FRAME else 13
    own = {at for at in own if at % stride == 0}
    headers = {at for at in range(len(written)) if at < FIRST or (at - FIRST) % FRAME < HEADER}
    rest = set(range(0, len(written), REST))
    yield from sorted(at for at in own | headers | rest | {len(written)} if at <= len(written))


# Under the library


def _inside(library: ctypes.CDLL, folder: Path, most: int, draw: int) -> Tally:
    """Cut every append; a process of its own for each cut, which is forked from this one and touches its own copy."""
    tally, chance = Tally(), random.Random(draw)
    for size in SIZES:
        base = folder / f"base-{size}"
        base.mkdir()
        with SqliteLog(base / "log.db", mode="create") as log:
            log.append([FIRM], now=NOW)
        chosen = list(cuts(_written(library, base, torn(size)), torn(size)))
        if most < 3 * 2 * len(chosen):
            chosen = sorted(chance.sample(chosen, max(most // (3 * 2), 1)))
        for at in chosen:
            for kills in (True, False):
                _cut(library, base, tally, at=at, kills=kills, record=torn(size))
    return tally


def _written(library: ctypes.CDLL, base: Path, record: NewRecord) -> bytes:
    """Return what appending the record writes to the write-ahead log, as one run of bytes behind what is there."""
    copy = base.with_name("measured")
    shutil.copytree(base, copy)
    with SqliteLog(copy / "log.db") as log:
        before = library.torn_passed()
        log.append([record], now=NOW)
        count = library.torn_passed() - before
        written = (copy / "log.db-wal").read_bytes()[:count]
    shutil.rmtree(copy)
    return written


def _cut(library: ctypes.CDLL, base: Path, tally: Tally, *, at: int, kills: bool, record: NewRecord) -> None:
    copy = base.with_name("trial")
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(base, copy)
    path, acknowledged = copy / "log.db", copy / "acknowledged"
    child = os.fork()
    if not child:
        _append(library, path, acknowledged, at=at, kills=kills, record=record)
    _, status = os.waitpid(child, 0)
    tally.trials += 1
    ended = "killed" if os.WIFSIGNALED(status) else {0: "acknowledged", 7: "refused"}.get(os.WEXITSTATUS(status))
    tally.seen[ended or "otherwise"] += 1
    tally.faults["ended otherwise than killed, refused or acknowledged"] += ended is None
    judge(path, record, tally, acknowledged=acknowledged.exists())


def _append(library: ctypes.CDLL, path: Path, acknowledged: Path, *, at: int, kills: bool, record: NewRecord) -> None:
    """Append under the cut, and then once more without it; never returns."""
    try:
        with SqliteLog(path) as log:
            library.torn_arm(at, kills)
            try:
                log.append([record], now=NOW)
                acknowledged.touch()
                code = 0
            except LimitError:
                code = LimitError.exit_code
            library.torn_disarm()
            if code:
                log.append([AFTER], now=NOW)
    except BaseException:  # noqa: BLE001 (a fork must not go on as its parent)
        code = 70
    os._exit(code)


def judge(path: Path, record: NewRecord, tally: Tally, *, acknowledged: bool) -> None:
    """Open a log whose append was cut: what was firm is there, the cut record wholly or not at all, and it goes on."""
    with SqliteLog(path) as log:
        tally.faults["does not verify"] += log.verify() is not None
        held = {each.key: each.payload for each in log.read()}
        tally.faults["the record before it is lost"] += held.get(FIRM.key) != FIRM.payload
        tally.faults["acknowledged and lost"] += acknowledged and held.get(record.key) != record.payload
        tally.faults["there by halves"] += held.get(record.key, record.payload) != record.payload
        if held.get(record.key, record.payload) != record.payload:
            return
        tally.seen["kept without acknowledgement"] += record.key in held and not acknowledged
        log.append([record, AFTER], now=NOW)
        keys = [each.key for each in log.read()]
        tally.faults["the next append is not valid"] += (
            sorted(keys) != sorted({FIRM.key, record.key, AFTER.key}) or log.verify() is not None
        )


# Outside


def compiled(folder: Path) -> Path:
    """Compile the library into `folder` and return its path."""
    library = folder / "torn.so"
    source = Path(__file__).with_suffix(".c")
    command = ["cc", "-O1", "-Wall", "-Werror", "-shared", "-fPIC", "-o", str(library), str(source), "-ldl"]
    subprocess.run(command, check=True, capture_output=True)
    return library


def tear(run: Run) -> Tally:
    """Compile the library and run all cuts under it."""
    library = compiled(run.folder)
    words = [str(library), str(run.folder), str(run.trials), str(run.draw)]
    done = subprocess.run(
        [sys.executable, "-m", "bench.faults.torn", *words],
        cwd=ROOT,
        env=os.environ | {"LD_PRELOAD": str(library)},
        check=True,
        stdout=subprocess.PIPE,
    )
    found = json.loads(done.stdout)
    tally = Tally(found["trials"])
    tally.seen.update(found["seen"])
    tally.faults.update(found["faults"])
    return tally


CAMPAIGNS = (
    Campaign(
        "D3",
        "a write torn at a byte of a record, of three sizes; then SIGKILL, or an error",
        "the record before it is there, the torn one wholly or not at all; the next append is valid",
        10_000,
        tear,
        ("a C compiler",),
    ),
)

if __name__ == "__main__":
    result = _inside(ctypes.CDLL(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))
    print(json.dumps({"trials": result.trials, "seen": result.seen, "faults": result.faults}))
