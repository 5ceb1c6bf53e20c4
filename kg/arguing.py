"""Claims that attack and support each other in, which of them stand and how the balance lies out.

`labels` is the grounded labelling of Dung: a claim stands if all that attack it fall, falls if one of them stands, and
is open otherwise. `balance` is DF-QuAD: objections and reasons each add up as 1 - Π(1 - strength), and their difference
moves a claim from its base score toward 0 or 1. Both are linear in the number of links (balance for each round).
"""

from collections import deque
from collections.abc import Hashable, Iterable, Mapping
from typing import Literal, NamedTuple, TypeVar

Label = Literal["stands", "falls", "open"]
Node = TypeVar("Node", bound=Hashable)
_CLOSE, _ROUNDS, _DAMPED_FROM = 1e-12, 2000, 100


class Link(NamedTuple):
    """What bears on a claim, and how much of its strength counts."""

    source: str
    target: str
    weight: float = 1.0


class Balance(NamedTuple):
    """The strength of each claim, and whether the rounds came to an end."""

    strength: Mapping[str, float]
    converged: bool


def labels(claims: Iterable[str], attacks: Iterable[Link]) -> dict[str, Label]:
    """Return the grounded label of each claim. Every end of an attack has to be among the claims."""
    nodes = sorted(set(claims))
    hit: dict[str, list[str]] = {node: [] for node in nodes}
    waiting = dict.fromkeys(nodes, 0)
    for source, target in sorted({(link.source, link.target) for link in attacks}):
        hit[source].append(target)
        waiting[target] += 1
    found: dict[str, Label] = dict.fromkeys(nodes, "open")
    due = deque(node for node in nodes if not waiting[node])
    while due:
        standing = due.popleft()
        found[standing] = "stands"
        for fallen in hit[standing]:
            if found[fallen] == "falls":
                continue
            found[fallen] = "falls"
            for freed in hit[fallen]:
                waiting[freed] -= 1
                if not waiting[freed] and found[freed] == "open":
                    due.append(freed)
    return found


def balance(
    base: Mapping[str, float],
    attacks: Iterable[Link],
    supports: Iterable[Link],
    origins: Mapping[str, str] | None = None,
) -> Balance:
    """Return the DF-QuAD strength of each claim, from 0 to 1.

    Parameters
    ----------
    base
        The score of each claim before anything bears on it, from 0 to 1.
    attacks, supports
        What bears on what.
    origins
        Where a claim comes from. Of several claims of one origin that bear on a claim in one way, the strongest counts
        and the others add nothing.

    """
    against, for_it = _incoming(attacks), _incoming(supports)
    origin = origins or {}
    now = dict(sorted(base.items()))
    for number in range(_ROUNDS):
        after = {}
        for node, start in base.items():
            moved = _moved(start, _sum(against.get(node, ()), now, origin), _sum(for_it.get(node, ()), now, origin))
            # Mutual attacks can swing for ever; halfway steps settle where the full ones do not.
            after[node] = moved if number < _DAMPED_FROM else (moved + now[node]) / 2
        gap = max((abs(after[node] - now[node]) for node in base), default=0.0)
        now = after
        if gap < _CLOSE:
            return Balance(now, converged=True)
    return Balance(now, converged=False)


def _incoming(links: Iterable[Link]) -> dict[str, list[Link]]:
    found: dict[str, list[Link]] = {}
    for link in sorted(set(links)):
        found.setdefault(link.target, []).append(link)
    return found


def _sum(links: Iterable[Link], strength: Mapping[str, float], origin: Mapping[str, str]) -> float:
    strongest: dict[str, float] = {}
    for link in links:
        name = origin.get(link.source, link.source)
        strongest[name] = max(strongest.get(name, 0.0), link.weight * strength[link.source])
    left = 1.0
    for each in sorted(strongest.values()):
        left *= 1 - each
    return 1 - left


def _moved(start: float, against: float, for_it: float) -> float:
    if against >= for_it:
        return start - start * (against - for_it)
    return start + (1 - start) * (for_it - against)


def groups(nodes: Iterable[Node], same: Iterable[tuple[Node, Node]]) -> dict[Node, Node]:
    """Return for each node the first of those it is the same as, directly or through others; `nodes` in any order."""
    parent = {node: node for node in nodes}

    def root(node: Node) -> Node:
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    for one, other in same:
        first, second = sorted((root(one), root(other)), key=str)
        parent[second] = first
    return {node: root(node) for node in parent}
