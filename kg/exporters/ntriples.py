"""A graph in, sorted N-Triples out: one statement a line, byte for byte the same for the same graph."""

from pathlib import Path

import pyoxigraph as ox

from kg.exporters.base import Counts, Exporter, Options
from kg.exporters.rdf import Counted, counting, triples
from kg.tabular import Content


def _write(content: Content, path: Path, _: Options) -> Counts:
    found = Counted(triples(content))
    with path.open("wb") as file:
        ox.serialize(found, output=file, format=ox.RdfFormat.N_TRIPLES)
    return {"statements": found.number}


NTRIPLES = Exporter(
    "ntriples",
    ".nt",
    "one statement a line, sorted; for other stores and for comparing",
    _write,
    counting(ox.RdfFormat.N_TRIPLES),
)
