"""An opened workspace in, how much its graph holds out."""

from collections.abc import Mapping
from dataclasses import dataclass

from kg.views.values import Asking, texts


@dataclass(frozen=True, slots=True)
class Counts:
    """How many things of each kind there are."""

    things: Mapping[str, int]
    """`documents`, `announcements`, `claims` and `entities`."""
    ended: Mapping[str, int]
    """Claims that no longer stand, by how they ended."""


def counts(reader: Asking) -> Counts:
    """Return how much the graph holds."""
    things: dict[str, int] = {}
    ended: dict[str, int] = {}
    for what, status, number in texts(reader.table("views/counts")):
        things[what] = things.get(what, 0) + int(number)
        if status not in {"", "stands"}:
            ended[status] = int(number)
    return Counts(things, ended)
