"""What a question, an analysis or a command answers: a table of cells, a yes or no, or triples."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Literal, NamedTuple, Self

from kg.ids import ID, XSD, plain

if TYPE_CHECKING:
    import pandas as pd
    import rdflib

    from kg.notebook import Value

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
        """Return a Python value as a literal; an instant must know its zone."""
        text, datatype = _literal(value)
        return cls("literal", text, f"{XSD}{datatype}" if datatype else "")

    @classmethod
    def node(cls, name: str) -> Self:
        """Return the IRI of an entity, document or claim id."""
        return cls("iri", f"{ID}{name}")


def _literal(value: str | bool | float | Decimal | date) -> tuple[str, str]:
    """Return a value as RDF writes it, and the name of its XML Schema type, empty for text."""
    match value:
        case str():
            found = value, ""
        case bool():
            found = str(value).lower(), "boolean"
        case int():
            found = str(value), "integer"
        case Decimal():
            found = plain(value), "decimal"
        case datetime():
            assert value.tzinfo is not None, "an instant without a zone would depend on the machine"
            found = f"{value.astimezone(UTC).replace(tzinfo=None).isoformat()}Z", "dateTime"
        case date():
            found = value.isoformat(), "date"
        case _ if math.isfinite(value):
            found = plain(Decimal(repr(value))), "double"
        case _:
            found = {"inf": "INF", "-inf": "-INF"}.get(str(value), "NaN"), "double"
    return found


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

    def records(self) -> "list[dict[str, Value]]":
        """Return each row as a mapping from column to Python value: a number, truth, day, instant or text."""
        from kg.notebook import records  # noqa: PLC0415 (the command line needs none of these)

        return list(records(self))

    def df(self) -> "pd.DataFrame":
        """Return the table as a pandas DataFrame with one type a column.

        Raises
        ------
        MissingExtraError
            pandas is not installed.

        """
        from kg.notebook import frame  # noqa: PLC0415

        return frame(self)

    def _repr_html_(self) -> str:
        from kg.notebook import table_html  # noqa: PLC0415

        return table_html(self)


@dataclass(frozen=True, slots=True)
class Boolean:
    """Yes or no."""

    value: bool

    def __bool__(self) -> bool:
        return self.value


@dataclass(frozen=True, slots=True)
class Triples:
    """A graph, as N-Triples in UTF-8."""

    ntriples: bytes
    truncated: bool = False
    """Whether there is more than a limit allowed to be shown."""

    def graph(self) -> "rdflib.Graph":
        """Return the triples as an rdflib Graph in memory."""
        import rdflib  # noqa: PLC0415 (it takes long to load)

        return rdflib.Graph().parse(data=self.ntriples, format="nt")


Answer = Table | Boolean | Triples
