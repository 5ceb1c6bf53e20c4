"""What one formula says of some claims: which cannot all hold, which agree, what one implies."""

from dataclasses import dataclass
from typing import Literal

from kg.arithmetic.book import FigureClaim, Tier
from kg.arithmetic.intervals import Interval, Printed

Kind = Literal["conflict", "agrees", "implied"]
_TIED = frozenset({"span", "quotient", "total", "framing"})
"""Formulas in which the tie is a claim that could be wrong too."""


@dataclass(frozen=True, slots=True)
class Member:
    """A claim of a set, and what it would have to be for the others to hold."""

    claim: FigureClaim
    would_be: Interval


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one formula says of some claims."""

    kind: Kind
    formula: str
    head: FigureClaim
    """The claim whose figure is worked out from the others."""
    members: tuple[Member, ...]
    computed: Interval
    """What the others give for the figure of the head, with their rounding."""
    as_printed: Interval
    """The same, from the values as they are printed."""
    gap: float
    """The factor by which the head misses what is computed; 1 where they meet."""
    tier: Tier
    assumed: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    """What is to be read widely for them to agree after all; empty if no reading helps."""
    counted: tuple[str, ...] = ()
    """What was counted, or stands in the head beside its figure, in words."""
    ties: tuple[str, ...] = ()
    """Claims and announcements that tie the members to each other."""
    beside: tuple[tuple[Printed, Interval], ...] = ()
    """Figures that stand in the head beside its own, each with what it would have to be for the others to hold."""
    missing: str = ""
    """For what is implied: of what the figure is not given."""

    @property
    def set(self) -> tuple[str, ...]:
        """Ids of the claims that cannot all hold, or that agree."""
        tied = (tie for tie in self.ties if self.formula in _TIED)
        return tuple(sorted({member.claim.id for member in self.members}.union(tied)))
