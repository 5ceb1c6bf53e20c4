import time

import pytest

from kg.authoring.nodes import Mapping, Scalar, Sequence, parse_nodes
from kg.authoring.problems import AuthoringError


def fields(source: str) -> dict[str, str]:
    root = parse_nodes(source, "x.yaml")
    assert isinstance(root, Mapping)
    return {key.text: value.text for key, value in root.items if isinstance(value, Scalar)}


@pytest.mark.parametrize("written", ["NO", "12:30", "1e3", "2026-05-14", "0x1F", "true", ".5", "1_000"])
def test_a_value_stays_what_was_written(written: str) -> None:
    assert fields(f"a: {written}") == {"a": written}


def test_an_unquoted_null_is_a_missing_value_and_a_quoted_one_is_a_word() -> None:
    root = parse_nodes("a:\nb: ~\nc: null\nd: 'null'\ne: ''\n", "x.yaml")
    assert isinstance(root, Mapping)
    missing = {key.text: value.missing for key, value in root.items if isinstance(value, Scalar)}
    assert missing == {"a": True, "b": True, "c": True, "d": False, "e": False}


def test_places_count_characters_also_beyond_the_first_plane() -> None:
    source = '# 😀 é\nkey: "a 😀 b"   # comment\nnext: [x, "ü"]\n'
    root = parse_nodes(source, "x.yaml")
    assert isinstance(root, Mapping)
    (_, text), (name, items) = root.items
    assert isinstance(text, Scalar)
    assert source[text.start : text.end] == '"a 😀 b"'
    assert (name.line, name.column) == (3, 1)
    assert isinstance(items, Sequence)
    assert [source[item.start : item.end] for item in items.items] == ["x", '"ü"']
    assert source[items.start : items.end] == '[x, "ü"]'


def test_a_block_mapping_ends_with_its_last_value() -> None:
    source = "a:\n  b: 1\n  c: 2\n\n# comment\nd: 3\n"
    root = parse_nodes(source, "x.yaml")
    assert isinstance(root, Mapping)
    inner = root.get("a")
    assert isinstance(inner, Mapping)
    assert source[inner.start : inner.end] == "b: 1\n  c: 2"


def test_json_is_read_as_well() -> None:
    root = parse_nodes('{"document": "a",\n\t"claims": {"b": {"value": 4, "note": "x\\/y \\u00e9"}}}', "x.json")
    assert isinstance(root, Mapping)
    claims = root.get("claims")
    assert isinstance(claims, Mapping)
    claim = claims.get("b")
    assert isinstance(claim, Mapping)
    assert [value.text for _, value in claim.items if isinstance(value, Scalar)] == ["4", "x/y é"]


BAD = {
    "syntax": ("a: 1\nb: [1, 2\nc: 3\n", "x.yaml:3:2: the bracket opened in line 2 is not closed", "Close it"),
    "colon": ("title: One: two", "x.yaml:1:11: a second ': ' stands in a value", "in quotes"),
    "quote": ('a: 1\nb: "x\n', "x.yaml:2:4: a quotation mark is never closed", "Close it"),
    "tab": ("a:\n\tb: 1", "x.yaml:2:1: a tab stands where blanks should", "blanks only"),
    "mark": ("a: @b", "x.yaml:1:4: a value begins with a mark of YAML's own", "in quotes"),
    "escape": ('a: "C:\\q"', "x.yaml:1:7: a backslash in double quotes is no escape", "two backslashes"),
    "half a character": ('{"a": "\\ud83d"}', "x.yaml:1:10: an escape stands for half a character", "itself"),
    "indentation": ("a:\n  b: 1\n c: 2", "x.yaml:3:2: the line is not indented like its neighbours", "indentation"),
    "alias": ("a: &x [1]\nb: *x", "x.yaml:1:4: anchors and aliases are not read (&x)", "Write the value out"),
    "alias bomb": (
        "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nd: [*c, *c]",
        "x.yaml:1:4: anchors and aliases are not read",
        "Write the value out",
    ),
    "merge key": ("a: {<<: *base}", "x.yaml:1:9: anchors and aliases are not read (*base)", "Write the value out"),
    "python tag": (
        "a: !!python/object/apply:os.system [ls]",
        "x.yaml:1:4: YAML tags are not read (tag:yaml.org,2002:python/object/apply:os.system)",
        "Delete the tag",
    ),
    "directive": ("%YAML 1.2\n---\na: 1", "x.yaml:1:1: a file has no YAML directives", "Delete the line"),
    "documents": ("a: 1\n---\nb: 1", "x.yaml:2:1: the file holds several YAML documents", "one document a file"),
    "duplicate": ("a: 1\nb: 2\na: 3", "x.yaml:3 a: 'a' stands here twice, first in line 1", "Rename"),
    "odd key": ("? [a]\n: b", "x.yaml:1: a list or mapping stands where a field's name should", "name: value"),
    "empty": ("", "x.yaml: the file is empty", "kg new --text FILE"),
    "comment": ("# nothing\n", "x.yaml: the file is empty", "kg new --text FILE"),
    "NUL": ("a: b\nc: \x00", "x.yaml:2:4: the character U+0000 cannot stand in a file", "Delete it"),
    "escaped NUL": ('a: "\\0"', "x.yaml:1:4: an escape stands for the character U+0000", "Delete the escape"),
    "line separator": ("a: b\u2028c", "x.yaml:1:5: the character U+2028 cannot stand in a file", "line break"),
    "large": ("a: " + "b" * 5_000_000, "x.yaml: the file is larger than 5 MB", "one document a file"),
}


@pytest.mark.parametrize(("source", "problem", "step"), BAD.values(), ids=BAD.keys())
def test_what_is_no_plain_yaml_is_refused_in_one_sentence(source: str, problem: str, step: str) -> None:
    with pytest.raises(AuthoringError) as caught:
        parse_nodes(source, "x.yaml")
    sentence = str(caught.value)
    assert sentence.startswith(problem)
    assert step in sentence
    assert "\n" not in sentence


@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "? ", "[\n"])
def test_deep_nesting_ends_at_once(opening: str) -> None:
    started = time.perf_counter()
    with pytest.raises(AuthoringError, match=r"^x.yaml:[0-9]+:[0-9]+: .*nested deeper than 12 levels"):
        parse_nodes(opening * 100_000, "x.yaml")
    assert time.perf_counter() - started < 2


def test_all_duplicates_of_a_file_are_named_together() -> None:
    with pytest.raises(AuthoringError) as caught:
        parse_nodes("a: 1\na: 2\nb: {c: 1, c: 2}\n", "x.yaml")
    assert [(problem.line, problem.field) for problem in caught.value.problems] == [(2, "a"), (3, "c")]
