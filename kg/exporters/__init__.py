"""The formats that the whole graph can be written in.

To add one, write a file of this folder and name its exporter in `EXPORTERS`.
"""

from kg.errors import UsageError, near_misses
from kg.exporters.base import Exporter
from kg.exporters.ntriples import NTRIPLES
from kg.exporters.turtle import TURTLE

EXPORTERS: tuple[Exporter, ...] = (NTRIPLES, TURTLE)


def exporter(name: str) -> Exporter:
    """Return the exporter called `name`.

    Raises
    ------
    UsageError
        There is none.

    """
    found = next((known for known in EXPORTERS if known.name == name), None)
    if found is None:
        names = [known.name for known in EXPORTERS]
        hint = near_misses(name, names) or f"Formats: {', '.join(names)}."
        raise UsageError(f"there is no export format {name!r}", next_step=hint)
    return found


__all__ = ["EXPORTERS", "Exporter", "exporter"]
