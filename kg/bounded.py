"""Work on foreign text in, the same work out, stopped with one sentence where it takes too long or too much memory.

What strangers wrote is read within lengths (`kg/lengths.py`) and by means whose time grows as the text does, or in a
process of its own (`kg/contained/`). This is the net beneath: processor time and memory of one step of a command.
"""

import contextlib
import os
import resource
import signal
import threading
from collections.abc import Iterator
from pathlib import Path

from kg.errors import LimitError

MEMORY = 2 << 30
_STEP = "Take out what is unusual in it, or split it."


class _OverdueError(BaseException):
    """The processor time is used up; no handler of ordinary errors may catch it on its way."""


@contextlib.contextmanager
def bounded(*, seconds: float, where: str | None = None, memory: int = MEMORY) -> Iterator[None]:
    """Do what stands inside within limits; outside the main thread, which signals reach, there are none.

    Parameters
    ----------
    seconds
        Processor time, so that a busy machine stops nobody.
    where
        What is read, for the error.
    memory
        Bytes beyond what the process has when this begins.

    Raises
    ------
    LimitError
        A limit was reached.

    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGPROF, _stop)
    limits = resource.getrlimit(resource.RLIMIT_AS)
    try:
        _limit_memory(memory, limits[1])
        signal.setitimer(signal.ITIMER_PROF, seconds)
        yield
    except _OverdueError:
        what = f"reading this takes more than {seconds:g} seconds of processor time and was stopped"
        raise LimitError(what, where=where, next_step=_STEP) from None
    except MemoryError:
        what = f"reading this takes more than {memory / (1 << 30):.3g} GB of memory"
        raise LimitError(what, where=where, next_step=_STEP) from None
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        resource.setrlimit(resource.RLIMIT_AS, limits)
        signal.signal(signal.SIGPROF, before)


def _stop(*_: object) -> None:
    raise _OverdueError


def _limit_memory(memory: int, hard: int) -> None:
    """Limit the addresses of this process, where Linux says how many it has; other systems keep the time alone."""
    with contextlib.suppress(OSError, ValueError):
        has = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * os.sysconf("SC_PAGE_SIZE")
        wanted = has + memory
        resource.setrlimit(resource.RLIMIT_AS, (wanted if hard == resource.RLIM_INFINITY else min(wanted, hard), hard))
