"""Claims that bear on each other in, which stand, fall or stay open out, and what would settle it."""

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING

from kg.analyses.base import Analysis, Column, Finding, Given, Parameter, Value, check_document
from kg.arithmetic.conflicts import verdicts
from kg.arithmetic.rows import read_book
from kg.debate import BASE, CONDITIONAL, MEASURED, Clash, Debate, about, clashes, debate
from kg.network import read_network
from kg.views.values import Asking

if TYPE_CHECKING:
    from kg.network import Network

_COLUMNS = (
    Column("says", "says"),
    Column("label", "it", "stands, falls or is open, by who objects and who objects to those"),
    Column("balance", "balance", "of support and objections, from 0 to 1"),
    Column("said_by", "said by"),
    Column("objections", "disputed by", "claims that object and count, with who says them"),
    Column("aside", "disputed, not comparable", "objections about another metric, baseline or workload"),
    Column("dormant", "would be disputed", "objections that hold only under a condition"),
    Column(
        "figures", "cannot all hold with", "claims whose figures do not go together with it; one of all is mistaken"
    ),
    Column("qualified", "qualified by", "number of claims"),
    Column("support", "independent support", "origins other than the claim's own that support it"),
    Column("settle", "what would settle it"),
    Column("claim", "claim"),
)


def examine(
    net: "Network", *, document: str | None = None, label: str | None = None, figures: Iterable[Clash] = ()
) -> Finding:
    """Return each claim that somebody disputes: whether it stands, and what would settle it.

    Parameters
    ----------
    net
        The network of `contest-edges`.
    document
        Only claims of this document; what bears on them is taken from all.
    label
        Only those that stand, fall or are open.
    figures
        Claims whose figures cannot all hold.

    """
    held = debate(net, figures)
    disputed = sorted({target for _, target in held.kinds} | {node for node, others in held.figures.items() if others})
    in_scope = [claim for claim in disputed if document in {None, claim.partition("/")[0]}]
    by_figures = sum(not held.ties(claim, "disputes") for claim in in_scope)
    shown = [claim for claim in in_scope if label in {None, held.label[claim]}]
    shown.sort(key=lambda claim: (held.strength.strength[claim], claim))
    counts = Counter(held.label[claim] for claim in in_scope)
    aside = sum(not held.ties(claim, "disputes", "counts") for claim in in_scope) - by_figures
    return Finding(
        "What is contested",
        f"Of {len(in_scope)} claims that are contested, {counts['falls']} fall because an objection to them stands, "
        f"{counts['open']} are open because figures contradict each other, and {counts['stands']} stand. "
        f"For {aside} of them every objection is about another quantity or holds only under a condition, so that it "
        f"makes nothing fall; {by_figures} nobody disputes, but their figures cannot all hold. "
        "To fall here means that nobody has answered an objection, not that the claim is false."
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
        next(iter(about(held.net, claim, "says"))),
        held.label[claim],
        round(held.strength.strength[claim], 2),
        ", ".join(about(held.net, claim, "speaker")),
        _cited(held, held.ties(claim, "disputes", "counts")),
        _cited(held, held.ties(claim, "disputes", "aside")),
        _cited(held, held.ties(claim, "disputes", "dormant")),
        "; ".join(held.figures[claim]),
        len(held.ties(claim, "qualifies")) or None,
        f"{len(origins)}: {', '.join(sorted(origins))}" if origins else "none",
        _settle(held, claim),
        claim,
    )


def _cited(held: Debate, claims: Iterable[str]) -> str:
    return "; ".join(f"{', '.join(about(held.net, each, 'speaker'))} [{each}]" for each in claims)


def _settle(held: Debate, claim: str) -> str:
    """Return what would end the dispute, in words."""
    against = held.ties(claim, "disputes", "counts")
    if held.ties(claim, "disputes", "aside") and not against:
        return "a figure of the same metric, baseline and workload from both sides"
    if not against:
        dormant = held.ties(claim, "disputes", "dormant")
        return "whether the condition comes true" if dormant else "a source that says which of the figures is mistaken"
    if any("benchmarked" in about(held.net, each, "modality") for each in (claim, *against)):
        return "a measurement by somebody whom neither side pays, with the same baseline and workload"
    if {held.origin[each] for each in against} == {held.origin[claim]}:
        return "a word from the speaker, who says both"
    if about(held.net, claim, "metric"):
        return "the document that both figures go back to, or a third origin for one of them"
    return "a source of its own for either side"


def _run(asking: Asking, given: Given) -> Finding:
    net = read_network(asking, "contest-edges")
    document, label = given["document"], given["label"]
    if document and all(node.partition("/")[0] != document for node in net.nodes):
        check_document(asking, str(document))
    figures = clashes(verdicts(read_book(asking)))
    return examine(
        net, document=str(document) if document else None, label=str(label) if label else None, figures=figures
    )


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
