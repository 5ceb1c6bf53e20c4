"""Text from anywhere in; out, whether a reader sees anything in it, which character hides in it, and what to show.

A quote of characters without a shape is no evidence, and a name whose direction is turned is another name than the one
that is read. Python's `unicodedata` knows no property for either, so the ranges stand here. The standard library is
all that this module imports, since every command and the process that parses authored files wait for it.
"""

import re
import unicodedata
from collections.abc import Callable
from functools import cache

Ranges = tuple[tuple[int, int], ...]
"""First and last code points."""

# Default_Ignorable_Code_Point of Unicode's DerivedCoreProperties.txt (14.0 to 16.0, 4,174 code points): what a screen
# leaves out where it does not know the character, with unassigned ones that are set apart for such use.
IGNORABLE: Ranges = (
    (0xAD, 0xAD),
    (0x34F, 0x34F),
    (0x61C, 0x61C),
    (0x115F, 0x1160),
    (0x17B4, 0x17B5),
    (0x180B, 0x180F),
    (0x200B, 0x200F),
    (0x202A, 0x202E),
    (0x2060, 0x206F),
    (0x3164, 0x3164),
    (0xFE00, 0xFE0F),
    (0xFEFF, 0xFEFF),
    (0xFFA0, 0xFFA0),
    (0xFFF0, 0xFFF8),
    (0x1BCA0, 0x1BCA3),
    (0x1D173, 0x1D17A),
    (0xE0000, 0xE0FFF),
)
# What shows as nothing although no property says so: the empty Braille cell, marks of annotation and the place of an
# object, the layout and the blanks of hieroglyphs, the null note head.
BLANK: Ranges = ((0x2800, 0x2800), (0xFFF9, 0xFFFC), (0x13430, 0x1343F), (0x13441, 0x13442), (0x1D159, 0x1D159))
# Control characters but tab, line feed and carriage return; half characters; and what no text may hold.
_NEVER: Ranges = (
    (0x00, 0x08),
    (0x0B, 0x0C),
    (0x0E, 0x1F),
    (0x7F, 0x9F),
    (0xD800, 0xDFFF),
    (0xFDD0, 0xFDEF),
    *((plane + 0xFFFE, plane + 0xFFFF) for plane in range(0, 0x110000, 0x10000)),
)
# Letters of these blocks change their shape beside a joiner: Arabic and its kin, Mongolian, the scripts of India,
# South-East Asia and the Himalaya.
_JOINING: Ranges = (
    (0x600, 0x74F),
    (0x750, 0x77F),
    (0x7C0, 0x7FF),
    (0x840, 0x8FF),
    (0x900, 0xDFF),
    (0xF00, 0x109F),
    (0x1700, 0x18AF),
    (0x1900, 0x1CFF),
    (0xA800, 0xA82F),
    (0xA840, 0xA8FF),
    (0xA930, 0xA9DF),
    (0xAA60, 0xAA7F),
    (0xAAE0, 0xAAFF),
    (0xABC0, 0xABFF),
    (0xFB50, 0xFDFF),
    (0xFE70, 0xFEFC),
    (0x10A00, 0x10AFF),
    (0x10D00, 0x10FFF),
    (0x11000, 0x11FFF),
    (0x1E900, 0x1E95F),
)
_EMOJI: Ranges = (
    (0xA9, 0xA9),
    (0xAE, 0xAE),
    (0x203C, 0x203C),
    (0x2049, 0x2049),
    (0x2122, 0x2122),
    (0x2139, 0x2139),
    (0x2190, 0x21FF),
    (0x2300, 0x23FF),
    (0x24C2, 0x24C2),
    (0x25A0, 0x27BF),
    (0x2900, 0x297F),
    (0x2B00, 0x2BFF),
    (0x3030, 0x3030),
    (0x303D, 0x303D),
    (0x3297, 0x3299),
    (0x1F000, 0x1FAFF),
)
_CHINESE: Ranges = ((0x3400, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x3FFFD))
_MONGOLIAN: Ranges = ((0x1820, 0x18AA),)
_MONGOLIAN_SHAPES: Ranges = ((0x180B, 0x180D), (0x180F, 0x180F))
_BRAILLE: Ranges = ((0x2801, 0x28FF),)
# Selectors of a shape, and what they stand right behind.
_BEHIND: tuple[tuple[Ranges, Ranges], ...] = (
    (((0xFE0E, 0xFE0F),), _EMOJI),
    (((0xFE00, 0xFE02), (0xE0100, 0xE01EF)), _CHINESE),
    (_MONGOLIAN_SHAPES, _MONGOLIAN),
    (((0x2800, 0x2800),), _BRAILLE),
)
# Scripts that are written without blanks, so that a break without width parts their words.
_WITHOUT_BLANKS: Ranges = (
    (0xE00, 0xEFF),
    (0x1000, 0x109F),
    (0x1780, 0x17FF),
    (0x1950, 0x19DF),
    (0x1A20, 0x1AAF),
    (0xA980, 0xA9DF),
    (0xAA60, 0xAADF),
)
_BREAK, _SOFT_HYPHEN = "\u200b", "\xad"
# What stands between two letters.
_BETWEEN = {_BREAK: (_WITHOUT_BLANKS, _WITHOUT_BLANKS), "\u180e": (_MONGOLIAN + _MONGOLIAN_SHAPES, _MONGOLIAN)}
_FROM_RIGHT = frozenset({"R", "AL", "AN"})
"""Bidirectional classes of letters that run from right to left."""
_DIRECTIONS = "\u200e\u200f\u061c"
_JOINERS, _NON_JOINER = "\u200c\u200d", "\u200c"
_STYLES, _EMOJI_STYLE, _KEYCAP = "\ufe0e\ufe0f", "\ufe0f", "\u20e3"
_EMPTY_CELL = "\u2800"
_LINE_ENDS = {ord(char): " " for char in "\n\r\t\u2028\u2029"}
_LAST_OF_PLANE = 0xFFFF
_VIRAMA = 9
"""The combining class of the sign that joins two consonants."""


