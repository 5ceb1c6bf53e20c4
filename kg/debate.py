"""Claims that bear on each other in, what that leaves of each out: stands, falls or is open, and its balance.

Only claims that dispute are objections; those that qualify are named and change nothing. A dispute between two figures
of different things (metric, baseline or workload) is shown and makes nothing fall. Two figures of one
thing contradict each other, whichever document drew the link. Figures that cannot all hold (`kg/arithmetic/`) leave
each of their claims open, since one of them is mistaken and the figures do not tell which.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from kg.arguing import Balance, Link, balance, groups, labels
from kg.arithmetic.verdict import Verdict

if TYPE_CHECKING:
    from kg.network import Network

BASE, MEASURED, CONDITIONAL, WORKED_OUT = 0.5, 0.7, 0.25, 0.95
"""How much is held of a claim before others bear on it: of any, of one that was measured, of one with a condition; and
of what was worked out from figures."""
_WORDING = "framing"
"""The formula that finds fault with a word and with no figure."""


@dataclass(frozen=True, slots=True)
class Debate:
    """Claims, who bears on whom, and what that leaves of each."""

    net: "Network"
    origin: Mapping[str, str]
    kinds: Mapping[tuple[str, str], str]
    """For each pair of which the first disputes the second: counts, aside or dormant."""
    label: Mapping[str, str]
    strength: Balance
    figures: Mapping[str, tuple[str, ...]]
    """For each claim the others with which its figure cannot hold."""

    def ties(self, claim: str, relation: str, kind: str = "") -> tuple[str, ...]:
        """Return the claims that bear on a claim in one way."""
        found = {source for source, _, about in self.net.in_edges(claim, data=True) if about["relation"] == relation}
        return tuple(sorted(each for each in found if not kind or self.kinds.get((each, claim)) == kind))


@dataclass(frozen=True, slots=True)
class Clash:
    """Claims whose figures cannot all hold."""

    claims: tuple[str, ...]
    parts: int
    """How many figures are in it; those that are no claims, such as a count, are more than the claims."""


def clashes(found: Iterable[Verdict]) -> tuple[Clash, ...]:
    """Return the sets of claims that arithmetic finds cannot all hold."""
    return tuple(
        Clash(verdict.set, len(verdict.set) + len(verdict.counted))
        for verdict in found
        if verdict.kind == "conflict" and verdict.formula != _WORDING
    )


def debate(net: "Network", figures: Iterable[Clash] = ()) -> Debate:
    """Return what the edges of `contest-edges`, and figures that cannot all hold, leave of each claim."""
    edges = [(source, target, about["relation"]) for source, target, about in net.edges(data=True)]
    disputes = [(source, target) for source, target, relation in edges if relation == "disputes"]
    repeats = {(source, target) for source, target, relation in edges if relation == "restates"}
    kinds = {pair: _kind(net, *pair) for pair in disputes if pair not in repeats}
    attacks = [Link(*pair) for pair, kind in kinds.items() if kind == "counts"]
    # Of two figures of one thing neither is right for having been written down last, so each objects to the other.
    attacks += [Link(other, one) for one, other in kinds if comparable(net, one, other) and _stands(net, other)]
    origin = _origins(net, repeats)
    supports = [
        Link(source, target)
        for source, target, relation in edges
        if relation == "supports" and origin[source] != origin[target]
    ]
    base = {node: _base(net, node) for node in net.nodes}
    sets = [
        clash for clash in figures if not any({(a, b), (b, a)} & kinds.keys() for a, b in combinations(clash.claims, 2))
    ]
    nodes, doubts = _doubts(sets)
    worked_out = {f"figures {number}": WORKED_OUT for number, _ in enumerate(sets)}
    weighed = [
        Link(name, claim, 1 / clash.parts)
        for name, clash in zip(worked_out, sets, strict=True)
        for claim in clash.claims
        if claim in base
    ]
    return Debate(
        net,
        origin,
        kinds,
        labels([*net.nodes, *nodes], [*attacks, *doubts]),
        balance(base | worked_out, [*attacks, *weighed], supports, origin),
        {node: tuple(sorted({c for s in sets if node in s.claims for c in s.claims} - {node})) for node in net.nodes},
    )


def _doubts(sets: Iterable[Clash]) -> tuple[set[str], list[Link]]:
    """Return nodes and attacks by which all but one claim of a set together attack the one that is left.

    As long as none of them falls they are all open; if one falls, the others are free. (An attack by several claims
    at once, after Nielsen and Parsons 2006, is written with attacks by one: a joint attack falls as soon as one of its
    claims does.)
    """
    nodes: set[str] = set()
    attacks: list[Link] = []
    for number, clash in enumerate(sets):
        for claim in clash.claims:
            joint, falls = f"others {number} {claim}", f"not {claim}"
            nodes |= {joint, falls, claim}
            attacks += [Link(joint, claim), Link(claim, falls)]
            attacks += [Link(f"not {other}", joint) for other in clash.claims if other != claim]
            if clash.parts > len(clash.claims):
                attacks.append(Link(joint, joint))  # what is no claim is our own reading, and never beyond doubt
    return nodes, attacks


def _origins(net: "Network", repeats: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return whose each claim is: one that repeats another has its origin, and so has all that one speaker says.

    The speakers of the first claim by id stand for all that repeat each other.
    """
    first = groups(net.nodes, repeats)
    return {node: " and ".join(about(net, root, "speaker")) for node, root in first.items()}


def about(net: "Network", node: str, name: str) -> tuple[str, ...]:
    """Return what the network says of a claim under one name: `speaker`, `metric`, `says`."""
    found: tuple[str, ...] = net.nodes[node].get(name, ())
    return found


def _stands(net: "Network", node: str) -> bool:
    return about(net, node, "status") in {(), ("stands",)}


def _base(net: "Network", node: str) -> float:
    modality = about(net, node, "modality")
    return CONDITIONAL if "conditional" in modality else MEASURED if "benchmarked" in modality else BASE


def comparable(net: "Network", one: str, other: str) -> bool | None:
    """Return whether two claims are figures of the same thing; None where one of them is no figure."""
    if not (about(net, one, "metric") and about(net, other, "metric")):
        return None
    return all(about(net, one, name) == about(net, other, name) for name in ("metric", "baseline", "workload"))


def _kind(net: "Network", one: str, other: str) -> str:
    if "conditional" in about(net, one, "modality"):
        return "dormant"
    return "aside" if comparable(net, one, other) is False else "counts"
