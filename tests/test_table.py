"""Python values as cells of a table."""

import math
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from kg.ids import XSD
from kg.table import Cell, Table


@pytest.mark.parametrize(
    ("value", "text", "datatype"),
    [
        ("a", "a", ""),
        (True, "true", "boolean"),
        (-7, "-7", "integer"),
        (2.5, "2.5", "double"),
        (1e21, "1000000000000000000000", "double"),
        (math.inf, "INF", "double"),
        (-math.inf, "-INF", "double"),
        (math.nan, "NaN", "double"),
        (Decimal("35.50"), "35.5", "decimal"),
        (date(2026, 5, 14), "2026-05-14", "date"),
        (datetime(2026, 5, 14, 12, tzinfo=UTC), "2026-05-14T12:00:00Z", "dateTime"),
    ],
)
def test_each_python_value_has_its_type(value: str | float | Decimal | date, text: str, datatype: str) -> None:
    assert Cell.of(value) == Cell("literal", text, f"{XSD}{datatype}" if datatype else "")


def test_numbers_know_that_they_are_numbers() -> None:
    assert Cell.of(5).is_number
    assert Cell.of(Decimal("0.5")).is_number
    assert not Cell.of("5").is_number
    assert not Cell.of(value=True).is_number


def test_a_table_takes_values_cells_and_nothing() -> None:
    table = Table.of(("a", "b"), [("x", None), (Cell.node("y"), 1)])
    assert table.rows == ((Cell("literal", "x"), None), (Cell.node("y"), Cell.of(1)))
