"""What a reader sees, what hides in a name, and what is shown of it."""

# ruff: noqa: RUF001 (letters of many scripts are the point)

import json
import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.characters import (
    BLANK,
    IGNORABLE,
    hidden_in,
    in_json,
    named,
    on_one_line,
    paired,
    shown,
    unpaired_in,
    visible,
)

EVERY = [chr(code) for code in range(0x110000)]
ALL_IGNORABLE, ALL_BLANK = (
    {chr(code) for first, last in ranges for code in range(first, last + 1)} for ranges in (IGNORABLE, BLANK)
)
HARMLESS = [
    "Cerebras",
    "Île-de-France · 2·10³ €",
    "می\u200cخواهم",  # Persian: the non-joiner between two letters
    "GPU\u200cها",  # a Persian plural behind a foreign word
    "क्\u200dष",  # Devanagari: a half letter
    "ന്\u200d",  # Malayalam: a chillu at the end of a word
    "ශ්\u200dරී ලංකා",  # Sinhala
    "ᠨ᠋\u180eᠠ",  # Mongolian
    "葛\U000e0100城市",  # a Japanese town whose name asks for one shape of its first letter
    "\U0001f469\U0001f3fd\u200d\U0001f52c",  # a scientist
    "\U0001f3f3\ufe0f\u200d\U0001f308",  # a flag
    "1\ufe0f\u20e3",  # a keycap
    "\u2764\ufe0f and \u260e\ufe0e",
    "⠓⠊⠀⠽⠕⠥",  # Braille with its own blank
    "two\nlines\tand a tab",
    "בע״מ\u200f.",  # Hebrew with its own mark of direction
    "ไทย\u200bแลนด์",  # Thai words, parted without a blank
    "\U0001fae8",  # newer than some Pythons know
    "e\u0301",
    "٣ \u0605 ١",  # an Arabic mark above a number has a shape
]
HIDING = [
    ("a\u202etxt.exe", "\u202e"),
    ("\u2066Nvidia\u2069", "\u2066"),
    ("Nvidia\u200b", "\u200b"),
    ("Nvidia\u00ad", "\u00ad"),
    ("Nvi\u200ddia", "\u200d"),
    ("Nvi\u200cdia", "\u200c"),
    ("\u200cمی", "\u200c"),
    ("می\u200c", "\u200c"),
    ("می\u200c\u200cخواهم", "\u200c"),
    ("Nvidia\ufe0f", "\ufe0f"),
    ("1\ufe0f", "\ufe0f"),
    ("\u2764\ufe0f\ufe0f", "\ufe0f"),
    ("\U0001f469\u200dA", "\u200d"),
    ("Nvidia\U000e0041", "\U000e0041"),
    ("\U0001f3f4\U000e0067\U000e007f", "\U000e0067"),
    ("Nvidia\U000e0100", "\U000e0100"),
    ("ㅤ", "\u3164"),
    ("a\u2800b", "\u2800"),
    ("\x1b[31m", "\x1b"),
    ("a\x85b", "\x85"),
    ("\ud83d", "\ud83d"),
    ("\ufeffa", "\ufeff"),
    ("a\uffffb", "\uffff"),
    ("a\u200fb", "\u200f"),
    ("\u200f\u200f", "\u200f"),
    ("\u05d0\u200f\u200f", "\u200f"),
]


@pytest.mark.parametrize("text", HARMLESS)
def test_what_a_script_or_an_emoji_needs_is_no_hiding_and_is_shown_unharmed(text: str) -> None:
    assert hidden_in(text) is None
    assert shown(text) == text
    assert visible(text)


@pytest.mark.parametrize(("text", "hidden"), HIDING)
def test_what_hides_is_found_and_shown_as_an_escape(text: str, hidden: str) -> None:
    assert hidden_in(text) == hidden
    assert hidden not in shown(text) or text.count(hidden) > shown(text).count(hidden)
    assert hidden_in(shown(text)) is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \t\n\u00a0\u3000\u2028",
        "\u200b\u200c\u200d\u2060\ufeff",
        "\U000e0043\U000e0065\U000e007f",
        "\ufe0f\U000e0100",
        "\u3164\u115f\u1160\uffa0",
        "\u2800\u2800",
        "\U0001d159",
        "\ufffc",
        "\u0301\u0301",
        "\ue000",
        "\ud800",
        "\x00\x1b",
        "\ufdd0",
    ],
)
def test_what_has_no_shape_is_not_visible(text: str) -> None:
    assert not visible(text)


@pytest.mark.parametrize("text", ["a", "1", "€", "—", "\U0001f600", "語", "\u200b.a", "٣", "\U0001fae8", "\u3400"])
def test_one_letter_digit_symbol_or_point_is_visible(text: str) -> None:
    assert visible(text)


