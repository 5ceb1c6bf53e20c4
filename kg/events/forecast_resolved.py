"""A forecast, plan or target was settled by what happened."""

from datetime import date
from typing import ClassVar, Literal

from kg.events.base import Detail, Event, Remark
from kg.grammar import Day, Reference, Sentence


class ForecastResolved(Event):
    """How a claim about the future came out."""

    type: ClassVar[str] = "forecast-resolved"
    claim: Reference
    outcome: Literal["kept", "kept-late", "missed", "slipped", "cannot-tell"]
    because: Sentence
    by: Reference | None = None
    """Claim that shows it."""
    on: Day | None = None
    """Day of the outcome, as an ISO date."""

    def key(self) -> str:
        """Return one key for each outcome of a claim shown by one other."""
        return f"resolved/{self.claim}/{self.outcome}" + (f"/{self.by}" if self.by else "")

    def tags(self) -> tuple[str, ...]:
        """Return the claim and its document."""
        return (f"claim:{self.claim}", f"document:{self.claim.partition('/')[0]}")

    def remarks(self) -> tuple[Remark, ...]:
        """Return the outcome as a remark about the claim."""
        details = [Detail(name="outcome", kind="term", value=self.outcome)]
        details += [Detail(name="shownBy", kind="id", value=self.by)] if self.by else []
        details += [Detail(name="outcomeOn", kind="day", value=self.on)] if self.on else []
        return (Remark(kind="Resolution", about=self.claim, details=tuple(details)),)

    def rests_on(self) -> tuple[str, ...]:
        """Return the documents of the forecast and of the claim that shows the outcome."""
        return tuple(claim.partition("/")[0] for claim in (self.claim, self.by) if claim)

    def said_on(self, recorded: date) -> date | None:
        """Return the day of the outcome, before which nobody knew it."""
        if self.on:
            return date.fromisoformat(self.on)
        return None if self.by else recorded

    def reason(self) -> str | None:
        """Return what happened, in our words."""
        return self.because
