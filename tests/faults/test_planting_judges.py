"""The judges of planted files and exchanged logs are shown what they look for."""

import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from bench.faults import exchanged, planted
from bench.faults.base import Run, Tally
from bench.faults.cases.archives import Archive
from bench.faults.cases.paths import Place, outside
from bench.faults.cases.stage import Stage
from bench.faults.planted import Done, Trial, judged
from bench.log import kill
from kg.log import SqliteLog


def faults(tally: Tally) -> set[str]:
    return {what for what, number in tally.faults.items() if number}


@pytest.mark.parametrize(
    ("done", "fault"),
    [
        (Done(None, b"", b"", 1.0), "hangs"),
        (Done(70, b"", b"kg: a mistake", 1.0), "exit code 70: kg: a mistake"),
        (Done(4, b"", b"\n", 1.0), "exit code 4 without a sentence"),
        (Done(1, b"", b"Traceback (most recent call last)", 1.0), "a traceback"),
        (Done(0, b"", b"", 99.0), "worked for 99 s"),
    ],
)
def test_s6_sees_what_no_command_may_do(done: Done, fault: str) -> None:
    assert list(judged(done)) == [fault]
    assert not list(judged(Done(4, b"", b"kg: this is a link", 1.0)))


def bare(folder: Path) -> Stage:
    made = Stage(*(folder / name for name in ("root", "out", "files", "state")))
    for each in (made.root, made.out, made.files, made.state):
        each.mkdir(parents=True)
    return made


PLANTED = Trial(Place("a text", "{root}/text.txt", ("show x",)), "show x", "link to a file")


@pytest.mark.parametrize(
    ("act", "fault"),
    [
        ("open(root + '/text.txt', 'w').write('x')", "changed outside: canary.txt"),
        ("import os; os.utime(root + '/text.txt', (1, 1))", "changed outside: canary.txt"),
        ("import os; os.chmod(root + '/text.txt', 0o600)", "changed outside: canary.txt"),
        ("print(open(root + '/text.txt').read())", "read outside"),
        ("import shutil; shutil.copyfile(root + '/text.txt', root + '/copy')", "read outside"),
    ],
)
def test_s6_sees_what_goes_through_a_link(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, act: str, fault: str
) -> None:
    made = bare(tmp_path / "ground")
    monkeypatch.setattr(Stage, "words", lambda *_: [act])
    monkeypatch.setattr(
        planted, "KG", [sys.executable, "-c", f"import sys; root = {str(made.root)!r}; exec(sys.argv[1])"]
    )
    tally = Tally()
    planted.look(made, PLANTED, outside(tmp_path / "outside"), tmp_path, tally)
    assert faults(tally) == {f"{PLANTED.name()}: {fault}"}


@pytest.mark.parametrize(
    ("act", "expect", "found"),
    [
        ("pass", "refuse", {"taken in"}),
        ("sys.exit('no')", "take", {"refused", "exit code 1"}),
        ("os.mkdir(sys.argv[3]); sys.exit(print('no', file=sys.stderr) or 4)", "refuse", {"something is left"}),
        (
            "open(sys.argv[2] + '.x', 'w'); sys.exit(print('no', file=sys.stderr) or 4)",
            "refuse",
            {"something stands beside"},
        ),
        ("open(away, 'a').write('x'); sys.exit(print('no', file=sys.stderr) or 4)", "refuse", {"outside has changed"}),
    ],
)
def test_s6t_sees_what_no_restore_may_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, act: str, expect: str, found: set[str]
) -> None:
    ground = tmp_path / "ground"
    away = outside(ground / "outside")
    code = f"import os, sys; away = {str(away.file)!r}; {act}"
    monkeypatch.setattr(planted, "KG", [sys.executable, "-c", code])
    tally = Tally()
    planted.restored_one(Archive("a", lambda: b"x", expect), ground, away, tmp_path, tally)  # type: ignore[arg-type]
    assert {what.removeprefix("a: ") for what in faults(tally)} == found - {"exit code 1"}


def test_s7_sees_what_is_lost_in_silence(tmp_path: Path) -> None:
    path = tmp_path / "log.db"
    with SqliteLog(path, mode="create") as log:
        log.append(kill.batch_of(1, 1), now=kill.NOW)
        log.append(kill.batch_of(1, 2)[:-1] or kill.batch_of(1, 3), now=kill.NOW)

    def judged_as(told: Mapping[int, tuple[set[int], str]]) -> set[str]:
        tally = Tally()
        exchanged.judge("x", path, told, tally)
        return faults(tally)

    assert "x: lost in silence" not in judged_as({1: ({1}, "ended well")})
    assert "x: lost in silence" in judged_as({1: ({1, 9}, "ended well")})
    assert "x: lost in silence" not in judged_as({1: ({1, 9}, "said so")})
    assert {"x: hangs"} <= judged_as({1: ({1}, "hangs")})
    path.write_bytes(b"x" * 5000)
    for ending in ("-wal", "-shm"):
        path.with_name(f"log.db{ending}").unlink(missing_ok=True)
    assert "x: lost in silence" not in judged_as({1: ({1, 9}, "ended well")})


def test_s7_fails_where_a_log_does_not_look_at_its_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two processes that look at nothing lose what they acknowledged, and the campaign counts it."""
    code = """
import sys
from pathlib import Path
from bench.faults.exchanged import child
from kg.log.exchange import OpenFiles
OpenFiles.check = OpenFiles.check_head = lambda *_, **__: None
child(Path(sys.argv[1]), int(sys.argv[2]))
"""
    monkeypatch.setattr(exchanged, "WRITER", [sys.executable, "-c", code])
    monkeypatch.setattr(
        exchanged, "ACTS", {name: exchanged.ACTS[name] for name in ("an older copy of all three brought back",)}
    )
    tally = exchanged.exchanged(Run(3, 1, tmp_path))
    assert any("lost in silence" in what for what in faults(tally))
