"""On the stage every command of every place runs as it should where nothing is planted."""

import subprocess
import sys

import pytest

from bench.faults.base import ROOT
from bench.faults.cases.paths import PLACES
from bench.faults.cases.stage import Stage, stage, workspace_of
from kg.log import SqliteLog


@pytest.fixture(scope="module")
def staged(tmp_path_factory: pytest.TempPathFactory) -> Stage:
    return stage(tmp_path_factory.mktemp("stage"))


def test_the_ledger_is_as_the_places_say(staged: Stage) -> None:
    workspace = workspace_of(staged)
    with SqliteLog(workspace.log, mode="read") as log:
        assert log.head().position == 32
    assert [path.name for path in workspace.segments.iterdir()] == ["segment-000000000001-000000000029.jsonl"]
    for path in (workspace.reports, workspace.documents / "acme-prices" / "text.txt", staged.files / "backup.tar"):
        assert path.is_file()
    assert staged.checkpoint() != "none"


def test_commands_are_words_of_kg(staged: Stage) -> None:
    for place in PLACES:
        for command in place.commands:
            words = staged.words(place, command)
            assert words[:2] == ["-C", str(staged.root)]
            assert "{" not in "".join(words)


@pytest.mark.parametrize("command", ["status", "query own", "verify"])
def test_it_answers(staged: Stage, command: str) -> None:
    words = staged.words(PLACES[0], command)
    done = subprocess.run(
        [sys.executable, "-m", "kg", *words],
        cwd=ROOT,
        env=staged.environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
