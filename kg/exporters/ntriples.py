"""A graph in, sorted N-Triples out: one statement a line, byte for byte the same for the same graph."""

from pathlib import Path

import pyoxigraph as ox

from kg.exporters.base import Counts, Exporter, Options
from kg.exporters.rdf import counting, lines
from kg.files import new_file
from kg.tabular import Content


def _write(content: Content, path: Path, _: Options) -> Counts:
    found = lines(content)
    with new_file(path) as file:
        file.writelines(found)
    return {"statements": len(found)}


NTRIPLES = Exporter(
    "ntriples",
    ".nt",
    "one statement a line, sorted; for other stores and for comparing",
    _write,
    counting(ox.RdfFormat.N_TRIPLES),
)
