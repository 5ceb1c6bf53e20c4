"""What a process can still do after it has shut itself off; each trial in a process of its own."""

import resource
import subprocess
import sys
from pathlib import Path

import pytest

from kg.contained.sandbox import NO_FILES, NO_SOCKETS, NO_TCP, shut_off

_TRIAL = """
import os, socket, sys, threading
from kg.contained.sandbox import shut_off
held = shut_off(sys.argv[1])
print("|".join(held))
def attempt():
    try:
        exec(sys.argv[2])
        print("done")
    except OSError as error:
        print(type(error).__name__)
thread = threading.Thread(target=attempt)
thread.start()
thread.join()
"""


def attempt(folder: Path, code: str) -> tuple[set[str], str]:
    """Return what is in force, and what became of `code` in a thread of a process that is shut off."""
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", _TRIAL, str(folder), code], capture_output=True, text=True, cwd=root, check=True
    )
    held, outcome = done.stdout.splitlines()
    return set(held.split("|")) - {""}, outcome


@pytest.mark.parametrize(
    ("needs", "code"),
    [
        (NO_SOCKETS, "socket.socket(socket.AF_INET, socket.SOCK_STREAM)"),
        (NO_SOCKETS, "socket.socket(socket.AF_INET, socket.SOCK_DGRAM)"),
        (NO_SOCKETS, "socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)"),
        (NO_SOCKETS, "os.execv('/bin/true', ['true'])"),
        (NO_FILES, "open('/etc/passwd')"),
        (NO_FILES, "os.listdir('/')"),
        (NO_FILES, "open(sys.argv[1] + '/inside.txt', 'w')"),
        (NO_FILES, "open(sys.argv[1] + '/new.txt', 'w')"),
        (NO_FILES, "os.unlink(sys.argv[1] + '/inside.txt')"),
        (NO_FILES, "os.mkdir('/tmp/never-made-by-a-query')"),
        (NO_FILES, "open(sys.argv[1] + '/../outside.txt')"),
        (NO_FILES, "open(sys.argv[1] + '/link.txt')"),
    ],
)
def test_nothing_else_can_be_opened_written_or_started(tmp_path: Path, needs: str, code: str) -> None:
    folder = tmp_path / "snapshot"
    folder.mkdir()
    (folder / "inside.txt").write_text("inside")
    (tmp_path / "outside.txt").write_text("outside")
    (folder / "link.txt").symlink_to(tmp_path / "outside.txt")
    held, outcome = attempt(folder, code)
    if needs not in held:
        pytest.skip(f"this system does not offer: {needs}")
    assert outcome == "PermissionError"
    assert (folder / "inside.txt").read_text() == "inside"


def test_the_folder_itself_can_be_read(tmp_path: Path) -> None:
    (tmp_path / "inside.txt").write_text("inside")
    assert attempt(tmp_path, "open(sys.argv[1] + '/inside.txt').read(); os.listdir(sys.argv[1])")[1] == "done"


def test_tcp_is_closed_by_landlock_too_and_what_is_in_force_is_said(tmp_path: Path) -> None:
    held, _ = attempt(tmp_path, "pass")
    if sys.platform != "linux":
        assert not held
    assert held <= {NO_FILES, NO_TCP, NO_SOCKETS}


def test_elsewhere_nothing_is_in_force_and_nothing_breaks(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.setattr(resource, "setrlimit", lambda *_: None)
    assert shut_off(str(tmp_path)) == ()
