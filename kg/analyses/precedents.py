"""What is said of each thing in, which other things are like one of them and what became of those out.

A precedent is searched by what is said of two things before either came to its end: who took it over or what it became
part of counts for nothing in the likeness, and is told beside it. Differences are named both ways.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.analyses.base import Analysis, Column, Finding, Given, Parameter, UnknownNodeError, Value
from kg.likeness import Likeness, compare, weights
from kg.network import read_network
from kg.views.values import Asking

if TYPE_CHECKING:
    from kg.network import Network

_ITS_END = frozenset({"absorbedInto", "ownedBy", "subsidiaryOf", "unitOf"})
"""Relations that tell what became of their subject."""
_END_OF_OTHER = frozenset({"acquired", "withdrew"})
"""Relations that tell what became of their object."""
_STATED = "hasPrecedent"
_ARGUED = frozenset({_STATED, "analogousTo"})
_TOUCHES = frozenset({"bottleneck", "addressesBottleneck", "reducesBottleneck", "solves"})
_FEW, _NAMED = 3, 6
_TITLE = "Precedents"
_COLUMNS = (
    Column("who", "like it"),
    Column(
        "likeness",
        "likeness",
        "0 to 1: weight of what both have over weight of what either has; rare features weigh more",
    ),
    Column("plain", "unweighted", "the same with every feature counted once"),
    Column("shared", "both", "the heaviest first"),
    Column("only_it", "only it", "what is said of the thing that was asked for and not of this one"),
    Column("only_other", "only the other"),
    Column("became", "what became of it", "with the claims that say so; empty where nothing is told"),
    Column("id", "id"),
)


@dataclass(slots=True)
class Told:
    """What is said of a thing: its features, the claims behind them, and what became of it."""

    label: str
    kinds: set[str] = field(default_factory=set)
    features: set[str] = field(default_factory=set)
    claims: set[str] = field(default_factory=set)
    ends: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def became(self) -> str:
        """Return what became of it in words, with claims; empty where nothing is told."""
        return "; ".join(f"{words} ({', '.join(sorted(claims))})" for words, claims in sorted(self.ends.items()))


def told(net: "Network") -> dict[str, Told]:
    """Return what the edges of `feature-edges` say of each thing, by its id."""
    found: dict[str, Told] = {}
    for source, target, about in net.edges(data=True):
        one, other = net.nodes[source], net.nodes[target]
        topic = "bottleneck" in other["class"]
        here = found.setdefault(source, Told(one["label"]))
        there = Told("") if topic else found.setdefault(target, Told(other["label"]))
        here.kinds |= set(one["class"])
        there.kinds |= set(other["class"])
        relation, does = about["relation"], about["does"]
        if relation in _ITS_END:
            here.ends[f"{does} {other['label']}"].add(about["claim"])
        elif relation in _END_OF_OTHER:
            there.ends[f"{one['label']} {does} it"].add(about["claim"])
        elif relation not in _ARGUED:
            here.claims.add(about["claim"])
            there.claims.add(about["claim"])
            here.features |= _said(does, other, relation in _TOUCHES)
            there.features |= {f"{one['label']} {does} it", *(f"a {kind} {does} it" for kind in one["class"])}
    return found


def _said(does: str, other: Mapping[str, Sequence[str] | str], touches: bool) -> set[str]:
    """Return the features of an edge for its source: the thing itself, and its classes or its group."""
    if touches:
        return {f"touches {other['label']}", *(f"touches {group} as a group" for group in other.get("group", ()))}
    return {f"{does} {other['label']}", *(f"{does} a {kind}" for kind in other["class"])}


def survey(net: "Network", of: str, *, ended: bool = False, top: int = 8) -> Finding:
    """Return the things that are most like one of them.

    Parameters
    ----------
    net
        The network of `feature-edges`.
    of
        The thing for which precedents are searched.
    ended
        Only things of which it is told what became of them.
    top
        How many are shown at most.

    Raises
    ------
    UnknownNodeError
        Nothing is said of `of`.

    """
    known = told(net)
    if of not in known:
        raise UnknownNodeError(of, known, parameter="of")
    it = known[of]
    weigh = weights(each.features for each in known.values())
    kind = {name: each for name, each in known.items() if name != of and each.kinds & it.kinds}
    alike = [
        (compare(it.features, each.features, weigh), name) for name, each in kind.items() if each.ends or not ended
    ]
    alike = sorted(((like, name) for like, name in alike if like.shared), key=lambda pair: (-pair[0].score, pair[1]))
    shown = alike[:top]
    rows = tuple(_row(like, name, known[name]) for like, name in shown)
    claims = {claim for _, name in shown for claim in (*known[name].claims, *_claims_of_ends(known[name]))} | it.claims
    return Finding(
        f"{_TITLE}: {it.label}",
        _words(it, rows, len(alike)),
        _COLUMNS,
        rows,
        claims=tuple(sorted(claims)),
        uncertainty="Likeness is of what the ledger says of two things; a thing of which little is said is like few. "
        f"{len(it.features)} features are known of {it.label}"
        + (", too few to rest much on." if len(it.claims) < _FEW else "."),
        judged_on=f"{len(kind)} other things of its kind ({_kinds(it)}) of which something is said",
        notes=_stated(net, of),
    )


def _claims_of_ends(each: Told) -> set[str]:
    return {claim for claims in each.ends.values() for claim in claims}


def _row(like: Likeness, name: str, each: Told) -> tuple[Value, ...]:
    parts = (", ".join(part[:_NAMED]) for part in (like.shared, like.only_first, like.only_second))
    return (each.label, round(like.score, 3), round(like.plain, 3), *parts, each.became(), name)


def _words(it: Told, rows: Sequence[tuple[Value, ...]], alike: int) -> str:
    if not rows:
        return f"No other {_kinds(it)} of which this is told shares a feature with {it.label}."
    best = rows[0]
    after = next((row for row in rows if row[6]), None)
    told_of = f" Of those shown, what became of it is told of {after[0]}: {after[6]}." if after else ""
    return (
        f"Most like {it.label} is {best[0]} (likeness {best[1]}); of both it is told: {best[3]}. {alike} of its kind "
        f"have some feature of it.{told_of or ' What became of any of those shown is not told.'}"
    )


def _kinds(it: Told) -> str:
    return " or ".join(sorted(it.kinds))


def _stated(net: "Network", of: str) -> tuple[str, ...]:
    """Return the precedents that sources themselves hold up for it."""
    found = sorted(
        f"{net.nodes[target]['label']} ({about['claim']})"
        for _, target, about in net.out_edges(of, data=True)
        if about["relation"] == _STATED
    )
    return (f"Sources hold up as a precedent: {'; '.join(found)}.",) if found else ()


def _run(asking: Asking, given: Given) -> Finding:
    top = given["top"]
    assert isinstance(top, int), "it has a default"
    return survey(read_network(asking, "feature-edges"), str(given["of"]), ended=bool(given["ended"]), top=max(1, top))


PRECEDENTS = Analysis(
    "precedents",
    _TITLE,
    "Which other things are like this one by what is said of them, in what do they differ, and what became of them?",
    _run,
    (
        Parameter("of", "id", "the thing for which precedents are searched", required=True),
        Parameter("ended", "yes or no", "only things of which it is told what became of them", default=False),
        Parameter("top", "count", "how many are shown at most", default=8),
    ),
)
