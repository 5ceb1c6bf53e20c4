"""Slow, false and random clients, signals and secrets, and what becomes of the server that they meet."""

import os
import random
import secrets
import signal
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import httpx

from bench.faults.base import ROOT, Campaign, Run, Tally
from bench.faults.endpoint import counted
from bench.faults.queries import ENDLESS
from bench.faults.serving import Serving, children, runs, serving, started, still_answers

_PATIENCE = 10.0
"""Seconds after which a connection that says nothing whole must be closed."""
_CROWD = 50


def slow(run: Run) -> Tally:
    """Send heads and bodies that never end, and bodies that are too large."""
    tally = Tally()
    with serving(run) as running:
        for number in range(run.trials):
            if number % 2:
                counted(tally, _too_large(running, chunked=number % 4 == 1), "413")
            else:
                _dripped(running, tally, head=number % 4 == 0)
            still_answers(running, tally)
    return tally


def _dripped(running: Serving, tally: Tally, *, head: bool) -> None:
    begun = time.monotonic()
    beginning = b"GET /sparql?query=ASK HTTP/1.1\r\nHost: localhost\r\nX: "
    if not head:
        beginning = b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/sparql-query\r\n"
        beginning += b"Content-Length: 60000\r\n\r\nASK {} #"
    connections = [socket.create_connection(("127.0.0.1", running.port)) for _ in range(_CROWD)]
    for connection in connections:
        connection.sendall(beginning)
    still_answers(running, tally)
    while connections and time.monotonic() - begun < _PATIENCE + 2:
        time.sleep(0.5)
        for each in [each for each in connections if not _goes_on(each)]:
            each.close()
            connections.remove(each)
    tally.trials += 1
    tally.seen["closed in time"] += not connections
    tally.faults["open after 10 seconds"] += len(connections)
    for connection in connections:
        connection.close()


def _goes_on(connection: socket.socket) -> bool:
    try:
        connection.sendall(b"x")
        connection.setblocking(False)
        return connection.recv(1000) != b""
    except BlockingIOError:
        return True
    except OSError:
        return False
    finally:
        with suppress(OSError):
            connection.setblocking(True)


