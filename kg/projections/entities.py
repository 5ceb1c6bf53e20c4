"""A recorded event in, the entities that it declares out."""

from collections.abc import Iterator, Mapping

from kg import ids
from kg.projections.base import Recorded, Statement

MERGED_INTO = ids.kg("mergedInto")
OWN = frozenset({ids.RDF_TYPE, ids.PREF_LABEL, ids.ALT_LABEL, ids.NOTE})
"""Properties that a declaration writes, and that a new reading of the entity therefore takes back."""


def entities(recorded: Recorded) -> Iterator[Statement]:
    """Return class, names and note of each entity; a folded one lends its names to the entity kept."""
    for entity in recorded.entities:
        subject = recorded.node(entity.id)
        folded = subject != ids.node(entity.id)
        yield subject, ids.RDF_TYPE, ids.kg("Entity")
        yield subject, ids.RDF_TYPE, ids.kg(entity.cls)
        yield subject, ids.ALT_LABEL if folded else ids.PREF_LABEL, ids.text(entity.label)
        for alias in entity.aliases:
            yield subject, ids.ALT_LABEL, ids.text(alias)
        if entity.note:
            yield subject, ids.NOTE, ids.text(entity.note)


def identities(canonical: Mapping[str, str]) -> Iterator[Statement]:
    """Return where each folded entity is found: all that is left of its node."""
    for folded, kept in canonical.items():
        yield ids.node(folded), MERGED_INTO, ids.node(kept)
