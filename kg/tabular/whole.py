"""A store in, everything that can be exported of it out: all of it, or what lies around one entity."""

from collections.abc import Callable, Iterable, Iterator
from functools import cached_property

import pyoxigraph as ox

from kg.errors import BadInputError, near_misses, quoted
from kg.tabular.claims import CLAIMS, Record, claim_records, places
from kg.tabular.content import Content, Statement
from kg.tabular.edges import CLAIM_EDGES, FACTS, Edges, claim_edges, fact_edges
from kg.tabular.nodes import around, nodes
from kg.tabular.scan import Scan, full
from kg.tabular.sheet import Sheet
from kg.tabular.sources import records, sources

Events = Callable[[], Iterable[tuple[int, Iterable[Statement]]]]
_PARTS = ("quantity", "baselineQuantity", "secondQuantity", "anchor")


def everything(store: ox.Store, *, edges: Edges = "facts", events: Events | None = None, when: str = "") -> Content:
    """Return all that a store holds.

    Parameters
    ----------
    store
        A read-only store.
    edges
        One edge a fact, or one a claim.
    events
        Gives the graphs of the events, for formats that write those.
    when
        The horizon in words, for the title; empty for the present.

    """
    whole = _Whole(store, edges, None, 0)
    title = f"everything{when and f', {when}'}"
    makers = {**whole.makers(), "records": lambda: records(whole.scan)}
    return Content(title, makers, whole.lines, events)


def neighbourhood(store: ox.Store, entity: str, *, hops: int = 1, edges: Edges = "facts", when: str = "") -> Content:
    """Return what lies around an entity: nodes that at most `hops` edges part from it, and what joins them.

    Claims are those whose subject and objects all lie in it, sources the documents that these stand in.

    Raises
    ------
    BadInputError
        There is no such entity or topic.

    """
    part = _Whole(store, edges, entity, hops)
    label = part.scan.label(entity)
    if entity not in part.named:
        raise BadInputError(
            f"there is no entity {quoted(entity)} in this ledger",
            where="--entity",
            next_step=near_misses(entity, part.named) or "`kg search NAME` finds ids.",
        )
    step = "step" if hops == 1 else "steps"
    title = f"{label} and what lies {hops} {step} around it{when and f', {when}'}"
    return Content(title, part.makers(), part.lines)


class _Whole:
    """The sheets of a store, each made once."""

    def __init__(self, store: ox.Store, edges: Edges, entity: str | None, hops: int) -> None:
        self.scan = Scan(store)
        self._store, self._mode, self._entity, self._hops = store, edges, entity, hops

    def makers(self) -> dict[str, Callable[[], Sheet]]:
        """Return what makes each sheet."""
        columns = FACTS if self._mode == "facts" else CLAIM_EDGES
        return {
            "claims": lambda: Sheet.of("claims", CLAIMS, self._claims),
            "nodes": lambda: nodes(self.scan, self._names, self._claims),
            "edges": lambda: Sheet.of("edges", columns, self._edges),
            "places": lambda: places(self.scan, {str(claim["id"]) for claim in self._claims}),
            "sources": lambda: sources(self.scan, self._claims, self._documents),
        }

    @cached_property
    def named(self) -> frozenset[str]:
        """The ids of all entities and topics."""
        return frozenset((*self.scan.of_class("Entity"), *self.scan.of_class("Bottleneck")))

    @cached_property
    def _all_claims(self) -> list[Record]:
        return claim_records(self.scan)

    @cached_property
    def _all_edges(self) -> list[Record]:
        made = fact_edges(self._all_claims) if self._mode == "facts" else claim_edges(self._all_claims)
        return list(made)

    @cached_property
    def _names(self) -> frozenset[str]:
        if self._entity is not None:
            return around(self._entity, self._hops, self._all_edges)
        ends = (str(edge[end]) for edge in self._all_edges for end in ("source", "target"))
        return frozenset((*self.scan.of_class("Entity"), *ends))

    @cached_property
    def _edges(self) -> list[Record]:
        if self._entity is None:
            return self._all_edges
        return [edge for edge in self._all_edges if {edge["source"], edge["target"]} <= self._names]

    @cached_property
    def _claims(self) -> list[Record]:
        if self._entity is None:
            return self._all_claims
        return [claim for claim in self._all_claims if _ends(claim) <= self._names]

    @cached_property
    def _documents(self) -> frozenset[str] | None:
        return None if self._entity is None else frozenset(str(claim["document"]) for claim in self._claims)

    def lines(self) -> list[bytes]:
        """Return the triples as sorted lines of N-Triples."""
        form = ox.RdfFormat.N_TRIPLES
        if self._entity is None:
            found = self._store.dump(format=form, from_graph=ox.DefaultGraph())
        else:
            found = ox.serialize((q.triple for name in self._subjects() for q in self._about(name)), format=form)
        assert found is not None, "without an output, both return bytes"
        return sorted(found.splitlines(keepends=True))

    def _subjects(self) -> set[str]:
        claims = {str(claim["id"]) for claim in self._claims}
        parts = {part for name in _PARTS for claim in claims for part in self.scan.kg(name).get(claim, ())}
        return claims | parts | self._names | (self._documents or frozenset())

    def _about(self, name: str) -> Iterator[ox.Quad]:
        return iter(self._store.quads_for_pattern(ox.NamedNode(full(name)), None, None, ox.DefaultGraph()))


def _ends(claim: Record) -> set[str]:
    objects = claim["objects"]
    return {str(claim["subject"]), *(objects if isinstance(objects, tuple) else ())}
