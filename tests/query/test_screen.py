"""What is refused before any parser sees it, and what is not."""

from collections.abc import Iterator

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import KgError, LimitError
from kg.query.errors import QueryTextError
from kg.query.lexer import tokens
from kg.query.screen import MAX_PATTERNS, Screened, _read, is_plain, screen

CALLS = (
    "SERVICE <http://127.0.0.1:9999/> {?s ?p ?o}",
    "service silent <http://127.0.0.1:9999/> {?s ?p ?o}",
    "SeRvIcE#comment\n<http://127.0.0.1:9999/>{?s ?p ?o}",
    "SERVICE ?x {?s ?p ?o}",
    "SERVICE:x{?s ?p ?o}",
    "SERVICESILENT:x{?s ?p ?o}",
    "?s ?p 1SERVICE:x{?s ?p ?o}",
    "?s ?p 1.SERVICE:x{?s ?p ?o}",
    "?s ?p 1e5SERVICE:x{?s ?p ?o}",
    "?s ?p trueSERVICE:x{?s ?p ?o}",
    "?s ?p 'a'SERVICE:x{?s ?p ?o}",
    "?s ?p <a:b>SERVICE:x{?s ?p ?o}",
    "FILTER(?s IN(:a))SERVICE:x{?s ?p ?o}",
    "FILTER(1<2)SERVICE:x#>\n{?s ?p ?o}",
    "FILTER(1<2)SERVICE?x#>\n{?s ?p ?o}",
    "FILTER(1<'a>b')SERVICE:x{?s ?p ?o}#'\n",
    "FILTER(1<2#>'''\n)SERVICE:x{?s ?p ?o}#'''\n",
    "{SELECT * {SERVICE :x {?s ?p ?o}}}",
    "OPTIONAL{?a ?b ?c}SERVICE:x{?s ?p ?o}",
    "FILTER NOT EXISTS {SERVICE :x {?s ?p ?o}}",
)
"""Calls to the network that Oxigraph's parser takes, keywords without blanks included."""


@pytest.mark.parametrize("call", CALLS)
def test_every_spelling_of_service_that_oxigraph_takes_is_refused(call: str) -> None:
    query = f"PREFIX : <http://127.0.0.1:9999/> SELECT * WHERE {{ {call} }}"
    with pytest.raises(QueryTextError):
        screen(query)
    ox.Store().query(query.replace("127.0.0.1:9999", "unused.invalid"))  # a syntax error here would make the case void


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }",
        "SELECT * FROM NAMED <http://x/> { ?s ?p ?o }",
        "LOAD <http://x/>",
        "PREFIX : <x:> INSERT DATA { :a :b :c }",
        "DELETE WHERE { ?s ?p ?o }",
        "clear all",
        "DROP DEFAULT",
        "SELECT * { ?s ?p ?o } ; DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
    ],
)
def test_other_data_sets_and_updates_are_refused(query: str) -> None:
    with pytest.raises(QueryTextError) as caught:
        screen(query)
    assert caught.value.exit_code == 4
    assert caught.value.next_step


@pytest.mark.parametrize(
    "query",
    [
        'SELECT ?service { ?service rdfs:label "SERVICE <http://x>" } # LOAD FROM INSERT',
        "SELECT * { ?from <http://x/service?load#insert> 'DROP' ; ex:serviceLevel ?load }",
        'SELECT * { ?s ?p """SERVICE "x" LOAD""" }',
        "SELECT * { ?s ?p ?o FILTER(?o < 3 && ?o > 1) }",
        "SELECT * { ?s ?p ?o FILTER(?o<3) }",
        "SELECT * { VALUES (?a ?b) { (<http://x/#a> <http://x/#b>) } }",
        "SELECT * { ?s (ex:a|^ex:b)/ex:c* ?o . ?s ex:list (1 2 3) }",
        "SELECT * { ?s ?p $o . << ?a ?b ?c >> ?d ?e }",
        "\ufeffASK {}".removeprefix("\ufeff"),
    ],
)
def test_words_in_names_strings_and_comments_are_left_alone(query: str) -> None:
    assert screen(query).text == query


