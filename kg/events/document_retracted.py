"""A publisher withdrew a document: all its claims end."""

from datetime import date
from typing import ClassVar

from kg.events.base import End, Event
from kg.grammar import Day, Name, Sentence


class DocumentRetracted(Event):
    """A whole document was withdrawn."""

    type: ClassVar[str] = "document-retracted"
    document: Name
    because: Sentence
    on: Day | None = None
    """Day on which it was withdrawn, as an ISO date."""

    def key(self) -> str:
        """Return one key a document."""
        return f"retracted/{self.document}"

    def tags(self) -> tuple[str, ...]:
        """Return the document."""
        return (f"document:{self.document}",)

    def ends(self) -> tuple[End, ...]:
        """Return the end of everything in it."""
        return (End(target=self.document, ending="retracted", on=self.on),)

    def said_on(self, recorded: date) -> date:
        """Return the day of the withdrawal, as far as it is known."""
        return date.fromisoformat(self.on) if self.on else recorded

    def reason(self) -> str | None:
        """Return why it was withdrawn."""
        return self.because
