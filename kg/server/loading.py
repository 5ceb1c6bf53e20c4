"""The newest graph in, processes out that hold it in memory, as soon as they are ready.

Loading a large graph takes minutes of processor time. So it happens beside the requests, one process after the other,
and whoever asks meanwhile, or asks for another graph, is answered from files by the processes of `pool.py`.
"""

import asyncio
from collections.abc import Callable
from pathlib import Path

from kg.contained.process import Job, NotStartedError, Process
from kg.server.background import in_thread
from kg.server.worker import Worker

_PATIENCE = 1800.0
"""Seconds within which a graph has to be loaded."""


class Loaded:
    """Up to `size` processes over one graph in memory; none while `size` is 0.

    Parameters
    ----------
    size
        How many.
    memory
        Bytes that one query may take beyond the graph.
    say
        Called with a sentence when a graph is loaded, or where it cannot be.

    """

    def __init__(self, size: int, *, memory: int, say: Callable[[str], None]) -> None:
        self.size, self._memory, self._say = size, memory, say
        self._folder: Path | None = None
        self._free: list[Worker] = []
        self._all: set[Worker] = set()
        self._loading: asyncio.Task[None] | None = None
        self._said: Path | None = None
        self._closed = False

    def hold(self, folder: Path | None) -> None:
        """Load the graph in `folder`, and let go of any other."""
        self._folder = folder
        for worker in tuple(self._free):
            if worker.folder != folder:
                self._free.remove(worker)
                self._drop(worker)
        self._load()

    def take(self, folder: Path) -> Worker | None:
        """Return a free process that holds the graph in `folder`, if there is one; it has to be given back."""
        while self._free and self._free[-1].folder == folder:
            worker = self._free.pop()
            if worker.lives:
                return worker
            self._drop(worker)
        return None

    def give(self, worker: Worker) -> bool:
        """Take a process back, and return whether it came from here; what is not idle is ended and replaced."""
        if worker not in self._all:
            return False
        if worker.idle and worker.lives and worker.folder == self._folder:
            self._free.append(worker)
        else:
            self._drop(worker)
        return True

    def pids(self) -> tuple[int, ...]:
        """Return the ids of all processes that are ready."""
        return tuple(worker.process.pid for worker in self._all)

    def close(self) -> None:
        """End all processes, whatever they do."""
        self._closed = True
        if self._loading:
            self._loading.cancel()
        self._free.clear()
        for worker in self._all:
            worker.end_now()
        self._all.clear()

    def _drop(self, worker: Worker) -> None:
        self._all.discard(worker)
        worker.end()
        self._load()

    def _load(self) -> None:
        if self.size and (self._loading is None or self._loading.done()):
            self._loading = asyncio.get_running_loop().create_task(self._fill())

    async def _fill(self) -> None:
        while (folder := self._folder) and sum(worker.folder == folder for worker in self._all) < self.size:
            try:
                process = await in_thread(lambda: self._process(folder))
            except (NotStartedError, OSError):
                if folder != self._folder:
                    continue  # it was taken away while it was loaded, and a newer one is waited for
                self._say("the graph could not be loaded into memory; answers come from its files")
                return
            if process and folder != self._folder:
                in_thread(process.kill)
            elif process:
                worker = Worker(process, folder)
                self._all.add(worker)
                self._free.append(worker)
                if self._said != folder:
                    self._said = folder
                    self._say("answers come from memory now")

    def _process(self, folder: Path) -> Process | None:
        """Return a process that holds the graph in `folder`, or None where nobody wants it any more."""
        process = Process(Job("kg.server.work_in_memory", "pyoxigraph", self._memory, folder, _PATIENCE))
        if folder == self._folder and not self._closed:
            return process
        process.kill()
        return None
