"""One sealed segment: its exact bytes, and what is said when a byte of it changes."""

import json
import random
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from kg.errors import VerificationError
from kg.log import GENESIS, DamagedSegmentError, Head, Record, SqliteLog
from kg.log.chain import link, row_of
from kg.log.segment import segment_bytes, segment_name, segment_records
from tests.log.builders import NOW, counted, new, several

NAME = segment_name(1, 4)
TWO_RECORDS = (
    '{"format":"claimledger segment 1","from":1,"to":2,'
    '"previous_chain":"0000000000000000000000000000000000000000000000000000000000000000"}'
    "\n"
    '{"position":1,"key":"doc/a","type":"announcement-recorded","schema":1,'
    '"recorded_at":"2026-05-14T09:30:00.000000Z","meta":"{}","tags":["document:doc"],'
    '"payload_hash":"b18e11ed75177328e8424a0dcf528ebbf3a78f02b0e1bc729fed4ee4f86d91a2",'
    '"chain":"4298dc18c2022bc58e64cb68c0d7aa8f98ad43f3711f319101db9f9244c675cf",'
    r'"salt":"6b86b273ff34fce19d6b804eff5a3f57","payload":"{\"n\": \"“1”\"}"}'
    "\n"
    '{"position":2,"key":"doc/b","type":"announcement-recorded","schema":1,'
    '"recorded_at":"2026-05-14T09:30:00.000000Z","meta":"{}","tags":[],'
    '"payload_hash":"962393a6ce8d578e9b827fa6d2b782fbc9346a47cb4b9ff488a60878bdee3cc8",'
    '"chain":"198efad11cccfc8c3c501c8e5bc362c4c90321e5c5f27b24551bc55c5182b6d3","salt":null,'
    '"payload":null}'
    "\n"
    '{"chain":"198efad11cccfc8c3c501c8e5bc362c4c90321e5c5f27b24551bc55c5182b6d3",'
    '"sha256":"91a4436d9273829e02e35a102f58d71ddc9f0d89b9c6565b1eed4aa122f75cf6"}'
    "\n"
)


@pytest.fixture
def records(log: SqliteLog) -> list[Record]:
    log.append(several(3), now=NOW)
    log.append([new("doc/€", '{"t": "“q”\\n\u2028\u0000"} ')], now=NOW)
    *others, last = log.read()
    return [*others[:2], replace(others[2], salt=None, payload=None), last]


@pytest.fixture
def content(records: list[Record]) -> bytes:
    return segment_bytes(records, Head())


def named_line(content: bytes, name: str = NAME, previous: Head | None = None) -> int:
    with pytest.raises(DamagedSegmentError) as caught:
        segment_records(content, path=f"folder/{name}", previous=previous)
    assert str(caught.value).startswith(f"folder/{name}:{caught.value.line}: ")
    assert caught.value.exit_code == 5
    return caught.value.line


def test_a_segment_looks_like_this(path: Path) -> None:
    with SqliteLog(path, mode="create", entropy=counted()) as log:
        log.append([new("doc/a", '{"n": "“1”"}', tags=("document:doc",)), new("doc/b")], now=NOW)
        first, second = log.read()
    erased = replace(second, salt=None, payload=None)
    assert segment_bytes([first, erased], Head()).decode() == TWO_RECORDS


def test_records_come_back_as_they_were(records: list[Record], content: bytes) -> None:
    assert segment_records(content, path=NAME, previous=None) == records
    assert segment_records(content, path=NAME, previous=Head()) == records


def test_a_change_to_any_byte_is_named_with_its_line(content: bytes) -> None:
    chance = random.Random(20260514)  # noqa: S311  fixed, so that a failure can be repeated
    for place in range(len(content)):
        changed = bytearray(content)
        changed[place] ^= 1 << chance.randrange(8)
        assert named_line(bytes(changed)) == content[:place].count(b"\n") + 1, (place, changed[place])


