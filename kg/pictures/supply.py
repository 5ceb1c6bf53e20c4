"""A thing and who supplies whom in, a picture of what it rests on out, step by step, and of what rests on it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from kg.analyses.base import Given, Parameter, UnknownNodeError
from kg.network import read_network
from kg.pictures.base import Draw, Drawing, NothingToDrawError, Picture
from kg.pictures.outline import Line, outlined
from kg.views.phrases import counted, spaced
from kg.views.values import Asking

if TYPE_CHECKING:
    from kg.network import Network

_DEEPEST, _MOST = 3, 26
"""Steps that are followed, and lines in one picture."""
_RESTS = frozenset(
    (
        *("builtBy", "builtOn", "developedBy", "exclusivelySuppliedBy", "licensedTechnologyOf", "madeBy"),
        *("manufacturedBy", "operatedBy", "requires", "reservedCapacityAt", "runsOn", "secondSourceFor"),
        *("trainedOn", "usesHardware", "usesMemory", "usesNetwork", "usesTechnology"),
    )
)
"""Relations whose subject rests on their object."""
_CARRIES = frozenset({"supplies"})
"""Relations whose object rests on their subject."""


@dataclass(frozen=True, slots=True)
class Tie:
    """One thing resting on another in one way, by any number of claims."""

    relation: str
    other: str
    claims: tuple[str, ...]
    background: bool
    """Whether no claim says it, only background knowledge."""


def ties(net: "Network", node: str, *, outward: bool) -> tuple[Tie, ...]:
    """Return what `node` rests on, or with `outward` false what rests on it, by relation and name."""
    found: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for kinds, edges in ((_RESTS, _edges(net, node, out=outward)), (_CARRIES, _edges(net, node, out=not outward))):
        for other, about in edges:
            relation = about["relation"]
            if relation in kinds and other != node:
                found.setdefault((relation, other), []).append((about["claim"], about["basis"]))
    return tuple(
        Tie(relation, other, tuple(sorted({claim for claim, _ in told})), all(basis != "claim" for _, basis in told))
        for (relation, other), told in sorted(found.items())
    )


def _edges(net: "Network", node: str, *, out: bool) -> Iterator[tuple[str, dict[str, str]]]:
    edges: Iterable[tuple[str, str, dict[str, str]]] = (
        net.out_edges(node, data=True) if out else net.in_edges(node, data=True)
    )
    for source, target, about in edges:
        yield (target if out else source), about


def draw(net: "Network", entity: str, width: int) -> Drawing:
    """Return the picture of what a thing rests on.

    Raises
    ------
    UnknownNodeError
        Nothing of this id is made, supplied or used by anything.
    NothingToDrawError
        It rests on nothing that is known, and nothing rests on it.

    """
    if entity not in net:
        raise UnknownNodeError(entity, net.nodes, parameter="entity")
    label = net.nodes[entity]["label"]
    down, up = list(_down(net, entity, 1, {entity})), list(_up(net, entity))
    if not down and not up:
        raise NothingToDrawError(
            "no claim says on what it rests, or what rests on it", where=entity, next_step="`kg show` lists its claims."
        )
    lines = [Line(0, label, entity), *down, *up]
    shown, left_out = lines[:_MOST], len(lines) - _MOST
    claims = {claim for node in _reached(net, entity) for tie in ties(net, node, outward=True) for claim in tie.claims}
    claims |= {claim for tie in ties(net, entity, outward=False) for claim in tie.claims}
    background = sum(claim.startswith("event/") for claim in claims)
    subtitle = (
        f"Step by step, from {counted(len(claims) - background, 'claim')} and {counted(background, 'record')} of "
        "background knowledge (dashed). A diamond rests on it. What is not here is not known; it need not be absent."
        + (f" {counted(left_out, 'line')} more are left out." if left_out > 0 else "")
    )
    alt = "; ".join(f"{line.text} ({line.remark})" for line in shown)
    title = f"What {label} rests on"
    return Drawing(outlined(shown, title, subtitle, width), f"{title}. {alt}.")


def _reached(net: "Network", entity: str) -> set[str]:
    found, edge = {entity}, {entity}
    for _ in range(_DEEPEST):
        edge = {tie.other for node in edge for tie in ties(net, node, outward=True)} - found
        found |= edge
    return found


def _down(net: "Network", node: str, depth: int, seen: set[str]) -> Iterator[Line]:
    for tie in ties(net, node, outward=True):
        again = tie.other in seen
        remark = _remark(tie, again=again)
        yield Line(depth, f"{_words(tie.relation)} {net.nodes[tie.other]['label']}", remark, dashed=tie.background)
        if not again and depth < _DEEPEST:
            seen.add(tie.other)
            yield from _down(net, tie.other, depth + 1, seen)


def _up(net: "Network", node: str) -> Iterator[Line]:
    label = net.nodes[node]["label"]
    for tie in ties(net, node, outward=False):
        words = f"{net.nodes[tie.other]['label']} {_words(tie.relation)} {label}"
        yield Line(1, words, _remark(tie, again=False), "hollow", dashed=tie.background)


def _words(relation: str) -> str:
    return "is supplied by" if relation in _CARRIES else spaced(relation)


def _remark(tie: Tie, *, again: bool) -> str:
    rests = "background knowledge, " if tie.background else ""
    more = f" and {len(tie.claims) - 1} more" if len(tie.claims) > 1 else ""
    return f"{rests}{tie.claims[0]}{more}{'; shown above' if again else ''}"


def _read(asking: Asking, given: Given) -> Draw:
    return partial(draw, read_network(asking, "supply-edges"), str(given["entity"]))


SUPPLY = Picture(
    "supply",
    "What a thing rests on",
    "On what makers, chips and materials does a thing rest, and what rests on it?",
    _read,
    (Parameter("entity", "id", "the thing", required=True),),
)
