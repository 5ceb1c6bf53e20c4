"""Names of columns and their kinds in, rows of plain Python values out: what every table and graph format writes."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Literal, Self

from kg.ids import plain

Kind = Literal["text", "integer", "decimal", "date", "instant", "texts"]
"""What a column holds. `texts` is a list; an instant is a moment in UTC; a decimal is exact."""
Value = str | int | Decimal | date | datetime | tuple[str, ...] | None
Row = tuple[Value, ...]
_ALWAYS = frozenset({"id", "source", "target"})
BETWEEN = "; "
"""Stands between the members of a list where a format has no lists."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a sheet."""

    name: str
    kind: Kind = "text"


@dataclass(frozen=True, slots=True)
class Sheet:
    """Rows of values under typed columns; an empty place is None, an empty list an empty tuple."""

    name: str
    columns: tuple[Column, ...]
    rows: Sequence[Row]

    @classmethod
    def of(cls, name: str, columns: Iterable[Column], records: Iterable[dict[str, Value]]) -> Self:
        """Return a sheet of records; what a record does not name is empty."""
        kept = tuple(columns)
        return cls(name, kept, [tuple(record.get(column.name) for column in kept) for record in records])

    def records(self) -> Iterator[dict[str, Value]]:
        """Yield the rows as mappings from the name of each column."""
        names = [column.name for column in self.columns]
        return (dict(zip(names, row, strict=True)) for row in self.rows)

    def used(self) -> Self:
        """Return the sheet without the columns in which nothing stands; ids and ends stay."""
        kept = {n for n, column in enumerate(self.columns) if column.name in _ALWAYS}
        filled = [n for n in range(len(self.columns)) if n in kept or any(is_filled(row[n]) for row in self.rows)]
        if len(filled) == len(self.columns):
            return self
        columns = tuple(self.columns[n] for n in filled)
        return type(self)(self.name, columns, [tuple(row[n] for n in filled) for row in self.rows])


def is_filled(value: Value) -> bool:
    """Return whether something stands in a place; an empty list or text is nothing."""
    return value is not None and value not in {(), ""}


def as_text(value: Value) -> str:
    """Return a value as text, for formats without types: ISO dates, instants with Z, lists with `; ` between."""
    if value is None:
        return ""
    if isinstance(value, tuple):
        return BETWEEN.join(value)
    if isinstance(value, Decimal):
        return plain(value)
    return instant(value) if isinstance(value, datetime) else str(value)


def instant(value: datetime) -> str:
    """Return an instant in UTC as RFC 3339 writes it."""
    assert value.tzinfo is not None, "an instant without a zone would depend on the machine"
    return f"{value.astimezone(UTC).replace(tzinfo=None).isoformat()}Z"
