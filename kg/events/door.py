"""The one door for records: what a record says is believed only after its event was read from it, whole.

Whoever made a record, this program, an earlier one, a colleague or a stranger, it passes here: before a log takes it
in, and again whenever it is read. A record passes where its type and words are known, its payload fits the closed
grammars of its model, and its key and tags are those of its event. What passes can be projected; what does not is
refused by a log that would take it in, and set aside in one that holds it already, so that nothing in a log stops
reading the rest.
"""

import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from kg import lengths
from kg.characters import hidden_in, unpaired_in
from kg.errors import VerificationError
from kg.events import BY_TYPE, decode
from kg.events.base import Event
from kg.events.words import check_words
from kg.log import Mode, NewRecord, Record, SqliteLog

_LARGEST_PAYLOAD = 32 << 20
"""Bytes: more than the most claims that one event may bring."""
_LARGEST_META = 4096
_FIRST, _LAST = datetime(1970, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)


def open_log(path: Path, *, mode: Mode = "write") -> SqliteLog:
    """Return the log at `path`, opened so that it takes in only what passes here."""
    return SqliteLog(path, mode=mode, admit=admit)


def admit(record: NewRecord | Record) -> None:
    """Let a record pass.

    Raises
    ------
    VerificationError
        It is not what this program, or one that it knows, would have written.

    """
    where = _where(record)
    if isinstance(record, Record) and not _FIRST <= record.recorded_at < _LAST:
        raise VerificationError("it says that it was recorded when no computer was there", where=where)
    if len(record.meta) > _LARGEST_META or not _is_mapping(record.meta):
        raise VerificationError("what it says of its recording cannot be read", where=where)
    for name in (record.key, *record.tags):
        if len(name) > lengths.KEY or unpaired_in(name) or hidden_in(name) or "\n" in name:
            raise VerificationError("its key or a tag is none that an event has", where=where)
    if record.payload is None:
        _known_type(record.type, where)
    else:
        event_of(record)


def event_of(record: NewRecord | Record) -> Event:
    """Return the event of a record that was not erased.

    Raises
    ------
    VerificationError
        The record does not pass; the sentence says why.

    """
    assert record.payload is not None, "the caller looked"
    where = _where(record)
    if isinstance(record, Record) and record.damaged:
        raise VerificationError(
            "its instant or tags were changed after it was written", where=where, next_step=_ALTERED
        )
    if len(record.payload) > _LARGEST_PAYLOAD:
        raise VerificationError(f"its payload has more than {_LARGEST_PAYLOAD} bytes", where=where)
    event = decode(record.type, record.schema, record.payload, where=where)
    check_words(event, where=where)
    if event.key() != record.key or {*event.tags()} != {*record.tags}:
        raise VerificationError("key and tags are not those of the event in it", where=where, next_step=_ALTERED)
    return event


def events_in(records: Iterable[Record]) -> Iterator[tuple[Record, Event]]:
    """Yield the records that hold an event, with it; those that were erased or do not pass are left out."""
    for record in records:
        if event := readable(record):
            yield record, event


def readable(record: Record) -> Event | None:
    """Return the event of a record, or None where it was erased or does not pass."""
    if record.payload is None:
        return None
    try:
        return event_of(record)
    except VerificationError:
        return None


_ALTERED = "Nobody's program writes such a record; use another copy, from somebody whom you trust."


def _where(record: NewRecord | Record) -> str:
    return f"position {record.position}" if isinstance(record, Record) else record.type[: lengths.WORD]


def _known_type(name: str, where: str) -> None:
    if name not in BY_TYPE:
        raise VerificationError(f"the event type {name[: lengths.WORD]!r} is unknown here", where=where)


def _is_mapping(text: str) -> bool:
    try:
        return isinstance(json.loads(text), dict)
    except (ValueError, RecursionError):
        return False
