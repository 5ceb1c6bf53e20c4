"""Hostile logs have a right chain, so that only what they hold can be wrong with them."""

from pathlib import Path

import pytest

from bench.faults.cases.hostile_logs import BAD, PLACES, SOUND, erasures, logs, with_a_key_twice
from bench.faults.cases.records import placed, raw_world, rows_of, segment_of, write_log, write_segments
from kg.log import SqliteLog
from kg.log.chain import first_break, record_of
from kg.log.record import Head
from kg.log.segment import segment_bytes, segment_name, segment_records

_SMALL = tuple(bad for bad in (*BAD, SOUND) if len(bad.record.payload or b"") + len(bad.record.meta) < 100_000)
_INSTANTS = ("recorded at",)
"""What a reader of segments refuses already, since it would not be written so."""


def test_a_segment_is_the_one_that_the_log_would_write() -> None:
    raws = raw_world()
    records = [record_of(row) for row in rows_of(raws)]
    assert segment_of(raws) == segment_bytes(records, Head())


@pytest.mark.parametrize("bad", _SMALL, ids=lambda bad: bad.name)
def test_chains_are_right(bad: object, tmp_path: Path) -> None:
    assert isinstance(bad, type(SOUND))
    raws, position = placed(bad.record, "middle")
    rows = rows_of(raws)
    assert first_break(rows, Head()) is None
    assert rows[position - 1].payload == bad.record.payload
    if not bad.only_in_a_file and not bad.name.startswith(_INSTANTS):
        name = segment_name(1, len(raws))
        assert len(segment_records(segment_of(raws), path=name, previous=None)) == len(raws)
    write_log(tmp_path / "log.db", raws)
    with SqliteLog(tmp_path / "log.db", mode="read") as log:
        assert log.head() == Head(len(rows), rows[-1].chain)


def test_segments_of_a_size_follow_each_other(tmp_path: Path) -> None:
    paths = write_segments(tmp_path, raw_world(), size=10)
    assert len(paths) == 3
    head = Head()
    for path in paths:
        records = segment_records(path.read_bytes(), path=str(path), previous=head)
        head = Head(records[-1].position, records[-1].chain)
    assert head.position == len(raw_world())


def test_there_are_as_many_as_promised() -> None:
    assert len(BAD) > 100
    assert len({bad.name for bad in BAD}) == len(BAD)
    assert sum(1 for _ in logs()) == len(BAD) * len(PLACES)
    assert len(list(erasures("/nowhere/kg-canary", "kg-canary"))) == 32
    assert sum(bad.expect == "refuse" for bad in BAD) > 55
    keys = [raw.key for raw in with_a_key_twice()]
    assert len(keys) == len(set(keys)) + 1
