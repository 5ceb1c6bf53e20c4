"""One answer in each form, and the same data in all of them."""

import csv
import io
import json
from datetime import date
from decimal import Decimal
from xml.etree import ElementTree as ET

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg import ids, w3c
from kg.errors import UsageError
from kg.formats import FORMS, GRAPH_FORMS, TABLE_FORMS, render, short
from kg.ids import BN, ID, KG, XSD
from kg.table import Answer, Boolean, Cell, Row, Table, Triples

CLAIM = Cell.node("inference-pivot/ipo-val")
ANSWER = Table.of(
    ("claim", "modality", "figure", "due", "holds", "note"),
    (
        (CLAIM, Cell("iri", f"{KG}planned"), Decimal("35.50"), date(2026, 9, 30), True, 'a "word", 日本'),
        (CLAIM, None, 1e-7, None, False, None),
    ),
)
GRAPH = Triples(
    f'<{ID}b> <{KG}key> "x" .\n<{ID}a> <{KG}low> "1.5"^^<{XSD}double> .\n<{ID}a> <{KG}key> "y"@en .\n'.encode()
)


def only(value: str | Cell) -> Table:
    return Table.of(("x",), ((value,),))


def test_auto_is_a_table_on_a_terminal_json_on_a_pipe_and_turtle_for_a_graph() -> None:
    assert render(ANSWER, width=100) == render(ANSWER, "table", width=100)
    assert render(ANSWER) == render(ANSWER, "json")
    assert render(GRAPH) == render(GRAPH, width=80) == render(GRAPH, "turtle")


def test_json_gives_ids_numbers_booleans_and_dates_as_programs_want_them() -> None:
    first, second = json.loads(render(ANSWER, "json"))
    assert tuple(first) == tuple(second) == ANSWER.columns
    assert tuple(first.values()) == (
        *("inference-pivot/ipo-val", "kg:planned", 35.5, "2026-09-30", True, 'a "word", 日本'),
    )
    assert tuple(second.values()) == ("inference-pivot/ipo-val", None, 1e-7, None, False, None)
    assert "日本" in render(ANSWER, "json")


def test_json_keeps_every_digit_of_a_decimal() -> None:
    cell = Cell("literal", "13.055944055944055944", f"{XSD}decimal")
    assert render(only(cell), "jsonl") == '{"x": 13.055944055944055944}\n'


def test_what_is_no_json_number_becomes_text() -> None:
    for value in ("INF", "NaN", "-INF"):
        assert json.loads(render(only(Cell("literal", value, f"{XSD}double")), "json")) == [{"x": value}]


def test_lines_of_json_are_the_same_objects() -> None:
    lines = render(ANSWER, "jsonl").splitlines()
    assert [json.loads(line) for line in lines] == json.loads(render(ANSWER, "json"))


def test_json_has_no_characters_that_disturb_a_terminal() -> None:
    text = "a\u202eb\x9bc\x1bd\u2028e"
    shown = render(only(text), "json")
    assert shown.strip().isprintable()
    assert json.loads(shown) == [{"x": text}]


def test_csv_has_one_line_a_row_and_nothing_for_what_is_missing() -> None:
    assert render(ANSWER, "csv") == (
        "claim,modality,figure,due,holds,note\n"
        'inference-pivot/ipo-val,kg:planned,35.5,2026-09-30,true,"a ""word"", 日本"\n'
        "inference-pivot/ipo-val,,0.0000001,,false,\n"
    )


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
@pytest.mark.parametrize("form", ["csv", "tsv"])
def test_no_cell_is_a_formula_to_a_spreadsheet(start: str, form: str) -> None:
    evil = f"{start}HYPERLINK('http://x')"
    table = Table.of((evil,), ((evil,), (Cell("iri", evil),), (Cell("literal", evil, "urn:type"),)))
    rows = list(csv.reader(io.StringIO(render(table, form), newline=""), delimiter="," if form == "csv" else "\t"))
    assert [cell for (cell,) in rows] == [f"'{evil}"] * 4


