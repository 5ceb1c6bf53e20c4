"""Text from anywhere in; out, whether a reader sees anything in it, which character hides in it, and what to show.

A quote of characters without a shape is no evidence, and a name with a turned direction is another name than the one
that is read. Python's `unicodedata` knows no property for either, so the ranges stand here. This module imports the
standard library only, since the process that parses authored files waits for it too.
"""

import re
import unicodedata

# Default_Ignorable_Code_Point of Unicode's DerivedCoreProperties.txt (14.0 to 16.0, 4,174 code points): what a screen
# leaves out where it does not know the character, unassigned ones that are set apart for such use among them.
IGNORABLE = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
# What shows as nothing although no property says so: marks of annotation and the place of an object, hieroglyphs'
# layout and blanks, the null note head, the empty Braille cell.
BLANK = "\ufff9-\ufffc\U00013430-\U0001343f\U00013441\U00013442\U0001d159\u2800"
_CONTROLS = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"
_SURROGATES = "\ud800-\udfff"
_NEVER = "\ufdd0-\ufdef" + "".join(
    f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000)
)
_PRIVATE = "\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd"

# Letters of these blocks change their shape beside a joiner: Arabic and its kin, Mongolian, the scripts of India,
# South-East Asia and the Himalaya.
_JOINING = re.compile(
    "[\u0600-\u074f\u0750-\u077f\u07c0-\u07ff\u0840-\u08ff\u0900-\u0dff\u0f00-\u109f\u1700-\u18af\u1900-\u1cff"
    "\ua800-\ua82f\ua840-\ua8ff\ua930-\ua9df\uaa60-\uaa7f\uaae0-\uaaff\uabc0-\uabff\ufb50-\ufdff\ufe70-\ufefc"
    "\U00010a00-\U00010aff\U00010d00-\U00010fff\U00011000-\U00011fff\U0001e900-\U0001e95f]"
)
_VIRAMA = 9
"""The combining class of the sign that joins two consonants."""
_EMOJI = (
    "\xa9\xae\u203c\u2049\u2122\u2139\u2190-\u21ff\u2300-\u23ff\u24c2\u25a0-\u27bf\u2900-\u297f\u2b00-\u2bff"
    "\u3030\u303d\u3297\u3299\U0001f000-\U0001faff"
)
# Where a selector of emoji or text style, or the joiner of two emoji, stands as Unicode's UTS 51 has it; and the
# selectors of a Chinese or Mongolian letter's shape.
_IN_PLACE = re.compile(
    f"(?<=[{_EMOJI}])[\ufe0e\ufe0f]|(?<=[0-9#*])[\ufe0e\ufe0f](?=\u20e3)|(?<=[{_EMOJI}\ufe0f])\u200d(?=[{_EMOJI}])"
    "|(?<=[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff])[\ufe00-\ufe02\U000e0100-\U000e01ef]"
    "|(?<=[\u1820-\u18aa])[\u180b-\u180d\u180f]|(?<=[\u1820-\u18aa\u180b-\u180d\u180f])\u180e(?=[\u1820-\u18aa])"
    "|(?<=[\u2801-\u28ff])\u2800|\u2800(?=[\u2801-\u28ff])"
)

_HIDDEN = re.compile(f"[{_CONTROLS}{_SURROGATES}{_NEVER}{BLANK}{IGNORABLE}]")
_NOT_SHOWN = re.compile(f"[{_CONTROLS}{_SURROGATES}{_NEVER}{BLANK}{IGNORABLE}{_PRIVATE}]")
_SURROGATE = re.compile(f"[{_SURROGATES}]")
# YAML 1.1 readers break lines at U+0085, U+2028 and U+2029, editors do not, and line numbers would differ.
UNWANTED = re.compile("[^\t\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
"""What no authored file holds as it is."""
# Written as an escape, a line separator does no harm: it is white space, and texts do hold it.
_UNWANTED_ESCAPED = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")


def visible(text: str) -> bool:
    """Return whether a reader sees a letter, digit or symbol in `text`: white space, points and marks are none.

    A code point that this Python does not know yet counts as one (a newer emoji, a newer script).
    """
    return any(map(_seen, text))


def hidden_in(text: str) -> str | None:
    """Return the first character of `text` that no name, label or title may hold, or None.

    These are control characters other than tabs and line ends, half characters, marks of direction, tags and whatever
    else has no shape. Joiners and selectors pass where a script or an emoji needs them.
    """
    return next((found.group() for found in _HIDDEN.finditer(text) if not _needed(text, found.start())), None)


def unpaired_in(text: str) -> bool:
    """Return whether `text` holds half a character (a lone surrogate), which no file and no answer can be written with.

    Python makes them of bytes that are no UTF-8, in arguments and names of files, and of escapes in JSON.
    """
    return not text.isascii() and _SURROGATE.search(text) is not None


def shown(text: str) -> str:
    r"""Return `text` with what nobody would see, or what would turn the writing, as escapes like `\u202e`.

    Tabs and line ends stay, and so do joiners and selectors where a script or an emoji needs them.
    """
    if text.isascii() and text.isprintable():
        return text
    return _NOT_SHOWN.sub(lambda found: found.group() if _needed(text, found.start()) else escaped(found.group()), text)


def escaped(char: str) -> str:
    r"""Return the escape of a character, as Python writes it: `\x1b`, `\u202e`, `\U000e0041`."""
    code = ord(char)
    return f"\\x{code:02x}" if code <= 0xFF else f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"  # noqa: PLR2004


def named(char: str) -> str:
    """Return how an error speaks of a character: its number, and its name where it has one."""
    name = unicodedata.name(char, "").lower()
    return f"U+{ord(char):04X} ({name})" if name else f"U+{ord(char):04X}"


def unwanted_in(value: str) -> str | None:
    """Return the first character of `value` that an escape sequence brought in and no text should hold."""
    found = _UNWANTED_ESCAPED.search(value)
    return found.group() if found else None


def _seen(char: str) -> bool:
    category = unicodedata.category(char)
    return (category[0] in "LNS" or category == "Cn") and not _HIDDEN.match(char)


def _needed(text: str, at: int) -> bool:
    char = text[at]
    if char in "\u200c\u200d" and at > 0:
        before, after = text[at - 1], text[at + 1 : at + 2]
        if _joins(before) and (_joins(after) or unicodedata.combining(before) == _VIRAMA):
            return True
        if char == "\u200c" and before.isalnum() and _joins(after):
            return True  # a Persian ending behind a foreign word
    return _IN_PLACE.match(text, at) is not None


def _joins(char: str) -> bool:
    return char != "" and _JOINING.match(char) is not None and unicodedata.category(char)[0] in "LM"
