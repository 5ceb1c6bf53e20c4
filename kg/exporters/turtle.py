"""A graph in, Turtle out: grouped by subject, with short names, for people and for rdflib."""

from pathlib import Path

import pyoxigraph as ox

from kg.exporters.base import Counts, Exporter, Options
from kg.exporters.rdf import counting, lines, triples
from kg.files import new_file
from kg.prefixes import PREFIXES
from kg.tabular import Content


def _write(content: Content, path: Path, _: Options) -> Counts:
    found = lines(content)
    with new_file(path) as file:
        ox.serialize(triples(found), output=file, format=ox.RdfFormat.TURTLE, prefixes=dict(sorted(PREFIXES.items())))
    return {"statements": len(found)}


TURTLE = Exporter(
    "turtle",
    ".ttl",
    "grouped by subject, with short names; for rdflib and for reading",
    _write,
    counting(ox.RdfFormat.TURTLE),
)
