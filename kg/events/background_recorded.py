"""Something generally known was recorded, without a source; an answer that uses it says so."""

from typing import ClassVar

from kg.events.base import Detail, Event, Remark
from kg.grammar import Label, Name, Sentence, Word


class BackgroundRecorded(Event):
    """A piece of common knowledge, kept apart from claims."""

    type: ClassVar[str] = "background-recorded"
    subject: Name
    predicate: Word
    object: Name
    because: Sentence
    author: Label = "editor"

    def key(self) -> str:
        """Return one key a statement."""
        return f"background/{self.subject}/{self.predicate}/{self.object}"

    def tags(self) -> tuple[str, ...]:
        """Return both ends."""
        return (f"entity:{self.subject}", f"entity:{self.object}")

    def remarks(self) -> tuple[Remark, ...]:
        """Return the statement as a remark about its subject."""
        details = (
            Detail(name="backgroundSubject", kind="id", value=self.subject),
            Detail(name="backgroundPredicate", kind="term", value=self.predicate),
            Detail(name="backgroundObject", kind="id", value=self.object),
            Detail(name="author", kind="text", value=self.author),
        )
        return (Remark(kind="BackgroundClaim", about=self.subject, details=details),)

    def reason(self) -> str | None:
        """Return why it may be taken as known."""
        return self.because
