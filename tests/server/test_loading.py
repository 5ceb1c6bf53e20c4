"""Processes that hold the newest graph in memory: beside those over its files, replaced, and gone with it."""

import asyncio
import os
import shutil
import signal
import sys
import threading
from collections.abc import Awaitable, Callable
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.contained.process import Job, NotStartedError, Process
from kg.query.engine import Limits
from kg.server import loading
from kg.server.graphs import Graph
from kg.server.pool import Pool
from kg.server.running import Task, running
from tests.server.processes import runs
from tests.server.served import Fixed, snapshot
from tests.server.test_limits import ENDLESS

LIMITS = Limits(seconds=5.0, memory=256 << 20)
COMPANIES = "SELECT ?c { ?c a kg:Company } ORDER BY ?c"


def using(test: Callable[[Pool], Awaitable[None]], *, size: int = 2, said: list[str] | None = None) -> None:
    async def main() -> None:
        say = said.append if said is not None else lambda _: None
        pool = Pool(size, memory=LIMITS.memory, patience=5, in_memory=True, say=say)
        try:
            await test(pool)
        finally:
            pool.close()

    asyncio.run(main())


async def soon(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(20):
        while not holds():  # noqa: ASYNC110 (nobody tells when a process is gone)
            await asyncio.sleep(0.02)


async def answer(pool: Pool, graph: Graph, query: str = COMPANIES, limits: Limits = LIMITS) -> bytes:
    task = Task(graph, "tsv", None, query)
    async with running(pool, task, limits) as asked:
        return (await asked.part()).data


async def asked_of(pool: Pool, folder: Path) -> int:
    """Return the id of the process that would answer."""
    async with pool.worker(folder) as worker:
        return worker.process.pid


def test_a_loaded_graph_answers_as_its_files_do(hand_made: Fixed) -> None:
    async def test(pool: Pool) -> None:
        folder = hand_made.graph.folder
        await pool.warm(folder)
        files = set(pool.pids())
        assert await asked_of(pool, folder) in files
        from_files = await answer(pool, hand_made.graph)
        await soon(lambda: len(pool.pids()) == 4)
        assert await asked_of(pool, folder) not in files
        assert await answer(pool, hand_made.graph) == from_files
        assert from_files.count(b"\n") == 3

    said: list[str] = []
    using(test, said=said)
    assert said == ["answers come from memory now"]


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel holds queries to limits on Linux")
def test_a_process_that_misbehaves_is_replaced(hand_made: Fixed) -> None:
    async def test(pool: Pool) -> None:
        await pool.warm(hand_made.graph.folder)
        await soon(lambda: len(pool.pids()) == 2)
        loaded = await asked_of(pool, hand_made.graph.folder)
        with pytest.raises(Exception, match="stopped after"):
            await answer(pool, hand_made.graph, ENDLESS, Limits(seconds=0.3))
        await soon(lambda: not runs(loaded))
        assert await answer(pool, hand_made.graph)
        await soon(lambda: len(pool.pids()) == 2)
        async with pool.worker(hand_made.graph.folder) as again:
            assert again.process.pid != loaded
        os.kill(again.process.pid, signal.SIGKILL)
        await soon(lambda: not again.lives)
        assert await answer(pool, hand_made.graph)

    using(test, size=1)


def test_a_newer_graph_takes_the_place_of_the_loaded_one(hand_made: Fixed, tmp_path: Path) -> None:
    store = ox.Store(tmp_path / "store")
    store.add(ox.Quad(ox.NamedNode("x:newer"), ox.NamedNode("x:p"), ox.Literal(1)))
    newer = snapshot(tmp_path / "newer", store)

    async def test(pool: Pool) -> None:
        older = hand_made.graph.folder
        await pool.warm(older)
        await soon(lambda: len(pool.pids()) == 2)
        loaded = await asked_of(pool, older)
        async with pool.worker(older) as busy:
            assert busy.process.pid == loaded
            pool.leave(older, newer.folder)
            assert runs(loaded)
        await soon(lambda: not runs(loaded))
        assert b"x:newer" in await answer(pool, newer, "SELECT ?s { ?s ?p ?o }")
        await soon(lambda: len(pool.pids()) == 2)
        first, second = await asked_of(pool, newer.folder), await asked_of(pool, older)
        assert first != second
        assert b"Ash" in await answer(pool, hand_made.graph, "SELECT ?l { ?s skos:prefLabel ?l }")
        pool.leave(newer.folder, None)
        await soon(lambda: not runs(first))

    using(test, size=1)


def test_a_graph_that_cannot_be_loaded_is_answered_from_its_files(
    hand_made: Fixed, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(_: Job) -> Process:
        raise NotStartedError

    said: list[str] = []

    async def test(pool: Pool) -> None:
        await pool.warm(hand_made.graph.folder)
        await soon(lambda: bool(said))
        assert await answer(pool, hand_made.graph)

    monkeypatch.setattr(loading, "Process", fails)
    using(test, said=said)
    assert said == ["the graph could not be loaded into memory; answers come from its files"]


def test_a_graph_that_is_taken_away_while_it_is_loaded_makes_room_for_the_newer_one(
    hand_made: Fixed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def slowly(job: Job) -> Process:
        if job.folder == tmp_path:
            begun.set()
            go_on.wait(10)
            raise NotStartedError
        return Process(job)

    said: list[str] = []

    async def test(pool: Pool) -> None:
        pool.leave(Path("/nowhere"), tmp_path)
        await soon(begun.is_set)
        pool.leave(tmp_path, hand_made.graph.folder)
        go_on.set()
        await soon(lambda: len(pool.pids()) == 2)
        assert await answer(pool, hand_made.graph)

    monkeypatch.setattr(loading, "Process", slowly)
    using(test, said=said)
    assert said == ["answers come from memory now"]


@pytest.mark.skipif(sys.platform != "linux", reason="whether a process runs is read from /proc")
def test_a_graph_that_grew_old_at_the_last_moment_is_let_go(hand_made: Fixed, tmp_path: Path) -> None:
    """The loop learns of a loaded process a moment after the thread that started it has looked whether it is wanted."""
    shutil.copytree(hand_made.graph.folder, tmp_path / "newer")

    async def test(pool: Pool) -> None:
        older, newer = hand_made.graph.folder, tmp_path / "newer"
        started = pool._loaded._process
        made: list[Process] = []

        def at_the_last_moment(folder: Path) -> Process | None:
            process = started(folder)
            if process and not made:
                made.append(process)
                pool._loaded._folder = newer
            return process

        pool._loaded._process = at_the_last_moment  # type: ignore[method-assign]
        pool.leave(newer, older)
        await soon(lambda: len(pool.pids()) == 2)
        await soon(lambda: not runs(made[0].pid))
        async with pool.worker(newer) as worker:
            assert worker.folder == newer
            assert worker.process.pid in pool.pids()

    using(test)


def test_whoever_closes_while_a_graph_is_loaded_leaves_no_process(
    hand_made: Fixed, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[Process] = []

    def slowly(job: Job) -> Process:
        made.append(Process(job))
        return made[-1]

    monkeypatch.setattr(loading, "Process", slowly)

    async def test(pool: Pool) -> None:
        await pool.warm(hand_made.graph.folder)
        await asyncio.sleep(0)
        pool.close()
        await soon(lambda: bool(made))
        await soon(lambda: not runs(made[0].pid))
        assert len(made) == 1

    using(test)
