"""Generated needs, and two slow oracles that know nothing of arrays."""

import random

import numpy as np

from kg.dependence.model import Level, Model, Need, Option, Substitute


def acyclic(draw: random.Random, size: int) -> Model:
    """Return one whole need an owner, each served by earlier things only, without stand-ins."""
    needs = []
    for place in range(1, size):
        suppliers = draw.sample(range(place), k=draw.randint(0, min(3, place)))
        if suppliers:
            needs.append(Need(f"n{place}", "need", tuple(Option(f"n{s}") for s in suppliers)))
    return Model.of(needs)


def cyclic(draw: random.Random, size: int, *, most_needs: int = 1, stand_ins: bool = False) -> Model:
    """Return needs in any direction, with shares."""
    needs = []
    for owner in range(size):
        for number in range(draw.randint(0, most_needs)):
            others = [other for other in range(size) if other != owner]
            suppliers = draw.sample(others, k=draw.randint(1, 3))
            share = 1 / len(suppliers)
            options = tuple(Option(f"n{s}", share) for s in suppliers)
            instead: tuple[Substitute, ...] = ()
            if stand_ins and draw.random() < 0.4:
                instead = (Substitute(f"n{draw.choice(others)}", Level.sure(round(draw.random(), 2))),)
            needs.append(Need(f"n{owner}", f"need-{number}", options, instead, Level.sure(round(draw.random(), 2))))
    return Model.of(needs)


def stops_without(model: Model, owner: str, vendor: str) -> bool:
    """Return whether no path from `owner` to a thing that needs nobody is left once `vendor` is taken out."""
    if owner == vendor:
        return True
    seen, waiting = {owner}, [owner]
    while waiting:
        node = waiting.pop()
        if node not in model.by_owner:
            return False
        for need in model.by_owner[node]:
            for option in need.options:
                if option.supplier not in seen | {vendor}:
                    seen.add(option.supplier)
                    waiting.append(option.supplier)
    return True


def hitting(model: Model, vendor: str) -> dict[str, float]:
    """Return the chance that a walk along the shares ever meets `vendor`, by a linear system over those that can."""
    can: set[str] = {vendor}
    while True:
        more = {n.owner for n in model.needs if any(o.supplier in can for o in n.options)} - can
        if not more:
            break
        can |= more
    names = sorted(can - {vendor})
    place = {name: i for i, name in enumerate(names)}
    left, right = np.eye(len(names)), np.zeros(len(names))
    for name in names:
        (need,) = model.by_owner[name]
        for option, share in zip(need.options, need.shares(), strict=True):
            part = share * need.criticality.point
            if option.supplier == vendor:
                right[place[name]] += part
            elif option.supplier in place:
                left[place[name], place[option.supplier]] -= part
    solved = np.linalg.solve(left, right) if names else right
    return dict.fromkeys(model.nodes, 0.0) | dict(zip(names, solved.tolist(), strict=True)) | {vendor: 1.0}
