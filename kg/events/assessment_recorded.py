"""Somebody assumed something about a claim: with a name and a reason, and never mixed with what sources say."""

from typing import ClassVar

from kg.events.base import Detail, Event, Remark


class AssessmentRecorded(Event):
    """An assumption, its author and its reason."""

    type: ClassVar[str] = "assessment-recorded"
    claim: str
    statement: str
    because: str
    author: str

    def key(self) -> str:
        """Return one key for each statement of one author about one claim."""
        return f"assessment/{self.claim}/{self.author}/{self.content_hash()[:16]}"

    def tags(self) -> tuple[str, ...]:
        """Return the claim and its document."""
        return (f"claim:{self.claim}", f"document:{self.claim.partition('/')[0]}")

    def remarks(self) -> tuple[Remark, ...]:
        """Return the assumption as a remark about the claim."""
        details = (
            Detail(name="statement", kind="text", value=self.statement),
            Detail(name="author", kind="text", value=self.author),
        )
        return (Remark(kind="Assessment", about=self.claim, details=details),)

    def reason(self) -> str | None:
        """Return the author's reason."""
        return self.because
