"""What programs around `kg` see: clean standard output, colours on terminals only, closed pipes, interrupts."""

import json
import os
import pty
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

KG = (sys.executable, "-m", "kg")
ENVIRONMENT = {
    name: value for name, value in os.environ.items() if name not in {"NO_COLOR", "KG_WORKSPACE", "KG_FORMAT"}
}


def on_terminal(*words: str, **environment: str) -> str:
    """Return what `kg` writes to standard output where that is a terminal of 90 columns."""
    parent, child = pty.openpty()
    subprocess.run(
        [*KG, *words],
        stdout=child,
        stderr=subprocess.DEVNULL,
        env=ENVIRONMENT | {"TERM": "xterm", "COLUMNS": "90"} | environment,
        check=False,
    )
    os.close(child)
    parts = []
    try:
        while part := os.read(parent, 65536):
            parts.append(part)
    except OSError:  # Linux says so when the last writer of a terminal is gone
        pass
    os.close(parent)
    return b"".join(parts).decode()


def test_colours_come_on_a_terminal_only_and_can_be_switched_off(filled: Path) -> None:
    words = ("-C", str(filled), "show", "orchid")
    assert "\x1b[1m" in on_terminal(*words)
    for shown in (
        on_terminal(*words, NO_COLOR="1"),
        on_terminal(*words, "--no-color"),
        on_terminal(*words, TERM="dumb"),
    ):
        assert "\x1b" not in shown
        assert "Orchid" in shown
    piped = subprocess.run([*KG, *words], capture_output=True, text=True, env=ENVIRONMENT, check=True)
    assert "\x1b" not in piped.stdout


def test_an_answer_is_a_table_on_a_terminal_and_json_when_piped(filled: Path) -> None:
    words = ("-C", str(filled), "search", "orchid")
    assert on_terminal(*words).startswith("kind")
    piped = subprocess.run([*KG, *words], capture_output=True, text=True, env=ENVIRONMENT, check=True)
    assert json.loads(piped.stdout)
    assert piped.stderr == ""


def test_a_reader_that_leaves_ends_the_command_with_141() -> None:
    # the reader is gone before the answer is written
    command = f"{sys.executable} -m kg schema | true; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(["/bin/bash", "-c", command], capture_output=True, text=True, env=ENVIRONMENT, check=False)
    assert (done.returncode, done.stderr) == (141, "")


@pytest.fixture
def interruptible() -> Iterator[None]:
    """Let children be interrupted even where whoever started the tests ignores it, as `nohup` and `&` do in scripts."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("interruptible")
def test_an_interrupt_ends_the_command_with_130(filled: Path) -> None:
    command = [*KG, "-C", str(filled), "log", "--follow", "--oneline"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=ENVIRONMENT
    ) as process:
        try:
            assert process.stdout is not None
            assert "entity-declared" in process.stdout.readline()
            time.sleep(0.2)
            process.send_signal(signal.SIGINT)
            _, said = process.communicate(timeout=20)
        finally:
            process.kill()
    assert process.returncode == 130
    assert "Traceback" not in said


@pytest.mark.parametrize("words", [("ingest", "-"), ("check", "-"), ("query", "-"), ("fmt", "-")])
def test_an_input_without_end_is_one_sentence(filled: Path, words: tuple[str, ...]) -> None:
    command = [sys.executable, "-m", "kg", "-C", str(filled), *words]
    with Path("/dev/zero").open("rb") as endless:
        done = subprocess.run(command, stdin=endless, capture_output=True, text=True, check=False, timeout=120)
    assert (done.returncode, done.stderr.count("\n")) == (7, 1)
    assert "more than 16,777,216 characters" in done.stderr