def test_numbers_keep_their_sign_in_csv() -> None:
    assert render(Table.of(("n",), ((-5,), (Decimal("-0.5"),))), "csv") == "n\n-5\n-0.5\n"


def test_markdown_is_a_table_that_no_label_breaks() -> None:
    table = Table.of(("a|b", "n"), (("x | [y](z) <script>\n`*", 5), (None, None)))
    assert render(table, "md") == (
        "| a\\|b | n |\n| --- | ---: |\n| x \\| \\[y\\](z) &lt;script> \\`\\* | 5 |\n|  |  |\n"
    )


def test_a_table_for_people_has_headings_rounded_numbers_and_safe_labels() -> None:
    table = Table.of(("claim", "x"), ((CLAIM, Decimal("13.055944055944055944")), ("evil\x1b[2J", Decimal(7))))
    assert render(table, "table", width=60, headings={"x": "factor"}) == (
        "claim                     factor\n───────────────────────  ───────\n"
        "inference-pivot/ipo-val  13.0559\nevil\\x1b[2J                    7\n"
    )


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("13.055944055944", "13.0559"),
        ("92592.592592592593", "92592.6"),
        ("35000000000.123456789", "35000000000"),
        ("0.0769230769230769", "0.0769231"),
        ("0.00000012345678", "0.000000123457"),
        ("-2.200000000000000178", "-2.2"),
        ("2.2", "2.2"),
        ("0.076923", "0.076923"),
        ("999999.9999999999", "1000000"),
    ],
)
def test_only_long_fractions_are_rounded(value: str, shown: str) -> None:
    cell = Cell("literal", value, f"{XSD}decimal")
    assert render(only(cell), "table", width=80).splitlines()[2].strip() == shown
    assert render(only(cell), "csv") == f"x\n{value}\n"


def test_an_empty_table_says_so_to_people_and_is_empty_for_programs() -> None:
    empty = Table(("a", "b"), ())
    assert render(empty, width=80) == "a  b\n─  ─\n(no rows)\n"
    assert (render(empty, "json"), render(empty, "jsonl"), render(empty, "csv")) == ("[]\n", "", "a,b\n")


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        (CLAIM, "inference-pivot/ipo-val"),
        (Cell("iri", f"{BN}energy"), "bn:energy"),
        (Cell("iri", "http://www.w3.org/2004/02/skos/core#broader"), "skos:broader"),
        (Cell("iri", f"{KG}a/../b c"), f"{KG}a/../b c"),
        (Cell("iri", "https://elsewhere.example/x"), "https://elsewhere.example/x"),
        (Cell("iri", "https://schema.org/"), "https://schema.org/"),
        (Cell("literal", "text", "", "en"), "text"),
        (Cell("blank", "b0"), "_:b0"),
    ],
)
def test_iris_of_ours_are_shortened(cell: Cell, shown: str) -> None:
    assert short(cell) == shown


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ("table", "yes\n"),
        ("json", "true\n"),
        ("jsonl", "true\n"),
        ("csv", "answer\ntrue\n"),
        ("md", "| answer |\n| --- |\n| true |\n"),
        ("sparql-json", '{"head":{},"boolean":true}'),
    ],
)
def test_yes_and_no(form: str, text: str) -> None:
    assert render(Boolean(value=True), form) == text
    assert render(Boolean(value=False), form) == text.replace("yes", "no").replace("true", "false")


def test_every_form_writes_every_answer_it_is_for() -> None:
    for form in FORMS:
        for answer in (ANSWER, Boolean(value=True), GRAPH):
            if form in (GRAPH_FORMS if isinstance(answer, Triples) else TABLE_FORMS):
                assert render(answer, form)


