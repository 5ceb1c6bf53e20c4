"""Lines that vouch for where a log stood, and what they show of a rollback."""

import shutil
import sqlite3
from pathlib import Path

import pytest

from kg.checkpoint import Checkpoint, checkpoint, differs, doubt, keep, kept_at, place, read_checkpoint
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


def test_one_is_kept_for_each_path(log: SqliteLog, tmp_path: Path) -> None:
    one, other = place(tmp_path, tmp_path / "a"), place(tmp_path, tmp_path / "b")
    keep(one, saved(log))
    assert kept_at(one) == saved(log)
    assert kept_at(other) is None
    assert doubt(log, one) is None
    assert doubt(log, other) is None
    one.write_bytes(b"\xff")
    with pytest.raises(BadInputError, match="cannot be read"):
        kept_at(one)
    assert "cannot be read" in (doubt(log, one) or "")
    shutil.rmtree(tmp_path / "claimledger")
