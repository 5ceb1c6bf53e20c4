r"""Characters that JSON writes as two escapes are read; halves are refused; places stay what they are."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.faults.cases.escapes import AUTHORED_FIELDS, STRINGS, Escape, authored
from kg.authoring import read_string
from kg.authoring.fmt import format_text
from kg.authoring.nodes import Mapping, Node, Scalar, parse_nodes
from kg.authoring.pairs import Pairs
from kg.authoring.problems import AuthoringError

TEXTS = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs")), max_size=12)
TREES = st.recursive(
    TEXTS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3), max_leaves=12
)


def plain(node: Node) -> object:
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Mapping):
        return {key.text: plain(value) for key, value in node.items}
    return [plain(item) for item in node.items]


@settings(deadline=None)
@given(TREES.filter(lambda tree: tree != ""), st.booleans())
def test_whatever_json_writes_is_read_as_it_was_meant(tree: object, ascii_only: bool) -> None:
    written = json.dumps([tree], ensure_ascii=ascii_only)
    assert plain(parse_nodes(written, "a.json")) == [tree]


@pytest.mark.parametrize("escape", STRINGS, ids=lambda escape: escape.name)
@pytest.mark.parametrize("field", AUTHORED_FIELDS)
def test_pairs_are_text_and_halves_are_not(escape: Escape, field: str) -> None:
    source = authored(escape.written, field)
    if not escape.sound:
        with pytest.raises((AuthoringError, UnicodeDecodeError)):
            read_string(source.decode(), "a.json")
    else:
        read_string(source.decode(), "a.json")


def test_places_behind_a_pair_stay_what_they_are() -> None:
    source = '{"a": "\\ud83d\\ude00", "b": "x"}'
    node = parse_nodes(source, "a.json")
    assert isinstance(node, Mapping)
    first, second = node.get("a"), node.get("b")
    assert isinstance(first, Scalar)
    assert isinstance(second, Scalar)
    assert (first.text, source[first.start : first.end]) == ("\U0001f600", '"\\ud83d\\ude00"')
    assert (source[second.start : second.end], second.column) == ('"x"', source.index('"x"') + 1)


def test_without_double_quotes_a_backslash_is_a_backslash() -> None:
    source = "# \\ud83d\\ude00\na: \\uD83D\\ude00 x \\ud83d\\ude80\nb: '\\ud83d\\ude00'\nc: \"\\ud83d\\ude00\"\n"
    assert plain(parse_nodes(source, "a.yaml")) == {
        "a": "\\uD83D\\ude00 x \\ud83d\\ude80",
        "b": "\\ud83d\\ude00",
        "c": "\U0001f600",
    }


@pytest.mark.parametrize("mark", ["\\v", "\\x0b", "\\u000b", "\\U0000000B", "\\v\\a\\e"])
def test_control_characters_are_refused_beside_a_pair(mark: str) -> None:
    with pytest.raises(AuthoringError, match="an escape stands for"):
        parse_nodes(f'a: "{mark}\U0001f600 \\ud83d\\ude00"', "a.yaml")


def test_pairs_survive_the_formatter() -> None:
    source = '{"document": "a", "title": "\\ud83d\\ude00", "kind": "article"}'
    assert json.loads(format_text(source, "Some words.", "a.json"))["title"] == "\U0001f600"
    assert "\\ud83d\\ude00" in format_text(source, "Some words.", "a.json")


@given(st.text(st.sampled_from('\\ud83e0"va ')))
def test_a_text_and_what_is_parsed_instead_are_equally_long(source: str) -> None:
    assert len(Pairs(source).source) == len(source)
