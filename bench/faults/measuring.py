"""Some work in, what it cost out: processor time and memory of a process of its own and of all that it started.

The work runs in a fork of this process, so that a trial can be stopped and leaves nothing behind; what only the first
run of anything costs is paid before.
"""

import contextlib
import json
import os
import resource
import signal
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from kg.authoring import nodes
from kg.drafts import reading
from kg.errors import KgError
from kg.query import catalogue

Work = Callable[[], object]
_TICKS = os.sysconf("SC_CLK_TCK")
_SAID = 20_000
"""Characters of an outcome that are handed on."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What some work cost, and how it ended."""

    seconds: float
    """Processor time."""
    memory: int
    """Bytes at the highest, beyond what the process had before."""
    ended: str
    """`done`, `refused: ` and the sentence, `hangs`, or `failed: ` and what was raised."""

    @property
    def refused(self) -> bool:
        """Whether the work was refused with a sentence."""
        return self.ended.startswith("refused")


def cost(work: Work, *, before: Work = lambda: None, most: int = 60) -> Cost:
    """Return what `work` costs, after `before` was done in the same process; it is stopped after `most` seconds."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        _measure(work, before, writing, most)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        said = pipe.read()
    os.waitpid(child, 0)
    return Cost(**json.loads(said)) if said else Cost(float(most), 0, "hangs")


def _measure(work: Work, before: Work, writing: int, most: int) -> None:
    """Do the work and write what it cost; this process ends here."""
    try:
        _forget_processes()
        with contextlib.suppress(Exception):  # what it raises, the work raises too
            before()
        used, had = _seconds(), _memory()
        resource.setrlimit(resource.RLIMIT_CPU, (int(time.process_time()) + most, resource.RLIM_INFINITY))
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.alarm(3 * most)  # a wait is no work, and it ends too, also where no handler would be reached
        try:
            work()
            ended = "done"
        except KgError as error:
            ended = f"refused: {error}"
        except Exception as error:  # noqa: BLE001 (this is what the campaign looks for)
            ended = f"failed: {type(error).__name__}: {error}"
        found = {"seconds": _seconds() - used, "memory": max(_memory() - had, 0), "ended": ended[:_SAID]}
        os.write(writing, json.dumps(found).encode())
    finally:
        for name in _children():
            with contextlib.suppress(ProcessLookupError):
                os.kill(name, signal.SIGKILL)
        os._exit(0)


def _forget_processes() -> None:
    """Let go of the processes for contained work that this one was forked with: they answer to its parent."""
    for parser in (catalogue._PARSER, nodes._PARSER, reading._parser()):  # noqa: SLF001 (nobody else forks)
        parser._worker._process = None  # noqa: SLF001


def _children() -> list[int]:
    task = Path(f"/proc/self/task/{os.getpid()}/children")
    return [int(name) for name in task.read_text().split()] if task.exists() else []


def _seconds() -> float:
    ended = sum(resource.getrusage(resource.RUSAGE_CHILDREN)[:2])
    return time.process_time() + ended + sum(map(_seconds_of, _children()))


def _seconds_of(process: int) -> float:
    try:
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return 0.0
    return (int(fields[11]) + int(fields[12])) / _TICKS


def _memory() -> int:
    """Return the highest that this process and each child of it had in memory, in bytes."""
    return sum(_peaks())


def _peaks() -> Iterator[int]:
    yield resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    for process in _children():
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):
            lines = Path(f"/proc/{process}/status").read_text().splitlines()
            yield next((int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM")), 0)
