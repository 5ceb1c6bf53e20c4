"""Consecutive records in, one segment as bytes out, and back with every byte checked.

A segment `segment-<from>-<to>.jsonl` is UTF-8 text, one JSON object a line, without spaces and with its members in this
order (the record line is broken here for reading):

    {"format":"claimledger segment 1","from":1,"to":500,"previous_chain":"0000…"}
    {"position":1,"key":"…","type":"…","schema":1,"recorded_at":"…Z","meta":"{}","tags":["…"],"payload_hash":"…",
     "chain":"…","salt":"…","payload":"…"}
    {"chain":"…","sha256":"…"}

`salt` is hexadecimal, `payload` the exact text as a string; both are null once erased. The last line holds the chain at
the end and the hash of all bytes before that line. Every line must be exactly what is written for the values that it
holds, and every chain value must follow from the one before: so a change to any byte is found, and its line named.
"""

import json
import re
from collections.abc import Mapping, Sequence
from hashlib import sha256
from io import BytesIO
from typing import Any

from kg.errors import VerificationError
from kg.log.chain import Row, first_break, inspect, record_of, row_of, tags_text
from kg.log.errors import DamagedSegmentError
from kg.log.record import Head, Record

FORMAT = "claimledger segment 1"
_NAME = re.compile(r"segment-(\d{12,})-(\d{12,})\.jsonl")
_INTEGER_LIMIT = 2**63
_compact = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def segment_name(first: int, final: int) -> str:
    """Return the file name of the segment that holds positions `first` to `final`."""
    return f"segment-{first:012}-{final:012}.jsonl"


def bounds(path: str) -> tuple[int, int]:
    """Return first and last position by the file name that ends `path`."""
    match = _NAME.fullmatch(path.rpartition("/")[2])
    if match is None:
        raise DamagedSegmentError("this is not how a segment is called", path=path, line=1)
    return int(match[1]), int(match[2])


def segment_bytes(records: Sequence[Record], previous: Head) -> bytes:
    """Return the segment of `records`, which follow `previous`.

    Raises
    ------
    VerificationError
        A record is not what was recorded; damage is not sealed.

    """
    rows = [row_of(record) for record in records]
    damage = first_break(rows, previous)
    if damage:
        raise VerificationError(
            damage.what,
            where=f"position {damage.position}",
            next_step="Restore the log from a backup or from earlier segments.",
        )
    content = _header(previous, rows[-1].position) + b"".join(map(_record_line, rows))
    return content + _footer(rows[-1].chain, content)


def segment_records(content: bytes, *, path: str, previous: Head | None) -> list[Record]:
    """Return the records of a segment.

    Parameters
    ----------
    content, path
        The bytes of the file and its name, by which it says what it holds.
    previous
        Where the segment before it ends; None if that is not known, then the header's word for it is taken.

    Raises
    ------
    DamagedSegmentError
        A byte is not as it was written; the error names the line.

    """
    first, final = bounds(path)
    lines = BytesIO(content).readlines()
    if previous is None:
        previous = Head() if first == 1 else Head(first - 1, _stated_chain(lines))
    if not lines or lines[0] != _header(previous, final):
        raise DamagedSegmentError("this is not the first line of the segment that belongs here", path=path, line=1)
    records: list[Record] = []
    chain = previous.chain
    for number, expected in enumerate(range(previous.position + 1, final + 1), 2):
        row = _row(lines[number - 1]) if number <= len(lines) else None
        damage = inspect(row, previous=chain, expected=expected) if row else None
        if row is None or damage:
            what = damage.what if damage else "this line is not a record as the log writes it"
            raise DamagedSegmentError(what, path=path, line=number)
        chain = row.chain
        records.append(record_of(row))
    last = len(records) + 2
    if lines[last - 1 :] != [_footer(chain, b"".join(lines[: last - 1]))]:
        raise DamagedSegmentError("this is not the last line of these records", path=path, line=last)
    return records


def _line(value: Mapping[str, object]) -> bytes:
    return _compact(value).encode() + b"\n"


def _header(previous: Head, final: int) -> bytes:
    return _line({"format": FORMAT, "from": previous.position + 1, "to": final, "previous_chain": previous.chain})


def _record_line(row: Row) -> bytes:
    return _line(
        row._asdict()
        | {
            "tags": json.loads(row.tags),
            "salt": None if row.salt is None else row.salt.hex(),
            "payload": None if row.payload is None else row.payload.decode(),
        }
    )


def _footer(chain: str, content: bytes) -> bytes:
    return _line({"chain": chain, "sha256": sha256(content).hexdigest()})


def _stated_chain(lines: Sequence[bytes]) -> str:
    """Return the previous chain that the first line names; what is no such line is compared with the empty text."""
    try:
        return str(json.loads(lines[0])["previous_chain"])
    except (IndexError, KeyError, RecursionError, TypeError, ValueError):
        return ""


def _row(line: bytes) -> Row | None:
    """Return the row of a line, or None if the log would not have written this line."""
    try:
        value: dict[str, Any] = json.loads(line)
        salt, payload, tags = value["salt"], value["payload"], value["tags"]
        row = Row(
            **value
            | {
                "tags": tags_text(tags),
                "salt": None if salt is None else bytes.fromhex(salt),
                "payload": None if payload is None else payload.encode(),
            }
        )
        texts = (row.key, row.type, row.meta, row.payload_hash, row.chain, *tags)
        sound = all(type(text) is str for text in texts) and all(
            type(count) is int and count < _INTEGER_LIMIT for count in (row.position, row.schema)
        )
        return row if sound and row_of(record_of(row)) == row and _record_line(row) == line else None
    except (AttributeError, KeyError, RecursionError, TypeError, ValueError):
        return None
