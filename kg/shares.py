"""Dated, weighted tellings of topics in; how attention is shared, how it moved, and when one topic burst out.

A telling is one announcement with a part of its weight for each topic. What it weighs halves with every half-life that
passes, so that a share is about the present and remembers.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.network import Network

_WEEK = 7
_NO_CHANCE = 1e-12


@dataclass(frozen=True, slots=True)
class Telling:
    """An announcement: its day, its parts for topics (which sum to 1), and what all of it weighs."""

    id: str
    day: date
    parts: Mapping[str, float]
    weight: float = 1.0


@dataclass(slots=True)
class Announced:
    """An announcement: its day, its document, and its claims by the group of bottlenecks that they touch."""

    day: date
    document: str
    claims: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def parts(self) -> dict[str, float]:
        """Return the part of each group; they sum to 1."""
        whole = sum(map(len, self.claims.values()))
        return {group: len(claims) / whole for group, claims in sorted(self.claims.items())}


def announced(net: "Network", *, by: date | None = None, groups: str = "group") -> dict[str, Announced]:
    """Return the announcements of `bottleneck-edges` by their ids, those published by a day.

    `groups` says what their claims are counted under: `group`, the top groups, or `target`, each topic by itself.
    """
    found: dict[str, Announced] = {}
    for source, target, about in net.edges(data=True):
        day = date.fromisoformat(about["day"])
        if by is None or day <= by:
            each = found.setdefault(source, Announced(day, about["document"]))
            each.day = min(each.day, day)
            each.claims[about["group"] if groups == "group" else target].add(about["claim"])
    return found


def tellings(told: Mapping[str, Announced], *, by_claims: bool = False) -> list[Telling]:
    """Return the announcements with what each weighs: one, or the number of its claims."""
    return [
        Telling(name, each.day, each.parts(), float(len(set().union(*each.claims.values()))) if by_claims else 1.0)
        for name, each in sorted(told.items())
    ]


def shares(tellings: Iterable[Telling], day: date, *, half_life: float) -> dict[str, float]:
    """Return the share of each topic on a day, by topic; empty where nothing was told by then.

    Parameters
    ----------
    tellings
        In any order; those after `day` do not count.
    day
        The day that is judged.
    half_life
        Weeks in which what a telling weighs halves.

    """
    held: dict[str, list[float]] = defaultdict(list)
    for each in tellings:
        if each.day <= day:
            weight = each.weight * 2 ** (-(day - each.day).days / _WEEK / half_life)
            for topic, part in each.parts.items():
                held[topic].append(weight * part)
    sums = {topic: math.fsum(held[topic]) for topic in sorted(held)}
    whole = math.fsum(sums.values())
    return {topic: value / whole for topic, value in sums.items()} if whole > 0 else {}


def effective(parts: Mapping[str, float]) -> float:
    """Return as how many equal topics the shares are spread: one over the sum of squares (inverse of the HHI)."""
    squares = math.fsum(part * part for part in parts.values())
    return 1 / squares if squares else 0.0


@dataclass(frozen=True, slots=True)
class Move:
    """How shares moved: how much of the whole, and from where to where."""

    moved: float
    """Half the sum of the absolute changes (total variation), 0 to 1."""
    flows: tuple[tuple[str, str, float], ...]
    """From, to, part of the whole, largest first. What is lost is dealt out in step with what others gain."""


def move(before: Mapping[str, float], after: Mapping[str, float]) -> Move:
    """Return how attention moved between two sets of shares."""
    change = {topic: after.get(topic, 0.0) - before.get(topic, 0.0) for topic in sorted({*before, *after})}
    moved = math.fsum(abs(value) for value in change.values()) / 2
    flows = [
        (source, target, -lost * gained / moved)
        for source, lost in change.items()
        if lost < -_NO_CHANCE
        for target, gained in change.items()
        if gained > _NO_CHANCE
    ]
    return Move(moved, tuple(sorted(flows, key=lambda flow: (-flow[2], flow[0], flow[1]))))


@dataclass(frozen=True, slots=True)
class Burst:
    """Batches in a row in which a topic is told of far more than usual; the last is included."""

    first: int
    last: int
    weight: float
    """How much better the batches are explained by the higher rate, in nats."""


def bursts(hits: Sequence[int], totals: Sequence[int], *, factor: float = 2.0, reluctance: float = 1.0) -> list[Burst]:
    """Return the bursts of a topic in batches of tellings.

    The automaton of two states of Kleinberg (Bursty and hierarchical structure in streams, 2002) for batches: the
    lower state has the rate of all batches together, the higher one `factor` times that, and to go up costs
    `reluctance` times the logarithm of the number of batches.

    Parameters
    ----------
    hits, totals
        Tellings of the topic and of all topics, batch by batch; no batch has more hits than tellings.

    """
    whole = sum(totals)
    usual = sum(hits) / whole if whole else 0.0
    if not usual or usual >= 1:
        return []
    rates = (usual, min(usual * factor, 1 - _NO_CHANCE))
    costs = [tuple(_cost(hit, total, rate) for rate in rates) for hit, total in zip(hits, totals, strict=True)]
    states = _cheapest(costs, up=reluctance * math.log(len(hits)))
    found: list[Burst] = []
    start: int | None = None
    for place, state in enumerate([*states, 0]):
        if state and start is None:
            start = place
        elif not state and start is not None:
            weight = math.fsum(low - high for low, high in costs[start:place])
            found.append(Burst(start, place - 1, weight))
            start = None
    return found


def _cost(hit: int, total: int, rate: float) -> float:
    """Return how badly a rate explains a batch: minus the logarithm of the binomial probability."""
    return -(math.log(math.comb(total, hit)) + hit * math.log(rate) + (total - hit) * math.log1p(-rate))


def _cheapest(costs: Sequence[tuple[float, ...]], *, up: float) -> list[int]:
    """Return the state of each batch on the cheapest way through (Viterbi); it starts in the lower state."""
    best = (0.0, math.inf)
    came: list[tuple[int, int]] = []
    for low, high in costs:
        # The lower state wins a tie: a burst has to be worth its price.
        came.append((0 if best[0] <= best[1] else 1, 0 if best[0] + up <= best[1] else 1))
        best = (min(best) + low, min(best[0] + up, best[1]) + high)
    state = 0 if best[0] <= best[1] else 1
    states = [state]
    for place in range(len(costs) - 1, 0, -1):
        state = came[place][state]
        states.append(state)
    return states[::-1]
