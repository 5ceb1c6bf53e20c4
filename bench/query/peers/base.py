"""A folder with the triples in, a server of another engine out, which answers SPARQL over HTTP.

Each server runs alone, on a free local port, and is killed at the time limit and started anew: not every engine can
stop a query, and none of them stops all.
"""

import http.client
import shutil
import socket
import subprocess
import threading
import time
from abc import ABC, abstractmethod
from pathlib import Path
from typing import ClassVar, Self
from urllib.parse import urlencode

from bench.query.rows import Tsv

DEFAULT, BOOKS = "default.nt", "books.nq"
"""Files of a dump: the default graph as N-Triples, and the one named graph as N-Quads."""
PATIENCE = 20
"""How many times longer than its time of CPU a query may take by the clock."""
_STARTING = 300.0
"""Seconds that a server has to answer for the first time."""


class StoppedError(Exception):
    """The limit came first."""


class RefusedError(Exception):
    """The engine could not run the query; the argument is what it said, in short."""


class Peer(ABC):
    """Another engine with its own copy of the triples; use it in a `with` statement.

    Parameters
    ----------
    dump
        Folder with DEFAULT and BOOKS.
    home
        Folder for what the engine keeps.
    """

    name: ClassVar[str]
    programs: ClassVar[tuple[str, ...]]
    """Programs that must be on the path."""
    path: ClassVar[str] = "/sparql"
    accept: ClassVar[str] = "text/tab-separated-values"
    extra: ClassVar[tuple[tuple[str, str], ...]] = ()
    """Fields that go with each query."""

    def __init__(self, dump: Path, home: Path) -> None:
        self.dump, self.home = dump, home
        self.port = 0
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    @classmethod
    def missing(cls) -> str | None:
        """Return what is not installed here, or None."""
        lacking = [program for program in cls.programs if shutil.which(program) is None]
        return f"{cls.name} is not measured: {', '.join(lacking)} not found." if lacking else None

    @classmethod
    @abstractmethod
    def version(cls) -> str:
        """Return name and version."""

    @abstractmethod
    def load(self) -> None:
        """Load the dump into an empty `home`."""

    @abstractmethod
    def command(self) -> list[str]:
        """Return the command that serves `home` at `self.port`."""

    def prepare(self) -> None:
        """Load the dump, unless that was done before."""
        done = self.home / "loaded"
        if not done.exists():
            shutil.rmtree(self.home, ignore_errors=True)
            self.home.mkdir(parents=True)
            self.load()
            done.touch()

    def stop(self) -> None:
        """End the server."""
        if self._process:
            self._process.kill()
            self._process.wait()
            self._process = None

    def start(self) -> None:
        """Start the server, unless it runs."""
        if self._process and self._process.poll() is None:
            return
        self.port = _free_port()
        with (self.home / "server.log").open("ab") as log:
            self._process = subprocess.Popen(self.command(), cwd=self.home, stdout=log, stderr=log)
        until = time.monotonic() + _STARTING
        while time.monotonic() < until:
            try:
                self._post("SELECT ?nothing WHERE { <urn:x> <urn:y> ?nothing }")
            except (OSError, http.client.HTTPException):
                time.sleep(0.2)
            else:
                return
        raise TimeoutError(f"{self.name} did not start; {self.home / 'server.log'} says why")

    def cpu(self) -> float:
        """Return user and system seconds that the server has used."""
        self.start()
        assert self._process, "just started"
        return process_cpu(self._process.pid)

    def ask(self, query: str, seconds: float) -> Tsv:
        """Return what `query` answers in so many seconds of CPU, or PATIENCE times that by the clock.

        Raises
        ------
        StoppedError
            The limit came first.
        RefusedError
            The engine could not run it.

        """
        self.start()
        assert self._process, "just started"
        done, stopped = threading.Event(), threading.Event()
        watch = threading.Thread(target=self._watch, args=(self._process, seconds, done, stopped))
        watch.start()
        try:
            status, body = self._post(query)
        except (OSError, http.client.HTTPException) as error:
            self.stop()
            if stopped.is_set():
                raise StoppedError from None
            raise RefusedError(f"the server broke off ({error.__class__.__name__})") from None
        finally:
            done.set()
            watch.join()
        if status != http.HTTPStatus.OK:
            raise RefusedError(in_short(body))
        return Tsv(body)

    @staticmethod
    def _watch(
        process: subprocess.Popen[bytes], seconds: float, done: threading.Event, stopped: threading.Event
    ) -> None:
        """Kill the server when it has used up its time, or has been waited for too long."""
        before, until = process_cpu(process.pid), time.monotonic() + PATIENCE * seconds
        while not done.wait(0.05):
            if process_cpu(process.pid) - before > seconds or time.monotonic() > until:
                stopped.set()
                process.kill()
                return

    def _post(self, query: str) -> tuple[int, bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port)
        try:
            connection.request(
                "POST",
                self.path,
                urlencode([("query", query), *self.extra]),
                {"Content-Type": "application/x-www-form-urlencoded", "Accept": self.accept},
            )
            response = connection.getresponse()
            return response.status, response.read()
        finally:
            connection.close()


def in_short(body: bytes) -> str:
    """Return the first line of what an engine said, without what it repeats of the query."""
    lines = (line.strip() for line in body.decode(errors="replace").splitlines())
    return next((line for line in lines if line), "no reason given")[:200]


def process_cpu(pid: int) -> float:
    """Return user and system seconds that a process with all its threads has used, in nanoseconds' resolution.

    The clock of another process has a number of its own, which Linux makes of the process id (`clock_getcpuclockid`).
    """
    return time.clock_gettime(~pid << 3 | 2)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
