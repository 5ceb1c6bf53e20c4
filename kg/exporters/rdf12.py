"""Claims in, RDF 1.2 out: each claim stands for a triple term, as every reader of RDF 1.2 understands it.

`claim rdf:reifies <<( subject predicate object )>>` says which triple a claim speaks of, without saying that it holds.
A claim of a figure has the figure's node for an object, one in words its sentence. Readers of RDF 1.1 cannot read this.
"""

from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox

from kg.exporters.base import Counts, Exporter, Options
from kg.exporters.rdf import counting, lines, triples
from kg.files import new_file
from kg.ids import KG
from kg.prefixes import PREFIXES
from kg.tabular import Content

_RDF = PREFIXES["rdf"]
_SUBJECT, _PREDICATE, _OBJECT = (f"{_RDF}{name}" for name in ("subject", "predicate", "object"))
_REIFIES = ox.NamedNode(f"{_RDF}reifies")
_OTHERWISE = (f"{KG}quantity", f"{KG}states", f"{KG}timeText", f"{KG}shiftTo")
"""What stands at the other end of a claim without an object, the first of these that it has."""


def _write(content: Content, path: Path, _: Options) -> Counts:
    found = list(_statements(list(triples(lines(content)))))
    with new_file(path) as file:
        ox.serialize(found, output=file, format=ox.RdfFormat.N_TRIPLES)
    return {"statements": len(found)}


def _statements(found: list[ox.Triple]) -> Iterator[ox.Triple]:
    """Yield the triples, with a triple term in the place of subject, predicate and object of each claim."""
    held: dict[str, dict[str, list[ox.Triple]]] = {}
    ends = {_SUBJECT, _PREDICATE, _OBJECT, *_OTHERWISE}
    for triple in found:
        if triple.predicate.value in ends:
            held.setdefault(str(triple.subject), {}).setdefault(triple.predicate.value, []).append(triple)
    claims = {name: parts for name, parts in held.items() if _SUBJECT in parts and _PREDICATE in parts}
    written: set[str] = set()
    for triple in found:
        name = str(triple.subject)
        if name in claims and triple.predicate.value in {_SUBJECT, _PREDICATE, _OBJECT}:
            if name not in written:
                written.add(name)
                yield from _reified(triple.subject, claims[name])
        else:
            yield triple


def _reified(claim: ox.NamedNode | ox.BlankNode | ox.Triple, parts: dict[str, list[ox.Triple]]) -> Iterator[ox.Triple]:
    subject, predicate = parts[_SUBJECT][0].object, parts[_PREDICATE][0].object
    assert not isinstance(claim, ox.Triple)
    assert isinstance(subject, ox.NamedNode | ox.BlankNode)
    assert isinstance(predicate, ox.NamedNode), "a predicate is a word of the vocabulary"
    others = parts.get(_OBJECT) or next((parts[name] for name in _OTHERWISE if name in parts), [])
    for other in others:
        yield ox.Triple(claim, _REIFIES, ox.Triple(subject, predicate, other.object))


RDF12 = Exporter(
    "rdf12",
    ".rdf12.nt",
    "claims as triple terms, for stores that read RDF 1.2",
    _write,
    counting(ox.RdfFormat.N_TRIPLES),
)
