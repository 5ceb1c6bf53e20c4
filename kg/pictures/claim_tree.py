"""A claim and what bears on it in, a picture of the dispute out: who supports, who objects, and what of that stands."""

from collections.abc import Iterator
from functools import partial

from kg.analyses.base import Given, Parameter, UnknownNodeError
from kg.arithmetic.conflicts import verdicts
from kg.arithmetic.rows import read_book
from kg.debate import Debate, clashes, debate
from kg.network import read_network
from kg.pictures.base import Draw, Drawing, Picture
from kg.pictures.outline import Line, Sign, outlined
from kg.views.phrases import counted
from kg.views.values import Asking

_DEEPEST, _MOST = 2, 14
"""Steps from the claim that are followed, and claims in one picture."""
_ORDER = ("disputes", "supports", "restates", "qualifies", "derivedFrom")
_WORDS = {"disputes": "objects", "supports": "supports it", "restates": "repeats it", "qualifies": "qualifies it"}
_SIGNS: dict[str, Sign] = {"stands": "full", "open": "hollow", "falls": "crossed"}
_CLASH = "cannot hold beside it, by its figure"
_ASIDE = {"aside": ", about another quantity", "dormant": ", only under a condition"}


def draw(held: Debate, claim: str, width: int) -> Drawing:
    """Return the picture of what bears on a claim.

    Raises
    ------
    UnknownNodeError
        Nothing bears on a claim of this id, or there is none.

    """
    net = held.net
    if claim not in net:
        raise UnknownNodeError(claim, net.nodes, parameter="claim")
    lines = list(_lines(held, claim, "", 0, {claim}))
    shown, left_out = lines[:_MOST], len(lines) - _MOST
    sources = {speaker for node in net.predecessors(claim) for speaker in net.nodes[node].get("speaker", ())}
    count = net.in_degree(claim)
    subtitle = (
        f"{counted(count, 'claim')} of {counted(len(sources), 'source')} bear{'s' * (count == 1)} on it directly. "
        "Circle: stands. Diamond: open. Cross: falls, so nobody has answered an objection; not that it is false. "
        "Dashed: an objection, or a figure that cannot hold beside it."
        + (f" {counted(left_out, 'claim')} more are left out." if left_out > 0 else "")
    )
    alt = "; ".join(f"{line.text} ({line.remark})" for line in shown)
    return Drawing(outlined(shown, f"What bears on {claim}", subtitle, width), f"What bears on {claim}. {alt}.")


def _lines(held: Debate, claim: str, how: str, depth: int, seen: set[str]) -> Iterator[Line]:
    about = held.net.nodes[claim]
    label = held.label[claim]
    remark = ", ".join(filter(None, (how, label, *about.get("speaker", ()))))
    yield Line(
        depth,
        next(iter(about.get("says", (claim,)))),
        f"{remark} · {claim}" if depth else f"{remark}; balance {held.strength.strength[claim]:.2f}",
        _SIGNS[label],
        dashed=how.startswith(("objects", _CLASH)),
    )
    if depth == _DEEPEST:
        return
    for other in sorted(set(held.figures[claim]) & set(held.net.nodes) - seen):
        seen.add(other)
        yield from _lines(held, other, _CLASH, depth + 1, seen)
    for relation in _ORDER:
        for other in held.ties(claim, relation):
            if other not in seen:
                seen.add(other)
                aside = _ASIDE.get(held.kinds.get((other, claim), ""), "") if relation == "disputes" else ""
                words = _WORDS.get(relation, "follows from it") + aside
                yield from _lines(held, other, words, depth + 1, seen)


def _read(asking: Asking, given: Given) -> Draw:
    figures = clashes(verdicts(read_book(asking)))
    return partial(draw, debate(read_network(asking, "contest-edges"), figures), str(given["claim"]))


CLAIM_TREE = Picture(
    "claim-tree",
    "What bears on a claim",
    "Who supports a claim, who objects, and what of that stands?",
    _read,
    (Parameter("claim", "id", "the claim, document/key", required=True),),
)
