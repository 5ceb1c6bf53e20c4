"""What a source says, as frozen records: entities, documents, occurrences and the claims made in them.

These are the values that events carry and projections read. They hold what an author wrote after it was read by the
grammars of figures and dates, so that a replay never parses anything again.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

from kg import lengths
from kg.dates import When
from kg.figures import Figure
from kg.grammar import Address, Day, Label, Language, Name, Phrase, Reference, Sentence, TextHash, Title, Word
from kg.term import Qualifier
from kg.texts import Span

Relation = Literal["supports", "disputes", "qualifies", "restates", "derivedFrom"]
DependenceEffect = Literal["creates", "reduces", "avoids"]
RELATIONS: tuple[Relation, ...] = ("supports", "disputes", "qualifies", "restates", "derivedFrom")
_ID_QUALIFIERS = frozenset({"substituteFor", "members"})
_WORD_OR_ID = re.compile(r"[A-Za-z0-9_-]{1,80}"), re.compile(r"[a-z0-9](?:[a-z0-9._-]{0,118}[a-z0-9])?")
_LIST = Field(max_length=lengths.VALUES)
AFFIRMING = frozenset({"asserted", "reported", "benchmarked", "estimated"})
"""Modalities in which a source vouches for what it says now; the rest speak of plans, doubts and opinions."""


class Value(BaseModel):
    """A frozen record that refuses unknown fields and is written in one canonical form."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    def content(self) -> dict[str, Any]:
        """Return the record as plain JSON values, without fields that hold their default."""
        return self.model_dump(mode="json", exclude_defaults=True)

    def content_hash(self) -> str:
        """Return the SHA-256 of the content, as 64 hexadecimal digits.

        It is taken over the JSON that pydantic writes, fields in the order of the class and without defaults, since
        a rebuild takes the hash of every claim and this is four times as fast as sorting the keys.
        """
        return hashlib.sha256(self.model_dump_json(exclude_defaults=True).encode()).hexdigest()


def canonical(content: object) -> bytes:
    """Return `content` as JSON with sorted keys and no spaces, in UTF-8."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


class Link(Value):
    """How one claim bears on another."""

    relation: Relation
    to: Reference
    """Id of the other claim, `document/key`."""


class Dependence(Value):
    """What a claim means for its subject's dependence on somebody or something."""

    effect: DependenceEffect
    on: Name


class Second(Value):
    """A second figure that belongs to the first: a rate at which, a value from which."""

    relation: Literal["at", "from", "after", "per"]
    quantity: Figure


class Claim(Value):
    """What one source says: a subject, a predicate, and objects, a figure, a time or a plain sentence."""

    key: Name
    subject: Name
    predicate: Word = "states"
    objects: Annotated[tuple[Name, ...], _LIST] = ()
    """Entity ids, or topics where the predicate takes topics."""
    quantity: Figure | None = None
    states: Sentence | None = None
    negated: bool = False
    modality: Word = "asserted"
    hedges: Annotated[tuple[Phrase, ...], _LIST] = ()
    condition: Sentence | None = None
    attributed_to: Annotated[tuple[Name, ...], _LIST]
    attribution_inferred: bool = False
    spans: Annotated[tuple[Span, ...], _LIST] = ()
    locator: Phrase | None = None
    when: When | None = None
    topics: Annotated[tuple[Name, ...], _LIST] = ()
    links: Annotated[tuple[Link, ...], _LIST] = ()
    metric: Word | None = None
    baseline: Name | None = None
    baseline_quantity: Figure | None = None
    workload: Phrase | None = None
    shift_from: Name | None = None
    shift_to: Name | None = None
    dependence: Dependence | None = None
    qualifiers: Annotated[tuple[tuple[Qualifier, Phrase], ...], _LIST] = ()
    """Pairs of a property and a word of its closed list, an id or a short text."""
    second: Second | None = None
    window: Phrase | None = None
    resolution: Sentence | None = None
    note: Sentence | None = None
    method: Word = "authored"
    confidence: float | None = Field(default=None, ge=0, le=1)

    @field_validator("qualifiers")
    @classmethod
    def _words_or_ids(cls, given: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
        """Refuse sentences where a word of a closed list or an id stands; only a share is told in words."""
        if any(name != "share" and not _WORD_OR_ID[name in _ID_QUALIFIERS].fullmatch(value) for name, value in given):
            message = "a word of a closed list or an id stands here"
            raise ValueError(message)
        return given

    @property
    def affirmed(self) -> bool:
        """Whether the source vouches for this now: not negated, not a plan or opinion, without condition."""
        return not self.negated and self.condition is None and self.modality in AFFIRMING


class Entity(Value):
    """Somebody or something that claims speak of."""

    id: Name
    cls: Word
    label: Label
    aliases: Annotated[tuple[Label, ...], _LIST] = ()
    note: Sentence | None = None


class Document(Value):
    """A published text: what it is, where it was found, who speaks in it."""

    id: Name
    title: Title
    kind: Word
    voice: Name
    """Entity to which claims are attributed when they name nobody else."""
    publisher: Name | None = None
    authors: Annotated[tuple[Name, ...], _LIST] = ()
    url: Address | None = None
    read_on: Day | None = None
    published: When
    published_note: Sentence | None = None
    language: Language = "en"
    summary: Sentence | None = None
    text_hash: TextHash | None = None


class Occurrence(Value):
    """Something reported to have happened or been decided: an announcement, or an earlier event it refers to."""

    key: Name
    title: Title
    type: Literal["announcement", "historic"] = "announcement"
    on: When | None = None
    about: Annotated[tuple[Name, ...], _LIST] = ()
    missing: Sentence | None = None


class Reading(Value):
    """A claim with its place: the document it stands in and the occurrence it belongs to."""

    document: Name
    occurrence: Name | None = None
    claim: Claim

    @property
    def id(self) -> str:
        """Return the claim's id, `document/key`."""
        return f"{self.document}/{self.claim.key}"


def spans_of(readings: Iterable[Reading]) -> Iterator[tuple[str, Span]]:
    """Return every place that claims point to, each with the id of its claim."""
    return ((reading.id, span) for reading in readings for span in reading.claim.spans)