def test_the_table_of_ignorable_characters_is_whole() -> None:
    """Unicode counts them, and other properties that Python knows name most of them."""
    ignorable = ALL_IGNORABLE
    assert len(ignorable) == 4174
    known = [char for char in EVERY if unicodedata.name(char, "")]
    named_so = re.compile(
        r"VARIATION SELECTOR|HANGUL (\w+ )?FILLER|KHMER VOWEL INHERENT|GRAPHEME JOINER|^TAG |^CANCEL TAG"
    )
    assert {char for char in known if named_so.search(unicodedata.name(char))} <= ignorable
    # Format characters: those that are not ignorable have a shape (they enclose numbers) or stand in the second table.
    others = {char for char in known if unicodedata.category(char) == "Cf"} - ignorable
    shapeless = others & ALL_BLANK
    assert {unicodedata.name(char).split()[0] for char in others - shapeless} == {"ARABIC", "SYRIAC", "KAITHI"}
    assert {unicodedata.category(char) for char in ignorable} == {"Cf", "Mn", "Lo", "Cn"}


def test_no_assigned_ignorable_or_control_character_passes_alone() -> None:
    shapeless = ALL_IGNORABLE | ALL_BLANK | {char for char in EVERY if unicodedata.category(char) in {"Cf", "Cc", "Cs"}}
    for char in sorted(shapeless):
        assert not visible(char), hex(ord(char))
        harmless = char in "\t\n\r" or unicodedata.name(char, "").split(" ")[0] in {"ARABIC", "SYRIAC", "KAITHI"}
        assert (hidden_in(char) is None) == (harmless and char != "\u061c"), hex(ord(char))


@given(st.text(st.characters(), max_size=30))
def test_what_is_shown_hides_nothing_and_is_shown_as_it_is(text: str) -> None:
    assert hidden_in(shown(text)) in {None, "\u00ad", "\u200b"}
    assert not unpaired_in(shown(text))
    assert shown(shown(text)) == shown(text)


@pytest.mark.parametrize("text", ["Rechen\u00adzentrum", "https://news.example/\u200ba"])
def test_a_place_to_break_a_line_is_shown_as_it_is_and_stands_in_no_name(text: str) -> None:
    assert shown(text) == text
    assert hidden_in(text) in {"\u00ad", "\u200b"}


def test_half_characters_are_found() -> None:
    assert unpaired_in("a\udc80")
    assert not unpaired_in("\U0001f600")


def test_halves_that_belong_together_are_one_character() -> None:
    assert paired("a\ud83d\ude00b\ud83d") == "a\U0001f600b\ud83d"
    assert paired("\ude00\ud83d") == "\ude00\ud83d"
    assert paired("plain") == "plain"


def test_an_error_names_a_character() -> None:
    assert named("\u202e") == "U+202E (right-to-left override)"
    assert named("\ue000") == "U+E000"


def test_texts_that_are_done_at_once_hide_nothing() -> None:
    """The ranges in which every printable character has a shape."""
    assert not {char for char in EVERY[:0x34F] + EVERY[0x2000:0x2800] if char.isprintable()} & ALL_IGNORABLE
    assert all(shown(char) == char for char in EVERY[:0x34F] + EVERY[0x2000:0x2800] if char.isprintable())


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Cerebras · naïve", "Cerebras · naïve"),
        ("two\nlines\tand\u2028more", "two lines and more"),
        ("\x1b[31mred\x07", "\\x1b[31mred\\x07"),
        ("a\u202etxt.exe\u2066", "a\\u202etxt.exe\\u2066"),
        ("\x9bm\x00\x7f", "\\x9bm\\x00\\x7f"),
        ("zero\u200bwidth\ufeff", "zero\\u200bwidth\\ufeff"),
        ("\U000e0041", "\\U000e0041"),
        ("family \U0001f469\u200d\U0001f467", "family \U0001f469\u200d\U0001f467"),
        ("can\u00a0not", "can\u00a0not"),
    ],
)
def test_what_would_move_the_cursor_or_turn_the_writing_is_shown(text: str, line: str) -> None:
    assert on_one_line(text) == line


@given(st.text())
def test_such_a_line_is_one_line_without_control_or_direction_characters(text: str) -> None:
    line = on_one_line(text)
    assert not {unicodedata.category(char) for char in line} & {"Cc", "Zl", "Zp", "Cs", "Co"}
    assert not set(line) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
    assert on_one_line(line) == line


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=30))
def test_json_with_escapes_holds_the_same_values(text: str) -> None:
    written = in_json(json.dumps({"a": text}, ensure_ascii=False, indent=2))
    assert json.loads(written) == {"a": text}
    assert hidden_in(written) in {None, "\u00ad", "\u200b"}
