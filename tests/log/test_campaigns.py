"""The campaigns of `bench/log` in a bounded form: the same functions, fewer trials."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bench.log import append, kill, race
from kg.log import Head, NewRecord, SqliteLog


@pytest.mark.campaign
def test_what_was_acknowledged_survives_a_kill(tmp_path: Path) -> None:
    tally = kill.campaign(trials=20, draw=7, folder=tmp_path)
    assert tally.trials == 20
    assert tally.in_window > 0
    assert tally.acknowledged > 0
    assert tally.faults == 0, tally


@pytest.mark.campaign
def test_the_judge_of_the_kills_sees_each_kind_of_fault(tmp_path: Path) -> None:
    """Of an acknowledged batch the first record was altered and the last lost; another batch came by half."""
    path = tmp_path / "log.db"
    batches = {number: kill.batch_of(0, number) for number in range(1, 40)}
    number = next(number for number, batch in batches.items() if len(batch) > 2)
    half = next(other for other, batch in batches.items() if len(batch) > 1 and other != number)
    altered = NewRecord(batches[number][0].key, "announcement-recorded", 1, b"{}")
    with SqliteLog(path, mode="create") as log:
        log.append([altered, *batches[number][1:-1], batches[half][0]], now=kill.NOW)
        log._connection.execute("UPDATE records SET type = 'x' WHERE position = 1")
    tally = kill.Tally()
    kill.judge(path, 0, [f"B {number}", f"C {number}", f"A {number}", f"B {half}", f"C {half}"], Head(), tally)
    assert (tally.lost, tally.half, tally.altered, tally.unverified) == (1, 1, 1, 1)
    assert (tally.killed_in_commit, tally.killed_in_writes) == (1, 0)


@pytest.mark.campaign
def test_a_reader_beside_four_writers_misses_nothing(tmp_path: Path) -> None:
    result = race.race(400, tmp_path / "log.db")
    assert result.records == 400
    assert result.polls > 1, "the reader read along"
    assert result.faults == 0, result


def test_the_script_to_compare_with_writes_the_same_rows(tmp_path: Path) -> None:
    batches = [append.make_batch(0)]
    append.plain(tmp_path / "plain.db", batches)
    append.ours(tmp_path / "ours.db", batches)
    contents = []
    for name in ("plain.db", "ours.db"):
        with closing(sqlite3.connect(tmp_path / name)) as connection:
            columns = "position, key, type, schema, recorded_at, meta, tags, length(salt), payload"
            records = connection.execute(f"SELECT {columns} FROM records").fetchall()
            contents.append((records, connection.execute("SELECT * FROM tags ORDER BY 1, 2").fetchall()))
    assert contents[0] == contents[1]
    assert len(contents[0][0]) == append.BATCH
