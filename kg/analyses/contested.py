"""Claims that bear on each other in, which stand, fall or stay open out, and what would settle it.

Only claims that dispute are objections; those that qualify are named and change nothing. A dispute between two figures
of different things (metric, baseline or workload) is shown and makes nothing fall. Two figures of one
thing contradict each other, whichever document drew the link.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.analyses.base import Analysis, Column, Finding, Given, Parameter, UnknownNodeError, Value
from kg.arguing import Balance, Link, balance, groups, labels
from kg.network import read_network
from kg.views.values import Asking

if TYPE_CHECKING:
    from kg.network import Network

BASE, MEASURED, CONDITIONAL = 0.5, 0.7, 0.25
"""How much is held of a claim before others bear on it: of any, of one that was measured, of one with a condition."""
_COLUMNS = (
    Column("says", "says"),
    Column("label", "it", "stands, falls or is open, by who objects and who objects to those"),
    Column("balance", "balance", "of support and objections, from 0 to 1"),
    Column("said_by", "said by"),
    Column("objections", "disputed by", "claims that object and count, with who says them"),
    Column("aside", "disputed, not comparable", "objections about another metric, baseline or workload"),
    Column("dormant", "would be disputed", "objections that hold only under a condition"),
    Column("qualified", "qualified by", "number of claims"),
    Column("support", "independent support", "origins other than the claim's own that support it"),
    Column("settle", "what would settle it"),
    Column("claim", "claim"),
)


@dataclass(frozen=True, slots=True)
class Debate:
    """Claims, who bears on whom, and what that leaves of each."""

    net: "Network"
    origin: Mapping[str, str]
    kinds: Mapping[tuple[str, str], str]
    """For each pair of which the first disputes the second: counts, aside or dormant."""
    label: Mapping[str, str]
    strength: Balance

    def ties(self, claim: str, relation: str, kind: str = "") -> tuple[str, ...]:
        """Return the claims that bear on a claim in one way."""
        found = {source for source, _, about in self.net.in_edges(claim, data=True) if about["relation"] == relation}
        return tuple(sorted(each for each in found if not kind or self.kinds.get((each, claim)) == kind))


def debate(net: "Network") -> Debate:
    """Return what the edges of `contest-edges` leave of each claim."""
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
    return Debate(net, origin, kinds, labels(net.nodes, attacks), balance(base, attacks, supports, origin))


def _origins(net: "Network", repeats: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return whose each claim is: one that repeats another has its origin, and so has all that one speaker says.

    The speakers of the first claim by id stand for all that repeat each other.
    """
    first = groups(net.nodes, repeats)
    return {node: " and ".join(_of(net, root, "speaker")) for node, root in first.items()}


def _of(net: "Network", node: str, name: str) -> tuple[str, ...]:
    found: tuple[str, ...] = net.nodes[node].get(name, ())
    return found


def _stands(net: "Network", node: str) -> bool:
    return _of(net, node, "status") in {(), ("stands",)}


def _base(net: "Network", node: str) -> float:
    modality = _of(net, node, "modality")
    return CONDITIONAL if "conditional" in modality else MEASURED if "benchmarked" in modality else BASE


def comparable(net: "Network", one: str, other: str) -> bool | None:
    """Return whether two claims are figures of the same thing; None where one of them is no figure."""
    if not (_of(net, one, "metric") and _of(net, other, "metric")):
        return None
    return all(_of(net, one, name) == _of(net, other, name) for name in ("metric", "baseline", "workload"))


def _kind(net: "Network", one: str, other: str) -> str:
    if "conditional" in _of(net, one, "modality"):
        return "dormant"
    return "aside" if comparable(net, one, other) is False else "counts"


