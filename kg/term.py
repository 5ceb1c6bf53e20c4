"""The shapes of the vocabulary's terms; `kg/vocab.py`, generated from `ontology/`, holds the terms themselves."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, get_args

Takes = Literal["entity", "topic", "quantity", "time", "text"]
RatioKind = Literal["timesAsMuch", "percentIncrease", "percentReduction", "foldReduction", "absoluteFromTo"]

Qualifier = Literal[
    "role",
    "category",
    "share",
    "criticality",
    "substituteFor",
    "readiness",
    "level",
    "aspect",
    "milestone",
    "members",
    "framing",
]
QUALIFIERS: tuple[Qualifier, ...] = get_args(Qualifier)
"""Properties that narrow a claim: words of closed lists (`vocab.QUALIFIER_VALUES`), ids or short texts."""


@dataclass(frozen=True, slots=True)
class Term:
    """A word of the vocabulary: a class of entities, a modality, a topic, a metric."""

    name: str
    iri: str
    label: str
    comment: str
    parents: tuple[str, ...] = ()
    """Names of the broader terms (superclasses, broader topics)."""


@dataclass(frozen=True, slots=True)
class Predicate:
    """What a claim can say of its subject."""

    name: str
    iri: str
    label: str
    comment: str
    takes: Takes
    """What stands at the other end: entities, bottleneck topics, a figure, a date, or a plain sentence."""
    metric: str | None = None
    """For figures: the metric that is measured (two figures of one metric can be compared)."""
    also: tuple[str, ...] = ()
    """Other words that people use for it; by themselves they leave open which predicate is meant."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of measure or a currency."""

    name: str
    """Local name, QUDT's where QUDT has the unit (`KiloW`, `CCY_USD`)."""
    iri: str
    label: str
    symbols: tuple[str, ...]
    """Ways people write it, the preferred one first; case matters (`MW` is not `mW`)."""
    kind: str
    """Quantity kind: only figures of one kind compare (`Power`, `Money`, `Time`, `Count`, `Ratio`)."""
    factor: Decimal
    """Multiplier into the kind's base unit; 1 for a currency, since no rate is timeless."""
