"""A log and a horizon in, for each record whether it counts out.

What a source published by a day counts from the last day of its document's possible range; an act without a day of its
own counts from the day on which it was recorded. Our own reading (entities, merges, links, corrections of what we read)
counts at every date, as far as what it speaks of does. What was erased is gone at every date.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from kg.claim import Document
from kg.errors import BadInputError, near_misses, quoted
from kg.events import BY_TYPE, Event
from kg.events.door import readable
from kg.horizon import Horizon
from kg.known import Known
from kg.log import Log, Query, Record

_DOCUMENTS = (Query(types=("document-recorded",)),)
_READ_ANEW = (Query(types=("extraction-corrected",)),)
_BY_TAGS = frozenset(
    name for name, kind in BY_TYPE.items() if (kind.rests_on, kind.said_on) == (Event.rests_on, Event.said_on)
)
"""Types of events of which the tags say all that is needed, so that very many of them need not be read."""


@dataclass(frozen=True, slots=True)
class Dated:
    """When a document can have been published: from the first day on, and from when it counts."""

    earliest: date | None
    counts_from: date


class Selection:
    """The records of a log that a horizon leaves; call it with a record.

    Raises
    ------
    BadInputError
        The horizon leaves out something that the log does not have.

    """

    def __init__(self, log: Log, horizon: Horizon) -> None:
        self._log, self._horizon = log, horizon
        self._without = _positions(log, horizon.without)
        self._needs_documents = bool(horizon.as_of or horizon.without)

    @cached_property
    def _documents(self) -> Mapping[str, Dated]:
        return _documents(self._log, self._stands)

    def __call__(self, record: Record) -> bool:
        """Tell whether a record counts."""
        kind = BY_TYPE.get(record.type)
        if kind is not None and kind.everywhere:
            return True
        return self._stands(record) and (not self._needs_documents or self._rests_on_what_counts(record))

    def left_out_though_perhaps_published(self) -> tuple[str, ...]:
        """Return the documents that may have been published by the day, and count from a later one."""
        day = self._horizon.as_of
        if day is None:
            return ()
        return tuple(
            name
            for name, dated in sorted(self._documents.items())
            if (dated.earliest or date.min) <= day < dated.counts_from
        )

    def has_document(self, name: str) -> bool:
        """Tell whether a document counts."""
        dated = self._documents.get(name)
        return dated is not None and (self._horizon.as_of is None or dated.counts_from <= self._horizon.as_of)

    def _stands(self, record: Record) -> bool:
        """Tell whether a record is not left out by itself."""
        last = self._horizon.recorded_by
        if isinstance(last, datetime) and record.recorded_at > last:
            return False
        if isinstance(last, int) and record.position > last:
            return False
        return record.position not in self._without

    def _rests_on_what_counts(self, record: Record) -> bool:
        event = None if record.type in _BY_TAGS else readable(record)
        named = None if event is None else event.rests_on()
        if not all(map(self.has_document, _named_by_tags(record) if named is None else named)):
            return False
        said = event.said_on(record.recorded_at.date()) if event else None
        return said is None or self._horizon.as_of is None or said <= self._horizon.as_of


def _named_by_tags(record: Record) -> Iterator[str]:
    for tag in record.tags:
        kind, _, name = tag.partition(":")
        if kind in {"document", "claim"}:
            yield name.partition("/")[0]


def _documents(log: Log, stands: Callable[[Record], bool]) -> Mapping[str, Dated]:
    """Return the documents that stand, with the days that we read last."""
    found: dict[str, Dated] = {}
    for record in log.read(_DOCUMENTS):
        if record.payload is not None and stands(record):
            found.update(_as_recorded(record, record.payload))
    for record in log.read(_READ_ANEW):
        if stands(record) and (event := readable(record)):
            for document in event.documents():
                if document.id in found:
                    found[document.id] = _dated(document, record)
    return found


def _as_recorded(record: Record, payload: bytes) -> Mapping[str, Dated]:
    """Return the document that a record brings with its days, or none where it cannot be read.

    Of today's schema only these are read, not the claims: a record whose claims make no event counts nowhere anyway.
    """
    if record.schema == BY_TYPE[record.type].schema_version:
        with suppress(ValueError, LookupError, TypeError, RecursionError):
            content = json.loads(payload)["document"]
            document = Document.model_validate_json(json.dumps(content))
            return {document.id: _dated(document, record)}
        return {}
    event = readable(record)
    return {document.id: _dated(document, record) for document in event.documents()} if event else {}


def _dated(document: Document, record: Record) -> Dated:
    """Return the days of a document; one without a last day was out when we read it, or at least recorded it."""
    read = date.fromisoformat(document.read_on) if document.read_on else record.recorded_at.date()
    return Dated(document.published.earliest, document.published.latest or read)


def _positions(log: Log, names: tuple[str, ...]) -> frozenset[int]:
    return frozenset(position for name in names for position in _named(log, name))


def _named(log: Log, name: str) -> tuple[int, ...]:
    """Return the positions that a name means: itself, or what brought a document or an announcement."""
    if name.isdigit():
        if not 1 <= int(name) <= log.head().position:
            raise BadInputError(
                f"the ledger has no record {name}", where="--without", next_step="`kg log` lists the records."
            )
        return (int(name),)
    document, _, key = name.partition("/")
    known = Known(log)
    held = known.document(document)
    if held is None:
        hint = near_misses(document, known.names()) or "`kg query documents` lists the documents."
        raise BadInputError(
            f"there is no document {quoted(document)} in this ledger", where="--without", next_step=hint
        )
    records = list(log.read((Query(tags=(f"document:{document}",)),)))
    if not key:
        return tuple(record.position for record in records)
    if key in held.occurrences:
        return tuple(record.position for record in records if _brings(record, name))
    if key in held.readings:
        position = next(record.position for record in reversed(records) if _brings(record, name))
        raise BadInputError(
            f"{name} is one claim of record {position}, and records are left out whole",
            where="--without",
            next_step=f"Leave out the record: `--without {position}`.",
        )
    raise BadInputError(
        f"{document} has no announcement {quoted(key)}",
        where="--without",
        next_step=near_misses(key, held.occurrences) or f"`kg show {document}` lists what is in it.",
    )


def _brings(record: Record, name: str) -> bool:
    event = readable(record)
    if event is None:
        return False
    inside = {f"{document}/{occurrence.key}" for document, occurrence in event.occurrences()}
    return name in inside | {reading.id for reading in event.readings()}
