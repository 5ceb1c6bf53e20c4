"""A document was erased: its text, or its text and its claims. It is the one event that makes others unreadable."""

from typing import ClassVar

from kg.events.base import Depth, Erased, Event
from kg.grammar import Name, Sentence


class DocumentErased(Event):
    """That a document must go, recorded before anything of it goes, so that what is interrupted can be finished."""

    type: ClassVar[str] = "document-erased"
    everywhere: ClassVar[bool] = True
    document: Name
    depth: Depth
    because: Sentence

    def key(self) -> str:
        """Return one key for each depth at which one document is erased."""
        return f"erased/{self.document}/{self.depth}"

    def tags(self) -> tuple[str, ...]:
        """Return the document."""
        return (f"document:{self.document}",)

    def erases(self) -> Erased | None:
        """Return what is erased."""
        return Erased(document=self.document, depth=self.depth)

    def reason(self) -> str | None:
        """Return why it had to go."""
        return self.because
