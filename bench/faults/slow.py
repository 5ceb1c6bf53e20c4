"""Clients that read an answer a byte now and then, or not at all, and whether anybody else has to wait for them."""

import random
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from urllib.parse import quote, urlencode

from bench.faults.base import Campaign, Run, Tally
from bench.faults.serving import Serving, children, is_idle, memory, serving, still_answers

_CROWD = 20
_WATCHED = 34.0
"""Seconds that others ask beside a crowd; longer than a client may leave a piece of an answer lying."""
_IN_TIME = 1.0
"""Seconds within which anybody else is answered, on a machine without other work."""
_WORK = 0.05
_CUT_AFTER = 30.0
"""Seconds after which a client that takes nothing of a large answer has been cut off."""
_MOST_GROWTH = 100 << 20
_SOME = 3 << 20
"""Bytes that a large answer has at least."""
_MOST_IN_FILES = 1 << 30
_ENDS = 45.0
"""Seconds within which all is as before when the crowd has left."""

_VALUES = " ".join(f'"{n:050}"' for n in range(40))


def _query(lists: int) -> str:
    return f"SELECT * {{ {' '.join(f'VALUES ?{name} {{{_VALUES}}}' for name in 'abcdef'[:lists])} }}"


ENDLESS, LARGE = _query(6), _query(3)
"""A result of gigabytes, and one of some megabytes."""


def _get(path: str, version: str = "1.1", method: str = "GET") -> bytes:
    return f"{method} {path} HTTP/{version}\r\nHost: localhost\r\nAccept: text/csv, */*;q=0.1\r\n\r\n".encode()


def _asking(query: str, **how: str) -> bytes:
    return _get(f"/sparql?query={quote(query)}", **how)


_BODY = b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/sparql-query\r\n"
_BODY += b"Content-Length: 50000\r\n\r\n"


@dataclass(frozen=True, slots=True)
class Kind:
    """A way of being slow."""

    name: str
    sends: bytes
    drips: bytes = b""
    """Sent piece by piece afterwards, a byte each time."""
    reads: int = 0
    """Bytes read each time."""
    every: float = 0.5
    """Seconds between two times."""
    leaves: float | None = None
    """Seconds after which it is gone without a word."""
    endless: bool = False
    """Whether what it asks for is more than any client gets, so that it must never end well."""


KINDS = (
    Kind("reads nothing of a result without end", _asking(ENDLESS), endless=True),
    Kind("reads a byte now and then", _asking(ENDLESS), reads=1, endless=True),
    Kind("reads 100 bytes ten times a second", _asking(ENDLESS), reads=100, every=0.1, endless=True),
    Kind("reads 4 kB a second", _asking(ENDLESS), reads=2048, endless=True),
    Kind("reads nothing of some megabytes", _asking(LARGE)),
    Kind("reads a byte of some megabytes now and then", _asking(LARGE), reads=1),
    Kind("reads with HTTP/1.0", _asking(LARGE, version="1.0"), reads=10),
    Kind("reads nothing of the whole graph", _get("/store?default")),
    Kind("reads a byte of a question", _get("/questions/documents?format=json"), reads=1),
    Kind("reads a byte of the page", _get("/"), reads=1),
    Kind("reads a byte of the list", _get("/questions"), reads=1),
    Kind("asks for heads and reads nothing", _asking(LARGE, method="HEAD") * 40),
    Kind("asks again and again and reads nothing", _get("/questions") * 200),
    Kind("asks for large answers again and again", _asking(LARGE) * 20, reads=1),
    Kind("sends its head a byte at a time", b"GET /spar", drips=b"q" * 1000),
    Kind("sends its body a byte at a time", _BODY, drips=b"#" * 1000),
    Kind("sends a second request by halves", _get("/") + b"GET /spa", drips=b"q" * 1000, reads=100),
    Kind("keeps a connection and asks nothing", _get("/"), reads=4096),
    Kind("says nothing", b""),
    Kind("vanishes while it reads", _asking(ENDLESS), reads=1000, leaves=2.0, endless=True),
)


@dataclass(slots=True)
class Client:
    """A slow client in a thread of its own."""

    kind: Kind
    port: int
    read: int = 0
    tail: bytes = b""
    closed_after: float | None = None
    """Seconds after which the server closed the connection."""
    stop: threading.Event = field(default_factory=threading.Event)

    def run(self) -> None:
        """Be slow until told to stop, or cut off."""
        begun = time.monotonic()
        connection = socket.socket()
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        with connection, suppress(OSError):
            connection.connect(("127.0.0.1", self.port))
            connection.settimeout(5)
            with suppress(OSError):
                connection.sendall(self.kind.sends)
            drips = iter(self.kind.drips)
            while not self.stop.wait(self.kind.every):
                if self.kind.leaves is not None and time.monotonic() - begun > self.kind.leaves:
                    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                    return
                if not self._goes_on(connection, next(drips, None)):
                    self.closed_after = time.monotonic() - begun
                    return

    def _goes_on(self, connection: socket.socket, drip: int | None) -> bool:
        """Send and read a little; return whether the connection is still there."""
        try:
            if drip is not None:
                connection.sendall(bytes((drip,)))
            connection.setblocking(False)
            got = connection.recv(self.kind.reads) if self.kind.reads else connection.recv(1, socket.MSG_PEEK)
            self.read += len(got) if self.kind.reads else 0
            self.tail = (self.tail + got)[-5:]
            return got != b"" and not _is_reset(connection)
        except BlockingIOError:
            return not _is_reset(connection)
        except OSError:
            return False
        finally:
            with suppress(OSError):
                connection.settimeout(5)


