"""What projections read and write: one recorded event in, statements out."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from kg import ids
from kg.claim import AFFIRMING, Document, Entity, Link, Occurrence, Reading
from kg.events.base import End, Event, Remark

NAMES_AS_WRITTEN = ids.kg("namesAsWritten")
Statement = tuple[str, str, str]
"""Subject, predicate and object of one quad of the default graph, each as N-Triples text (`kg/ids.py`)."""


@dataclass(frozen=True, slots=True)
class Later:
    """What later records change about the reading of earlier ones."""

    revised: Mapping[str, int] = field(default_factory=dict)
    """Ids of nodes that were read anew, with the position of the last new reading."""
    canonical: Mapping[str, str] = field(default_factory=dict)
    """Ids of folded entities, with the id of the entity that each is read as."""
    assumed: Mapping[str, bool] = field(default_factory=dict)
    """Ids of claims that are taken as holding, or as if they had never been said."""

    def joins(self, name: str) -> bool:
        """Return whether an entity shares its node with another: it was folded, or another into it."""
        return name in self.canonical or name in self.canonical.values()


NOTHING_LATER = Later()


@dataclass(frozen=True, slots=True)
class Recorded:
    """An event with its place in the log, as it reads in the light of later ones."""

    position: int
    recorded_at: datetime
    event: Event
    later: Later = NOTHING_LATER

    def _holds(self, name: str) -> bool:
        return self.later.revised.get(name, 0) <= self.position

    def node(self, name: str) -> str:
        """Return the term of an entity, document or claim: that of the entity kept, where it was folded."""
        return ids.node(self.later.canonical.get(name, name))

    def names_as_written(self, subject: str, names: Iterable[str]) -> Iterator[Statement]:
        """Return which folded entities stand under their own ids in what `subject` was made of.

        So the events that a merge moved are found again when it is undone, among all that speak of the one kept.
        """
        return ((subject, NAMES_AS_WRITTEN, ids.node(name)) for name in names if name in self.later.canonical)

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
        """Return the claims whose reading holds, in the light of what is assumed of them."""
        found = tuple(reading for reading in self.event.readings() if self._holds(reading.id))
        if not self.later.assumed:
            return found
        return tuple(self._assumed(reading) for reading in found if self._said(reading.id))

    @property
    def links(self) -> tuple[tuple[str, Link], ...]:
        """Return the links that start from claims of other events, without those that what is assumed rules out."""
        return tuple((claim, link) for claim, link in self.event.links() if self._said(claim) and self._bears(link))

    @property
    def ends(self) -> tuple[End, ...]:
        """Return what this event ends: no claim that is taken as holding, and none by one that was never said."""
        assumed = self.later.assumed
        return tuple(end for end in self.event.ends() if end.target not in assumed and self._said(end.by or ""))

    @property
    def remarks(self) -> tuple[Remark, ...]:
        """Return what this event says about something, without what it says about claims that were never said."""
        return tuple(
            remark
            for remark in self.event.remarks()
            if self._said(remark.about) and all(self._said(d.value) for d in remark.details if d.kind == "id")
        )

    def _said(self, claim: str) -> bool:
        return self.later.assumed.get(claim) is not False

    def _bears(self, link: Link) -> bool:
        return self._said(link.to) and not (link.relation == "disputes" and self.later.assumed.get(link.to))

    def _assumed(self, reading: Reading) -> Reading:
        """Return a claim without its links to what was never said, as plainly said where it is taken as holding."""
        claim = reading.claim
        changed: dict[str, object] = {"links": tuple(filter(self._bears, claim.links))}
        if self.later.assumed.get(reading.id):
            changed |= {"modality": claim.modality if claim.modality in AFFIRMING else "asserted", "condition": None}
        return reading.model_copy(update={"claim": claim.model_copy(update=changed)})


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

    def mentioning(self, value: str) -> tuple[Statement, ...]:
        """Return all statements with this object, an IRI."""

    def holds(self, statement: Statement) -> bool:
        """Return whether this statement stands in the store."""
