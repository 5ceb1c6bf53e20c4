"""A snapshot and queries in, answers out: each query runs in a worker process that may be killed at any moment.

The worker is started with the first query and kept for the next ones. It is killed at the deadline and started anew
after a crash; what happened then comes out as one sentence. The caller's process runs no query and stays unharmed.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from kg.contained.worker import EndedError, Job, NotStartedError, OverdueError, Worker
from kg.errors import BadInputError, LimitError, NoWorkspaceError
from kg.prefixes import PREFIXES
from kg.query.explain import crash, may_be_damage, out_of_memory, syntax_error
from kg.query.results import rows_of
from kg.query.screen import Screened, screen
from kg.stores.inventory import Inventory
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

    def __init__(self, snapshot: Path, limits: Limits = Limits(), inventory: Inventory | None = None) -> None:
        self.snapshot, self.limits = snapshot, limits
        self.inventory = inventory or Inventory(snapshot)
        self._worker = Worker(Job("kg.query.evaluation", "pyoxigraph", limits.memory, snapshot))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the worker."""
        self._worker.close()

    def sandbox(self) -> tuple[str, ...]:
        """Return in words what the kernel holds the worker to; fewer words on systems that offer less."""
        try:
            return self._worker.in_force()
        except NotStartedError as error:
            raise self._not_started(error) from None

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
        VerificationError
            A file of the snapshot is not as it was written. This is looked at after each answer, before it is given.

        """
        screened = screen(text, source=source)
        request = {
            "query": text,
            "prefixes": PREFIXES,
            "rows": self.limits.rows,
            "bytes": self.limits.bytes,
        }
        header, body = self._exchange(json.dumps(request).encode())
        self.inventory.check(whole=may_be_damage(header))
        return _answer(header, body, screened, source, self.limits)

    def _exchange(self, request: bytes) -> tuple[Mapping[str, Any], bytearray]:
        try:
            return self._worker.exchange({}, request, seconds=self.limits.seconds)
        except NotStartedError as error:
            self.inventory.check(whole=True)
            raise self._not_started(error) from None
        except OverdueError:
            raise LimitError(
                f"the query was stopped after {self.limits.seconds:g} seconds",
                next_step="Ask for less at once: name an entity or a document, or add a LIMIT without ORDER BY.",
            ) from None
        except EndedError as error:
            self.inventory.check(whole=True)
            raise crash(error.code, seconds=self.limits.seconds, memory=self.limits.memory) from None

    def _not_started(self, error: NotStartedError) -> NoWorkspaceError:
        if str(error):
            what, next_step = f"the snapshot cannot be opened ({error})", "`kg rebuild` makes it anew."
        else:
            what = "the process that runs queries did not start"
            next_step = "Run `kg doctor`; `kg rebuild` makes the snapshot anew."
        return NoWorkspaceError(what, where=str(self.snapshot), next_step=next_step)


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
