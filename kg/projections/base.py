"""What projections read and write: one recorded event in, statements out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from kg.claim import Document, Entity, Occurrence, Reading
from kg.events.base import Event

Statement = tuple[str, str, str]
"""Subject, predicate and object of one quad of the default graph, each as N-Triples text (`kg/ids.py`)."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """An event with its place in the log, less what a later event reads anew."""

    position: int
    recorded_at: datetime
    event: Event
    revised: Mapping[str, int] = field(default_factory=dict)
    """Ids of nodes that were read anew, with the position of the last new reading."""

    def _holds(self, name: str) -> bool:
        return self.revised.get(name, 0) <= self.position

    @property
    def entities(self) -> tuple[Entity, ...]:
        """Return the entities whose declaration holds."""
        return tuple(entity for entity in self.event.entities() if self._holds(entity.id))

    @property
    def documents(self) -> tuple[Document, ...]:
        """Return the documents whose description holds."""
        return tuple(document for document in self.event.documents() if self._holds(document.id))

    @property
    def occurrences(self) -> tuple[tuple[str, Occurrence], ...]:
        """Return the occurrences whose description holds."""
        pairs = self.event.occurrences()
        return tuple(pair for pair in pairs if self._holds(f"{pair[0]}/{pair[1].key}"))

    @property
    def readings(self) -> tuple[Reading, ...]:
        """Return the claims whose reading holds."""
        return tuple(reading for reading in self.event.readings() if self._holds(reading.id))


class Projection(Protocol):
    """A pure function: what one event says, as statements; it looks nothing up."""

    def __call__(self, recorded: Recorded, /) -> Iterable[Statement]:
        """Return the statements of one event."""


class Lookup(Protocol):
    """What settling asks of a store, in N-Triples text."""

    def objects(self, subject: str, predicate: str) -> tuple[str, ...]:
        """Return the objects of all statements with this subject and predicate."""

    def subjects(self, predicate: str, value: str) -> tuple[str, ...]:
        """Return the subjects of all statements with this predicate and object."""

    def about(self, subject: str) -> tuple[Statement, ...]:
        """Return all statements with this subject."""

    def holds(self, statement: Statement) -> bool:
        """Return whether this statement stands in the store."""
