"""A snapshot and queries in, answers out: each query runs in a worker process that may be killed at any moment.

The worker is started with the first query and kept for the next ones. It is killed at the deadline and started anew
after a crash; what happened then comes out as one sentence. The caller's process runs no query and stays unharmed.
"""

import json
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from kg.errors import BadInputError, LimitError
from kg.prefixes import PREFIXES
from kg.query.explain import crash, out_of_memory, syntax_error
from kg.query.process import WorkerProcess
from kg.query.results import rows_of
from kg.query.screen import Screened, screen
from kg.table import Answer, Boolean, Table, Triples


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one query may take."""

    seconds: float = 30.0
    memory: int = 2 << 30
    """Bytes beyond what the open store needs."""
    rows: int = 100_000
    bytes: int = 64 << 20
    """Size of the answer as the worker sends it: SPARQL TSV or N-Triples."""


class Engine:
    """Answers queries over one snapshot of the store; use it in a `with` statement.

    Threads may share one engine; their queries run one after another.
    """

    def __init__(self, snapshot: Path, limits: Limits = Limits()) -> None:
        self.snapshot, self.limits = snapshot, limits
        self._worker: WorkerProcess | None = None
        self._turn = threading.Lock()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the worker."""
        with self._turn:
            self._drop()

    def sandbox(self) -> tuple[str, ...]:
        """Return in words what the kernel holds the worker to; fewer words on systems that offer less."""
        with self._turn:
            return self._ready().in_force

    def query(self, text: str, *, source: str = "query") -> Answer:
        """Return what the SPARQL query `text` answers.

        The prefixes of `kg.prefixes` need not be declared. Cells of `SELECT *` come in the order in which the text
        names the variables. An answer cut at `limits.rows` or `limits.bytes` says so in `truncated`.

        Parameters
        ----------
        text
            SPARQL 1.1 Query.
        source
            What to call the text in error messages, for instance a path.

        Raises
        ------
        QueryTextError
            The text is not a query, or asks for what is not offered (SERVICE, FROM, updates).
        BadInputError
            The query cannot be evaluated.
        LimitError
            It ran into the deadline, the memory limit or a limit of size, or crashed the worker.
        NoWorkspaceError
            The snapshot cannot be opened.

        """
        screened = screen(text, source=source)
        request = {
            "query": text,
            "prefixes": PREFIXES,
            "rows": self.limits.rows,
            "bytes": self.limits.bytes,
            "seconds": self.limits.seconds,
        }
        with self._turn:
            header, body = self._exchange(json.dumps(request).encode())
        return _answer(header, body, screened, source, self.limits)

    def _exchange(self, request: bytes) -> tuple[Mapping[str, Any], bytearray]:
        worker = self._ready()
        deadline = time.monotonic() + self.limits.seconds
        try:
            worker.send(request, deadline)
            return worker.receive(deadline)
        except TimeoutError:
            self._drop()
            raise LimitError(
                f"the query was stopped after {self.limits.seconds:g} seconds",
                next_step="Ask for less at once: name an entity or a document, or add a LIMIT without ORDER BY.",
            ) from None
        except EOFError:
            code = worker.wait()
            self._drop()
            raise crash(code, seconds=self.limits.seconds, memory=self.limits.memory) from None
        except BaseException:
            self._drop()
            raise

    def _ready(self) -> WorkerProcess:
        """Return the worker that waits for a query, a new one if there is none."""
        if self._worker is None or not self._worker.alive():
            self._drop()
            self._worker = WorkerProcess(self.snapshot, self.limits.memory)
        return self._worker

    def _drop(self) -> None:
        if self._worker is not None:
            self._worker.kill()
            self._worker = None


def _answer(header: Mapping[str, Any], body: bytearray, screened: Screened, source: str, limits: Limits) -> Answer:
    match header["kind"]:
        case "boolean":
            return Boolean(header["value"])
        case "triples":
            return Triples(bytes(body), header["truncated"])
        case "table":
            columns = tuple(header["columns"])
            wanted = tuple(c for c in screened.columns or columns if c in columns)
            order = None if columns and wanted == columns else tuple(columns.index(c) for c in wanted)
            return Table(wanted, rows_of(body, order), header["truncated"])
    match header["error"]:
        case "syntax":
            raise syntax_error(header["message"], screened.text, source)
        case "memory":
            raise out_of_memory(limits.memory)
    raise BadInputError(f"the query cannot be evaluated ({header['message']})", where=source)
