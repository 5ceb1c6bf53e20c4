"""Clients that read slowly or not at all: nobody else waits for them, and they get the whole answer or a broken one."""

import asyncio
import http.client
import socket
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

import httpx
import pytest

from kg.server import sending, serving, spool
from kg.server.spool import NoRoomError, Room, Spool
from tests.server.served import Fixed, Served, served
from tests.server.test_limits import answers, asked, soon

VALUES = "{" + " ".join(f'"{n:050}"' for n in range(40)) + "}"
LARGE = f"SELECT * {{ VALUES ?a {VALUES} VALUES ?b {VALUES} VALUES ?c {VALUES} }}"
ENDLESS = f"{LARGE[:-1]} VALUES ?d {VALUES} VALUES ?e {VALUES} }}"
ROWS = 40**3 + 1


def port_of(running: Served) -> int:
    return int(running.url.rpartition(":")[2])


@contextmanager
def asking(running: Served, path: str, *, version: str = "1.1", method: str = "GET") -> Iterator[socket.socket]:
    """Ask through a connection with as little room as there can be, and read nothing."""
    with socket.socket() as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        connection.connect(("127.0.0.1", port_of(running)))
        connection.settimeout(20)
        connection.sendall(f"{method} {path} HTTP/{version}\r\nHost: localhost\r\nAccept: text/csv\r\n\r\n".encode())
        yield connection


def at(query: str) -> str:
    return f"/sparql?{urlencode({'query': query})}"


def all_of(connection: socket.socket) -> bytes:
    """Return what comes until the connection ends in whatever way."""
    told = b""
    try:
        while part := connection.recv(1 << 16):
            told += part
    except ConnectionError:
        pass
    return told


@pytest.mark.parametrize("query", [LARGE, ENDLESS])
def test_readers_that_take_nothing_hold_no_process(hand_made: Fixed, query: str) -> None:
    with served(hand_made, workers=1, patience=2.0) as running, asking(running, at(query)), asking(running, at(query)):
        time.sleep(0.5)
        for _ in range(5):
            assert answers(running)
            assert len(asked(running, LARGE).json()["results"]["bindings"]) == ROWS - 1


def test_a_large_answer_comes_whole_to_a_reader_that_pauses(hand_made: Fixed) -> None:
    with served(hand_made, workers=1) as running:
        connection = http.client.HTTPConnection("127.0.0.1", port_of(running))
        connection.request("GET", at(LARGE), headers={"accept": "text/csv"})
        response = connection.getresponse()
        size = 0
        while part := response.read(1 << 20):
            size += part.count(b"\n")
            assert answers(running)
        assert size == ROWS
        connection.close()


def test_who_takes_nothing_is_cut_off_without_an_end(hand_made: Fixed, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serving, "_TAKING_SECONDS", 0.5)
    with served(hand_made, workers=1) as running:
        with asking(running, at(ENDLESS)) as connection:
            assert soon(lambda: any(" 499 " in line for line in running.log), 5)
            assert not all_of(connection).endswith(b"0\r\n\r\n")
        assert answers(running)


def test_who_reads_too_long_is_broken_off(hand_made: Fixed, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending, "READING_SECONDS", 0.5)
    with served(hand_made, workers=1) as running, asking(running, at(ENDLESS)) as connection:
        until = time.monotonic() + 1.5
        while time.monotonic() < until:
            connection.recv(1000)
            time.sleep(0.05)
        assert not all_of(connection).endswith(b"0\r\n\r\n")
        assert any("broken off: it was not read within" in line for line in running.log)


def test_an_old_client_gets_a_large_answer_whole(hand_made: Fixed) -> None:
    with served(hand_made) as running, asking(running, at(LARGE), version="1.0") as connection:
        head, _, body = all_of(connection).partition(b"\r\n\r\n")
    assert f"content-length: {len(body)}".encode() in head
    assert body.count(b"\n") == ROWS


def test_heads_of_large_answers_keep_their_process(hand_made: Fixed) -> None:
    with served(hand_made, workers=1) as running:
        assert answers(running)
        pids = running.pool.pids()
        for _ in range(3):
            assert httpx.head(f"{running.url}{at(ENDLESS)}").status_code == 200
        assert running.pool.pids() == pids


def test_connections_that_say_nothing_make_room_for_others(hand_made: Fixed, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serving, "_MOST_CONNECTIONS", 8)
    with served(hand_made) as running:
        idle = [socket.create_connection(("127.0.0.1", port_of(running))) for _ in range(30)]
        for _ in range(5):
            assert answers(running)
        for each in idle:
            each.close()


def test_pipelined_requests_of_one_that_reads_nothing_are_cut_off(
    hand_made: Fixed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(serving, "_TAKING_SECONDS", 0.5)
    with served(hand_made) as running, asking(running, "/") as connection:
        connection.settimeout(0.5)
        with pytest.raises(OSError):  # noqa: PT011, PT012 (a reset, or a pipe that is full)
            for _ in range(100_000):
                connection.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n" * 100)
        assert answers(running)


def with_spool(test: Callable[[Room], Awaitable[None]], **room: int) -> None:
    async def main() -> None:
        await test(Room(**room))

    asyncio.run(main())


async def rest_of(each: Spool) -> bytes:
    told = b""
    while piece := await each.take():
        assert len(piece) <= spool.PIECE
        told += piece
    return told


def test_a_spool_gives_what_was_put_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spool, "_FILE", 300_000)
    parts = [bytes([n]) * (n * 1000 + 1) for n in range(1, 200)]

    async def test(room: Room) -> None:
        with Spool(room) as each:
            for part in parts[:100]:
                each.put(part)
            begun = await each.take()
            for part in parts[100:]:
                each.put(part)
            assert room.in_memory <= 200_000
            each.end()
            assert begun + await rest_of(each) == b"".join(parts)
            assert (room.in_memory, each.behind) == (0, 0)
        assert (room.in_files, room.spools) == (0, set())

    with_spool(test, memory=200_000)


def test_where_files_are_full_the_answer_that_fills_most_gives_way() -> None:
    async def test(room: Room) -> None:
        with Spool(room) as slow, Spool(room) as other:
            slow.put(b"x" * 700)
            other.put(b"y" * 200)
            other.put(b"z" * 200)
            assert room.in_files == 400
            with pytest.raises(NoRoomError):
                await slow.take()
            with pytest.raises(NoRoomError):
                slow.put(b"x")
            with pytest.raises(NoRoomError):
                other.put(b"y" * 700)
            other.end()
            assert await rest_of(other) == b"y" * 200 + b"z" * 200

    with_spool(test, memory=0, files=1000)


def test_a_disk_that_is_full_breaks_the_answer_off(
    hand_made: Fixed, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "missing"))
    with served(hand_made, workers=1, room=Room(memory=0)) as running:
        with pytest.raises(httpx.RemoteProtocolError):
            asked(running, LARGE)
        assert any("no room for what is not read" in line for line in running.log)
        assert answers(running)
