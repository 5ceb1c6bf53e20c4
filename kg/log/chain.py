"""A stored row in, its hashes or what is wrong with it out.

Every log and every segment file holds the same eleven values of a record, here a `Row`, and is checked by the same
`inspect`. To check a chain by other means: `payload_hash` is the SHA-256 of salt and payload; `chain` is the SHA-256 of
the compact JSON array `[previous chain, position, key, type, schema, recorded_at, meta, tags, payload_hash]`, in which
`tags` is the JSON text of the sorted list.
"""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from hashlib import sha256
from json.encoder import encode_basestring as _quoted
from typing import NamedTuple

from kg.errors import BadInputError
from kg.log.record import Damage, Head, NewRecord, Record, instant_text

SALT_BYTES = 16

Covered = tuple[int, str, str, int, str, str, str, str]
"""What the chain covers: position, key, type, schema, recorded_at, meta, tags and payload_hash."""


class Row(NamedTuple):
    """A record as it is stored; the first eight values are what the chain covers."""

    position: int
    key: str
    type: str
    schema: int
    recorded_at: str
    meta: str
    tags: str
    payload_hash: str
    chain: str
    salt: bytes | None
    payload: bytes | None


def tags_text(tags: Iterable[str]) -> str:
    """Return tags as the text that is stored and covered by the chain."""
    return f"[{','.join(map(_quoted, sorted(set(tags))))}]"


def hash_payload(salt: bytes, payload: bytes) -> str:
    """Return the hash that the chain covers in place of the payload."""
    return sha256(salt + payload).hexdigest()


def link(previous: str, covered: Covered) -> str:
    """Return the chain value of a record that follows `previous`.

    The JSON array is spelled out because `json.dumps` takes five times as long for the same bytes.
    """
    position, key, type_, schema, recorded_at, meta, tags, payload_hash = covered
    text = (
        f"[{_quoted(previous)},{position},{_quoted(key)},{_quoted(type_)},{schema},{_quoted(recorded_at)},"
        f"{_quoted(meta)},{_quoted(tags)},{_quoted(payload_hash)}]"
    )
    return sha256(text.encode()).hexdigest()


def chained(records: Sequence[NewRecord], head: Head, *, recorded_at: str, salts: bytes) -> list[Row]:
    """Return the rows of new records, which continue the chain behind `head`; each takes 16 bytes of `salts`."""
    rows = []
    previous = head.chain
    for index, record in enumerate(records):
        _check_text(record)
        salt = salts[index * SALT_BYTES : (index + 1) * SALT_BYTES]
        covered = (
            head.position + 1 + index,
            record.key,
            record.type,
            record.schema,
            recorded_at,
            record.meta,
            tags_text(record.tags),
            hash_payload(salt, record.payload),
        )
        previous = link(previous, covered)
        rows.append(Row(*covered, previous, salt, record.payload))
    return rows


def _check_text(record: NewRecord) -> None:
    """Refuse what could never be sealed: a segment holds payloads as text."""
    try:
        record.payload.decode()
    except UnicodeDecodeError as error:
        raise BadInputError(
            "the payload is not UTF-8 text", where=record.key, next_step="Write the payload as UTF-8."
        ) from error


def row_of(record: Record) -> Row:
    """Return the stored form of a record."""
    return Row(
        record.position,
        record.key,
        record.type,
        record.schema,
        instant_text(record.recorded_at),
        record.meta,
        tags_text(record.tags),
        record.payload_hash,
        record.chain,
        record.salt,
        record.payload,
    )


def record_of(row: Row) -> Record:
    """Return the record that a row holds; a ValueError or TypeError says that instant or tags cannot be read."""
    tags = json.loads(row.tags)
    if not isinstance(tags, list) or not all(isinstance(tag, str) for tag in tags):
        message = "the tags are no list of texts"
        raise TypeError(message)
    instant = datetime.fromisoformat(row.recorded_at)
    if instant.tzinfo is None:
        message = "the instant has no zone"
        raise ValueError(message)
    return Record(
        row.position,
        row.key,
        row.type,
        row.schema,
        instant,
        row.meta,
        row.payload,
        row.payload_hash,
        row.chain,
        tuple(tags),
        row.salt,
    )


def inspect(row: Row, *, previous: str, expected: int) -> Damage | None:
    """Return what is wrong with a row that should stand at `expected`, behind the chain value `previous`."""
    if row.position != expected:
        missing = row.position > expected
        what = f"record {expected} is missing" if missing else f"record {row.position} stands out of order"
        return Damage(expected if missing else row.position, "position", what)
    erased = row.salt is None and row.payload is None
    actual = row.payload_hash if erased else hash_payload(row.salt or b"", row.payload or b"")
    if link(previous, row[:8]) == row.chain:
        if actual == row.payload_hash:
            return None
        return Damage(expected, "payload", "payload or salt is not what was recorded")
    if link(previous, (*row[:7], actual)) == row.chain:
        return Damage(expected, "payload hash", "the payload is whole, its hash was changed")
    return Damage(expected, "covered fields", "the chain does not cover what stands here")


def first_break(rows: Iterable[Row], head: Head) -> Damage | None:
    """Return the first damage in rows that should follow `head`, or None."""
    previous = head.chain
    for expected, row in enumerate(rows, head.position + 1):
        damage = inspect(row, previous=previous, expected=expected)
        if damage:
            return damage
        previous = row.chain
    return None
