"""An event in, what a projection says of it out, as short lines: `id:d1/c kg:status kg:stands`."""

import re

from kg import ids
from kg.events import Event
from kg.prefixes import PREFIXES
from kg.projections import Later, Projection, Recorded, Statement
from tests.builders import NOW

_SHORT = [(f"<{namespace}", f"<{prefix}:") for prefix, namespace in PREFIXES.items()]


def line(statement: Statement) -> str:
    """Return a statement with short names."""
    text = " ".join(statement)
    for long, short in _SHORT:
        text = text.replace(long, short)
    return re.sub(r"<([a-z]+:[^>]*)>", r"\1", text)


def lines(
    projection: Projection,
    event: Event,
    position: int = 7,
    revised: dict[str, int] | None = None,
    canonical: dict[str, str] | None = None,
) -> set[str]:
    """Return what `projection` says of `event`, recorded at `position`."""
    return {
        line(statement)
        for statement in projection(Recorded(position, NOW, event, Later(revised or {}, canonical or {})))
    }


def term(short: str) -> str:
    """Return the term of a short name."""
    prefix, _, name = short.partition(":")
    return ids.iri(PREFIXES[prefix] + name)
