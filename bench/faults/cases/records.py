"""Raw records in, a log out whose chain is right whatever they hold: as segments, or straight in a `log.db`.

A chain vouches for what was written and not for who wrote it, so a stranger's segments have a right one. The file of a
log is written here as an older version would have done that believed everything.
"""

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from bench.faults.cases.carriers import record_of, records_of_world
from bench.faults.cases.fields import Content
from kg.log import SqliteLog
from kg.log.chain import Row, hash_payload, link, tags_text
from kg.log.record import GENESIS, NewRecord
from kg.log.segment import FORMAT, segment_name
from kg.log.tables import insert

RECORDED_AT = "2026-06-01T12:00:00.000000Z"


@dataclass(frozen=True, slots=True)
class Raw:
    """A record before it has a place: any text in any field."""

    key: str
    type: str
    schema: int
    payload: bytes | None
    """None as if it had been erased; then there is no salt either."""
    tags: tuple[str, ...] = ()
    meta: str = "{}"
    recorded_at: str = RECORDED_AT
    tags_as_written: str | None = None
    """The text of the tags where it is not the one that a log writes."""


def raw(record: NewRecord) -> Raw:
    """Return a record as a raw one."""
    return Raw(record.key, record.type, record.schema, record.payload, record.tags, record.meta)


def raw_of(kind: str, content: Content) -> Raw:
    """Return the raw record of a payload, with the key and tags that belong to it."""
    return raw(record_of(kind, content))


def raw_world() -> list[Raw]:
    """Return the records of the sound ledger."""
    return [raw(record) for record in records_of_world()]


def sound(key: str, *, tags: tuple[str, ...] = (), payload: bytes = b"{}", meta: str = "{}") -> Raw:
    """Return a record whose type exists, for the sizes of its other fields."""
    return Raw(key, "entity-declared", 1, payload, tags, meta)


def rows_of(raws: Sequence[Raw], *, previous: str = GENESIS, first: int = 1) -> list[Row]:
    """Return records as rows that follow each other, with salts from their positions."""
    rows = []
    for position, each in enumerate(raws, first):
        salt = None if each.payload is None else sha256(str(position).encode()).digest()[:16]
        payload_hash = sha256(each.key.encode()).hexdigest()
        if salt is not None and each.payload is not None:
            payload_hash = hash_payload(salt, each.payload)
        tags = each.tags_as_written if each.tags_as_written is not None else tags_text(each.tags)
        covered = (position, each.key, each.type, each.schema, each.recorded_at, each.meta, tags, payload_hash)
        previous = link(previous, covered)
        rows.append(Row(*covered, previous, salt, each.payload))
    return rows


def segment_of(raws: Sequence[Raw], *, previous: str = GENESIS, first: int = 1) -> bytes:
    """Return records as one segment, each byte as the log would write it.

    A payload must be UTF-8 here, since a segment holds it as text; those that are not go into a `log.db` only.
    """
    rows = rows_of(raws, previous=previous, first=first)
    head = {"format": FORMAT, "from": first, "to": first + len(rows) - 1, "previous_chain": previous}
    content = _line(head) + b"".join(_line(_members(row)) for row in rows)
    return content + _line({"chain": rows[-1].chain, "sha256": sha256(content).hexdigest()})


def _members(row: Row) -> dict[str, object]:
    held = row._asdict()
    held["tags"] = json.loads(row.tags)
    held["salt"] = None if row.salt is None else row.salt.hex()
    held["payload"] = None if row.payload is None else row.payload.decode()
    return held


def _line(value: dict[str, object]) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def write_segments(folder: Path, raws: Sequence[Raw], *, size: int = 1_000) -> list[Path]:
    """Write records as segments of a size, for `kg import`, and return the files."""
    folder.mkdir(parents=True, exist_ok=True)
    paths, rows = [], rows_of(raws)
    for start in range(0, len(raws), size):
        some = raws[start : start + size]
        previous = rows[start - 1].chain if start else GENESIS
        path = folder / segment_name(start + 1, start + len(some))
        path.write_bytes(segment_of(some, previous=previous, first=start + 1))
        paths.append(path)
    return paths


def write_log(path: Path, raws: Sequence[Raw]) -> None:
    """Write records into a new `log.db`, past every check, with the index of their tags."""
    SqliteLog(path, mode="create").close()
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        connection.execute("BEGIN IMMEDIATE")
        tags = [(tag, position) for position, each in enumerate(raws, 1) for tag in dict.fromkeys(each.tags)]
        insert(connection, rows_of(raws), tags)
        connection.execute("COMMIT")
    finally:
        connection.close()


def placed(bad: Raw, where: str) -> tuple[list[Raw], int]:
    """Return the sound ledger with one more record `first`, in the `middle` or `last`, and the position of that one."""
    world = raw_world()
    at = {"first": 0, "middle": len(world) // 2, "last": len(world)}[where]
    return [*world[:at], bad, *world[at:]], at + 1


def erasing(document: str, depth: str = "text") -> Raw:
    """Return the record of an erasure of whatever is called so: an id, or a path that a careless program deletes."""
    return raw_of("document-erased", {"because": "b", "depth": depth, "document": document})


def changed(each: Raw, **fields: object) -> Raw:
    """Return a record with other fields."""
    return replace(each, **fields)  # type: ignore[arg-type]  # the caller names fields of it