def shapes(size: int) -> Iterator[tuple[str, str]]:
    """Yield the shapes that overflow a parser's stack or keep a planner busy, each about `size` bytes long."""
    yield "braces", "SELECT * {" + "{" * (size // 2) + "}" * (size // 2) + "}"
    yield "parentheses", "SELECT * { FILTER(" + "(" * (size // 2) + "1" + ")" * (size // 2) + ")}"
    yield "not", "SELECT * { FILTER(" + "!" * size + "true)}"
    yield "spaced not", "SELECT * { FILTER(" + "! " * (size // 2) + "true)}"
    yield "minus", "SELECT * { FILTER(" + "-" * size + "?x)}"
    yield "if", "SELECT * { FILTER(" + "IF(1,1," * (size // 9) + "1" + ")" * (size // 9) + ")}"
    yield "plus", "SELECT * { FILTER(1" + "+1" * (size // 2) + ")}"
    yield "or", "SELECT * { FILTER(1" + "||1" * (size // 3) + ")}"
    yield "sub-select", "SELECT * {" + "{SELECT*{" * (size // 13) + "}}" * (size // 13) + "}"
    yield "not exists", "SELECT * {" + "FILTER NOT EXISTS{" * (size // 19) + "}" * (size // 19) + "}"
    yield "path in parentheses", "SELECT * {?s " + "(" * (size // 3) + "<a:b>" + ")*" * (size // 3) + " ?o}"
    yield "path", "SELECT * {?s <a:b>" + "/<a:b>" * (size // 6) + " ?o}"
    yield "optional", "SELECT * {" + "OPTIONAL{}" * (size // 10) + "}"
    yield "triple terms", "SELECT * {?s ?p " + "<<(?a?b " * (size // 12) + "?o" + ")>>" * (size // 12) + "}"
    yield "union", "SELECT * {{}" + "UNION{}" * (size // 7) + "}"
    yield "lists in lists", "SELECT * {?s ?p " + "(" * (size // 2) + ")" * (size // 2) + "}"
    yield "patterns", "SELECT * {" + "?s?p?o." * (size // 7) + "}"
    yield "objects", "SELECT * {?s ?p 1" + ",1" * (size // 2) + "}"
    yield "a long list", "SELECT * {?s ?p (" + "1 " * (size // 2) + ")}"


@pytest.mark.parametrize("name", [name for name, _ in shapes(0)])
def test_nesting_and_chains_that_crash_or_stall_an_engine_are_refused(name: str) -> None:
    for size in (4_500, 20_000, 60_000):
        with pytest.raises(LimitError) as caught:
            screen(dict(shapes(size))[name])
        assert caught.value.exit_code == 7


def test_length_and_number_of_patterns_are_capped() -> None:
    with pytest.raises(LimitError, match="64 kB"):
        screen("ASK {} #" + "x" * 65_536)
    many = " ".join(f"?s{n} ?p ?o ." for n in range(MAX_PATTERNS))
    assert screen(f"SELECT * {{ {many} }}").columns
    with pytest.raises(LimitError, match="triple patterns"):
        screen(f"SELECT * {{ {many} ?s ?p ?o . }}")


def test_long_lists_of_values_are_welcome() -> None:
    values = " ".join(f"id:e{n}" for n in range(5000))
    assert screen(f"SELECT * {{ VALUES ?e {{ {values} }} }}").columns == ("e",)
    numbers = ", ".join(map(str, range(5000)))
    assert screen(f"SELECT * {{ ?s ?p ?o FILTER(?o IN ({numbers})) }}").columns == ("s", "p", "o")


@pytest.mark.parametrize(
    ("query", "columns"),
    [
        ("SELECT * { ?s ?p ?o }", ("s", "p", "o")),
        ("PREFIX a: <b:> SELECT DISTINCT * { ?z a:c ?a . ?a a:c ?z }", ("z", "a")),
        ("SELECT ?b ?a { ?a ?b ?c }", None),
        ("SELECT (COUNT(*) AS ?n) { { SELECT * { ?a ?b ?c } } }", None),
        ("ASK { { SELECT * { ?a ?b ?c } } }", None),
        ("CONSTRUCT { ?a ?b ?c } WHERE { ?c ?b ?a }", None),
    ],
)
def test_columns_of_select_star_come_in_the_order_of_the_text(query: str, columns: tuple[str, ...] | None) -> None:
    assert screen(query).columns == columns


def test_half_a_surrogate_pair_is_a_sentence_and_no_crash() -> None:
    with pytest.raises(QueryTextError):
        screen("ASK { ?s ?p '\ud800' }")


@given(
    st.sampled_from(CALLS),
    st.text(alphabet="{}()<>?:ab'\"#.;1 \n", max_size=12),
    st.text(alphabet="{}()<>?:ab'\"#.;1 \n", max_size=12),
)
def test_no_surroundings_hide_a_call_from_the_screen(call: str, before: str, after: str) -> None:
    query = f"PREFIX : <http://unused.invalid/> SELECT * WHERE {{ {before}{call}{after} }}"
    try:
        screen(query)
    except KgError:
        return
    # What passes is either no query at all, or one in which the word stands in a string, an IRI or a comment.
    try:
        found = ox.Store().query(query)
        list(found) if isinstance(found, ox.QuerySolutions) else None
    except SyntaxError:
        return
    except (OSError, RuntimeError) as error:
        pytest.fail(f"{query!r} reached for the network: {error}")


_PIECES = (
    *("SELECT ?s ", "ASK ", "{ ", "} ", "?s ?p ?o ", ". ", "; ", "[ ", "] ", "<x:p> ", "'a' ", '"""', "'", "# ", "\n"),
    *("OPTIONAL ", "MINUS ", "EXISTS ", "FILTER ", "/", "^", "!", "||", "<", ">", "SERVICE", "LOAD ", "FROM ", "x:a "),
)


@given(st.lists(st.sampled_from(_PIECES), max_size=40).map("".join))
def test_what_is_found_plain_at_a_glance_is_found_harmless_by_reading(text: str) -> None:
    try:
        tuple(tokens(text, source="query"))
    except QueryTextError:
        return  # no parser reads it either
    if is_plain(text):
        assert _read(text, "query", datasets=False) == Screened(text, None)


def test_a_usual_look_up_is_plain_and_others_are_read() -> None:
    assert is_plain("SELECT ?p ?o { <https://w3id.org/claimledger/id/doc7/claim-150> ?p ?o }")
    for text in ("SELECT * {}", "ASK { service:x a 1 }", "{" * 91, "x" * 1001, "ASK { FILTER(1) }", "ASK \\u0053"):
        assert not is_plain(text)


def test_from_is_let_through_where_data_sets_may_be_chosen() -> None:
    text = "SELECT * FROM <x:g> { ?b ?a ?c }"
    chosen = screen(text, datasets=True)
    assert (chosen.columns, chosen.star) == (("b", "a", "c"), text.index("*"))
    with pytest.raises(QueryTextError):
        screen("LOAD <x:g>", datasets=True)
