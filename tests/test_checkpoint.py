"""Lines that vouch for where a log stood, and what they show of a rollback."""

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from kg.checkpoint import Checkpoint, Kept, checkpoint, differs, kept_at, read_checkpoint
from kg.errors import BadInputError
from kg.log import SqliteLog
from kg.pipeline import append
from tests.builders import NOW, entity, log_of


@pytest.fixture
def log(tmp_path: Path) -> SqliteLog:
    return log_of(tmp_path, [entity("ash"), entity("birch"), entity("cedar")])


def saved(log: SqliteLog) -> Checkpoint:
    found = checkpoint(log, now=NOW)
    assert found is not None
    return found


def test_a_checkpoint_survives_writing_and_reading(log: SqliteLog) -> None:
    kept = saved(log)
    signed = f"{kept.text()}-----BEGIN SSH SIGNATURE-----\n"
    assert read_checkpoint(signed, where="x") == kept
    assert read_checkpoint(kept.text().replace("\n", "\r\n"), where="x") == kept
    assert kept.text().splitlines()[2] == "position 3"


@pytest.mark.parametrize("text", ["", "claimledger checkpoint 1\n", "claimledger checkpoint 2\nledger x\n", "\0"])
def test_anything_else_is_no_checkpoint(text: str) -> None:
    with pytest.raises(BadInputError, match="no checkpoint"):
        read_checkpoint(text, where="x")


def test_an_empty_log_has_none(tmp_path: Path) -> None:
    assert checkpoint(log_of(tmp_path, []), now=NOW) is None


def test_a_log_that_goes_on_is_the_same(log: SqliteLog) -> None:
    kept = saved(log)
    assert differs(log, kept) is None
    append(log, [entity("elm")], now=NOW)
    assert differs(log, kept) is None


def test_an_older_copy_is_seen(log: SqliteLog, tmp_path: Path) -> None:
    with sqlite3.connect(log._path) as connection, sqlite3.connect(tmp_path / "old.db") as copy:
        connection.backup(copy)
    append(log, [entity("elm")], now=NOW)
    kept = saved(log)
    with SqliteLog(tmp_path / "old.db") as old:
        assert differs(old, kept) == "the log ends at record 3, and on 2026-05-01 it had 4"
        append(old, [entity("oak")], now=NOW)
        assert differs(old, kept) == "record 4 is not the one that stood there on 2026-05-01"


def test_a_log_cut_at_a_record_boundary_is_seen_though_it_verifies(log: SqliteLog) -> None:
    kept = saved(log)
    log._connection.execute("DELETE FROM records WHERE position = 3")
    log._connection.execute("DELETE FROM tags WHERE position = 3")
    assert log.verify() is None, "from inside nothing is wrong"
    assert differs(log, kept) == "the log ends at record 2, and on 2026-05-01 it had 3"


def test_another_ledger_is_seen(log: SqliteLog, tmp_path: Path) -> None:
    (tmp_path / "x").mkdir()
    other = log_of(tmp_path / "x", [entity("ash")])
    assert "another ledger stood here" in (differs(other, saved(log)) or "")


def copied(log: SqliteLog, folder: Path) -> SqliteLog:
    """Return a copy of a log in a folder of its own."""
    folder.mkdir()
    with sqlite3.connect(log._path) as connection, sqlite3.connect(folder / "log.db") as copy:
        connection.backup(copy)
    return SqliteLog(folder / "log.db")


def test_what_is_kept_follows_a_ledger_that_is_moved_or_linked(log: SqliteLog, tmp_path: Path) -> None:
    here, state = tmp_path / "here", tmp_path / "state"
    here.mkdir()
    (tmp_path / "link").symlink_to(here)
    Kept(state, here).keep(saved(log))
    log._connection.execute("DELETE FROM records WHERE position = 3")
    shorter = "the log ends at record 2, and on 2026-05-01 it had 3"
    for path in (here, tmp_path / "link"):
        assert Kept(state, path).doubt(log) == shorter
    here.rename(tmp_path / "moved")
    assert Kept(state, tmp_path / "moved").doubt(log) == f"{shorter} in {here}; this may be an older copy of it"


def test_a_copy_that_lags_is_told_so_until_it_is_taken_as_it_is(log: SqliteLog, tmp_path: Path) -> None:
    state, here, there = tmp_path / "state", tmp_path / "here", tmp_path / "there"
    copy = copied(log, there)
    append(log, [entity("elm")], now=NOW)
    Kept(state, here).keep(saved(log))
    assert "may be an older copy" in (Kept(state, there).doubt(copy) or "")
    Kept(state, there).keep(saved(copy), renew=True)
    assert Kept(state, there).doubt(copy) is None
    assert Kept(state, here).doubt(log) is None, "the one that it was copied from keeps its own"


def test_a_copy_that_goes_its_own_way_does_not_make_the_ledger_forget(log: SqliteLog, tmp_path: Path) -> None:
    state, here, there = tmp_path / "state", tmp_path / "here", tmp_path / "there"
    copy = copied(log, there)
    Kept(state, there).keep(saved(copy))
    append(log, [entity("elm")], now=NOW)
    Kept(state, here).keep(saved(log))
    Kept(state, there).keep(saved(copy))
    assert "older copy" in (Kept(state, tmp_path / "elsewhere").doubt(copy) or "")


def test_another_ledger_in_the_same_place_is_seen(log: SqliteLog, tmp_path: Path) -> None:
    state, here = tmp_path / "state", tmp_path / "here"
    Kept(state, here).keep(saved(log))
    (tmp_path / "x").mkdir()
    other = log_of(tmp_path / "x", [entity("ash")])
    assert "another ledger stood here" in (Kept(state, here).doubt(other) or "")
    Kept(state, here).forget()
    assert Kept(state, here).doubt(other) is None
    assert Kept(state, here).place(other) is None


def test_a_file_of_an_earlier_version_is_found_and_carried_over(log: SqliteLog, tmp_path: Path) -> None:
    state, here = tmp_path / "state", tmp_path / "here"
    here.mkdir()
    (tmp_path / "link").symlink_to(here)
    old = Kept(state, tmp_path / "link")._paths[1]
    old.parent.mkdir(parents=True)
    old.write_text(saved(log).text())
    log._connection.execute("DELETE FROM records WHERE position = 3")
    assert "ends at record 2" in (Kept(state, tmp_path / "link").doubt(log) or "")
    Kept(state, tmp_path / "link").keep(saved(log), renew=True)
    assert not old.exists()
    assert Kept(state, here).doubt(log) is None


def test_what_cannot_be_read_is_said_and_what_is_kept_comes_back(log: SqliteLog, tmp_path: Path) -> None:
    kept = Kept(tmp_path / "state", tmp_path)
    assert kept.doubt(log) is None
    kept.keep(saved(log))
    path = kept.place(log)
    assert path is not None
    assert kept_at(path, below=tmp_path) == replace(saved(log), at=str(tmp_path.resolve()))
    path.write_bytes(b"\xff")
    with pytest.raises(BadInputError, match="cannot be read"):
        kept_at(path, below=tmp_path)
    assert "cannot be read" in (kept.doubt(log) or "")


def test_a_link_in_the_place_of_a_folder_is_not_followed(log: SqliteLog, tmp_path: Path) -> None:
    state, outside = tmp_path / "state", tmp_path / "outside"
    for each in (state, outside):
        each.mkdir()
    (state / "claimledger").symlink_to(outside)
    kept = Kept(state, tmp_path / "workspace")
    with pytest.raises(OSError, match="stands where a folder"):
        kept.keep(saved(log))
    assert list(outside.iterdir()) == []
