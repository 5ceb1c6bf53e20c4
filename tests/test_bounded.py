"""Limits on one step of a command: a sentence at the limit, and everything as before behind it."""

import contextlib
import itertools
import re
import resource
import signal
import threading

import pytest

from kg.bounded import bounded
from kg.errors import LimitError


def endless() -> None:
    for _ in itertools.count():
        with contextlib.suppress(Exception):
            sum(range(1000))


def test_work_without_end_is_stopped_and_no_handler_of_errors_catches_it() -> None:
    said = r"^a\.txt: reading this takes more than 0\.2 seconds of processor time"
    with pytest.raises(LimitError, match=said), bounded(seconds=0.2, where="a.txt"):
        endless()


def test_a_pattern_that_runs_away_is_stopped() -> None:
    with pytest.raises(LimitError, match="processor time"), bounded(seconds=0.2):
        re.fullmatch("(a+)+b", "a" * 100)


def test_work_that_fills_the_memory_is_stopped() -> None:
    with pytest.raises(LimitError, match=r"more than 0\.125 GB of memory"), bounded(seconds=10, memory=1 << 27):
        bytearray(1 << 30)


def test_what_held_before_holds_again() -> None:
    before = resource.getrlimit(resource.RLIMIT_AS), signal.getsignal(signal.SIGPROF)
    with bounded(seconds=5):
        assert resource.getrlimit(resource.RLIMIT_AS) != before[0]
    assert (resource.getrlimit(resource.RLIMIT_AS), signal.getsignal(signal.SIGPROF)) == before
    assert signal.getitimer(signal.ITIMER_PROF) == (0, 0)


def test_another_thread_works_without_limits() -> None:
    done = []

    def work() -> None:
        with bounded(seconds=0.001):
            done.append(sum(range(100_000)))

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert done
