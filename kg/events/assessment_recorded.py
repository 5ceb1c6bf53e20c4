"""Somebody assumed something about a claim: with a name and a reason, and never mixed with what sources say."""

from collections.abc import Iterator
from typing import ClassVar

from pydantic import ValidationInfo, field_validator

from kg.events.base import Detail, Event, Remark
from kg.grammar import Label, Name, Phrase, Reference, Sentence
from kg.part import read_part

_IDS = (("owner", "assumedOwner"), ("supplier", "assumedSupplier"), ("in_place_of", "assumedInPlaceOf"))
_TEXTS = (
    ("need", "assumedNeed"),
    ("readiness", "assumedReadiness"),
    ("criticality", "assumedCriticality"),
    ("share", "assumedShare"),
    ("chance", "assumedChance"),
)


class AssessmentRecorded(Event):
    """An assumption, its author and its reason.

    Beside the sentence it may be put for measures: that an owner has a need which a supplier serves, or could serve in
    place of another; and parts (`kg/part.py`) of readiness, criticality, share and chance, of that need where there is
    one, else of what the claim itself says.
    """

    type: ClassVar[str] = "assessment-recorded"
    claim: Reference
    statement: Sentence
    because: Sentence
    author: Label
    owner: Name | None = None
    need: Name | None = None
    supplier: Name | None = None
    in_place_of: Name | None = None
    readiness: Phrase | None = None
    criticality: Phrase | None = None
    share: Phrase | None = None
    chance: Phrase | None = None
    and_claim: Reference | None = None
    """A further claim without which it says nothing."""

    @field_validator("readiness", "criticality", "share", "chance")
    @classmethod
    def _is_a_part(cls, value: str | None, info: ValidationInfo) -> str | None:
        if value is not None and read_part(value, info.field_name or "") is None:
            message = "this is no part between 0 and 1"
            raise ValueError(message)
        return value

    def key(self) -> str:
        """Return one key for each statement of one author about one claim."""
        return f"assessment/{self.claim}/{self.author}/{self.content_hash()[:16]}"

    def tags(self) -> tuple[str, ...]:
        """Return the claims and their documents."""
        claims = tuple(filter(None, (self.claim, self.and_claim)))
        documents = dict.fromkeys(claim.partition("/")[0] for claim in claims)
        return (*(f"claim:{claim}" for claim in claims), *(f"document:{document}" for document in documents))

    def remarks(self) -> tuple[Remark, ...]:
        """Return the assumption as a remark about the claim."""
        return (Remark(kind="Assessment", about=self.claim, details=tuple(self._details())),)

    def _details(self) -> Iterator[Detail]:
        yield Detail(name="statement", kind="text", value=self.statement)
        yield Detail(name="author", kind="text", value=self.author)
        for field, name in _IDS:
            if value := getattr(self, field):
                yield Detail(name=name, kind="id", value=value)
        for field, name in _TEXTS:
            if value := getattr(self, field):
                yield Detail(name=name, kind="text", value=value)
        if self.and_claim:
            yield Detail(name="restsOn", kind="id", value=self.and_claim)

    def reason(self) -> str | None:
        """Return the author's reason."""
        return self.because
