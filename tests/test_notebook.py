"""Answers as Python values, data frames and HTML: every type, what is missing, what no type fits."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from kg.analyses.base import Column, Finding
from kg.ids import XSD
from kg.notebook import MOST_ROWS, value
from kg.table import Boolean, Cell, Table, Triples

TABLE = Table.of(
    ("claim", "count", "share", "money", "kept", "day", "at", "words", "mixed"),
    [
        (
            Cell.node("d/one"),
            2,
            0.5,
            Decimal("14.30"),
            True,
            date(2026, 4, 26),
            datetime(2026, 4, 26, 1, tzinfo=UTC),
            "東京 <b>",
            1,
        ),
        (Cell.node("d/two"), None, None, None, None, None, None, None, "one"),
    ],
)


def test_rows_are_python_values() -> None:
    first, second = TABLE.records()
    assert first == {
        "claim": "d/one",
        "count": 2,
        "share": 0.5,
        "money": Decimal("14.3"),
        "kept": True,
        "day": date(2026, 4, 26),
        "at": datetime(2026, 4, 26, 1, tzinfo=UTC),
        "words": "東京 <b>",
        "mixed": 1,
    }
    assert set(second.values()) == {"d/two", None, "one"}


@pytest.mark.parametrize(("text", "datatype"), [("soon", "date"), ("many", "integer"), ("2026-02-30", "dateTime")])
def test_a_literal_that_is_none_of_its_type_stays_text(text: str, datatype: str) -> None:
    assert value(Cell("literal", text, f"{XSD}{datatype}")) == text


def test_a_data_frame_has_one_type_a_column_and_keeps_what_is_missing() -> None:
    frame = TABLE.df()
    assert dict(frame.dtypes.astype(str)) == {
        "claim": "string",
        "count": "Int64",
        "share": "Float64",
        "money": "Float64",
        "kept": "boolean",
        "day": "datetime64[s]",
        "at": "datetime64[us, UTC]",
        "words": "string",
        "mixed": "object",
    }
    assert frame["count"].sum() == 2
    assert list(frame.loc[1].isna()) == [False, *[True] * 7, False]


def test_an_empty_table_is_an_empty_frame_with_its_columns() -> None:
    frame = Table.of(("a", "b"), []).df()
    assert (list(frame.columns), len(frame)) == (["a", "b"], 0)


def test_html_escapes_what_sources_wrote_and_says_what_it_leaves_out() -> None:
    shown = TABLE._repr_html_()
    assert "<b>" not in shown
    assert "東京 &lt;b&gt;" in shown
    assert "<td>d/one</td>" in shown
    assert "no rows" in Table.of(("a",), [])._repr_html_()
    long = Table.of(("n",), [(n,) for n in range(MOST_ROWS + 7)])._repr_html_()
    assert long.count("<tr>") == MOST_ROWS + 1
    assert "7 more rows" in long
    assert "cut off" in Table(("a",), (), truncated=True)._repr_html_()


def test_a_finding_shows_its_words_headings_and_how_sure_it_is() -> None:
    finding = Finding(
        "Title & more", "Why.", (Column("a", "heading"),), ((1,),), uncertainty="Perhaps.", notes=("So.",)
    )
    shown = finding._repr_html_()
    assert "<h4>Title &amp; more</h4><p>Why.</p>" in shown
    assert "<th>heading</th>" in shown
    assert "<i>uncertain</i> Perhaps." in shown
    assert "<i>note</i> So." in shown
    assert list(finding.df()["a"]) == [1]


def test_yes_and_no_are_true_and_false() -> None:
    assert Boolean(value=True)
    assert not Boolean(value=False)


def test_triples_are_an_rdflib_graph() -> None:
    graph = Triples(b'<urn:a> <urn:b> "c" .\n').graph()
    assert [str(term) for triple in graph for term in triple] == ["urn:a", "urn:b", "c"]
