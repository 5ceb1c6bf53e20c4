"""The worker's TSV in, cells out."""

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.ids import XSD
from kg.query.results import cell, rows_of
from kg.table import Cell


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<http://x/y>", Cell("iri", "http://x/y")),
        ('"plain"', Cell("literal", "plain")),
        ('""', Cell("literal", "")),
        ('"a\\tb\\n\\"c\\"\\\\"', Cell("literal", 'a\tb\n"c"\\')),
        ('"\\u00e9\\U0001F600"', Cell("literal", "é😀")),
        ('"word"@en-gb', Cell("literal", "word", "", "en-gb")),
        ('"2026-05-14"^^<http://www.w3.org/2001/XMLSchema#date>', Cell("literal", "2026-05-14", f"{XSD}date")),
        ('"odd\\"^^<x>\\"@en"', Cell("literal", 'odd"^^<x>"@en')),
        ("35", Cell("literal", "35", f"{XSD}integer")),
        ("-0.5", Cell("literal", "-0.5", f"{XSD}decimal")),
        ("1.5e3", Cell("literal", "1.5e3", f"{XSD}double")),
        ("true", Cell("literal", "true", f"{XSD}boolean")),
        ("_:b0", Cell("blank", "b0")),
        ("<<( <a:b> <a:c> 1 )>>", Cell("triple", "<<( <a:b> <a:c> 1 )>>")),
    ],
)
def test_each_kind_of_term(text: str, expected: Cell) -> None:
    assert cell(text) == expected


def test_rows_are_read_in_the_order_of_columns_that_is_asked_for() -> None:
    rows = rows_of(b'?a\t?b\n1\t"x"\n\t<a:b>\n', (1, 0))
    assert len(rows) == 2
    assert rows[0] == (Cell("literal", "x"), Cell.of(1))
    assert rows[-1] == (Cell("iri", "a:b"), None)
    assert list(rows) == [rows[0], rows[1]]
    assert rows[1:] == (rows[1],)
    assert rows != (rows[0],)
    with pytest.raises(IndexError):
        rows[2]


@given(
    st.lists(
        st.tuples(
            st.one_of(
                st.text(st.characters(blacklist_categories=["Cs"])).map(ox.Literal),
                st.text(st.characters(blacklist_categories=["Cs"])).map(lambda text: ox.Literal(text, language="en")),
                st.integers(-(2**62), 2**62).map(ox.Literal),
                st.booleans().map(ox.Literal),
                st.floats(allow_nan=False).map(ox.Literal),
                st.sampled_from(["a:b", "http://x/\u00e9", "urn:x:%20"]).map(ox.NamedNode),
                st.none(),
            )
        ),
        max_size=5,
    )
)
def test_what_oxigraph_writes_comes_back_as_it_was(rows: list[tuple[ox.Literal | ox.NamedNode | None]]) -> None:
    values = " ".join("UNDEF" if term is None else str(term) for (term,) in rows)
    found = ox.Store().query(f"SELECT ?x {{ VALUES ?x {{ {values} }} }}")
    assert isinstance(found, ox.QuerySolutions)
    data = found.serialize(format=ox.QueryResultsFormat.TSV)
    assert data is not None
    again = list(ox.Store().query(f"SELECT ?x {{ VALUES ?x {{ {values} }} }}"))  # type: ignore[arg-type]
    for (read,), solution in zip(rows_of(data), again, strict=True):
        term = solution["x"]
        assert (None if read is None else read.value) == (None if term is None else term.value)
        if isinstance(term, ox.Literal) and read is not None:
            assert read.language == (term.language or "")
            plain = term.datatype.value in (f"{XSD}string", "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString")
            assert read.datatype == ("" if plain else term.datatype.value)
