"""Events and records in, what programs and people read out: the same JSON for planned and for recorded ones."""

import json
from collections.abc import Iterator
from typing import Any

from kg.errors import VerificationError
from kg.events import Event, encode
from kg.events.door import event_of
from kg.log import Record
from kg.views.phrases import counted, spaced


def as_line(event: Event) -> str:
    """Return a planned event as one line of JSON."""
    content = {
        "type": event.type,
        "schema": event.schema_version,
        "key": event.key(),
        "tags": sorted(set(event.tags())),
        "payload": json.loads(encode(event)),
    }
    return json.dumps(content, ensure_ascii=False) + "\n"


def as_values(record: Record) -> dict[str, Any]:
    """Return a record as plain values; an erased payload is null."""
    return {
        "position": record.position,
        "recorded_at": record.recorded_at.isoformat().replace("+00:00", "Z"),
        "type": record.type,
        "schema": record.schema,
        "key": record.key,
        "tags": list(record.tags),
        "payload": None if record.payload is None else _as_json(record.payload),
        "chain": record.chain,
    }


def _as_json(payload: bytes) -> object:
    """Return the payload as plain values, or as the text that it is where it is no JSON."""
    try:
        return json.loads(payload)
    except (ValueError, RecursionError):
        return payload.decode(errors="replace")


def summary(record: Record) -> tuple[str, tuple[str, ...]]:
    """Return what a record is about in one line, and further lines for its reason and what it brought."""
    if record.payload is None:
        return "erased", ()
    try:
        event = event_of(record)
    except VerificationError as error:
        return f"cannot be read: {error.what}", ()
    lines = [f"because {reason}"] if (reason := event.reason()) else []
    if event.documents() or event.occurrences():
        lines.append(counted(len(event.readings()), "claim"))
    return next(_about(event), record.key), tuple(lines)


def _about(event: Event) -> Iterator[str]:
    """Yield what an event brings or does, each in a line, the most telling first."""
    yield from (f"{document.id}: {document.title}" for document in event.documents())
    yield from (f"{name}/{occurrence.key}: {occurrence.title}" for name, occurrence in event.occurrences())
    yield from (f"{entity.id}: {entity.label} ({entity.cls})" for entity in event.entities())
    how = "anew" if event.replaces() else "in addition"
    yield from (f"{reading.id} read {how}" for reading in event.readings())
    yield from (f"{claim} {spaced(link.relation)} {link.to}" for claim, link in event.links())
    yield from (f"{end.target} {end.ending}{f' by {end.by}' if end.by else ''}" for end in event.ends())
    for remark in event.remarks():
        details = ", ".join(f"{spaced(detail.name)} {detail.value}" for detail in remark.details)
        yield f"{remark.about}: {details}"