@pytest.mark.parametrize(
    ("answer", "form", "words"),
    [
        (ANSWER, "turtle", "a table cannot be written as turtle. There are table, json"),
        (Boolean(value=True), "turtle", "a yes or no cannot"),
        (GRAPH, "csv", "a graph cannot be written as csv. There are turtle"),
        (ANSWER, "jason", "'jason'. Did you mean json"),
        (ANSWER, "xlsx", "There are table"),
    ],
)
def test_a_form_that_does_not_exist_or_fit_is_refused(answer: Answer, form: str, words: str) -> None:
    with pytest.raises(UsageError, match=words) as caught:
        render(answer, form)
    assert caught.value.exit_code == 2


def test_graphs_are_the_same_text_whatever_order_their_triples_came_in() -> None:
    turned = Triples(b"".join(reversed(GRAPH.ntriples.splitlines(keepends=True))))
    for form in ("turtle", "ntriples", "nquads", "trig"):
        assert render(turned, form) == render(GRAPH, form)
    assert render(GRAPH, "turtle").startswith(f"@prefix id: <{ID}> .\n@prefix kg: <{KG}> .\n@prefix xsd:")


@pytest.mark.parametrize("form", GRAPH_FORMS)
def test_graphs_come_back_as_they_were(form: str) -> None:
    text = render(GRAPH, form)
    read = ox.parse(text.encode(), format=getattr(ox.RdfFormat, w3c.GRAPH_FORMS[form]))
    assert {str(quad.triple) for quad in read} == {
        str(quad.triple) for quad in ox.parse(GRAPH.ntriples, format=ox.RdfFormat.N_TRIPLES)
    }


cells = st.one_of(
    st.none(),
    st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\x00")).map(Cell.of),
    st.integers(-(2**62), 2**62).map(Cell.of),
    st.booleans().map(Cell.of),
    st.dates().map(Cell.of),
    st.sampled_from([CLAIM, Cell("iri", f"{KG}planned"), Cell("literal", "wort", "", "de")]),
)


@given(st.lists(st.tuples(cells, cells), max_size=5))
def test_the_w3c_forms_come_back_as_they_were(rows: list[Row]) -> None:
    table = Table(("a", "b"), tuple(rows))
    for form, read_as in (("sparql-json", "JSON"), ("sparql-tsv", "TSV")):
        text = render(table, form)
        found = ox.parse_query_results(text.encode(), format=getattr(ox.QueryResultsFormat, read_as))
        assert isinstance(found, ox.QuerySolutions)
        values = [tuple(None if term is None else str(term.value) for term in row) for row in found]
        assert values == [tuple(None if cell is None else cell.value for cell in row) for row in rows]


@given(st.lists(st.tuples(cells, cells), max_size=5))
def test_json_and_csv_hold_the_same_values(rows: list[Row]) -> None:
    table = Table(("a", "b"), tuple(rows))
    objects = json.loads(render(table, "json"))
    lines = list(csv.reader(io.StringIO(render(table, "csv"), newline="")))[1:]
    assert len(objects) == len(lines) == len(rows)
    for found, line in zip(objects, lines, strict=True):
        for value, text in zip(found.values(), line, strict=True):
            plain = "" if value is None else json.dumps(value) if isinstance(value, bool) else str(value)
            assert text.removeprefix("'") == plain.removeprefix("'")


def test_a_table_takes_python_values() -> None:
    assert Cell.of(2.5) == Cell("literal", "2.5", f"{XSD}double")
    assert Cell.of(value=True).datatype == f"{XSD}boolean"
    assert not Cell.of("5").is_number
    assert Cell.of(5).is_number


@pytest.mark.parametrize("char", ["\x00", "\x0b", "\x1f", "\ufffe", "\r"])
def test_xml_is_well_formed_whatever_a_source_wrote(char: str) -> None:
    table = render(Table.of(("said",), [(f"a{char}b",)]), "sparql-xml")
    triples = Triples(f"<urn:a> <urn:p> {ids.text(f'a{char}b')} .\n".encode())
    expected = "a\rb" if char == "\r" else "a\ufffdb"
    for text in (table, render(triples, "rdfxml")):
        assert expected in "".join(ET.fromstring(text).itertext())  # noqa: S314 (our own)
