"""A ledger in, N-Quads out: one named graph an event, as the event was recorded, in the order of the log."""

from pathlib import Path

import pyoxigraph as ox

from kg.exporters.base import Counts, Exporter, Options, text_file
from kg.exporters.rdf import counting, events
from kg.tabular import Content


def _write(content: Content, path: Path, _: Options) -> Counts:
    number = graphs = 0
    with text_file(path) as file:
        for graph, statements in events(content):
            file.writelines(f"{s} {p} {o} <{graph}> .\n" for s, p, o in statements)
            number, graphs = number + len(statements), graphs + 1
    return {"statements": number, "graphs": graphs}


NQUADS = Exporter(
    "nquads",
    ".nq",
    "one named graph an event, a statement a line; for other stores",
    _write,
    counting(ox.RdfFormat.N_QUADS),
)
