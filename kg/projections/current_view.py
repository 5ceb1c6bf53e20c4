"""A recorded event in, the direct triples that its affirmed claims support out, and that each claim stands.

Both are written as if nothing had ended the claim; `settle.py` mends those for which something did. That is rare, so
catching up costs the event and a rebuild stays one pass.
"""

from collections.abc import Iterator

from kg import ids
from kg.claim import Reading
from kg.projections.base import Recorded, Statement
from kg.projections.claims import object_term
from kg.vocab import PREDICATES

STATUS = ids.kg("status")
STANDS = ids.kg("stands")


def current_view(recorded: Recorded) -> Iterator[Statement]:
    """Return status and direct triples of each claim."""
    for reading in recorded.readings:
        yield ids.node(reading.id), STATUS, STANDS
        yield from direct(recorded, reading)


def direct(recorded: Recorded, reading: Reading) -> Iterator[Statement]:
    """Return the triples that a claim supports while it stands."""
    claim = reading.claim
    if claim.affirmed and PREDICATES[claim.predicate].takes in {"entity", "topic"}:
        for value in claim.objects:
            yield recorded.node(claim.subject), ids.kg(claim.predicate), object_term(recorded, claim, value)
