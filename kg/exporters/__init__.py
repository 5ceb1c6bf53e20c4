"""The formats that a graph, a neighbourhood or the answer to a question can be written in.

To add one, write a file of this folder and name its exporter in `EXPORTERS`. A package of somebody else joins with an
entry point of the group `kg.exporters` that leads to an `Exporter`.
"""

from importlib.metadata import entry_points
from pathlib import PurePath

from kg.errors import UsageError, near_misses, quoted
from kg.exporters.atom import ATOM
from kg.exporters.base import Counts, Exporter, Options
from kg.exporters.bibtex import BIBTEX
from kg.exporters.csljson import CSLJSON
from kg.exporters.csv import CSV
from kg.exporters.cyjs import CYJS
from kg.exporters.dot import DOT
from kg.exporters.gexf import GEXF
from kg.exporters.graphml import GRAPHML
from kg.exporters.graphology import GRAPHOLOGY
from kg.exporters.ics import ICS
from kg.exporters.jsonld import JSONLD
from kg.exporters.nodelink import NODELINK
from kg.exporters.nquads import NQUADS
from kg.exporters.ntriples import NTRIPLES
from kg.exporters.parquet import PARQUET
from kg.exporters.rdf12 import RDF12
from kg.exporters.sqlite import SQLITE
from kg.exporters.trig import TRIG
from kg.exporters.turtle import TURTLE
from kg.exporters.xlsx import XLSX

GROUP = "kg.exporters"
EXPORTERS: tuple[Exporter, ...] = (
    *(CSV, XLSX, SQLITE, PARQUET),
    *(GEXF, GRAPHML, CYJS, DOT, GRAPHOLOGY, NODELINK),
    *(TURTLE, NTRIPLES, NQUADS, TRIG, JSONLD, RDF12),
    *(CSLJSON, BIBTEX, ICS, ATOM),
)


def exporters() -> tuple[Exporter, ...]:
    """Return our exporters and those of other packages.

    Raises
    ------
    UsageError
        Another package's cannot be loaded.

    """
    found = list(EXPORTERS)
    for point in sorted(entry_points(group=GROUP), key=lambda point: point.name):
        try:
            loaded = point.load()
        except Exception as error:  # whatever somebody else's module raises when it is imported
            raise UsageError(
                f"the exporter {quoted(point.name)} of another package cannot be loaded ({error})",
                where=point.value,
                next_step="Update or remove that package.",
            ) from error
        if not isinstance(loaded, Exporter):
            raise UsageError(
                f"{quoted(point.name)} leads to no exporter",
                where=point.value,
                next_step="Update or remove that package.",
            )
        found.append(loaded)
    return tuple(found)


def exporter(name: str) -> Exporter:
    """Return the exporter called `name`.

    Raises
    ------
    UsageError
        There is none.

    """
    known = {each.name: each for each in reversed(exporters())}
    if name not in known:
        names = [each.name for each in exporters()]
        hint = near_misses(name, names) or f"Formats: {', '.join(names)}."
        raise UsageError(f"there is no export format {quoted(name)}", next_step=hint)
    return known[name]


def by_ending(file: str) -> Exporter:
    """Return the exporter of a file's name; the longest ending counts.

    Raises
    ------
    UsageError
        No format has this ending.

    """
    found = exporters()
    fitting = [each for each in found if file.lower().endswith(each.ending)]
    if not fitting:
        ending = "".join(PurePath(file).suffixes[-1:])
        raise UsageError(
            f"no export format ends in {quoted(ending)}",
            where=file,
            next_step=near_misses(ending, [each.ending for each in found])
            or "Name the format with --to; `kg export --list` lists them.",
        )
    return max(fitting, key=lambda each: len(each.ending))


__all__ = ["EXPORTERS", "Counts", "Exporter", "Options", "by_ending", "exporter", "exporters"]
