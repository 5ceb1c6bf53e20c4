"""What an event means in RDF: a recorded event in, statements of the default graph out.

Each projection is a pure function; to add one, write it in a file of this folder and name it in `PROJECTIONS`.
`settle.py` then makes the status of the claims that an event ended agree with what the store holds.
"""

from collections.abc import Iterator

from kg.projections.base import NOTHING_LATER, Later, Lookup, Projection, Recorded, Statement
from kg.projections.claims import claims
from kg.projections.current_view import current_view
from kg.projections.documents import documents
from kg.projections.entities import entities, identities
from kg.projections.records import records
from kg.projections.settle import Patch, settle, take_back, touched

PROJECTIONS: tuple[Projection, ...] = (records, entities, documents, claims, current_view)


def statements(recorded: Recorded) -> Iterator[Statement]:
    """Return everything that the projections say of one event."""
    for projection in PROJECTIONS:
        yield from projection(recorded)


__all__ = [
    "NOTHING_LATER",
    "PROJECTIONS",
    "Later",
    "Lookup",
    "Patch",
    "Projection",
    "Recorded",
    "Statement",
    "identities",
    "settle",
    "statements",
    "take_back",
    "touched",
]
