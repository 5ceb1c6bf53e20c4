"""What every event is: a frozen record of something that happened, which says by itself what it contributes.

Projections never ask which type an event has. They ask what it contributes: entities, documents, occurrences,
claims, links, ends, remarks, judgements. So a new type of event is one class in one file, and every projection already
reads it.
"""

from collections.abc import Callable
from datetime import date
from typing import Any, ClassVar, Literal

from pydantic import Field

from kg import lengths
from kg.claim import Document, Entity, Link, Occurrence, Reading, Value

Ending = Literal["corrected", "superseded", "retracted"]
Depth = Literal["text", "claims"]
"""How much of a document is erased: its text, or also its claims and what was recorded about them."""
Upcaster = Callable[[dict[str, Any]], dict[str, Any]]
"""A payload of one schema version in, the same payload as the next version writes it out."""


CLAIMS = Field(max_length=lengths.CLAIMS)
"""How many claims one event brings at most."""


class End(Value):
    """That a claim, or all claims of a document, no longer stand, and why."""

    target: str
    """Id of a claim, or of a document whose claims all end."""
    ending: Ending
    by: str | None = None
    """Id of the claim that takes its place."""
    on: str | None = None
    """Day on which the source said so, as an ISO date."""


class Erased(Value):
    """That a document, so deep, is erased for ever."""

    document: str
    depth: Depth


class Detail(Value):
    """One property of a remark: a name of the vocabulary and what it points to."""

    name: str
    kind: Literal["id", "term", "day", "text"]
    value: str


class Remark(Value):
    """Something said about a claim or an entity that is not itself a claim of a source."""

    kind: Literal["Resolution", "BackgroundClaim", "Assessment", "Watch"]
    about: str
    """Id of what the remark is about."""
    details: tuple[Detail, ...]


class Event(Value):
    """A record in the past tense.

    Subclasses set `type` (a stable word on disk, never a Python path), and `schema_version` with one upcaster for
    each earlier version.
    """

    type: ClassVar[str]
    schema_version: ClassVar[int] = 1
    upcasters: ClassVar[tuple[Upcaster, ...]] = ()
    everywhere: ClassVar[bool] = False
    """Whether it counts under every horizon, as what must never come back does."""

    def key(self) -> str:
        """Return the idempotency key: one happening, one key, for ever."""
        raise NotImplementedError

    def tags(self) -> tuple[str, ...]:
        """Return the ids that a reader of the log may select by."""
        return ()

    def entities(self) -> tuple[Entity, ...]:
        """Return the entities that this event declares."""
        return ()

    def documents(self) -> tuple[Document, ...]:
        """Return the documents that this event records."""
        return ()

    def occurrences(self) -> tuple[tuple[str, Occurrence], ...]:
        """Return pairs of a document id and an occurrence reported in it."""
        return ()

    def readings(self) -> tuple[Reading, ...]:
        """Return the claims that this event brings."""
        return ()

    def links(self) -> tuple[tuple[str, Link], ...]:
        """Return pairs of a claim id and a link that starts from it, beside those inside claims."""
        return ()

    def ends(self) -> tuple[End, ...]:
        """Return what this event ends."""
        return ()

    def remarks(self) -> tuple[Remark, ...]:
        """Return what this event says about something."""
        return ()

    def merges(self) -> tuple[str, str] | None:
        """Return the entity that is kept and the one that is folded into it, if this event merges two."""
        return None

    def keeps_apart(self) -> tuple[str, str] | None:
        """Return the two entities that this event holds to be different, if it does."""
        return None

    def undoes(self) -> str | None:
        """Return the key of the judgement that no longer counts, if this event undoes one."""
        return None

    def erases(self) -> Erased | None:
        """Return what this event erases, if it does."""
        return None

    def replaces(self) -> str | None:
        """Return the id of the node whose earlier reading this event takes back, if it does."""
        return None

    def rests_on(self) -> tuple[str, ...] | None:
        """Return the ids of the documents without which this event says nothing; None: those that its tags name."""
        return None

    def said_on(self, recorded: date) -> date | None:
        """Return the day on which a source did this, or None where the documents give it or it is our own reading.

        `recorded` is the day on which the ledger learnt it, for acts of which no better day is known.
        """
        del recorded
        return None

    def reason(self) -> str | None:
        """Return why this was recorded, where somebody had to give a reason."""
        return None
