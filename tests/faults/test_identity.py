"""The campaign of `bench/faults/identity.py` in a bounded form, and its judge held to what it should see."""

from pathlib import Path

import pytest

from bench.faults import identity
from bench.faults.base import Run, Tally
from kg.events import EntitiesMerged
from kg.log import SqliteLog
from kg.pipeline import append, catch_up
from kg.workspace import Workspace
from tests.builders import NOW


@pytest.mark.campaign
def test_impostors_are_suggested_and_never_merged(tmp_path: Path) -> None:
    tally = identity.campaign(Run(trials=4, draw=2, folder=tmp_path))
    assert (tally.trials, tally.failures) == (4, 0), tally


@pytest.mark.campaign
def test_the_judge_sees_a_merge_that_nobody_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    take_in = identity._take_in

    def eager(workspace: Workspace, log: SqliteLog, path: Path, content: dict[str, object]) -> bool:
        taken = take_in(workspace, log, path, content)
        if path.stem == "hostile":
            append(log, [EntitiesMerged(keep="nvidia", fold="impostor", because="alike", nth=7)], now=NOW)
            catch_up(workspace, log)
        return taken

    monkeypatch.setattr(identity, "_take_in", eager)
    tally = Tally()
    identity._trial(identity.IMPOSTORS[0], tmp_path, tally)
    assert {fault.partition(": ")[2] for fault in tally.faults} >= {
        "a judgement that nobody made",
        "an entity is read as another",
        "the victim says something else",
        "not suggested",
    }
