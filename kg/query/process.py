"""A snapshot in, a running worker with a pipe to it and a pipe from it out."""

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
from pathlib import Path
from typing import Any

from kg.errors import NoWorkspaceError
from kg.query.worker import LENGTH

_BOOT = """
import sys, types
package = sys.modules["kg"] = types.ModuleType("kg")
package.__path__ = [sys.argv[3]]
sys.path.append(sys.argv[4])
from kg.query.worker import main
main(*sys.argv[1:3])
"""
"""The package is put in place empty: what kg/__init__.py imports for users would double the time of a start."""
_PACKAGE = str(Path(__file__).parents[1])
_START_SECONDS = 20.0
_PIPE = 1 << 20
_LIBRARY_PATHS = ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")


class WorkerProcess:
    """One process of `worker.py`; its pipes never block beyond a deadline, given as a time of `time.monotonic`."""

    def __init__(self, snapshot: Path, memory: int) -> None:
        environment = {name: os.environ[name] for name in _LIBRARY_PATHS if name in os.environ}
        self._process = subprocess.Popen(  # noqa: S603 (our own interpreter and our own words)
            [sys.executable, "-I", "-S", "-c", _BOOT, str(snapshot.absolute()), str(memory), _PACKAGE, _libraries()],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=0,
            env=environment,
            start_new_session=True,  # so that Ctrl-C reaches the parent alone, which then kills this
        )
        assert self._process.stdin is not None, "asked for above"
        assert self._process.stdout is not None, "asked for above"
        self._to, self._from = self._process.stdin.fileno(), self._process.stdout.fileno()
        for pipe in (self._to, self._from):
            os.set_blocking(pipe, False)
            if sys.platform == "linux":
                with contextlib.suppress(OSError):  # a user who has many pipes open gets no larger ones
                    fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, _PIPE)
        self.in_force = self._greeting(snapshot)

    def _greeting(self, snapshot: Path) -> tuple[str, ...]:
        try:
            header, _ = self.receive(time.monotonic() + _START_SECONDS)
        except (TimeoutError, EOFError):
            self.kill()
            raise NoWorkspaceError(
                "the process that runs queries did not start",
                where=str(snapshot),
                next_step="Run `kg doctor`; `kg rebuild` makes the snapshot anew.",
            ) from None
        if header["kind"] == "error":
            self.kill()
            raise NoWorkspaceError(
                f"the snapshot cannot be opened ({header['message']})",
                where=str(snapshot),
                next_step="`kg rebuild` makes it anew.",
            )
        return tuple(header["sandbox"])

    def alive(self) -> bool:
        """Return whether the process still runs."""
        return self._process.poll() is None

    def wait(self) -> int:
        """Return the exit code of a worker whose answers have ended."""
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

    def send(self, request: bytes, deadline: float) -> None:
        """Write a request; raise TimeoutError at the deadline and EOFError if the worker is gone."""
        rest = memoryview(LENGTH.pack(len(request)) + request)
        while rest:
            _wait(self._to, select.POLLOUT, deadline)
            try:
                rest = rest[os.write(self._to, rest) :]
            except BrokenPipeError:
                raise EOFError from None

    def receive(self, deadline: float) -> tuple[Mapping[str, Any], bytearray]:
        """Return header and body of an answer; raise as `send` does."""
        (length,) = LENGTH.unpack(self._read(LENGTH.size, deadline))
        header: Mapping[str, Any] = json.loads(self._read(length, deadline))
        return header, self._read(header["size"], deadline)

    def _read(self, size: int, deadline: float) -> bytearray:
        data = bytearray(size)
        rest = memoryview(data)
        while rest:
            _wait(self._from, select.POLLIN, deadline)
            count = os.readv(self._from, [rest])
            if not count:
                raise EOFError
            rest = rest[count:]
        return data


def _wait(pipe: int, event: int, deadline: float) -> None:
    poll = select.poll()
    poll.register(pipe, event)
    if not poll.poll(max(0.0, deadline - time.monotonic()) * 1000):
        raise TimeoutError


def _libraries() -> str:
    """Return the folder in which this process finds pyoxigraph."""
    spec = importlib.util.find_spec("pyoxigraph")
    assert spec is not None, "a package that we depend on"
    assert spec.origin is not None, "and that is a folder with files"
    return str(Path(spec.origin).parent.parent)