def examine(net: "Network", *, document: str | None = None, label: str | None = None) -> Finding:
    """Return each claim that somebody disputes: whether it stands, and what would settle it.

    Parameters
    ----------
    net
        The network of `contest-edges`.
    document
        Only claims of this document; what bears on them is taken from all.
    label
        Only those that stand, fall or are open.

    """
    held = debate(net)
    disputed = sorted({target for _, target in held.kinds})
    in_scope = [claim for claim in disputed if document in {None, claim.partition("/")[0]}]
    shown = [claim for claim in in_scope if label in {None, held.label[claim]}]
    shown.sort(key=lambda claim: (held.strength.strength[claim], claim))
    counts = Counter(held.label[claim] for claim in in_scope)
    aside = sum(not held.ties(claim, "disputes", "counts") for claim in in_scope)
    return Finding(
        "What is contested",
        f"Of {len(in_scope)} claims that another claim disputes, {counts['falls']} fall because an objection to them "
        f"stands, {counts['open']} are open because two figures of one thing contradict each other, and "
        f"{counts['stands']} stand. "
        f"For {aside} of them every objection is about another quantity or holds only under a condition, so that it "
        "makes nothing fall. To fall here means that nobody has answered an objection, not that the claim is false."
        if in_scope
        else "No claim here is disputed by another.",
        _COLUMNS,
        tuple(_row(held, claim) for claim in shown),
        claims=tuple(sorted({*shown, *(each for claim in shown for each in held.ties(claim, "disputes"))})),
        uncertainty=f"Before others bear on it, a claim counts {BASE}, one that was measured {MEASURED}, one with a "
        f"condition {CONDITIONAL}: these are judgements, and the order matters more than the figure."
        + ("" if held.strength.converged else " The balance did not come to rest; the last round is shown.")
        if shown
        else "",
        judged_on=f"{net.number_of_nodes()} claims that bear on each other by {net.number_of_edges()} links, of "
        f"{len({node.partition('/')[0] for node in net.nodes})} documents; the balance "
        f"{'converged' if held.strength.converged else 'did not converge'}",
        notes=("One origin counts once on each side, and reasons of a claim's own origin add nothing.",),
    )


def _row(held: Debate, claim: str) -> tuple[Value, ...]:
    origins = {held.origin[each] for each in held.ties(claim, "supports")} - {held.origin[claim]}
    return (
        next(iter(_of(held.net, claim, "says"))),
        held.label[claim],
        round(held.strength.strength[claim], 2),
        ", ".join(_of(held.net, claim, "speaker")),
        _cited(held, held.ties(claim, "disputes", "counts")),
        _cited(held, held.ties(claim, "disputes", "aside")),
        _cited(held, held.ties(claim, "disputes", "dormant")),
        len(held.ties(claim, "qualifies")) or None,
        f"{len(origins)}: {', '.join(sorted(origins))}" if origins else "none",
        _settle(held, claim),
        claim,
    )


def _cited(held: Debate, claims: Iterable[str]) -> str:
    return "; ".join(f"{', '.join(_of(held.net, each, 'speaker'))} [{each}]" for each in claims)


def _settle(held: Debate, claim: str) -> str:
    """Return what would end the dispute, in words."""
    against = held.ties(claim, "disputes", "counts")
    if held.ties(claim, "disputes", "aside") and not against:
        return "a figure of the same metric, baseline and workload from both sides"
    if not against:
        return "whether the condition comes true"
    if any("benchmarked" in _of(held.net, each, "modality") for each in (claim, *against)):
        return "a measurement by somebody whom neither side pays, with the same baseline and workload"
    if {held.origin[each] for each in against} == {held.origin[claim]}:
        return "a word from the speaker, who says both"
    if _of(held.net, claim, "metric"):
        return "the document that both figures go back to, or a third origin for one of them"
    return "a source of its own for either side"


def _run(asking: Asking, given: Given) -> Finding:
    net = read_network(asking, "contest-edges")
    document, label = given["document"], given["label"]
    known = {node.partition("/")[0] for node in net.nodes}
    if document and document not in known:
        raise UnknownNodeError(str(document), known, parameter="document")
    return examine(net, document=str(document) if document else None, label=str(label) if label else None)


CONTESTED = Analysis(
    "contested",
    "What is contested",
    "Which claims do others dispute, do they stand, fall or stay open, and what would settle it?",
    _run,
    (
        Parameter("document", "id", "only claims of this document"),
        Parameter("label", "text", "only those that", choices=("stands", "falls", "open")),
    ),
)
