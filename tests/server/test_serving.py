"""`kg serve` as a process: it starts with a sentence, ends with the signal, and leaves nobody behind."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import httpx
import pytest

from kg.workspace import Workspace
from tests.server.processes import children, runs
from tests.server.test_limits import ENDLESS, soon

_ASKING = "import sys, httpx; httpx.post(sys.argv[1] + '/sparql', data={'query': sys.argv[2]}, timeout=60)"
ROOT = Path(__file__).parents[2]


class Serving:
    """A started `kg serve`."""

    def __init__(self, process: "subprocess.Popen[str]", first: str) -> None:
        self.process, self.first = process, first
        self.url = re.sub(r".*(http://\S+)/sparql.*", r"\1", first)

    @property
    def said(self) -> IO[str]:
        assert self.process.stderr is not None
        return self.process.stderr

    def end(self, sent: signal.Signals = signal.SIGTERM) -> int:
        self.process.send_signal(sent)
        return self.process.wait(5)


@contextmanager
def serving(workspace: Workspace, *words: str) -> Iterator[Serving]:
    command = [sys.executable, "-m", "kg", "-C", str(workspace.root), "serve", "--port", "0", *words]
    with subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        assert process.stderr is not None
        try:
            yield Serving(process, process.stderr.readline().strip())
        finally:
            process.kill()


def refused(workspace: Workspace, *words: str) -> tuple[int, str]:
    command = [sys.executable, "-m", "kg", "-C", str(workspace.root), "serve", *words]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False, timeout=30)
    assert done.stdout == ""
    return done.returncode, done.stderr


@pytest.mark.parametrize(("sent", "code"), [(signal.SIGTERM, 0), (signal.SIGINT, 130)])
def test_a_signal_ends_it_with_everything_that_it_started(filled: Workspace, sent: signal.Signals, code: int) -> None:
    with serving(filled, "--workers", "2") as running:
        assert running.first.startswith("kg: answers at http://127.0.0.1:")
        assert httpx.get(f"{running.url}/sparql", params={"query": "ASK {}"}).json()["boolean"]
        at_work = subprocess.Popen([sys.executable, "-c", _ASKING, running.url, ENDLESS], stderr=subprocess.PIPE)
        time.sleep(0.5)
        started = children(running.process.pid)
        assert len(started) == 2
        begun = time.monotonic()
        assert running.end(sent) == code
        assert time.monotonic() - begun < 5
        assert soon(lambda: not any(map(runs, started)))
        at_work.communicate(timeout=5)
        line = running.said.readline()
        assert line.startswith("127.0.0.1 GET /sparql 200 ")
        assert "Traceback" not in running.said.read()


def test_a_server_that_is_killed_leaves_nobody_behind(filled: Workspace) -> None:
    with serving(filled) as running:
        started = children(running.process.pid)
        assert started
        os.kill(running.process.pid, signal.SIGKILL)
        assert soon(lambda: not any(map(runs, started)))


@pytest.mark.parametrize("how", [(), ("--in-memory",)])
def test_new_records_show_without_a_restart(own: Workspace, how: tuple[str, ...]) -> None:
    with serving(own, "--workers", "2", *how) as running:
        assert soon(lambda: len(children(running.process.pid)) == 2 + 2 * len(how), 10)
        query = {"query": "SELECT (COUNT(*) AS ?n) { ?d a kg:Document }", "format": "csv"}
        assert httpx.get(f"{running.url}/sparql", params=query).text.split() == ["n", "2"]
        before = httpx.get(f"{running.url}/sparql", params=query).headers["etag"]
        text = (ROOT / "tests" / "cli" / "corpus" / "wire-nine-report.yaml").read_text()
        another = own.root.parent / "wire-nine-again.yaml"
        another.write_text(re.sub(r"^document: .*", "document: wire-nine-again", text))
        words = [sys.executable, "-m", "kg", "-C", str(own.root), "-q", "ingest", str(another)]
        subprocess.run(words, check=True, cwd=ROOT, capture_output=True)
        answer = httpx.get(f"{running.url}/sparql", params=query, headers={"if-none-match": before})
        assert answer.text.split() == ["n", "3"]
        assert soon(lambda: len(children(running.process.pid)) >= 1 + 2 * len(how), 10)
        started = children(running.process.pid)
        assert running.end() == 0
        assert soon(lambda: not any(map(runs, started)))


def test_a_port_that_is_taken_is_a_sentence(filled: Workspace) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        code, said = refused(filled, "--port", port)
    assert code == 8
    assert said == f"kg: 127.0.0.1:{port}: another program listens at this port. Name another with --port.\n"


def test_what_cannot_be_served_is_a_sentence(filled: Workspace, tmp_path: Path) -> None:
    assert refused(Workspace(tmp_path))[0] == 3
    code, said = refused(filled, "--host", "203.0.113.1", "--port", "0")
    assert (code, "cannot be listened at" in said) == (2, True)
    assert "(Cannot assign requested address). Name another" in said
    code, said = refused(filled, "--allow-origin", "example.org")
    assert (code, "is no origin" in said) == (2, True)


def test_a_workspace_that_was_moved_is_told_and_found_again(own: Workspace) -> None:
    with serving(own) as running:
        away = own.root.with_name("away")
        own.root.rename(away)
        gone = httpx.get(f"{running.url}/sparql", params={"query": "ASK {}"})
        assert gone.status_code == 503
        assert str(own.root.parent) not in gone.text
        away.rename(own.root)
        assert httpx.get(f"{running.url}/sparql", params={"query": "ASK {}"}).status_code == 200
        running.end()
        assert "Was the workspace moved?" in running.said.read()


def test_quiet_says_nothing(filled: Workspace) -> None:
    command = [sys.executable, "-m", "kg", "-C", str(filled.root), "-q", "serve", "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, cwd=ROOT) as process:
        assert soon(lambda: bool(children(process.pid)), 10)
        time.sleep(0.5)
        process.send_signal(signal.SIGTERM)
        _, said = process.communicate(timeout=5)
    assert (process.returncode, said) == (0, "")
