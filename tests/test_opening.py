"""Reading leads to writing where something is behind or damaged, and works where nothing can be written."""

import errno
from collections.abc import Iterator
from pathlib import Path

import pytest

import kg.opening
from kg.errors import LimitError, VerificationError
from kg.horizon import PRESENT, Horizon
from kg.locking import writing
from kg.opening import open_reader
from kg.pipeline import catch_up
from kg.stores.oxigraph import OxigraphStore, snapshots
from kg.table import Table
from tests.ledger import Ledger, opened


@pytest.fixture
def ledger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Ledger]:
    monkeypatch.setattr(kg.opening, "_PATIENCE", 0.0)
    with opened(tmp_path) as made:
        made.ingest(made.document("early", {"published": "2026-03-01"}, c="ash usesHardware h100"))
        yield made


def claims(ledger: Ledger, told: list[str], horizon: Horizon = PRESENT) -> int:
    with open_reader(ledger.workspace, horizon=horizon, tell=told.append) as reader:
        table = reader.query("SELECT ?c { ?c a kg:Claim }")
        assert isinstance(table, Table)
        return len(table.rows)


def newest(ledger: Ledger) -> Path:
    return snapshots(ledger.workspace.snapshots)[-1]


def spoil(folder: Path, at: int = 30) -> None:
    path = max(folder.glob("*.sst"), key=lambda path: path.stat().st_size)
    content = bytearray(path.read_bytes())
    content[at] ^= 8
    with path.open("r+b") as file:
        file.write(content)


def full(*_: object, **__: object) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


def test_a_damaged_graph_is_made_anew_and_that_is_said(ledger: Ledger) -> None:
    told: list[str] = []
    assert claims(ledger, told) == 1
    before = newest(ledger)
    spoil(before)
    assert claims(ledger, told) == 1
    assert [text.partition(" (")[0] for text in told] == ["the graph was damaged"]
    assert newest(ledger) != before
    assert not before.exists()
    told.clear()
    assert claims(ledger, told) == 1
    assert told == []


def test_a_damaged_graph_that_cannot_be_made_anew_is_refused(ledger: Ledger) -> None:
    told: list[str] = []
    claims(ledger, told)
    spoil(newest(ledger))
    with writing(ledger.workspace), pytest.raises(VerificationError, match=r"is damaged .* another process writes"):
        claims(ledger, told)


def test_a_graph_that_is_damaged_while_it_is_open_gives_no_answer(ledger: Ledger) -> None:
    with open_reader(ledger.workspace) as reader:
        reader.query("ASK { ?c a kg:Claim }")
        spoil(newest(ledger))
        with pytest.raises(VerificationError, match="is not as it was written"):
            reader.query("ASK { ?c a kg:Claim }")


def test_a_damaged_view_is_made_anew(ledger: Ledger) -> None:
    told: list[str] = []
    horizon = Horizon(recorded_by=ledger.position)
    assert claims(ledger, told, horizon) == 1
    (view,) = ledger.workspace.views.iterdir()
    spoil(view / "graph")
    assert claims(ledger, told, horizon) == 1
    assert [text.partition(" (")[0] for text in told] == ["the kept view was damaged"]
    (view / "about.json").write_bytes((view / "about.json").read_bytes().replace(b'"records": ', b'"records": 9'))
    assert claims(ledger, told, horizon) == 1


def test_damage_in_the_store_is_not_handed_on(ledger: Ledger) -> None:
    told: list[str] = []
    claims(ledger, told)
    spoil(ledger.workspace.store)
    assert catch_up(ledger.workspace, ledger.log).damaged.endswith("is not as it was written")
    assert claims(ledger, told) == 1


def test_on_a_full_disk_the_newest_graph_is_read_and_what_to_do_is_said(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    last = ledger.position
    monkeypatch.setattr(OxigraphStore, "snapshot", full)
    report = ledger.ingest(ledger.document("late", c="ash usesHardware h200"))
    assert "the disk is full" in str(report.behind)
    with pytest.raises(LimitError, match="the disk is full"):
        catch_up(ledger.workspace, ledger.log)
    assert claims(ledger, told) == 1
    (said,) = told
    assert said.startswith(f"the graph shows {last} of ")
    assert said.endswith("the disk is full. Make room; the next command catches up.")
    monkeypatch.undo()
    assert claims(ledger, told) == 2


def test_a_search_index_that_is_gone_or_damaged_is_made_anew_or_beside(
    ledger: Ledger,
) -> None:
    def found(told: list[str]) -> list[str]:
        with open_reader(ledger.workspace, tell=told.append) as reader:
            return [entry.id for entry in reader.search("early")]

    told: list[str] = []
    right = found(told)
    assert right
    content = bytearray(ledger.workspace.search.read_bytes())
    content[-3] ^= 1
    ledger.workspace.search.write_bytes(content)
    assert found(told) == right
    assert told == ["the search index was damaged or of another version, and is made anew"]
    ledger.workspace.search.unlink()
    with writing(ledger.workspace):
        assert found(told) == right
    assert not ledger.workspace.search.exists()
    assert found(told) == right
    assert ledger.workspace.search.exists()
