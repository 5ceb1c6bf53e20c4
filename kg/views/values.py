"""The rows of a view's question in, values by the names of their properties out."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from kg import ids
from kg.table import Table


class Asking(Protocol):
    """What a view needs of a reader: answers to named questions."""

    def table(self, question: str, /, **parameters: str | Sequence[str]) -> Table:
        """Return the table that a named question answers."""


@dataclass(frozen=True, slots=True)
class Named:
    """Something with an id, and the name that people know it by."""

    id: str
    label: str

    def __str__(self) -> str:
        return self.label


Values = Mapping[str, tuple[Named, ...]]
"""Properties by their short names, each with its values."""


def texts(table: Table) -> Iterator[tuple[str, ...]]:
    """Return the rows of a table as plain texts, an empty one where nothing is."""
    return (tuple(cell.value if cell else "" for cell in row) for row in table.rows)


def short(value: str) -> str:
    """Return an IRI of ours as its id or the last part of its name, any other value as it is."""
    for prefix in (ids.ID, ids.KG, ids.BN):
        if value.startswith(prefix):
            return value.removeprefix(prefix)
    return value


def local(iri: str) -> str:
    """Return the last part of an IRI: `rdf:subject` is `subject`."""
    return iri.rpartition("#")[2].rpartition("/")[2]


def values(rows: Iterable[tuple[str, str, str]]) -> Values:
    """Return rows of property, value and label as a mapping; the first label counts."""
    found: dict[str, dict[str, str]] = {}
    for name, value, label in rows:
        found.setdefault(local(name), {}).setdefault(short(value), label or short(value))
    return {name: tuple(Named(*pair) for pair in held.items()) for name, held in found.items()}


def one(held: Values, name: str) -> Named | None:
    """Return the value of a property, or None."""
    return next(iter(held.get(name, ())), None)


def text(held: Values, name: str) -> str | None:
    """Return the value of a property as text, or None."""
    value = one(held, name)
    return value.id if value else None


def needed(held: Values, name: str) -> Named:
    """Return the value of a property that everything of its kind has."""
    value = one(held, name)
    assert value is not None, f"the projection writes {name} for each"
    return value
