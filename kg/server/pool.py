"""A number in, that many warm processes out, each lent for one query at a time and replaced when it misbehaves."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from kg.contained.process import Job, NotStartedError, Process
from kg.server.background import in_thread
from kg.server.loading import Loaded
from kg.server.worker import Worker

_SPARE_SECONDS = 3.0
"""How long processes beyond `size` are kept once they have nothing to do."""


class BusyError(Exception):
    """No process became free in time."""


class Pool:
    """Up to `size` processes; those that are free stay open over the graph that they answered from last.

    Parameters
    ----------
    size
        How many queries run at the same time; beside them as many go on whose answers are large.
    memory
        Bytes that one query may take.
    patience
        Seconds that a query waits for its turn.
    in_memory
        Whether as many processes beside hold the newest graph in memory (`loading.py`).
    say
        Called with a sentence where that cannot be.

    """

    def __init__(
        self,
        size: int,
        *,
        memory: int,
        patience: float,
        in_memory: bool = False,
        say: Callable[[str], None] = lambda _: None,
    ) -> None:
        self.size, self._memory, self._patience = size, memory, patience
        self._loaded = Loaded(size if in_memory else 0, memory=memory, say=say)
        self._turns = asyncio.Semaphore(size)
        self._long: set[Worker] = set()
        self._trimming: asyncio.TimerHandle | None = None
        self._free: list[Worker] = []
        self._all: set[Worker] = set()

    @asynccontextmanager
    async def worker(self, folder: Path) -> AsyncIterator[Worker]:
        """Lend a process over the graph in `folder`; one that is not idle when it comes back is killed.

        Raises
        ------
        BusyError
            All are at work for longer than a query waits.
        NotStartedError
            The graph cannot be opened.

        """
        await self._turn()
        worker: Worker | None = None
        try:
            worker = self._loaded.take(folder) or await self._ready(folder)
            yield worker
        finally:
            has_turn = worker not in self._long
            if worker is not None:
                self._long.discard(worker)
                if not self._loaded.give(worker):
                    self._give(worker)
            if has_turn:
                self._turns.release()

    def make_way(self, worker: Worker, another: Callable[[], bool]) -> bool:
        """Let the next query have the turn of this one, which goes on beside it since its answer is large.

        Return whether it does; where as many go on beside the turns as may, it keeps its own.

        Parameters
        ----------
        worker
            Who makes the answer.
        another
            Ends another large answer, and returns whether one could be ended.

        """
        if worker not in self._long and (len(self._long) < self.size or another()):
            self._long.add(worker)
            self._turns.release()
        return worker in self._long

    async def warm(self, folder: Path) -> None:
        """Start as many processes over the graph in `folder` as there may be."""
        started = await asyncio.gather(*(self._start(folder) for _ in range(self.size)))
        self._free += started
        self._loaded.hold(folder)

    def leave(self, folder: Path, newer: Path | None) -> None:
        """End the processes that are free and open over a graph whose place a newer one has taken, if any."""
        for worker in [each for each in self._free if each.folder == folder]:
            self._free.remove(worker)
            self._drop(worker)
        self._loaded.hold(newer)

    def pids(self) -> tuple[int, ...]:
        """Return the ids of all processes."""
        return tuple(sorted((*(worker.process.pid for worker in self._all), *self._loaded.pids())))

    def close(self) -> None:
        """End all processes, whatever they do."""
        self._loaded.close()
        if self._trimming:
            self._trimming.cancel()
        self._free.clear()
        for worker in tuple(self._all):
            self._all.discard(worker)
            worker.end_now()

    async def _turn(self) -> None:
        if not self._turns.locked():
            await self._turns.acquire()
            return
        try:
            async with asyncio.timeout(self._patience):
                await self._turns.acquire()
        except TimeoutError:
            raise BusyError from None

    def _give(self, worker: Worker) -> None:
        if worker.idle and worker.lives and len(self._free) < 2 * self.size:
            self._free.append(worker)
        else:
            self._drop(worker)
        if len(self._free) > self.size:
            self._trimming = self._trimming or asyncio.get_running_loop().call_later(_SPARE_SECONDS, self._trim)

    def _trim(self) -> None:
        """End processes that were started beside large answers, and are not needed now."""
        self._trimming = None
        while len(self._free) > self.size:
            self._drop(self._free.pop(0))

    async def _ready(self, folder: Path) -> Worker:
        for worker in reversed(self._free):
            if worker.folder == folder:
                self._free.remove(worker)
                if worker.lives:
                    return worker
                self._drop(worker)
                break
        if self._free and len(self._all - self._long) >= self.size:
            self._drop(self._free.pop(0))
        return await self._start(folder)

    async def _start(self, folder: Path) -> Worker:
        starting = in_thread(lambda: Process(Job("kg.server.work", "pyoxigraph", self._memory, folder)))
        try:
            process = await asyncio.shield(starting)
        except asyncio.CancelledError:
            starting.add_done_callback(lambda done: None if done.exception() else done.result().kill())
            raise
        worker = Worker(process, folder)
        self._all.add(worker)
        return worker

    def _drop(self, worker: Worker) -> None:
        if worker in self._all:
            self._all.discard(worker)
            worker.end()


__all__ = ["BusyError", "NotStartedError", "Pool"]
