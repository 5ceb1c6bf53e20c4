"""We misread a source, or missed something in it: our reading is replaced, and the source is not blamed."""

from typing import ClassVar, Self

from pydantic import model_validator

from kg.claim import Document, Entity, Occurrence, Reading
from kg.events.base import Event
from kg.grammar import ContentHash, Count, Name, Sentence


class ExtractionCorrected(Event):
    """A new reading of exactly one claim, entity, document or announcement."""

    type: ClassVar[str] = "extraction-corrected"
    because: Sentence
    previous: ContentHash | None = None
    """Content hash of the reading taken back; None where something was missed before."""
    reading: Reading | None = None
    entity: Entity | None = None
    document: Document | None = None
    occurrence: Occurrence | None = None
    inside: Name | None = None
    """Document of the occurrence."""
    nth: Count = 1
    """Which new reading of the same thing this is, so that a reading can be taken back and taken up again."""

    @model_validator(mode="after")
    def _one_thing(self) -> Self:
        given = [part for part in (self.reading, self.entity, self.document, self.occurrence) if part is not None]
        if len(given) != 1:
            message = "an extraction-corrected event replaces exactly one thing"
            raise ValueError(message)
        if (self.occurrence is None) != (self.inside is None):
            message = "an occurrence stands inside a document, and nothing else does"
            raise ValueError(message)
        return self

    def target(self) -> str:
        """Return the id of the node that is read anew."""
        if self.reading:
            return self.reading.id
        if self.entity:
            return self.entity.id
        if self.document:
            return self.document.id
        assert self.occurrence is not None, "the validator saw to it"
        return f"{self.inside}/{self.occurrence.key}"

    def key(self) -> str:
        """Return a key of target, new content, what it replaces, and how often that happened before."""
        part = self.reading or self.entity or self.document or self.occurrence
        assert part is not None, "the validator saw to it"
        key = f"correction/{self.target()}/{(self.previous or 'added')[:16]}/{part.content_hash()[:16]}"
        return key if self.nth == 1 else f"{key}/{self.nth}"

    def tags(self) -> tuple[str, ...]:
        """Return the target and its document."""
        target = self.target()
        if self.entity:
            return (f"entity:{target}", f"declares:{target}")
        return (f"document:{target.partition('/')[0]}", f"claim:{target}")

    def entities(self) -> tuple[Entity, ...]:
        """Return the entity, if it is one."""
        return (self.entity,) if self.entity else ()

    def documents(self) -> tuple[Document, ...]:
        """Return the document, if it is one."""
        return (self.document,) if self.document else ()

    def occurrences(self) -> tuple[tuple[str, Occurrence], ...]:
        """Return the announcement, if it is one."""
        return ((self.inside or "", self.occurrence),) if self.occurrence else ()

    def readings(self) -> tuple[Reading, ...]:
        """Return the claim, if it is one."""
        return (self.reading,) if self.reading else ()

    def replaces(self) -> str | None:
        """Return the node that is read anew."""
        return self.target() if self.previous else None

    def reason(self) -> str | None:
        """Return why it was read anew."""
        return self.because
