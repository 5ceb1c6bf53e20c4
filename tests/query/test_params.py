"""Values for the parameters of a question, written into it as terms and as nothing else."""

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.ids import ID
from kg.query.errors import ParameterError, QueryTextError
from kg.query.lexer import tokens
from kg.query.params import bind, parameters
from kg.query.terms import EXAMPLES, TYPES

TEXT = """PREFIX id: <https://w3id.org/claimledger/id/>
SELECT * WHERE { # VALUES ?_comment_id { }
  VALUES ?_document_id { UNDEF }
  VALUES ?_entity_id { }
  VALUES ?_far_decimal { 0.05 }
  ?c ?p ?_document_id , ?_entity_id .
  OPTIONAL { VALUES ?_document_id { UNDEF } ?c ?q "VALUES ?_string_id { }" }
}
"""


def test_parameters_come_in_order_with_type_and_default() -> None:
    found = parameters(TEXT, source="x")
    assert [(p.name, p.type, p.default, p.required) for p in found] == [
        ("document", "id", "UNDEF", False),
        ("entity", "id", None, True),
        ("far", "decimal", "0.05", False),
    ]


def test_values_stand_between_the_braces_and_lines_keep_their_numbers() -> None:
    bound = bind(TEXT, {"entity": "ash", "document": ["d1", "d2/price"]})
    assert f"VALUES ?_document_id {{ <{ID}d1> <{ID}d2/price> }}\n" in bound
    assert f"OPTIONAL {{ VALUES ?_document_id {{ <{ID}d1> <{ID}d2/price> }} ?c" in bound
    assert f"VALUES ?_entity_id {{ <{ID}ash> }}" in bound
    assert "VALUES ?_far_decimal { 0.05 }" in bound
    assert bound.count("\n") == TEXT.count("\n")


def test_without_a_value_the_line_is_taken_out() -> None:
    bound = bind(TEXT, {"entity": "ash"})
    assert "UNDEF" not in bound
    assert "?_document_id , ?_entity_id" in bound
    assert bound.count("\n") == TEXT.count("\n")


@pytest.mark.parametrize(
    ("type_", "given_", "term"),
    [
        ("id", "cerebras", f"<{ID}cerebras>"),
        ("id", "id:inference-pivot/ipo-val", f"<{ID}inference-pivot/ipo-val>"),
        ("id", f"{ID}event/12", f"<{ID}event/12>"),
        ("topic", "memory-bandwidth", "<https://w3id.org/claimledger/bottleneck/memory-bandwidth>"),
        ("term", "madeBy", "<https://w3id.org/claimledger/ns#madeBy>"),
        ("term", "kg:Company", "<https://w3id.org/claimledger/ns#Company>"),
        ("date", "2026-05-14", '"2026-05-14"^^<http://www.w3.org/2001/XMLSchema#date>'),
        ("integer", "-10", '"-10"^^<http://www.w3.org/2001/XMLSchema#integer>'),
        ("decimal", "0.050", '"0.05"^^<http://www.w3.org/2001/XMLSchema#decimal>'),
        ("string", 'say "no"\n}', '"say \\"no\\"\\n}"'),
        ("boolean", "yes", '"true"^^<http://www.w3.org/2001/XMLSchema#boolean>'),
    ],
)
def test_each_type_writes_its_term(type_: str, given_: str, term: str) -> None:
    text = f"SELECT * {{ VALUES ?_x_{type_} {{ UNDEF }} ?s ?p ?_x_{type_} }}"
    assert f"{{ {term} }}" in bind(text, {"x": given_})


@pytest.mark.parametrize(
    ("type_", "given_"),
    [
        ("id", "Cerebras"),
        ("id", ""),
        ("id", "a/b/c/d"),
        ("id", "../etc"),
        ("id", "x> } #"),
        ("id", "http://elsewhere.example/x"),
        ("topic", "memory bandwidth"),
        ("term", "made-by"),
        ("term", "x#y"),
        ("date", "14 May 2026"),
        ("date", "2026-02-30"),
        ("integer", "ten"),
        ("integer", "9223372036854775808"),
        ("decimal", "NaN"),
        ("decimal", "1,5"),
        ("string", "\ud800"),
        ("boolean", "perhaps"),
    ],
)
def test_a_value_of_another_type_is_refused_with_an_example(type_: str, given_: str) -> None:
    text = f"SELECT * {{ VALUES ?_x_{type_} {{ UNDEF }} ?s ?p ?_x_{type_} }}"
    with pytest.raises(ParameterError, match="parameter x") as caught:
        bind(text, {"x": given_})
    assert caught.value.next_step == f"Write it like {EXAMPLES[type_]}."