def test_a_cut_anywhere_is_named(content: bytes) -> None:
    for kept in range(len(content)):
        cut = content[:kept]
        assert named_line(cut) == cut.count(b"\n") + 1


def joined(lines: list[bytes]) -> bytes:
    return b"".join(lines)


@pytest.mark.parametrize(
    ("change", "line"),
    [
        (lambda lines: [*lines[:2], *lines[3:]], 3),
        (lambda lines: [*lines[:2], lines[3], lines[2], *lines[4:]], 3),
        (lambda lines: [*lines[:3], lines[2], *lines[3:]], 4),
        (lambda lines: [*lines, lines[-1]], 6),
        (lambda lines: [*lines, b"\n"], 6),
        (lambda lines: [b"\xef\xbb\xbf" + lines[0], *lines[1:]], 1),
        (lambda lines: [*lines[:2], b"\n", *lines[2:]], 3),
        (lambda lines: [line.replace(b"\n", b"\r\n") for line in lines], 1),
        (lambda lines: lines[1:], 1),
        (lambda _: [], 1),
    ],
    ids=[
        "deleted",
        "swapped",
        "doubled",
        "footer doubled",
        "line added",
        "BOM",
        "empty line",
        "CRLF",
        "no header",
        "empty",
    ],
)
def test_lines_that_went_or_came_are_named(
    content: bytes, change: Callable[[list[bytes]], list[bytes]], line: int
) -> None:
    assert named_line(joined(change(content.splitlines(keepends=True)))) == line


@pytest.mark.parametrize("name", ["segment-000000000001-000000000003.jsonl", "segment-1-4.jsonl", "copy of " + NAME])
def test_a_renamed_segment_is_named(content: bytes, name: str) -> None:
    assert named_line(content, name) == 1


def test_a_segment_that_does_not_follow_is_named(content: bytes) -> None:
    assert named_line(content, previous=Head(0, "f" * 64)) == 1
    assert named_line(content, previous=Head(4, GENESIS)) == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"key": 5},
        {"schema": 1.0},
        {"schema": True},
        {"schema": 2**63},
        {"tags": [5]},
        {"tags": ["b", "a"]},
        {"tags": "ab"},
        {"payload": 5},
        {"payload": "\ud800"},
        {"salt": "AB" * 16},
        {"recorded_at": "2026-05-14T09:30:00Z"},
        {"recorded_at": "now"},
        {"more": 1},
    ],
    ids=str,
)
def test_a_forged_line_that_is_no_record_is_named(content: bytes, wrong: dict[str, object]) -> None:
    lines = content.splitlines(keepends=True)
    forged = json.dumps(json.loads(lines[1]) | wrong, separators=(",", ":")).encode() + b"\n"
    assert named_line(joined([lines[0], forged, *lines[2:]])) == 2


@pytest.mark.parametrize("line", [b"[]\n", b"5\n", b"null\n", b"{}\n", b"[" * 100_000 + b"\n", b"1" * 5000 + b"\n"])
def test_lines_of_other_shapes_are_named(content: bytes, line: bytes) -> None:
    lines = content.splitlines(keepends=True)
    assert named_line(joined([lines[0], line, *lines[2:]])) == 2
    later = segment_name(2, 4)
    assert named_line(joined([line, *lines[1:]]), later) == 1


def test_damage_in_the_log_is_not_sealed(records: list[Record]) -> None:
    spoilt = replace(records[1], type="x")
    with pytest.raises(VerificationError, match="position 2"):
        segment_bytes([records[0], spoilt, *records[2:]], Head())


def test_a_forger_who_recomputes_all_hashes_gives_another_head(records: list[Record]) -> None:
    """Only a head that was kept elsewhere shows this; the segment by itself is sound."""
    last = replace(records[-1], type="claim-retracted")
    last = replace(last, chain=link(records[-2].chain, row_of(last)[:8]))
    forged = segment_records(segment_bytes([*records[:-1], last], Head()), path=NAME, previous=None)
    assert forged[-1].chain != records[-1].chain
