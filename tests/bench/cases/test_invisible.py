"""What cannot be seen is what Unicode says cannot be, and the pieces of JSON are sound or not as they say."""

import json
import unicodedata

import pytest

from bench.faults.cases.escapes import AUTHORED_FIELDS, JSON_ESCAPES, STRINGS, authored, tool_call
from bench.faults.cases.invisible import ONLY_INVISIBLE, SEEN, UNSEEN

# Default ignorable, blank, or without a glyph in every font, though of another category.
_NO_GLYPH = {0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x2800, 0x3164, 0xFFA0}


def _is_seen(char: str) -> bool:
    if ord(char) in _NO_GLYPH or char.isspace():
        return False
    selector = "VARIATION SELECTOR" in unicodedata.name(char, "")
    return not selector and unicodedata.category(char) not in {"Cf", "Cn", "Cc"}


def test_there_are_as_many_as_promised() -> None:
    assert len(UNSEEN) >= 100 <= len({each.text for each in UNSEEN})
    assert len({each.name for each in UNSEEN}) == len(UNSEEN)
    assert len(SEEN) >= 40


@pytest.mark.parametrize("each", UNSEEN, ids=lambda each: each.name)
def test_no_quote_is_refused_of_which_something_can_be_seen(each: object) -> None:
    assert any(map(_is_seen, each.text)) == (each not in ONLY_INVISIBLE)  # type: ignore[attr-defined]


def test_what_must_pass_can_be_seen() -> None:
    assert [each.name for each in SEEN if not any(map(_is_seen, each.text))] == []
    turning = {chr(code) for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))}
    assert not any(turning & set(each.text) for each in SEEN)


def _is_text(content: bytes) -> bool:
    try:
        json.dumps(json.loads(content), ensure_ascii=False).encode()
    except UnicodeError:
        return False
    return True


def test_pieces_of_json_are_what_they_say() -> None:
    assert len(JSON_ESCAPES) > 200
    for name, content, sound in JSON_ESCAPES:
        assert _is_text(content) == sound, name
    for each in STRINGS:
        assert _is_text(tool_call(each.written)) == each.sound
        assert all(_is_text(authored(each.written, field)) == each.sound for field in AUTHORED_FIELDS)
