"""SPARQL text in, its tokens out."""

import contextlib
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.query.errors import QueryTextError
from kg.query.lexer import tokens


def texts(query: str) -> list[str]:
    return [token.text for token in tokens(query)]


def test_names_iris_numbers_and_marks() -> None:
    query = "SELECT ?s{?s ex:a.b-c <http://x/#y>; a :; _:b.c. FILTER(?s< 3.5e3&&!(.5>=-1))}"
    assert texts(query) == [
        *("SELECT", "?s", "{", "?s", "ex:a.b-c", "<http://x/#y>", ";", "a", ":", ";", "_:b.c", "."),
        *("FILTER", "(", "?s", "<", "3.5e3", "&", "&", "!", "(", ".5", ">", "=", "-", "1", ")", ")", "}"),
    ]


def test_strings_of_all_kinds_with_their_tags() -> None:
    query = """ "a\\"b" 'it''s' \"\"\"long "quoted" \n\"\"\" '''x'y''' "" "v"@en-gb "w"@en--ltr "1"^^xsd:int """
    assert texts(query) == [
        *('"a\\"b"', "'it'", "'s'", '"""long "quoted" \n"""', "'''x'y'''", '""', '"v"', "@en-gb"),
        *('"w"', "@en--ltr", '"1"', "^", "^", "xsd:int"),
    ]


def test_comments_and_white_space_disappear() -> None:
    assert texts("ASK # SERVICE <http://x> {\r\n{}#") == ["ASK", "{", "}"]


def test_places_depth_and_group() -> None:
    found = [(token.text, token.start, token.depth, token.group) for token in tokens("{ (a) [b] }")]
    assert found == [
        *(("{", 0, 0, ""), ("(", 2, 1, "{"), ("a", 3, 2, "("), (")", 4, 2, "(")),
        *(("[", 6, 1, "{"), ("b", 7, 2, "["), ("]", 8, 2, "["), ("}", 10, 1, "{")),
    ]


@pytest.mark.parametrize(
    ("query", "line", "column", "words"),
    [
        ('SELECT *\n{ ?s ?p "open }', 2, 9, "does not end"),
        ('{ ?s ?p """open " }', 1, 9, "does not end"),
        ("SELECT * { \\u0053ERVICE :x {} }", 1, 12, "cannot stand here"),
        ("{ ?s ?p \u202e }", 1, 9, "U+202E"),
        ("{\n\n FILTER(1<2)?x#>\n }", 3, 10, "less than"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_place(query: str, line: int, column: int, words: str) -> None:
    with pytest.raises(QueryTextError) as caught:
        texts(query)
    assert (caught.value.line, caught.value.column) == (line, column)
    assert words in caught.value.what
    shown, caret = caught.value.excerpt.split("\n")
    assert caret.index("^") == column - 1
    assert shown.isprintable()


def test_iris_in_rows_of_data_are_never_taken_for_comparisons() -> None:
    query = "VALUES (?a ?b) { (<a#1> <b#2>) (<c'> <d(e)>) } VALUES ?c { <f#> <g#> }"
    assert texts(query).count("<b#2>") == texts(query).count("<d(e)>") == texts(query).count("<g#>") == 1


def test_a_caret_stays_close_to_the_place_in_a_long_line() -> None:
    with pytest.raises(QueryTextError) as caught:
        texts("{ " + "?s ?p ?o . " * 500 + "\\ }")
    shown, caret = caught.value.excerpt.split("\n")
    assert len(shown) <= 100
    assert shown[caret.index("^")] == "\\"


@pytest.mark.parametrize(
    "piece", ['"', "'", "<", "a.", "a.-", "a:", "1.", "_:a.", "?a<?b ", '"\\', "<a", "@a-", "'''a''", '"""', "\\"]
)
def test_reading_takes_linear_time_whatever_is_repeated(piece: str) -> None:
    text = piece * (64 * 1024 // len(piece))
    start = time.process_time()
    with contextlib.suppress(QueryTextError):
        list(tokens(text))
    assert time.process_time() - start < 3


@given(st.text(alphabet="{}()[]<>?$:_abS\"'\\#@.;,1 \n\u00e9\u200d", max_size=60))
def test_tokens_and_what_lies_between_them_are_the_whole_text(query: str) -> None:
    try:
        found = list(tokens(query))
    except QueryTextError:
        return
    at = 0
    for token in found:
        between = query[at : token.start]
        assert not between.strip(" \t\r\n") or between.lstrip(" \t\r\n").startswith("#")
        assert query[token.start : token.end] == token.text
        at = token.end
