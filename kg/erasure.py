"""A log in, which documents were erased, and which of its records that reaches, out; nothing is erased here.

The record of an erasure comes first and is the intention; `kg.erasing` then makes it true, as often as it takes.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from kg.errors import BadInputError
from kg.events import Depth, DocumentErased
from kg.events.door import events_in
from kg.log import Log, Query, Record

_ERASURES = Query(types=(DocumentErased.type,))
_ACTS = Query(types=("claim-corrected",)), Query(types=("claim-superseded",)), Query(types=("claims-linked",))
_POINTING = (*_ACTS, Query(types=("forecast-resolved",)))
"""Records that may name a claim of the document although they are tagged with another one."""
_LEAST_PARTS = 5


@dataclass(frozen=True, slots=True)
class Erasure:
    """That a document was erased, as the ledger records it."""

    document: str
    depth: Depth
    position: int
    recorded_at: datetime
    because: str


class ErasedError(BadInputError):
    """Something of an erased document would come back."""

    def __init__(self, erasure: Erasure) -> None:
        what = "the document and its claims were" if erasure.depth == "claims" else "the text of the document was"
        super().__init__(
            f"{what} erased on {erasure.recorded_at:%Y-%m-%d} and cannot come back",
            where=erasure.document,
            next_step=f"Record {erasure.position} gives the reason: {erasure.because}",
        )


def erasures(log: Log, *, after: int = 0) -> tuple[Erasure, ...]:
    """Return the erasures recorded behind position `after`, in order."""
    return tuple(_erasures_in(log.read((_ERASURES,), after=after)))


def erasure_of(log: Log, document: str) -> Erasure | None:
    """Return the deepest erasure of `document`, or None where it was never erased."""
    query = Query(types=(DocumentErased.type,), tags=(f"document:{document}",))
    found = tuple(_erasures_in(log.read((query,))))
    return next((each for each in found if each.depth == "claims"), found[0] if found else None)


def _erasures_in(records: Iterable[Record]) -> Iterator[Erasure]:
    for record, event in events_in(records):
        assert isinstance(event, DocumentErased), "that is the type which was asked for"
        yield Erasure(event.document, event.depth, record.position, record.recorded_at, event.because)


def records_of(log: Log, document: str) -> Iterator[Record]:
    """Yield the records that bring content of `document` or say something of its claims, erased or not.

    Those are its own, and all that anybody recorded about its claims: corrections, links from and to them, outcomes,
    assumptions, since a reason may repeat what was claimed. Records of other documents stay, and so do entities.
    """
    for record in log.read((Query(tags=(f"document:{document}",)), *_POINTING)):
        if speaks_of(record, document):
            yield record


@dataclass(frozen=True, slots=True)
class Remains:
    """What an erasure reaches."""

    document: str
    depth: Depth
    positions: tuple[int, ...]
    """Records whose content goes; their ids, tags, days and hashes remain. None where only the text goes."""


def remains(log: Log, document: str, depth: Depth) -> Remains:
    """Return what an erasure of `document` reaches, done or not."""
    reached = records_of(log, document) if depth == "claims" else iter(())
    return Remains(document, depth, tuple(record.position for record in reached))


def speaks_of(record: Record, document: str) -> bool:
    """Tell from key and tags, which outlast the payload, whether an erasure of `document` reaches a record."""
    if record.type == DocumentErased.type:
        return False
    own = f"document:{document}" in record.tags or any(tag.startswith(f"claim:{document}/") for tag in record.tags)
    # What acts by another claim has its id at the end of the key: `corrected/d1/price/d2/price`.
    parts = record.key.split("/")
    return own or (len(parts) >= _LEAST_PARTS and parts[-2] == document)
