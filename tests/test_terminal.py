"""Text on a terminal: true widths, columns that fit."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.characters import on_one_line
from kg.terminal import layout, width_of, wrap


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("abc", 3),
        ("日本語", 6),
        ("e\u0301", 1),
        ("😀", 2),
        ("❤\ufe0f", 2),
        ("👩\u200d👩\u200d👧", 2),
        ("👍🏽", 2),
        ("🇩🇪", 2),
        ("ﾊﾝ", 2),
        ("", 0),
    ],
)
def test_widths_are_those_of_a_terminal(text: str, columns: int) -> None:
    assert width_of(text) == columns


def test_columns_stand_under_their_headings_and_numbers_to_the_right() -> None:
    text = layout(("name", "n"), [("日本", "5"), ("Cerebras", "12")], (False, True), 80)
    assert text == "name       n\n────────  ──\n日本       5\nCerebras  12\n"


def test_without_a_width_nothing_is_wrapped() -> None:
    long = "word " * 100 + "end"
    assert long in layout(("a", "b"), [(long, "x")], (False, False), None)


def test_wide_columns_are_wrapped_to_the_terminal_and_narrow_ones_are_not() -> None:
    text = layout(("id", "text"), [("a/b", "one two three four five six"), ("c", "x")], (False, False), 20)
    assert text == ("id   text\n───  ───────────────\na/b  one two three\n     four five six\nc    x\n")


def test_a_terminal_too_narrow_for_the_columns_gets_a_block_for_each_row() -> None:
    columns = ("claim", "says", "saidBy", "x")
    rows = [("inference-pivot/ipo-val", "a plain sentence of some length", "somebody else", "1"), ("b", "", "c", "2")]
    text = layout(columns, rows, (False,) * 4, 30)
    assert text == (
        "claim   inference-pivot/ipo-\n        val\nsays    a plain sentence of\n        some length\n"
        "saidBy  somebody else\nx       1\n\nclaim   b\nsays\nsaidBy  c\nx       2\n"
    )


def test_no_columns_and_no_rows() -> None:
    assert layout((), [()], (), 80).strip() == ""
    assert layout(("a",), [], (False,), 80) == "a\n─\n"


def test_lines_break_after_marks_and_only_then_inside_words() -> None:
    assert list(wrap("inference-pivot/cs3-throughput", 16)) == ["inference-pivot/", "cs3-throughput"]
    assert list(wrap("abcdefgh", 3)) == ["abc", "def", "gh"]
    assert list(wrap("日本語テスト", 5)) == ["日本", "語テ", "スト"]
    assert list(wrap("", 5)) == [""]


@given(st.text(st.sampled_from("ab -/日e\u0301😀 "), max_size=60), st.integers(2, 20))
def test_wrapping_keeps_every_character_but_blanks_and_no_line_is_too_wide(text: str, width: int) -> None:
    lines = list(wrap(text, width))
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(width_of(line) <= width for line in lines)


@given(
    st.lists(st.tuples(st.text(max_size=30), st.text("ab日 ", max_size=80), st.text("0123", max_size=5)), max_size=4),
    st.integers(20, 100),
)
def test_no_line_of_a_table_is_wider_than_the_terminal(rows: list[tuple[str, str, str]], width: int) -> None:
    shown = [tuple(map(on_one_line, row)) for row in rows]
    text = layout(("first", "second", "n"), shown, (False, False, True), width)
    assert all(width_of(line) <= width for line in text.split("\n"))
