"""A store and its claims in, nodes out: entities, and topics where edges lead to them."""

from collections.abc import Collection, Iterable, Iterator
from datetime import date

from kg import ids
from kg.tabular.claims import Record
from kg.tabular.scan import RDF, Scan, first
from kg.tabular.sheet import Column, Sheet

NODES = (
    *map(Column, ("id", "label", "class")),
    *(Column("aliases", "texts"), Column("note")),
    *(Column("claims", "integer"), Column("documents", "integer"), Column("first_published", "date")),
)
_GENERAL = frozenset({"Entity", "Bottleneck"})


def nodes(scan: Scan, names: Collection[str], claims: Iterable[Record]) -> Sheet:
    """Return the nodes called `names`, in the order of their ids.

    `claims` counts the claims with the node at one of their ends, `documents` the documents that these stand in. Nodes
    have no times: the ledger knows since when something is said, not since when somebody exists.
    """
    spoken: dict[str, list[Record]] = {}
    for claim in claims:
        objects = claim["objects"] if isinstance(claim["objects"], tuple) else ()
        for name in {str(claim["subject"]), *objects}:
            spoken.setdefault(name, []).append(claim)
    classes, aliases = scan.all(f"{RDF}type"), scan.all(f"{ids.SKOS}altLabel")
    notes = scan.all(f"{ids.SKOS}note")

    def rows() -> Iterator[Record]:
        for name in sorted(names):
            about = spoken.get(name, [])
            days = [found for claim in about if isinstance(found := claim["published"], date)]
            yield {
                "id": name,
                "label": scan.label(name),
                "class": _class(classes.get(name, ())),
                "aliases": aliases.get(name, ()),
                "note": first(notes, name),
                "claims": len(about),
                "documents": len({claim["document"] for claim in about}),
                "first_published": min(days, default=None),
            }

    return Sheet.of("nodes", NODES, rows())


def _class(classes: tuple[str, ...]) -> str | None:
    """Return the class of a node: the one that says more than that it is an entity."""
    ours = [name for name in classes if "/" not in name]
    return next((name for name in ours if name not in _GENERAL), ours[0] if ours else None)


def around(name: str, hops: int, edges: Iterable[Record]) -> frozenset[str]:
    """Return the nodes that at most `hops` edges part from one, whichever way they point; itself too."""
    beside: dict[str, set[str]] = {}
    for edge in edges:
        source, target = str(edge["source"]), str(edge["target"])
        beside.setdefault(source, set()).add(target)
        beside.setdefault(target, set()).add(source)
    found, edge_of = {name}, {name}
    for _ in range(hops):
        edge_of = {other for each in edge_of for other in beside.get(each, ())} - found
        found |= edge_of
    return frozenset(found)
