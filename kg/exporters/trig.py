"""A ledger in, TriG out: one named graph an event, as the event was recorded, with short names."""

from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox

from kg.exporters.base import Counts, Exporter, Options
from kg.exporters.rdf import counting, events
from kg.files import new_file
from kg.prefixes import PREFIXES
from kg.tabular import Content


def _write(content: Content, path: Path, _: Options) -> Counts:
    counts = {"statements": 0, "graphs": 0}

    def quads() -> Iterator[ox.Quad]:
        for graph, statements in events(content):
            counts["statements"] += len(statements)
            counts["graphs"] += 1
            lines = "".join(f"{s} {p} {o} <{graph}> .\n" for s, p, o in statements)
            yield from ox.parse(lines.encode(), format=ox.RdfFormat.N_QUADS)

    with new_file(path) as file:
        ox.serialize(quads(), output=file, format=ox.RdfFormat.TRIG, prefixes=dict(sorted(PREFIXES.items())))
    return counts


TRIG = Exporter(
    "trig",
    ".trig",
    "one named graph an event, with short names; for reading and nanopublications",
    _write,
    counting(ox.RdfFormat.TRIG),
)
