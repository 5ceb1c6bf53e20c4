"""Lists of a query become look-ups where that changes nothing, and stay where it might."""

import pyoxigraph as ox
import pytest

from kg.query.lists import looked_up
from kg.query.params import bind

WRAPPED = [
    ("SELECT * { ?a :p ?b { SELECT ?a ?c WHERE { ?a :q ?c } } }", "SELECT * { ?a :p ?b {  ?a :q ?c  } }"),
    ("SELECT * { OPTIONAL { select ?a ?c { ?a :q ?c } } }", "SELECT * { OPTIONAL {  ?a :q ?c  } }"),
    (
        "SELECT * { { SELECT ?a ?c ?d {\n?a :q ?c OPTIONAL { SELECT ?c\n?d { ?c :r ?d FILTER(?d > 1) } } } } }",
        "SELECT * { { \n?a :q ?c OPTIONAL { \n ?c :r ?d FILTER(?d > 1)  }  } }",
    ),
]
KEPT = [
    "SELECT ?a { ?a :q ?c }",
    "SELECT * { { SELECT ?a WHERE { ?a :q ?c } } }",
    "SELECT * { { SELECT * { ?a :q ?c } } }",
    "SELECT * { { SELECT DISTINCT ?a ?c { ?a :q ?c } } }",
    "SELECT * { { SELECT ?a ?c { ?a :q ?c } ORDER BY ?c LIMIT 1 } }",
    "SELECT * { { SELECT ?a ?c { ?a :q ?c } VALUES ?c { 1 } } }",
    "SELECT * { { SELECT ?a (COUNT(?c) AS ?n) { ?a :q ?c } GROUP BY ?a } }",
    "SELECT * { { SELECT ?a ?c { ?a :q ?c FILTER EXISTS { ?c :r ?d } } } }",
    'SELECT * { ?a :q "{ SELECT ?a { ?a :q ?a } }" # { SELECT ?a { ?a :q ?a } }\n}',
]


@pytest.mark.parametrize(("text", "expected"), WRAPPED)
def test_a_list_of_all_its_variables_is_looked_up(text: str, expected: str) -> None:
    assert looked_up(text) == expected
    assert looked_up(text).count("\n") == text.count("\n")


@pytest.mark.parametrize("text", KEPT)
def test_whatever_else_a_sub_select_does_it_stays(text: str) -> None:
    assert looked_up(text) == text


@pytest.mark.parametrize("text", ["SELECT * { { SELECT ?a", "SELECT * { { SELECT ?a { ?a :q ?a", "{ SELECT", "}}{"])
def test_what_does_not_close_is_left_to_the_parser(text: str) -> None:
    assert looked_up(text) == text


@pytest.mark.parametrize(("text", "_"), WRAPPED)
def test_the_answer_is_the_same(text: str, _: str) -> None:
    store = ox.Store()
    store.load(b"@prefix : <x:> . :a :p :b ; :q :c , 2 . :c :r 1 , 2 . :b :q :b .", format=ox.RdfFormat.TURTLE)
    before, after = (_rows(store, each) for each in (text, looked_up(text)))
    assert before == after
    assert before


def _rows(store: ox.Store, text: str) -> list[list[str]]:
    found = store.query(f"PREFIX : <x:> {text}")
    assert isinstance(found, ox.QuerySolutions)
    return sorted([str(value) for value in row] for row in found)


def test_only_an_id_that_need_not_be_given_makes_lists_look_ups() -> None:
    head = "SELECT * { VALUES ?_document_id { UNDEF } VALUES ?_by_date { UNDEF } VALUES ?_company_id { } "
    text = f"{head} ?c ?_by_date ?_company_id {{ SELECT ?c ?_document_id {{ ?c :in ?_document_id }} }} }}"
    assert "{ SELECT" in bind(text, {"company": "ash", "by": "2026-05-14"})
    assert "{ SELECT" not in bind(text, {"company": "ash", "document": "d1"})
