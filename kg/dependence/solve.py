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

from kg.dependence.model import Corner, Level, Model
from kg.dependence.ragged import Floats, Places, Ragged

Aggregator = Literal["leontief", "noisyor", "linear"]
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
            new = self._owners(self._arrays.losses(found), gone)
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
        once = self._owners(self._arrays.losses(near), gone)
        return dict(zip(self.model.nodes, np.minimum(once, full).tolist(), strict=True))

    def needs(self, losses: Floats) -> Floats:
        """Return the loss of each of `model.needs`, given the parts that stop."""
        found = np.empty(len(self.model.needs))
        found[self._arrays.options.rows] = self._arrays.losses(losses)
        return found

    def _owners(self, needs: Floats, gone: Places) -> Floats:
        """Return what stops of everything, given the losses of needs as `_Arrays.losses` orders them."""
        arrays = self._arrays
        mine = needs.take(arrays.need)
        match self.aggregator:
            case "leontief":
                each = arrays.owned.fold(np.maximum, mine)
            case "noisyor":
                each = 1.0 - arrays.owned.fold(np.multiply, 1.0 - mine)
            case _:
                each = arrays.owned.fold(np.add, mine * arrays.weight) / arrays.total_weight
        new = np.zeros(len(self._place))
        new[arrays.owners] = each
        new[gone] = 1.0
        return new


@dataclass(frozen=True)
class _Arrays:
    """Options by need, stand-ins by need and needs by owner, each laid out as `Ragged` has it.

    Needs stand in the order of `options.rows`, so that no step has to put them in another order.
    """

    options: Ragged
    supplier: Places
    part: Floats
    """Criticality of the need, times share and strength of the supplier."""
    stand_ins: Ragged
    stand_in: Places
    ready: Floats
    replaceable: Places
    """Places of the needs that have stand-ins, in the order of `stand_ins.rows`."""
    owned: Ragged
    need: Places
    weight: Floats
    total_weight: Floats
    owners: Places

    @classmethod
    def of(cls, model: Model, place: Mapping[str, int], corner: Corner) -> "_Arrays":
        needs = model.needs
        options = Ragged.of([len(n.options) for n in needs])
        supplier = _places(place[o.supplier] for n in needs for o in n.options)
        part = np.array(
            [
                q * _at(o.strength, corner) * _at(n.criticality, corner)
                for n in needs
                for o, q in zip(n.options, n.shares(), strict=True)
            ]
        )
        at = np.empty(len(needs), dtype=np.intp)
        at[options.rows] = np.arange(len(needs))
        with_stand_ins = [number for number, n in enumerate(needs) if n.substitutes]
        stand_ins = Ragged.of([len(needs[number].substitutes) for number in with_stand_ins])
        instead = [a for number in with_stand_ins for a in needs[number].substitutes]
        ready = np.array([_at(a.readiness, _OPPOSITE[corner]) for a in instead], dtype=np.float64)
        owned = Ragged.of([len(mine) for mine in model.by_owner.values()])
        weight = np.array([n.weight for n in needs])[owned.items]
        return cls(
            options=options,
            supplier=supplier[options.items],
            part=part[options.items],
            stand_ins=stand_ins,
            stand_in=_places(place[a.supplier] for a in instead)[stand_ins.items],
            ready=ready[stand_ins.items],
            replaceable=at[_places(with_stand_ins)[stand_ins.rows]],
            owned=owned,
            need=at[owned.items],
            weight=weight,
            total_weight=owned.fold(np.add, weight.copy()),
            owners=_places(place[owner] for owner in model.by_owner)[owned.rows],
        )

    def losses(self, found: Floats) -> Floats:
        """Return the loss of each need, in the order of `options.rows`."""
        lost = found.take(self.supplier)
        lost *= self.part
        each = self.options.fold(np.add, lost)
        if len(self.replaceable):
            left = found.take(self.stand_in)
            np.subtract(1.0, left, out=left)
            left *= self.ready
            np.subtract(1.0, left, out=left)
            each[self.replaceable] *= self.stand_ins.fold(np.multiply, left)
        return np.minimum(each, 1.0, out=each)


_OPPOSITE: Mapping[Corner, Corner] = {"point": "point", "low": "high", "high": "low"}
"""Where exposure is smallest, stand-ins are most ready."""


def _at(level: Level, corner: Corner) -> float:
    return {"point": level.point, "low": level.low, "high": level.high}[corner]


def _places(numbers: Iterable[int]) -> Places:
    return np.array(list(numbers), dtype=np.intp)


def band(model: Model, *lost: str, aggregator: Aggregator = "leontief") -> dict[str, Level]:
    """Return the exposure of everything with its exact ends.

    Exposure grows with every dependency and falls with every stand-in, so the two corners bound all that lies between.
    """
    found = {c: Solver(model, aggregator, c).exposure(*lost) for c in ("point", "low", "high")}
    return {x: Level(v, min(found["low"][x], v), max(found["high"][x], v)) for x, v in found["point"].items()}
