"""The campaign of `bench/faults/kill_ingest.py` in a bounded form, and its judge held to what it should see."""

import json
from pathlib import Path

import pytest

from bench.faults import kill_ingest
from bench.faults.base import Tally
from bench.faults.judging import judge
from bench.faults.worlds import prepare
from kg.log import SqliteLog
from kg.pipeline import append, catch_up
from kg.stores.oxigraph import OxigraphStore
from kg.stores.search import Entry, SearchIndex
from kg.workspace import Workspace
from tests.builders import NOW, entity


@pytest.mark.campaign
def test_an_ingest_that_is_killed_loses_nothing_that_it_acknowledged(tmp_path: Path) -> None:
    tally = kill_ingest.campaign(trials=5, draw=3, folder=tmp_path)
    assert tally.trials == 5
    assert tally.seen["batches acknowledged"] > 5
    assert tally.failures == 0, tally


@pytest.mark.campaign
def test_the_judge_of_the_kills_sees_each_kind_of_fault(tmp_path: Path) -> None:
    """Of two acknowledged batches one is gone, another came by half, and graph and index are not what the log gives."""
    workspace = Workspace(prepare(tmp_path))
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
    tally = Tally()
    judge(workspace, ["at plan", *said, "at append"], tally)
    found = {name: count for name, count in tally.faults.items() if count}
    assert found.pop("acknowledged and lost") == 1
    assert found.pop("there by halves") == 1
    told = " ".join(found)
    assert "the graph is what the log gives" in told
    assert "the search index is what the log and the texts give" in told
    assert (tally.trials, tally.seen["batches acknowledged"]) == (1, 2)
    assert tally.seen["batches kept without acknowledgement"] == 1
    assert tally.seen["in append"] == 1
