"""A log in, what it already holds about one document or entity out, as it reads today.

Lookups go through the log's tags, so they cost what the document has and not what the log has.
"""

from dataclasses import dataclass, field

from kg.claim import Document, Entity, Occurrence, Reading
from kg.events import EntityDeclared, Event, decode
from kg.events.base import End
from kg.log import Log, Query


@dataclass(slots=True)
class KnownDocument:
    """A document as the log reads it today, corrections of our reading applied."""

    document: Document
    occurrences: dict[str, Occurrence] = field(default_factory=dict)
    readings: dict[str, Reading] = field(default_factory=dict)
    """By claim key."""
    ends: list[End] = field(default_factory=list)


class Known:
    """What the log holds; remembers what it looked up, so make a new one after an append."""

    def __init__(self, log: Log) -> None:
        self._log = log
        self._documents: dict[str, KnownDocument | None] = {}
        self._entities: dict[str, Entity | None] = {}

    def events(self, *tags: str) -> list[Event]:
        """Return the events with all of `tags`, oldest first."""
        found = self._log.read((Query(tags=tags),))
        return [
            decode(record.type, record.schema, record.payload, where=f"position {record.position}")
            for record in found
            if record.payload is not None
        ]

    def document(self, name: str) -> KnownDocument | None:
        """Return the document called `name`, or None if the log has none."""
        if name not in self._documents:
            self._documents[name] = self._read_document(name)
        return self._documents[name]

    def _read_document(self, name: str) -> KnownDocument | None:
        known: KnownDocument | None = None
        for event in self.events(f"document:{name}"):
            known = _apply(known, event, name)
        return known

    def entity(self, name: str) -> Entity | None:
        """Return the entity called `name` with the names of all its declarations, or None if there is none."""
        if name not in self._entities:
            merged: Entity | None = None
            for event in self.events(f"declares:{name}"):
                for entity in event.entities():
                    merged = entity if merged is None or event.replaces() else merge(merged, entity)
            self._entities[name] = merged
        return self._entities[name]

    def claim(self, name: str) -> Reading | None:
        """Return the claim called `document/key`, or None if there is none."""
        document, _, key = name.partition("/")
        known = self.document(document)
        return known.readings.get(key) if known else None

    def names(self) -> list[str]:
        """Return the ids of all entities and documents; a full read, for near misses in an error."""
        records = self._log.read((Query(types=("entity-declared",)), Query(types=("document-recorded",))))
        found: set[str] = set()
        for record in records:
            if record.payload is not None:
                event = decode(record.type, record.schema, record.payload, where=f"position {record.position}")
                found |= {entity.id for entity in event.entities()} | {doc.id for doc in event.documents()}
        return sorted(found)

    def expect(self, event: Event) -> None:
        """Take `event`, planned but not yet appended, as known."""
        for entity in event.entities():
            known = self.entity(entity.id)
            self._entities[entity.id] = entity if known is None or event.replaces() else merge(known, entity)
        named = {document.id for document in event.documents()}
        named |= {name for name, _ in event.occurrences()} | {reading.document for reading in event.readings()}
        for name in named:
            self._documents[name] = _apply(self.document(name), event, name)


def _apply(known: KnownDocument | None, event: Event, name: str) -> KnownDocument | None:
    for document in event.documents():
        if document.id == name:
            known = known or KnownDocument(document)
            known.document = document
    if known is not None:
        known.occurrences |= {o.key: o for document, o in event.occurrences() if document == name}
        known.readings |= {r.claim.key: r for r in event.readings() if r.document == name}
        known.ends += event.ends()
    return known


def merge(known: Entity, more: Entity) -> Entity:
    """Return `known` with the names and the note that `more` adds."""
    added = tuple(name for name in more.aliases if name not in known.aliases)
    note = known.note or more.note
    return known.model_copy(update={"aliases": known.aliases + added, "note": note})


def new_declaration(known: Entity | None, entity: Entity) -> EntityDeclared | None:
    """Return the event that declaring `entity` needs, or None if everything in it is known."""
    if known is not None and merge(known, entity) == known:
        return None
    return EntityDeclared(entity=entity)
