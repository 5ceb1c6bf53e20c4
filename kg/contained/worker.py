"""A job and requests in, answers out: its process is started when first needed, killed at a deadline, and replaced."""

import threading
import time
from collections.abc import Mapping
from typing import Any

from kg.contained.process import Job, NotStartedError, Process


class OverdueError(Exception):
    """There was no answer in time, and the process was killed."""


class EndedError(Exception):
    """The process ended without an answer."""

    def __init__(self, code: int) -> None:
        self.code = code
        """Its exit code; negative for a signal."""
        super().__init__(code)


class Worker:
    """A process for one job, kept from request to request; threads may share it and then take turns."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self._process: Process | None = None
        self._turn = threading.Lock()

    def in_force(self) -> tuple[str, ...]:
        """Return in words what the kernel holds the process to. Raises NotStartedError."""
        with self._turn:
            return self._ready().in_force

    def exchange(
        self, header: Mapping[str, Any], body: bytes = b"", *, seconds: float
    ) -> tuple[Mapping[str, Any], bytearray]:
        """Return header and body of the answer to a request.

        Raises
        ------
        NotStartedError
            The process did not start.
        OverdueError
            It took more than `seconds`.
        EndedError
            It ended by itself.

        """
        with self._turn:
            process = self._ready()
            deadline = time.monotonic() + seconds
            try:
                process.send({**header, "seconds": seconds}, body, deadline)
                return process.receive(deadline)
            except TimeoutError:
                self._drop()
                raise OverdueError from None
            except (EOFError, ValueError):  # what cannot be read is no answer either
                code = process.wait()
                self._drop()
                raise EndedError(code) from None
            except BaseException:
                self._drop()
                raise

    def close(self) -> None:
        """End the process; the next request starts another."""
        with self._turn:
            self._drop()

    def _ready(self) -> Process:
        """Return the process that waits for a request, a new one if there is none."""
        if self._process is None or not self._process.alive():
            self._drop()
            self._process = Process(self.job)
        return self._process

    def _drop(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process = None


__all__ = ["EndedError", "Job", "NotStartedError", "OverdueError", "Worker"]
