"""We read two claims together: one supports, disputes, qualifies or restates the other, or follows from it."""

from typing import ClassVar

from kg.claim import Link
from kg.events.base import Event
from kg.grammar import Reference, Sentence


class ClaimsLinked(Event):
    """A link between two claims that no source states; it is our reading."""

    type: ClassVar[str] = "claims-linked"
    claim: Reference
    link: Link
    because: Sentence

    def key(self) -> str:
        """Return one key a link."""
        return f"link/{self.claim}/{self.link.relation}/{self.link.to}"

    def tags(self) -> tuple[str, ...]:
        """Return both claims."""
        return (f"claim:{self.claim}", f"claim:{self.link.to}")

    def links(self) -> tuple[tuple[str, Link], ...]:
        """Return the link."""
        return ((self.claim, self.link),)

    def reason(self) -> str | None:
        """Return why we read them so."""
        return self.because
