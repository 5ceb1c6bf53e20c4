"""What a question, an analysis or a command answers: a table of cells, a yes or no, or triples."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal, NamedTuple, Self

from kg.ids import ID, XSD, plain

Kind = Literal["iri", "literal", "blank", "triple"]
_NUMERIC = frozenset(f"{XSD}{name}" for name in ("integer", "decimal", "double", "float"))


class Cell(NamedTuple):
    """One RDF term in a table."""

    kind: Kind
    value: str
    """The IRI, or the lexical form of a literal."""
    datatype: str = ""
    """IRI of the type of a literal; empty for plain text and text in a language."""
    language: str = ""

    @property
    def is_number(self) -> bool:
        """Whether the cell is a number, whatever its type."""
        return self.datatype in _NUMERIC

    @classmethod
    def of(cls, value: str | bool | float | Decimal | date) -> Self:
        """Return a Python value as a literal."""
        if isinstance(value, str):
            return cls("literal", value)
        if isinstance(value, bool):
            return cls("literal", "true" if value else "false", f"{XSD}boolean")
        if isinstance(value, int):
            return cls("literal", str(value), f"{XSD}integer")
        if isinstance(value, Decimal):
            return cls("literal", plain(value), f"{XSD}decimal")
        if isinstance(value, date):
            return cls("literal", value.isoformat(), f"{XSD}date")
        return cls("literal", plain(Decimal(repr(value))), f"{XSD}double")

    @classmethod
    def node(cls, name: str) -> Self:
        """Return the IRI of an entity, document or claim id."""
        return cls("iri", f"{ID}{name}")


Row = tuple[Cell | None, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells under named columns; an empty place is None."""

    columns: tuple[str, ...]
    rows: Sequence[Row]
    truncated: bool = False
    """Whether there is more than a limit allowed to be shown."""

    @classmethod
    def of(
        cls, columns: Iterable[str], rows: Iterable[Iterable[Cell | str | bool | float | Decimal | date | None]]
    ) -> Self:
        """Return a table of cells and plain Python values."""
        return cls(
            tuple(columns),
            tuple(tuple(v if v is None or isinstance(v, Cell) else Cell.of(v) for v in row) for row in rows),
        )


@dataclass(frozen=True, slots=True)
class Boolean:
    """Yes or no."""

    value: bool


@dataclass(frozen=True, slots=True)
class Triples:
    """A graph, as N-Triples in UTF-8."""

    ntriples: bytes
    truncated: bool = False
    """Whether there is more than a limit allowed to be shown."""


Answer = Table | Boolean | Triples
