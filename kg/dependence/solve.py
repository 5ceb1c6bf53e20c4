"""A model and what is lost in, the part of each thing that stops out.

Exposure of x to v, D(x to v), is the least fixpoint of

    L(v) = 1
    loss(r) = criticality * sum over suppliers u of share * strength * L(u)
                          * product over stand-ins a of (1 - readiness * (1 - L(a)))
    L(x) = the largest loss(r) of its needs (weakest link)

reached by iteration from 0. It lies between 0 and 1, a further need never lowers it and a further stand-in never
raises it. It says nothing of how long a switch takes, and 0 where nothing is known is not independence.

Other ways to put the needs of one owner together: `noisyor` treats them as independent, so two needs with one upstream
count twice; `linear` is the weighted mean, for "what part of it", and a further need can lower it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from kg.dependence.model import Corner, Level, Model

Aggregator = Literal["leontief", "noisyor", "linear"]
Floats = NDArray[np.float64]
Places = NDArray[np.intp]
_STEP = 1e-13
"""The iteration ends when nothing moves by more."""
_MOST_STEPS = 100_000


@dataclass(frozen=True)
class Solver:
    """A model as arrays; make one and ask it for many vendors."""

    model: Model
    aggregator: Aggregator = "leontief"
    corner: Corner = "point"

    @cached_property
    def _place(self) -> dict[str, int]:
        return {name: place for place, name in enumerate(self.model.nodes)}

    @cached_property
    def _arrays(self) -> "_Arrays":
        return _Arrays.of(self.model, self._place, self.corner)

    def losses(self, lost: Iterable[str]) -> Floats:
        """Return the part of each of `model.nodes` that stops without all of `lost`."""
        gone = np.array(sorted(self._place[name] for name in set(lost) if name in self._place), dtype=np.intp)
        found = np.zeros(len(self._place))
        found[gone] = 1.0
        if not len(gone) or not self.model.needs:
            return found
        for _ in range(_MOST_STEPS):
            new = self._owners(self._arrays.needs(found), found, gone)
            moved = np.abs(new - found).max()
            found = new
            if moved <= _STEP:
                break
        return found

    def exposure(self, *lost: str) -> dict[str, float]:
        """Return the same by id: the exposure of everything to `lost`."""
        return dict(zip(self.model.nodes, self.losses(lost).tolist(), strict=True))

    def direct(self, vendor: str) -> dict[str, float]:
        """Return what stops in one step: without the vendor itself and what it makes."""
        full = self.losses([vendor])
        near = np.zeros(len(full))
        for name in {vendor, *self.model.makers(vendor)} & set(self._place):
            near[self._place[name]] = full[self._place[name]]
        gone = np.array([self._place[vendor]] if vendor in self._place else [], dtype=np.intp)
        if not self.model.needs:
            return dict(zip(self.model.nodes, near.tolist(), strict=True))
        once = self._owners(self._arrays.needs(near), near, gone)
        return dict(zip(self.model.nodes, np.minimum(once, full).tolist(), strict=True))

    def needs(self, losses: Floats) -> Floats:
        """Return the loss of each of `model.needs`, given the parts that stop."""
        return self._arrays.needs(losses)

    def _owners(self, needs: Floats, before: Floats, gone: Places) -> Floats:
        arrays = self._arrays
        new = np.zeros_like(before)
        match self.aggregator:
            case "leontief":
                each = np.maximum.reduceat(needs, arrays.owner_starts)
            case "noisyor":
                each = 1.0 - np.multiply.reduceat(1.0 - needs, arrays.owner_starts)
            case _:
                total = np.add.reduceat(needs * arrays.weight, arrays.owner_starts)
                each = total / np.add.reduceat(arrays.weight, arrays.owner_starts)
        new[arrays.owners] = each
        new[gone] = 1.0
        return new


@dataclass(frozen=True)
class _Arrays:
    """Needs in a row by owner; their options and stand-ins in rows of their own, each need's together."""

    supplier: Places
    part: Floats
    option_starts: Places
    stand_in: Places
    ready: Floats
    stand_in_starts: Places
    replaceable: Places
    """Places of the needs that have stand-ins."""
    critical: Floats
    weight: Floats
    owners: Places
    owner_starts: Places

    @classmethod
    def of(cls, model: Model, place: Mapping[str, int], corner: Corner) -> "_Arrays":
        options = [(o, q) for n in model.needs for o, q in zip(n.options, n.shares(), strict=True)]
        stand_ins = [a for n in model.needs for a in n.substitutes]
        replaceable = [i for i, n in enumerate(model.needs) if n.substitutes]
        sizes = [len(n.options) for n in model.needs]
        return cls(
            supplier=_places(place[o.supplier] for o, _ in options),
            part=np.array([q * _at(o.strength, corner) for o, q in options]),
            option_starts=_starts(sizes),
            stand_in=_places(place[a.supplier] for a in stand_ins),
            ready=np.array([_at(a.readiness, _OPPOSITE[corner]) for a in stand_ins], dtype=np.float64),
            stand_in_starts=_starts([len(model.needs[i].substitutes) for i in replaceable]),
            replaceable=_places(replaceable),
            critical=np.array([_at(n.criticality, corner) for n in model.needs]),
            weight=np.array([n.weight for n in model.needs]),
            owners=_places(place[owner] for owner in model.by_owner),
            owner_starts=_starts([len(needs) for needs in model.by_owner.values()]),
        )

    def needs(self, losses: Floats) -> Floats:
        found: Floats = self.critical * np.add.reduceat(self.part * losses[self.supplier], self.option_starts)
        if len(self.replaceable):
            left = 1.0 - self.ready * (1.0 - losses[self.stand_in])
            found[self.replaceable] *= np.multiply.reduceat(left, self.stand_in_starts)
        return np.minimum(found, 1.0)


_OPPOSITE: Mapping[Corner, Corner] = {"point": "point", "low": "high", "high": "low"}
"""Where exposure is smallest, stand-ins are most ready."""


def _at(level: Level, corner: Corner) -> float:
    return {"point": level.point, "low": level.low, "high": level.high}[corner]


def _places(numbers: Iterable[int]) -> Places:
    return np.array(list(numbers), dtype=np.intp)


def _starts(sizes: list[int]) -> Places:
    return np.cumsum([0, *sizes[:-1]], dtype=np.intp) if sizes else _places(())


def band(model: Model, *lost: str, aggregator: Aggregator = "leontief") -> dict[str, Level]:
    """Return the exposure of everything with its exact ends.

    Exposure grows with every dependency and falls with every stand-in, so the two corners bound all that lies between.
    """
    found = {c: Solver(model, aggregator, c).exposure(*lost) for c in ("point", "low", "high")}
    return {x: Level(v, min(found["low"][x], v), max(found["high"][x], v)) for x, v in found["point"].items()}
