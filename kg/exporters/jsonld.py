"""A graph in, JSON-LD 1.1 out, framed for people who read JSON: each entity with the claims about it inside.

The context of `ontology/context.jsonld` stands in the file, so that nothing is fetched. Whatever it has no name for is
written with whole IRIs and types, so the file holds every statement of the graph.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from kg.exporters.base import Counts, Exporter, Options, compact, json_lines, text_file
from kg.exporters.rdf import counting, lines, triples
from kg.ids import KG, XSD
from kg.prefixes import PREFIXES
from kg.resources import text
from kg.tabular import Content

_RDF = PREFIXES["rdf"]
_TYPE, _SUBJECT = f"{_RDF}type", f"{_RDF}subject"
_PARTS = tuple(f"{KG}{name}" for name in ("quantity", "baselineQuantity", "secondQuantity", "anchor"))
_EXACT = 2**53
About = dict[str, list[ox.Triple]]
"""Triples by their subject."""


def _write(content: Content, path: Path, _: Options) -> Counts:
    about: About = {}
    found = lines(content)
    for triple in triples(found):
        about.setdefault(_name(triple.subject), []).append(triple)
    with text_file(path) as file:
        context = ",\n".join(f"{compact(name)}:{compact(term)}" for name, term in _context().items())
        file.write(f'{{"@context":{{\n{context}\n}},\n"@graph":[')
        json_lines(file, _framed(about))
        file.write("\n]}\n")
    return {"statements": len(found)}


@cache
def _context() -> Any:  # noqa: ANN401 (whatever JSON can hold)
    return json.loads(text("ontology", "context.jsonld"))["@context"]


@cache
def _terms() -> Mapping[str, tuple[str, str | None]]:
    """Return the names of properties by their IRIs, each with the type that its values have if they say none."""
    found: dict[str, tuple[str, str | None]] = {}
    for name, term in _context().items():
        if isinstance(term, dict) and "@id" in term:
            found[_expanded(term["@id"])] = (name, term.get("@type"))
    return found


def _expanded(compact: str) -> str:
    prefix, _, rest = compact.partition(":")
    return f"{PREFIXES[prefix]}{rest}"


def _framed(about: About) -> Iterator[dict[str, Any]]:
    """Yield the nodes that stand by themselves; claims stand in their subjects, figures and places in their claims."""
    claims: dict[str, list[str]] = {}
    inside: set[str] = set()
    for name, said in about.items():
        subjects = [_name(triple.object) for triple in said if triple.predicate.value == _SUBJECT]
        if subjects:
            claims.setdefault(subjects[0], []).append(name)
            inside.add(name)
            inside.update(_parts(said, about))
    for name in sorted({*(name for name in about if name not in inside), *(s for s in claims if s not in inside)}):
        node = _node(name, about.get(name, ()))
        if name in claims:
            node["claims"] = [_claim(claim, name, about) for claim in sorted(claims[name])]
        yield _shown(node)


def _parts(said: Iterable[ox.Triple], about: About) -> Iterator[str]:
    for triple in said:
        if triple.predicate.value in _PARTS and _name(triple.object) in about:
            yield _name(triple.object)


def _claim(name: str, subject: str, about: About) -> dict[str, Any]:
    said = [t for t in about[name] if not (t.predicate.value == _SUBJECT and _name(t.object) == subject)]
    parts = set(_parts(said, about))
    apart = [triple for triple in said if _name(triple.object) not in parts]
    node = _node(name, apart)
    for triple in said:
        part = _name(triple.object)
        if part in parts:
            node.setdefault(_property(triple.predicate.value)[0], []).append(_shown(_node(part, about[part])))
    return _shown(node)


def _node(name: str, said: Iterable[ox.Triple]) -> dict[str, Any]:
    node: dict[str, Any] = {"@id": _compact(name)}
    for triple in said:
        term = triple.object
        if triple.predicate.value == _TYPE and isinstance(term, ox.NamedNode):
            node.setdefault("@type", []).append(_compact(term.value))
        else:
            key, kind = _property(triple.predicate.value)
            node.setdefault(key, []).append(_value(term, kind))
    return node


def _shown(node: dict[str, Any]) -> dict[str, Any]:
    """Return a node in which a single value stands without a list around it, as JSON-LD compacts it."""
    return {
        key: held[0] if isinstance(held, list) and len(held) == 1 and key != "claims" else held
        for key, held in node.items()
    }


def _property(iri: str) -> tuple[str, str | None]:
    return _terms().get(iri) or (_compact(iri), None)


def _value(term: Any, kind: str | None) -> Any:  # noqa: ANN401 (whatever JSON can hold)
    if not isinstance(term, ox.Literal):
        name = _compact(_name(term))
        return name if kind == "@id" else {"@id": name}
    if term.language:
        return {"@value": term.value, "@language": term.language}
    datatype = _compact(term.datatype.value)
    if datatype == "xsd:string":
        return term.value if kind is None else {"@value": term.value}
    if datatype == kind:
        return term.value
    if kind is None and (native := _native(term)) is not None:
        return native
    return {"@value": term.value, "@type": datatype}


def _native(term: ox.Literal) -> bool | int | None:
    """Return a value that JSON and JSON-LD write the same as the store, or None."""
    if term.datatype.value == f"{XSD}boolean" and term.value in {"true", "false"}:
        return term.value == "true"
    if term.datatype.value != f"{XSD}integer" or not term.value.lstrip("-").isascii():
        return None
    found = int(term.value)
    return found if str(found) == term.value and abs(found) < _EXACT else None


def _name(term: Any) -> str:  # noqa: ANN401 (any term)
    return term.value if isinstance(term, ox.NamedNode) else str(term)


@cache
def _prefixes() -> tuple[tuple[str, str], ...]:
    return tuple(sorted(((iri, prefix) for prefix, iri in PREFIXES.items()), key=lambda pair: (-len(pair[0]), pair)))


def _compact(iri: str) -> str:
    """Return an IRI with one of our prefixes where that cannot be read as anything else."""
    for namespace, prefix in _prefixes():
        if iri.startswith(namespace) and not iri[len(namespace) :].startswith("//"):
            return f"{prefix}:{iri[len(namespace) :]}"
    return iri


JSONLD = Exporter(
    "jsonld", ".jsonld", "each entity with its claims inside, for web programs", _write, counting(ox.RdfFormat.JSON_LD)
)
