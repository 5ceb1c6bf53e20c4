"""An announcement was recorded: what was reported to have happened, and the claims about it."""

from typing import Annotated, ClassVar

from kg.claim import Claim, Occurrence, Reading
from kg.events.base import CLAIMS, Event
from kg.grammar import Name


class AnnouncementRecorded(Event):
    """One announcement inside a document, with its claims."""

    type: ClassVar[str] = "announcement-recorded"
    document: Name
    occurrence: Occurrence
    claims: Annotated[tuple[Claim, ...], CLAIMS] = ()

    def key(self) -> str:
        """Return one key an announcement."""
        return f"announcement/{self.document}/{self.occurrence.key}"

    def tags(self) -> tuple[str, ...]:
        """Return the document and what the announcement is about."""
        about = (f"entity:{name}" for name in self.occurrence.about)
        return (f"document:{self.document}", *about)

    def occurrences(self) -> tuple[tuple[str, Occurrence], ...]:
        """Return the announcement."""
        return ((self.document, self.occurrence),)

    def readings(self) -> tuple[Reading, ...]:
        """Return the claims about it."""
        return tuple(
            Reading(document=self.document, occurrence=self.occurrence.key, claim=claim) for claim in self.claims
        )
