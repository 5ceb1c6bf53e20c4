"""A log in, what it already holds about one document or entity out, as it reads today.

Records that hold no event (`kg.events.door`) are passed over here as they are in the graph.

Lookups go through the log's tags, so they cost what the document has and not what the log has.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Self

from kg.claim import Document, Entity, Occurrence, Reading
from kg.erasure import Erasure, erasure_of
from kg.events import JUDGEMENTS, EntityDeclared, Event
from kg.events.base import End
from kg.events.door import events_in
from kg.log import Log, Query
from kg.resolution.judgements import Judgements


@dataclass(slots=True)
class KnownDocument:
    """A document as the log reads it today, corrections of our reading applied."""

    document: Document
    occurrences: dict[str, Occurrence] = field(default_factory=dict)
    readings: dict[str, Reading] = field(default_factory=dict)
    """By claim key."""
    ends: list[End] = field(default_factory=list)


class Known:
    """What the log holds; remembers what it looked up, so make a new one after an append.

    Parameters
    ----------
    log
        The log.
    expected
        Events, planned but not yet appended, that are taken as known too.

    """

    def __init__(self, log: Log, expected: Iterable[Event] = ()) -> None:
        self._log = log
        self._expected: list[Event] = []
        self._by_tag: dict[str, list[Event]] = {}
        self._documents: dict[str, KnownDocument | None] = {}
        self._entities: dict[str, Entity | None] = {}
        self._erasures: dict[str, Erasure | None] = {}
        self._names: list[str] | None = None
        self._judgements: Judgements | None = None
        self.expect(*expected)

    def fork(self) -> Self:
        """Return another one that knows the same; what it is told to expect later stays with it."""
        return type(self)(self._log, self._expected)

    def events(self, tag: str) -> list[Event]:
        """Return the events with `tag`, oldest first."""
        held = [event for _, event in events_in(self._log.read((Query(tags=(tag,)),)))]
        return held + self._by_tag.get(tag, [])

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

    def erased(self, name: str) -> Erasure | None:
        """Return the deepest erasure of the document called `name`, or None if it was never erased."""
        if name not in self._erasures:
            self._erasures[name] = erasure_of(self._log, name)
        return self._erasures[name]

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

    def times_read_anew(self, target: str) -> int:
        """Return how often the reading of an entity, document, announcement or claim was replaced."""
        tags = (f"declares:{target}", f"claim:{target}")
        return sum(event.replaces() == target for tag in tags for event in self.events(tag))

    def names(self) -> list[str]:
        """Return the ids of all entities and documents; a full read, for near misses in an error."""
        if self._names is None:
            naming = Query(types=("entity-declared",)), Query(types=("document-recorded",))
            events = [*self._expected, *(event for _, event in events_in(self._log.read(naming)))]
            entities = {entity.id for event in events for entity in event.entities()}
            self._names = sorted(entities | {document.id for event in events for document in event.documents()})
        return self._names

    def judgements(self) -> Judgements:
        """Return all that was judged of who is who; it costs what was judged, not what the log has."""
        if self._judgements is None:
            found = Judgements()
            for record, event in events_in(self._log.read((Query(types=JUDGEMENTS),))):
                found = found.with_one(record.position, event)
            for event in self._expected:
                if event.type in JUDGEMENTS:
                    found = found.with_one(0, event)
            self._judgements = found
        return self._judgements

    def expect(self, *events: Event) -> None:
        """Take `events`, planned but not yet appended, as known."""
        self._names = None
        self._judgements = None
        self._expected += events
        for event in events:
            for tag in event.tags():
                self._by_tag.setdefault(tag, []).append(event)
                kind, _, name = tag.partition(":")
                if kind == "document":
                    self._documents.pop(name, None)
                if kind == "declares":
                    self._entities.pop(name, None)


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
