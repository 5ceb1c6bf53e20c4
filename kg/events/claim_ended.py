"""A source ended a claim of its own: corrected it, replaced it by newer news, or withdrew it."""

from datetime import date
from typing import ClassVar

from kg.events.base import End, Ending, Event
from kg.grammar import Day, Reference, Sentence


class _ClaimEnded(Event):
    ending: ClassVar[Ending]
    claim: Reference
    because: Sentence
    by: Reference | None = None
    on: Day | None = None
    """Day on which the source said so, as an ISO date."""

    def key(self) -> str:
        """Return one key for each way in which one claim ends through one other."""
        return f"{self.ending}/{self.claim}" + (f"/{self.by}" if self.by else "")

    def tags(self) -> tuple[str, ...]:
        """Return the claim and its document."""
        return (f"claim:{self.claim}", f"document:{self.claim.partition('/')[0]}")

    def ends(self) -> tuple[End, ...]:
        """Return the end."""
        return (End(target=self.claim, ending=self.ending, by=self.by, on=self.on),)

    def rests_on(self) -> tuple[str, ...]:
        """Return the documents of both claims."""
        return tuple(claim.partition("/")[0] for claim in (self.claim, self.by) if claim)

    def said_on(self, recorded: date) -> date | None:
        """Return the day that was given; else the document of the other claim has it, where there is one."""
        if self.on:
            return date.fromisoformat(self.on)
        return None if self.by else recorded

    def reason(self) -> str | None:
        """Return what the source gave as reason, in our words."""
        return self.because


class ClaimCorrected(_ClaimEnded):
    """It was wrong when it was said, and its source said so."""

    type: ClassVar[str] = "claim-corrected"
    ending: ClassVar[Ending] = "corrected"


class ClaimSuperseded(_ClaimEnded):
    """It was right, and its source reports that it no longer is."""

    type: ClassVar[str] = "claim-superseded"
    ending: ClassVar[Ending] = "superseded"


class ClaimRetracted(_ClaimEnded):
    """Its source withdrew it and put nothing in its place."""

    type: ClassVar[str] = "claim-retracted"
    ending: ClassVar[Ending] = "retracted"
    by: None = None
