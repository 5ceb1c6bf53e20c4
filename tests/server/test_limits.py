"""Queries that run away, clients that leave, processes that die: the same server goes on answering."""

import http.client
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from urllib.parse import urlencode

import httpx
import pytest

from kg.query.engine import Limits
from tests.server.processes import busy, runs
from tests.server.served import Fixed, Served, served

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the kernel holds queries to limits on Linux")
ENDLESS = "SELECT (COUNT(*) AS ?n) { " + " ".join(f"?a{n} ?b{n} ?c{n} ." for n in range(12)) + " }"
MANY = "{" + " ".join(f'"{n:040}"' for n in range(400)) + "}"
BOMB = f"SELECT * {{ VALUES ?a {MANY} VALUES ?b {MANY} VALUES ?c {MANY} }} ORDER BY ?b LIMIT 1"
_HEAD = b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/sparql-query\r\n"
ROWS = f"SELECT * {{ VALUES ?a {MANY} VALUES ?b {MANY} VALUES ?c {MANY} }}"


@pytest.fixture(scope="module")
def tight(hand_made: Fixed) -> Iterator[Served]:
    limits = Limits(seconds=1.0, memory=96 << 20, bytes=4 << 20)
    with served(hand_made, limits=limits, workers=2, patience=0.3) as running:
        yield running


def asked(running: Served, query: str) -> httpx.Response:
    return httpx.post(f"{running.url}/sparql", data={"query": query}, timeout=30)


def answers(running: Served) -> bool:
    return bool(asked(running, "ASK {}").json()["boolean"])


def soon(holds: Callable[[], bool], seconds: float = 3.0) -> bool:
    until = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > until:
            return False
        time.sleep(0.02)
    return True


def test_a_query_is_stopped_at_its_deadline_and_leaves_no_process(tight: Served) -> None:
    assert answers(tight)
    begun = time.monotonic()
    response = asked(tight, ENDLESS)
    assert 0.9 < time.monotonic() - begun < 3
    assert response.status_code == 503
    assert "stopped after 1 seconds" in response.json()["detail"]
    assert "retry-after" not in response.headers
    assert soon(lambda: busy(list(tight.pool.pids()), 0.1) == 0)
    assert answers(tight)


def test_a_query_that_wants_too_much_memory_ends_its_process_alone(hand_made: Fixed) -> None:
    # The deadline is far, so that on a machine with much other work it is still the memory that ends first.
    with served(hand_made, limits=Limits(seconds=25, memory=96 << 20), workers=1) as running:
        response = asked(running, BOMB)
        assert (response.status_code, "memory" in response.json()["detail"]) == (503, True)
        assert answers(running)


def test_an_answer_that_grows_too_large_is_broken_off_and_not_ended_well(tight: Served) -> None:
    with pytest.raises(httpx.RemoteProtocolError), httpx.Client() as client:
        client.post(f"{tight.url}/sparql", data={"query": ROWS}, headers={"accept": "text/csv"}, timeout=30)
    assert any(line.startswith("broken off: the answer is larger than 4 MB") for line in tight.log)
    assert answers(tight)


def test_an_old_client_that_could_not_tell_gets_no_part_of_it(tight: Served) -> None:
    host, _, port = tight.url.removeprefix("http://").partition(":")
    with socket.create_connection((host, int(port)), timeout=30) as connection:
        connection.sendall(f"GET /sparql?{urlencode({'query': ROWS})} HTTP/1.0\r\n\r\n".encode())
        answer = b"".join(iter(lambda: connection.recv(65536), b""))
    assert answer.startswith(b"HTTP/1.1 503")


