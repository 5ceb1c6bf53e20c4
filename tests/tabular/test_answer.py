"""Answers become typed sheets, and edges where their rows are edges."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from kg.errors import UsageError
from kg.table import Boolean, Cell, Table, Triples
from kg.tabular import Column
from kg.tabular.answer import answered, typed

NUMBER = "http://www.w3.org/2001/XMLSchema#"


def test_columns_have_the_kind_on_which_their_cells_agree() -> None:
    rows: list[tuple[Any, ...]] = [
        (1, Decimal("1.5"), date(2026, 1, 2), datetime(2026, 1, 2, 3, tzinfo=UTC), "x", 1, 2**70, None),
        (None, 2, None, None, 2, Decimal("0.5"), 1, None),
    ]
    sheet = typed(Table.of(("a", "b", "c", "d", "e", "f", "g", "h"), rows))
    kinds = [column.kind for column in sheet.columns]
    assert kinds == ["integer", "decimal", "date", "instant", "text", "decimal", "decimal", "text"]
    assert tuple(sheet.rows[0][:4]) == rows[0][:4]
    assert sheet.rows[0][4:6] == ("x", Decimal(1))


@pytest.mark.parametrize("value", ["2026-13-45", "-0044-03-15", "2026-01-01Z"])
def test_what_is_no_day_of_the_calendar_makes_its_column_text(value: str) -> None:
    sheet = typed(Table(("on",), [(Cell("literal", value, f"{NUMBER}date"),)]))
    assert (sheet.columns, sheet.rows) == ((Column("on"),), [(value,)])


def test_numbers_that_are_none_make_their_column_text() -> None:
    assert typed(Table(("n",), [(Cell("literal", "NaN", f"{NUMBER}double"),)])).columns == (Column("n"),)


def test_names_that_differ_in_case_only_are_told_apart() -> None:
    assert [column.name for column in typed(Table.of(("a", "A", "b"), [])).columns] == ["a", "A_2", "b"]


def test_rows_with_source_and_target_are_edges_each_once() -> None:
    columns = ("source", "source_label", "source_class", "relation", "target", "claim", "share")
    rows = [
        (Cell.node("larch"), "Larch", "Company", "uses", Cell.node("orchid"), Cell.node("d1/c"), Decimal("0.5")),
        (Cell.node("larch"), "Larch", "Group", "uses", Cell.node("orchid"), Cell.node("d1/c"), Decimal("0.5")),
        (Cell.node("larch"), "Larch", "Company", "uses", Cell.node("orchid"), Cell.node("d1/c"), Decimal("0.7")),
        (Cell.node("larch"), "Larch", "Company", None, None, Cell.node("d1/d"), None),
        (Cell.node("larch"), "Larch", "Company", None, Cell.node("larch"), None, None),
    ]
    nodes, edges = answered(Table.of(columns, rows), title="q").graph()
    assert list(nodes.rows) == [("larch", "Larch", ("Company", "Group")), ("orchid", "orchid", ())]
    assert [row[:5] for row in edges.rows] == [
        ("d1/c uses", "larch", "orchid", "uses", "d1/c"),
        ("d1/c uses 2", "larch", "orchid", "uses", "d1/c"),
        ("row 3 related", "larch", "larch", "related", None),
    ]
    assert edges.columns[-1] == Column("share", "decimal")


def test_an_answer_of_yes_or_no_is_a_table_and_one_of_triples_a_graph() -> None:
    assert answered(Boolean(value=True), title="q").sheet("answer").rows == [("yes",)]
    graph = answered(Triples(b"<http://b> <http://b> <http://b> .\n<http://a> <http://b> <http://c> .\n"), title="q")
    assert graph.lines is not None
    assert [line[:10] for line in graph.lines()] == [b"<http://a>", b"<http://b>"]
    with pytest.raises(UsageError, match=r"q has no nodes\. Ask a question of queries/networks/"):
        answered(Table.of(("a",), []), title="q").graph()
