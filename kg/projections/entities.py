"""A recorded event in, the entities that it declares out."""

from collections.abc import Iterator

from kg import ids
from kg.projections.base import Recorded, Statement

OWN = frozenset({ids.RDF_TYPE, ids.PREF_LABEL, ids.ALT_LABEL, ids.NOTE})
"""Properties that a declaration writes, and that a new reading of the entity therefore takes back."""


def entities(recorded: Recorded) -> Iterator[Statement]:
    """Return class, names and note of each entity."""
    for entity in recorded.entities:
        subject = ids.node(entity.id)
        yield subject, ids.RDF_TYPE, ids.kg("Entity")
        yield subject, ids.RDF_TYPE, ids.kg(entity.cls)
        yield subject, ids.PREF_LABEL, ids.text(entity.label)
        for alias in entity.aliases:
            yield subject, ids.ALT_LABEL, ids.text(alias)
        if entity.note:
            yield subject, ids.NOTE, ids.text(entity.note)