def test_a_client_that_leaves_frees_its_core(hand_made: Fixed) -> None:
    with served(hand_made, workers=1) as running:
        host, _, port = running.url.removeprefix("http://").partition(":")
        with socket.create_connection((host, int(port))) as connection:
            connection.sendall(f"GET /sparql?{urlencode({'query': ENDLESS})} HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
            assert soon(lambda: busy(list(running.pool.pids()), 0.1) > 0.1)
            (pid,) = running.pool.pids()
        assert soon(lambda: not runs(pid))
        assert answers(running)
        assert soon(lambda: any(" 499 " in line for line in running.log))


def test_a_client_that_stops_reading_a_stream_frees_its_core_when_it_leaves(hand_made: Fixed) -> None:
    with served(hand_made, workers=1) as running:
        host, _, port = running.url.removeprefix("http://").partition(":")
        connection = http.client.HTTPConnection(host, int(port))
        connection.request("GET", f"/sparql?{urlencode({'query': ROWS})}", headers={"accept": "text/csv"})
        response = connection.getresponse()
        assert response.read(100_000)
        (pid,) = running.pool.pids()
        assert runs(pid)
        response.close()
        connection.close()
        assert soon(lambda: not runs(pid) or busy([pid], 0.2) < 0.1), "it may stay, told to stop, or be another"
        assert answers(running)


def test_a_process_that_is_killed_is_replaced(tight: Served) -> None:
    assert answers(tight)
    for pid in tight.pool.pids():
        os.kill(pid, signal.SIGKILL)
    assert answers(tight)


def test_who_waits_too_long_for_a_turn_is_told_to_come_again(tight: Served) -> None:
    statuses: list[int] = []
    threads = [threading.Thread(target=lambda: statuses.append(asked(tight, ENDLESS).status_code)) for _ in range(2)]
    for thread in threads:
        thread.start()
    time.sleep(0.3)
    response = asked(tight, "ASK {}")
    assert (response.status_code, response.headers["retry-after"]) == (503, "5")
    assert "at work" in response.json()["detail"]
    assert httpx.get(f"{tight.url}/").status_code == 200
    for thread in threads:
        thread.join()
    assert statuses == [503, 503]
    assert answers(tight)


def test_a_crowd_of_small_queries_is_answered_by_few_processes(endpoint: Served) -> None:
    wrong: list[object] = []

    def ask(number: int) -> None:
        with httpx.Client(base_url=endpoint.url, timeout=30) as client:
            for n in range(10):
                value = client.get(
                    "/sparql", params={"query": f"SELECT ({number * 10 + n} AS ?n) {{}}", "format": "csv"}
                )
                if value.text != f"n\r\n{number * 10 + n}\r\n":
                    wrong.append(value.text)

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
    assert len(endpoint.pool.pids()) <= 2


@pytest.mark.parametrize("sent", [b"", b"GET /spar", _HEAD + b"Content-Length: 50\r\n\r\nASK"])
def test_a_request_that_never_ends_is_closed(hand_made: Fixed, sent: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.server.serving._ARRIVING_SECONDS", 0.3)
    with served(hand_made) as running:
        host, _, port = running.url.removeprefix("http://").partition(":")
        with socket.create_connection((host, int(port)), timeout=5) as connection:
            connection.sendall(sent)
            assert connection.recv(100) == b""


def test_what_is_no_http_is_told_so(endpoint: Served) -> None:
    host, _, port = endpoint.url.removeprefix("http://").partition(":")
    with socket.create_connection((host, int(port)), timeout=5) as connection:
        connection.sendall(b"\x00\x01\x02\r\n\r\n")
        assert b"Send a long query with POST" in b"".join(iter(lambda: connection.recv(1000), b""))


def test_an_address_without_end_is_cut_off(endpoint: Served) -> None:
    host, _, port = endpoint.url.removeprefix("http://").partition(":")
    told = b""
    with socket.create_connection((host, int(port)), timeout=5) as connection, suppress(ConnectionError):
        connection.sendall(b"GET /sparql?query=" + b"x" * 600_000)
        while part := connection.recv(1000):  # a reset may overtake the sentence, since not all was read
            told += part
    assert b"Send a long query with POST" in told or not told
    assert answers(endpoint)
