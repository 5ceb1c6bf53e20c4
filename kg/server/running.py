"""A query and a graph in, the parts of its answer out; every way in which it can fail becomes one error."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from functools import partial
from typing import Any

from kg.contained.worker import EndedError
from kg.errors import BadInputError, LimitError
from kg.prefixes import PREFIXES
from kg.query.engine import Limits
from kg.query.explain import crash, may_be_damage, out_of_memory, syntax_error
from kg.query.screen import screen
from kg.server.background import in_thread
from kg.server.graphs import Graph
from kg.server.negotiation import GRAPHS, RESULTS, engine_name, not_acceptable
from kg.server.pool import NotStartedError, Pool
from kg.server.problems import RefusedError
from kg.server.worker import Worker

_HEARS_SECONDS = 0.25
"""How long a process may take to notice that nobody wants the rest of an answer; it looks after each part."""


@dataclass(frozen=True, slots=True)
class Task:
    """What is asked of one graph: a query, or with `named` one of its graphs as it stands."""

    graph: Graph
    results: str | None
    """The form for a table or yes or no, None where the client accepts none."""
    triples: str | None
    """The form for a graph, likewise."""
    text: str = ""
    named: str | None = None
    """The IRI of a graph; empty means the default graph."""
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    base: str | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of an answer."""

    form: str
    """pyoxigraph's name of the form that the answer has."""
    data: bytes
    last: bool


@asynccontextmanager
async def running(pool: Pool, task: Task, limits: Limits) -> AsyncIterator["Running"]:
    """Begin what `task` asks for and hand out its parts; whoever leaves early ends it.

    Raises
    ------
    KgError, RefusedError
        The query is not one, cannot be written as the client wants it, or ran into a limit.
    BusyError, NotStartedError
        No process is free, or the graph cannot be opened.
    VerificationError
        The graph is damaged.

    """
    header, body = _request(task, limits)
    try:
        async with pool.worker(task.graph.folder) as worker:
            yield Running(worker, task, limits, header, body, make_way=partial(pool.make_way, worker))
    except NotStartedError:
        await check(task.graph, whole=True)
        raise


async def check(graph: Graph, *, whole: bool = False) -> None:
    """Refuse a graph with a VerificationError where a file of it is not as it was written."""
    vouching = graph.vouching
    if vouching is None:
        return
    if whole or not vouching.is_quick():
        await in_thread(lambda: vouching.check(whole=whole))
    else:
        vouching.check()


class Running:
    """The parts of an answer, one after the other."""

    def __init__(
        self,
        worker: Worker,
        task: Task,
        limits: Limits,
        header: Mapping[str, Any],
        body: bytes,
        *,
        make_way: Callable[[Callable[[], bool]], bool],
    ) -> None:
        self._worker, self._task, self._limits = worker, task, limits
        self.make_way = make_way
        """Lets the next query have its turn, since this answer is large; see `Pool.make_way`."""
        self._request: tuple[Mapping[str, Any], bytes] | None = (header, body)
        self._left = limits.seconds

    async def part(self) -> Part:
        """Return the next part. Raises as `running` does."""
        loop = asyncio.get_running_loop()
        begun = loop.time()
        try:
            async with asyncio.timeout_at(begun + self._left):
                if self._request:
                    await self._worker.ask(*self._request)
                    self._request = None
                header, body = await self._worker.receive()
        except TimeoutError:
            raise LimitError(
                f"the query was stopped after {self._limits.seconds:g} seconds",
                next_step="Ask for less at once: name an entity or a document, or add a LIMIT without ORDER BY.",
            ) from None
        except EndedError as error:
            await check(self._task.graph, whole=True)
            raise crash(error.code, seconds=self._limits.seconds, memory=self._limits.memory) from None
        self._left -= loop.time() - begun
        await check(self._task.graph, whole=may_be_damage(header))
        if header["kind"] == "error":
            raise self._error(header)
        return Part(header["form"], body, last=header["kind"] == "end")

    async def stop(self) -> None:
        """Make no more of the answer, so that the process is free again; one that does not hear is killed later."""
        if not self._worker.idle:
            with suppress(TimeoutError, EndedError):
                async with asyncio.timeout(_HEARS_SECONDS):
                    await self._worker.stop()

    def _error(self, header: Mapping[str, Any]) -> Exception:
        match header["error"]:
            case "syntax":
                return syntax_error(header["message"], self._task.text, "query")
            case "memory":
                return out_of_memory(self._limits.memory)
            case "size":
                most = f"{self._limits.bytes / (1 << 20):,.3g} MB"
                return LimitError(f"the answer is larger than {most}", next_step="Ask for less at once.")
            case "form":
                return not_acceptable(RESULTS if header["of"] == "results" else GRAPHS)
            case "no graph":
                return RefusedError(404, "There is no graph of this name.")
        return BadInputError(f"the query cannot be evaluated ({header['message']})", where="query")


def _request(task: Task, limits: Limits) -> tuple[dict[str, Any], bytes]:
    header = {
        "seconds": limits.seconds,
        "bytes": limits.bytes,
        "results": engine_name(task.results),
        "graph": engine_name(task.triples),
    }
    if task.named is not None:
        return {**header, "named": task.named, "options": {"prefixes": PREFIXES}}, b""
    # Each prefix that is handed over costs as much as a small query, so only those that can stand in it are.
    used = {prefix: iri for prefix, iri in PREFIXES.items() if f"{prefix}:" in task.text}
    options: dict[str, Any] = {"prefixes": used, "base_iri": task.base}
    if task.default_graphs or task.named_graphs:
        options |= {"default_graph": task.default_graphs, "named_graphs": task.named_graphs}
    try:
        screened = screen(task.text, datasets=True)
    except LimitError as error:
        raise RefusedError(413, f"{error.sentence()[0].upper()}{error.sentence()[1:]}") from None
    return {**header, "options": options, "columns": screened.columns, "star": screened.star}, task.text.encode()