_ESTABLISHED = 1


def _is_reset(connection: socket.socket) -> bool:
    """Return whether the other side has ended a connection of which much has not been read yet."""
    state = connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 1)
    return state[0] != _ESTABLISHED


@contextmanager
def crowd(kinds: list[Kind], port: int) -> Iterator[list[Client]]:
    """Let slow clients of these kinds come, and go again at the end."""
    clients = [Client(kind, port) for kind in kinds]
    threads = [threading.Thread(target=each.run, daemon=True) for each in clients]
    for thread in threads:
        thread.start()
    try:
        yield clients
    finally:
        for each in clients:
            each.stop.set()
        for thread in threads:
            thread.join(10)


def strain() -> float:
    """Return how many times as long as alone a piece of work takes now, beside whatever else this machine does."""
    begun, used = time.monotonic(), time.thread_time()
    while time.thread_time() - used < _WORK:
        pass
    return max(1.0, (time.monotonic() - begun) / _WORK)


def in_files(pid: int) -> int:
    """Return how many bytes of temporary files without a name a process holds."""
    size = 0
    for link in Path(f"/proc/{pid}/fd").glob("*"):
        with suppress(OSError):
            if link.readlink().name.endswith("(deleted)"):
                size += link.stat().st_size
    return size


def starved(run: Run) -> Tally:
    """Let crowds of slow clients come, over files and in memory, and ask beside them."""
    tally, chance = Tally(), random.Random(run.draw)
    while tally.trials < run.trials:
        number = min(_CROWD, run.trials - tally.trials)
        kinds = [KINDS[(tally.trials + n) % len(KINDS)] for n in range(number)]
        chance.shuffle(kinds)
        how = ("--in-memory",) if tally.trials // _CROWD % 2 else ()
        with serving(run, *how) as running:
            _beside(running, kinds, tally)
            _as_before(running, tally, processes=2 + 2 * len(how))
        tally.trials += number
    return tally


def _beside(running: Serving, kinds: list[Kind], tally: Tally) -> None:
    asked = _asked_beside(running)
    for ask in asked:
        ask()
    before, most, spooled, before_it = memory(running.pid), 0, 0, strain()
    with crowd(kinds, running.port) as clients:
        until = time.monotonic() + _WATCHED
        while time.monotonic() < until:
            for ask in asked:
                begun = time.monotonic()
                good, what = ask()
                tally.seen["others were answered"] += good
                tally.faults[f"another client was not answered: {what}"] += not good
                waited = time.monotonic() - begun
                late = waited > _IN_TIME * before_it and waited > _IN_TIME * strain()
                tally.faults["another client waited longer than a second"] += late
            most, spooled = max(most, memory(running.pid)), max(spooled, in_files(running.pid))
            time.sleep(0.1)
    tally.faults["the server has grown"] += most - before > _MOST_GROWTH
    tally.faults["the temporary files have no bound"] += spooled > _MOST_IN_FILES
    for each in clients:
        judged(each, tally)


def judged(client: Client, tally: Tally) -> None:
    """Count what became of a slow client."""
    tally.seen["slow clients that were cut off" if client.closed_after else "slow clients that went on"] += 1
    if client.kind.endless:
        tally.faults["a part was ended as if it were the whole"] += client.tail == b"0\r\n\r\n"
    if client.kind.reads <= 1 and client.kind.endless and client.kind.leaves is None:
        held = client.closed_after is None or client.closed_after > _CUT_AFTER
        tally.faults["a client that takes nothing keeps its connection"] += held


def _asked_beside(running: Serving) -> tuple[Callable[[], tuple[bool, str]], ...]:
    """Return ways to ask as others do, each of which tells whether it was answered well, and what came."""

    def ask(path: str, holds: Callable[[bytes], bool], **parameters: str) -> Callable[[], tuple[bool, str]]:
        def asked() -> tuple[bool, str]:
            connection = HTTPConnection("127.0.0.1", running.port, timeout=60)
            try:
                connection.request("GET", f"{path}?{urlencode(parameters)}" if parameters else path)
                answer = connection.getresponse()
                return holds(answer.read()) and answer.status == HTTPStatus.OK, str(answer.status)
            except (OSError, HTTPException) as error:
                return False, type(error).__name__
            finally:
                connection.close()

        return asked

    return (
        ask("/sparql", lambda body: b"true" in body, query="ASK { ?s a kg:Claim }"),
        ask("/questions/contested", lambda body: body.startswith(b"claim"), format="csv"),
        ask("/sparql", lambda body: len(body) > _SOME and body.endswith(b"\n"), query=LARGE, format="csv"),
        ask("/", lambda body: b"</html>" in body),
    )


def _as_before(running: Serving, tally: Tally, *, processes: int) -> None:
    """Judge that nothing is left of a crowd."""
    until = time.monotonic() + _ENDS
    while time.monotonic() < until and (in_files(running.pid) or len(children(running.pid)) > processes):
        time.sleep(0.2)
    tally.faults["temporary files are left"] += in_files(running.pid) > 0
    tally.faults["a core works for nobody"] += not is_idle(running)
    tally.faults["processes are left"] += len(children(running.pid)) > processes
    still_answers(running, tally, processes=processes)


CAMPAIGNS = (
    Campaign(
        "S4",
        "twenty kinds of slow clients at once: they read a byte now and then or nothing, of every resource, send by "
        "bytes, keep connections, vanish; over files and in memory",
        "others are answered within a second; who takes nothing is cut off, never with a whole-looking part; the "
        "server does not grow, and nothing is left",
        100,
        starved,
    ),
)