def _all(*tables: Ranges) -> frozenset[str]:
    return frozenset(chr(code) for table in tables for first, last in table for code in range(first, last + 1))


_HIDDEN = _all(_NEVER, IGNORABLE, BLANK)
# Of characters that Python calls printable those in these ranges have a shape, so that most texts are done at once.
_UNUSUAL = re.compile("[^\x00-\u034e\u2000-\u27ff]")


def visible(text: str) -> bool:
    """Return whether a reader sees a letter, digit, symbol or point in `text`; white space and accents alone are none.

    A code point that this Python does not know yet counts as one (a newer emoji, a newer script).
    """
    return any(map(_seen, text))


def hidden_in(text: str) -> str | None:
    """Return the first character of `text` that no name, label or title may hold, or None.

    These are control characters other than tabs and line ends, half characters, marks of direction, tags and whatever
    else has no shape. Joiners and selectors pass where a script or an emoji needs them.
    """
    if _HIDDEN.isdisjoint(text):
        return None
    return next((char for at, char in enumerate(text) if char in _HIDDEN and not _needed(text, at)), None)


def unpaired_in(text: str) -> bool:
    """Return whether `text` holds half a character (a lone surrogate), which no file and no answer can be written with.

    Python makes them of bytes that are no UTF-8, in arguments and names of files, and of escapes in JSON.
    """
    return not text.isascii() and any("\ud800" <= char <= "\udfff" for char in text)


def paired(text: str) -> str:
    """Return `text` with each two halves that belong together as the character that they are."""
    if not unpaired_in(text):
        return text
    return re.sub(
        "[\ud800-\udbff][\udc00-\udfff]",
        lambda found: chr(0x10000 + ((ord(found.group()[0]) & 0x3FF) << 10 | ord(found.group()[1]) & 0x3FF)),
        text,
    )


def shown(text: str, write: Callable[[str], str] | None = None) -> str:
    r"""Return `text` with what nobody would see, or what would turn the writing, as escapes like `\u202e`.

    Tabs and line ends stay, so do joiners and selectors where a script or an emoji needs them, and places where a word
    or an address may be broken, as pages have them. `write` makes the escape of a character; `escaped` otherwise.
    """
    line = text if text.isprintable() else text.replace("\n", "")
    if line.isprintable() and (line.isascii() or not _UNUSUAL.search(line)):
        return text
    unseen = {char for char in set(text) if _unseen(char)}
    if not unseen:
        return text
    write = write or escaped
    return "".join(
        write(char) if char in unseen and not (_needed(text, at) or _may_break(text, at)) else char
        for at, char in enumerate(text)
    )