def _too_large(running: Serving, *, chunked: bool) -> str:
    """Send 200 MB, announced or not, and return the status that came back."""
    size = 200 << 20
    with socket.create_connection(("127.0.0.1", running.port), timeout=20) as connection:
        length = "Transfer-Encoding: chunked" if chunked else f"Content-Length: {size}"
        head = f"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/sparql-query\r\n{length}\r\n\r\n"
        connection.sendall(head.encode())
        part = b"#" * 65536
        block = b"10000\r\n" + part + b"\r\n" if chunked else part
        with suppress(OSError):
            for _ in range(size // len(part)):
                connection.sendall(block)
        with suppress(OSError):
            return connection.recv(1000).decode().split()[1]
    return "closed without an answer"


_METHODS = ("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "BREW", "get", "PROPFIND")
_PATHS = (
    "/",
    *("/sparql",) * 8,
    "/sparql/",
    "/store",
    "/questions",
    "/questions/contested",
    "/questions/",
    "/.well-known/void",
    "//",
    "/%00",
    "/..%2f",
    "/é",
    "*",
    "/sparql;x",
)
_NAMES = (
    "query",
    "update",
    "default-graph-uri",
    "named-graph-uri",
    "as-of",
    "recorded-by",
    "without",
    "format",
    "default",
    "graph",
    "document",
    "",
    "x",
)
_VALUES = (
    "",
    "ASK {}",
    "SELECT * {",
    "x",
    "x:g",
    "json",
    "csv",
    "turtle",
    "2026-05-01",
    "5",
    "-1",
    "99999999999999999999",
    "%",
    "%ff",
    "\u202e",
    "\x00",
    "a" * 5000,
    "é",
    "ASK { ?s ?p ?o }",
    "CONSTRUCT WHERE { ?s ?p ?o }",
    "d1",
    "event/3",
)
_MEDIA = (
    "application/sparql-query",
    "application/x-www-form-urlencoded",
    "text/plain",
    "application/sparql-query; charset=utf-16",
    "",
    "x",
    "multipart/form-data; boundary=x",
    "application/json",
)
_HEADERS = (
    "Accept",
    "Content-Type",
    "If-None-Match",
    "Origin",
    "Host",
    "Expect",
    "Range",
    "Accept-Encoding",
    "Transfer-Encoding",
    "Sec-Fetch-Site",
    "X-Forwarded-For",
    "Upgrade",
    "Connection",
)
_SAID = (
    "",
    "*/*",
    "text/html",
    "text/csv;q=x",
    ",;,",
    '"x"',
    "*",
    "null",
    "http://evil.example",
    "evil",
    "localhost",
    "100-continue",
    "bytes=0-1",
    "chunked",
    "cross-site",
    "websocket",
    "upgrade",
    "\u00ff",
    "a" * 3000,
    "application/json;q=0",
)


def fuzzed(run: Run) -> Tally:
    """Send requests put together by chance; none is a mistake of ours."""
    tally, chance = Tally(), random.Random(run.draw)
    with serving(run, "--seconds", "3") as running:
        for _ in range(run.trials):
            what = _status(running, _random_request(chance))
            counted(tally, what, "2|3|4|503|closed")
        still_answers(running, tally)
        said = [line for line in running.lines if "a mistake of kg" in line or "Traceback" in line]
        tally.faults["the server speaks of a mistake of its own"] += len(said)
    return tally


def _random_request(chance: random.Random) -> bytes:
    from urllib.parse import quote_plus  # noqa: PLC0415 (the one place)

    pairs = [(chance.choice(_NAMES), chance.choice(_VALUES)) for _ in range(chance.randint(0, 3))]
    encoded = "&".join(f"{name}={quote_plus(value) if chance.random() < 0.9 else value}" for name, value in pairs)
    path = chance.choice(_PATHS)
    headers = {"Host": "localhost"}
    headers |= {chance.choice(_HEADERS): chance.choice(_SAID) for _ in range(chance.randint(0, 3))}
    body = b""
    if chance.random() < 0.5:
        body = (encoded or chance.choice(_VALUES)).encode()
        headers["Content-Length"] = str(len(body) if chance.random() < 0.95 else chance.choice((-1, 0, 10**12)))
        headers["Content-Type"] = chance.choice(_MEDIA)
    else:
        path = f"{path}?{encoded}"
    head = f"{chance.choice(_METHODS)} {path} HTTP/1.{chance.choice('0111')}\r\n"
    head += "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return head.encode("utf-8", "replace") + b"\r\n" + body


def _status(running: Serving, request: bytes) -> str:
    with socket.create_connection(("127.0.0.1", running.port), timeout=20) as connection, suppress(OSError):
        connection.sendall(request)
        connection.shutdown(socket.SHUT_WR)
        answer = connection.recv(200)
        while answer.startswith(b"HTTP/1.1 100"):
            answer = answer.partition(b"\r\n\r\n")[2] or connection.recv(200)
        return answer.split()[1].decode() if answer else "closed"
    return "closed"


def ended(run: Run) -> Tally:
    """End the server by signals, idle and at work, and start it where it cannot serve."""
    tally = Tally()
    with serving(run):
        pass
    root = run.folder / "world" / "workspace"
    ways = (_signalled, _port_taken, _folder_closed, _no_workspace)
    for number in range(run.trials):
        if number % 2 == 0:
            _signalled(root, tally, at_work=number % 4 == 0, sent=(signal.SIGTERM, signal.SIGINT)[number % 8 // 4])
        else:
            ways[1 + number // 2 % 3](root, tally)  # type: ignore[call-arg]  # the first takes more
        tally.trials += 1
    return tally


def _signalled(root: Path, tally: Tally, *, at_work: bool, sent: signal.Signals) -> None:
    with started(root, "--workers", "2") as running:
        asking = [
            subprocess.Popen([sys.executable, "-c", _ASKING, running.url, ENDLESS[0]]) for _ in range(2 * at_work)
        ]
        time.sleep(1.5 if at_work else 0.2)
        others = children(running.pid)
        begun = time.monotonic()
        running.process.send_signal(sent)
        try:
            code = running.process.wait(10)
        except subprocess.TimeoutExpired:
            code = -1
        tally.faults["it took longer than 5 seconds to end"] += time.monotonic() - begun > 5
        for each in asking:
            each.wait()
        time.sleep(0.1)
        tally.faults["a process was left behind"] += sum(map(runs, others))
    _judged(code, {0} if sent == signal.SIGTERM else {130}, running.lines, tally, lines=0)


_ASKING = """
import sys, httpx
try:
    httpx.post(sys.argv[1] + "/sparql", data={"query": sys.argv[2]}, timeout=60)
except httpx.HTTPError:
    pass
"""


def _refused(root: Path, *words: str) -> tuple[int, list[str]]:
    command = [sys.executable, "-m", "kg", "-C", str(root), "serve", *words]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=30)
    return done.returncode, done.stderr.splitlines()


def _port_taken(root: Path, tally: Tally) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        code, said = _refused(root, "--port", str(taken.getsockname()[1]))
    _judged(code, {8}, said, tally, lines=1)


def _folder_closed(root: Path, tally: Tally) -> None:
    """Take every right from the log's file, which stops anybody but root; and damage its head, which stops all."""
    log = root / "log.db"
    kept, mode = log.read_bytes(), stat.S_IMODE(log.stat().st_mode)
    log.write_bytes(b"x" * 4096)
    log.chmod(0)
    try:
        code, said = _refused(root, "--port", "0")
    finally:
        log.chmod(mode)
        log.write_bytes(kept)
    _judged(code, {3, 5, 7}, said, tally, lines=1)


def _no_workspace(root: Path, tally: Tally) -> None:
    code, said = _refused(root.parent, "--port", "0")
    _judged(code, {3}, said, tally, lines=1)


def _judged(code: int, expected: set[int], said: list[str], tally: Tally, *, lines: int) -> None:
    tally.seen[f"exit code {code}"] += 1
    tally.faults[f"exit code {code}"] += code not in expected
    tally.faults["a traceback"] += any("Traceback" in line for line in said)
    tally.faults["more than one line"] += bool(lines) and len(said) != lines


def planted(run: Run) -> Tally:
    """Send secrets in queries, addresses and headers, and look for them in all that the server says and keeps."""
    tally = Tally()
    canary = f"canary-{secrets.token_hex(8)}"
    with serving(run) as running:
        for number in range(run.trials):
            headers = {"authorization": f"Bearer {canary}", "cookie": f"s={canary}", "x-api-key": canary}
            address = f"/sparql?query=ASK%20%7B%20%3Cx%3A{canary}%3E%20%3Fp%20%3Fo%20%7D&token={canary}"
            body = f"ASK {{ <http://user:{canary}@example.org/> ?p ?o }} {'nonsense' if number % 3 else ''}"
            httpx.get(f"{running.url}{address}", headers=headers)
            httpx.post(f"{running.url}/sparql", data={"query": body}, headers=headers)
            httpx.get(f"{running.url}/questions/contested", params={"document": canary}, headers=headers)
            tally.trials += 1
        root = running.root
        pages = [httpx.get(f"{running.url}{path}").text for path in ("/", "/sparql", "/questions", "/.well-known/void")]
    tally.faults["a secret in the log"] += sum(canary in line for line in running.lines)
    tally.faults["a secret in an answer"] += sum(canary in page for page in pages)
    tally.faults["a place on this machine in an answer"] += sum(str(root) in page for page in pages)
    tally.faults["a secret in a file"] += sum(canary.encode() in path.read_bytes() for path in _files(root))
    return tally


def _files(root: Path) -> Iterator[Path]:
    for folder, _, names in os.walk(root):
        yield from (Path(folder) / name for name in names)


def foreign(run: Run) -> Tally:
    """Ask under foreign names and from foreign pages."""
    tally = Tally()
    hosts = ("evil.example", "evil.example:80", "127.0.0.1.evil.example", "localhost.evil", "10.0.0.1", "0.0.0.0")  # noqa: S104
    origins = (
        "https://evil.example",
        "null",
        "http://localhost:1",
        "file://",
        "https://127.0.0.1",
        "chrome-extension://x",
    )
    with serving(run) as running:
        tries = [{"host": host} for host in hosts] + [{"origin": origin} for origin in origins]
        tries += [{"sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors"}]
        for number in range(run.trials):
            path = ("/sparql?query=ASK%20%7B%7D", "/store?default", "/questions/contested")[number % 3]
            answer = httpx.get(f"{running.url}{path}", headers=tries[number % len(tries)])
            counted(tally, str(answer.status_code), "4")
            tally.faults["a foreign page may read"] += "access-control-allow-origin" in answer.headers
        still_answers(running, tally)
    return tally


CAMPAIGNS = (
    Campaign(
        "Q8",
        "fifty heads or bodies at once that never end; bodies of 200 MB, announced or not",
        "closed within 10 s; 413; others are answered meanwhile",
        10,
        slow,
    ),
    Campaign("Q9", "requests put together by chance", "no 500; the same server answers", 2000, fuzzed),
    Campaign(
        "O2",
        "SIGTERM and SIGINT, idle and at work; port taken, log closed or damaged, no workspace",
        "ends within 5 s with a documented code, a line at most, no process left behind",
        30,
        ended,
    ),
    Campaign(
        "O3s", "secrets in queries, addresses and headers", "none in the log, in files, in other answers", 20, planted
    ),
    Campaign("W2", "foreign names in Host, foreign pages in Origin", "4xx, and no page may read", 15, foreign),
)
