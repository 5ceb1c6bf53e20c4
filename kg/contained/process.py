"""The name of some work in, a running process of `serve.py` with a pipe to it and a pipe from it out."""

import contextlib
import fcntl
import importlib.util
import json
import os
import select
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.contained.serve import LENGTH

_BOOT = """
import sys, types
for name in ("kg", "kg.contained"):
    package = sys.modules[name] = types.ModuleType(name)
    package.__path__ = [sys.argv[4] + name[2:].replace(".", "/")]
sys.path.append(sys.argv[5])
from kg.contained.serve import main
main(*sys.argv[1:4])
"""
"""The packages are put in place empty: what kg/__init__.py imports for users would double the time of a start."""
_PACKAGE = str(Path(__file__).parents[1])
_PIPE = 1 << 20
LARGEST_HEADER = 16 << 20
LARGEST_BODY = 1 << 30
"""A process that was taken over could announce any size, and the parent would make room for it."""
_LIBRARY_PATHS = ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")


class NotStartedError(Exception):
    """The process did not start; the message says what it said, and is empty where it said nothing."""


@dataclass(frozen=True, slots=True)
class Job:
    """A kind of work, and what its process may touch and take."""

    module: str
    """Name of the module whose `start` is called; it imports the standard library and `library`."""
    library: str
    """The one package that it needs beside the standard library."""
    memory: int
    """Bytes that a request may take beyond what the started work needs."""
    folder: Path | None = None
    """The one folder that it may read."""
    patience: float = 20.0
    """Seconds within which the work has to have started."""


class Process:
    """One process of `serve.py`; its pipes never block beyond a deadline, given as a time of `time.monotonic`.

    `requests` and `answers` are the file descriptors of the pipes, for whoever waits for them in other ways.

    Raises
    ------
    NotStartedError
        Its work could not begin.

    """

    def __init__(self, job: Job) -> None:
        environment = {name: os.environ[name] for name in _LIBRARY_PATHS if name in os.environ}
        folder = str(job.folder.absolute()) if job.folder else ""
        words = [job.module, folder, str(job.memory), _PACKAGE, _place_of(job.library)]
        self._process = subprocess.Popen(  # noqa: S603 (our own interpreter and our own words)
            [sys.executable, "-I", "-S", "-c", _BOOT, *words],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=0,
            env=environment,
            start_new_session=True,  # so that Ctrl-C reaches the parent alone, which then kills this
        )
        assert self._process.stdin is not None, "asked for above"
        assert self._process.stdout is not None, "asked for above"
        self.requests, self.answers = self._process.stdin.fileno(), self._process.stdout.fileno()
        for pipe in (self.requests, self.answers):
            os.set_blocking(pipe, False)
            if sys.platform == "linux":
                with contextlib.suppress(OSError):  # a user who has many pipes open gets no larger ones
                    fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, _PIPE)
        self.in_force = self._greeting(job.patience)

    def _greeting(self, patience: float) -> tuple[str, ...]:
        try:
            header, _ = self.receive(time.monotonic() + patience)
        except (TimeoutError, EOFError):
            self.kill()
            raise NotStartedError from None
        if header["kind"] == "error":
            self.kill()
            raise NotStartedError(header["message"])
        return tuple(header["sandbox"])

    @property
    def pid(self) -> int:
        """Return the process id."""
        return self._process.pid

    def alive(self) -> bool:
        """Return whether the process still runs."""
        return self._process.poll() is None

    def wait(self) -> int:
        """Return the exit code of a process whose answers have ended."""
        try:
            return self._process.wait(1)
        except subprocess.TimeoutExpired:
            return 0

    def kill(self) -> None:
        """End the process at once and let go of its pipes."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            assert pipe is not None, "both are pipes"
            pipe.close()

    def send(self, header: Mapping[str, Any], body: bytes, deadline: float) -> None:
        """Write a request; raise TimeoutError at the deadline and EOFError if the process is gone."""
        rest = memoryview(packed(header, body))
        while rest:
            _wait(self.requests, select.POLLOUT, deadline)
            try:
                rest = rest[os.write(self.requests, rest) :]
            except BrokenPipeError:
                raise EOFError from None

    def receive(self, deadline: float) -> tuple[Mapping[str, Any], bytearray]:
        """Return header and body of an answer; raise as `send` does."""
        (length,) = LENGTH.unpack(self._read(LENGTH.size, LARGEST_HEADER, deadline))
        header: Mapping[str, Any] = json.loads(self._read(length, LARGEST_HEADER, deadline))
        return header, self._read(header["size"], LARGEST_BODY, deadline)

    def _read(self, size: int, most: int, deadline: float) -> bytearray:
        if size > most:
            raise EOFError
        data = bytearray(size)
        rest = memoryview(data)
        while rest:
            _wait(self.answers, select.POLLIN, deadline)
            count = os.readv(self.answers, [rest])
            if not count:
                raise EOFError
            rest = rest[count:]
        return data


def packed(header: Mapping[str, Any], body: bytes) -> bytes:
    """Return a request as it goes through the pipe."""
    head = json.dumps({**header, "size": len(body)}).encode()
    return LENGTH.pack(len(head)) + head + body


def _wait(pipe: int, event: int, deadline: float) -> None:
    poll = select.poll()
    poll.register(pipe, event)
    if not poll.poll(max(0.0, deadline - time.monotonic()) * 1000):
        raise TimeoutError


def _place_of(library: str) -> str:
    """Return the folder in which this process finds `library`."""
    spec = importlib.util.find_spec(library)
    assert spec is not None, "a package that we depend on"
    assert spec.origin is not None, "and that is a folder with files"
    return str(Path(spec.origin).parent.parent)
