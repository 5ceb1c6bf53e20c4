"""An answer in, what Python programs and notebooks work with out: values, a data frame, HTML.

Cells become Python values by their XML Schema type; an id of ours is its short text, as in every other door.
"""

import html
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, TypeAlias

from kg.characters import shown
from kg.extras import load
from kg.formats import short
from kg.ids import XSD
from kg.table import Cell, Table

if TYPE_CHECKING:
    import pandas as pd

Value: TypeAlias = str | int | float | Decimal | bool | date | datetime | None
MOST_ROWS = 50
"""Rows of a table that a notebook shows; the data frame has all."""
_READ: Mapping[str, Callable[[str], Value]] = {
    f"{XSD}integer": int,
    f"{XSD}decimal": Decimal,
    f"{XSD}double": float,
    f"{XSD}float": float,
    f"{XSD}boolean": lambda text: text in {"true", "1"},
    f"{XSD}date": date.fromisoformat,
    f"{XSD}dateTime": datetime.fromisoformat,
}
_DTYPES: Sequence[tuple[type | tuple[type, ...], str]] = (
    (bool, "boolean"),
    (int, "Int64"),
    ((int, float, Decimal), "Float64"),
    (datetime, "datetime64[us, UTC]"),
    (date, "datetime64[s]"),
    (str, "string"),
)
"""Types of pandas, each for columns that hold nothing else; the first that fits counts."""


def value(cell: Cell | None) -> Value:
    """Return a cell as a Python value; text where it is none of its type, since graphs of others may lie."""
    if cell is None:
        return None
    read = _READ.get(cell.datatype)
    try:
        return read(cell.value) if read else short(cell)
    except ValueError:
        return cell.value


def records(table: Table) -> Iterator[dict[str, Value]]:
    """Yield each row as a mapping from column to value."""
    for row in table.rows:
        yield dict(zip(table.columns, map(value, row), strict=True))


def frame(table: Table) -> "pd.DataFrame":
    """Return a table as a pandas DataFrame with one type a column; decimals become floats.

    Raises
    ------
    MissingExtraError
        pandas is not installed.

    """
    pandas = load("pandas", extra="notebook", purpose="a data frame")
    rows = [[value(cell) for cell in row] for row in table.rows]
    columns = {}
    for number, name in enumerate(table.columns):
        held = [row[number] for row in rows]
        columns[name] = pandas.Series(*_typed(held))
    found: pd.DataFrame = pandas.DataFrame(columns, columns=list(table.columns))
    return found


def _typed(held: list[Value]) -> tuple[list[Value], None, str]:
    """Return the values of a column, no index, and the type of pandas that takes them all."""
    there = [each for each in held if each is not None]
    for kinds, dtype in _DTYPES:
        if there and all(isinstance(each, kinds) and (kinds is bool or not isinstance(each, bool)) for each in there):
            return [float(e) if isinstance(e, Decimal) else e for e in held], None, dtype
    return held, None, "object" if there else "string"


def table_html(table: Table, *, headings: Mapping[str, str] | None = None) -> str:
    """Return a table as HTML, no more than `MOST_ROWS` of its rows, and how many more there are."""
    numbers = [all((c := row[n]) is None or c.is_number for row in table.rows) for n in range(len(table.columns))]
    head = "".join(f"<th>{_html((headings or {}).get(name, name))}</th>" for name in table.columns)
    body = "".join(
        "<tr>"
        + "".join(
            f"<td{_RIGHT if number else ''}>{'' if cell is None else _html(short(cell))}</td>"
            for cell, number in zip(row, numbers, strict=True)
        )
        + "</tr>"
        for row in table.rows[:MOST_ROWS]
    )
    more = len(table.rows) - MOST_ROWS
    foot = f"<p>{more} more rows</p>" if more > 0 else "" if table.rows else "<p>no rows</p>"
    cut = "<p>cut off at a limit</p>" if table.truncated else ""
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{foot}{cut}"


def _html(text: str) -> str:
    return html.escape(shown(text))


_RIGHT = ' style="text-align:right"'


def article(
    title: str, words: str, table: Table, told: Iterable[tuple[str, str]], *, headings: Mapping[str, str]
) -> str:
    """Return a table as HTML below its title and an explanation, and above what is told of it: names and words."""
    foot = "".join(f"<p><i>{name}</i> {_html(words)}</p>" for name, words in told if words)
    return f"<h4>{_html(title)}</h4><p>{_html(words)}</p>{table_html(table, headings=headings)}{foot}"
