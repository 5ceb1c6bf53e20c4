"""A started `kg serve` over a small world in, what it looks like from outside out."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from bench.faults.base import ROOT, Run, Tally
from bench.faults.worlds import world

_LOOKS = 3
"""How often in a row nobody must want a processor."""
_GRACE = 2.0
MOST_GROWTH = 200 << 20


@dataclass(slots=True)
class Serving:
    """A running server."""

    url: str
    process: "subprocess.Popen[str]"
    root: Path
    lines: list[str] = field(default_factory=list)
    """What it has said on standard error."""

    @property
    def pid(self) -> int:
        """Return the id of the server's own process."""
        return self.process.pid

    @property
    def port(self) -> int:
        """Return where it listens."""
        return int(self.url.rpartition(":")[2])

    def ask(self, query: str, **headers: str) -> httpx.Response:
        """Post a query."""
        return httpx.post(f"{self.url}/sparql", data={"query": query}, headers=headers, timeout=120)


@contextmanager
def serving(run: Run, *words: str, documents: int = 12) -> Iterator[Serving]:
    """Start `kg serve` with two workers over a small world, and end it."""
    place = run.folder / "world"
    if not place.exists():
        place.mkdir()
        world(place, documents=documents)
    root = place / "workspace"
    with started(root, "--workers", "2", *words) as running:
        yield running


@contextmanager
def started(root: Path, *words: str, environment: dict[str, str] | None = None) -> Iterator[Serving]:
    """Start `kg serve` over the workspace in `root`, and end it."""
    command = [sys.executable, "-m", "kg", "-C", str(root), "serve", "--port", "0", *words]
    with subprocess.Popen(
        command, stderr=subprocess.PIPE, text=True, cwd=ROOT, env=os.environ | (environment or {})
    ) as process:
        assert process.stderr is not None, "asked for above"
        lines: list[str] = []  # it may have something to say before it says where it answers
        while not lines or (lines[-1] and "http://" not in lines[-1]):
            lines.append(process.stderr.readline())
        address = lines[-1].partition("http://")[2].partition("/")[0]
        running = Serving(f"http://{address}", process, root, lines)
        reading = threading.Thread(target=lambda: running.lines.extend(process.stderr or ()), daemon=True)
        reading.start()
        try:
            yield running
        finally:
            process.kill()
            process.wait()
            reading.join(5)


def children(pid: int) -> list[int]:
    """Return the ids of the children of a process."""
    found: list[int] = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        with suppress(OSError):
            found += map(int, task.read_text().split())
    return found


def runs(pid: int) -> bool:
    """Return whether a process is there and not just waiting to be reaped."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def memory(pid: int) -> int:
    """Return how many bytes of memory a process holds."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def at_work(pid: int) -> bool:
    """Return whether a thread of a process wants a processor, whether or not it gets one."""
    for stat in Path(f"/proc/{pid}/task").glob("*/stat"):
        with suppress(OSError):
            if stat.read_text().rpartition(")")[2].split()[0] == "R":
                return True
    return False


def is_idle(running: Serving, within: float = _GRACE) -> bool:
    """Return whether the processes behind a server stop wanting a processor within so many seconds."""
    until = time.monotonic() + within
    quiet = 0
    while quiet < _LOOKS:
        quiet = 0 if any(map(at_work, children(running.pid))) else quiet + 1
        if not quiet and time.monotonic() > until:
            return False
        time.sleep(0.02)
    return True


def still_answers(running: Serving, tally: Tally, *, processes: int = 2) -> None:
    """Ask something harmless of the server, which must be the one that was started."""
    tally.faults["the server is gone"] += running.process.poll() is not None
    try:
        answer = running.ask("ASK { ?s a kg:Claim }")
        tally.faults["the next query is not answered"] += answer.status_code != 200 or not answer.json()["boolean"]
    except (httpx.HTTPError, ValueError):
        tally.faults["the next query is not answered"] += 1
    tally.faults["a process too many"] += len(children(running.pid)) > processes
