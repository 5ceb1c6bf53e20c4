"""A query and a graph in, its whole answer as a value out, for resources that write it in forms of their own."""

from collections.abc import Awaitable, Callable
from typing import TypeVar, cast

from kg.query.results import rows_of
from kg.server.graphs import Graph
from kg.server.problems import RefusedError
from kg.server.running import Task, running
from kg.server.services import Services
from kg.table import Answer, Boolean, Table, Triples

T = TypeVar("T")
LARGEST = 16 << 20
"""Bytes of an answer that is read into this process."""
_MOST_KNOWN = 64


async def answered(services: Services, graph: Graph, text: str) -> Answer:
    """Return what a query answers; LimitError where that is more than `LARGEST`, besides what `running` raises."""
    data, form = bytearray(), ""
    async with running(services.pool, Task(graph, "tsv", "ntriples", text), services.limits) as run:
        last = False
        while not last:
            part = await run.part()
            data, form, last = data + part.data, part.form, part.last
            if len(data) > LARGEST:
                raise RefusedError(413, f"The answer is larger than {LARGEST >> 20} MB. Ask for less, or with /sparql.")
    if form == "N_TRIPLES":
        return Triples(bytes(data))
    if data.startswith((b"t", b"f")):
        return Boolean(data.startswith(b"true"))
    head = data.split(b"\n", 1)[0].decode()
    return Table(tuple(name[1:] for name in head.split("\t") if name), rows_of(data))


async def table(services: Services, graph: Graph, text: str) -> Table:
    """Return the answer to a query that answers with a table."""
    found = await answered(services, graph, text)
    assert isinstance(found, Table), "the caller's query is a SELECT"
    return found


async def kept(services: Services, what: str, graph: Graph, make: Callable[[], Awaitable[T]]) -> T:
    """Return what `make` gives for a graph, made once for each graph; `what` names it."""
    key = f"{what} {graph.tag}"
    if key not in services.known:
        if len(services.known) >= _MOST_KNOWN:
            services.known.clear()
        services.known[key] = await make()
    return cast("T", services.known[key])
