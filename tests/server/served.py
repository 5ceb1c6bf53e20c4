"""An endpoint that really listens, in a thread of the tests' own process."""

import asyncio
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pyoxigraph as ox

from kg.horizon import Horizon
from kg.query.engine import Limits
from kg.resources import folder
from kg.server.app import application
from kg.server.gate import Door
from kg.server.graphs import Graph, Graphs
from kg.server.pool import Pool
from kg.server.services import Services
from kg.server.serving import Server, configuration, listening
from kg.server.spool import Room

NOW = datetime(2026, 11, 1, tzinfo=UTC)
LIMITS = Limits(seconds=10.0, memory=512 << 20, bytes=64 << 20)


@dataclass(slots=True)
class Fixed:
    """One graph, for the present and for every past."""

    graph: Graph

    def present(self) -> Graph:
        return self.graph

    def past(self, horizon: Horizon) -> Graph:
        return Graph(self.graph.folder, self.graph.position, f"past-{horizon.key}", horizon)

    def close(self) -> None:
        pass


@dataclass(slots=True)
class Served:
    """A running endpoint."""

    url: str
    pool: Pool
    graphs: Graphs
    log: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)


@contextmanager
def served(
    graphs: Graphs,
    *,
    limits: Limits = LIMITS,
    workers: int = 2,
    patience: float = 5.0,
    door: Door | None = None,
    room: Room | None = None,
) -> Iterator[Served]:
    """Run an endpoint until the context ends."""
    pool = Pool(workers, memory=limits.memory, patience=patience)
    listener = listening("127.0.0.1", 0)
    running = Served(f"http://127.0.0.1:{listener.getsockname()[1]}", pool, graphs)
    services = Services(graphs, pool, limits, lambda: NOW, (folder("queries"),), running.said.append, room or Room())
    server = Server(configuration(application(services, door or Door(), log=running.log.append)))

    async def main() -> None:
        try:
            await server.serve(sockets=[listener])
        finally:
            pool.close()
            graphs.close()

    thread = threading.Thread(target=lambda: asyncio.run(main()))
    thread.start()
    try:
        while not server.started:
            assert thread.is_alive(), "the server did not start"
            time.sleep(0.01)
        yield running
    finally:
        server.should_exit = True
        thread.join(10)
        listener.close()
    assert not thread.is_alive(), "the server did not end"


def snapshot(place: Path, store: ox.Store) -> Graph:
    """Return what is in a store on disk as a graph to serve."""
    store.flush()
    store.backup(place)
    return Graph(place, 7, "tag-of-it")
