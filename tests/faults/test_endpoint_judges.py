"""The campaigns against the endpoint are shown a server that does everything wrong, and have to count it."""

import json
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from bench.faults import clients, endpoint
from bench.faults.base import Run, Tally
from bench.faults.serving import Serving, is_idle, still_answers

pytestmark = pytest.mark.campaign
_BUSY = "import subprocess, sys; subprocess.run([sys.executable, '-c', 'while True: pass'])"


def faults(tally: Tally) -> set[str]:
    return {what for what, count in tally.faults.items() if count}


class Impostor(BaseHTTPRequestHandler):
    """Answers everything with one status, lets every page read it, and writes down what it was told."""

    protocol_version = "HTTP/1.1"
    status = 200
    lines: list[str] = []  # noqa: RUF012 (one for all, on purpose)

    def answer(self) -> None:
        told = self.rfile.read(int(self.headers.get("content-length") or 0)) if self.command != "GET" else b""
        self.lines.append(f"{self.path} {told!r} {self.headers}")
        body = json.dumps({"boolean": True, "questions": [{"href": "/questions/x", "parameters": []}]}).encode()
        self.send_response(self.status)
        self.send_header("access-control-allow-origin", "*")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_POST = do_PUT = do_DELETE = do_PATCH = answer  # noqa: N815 (the names that the base class looks for)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def impostor(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Callable[[int], None]]:
    """Let the campaigns meet the impostor; its process has a child that works for nobody."""
    busy = subprocess.Popen([sys.executable, "-c", _BUSY], start_new_session=True, text=True)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Impostor)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    monkeypatch.setattr(Impostor, "lines", [])

    @contextmanager
    def serving(*_: object, **__: object) -> Iterator[Serving]:
        yield Serving(f"http://127.0.0.1:{server.server_port}", busy, tmp_path, Impostor.lines)

    for module in (endpoint, clients):
        monkeypatch.setattr(module, "serving", serving)
    changing = iter(range(100))
    monkeypatch.setattr(endpoint, "_state", lambda _: next(changing))
    monkeypatch.setattr(endpoint, "is_idle", lambda running: is_idle(running, 0.3))
    try:
        yield lambda status: monkeypatch.setattr(Impostor, "status", status)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
        subprocess.run(["kill", "-9", "--", f"-{busy.pid}"], check=False)  # noqa: S607
        busy.wait()


@pytest.mark.parametrize(
    ("campaign", "status", "trials", "expected"),
    [
        (endpoint.nested, 500, 2, {"500 instead of 2|4|503", "the next query is not answered"}),
        (endpoint.endless, 200, 1, {"a core is not idle after the deadline"}),
        (endpoint.crowd, 200, 3, {"200 instead of 503", "a core is not idle after the deadline"}),
        (endpoint.left, 200, 1, {"an endless query was answered", "a core works for nobody"}),
        (endpoint.outward, 500, 1, {"500 instead of 2|4", "the next query is not answered"}),
        (endpoint.bombs, 200, 1, {"200 instead of 503"}),
        (endpoint.changes, 200, 9, {"200 instead of 4", "the ledger or the graph is another one"}),
        (endpoint.injected, 500, 2, {"500 instead of 200|400"}),
        (endpoint.huge, 200, 1, {"ended well instead of broken off"}),
        (clients.foreign, 200, 2, {"200 instead of 4", "a foreign page may read"}),
        (clients.planted, 200, 1, {"a secret in the log"}),
        (clients.fuzzed, 500, 3, {"500 instead of 2|3|4|503|closed"}),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)
def test_what_is_wrong_is_counted(
    impostor: Callable[[int], None],
    tmp_path: Path,
    *,
    campaign: Callable[[Run], Tally],
    status: int,
    trials: int,
    expected: set[str],
) -> None:
    impostor(status)
    assert expected <= faults(campaign(Run(trials, 1, tmp_path)))


@pytest.mark.usefixtures("impostor")
def test_q8_sees_connections_that_stay_open(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clients, "_PATIENCE", -1.5)
    monkeypatch.setattr(clients, "_CROWD", 3)
    assert "open after 10 seconds" in faults(clients.slow(Run(1, 1, tmp_path)))


def test_o2_sees_another_code_a_traceback_and_many_lines() -> None:
    tally = Tally()
    clients._judged(-signal.SIGTERM, {0}, ["Traceback", "more"], tally, lines=1)
    assert faults(tally) == {"exit code -15", "a traceback", "more than one line"}


def test_a_server_that_is_gone_is_seen() -> None:
    with subprocess.Popen([sys.executable, "-c", ""], text=True) as gone:
        gone.wait()
        tally = Tally()
        still_answers(Serving("http://127.0.0.1:9", gone, Path()), tally)
    assert faults(tally) == {"the server is gone", "the next query is not answered"}
