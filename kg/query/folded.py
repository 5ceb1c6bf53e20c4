"""The names of entities that were folded into others in, the ids under which they are read out."""

from collections.abc import Callable, Mapping

from kg.ids import ID
from kg.query.params import parameters
from kg.table import Table

FOLDED = "views/folded"
"""The question whose answer `folded_in` reads."""


def folded_in(table: Table) -> dict[str, tuple[str, str]]:
    """Return the ids that are read as another, each with that other and the position of the record."""
    cells = ([cell.value if cell else "" for cell in row] for row in table.rows)
    return {folded.removeprefix(ID): (kept.removeprefix(ID), position) for folded, kept, _, position, *_ in cells}


def as_read(
    text: str, given: Mapping[str, tuple[str, ...]], read_as: Callable[[str], str], *, source: str
) -> dict[str, tuple[str, ...]]:
    """Return parameters of a question with ids of folded entities replaced by those under which they are read."""
    ids = {each.name for each in parameters(text, source=source) if each.type == "id"}
    return {name: tuple(map(read_as, values)) if name in ids else tuple(values) for name, values in given.items()}
