"""A store in, the values of one property after the other out: a whole graph is read faster so than by a query."""

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from functools import lru_cache

import pyoxigraph as ox

from kg import ids

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
LABELS = (f"{ids.SKOS}prefLabel", f"{RDFS}label")
Held = dict[str, tuple[str, ...]]
"""Values of one property by the short id of what has it, each tuple sorted."""


class Scan:
    """Reads properties of a store; each is read once."""

    def __init__(self, store: ox.Store) -> None:
        self._store, self._read = store, dict[str, Held]()

    def all(self, iri: str) -> Held:
        """Return the values of a property, IRIs of ours as short ids, literals as their text."""
        if iri not in self._read:
            found: dict[str, list[str]] = {}
            for quad in self._store.quads_for_pattern(None, ox.NamedNode(iri), None, ox.DefaultGraph()):
                found.setdefault(_value(quad.subject), []).append(_value(quad.object))
            self._read[iri] = {name: tuple(sorted(values)) for name, values in found.items()}
        return self._read[iri]

    def kg(self, name: str) -> Held:
        """Return the values of a property of our vocabulary."""
        return self.all(f"{ids.KG}{name}")

    def of_class(self, name: str) -> Iterator[str]:
        """Yield the short ids of all members of a class of our vocabulary, in the order of the ids."""
        node = ox.NamedNode(f"{ids.KG}{name}")
        found = self._store.quads_for_pattern(None, ox.NamedNode(f"{RDF}type"), node, ox.DefaultGraph())
        return iter(sorted(_value(quad.subject) for quad in found))

    def label(self, name: str) -> str:
        """Return the name by which people know something, else its id."""
        return next((held[name][0] for held in map(self.all, LABELS) if name in held), name)

    def labels(self, names: tuple[str, ...]) -> tuple[str, ...]:
        """Return the names of several things."""
        return tuple(map(self.label, names))


@lru_cache(maxsize=1 << 16)
def short(iri: str) -> str:
    """Return an IRI of ours as its id or name, a bottleneck topic with `bn:` before it, any other as it is."""
    if iri.startswith(ids.ID):
        return iri[len(ids.ID) :]
    if iri.startswith(ids.KG):
        return iri[len(ids.KG) :]
    return f"bn:{iri[len(ids.BN) :]}" if iri.startswith(ids.BN) else iri


def full(name: str) -> str:
    """Return the IRI of a node by its short id; the way back of `short` for entities, claims, documents and topics."""
    return f"{ids.BN}{name.removeprefix('bn:')}" if name.startswith("bn:") else f"{ids.ID}{name}"


def _value(term: "ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple") -> str:
    if isinstance(term, ox.NamedNode):
        return short(term.value)
    return str(term) if isinstance(term, ox.Triple) else term.value


def first(held: Held, name: str) -> str | None:
    """Return the first value of something, or None."""
    values = held.get(name)
    return values[0] if values else None


def day(text: str | None) -> date | None:
    """Return a date, or None where there is none that the calendar has."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


def moment(text: str | None) -> datetime | None:
    """Return an instant, or None where there is none with a zone."""
    try:
        found = datetime.fromisoformat(text) if text else None
    except ValueError:
        return None
    return found if found is not None and found.tzinfo is not None else None


def number(text: str | None) -> Decimal | None:
    """Return a finite number, or None."""
    try:
        found = Decimal(text) if text else None
    except InvalidOperation:
        return None
    return found if found is not None and found.is_finite() else None
