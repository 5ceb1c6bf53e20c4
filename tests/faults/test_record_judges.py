"""The judges of records that a stranger made are shown what they look for."""

import json
import shutil
from pathlib import Path

import pytest

from bench.faults import records
from bench.faults.base import Run, Tally
from kg.erasure import Erasure
from kg.log import Log
from kg.pipeline import rebuild
from kg.workspace import Workspace

pytestmark = pytest.mark.campaign


def faults(tally: Tally) -> set[str]:
    return {what for what, count in tally.faults.items() if count}


def test_a_door_that_stands_open_is_counted(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("kg.events.door.admit", lambda _: None)
    found = faults(records.hostile_fields(Run(40, 1, tmp_path)))
    assert {what.partition(":")[0] for what in found} >= {"pipeline", "import"}
    assert all(what.endswith(": taken") for what in found)


def test_a_door_that_breaks_is_counted(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def broken(*_: object, **__: object) -> None:
        raise KeyError

    monkeypatch.setattr("kg.events.door.decode", broken)
    assert any(what.endswith("KeyError") for what in faults(records.hostile_fields(Run(10, 1, tmp_path / "a"))))
    assert any("opening it, KeyError" in what for what in faults(records.bad_logs(Run(2, 1, tmp_path / "b"))))


def test_a_rebuild_that_forgets_what_was_set_aside_is_counted(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def forgetting(workspace: Workspace, log: Log) -> object:
        return type(rebuild(workspace, log))(position=0, applied=0, rebuilt=True, set_aside=())

    monkeypatch.setattr("bench.faults.records.rebuild", forgetting)
    assert any("sets others aside" in what for what in faults(records.bad_logs(Run(6, 1, tmp_path))))


def test_an_erasure_that_follows_what_it_is_told_is_counted(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def careless(workspace: Workspace, log: Log) -> tuple[Erasure, ...]:
        for record in log.read():
            if record.type == "document-erased" and record.payload:
                name = json.loads(record.payload)["document"].replace("\0", "")
                if str(tmp_path) in name or ".." in name:
                    shutil.rmtree(workspace.documents / name, ignore_errors=True)
        return ()

    monkeypatch.setattr("kg.pipeline.finish", careless)
    assert any("something else is gone" in what for what in faults(records.deleting(Run(8, 1, tmp_path))))
