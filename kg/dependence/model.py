"""Needs, the suppliers that serve them, and what could stand in for these: plain records that every measure reads."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, TypeAlias

from kg.part import Part

Basis = Literal["text", "relation", "background", "assumed", "given"]
"""Said outright; read from the kind of relation; background knowledge; somebody's assumption; or given by a program."""
Corner = Literal["point", "low", "high"]
"""As counted; with all that is disputed set so that exposure is smallest; or largest."""
VENDOR = "vendor"
"""The need of a product for its maker."""
Level: TypeAlias = Part
WHOLE = Level.sure(1.0)


@dataclass(frozen=True, slots=True)
class Option:
    """A supplier in use."""

    supplier: str
    share: float | None = None
    """Part of the need that it serves; None is an equal part of what the others leave."""
    strength: Level = WHOLE
    claims: tuple[str, ...] = ()
    basis: Basis = "given"


@dataclass(frozen=True, slots=True)
class Substitute:
    """Somebody who could take over."""

    supplier: str
    readiness: Level
    """0 where everything would have to be made anew, 1 where it takes over at once."""
    claims: tuple[str, ...] = ()
    basis: Basis = "given"


@dataclass(frozen=True, slots=True)
class Need:
    """What its owner cannot do without, as far as it is critical, and who serves it."""

    owner: str
    name: str
    options: tuple[Option, ...]
    substitutes: tuple[Substitute, ...] = ()
    criticality: Level = WHOLE
    weight: float = 1.0
    """Weight among the needs of its owner, for the average of parts."""

    def suppliers(self) -> tuple[str, ...]:
        """Return everybody who serves it or could."""
        return (*(option.supplier for option in self.options), *(other.supplier for other in self.substitutes))

    def shares(self) -> tuple[float, ...]:
        """Return the part of each option, in their order; they never exceed 1 together."""
        said = sum(option.share or 0.0 for option in self.options if option.share is not None)
        open_ = sum(option.share is None for option in self.options)
        rest = max(0.0, 1.0 - said) / open_ if open_ else 0.0
        scale = 1.0 / said if said > 1 else 1.0
        return tuple(rest if option.share is None else option.share * scale for option in self.options)


@dataclass(frozen=True)
class Model:
    """All needs that are known, in the order of owner and name."""

    needs: tuple[Need, ...]

    @classmethod
    def of(cls, needs: Iterable[Need]) -> "Model":
        """Return the model of these needs, in one order whatever theirs is; needs that nobody serves are left out."""
        return cls(tuple(sorted((n for n in needs if n.options), key=lambda n: (n.owner, n.name))))

    @cached_property
    def by_owner(self) -> dict[str, tuple[Need, ...]]:
        """Return the needs of each owner."""
        found: dict[str, list[Need]] = {}
        for need in self.needs:
            found.setdefault(need.owner, []).append(need)
        return {owner: tuple(needs) for owner, needs in found.items()}

    @cached_property
    def nodes(self) -> tuple[str, ...]:
        """Return everything that needs, serves or could serve, sorted."""
        return tuple(sorted({name for need in self.needs for name in need.suppliers()} | self.by_owner.keys()))

    def makers(self, vendor: str) -> frozenset[str]:
        """Return the products that `vendor` makes: those whose need for a maker it serves."""
        return frozenset(n.owner for n in self.needs if n.name == VENDOR and vendor in {o.supplier for o in n.options})
