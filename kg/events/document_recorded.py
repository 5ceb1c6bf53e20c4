"""A document was recorded, with the claims that it makes in its own voice."""

from typing import Annotated, ClassVar

from kg.claim import Claim, Document, Reading
from kg.events.base import CLAIMS, Event


class DocumentRecorded(Event):
    """A published text and what it says itself, outside the announcements it reports."""

    type: ClassVar[str] = "document-recorded"
    document: Document
    claims: Annotated[tuple[Claim, ...], CLAIMS] = ()

    def key(self) -> str:
        """Return one key a document."""
        return f"document/{self.document.id}"

    def tags(self) -> tuple[str, ...]:
        """Return the document."""
        return (f"document:{self.document.id}",)

    def documents(self) -> tuple[Document, ...]:
        """Return the one document."""
        return (self.document,)

    def readings(self) -> tuple[Reading, ...]:
        """Return the claims of the document's own voice."""
        return tuple(Reading(document=self.document.id, claim=claim) for claim in self.claims)
