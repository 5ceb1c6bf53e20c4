"""An exposure in, why it is so out: the chain of needs that binds, and the smallest sets whose loss stops a thing."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations

from kg.dependence.model import Basis, Model, Need, Option
from kg.dependence.solve import Aggregator, Solver

STOPS = 1 - 1e-9
"""An exposure from which on nothing is left."""
_MOST_VENDORS = 24
"""Suppliers at the ends of a thing's chains among which sets are looked for; beyond, only the first by name."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a chain: an owner, its need, and the supplier that serves it."""

    owner: str
    need: str
    supplier: str
    loss: float
    """Part of the need that stops."""
    claims: tuple[str, ...]
    basis: Basis


def chains(model: Model, vendor: str, *, aggregator: Aggregator = "leontief") -> Callable[[str], tuple[Step, ...]]:
    """Return what gives the steps from an owner to `vendor` along the need and the supplier that lose most.

    There are none without exposure. Ties go to the first by name, and no step returns to where the chain has been.
    """
    solver = Solver(model, aggregator)
    losses = solver.losses([vendor])
    by_need = dict(zip(((n.owner, n.name) for n in model.needs), solver.needs(losses).tolist(), strict=True))
    lost = dict(zip(model.nodes, losses.tolist(), strict=True))

    def chain_of(owner: str) -> tuple[Step, ...]:
        steps: list[Step] = []
        seen = {owner}
        while owner != vendor and lost.get(owner, 0.0) > 0:
            ways = list(_ways(model.by_owner[owner], by_need, lost, seen))
            if not ways:
                break
            _, need, option = min(ways, key=lambda way: (way[0], way[1].name, way[2].supplier))
            loss = by_need[owner, need.name]
            steps.append(Step(owner, need.name, option.supplier, loss, option.claims, option.basis))
            owner = option.supplier
            seen.add(owner)
        return tuple(steps)

    return chain_of


def chain(model: Model, owner: str, vendor: str, *, aggregator: Aggregator = "leontief") -> tuple[Step, ...]:
    """Return the chain of one owner; see `chains`."""
    return chains(model, vendor, aggregator=aggregator)(owner)


def _ways(
    needs: Iterable[Need], by_need: dict[tuple[str, str], float], lost: dict[str, float], seen: set[str]
) -> Iterator[tuple[tuple[float, float], Need, Option]]:
    for need in needs:
        for option, share in zip(need.options, need.shares(), strict=True):
            passed = share * option.strength.point * lost[option.supplier]
            if passed > 0 and option.supplier not in seen:
                yield (-by_need[need.owner, need.name], -passed), need, option


def reach(model: Model, owners: Iterable[str]) -> frozenset[str]:
    """Return `owners` and everything that they rest on or could rest on, through any number of steps."""
    found = set(owners)
    waiting = list(found)
    while waiting:
        for need in model.by_owner.get(waiting.pop(), ()):
            names = need.suppliers()
            waiting += [name for name in names if name not in found]
            found.update(names)
    return frozenset(found)


def resting_on(model: Model, supplier: str) -> frozenset[str]:
    """Return `supplier` and everything that rests on it or could, through any number of steps."""
    owners: dict[str, list[str]] = {}
    for need in model.needs:
        for name in need.suppliers():
            owners.setdefault(name, []).append(need.owner)
    found, waiting = {supplier}, [supplier]
    while waiting:
        more = {owner for owner in owners.get(waiting.pop(), ()) if owner not in found}
        found |= more
        waiting += more
    return frozenset(found)


def ends(model: Model, owner: str) -> tuple[str, ...]:
    """Return those upstream of `owner` that need nobody, as far as is known, by name."""
    return tuple(sorted(name for name in reach(model, [owner]) - {owner} if name not in model.by_owner))


def cut_sets(
    model: Model, owner: str, *, among: Iterable[str] | None = None, largest: int = 2, need: str | None = None
) -> tuple[tuple[str, ...], ...]:
    """Return the smallest sets of suppliers whose loss stops `owner` wholly, up to `largest` members, by size and name.

    Parameters
    ----------
    model
        All needs.
    owner
        Whose loss is asked about.
    among
        Suppliers to choose from; those at the ends of its chains if not given.
    largest
        Members of the largest set looked for.
    need
        Only sets that stop this one of its needs.

    """
    chosen = sorted(ends(model, owner) if among is None else among)[:_MOST_VENDORS]
    mine = [n for n in model.by_owner.get(owner, ()) if need in (None, n.name)]
    # What is not upstream changes nothing here, and a set is tried by solving all of what is given.
    upstream = reach(model, [owner]) - {owner}
    within = Model.of([*(n for name in upstream for n in model.by_owner.get(name, ())), *mine])
    solver = Solver(within)
    found: list[tuple[str, ...]] = []
    for size in range(1, largest + 1):
        for some in combinations(chosen, size):
            if any(set(smaller) <= set(some) for smaller in found):
                continue
            if solver.exposure(*some).get(owner, 0.0) >= STOPS:
                found.append(some)
    return tuple(found)