def test_every_example_is_a_value_of_its_type() -> None:
    assert {name: bool(write(EXAMPLES[name])) for name, write in TYPES.items()} == dict.fromkeys(TYPES, True)


def test_unknown_and_missing_parameters_are_named() -> None:
    with pytest.raises(
        ParameterError, match=r"no parameter 'documents'.*Did you mean document\?.*document, entity, far"
    ):
        bind(TEXT, {"documents": "d1", "entity": "ash"})
    with pytest.raises(ParameterError, match=r"needs a value for entity.*-p entity="):
        bind(TEXT, {"document": "d1"})
    with pytest.raises(ParameterError, match="takes none"):
        bind("ASK {}", {"x": "1"})
    with pytest.raises(ParameterError, match="needs a value for entity"):
        bind(TEXT, {"entity": []})


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("SELECT * { ?s ?p ?_x_id }", "no VALUES line"),
        ("SELECT * { VALUES ?_x_colour { UNDEF } ?s ?p ?_x_colour }", "names no type"),
        ("SELECT * { VALUES ?_x_id { UNDEF } VALUES ?_x_id { } }", "declared twice"),
        ("SELECT * { VALUES ?_x_id { UNDEF } VALUES ?_x_date { UNDEF } }", "declared twice"),
        ("SELECT * { VALUES (?_x_id ?_y_id) { (UNDEF UNDEF) } }", "no VALUES line"),
        ("SELECT * { VALUES ?_x_id { UNDEF", "not closed"),
        ("SELECT * { VALUES ?_x_id { (UNDEF) } }", "not closed"),
    ],
)
def test_a_parameter_that_is_not_declared_rightly_is_shown_with_its_place(text: str, words: str) -> None:
    with pytest.raises(QueryTextError, match=r"x\.rq, line 1") as caught:
        parameters(text, source="x.rq")
    assert words in caught.value.what


@given(
    st.text(st.characters(blacklist_categories=["Cs"]) | st.sampled_from("\"\\}>;#\n\r\t'?{<"), min_size=1, max_size=40)
)
def test_no_string_becomes_part_of_the_query(value: str) -> None:
    text = "SELECT ?_x_string { VALUES ?_x_string { UNDEF } }"
    bound = bind(text, {"x": value})
    shape = [token.kind if token.kind == "string" else token.text for token in tokens(bound)]
    assert shape == ["SELECT", "?_x_string", "{", "VALUES", "?_x_string", "{", "string", "}", "}"]
    [[found]] = ox.Store().query(bound)  # type: ignore[misc]
    assert found.value == value


@pytest.mark.parametrize(
    ("type_", "values", "words"),
    [
        ("string", ("",), "'' is not a text"),
        ("id", (), "x has no value"),
        ("date", ("2026-05-01", "2026-06-01"), "x has 2 values"),
        ("decimal", ("1", "2"), "x has 2 values"),
    ],
)
def test_what_would_ask_for_more_is_refused(type_: str, values: tuple[str, ...], words: str) -> None:
    text = f"SELECT * {{ VALUES ?_x_{type_} {{ UNDEF }} ?s ?p ?_x_{type_} }}"
    with pytest.raises(ParameterError, match=words):
        bind(text, {"x": values})


@given(st.sampled_from(sorted(set(TYPES) - {"string"})), st.text(max_size=30))
def test_a_value_of_any_other_type_is_one_term_or_refused(type_: str, value: str) -> None:
    text = f"SELECT * {{ VALUES ?_x_{type_} {{ UNDEF }} ?s ?p ?_x_{type_} }}"
    try:
        bound = bind(text, {"x": value})
    except ParameterError:
        return
    assert len(list(tokens(bound))) <= len(list(tokens(text))) + 3
    ox.Store().query(bound)
