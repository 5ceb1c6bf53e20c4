"""The campaign of `bench/faults/kill_ingest.py` in a bounded form, and its judge held to what it should see."""

import json
from pathlib import Path

import pytest

from bench.faults import kill_ingest
from kg.log import SqliteLog
from kg.pipeline import append, catch_up
from kg.stores.oxigraph import OxigraphStore
from kg.stores.search import Entry, SearchIndex
from kg.workspace import Workspace
from tests.builders import NOW, entity


@pytest.mark.campaign
def test_an_ingest_that_is_killed_loses_nothing_that_it_acknowledged(tmp_path: Path) -> None:
    tally = kill_ingest.campaign(trials=5, draw=3, folder=tmp_path)
    assert tally.trials == tally.killed.total() == 5
    assert tally.acknowledged > 5
    assert tally.faults.total() == 0, tally


@pytest.mark.campaign
def test_the_judge_of_the_kills_sees_each_kind_of_fault(tmp_path: Path) -> None:
    """Of two acknowledged batches one is gone, another came by half, and graph and index are not what the log gives."""
    root = kill_ingest.prepare(tmp_path)
    workspace = Workspace(root)
    oak, elm, yew = entity("oak"), entity("elm"), entity("yew")
    with SqliteLog(workspace.log) as log:
        append(log, [oak, elm], now=NOW)
        catch_up(workspace, log)
    with OxigraphStore(workspace.store) as store:
        store.remove([store.about("<https://w3id.org/claimledger/id/oak>")[0]])
        store.snapshot(workspace.snapshots)
    with SearchIndex(workspace.search) as index, index.step():
        index.add([Entry("x", "claim", "made up")])
    batches = [[oak.key()], [yew.key()], [elm.key(), yew.key()], [elm.key()]]
    said = [f"batch {json.dumps(batch)}" for batch in batches] + [f"ack {json.dumps(batch)}" for batch in batches[:2]]
    tally = kill_ingest.Tally()
    kill_ingest.judge(root, ["at plan", *said, "at append"], tally)
    assert {name: count for name, count in tally.faults.items() if count} == {
        "acknowledged and lost": 1,
        "there by halves": 1,
        "the graph is what the log gives": 1,
        "the index is what the log gives": 1,
    }
    assert (tally.trials, tally.acknowledged, tally.kept_unacknowledged) == (1, 2, 1)
    assert tally.killed == {"append": 1}
