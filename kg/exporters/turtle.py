"""The graph in, Turtle out: grouped by subject, with short names, for people and for rdflib."""

from typing import IO

import pyoxigraph as ox

from kg.exporters.base import Exporter
from kg.prefixes import PREFIXES


def _write(store: ox.Store, file: IO[bytes]) -> int:
    found = store.quads_for_pattern(None, None, None, ox.DefaultGraph())
    triples = sorted((quad.triple for quad in found), key=str)
    ox.serialize(triples, output=file, format=ox.RdfFormat.TURTLE, prefixes=PREFIXES)
    return len(triples)


TURTLE = Exporter("turtle", ".ttl", "grouped by subject, with short names; for rdflib and for reading", _write)
