"""A snapshot in, our own two ways to answer out: the contained worker behind every command, and that of a server."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from bench.query.peers.base import RefusedError, StoppedError, process_cpu
from bench.query.questions import worker_cpu
from bench.query.rows import Row, Tsv, plain
from kg.contained.process import Job, Process
from kg.errors import KgError, LimitError
from kg.prefixes import PREFIXES
from kg.query.engine import Engine, Limits
from kg.table import Table


class Ours:
    """The contained worker that answers every question of `kg`, over files."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def ask(self, query: str, _: float) -> "Own":
        """Return the answer; the limit of the worker is one of the clock."""
        try:
            answer = self._engine.query(query)
        except LimitError:
            raise StoppedError from None
        except KgError as error:
            raise RefusedError(error.what) from None
        assert isinstance(answer, Table), "the shipped questions are tables"
        return Own(answer)

    def cpu(self) -> float:
        """Return the seconds that the worker has used."""
        return worker_cpu(self._engine)


@dataclass(frozen=True, slots=True)
class Own:
    """An answer of ours."""

    table: Table

    def rows(self) -> Sequence[Row]:
        """Return the cells of each row, each in the form of `plain`."""
        return [tuple(plain(cell.value) if cell else "" for cell in row) for row in self.table.rows]


class InMemory:
    """The contained worker of `kg serve --in-memory`; use it in a `with` statement."""

    def __init__(self, snapshot: Path, limits: Limits) -> None:
        self._job = Job("kg.server.work_in_memory", "pyoxigraph", limits.memory, snapshot, patience=1800)
        self._limits = limits
        self._process: Process | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._process:
            self._process.kill()
            self._process = None

    def ask(self, query: str, _: float) -> Tsv:
        """Return the answer; the limit of the worker is one of the clock."""
        header = {"results": "TSV", "graph": None, "columns": None, "star": None, "bytes": self._limits.bytes}
        options = {"prefixes": PREFIXES, "base_iri": None}
        until = time.monotonic() + self._limits.seconds
        parts = bytearray()
        process = self._ready()
        try:
            process.send({**header, "seconds": self._limits.seconds, "options": options}, query.encode(), until)
            while True:
                answer, body = process.receive(until)
                parts += body
                if answer["kind"] == "error":
                    raise RefusedError(answer["error"])
                if answer["kind"] == "end":
                    return Tsv(bytes(parts))
        except (TimeoutError, EOFError):
            self.__exit__()
            raise StoppedError from None

    def cpu(self) -> float:
        """Return the seconds that the worker has used."""
        return process_cpu(self._ready().pid)

    def _ready(self) -> Process:
        if self._process is None:
            self._process = Process(self._job)
        return self._process
