"""What a source says, as frozen records: entities, documents, occurrences and the claims made in them.

These are the values that events carry and projections read. They hold what an author wrote after it was read by the
grammars of figures and dates, so that a replay never parses anything again.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from kg.dates import When
from kg.figures import Figure
from kg.texts import Span

Relation = Literal["supports", "disputes", "qualifies", "restates", "derivedFrom"]
DependenceEffect = Literal["creates", "reduces", "avoids"]
RELATIONS: tuple[Relation, ...] = ("supports", "disputes", "qualifies", "restates", "derivedFrom")
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
    to: str
    """Id of the other claim, `document/key`."""


class Dependence(Value):
    """What a claim means for its subject's dependence on somebody or something."""

    effect: DependenceEffect
    on: str


class Second(Value):
    """A second figure that belongs to the first: a rate at which, a value from which."""

    relation: Literal["at", "from", "after", "per"]
    quantity: Figure


class Claim(Value):
    """What one source says: a subject, a predicate, and objects, a figure, a time or a plain sentence."""

    key: str
    subject: str
    predicate: str = "states"
    objects: tuple[str, ...] = ()
    """Entity ids, or topics where the predicate takes topics."""
    quantity: Figure | None = None
    states: str | None = None
    negated: bool = False
    modality: str = "asserted"
    hedges: tuple[str, ...] = ()
    condition: str | None = None
    attributed_to: tuple[str, ...]
    attribution_inferred: bool = False
    spans: tuple[Span, ...] = ()
    locator: str | None = None
    when: When | None = None
    topics: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    metric: str | None = None
    baseline: str | None = None
    baseline_quantity: Figure | None = None
    workload: str | None = None
    shift_from: str | None = None
    shift_to: str | None = None
    dependence: Dependence | None = None
    qualifiers: tuple[tuple[str, str], ...] = ()
    """Pairs of a name in `kg.term.QUALIFIERS` and a word of its closed list, an id or a short text."""
    second: Second | None = None
    window: str | None = None
    resolution: str | None = None
    note: str | None = None
    method: str = "authored"
    confidence: float | None = Field(default=None, ge=0, le=1)

    @property
    def affirmed(self) -> bool:
        """Whether the source vouches for this now: not negated, not a plan or opinion, without condition."""
        return not self.negated and self.condition is None and self.modality in AFFIRMING


class Entity(Value):
    """Somebody or something that claims speak of."""

    id: str
    cls: str
    label: str
    aliases: tuple[str, ...] = ()
    note: str | None = None


class Document(Value):
    """A published text: what it is, where it was found, who speaks in it."""

    id: str
    title: str
    kind: str
    voice: str
    """Entity to which claims are attributed when they name nobody else."""
    publisher: str | None = None
    authors: tuple[str, ...] = ()
    url: str | None = None
    read_on: str | None = None
    published: When
    published_note: str | None = None
    language: str = "en"
    summary: str | None = None
    text_hash: str | None = None


class Occurrence(Value):
    """Something reported to have happened or been decided: an announcement, or an earlier event it refers to."""

    key: str
    title: str
    type: Literal["announcement", "historic"] = "announcement"
    on: When | None = None
    about: tuple[str, ...] = ()
    missing: str | None = None


class Reading(Value):
    """A claim with its place: the document it stands in and the occurrence it belongs to."""

    document: str
    occurrence: str | None = None
    claim: Claim

    @property
    def id(self) -> str:
        """Return the claim's id, `document/key`."""
        return f"{self.document}/{self.claim.key}"


def spans_of(readings: Iterable[Reading]) -> Iterator[tuple[str, Span]]:
    """Return every place that claims point to, each with the id of its claim."""
    return ((reading.id, span) for reading in readings for span in reading.claim.spans)