def on_one_line(text: str) -> str:
    """Return `text` as `shown` does, with blanks for line ends and tabs: nothing in it moves a terminal's cursor."""
    if text.isprintable():
        return text if text.isascii() else shown(text)
    return shown(text.translate(_LINE_ENDS))


def in_json(text: str) -> str:
    """Return a JSON text with JSON's own escapes for what nobody would see: another way to write the same values."""
    if text.isascii() and text.isprintable():
        return text
    return shown(text, _json_escape).replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _json_escape(char: str) -> str:
    code = ord(char)
    units = (code,) if code <= _LAST_OF_PLANE else (0xD7C0 + (code >> 10), 0xDC00 + (code & 0x3FF))
    return "".join(f"\\u{unit:04x}" for unit in units)


def escaped(char: str) -> str:
    r"""Return the escape of a character, as Python writes it: `\x1b`, `\u202e`, `\U000e0041`."""
    code = ord(char)
    return f"\\x{code:02x}" if code <= 0xFF else f"\\u{code:04x}" if code <= _LAST_OF_PLANE else f"\\U{code:08x}"  # noqa: PLR2004


def named(char: str) -> str:
    """Return how an error speaks of a character: its number, and its name where it has one."""
    name = unicodedata.name(char, "").lower()
    return f"U+{ord(char):04X} ({name})" if name else f"U+{ord(char):04X}"


@cache
def unwanted() -> re.Pattern[str]:
    """Return the pattern of what no authored file holds as it is.

    YAML 1.1 readers break lines at U+0085, U+2028 and U+2029, editors do not, and line numbers would differ.
    """
    return re.compile("[^\t\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")


def unwanted_in(value: str) -> str | None:
    """Return the first character of `value` that an escape sequence brought in and no text should hold.

    Written as an escape, a line separator does no harm: it is white space, and texts do hold it.
    """
    found = _unwanted_escaped().search(value)
    return found.group() if found else None


@cache
def _unwanted_escaped() -> re.Pattern[str]:
    return re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")


def _seen(char: str) -> bool:
    category = unicodedata.category(char)
    return (category[0] in "LNSP" or category == "Cn") and char not in _HIDDEN


def _unseen(char: str) -> bool:
    return char in _HIDDEN or unicodedata.category(char) == "Co"


def _needed(text: str, at: int) -> bool:
    """Return whether the character at `at` does there what it is made for, and so shows in the shape of another."""
    char, before, after = text[at], text[at - 1] if at else "", text[at + 1 : at + 2]
    if char in _JOINERS:
        return _joins(char, before, after)
    if char in _STYLES and after == _KEYCAP:
        return before != "" and before in "0123456789#*"
    if char in _DIRECTIONS:
        return _from_right(before) or _from_right(after)
    if char in _BETWEEN:
        one, other = _BETWEEN[char]
        return _among(before, one) and _among(after, other)
    behind = any(_among(char, shapes) and _among(before, letters) for shapes, letters in _BEHIND)
    return behind or (char == _EMPTY_CELL and _among(after, _BRAILLE))


def _may_break(text: str, at: int) -> bool:
    """Return whether the character only says where a line may end: a soft hyphen in a word, a break in an address."""
    before, after = text[at - 1] if at else "", text[at + 1 : at + 2]
    if text[at] == _SOFT_HYPHEN:
        return before.isalpha() and after.isalpha()
    return text[at] == _BREAK and before != "" and unicodedata.category(before)[0] in "PS" and after.isalnum()


def _joins(char: str, before: str, after: str) -> bool:
    if _is_joining(before) and (_is_joining(after) or unicodedata.combining(before) == _VIRAMA):
        return True
    if char == _NON_JOINER:
        return before.isalnum() and _is_joining(after)  # a Persian ending behind a foreign word
    return (before == _EMOJI_STYLE or _among(before, _EMOJI)) and _among(after, _EMOJI)


def _from_right(char: str) -> bool:
    return char != "" and unicodedata.bidirectional(char) in _FROM_RIGHT and char not in _HIDDEN


def _is_joining(char: str) -> bool:
    return _among(char, _JOINING) and unicodedata.category(char)[0] in "LM"


def _among(char: str, ranges: Ranges) -> bool:
    return char != "" and any(first <= ord(char) <= last for first, last in ranges)
