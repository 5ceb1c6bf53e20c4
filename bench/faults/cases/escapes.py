"""Pieces of JSON with escaped surrogates: pairs, which are any emoji, and lone ones, which are no text.

Python, JavaScript, Java and C# write an emoji as two escapes by default. A lone one cannot be written as UTF-8 and must
be refused by every door that reads JSON: authored files, segments, backups, the assistant's tools, the endpoint.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Escape:
    """A JSON string as it is written, quotation marks and all, and whether it is text."""

    name: str
    written: bytes
    sound: bool


STRINGS: tuple[Escape, ...] = (
    Escape("a pair", rb'"\ud83d\ude00"', sound=True),
    Escape("a pair in capitals", rb'"\uD83D\uDE00"', sound=True),
    Escape("a pair between letters", rb'"go \ud83d\ude80 now"', sound=True),
    Escape("two pairs", rb'"\ud83d\ude00\ud83d\ude80"', sound=True),
    Escape("a family", rb'"\ud83d\udc68\u200d\ud83d\udc69\u200d\ud83d\udc67"', sound=True),
    Escape("the first pair", rb'"\ud800\udc00"', sound=True),
    Escape("an ideograph", rb'"\ud842\udfb7\u91ce\u5bb6"', sound=True),
    Escape("an emoji as it is", '"\U0001f600"'.encode(), sound=True),
    Escape("a backslash and the letters of an escape", rb'"\\ud83d"', sound=True),
    Escape("two backslashes and a pair", rb'"\\\ud83d\ude00"', sound=True),
    Escape("around the surrogates", rb'"\ud7ff\ue000"', sound=True),
    Escape("high alone", rb'"\ud83d"', sound=False),
    Escape("low alone", rb'"\ude00"', sound=False),
    Escape("low before high", rb'"\ude00\ud83d"', sound=False),
    Escape("high twice, then low", rb'"\ud83d\ud83d\ude00"', sound=False),
    Escape("high, low, low", rb'"\ud83d\ude00\ude00"', sound=False),
    Escape("high and a letter", rb'"\ud83dA"', sound=False),
    Escape("high and an escaped letter", rb'"\ud83d\u0041"', sound=False),
    Escape("high and a line break", rb'"\ud83d\n\ude00"', sound=False),
    Escape("high, a backslash, the letters of low", rb'"\ud83d\\ude00"', sound=False),
    Escape("high at the end", rb'"Acme \ud83d"', sound=False),
    Escape("low in front", rb'"\udc80Acme"', sound=False),
    Escape("the first", rb'"\ud800"', sound=False),
    Escape("the last", rb'"\udfff"', sound=False),
    Escape("halves as bytes", b'"\xed\xa0\xbd\xed\xb8\x80"', sound=False),
    Escape("half as bytes", b'"\xed\xa0\xbd"', sound=False),
    Escape("half as an escape, half as bytes", b'"\\ud83d\xed\xb8\x80"', sound=False),
)
DEPTHS = (0, 1, 5, 40)


def nested(written: bytes, depth: int) -> bytes:
    """Return a JSON text that holds the string so many lists and objects deep."""
    return b'[{"a":' * depth + written + b"}]" * depth


def as_key(written: bytes, depth: int) -> bytes:
    """Return a JSON text in which the string is the name of a member, so deep."""
    return nested(b"{" + written + b":1}", depth)


JSON_ESCAPES: tuple[tuple[str, bytes, bool], ...] = tuple(
    (f"{each.name}, {where} {depth} deep", make(each.written, depth), each.sound)
    for each in STRINGS
    for depth in DEPTHS
    for where, make in (("value", nested), ("name", as_key))
)
"""Name, JSON text, and whether it is sound."""
_AUTHORED = (
    b'{"document":"pair","title":%s,"kind":"article","voice":"acme","published":"2026-05-14","summary":%s,'
    b'"entities":{"acme":{"class":"Company","label":%s,"aliases":[%s],"note":%s}},'
    b'"claims":{"c":{"subject":"acme","states":%s,"locator":%s}}}'
)
AUTHORED_FIELDS = ("title", "summary", "label", "aliases", "note", "states", "locator")


def authored(written: bytes, field: str) -> bytes:
    """Return a file of a document, sound but for the string that stands in one of `AUTHORED_FIELDS`."""
    return _AUTHORED % tuple(written if name == field else b'"Acme"' for name in AUTHORED_FIELDS)


def tool_call(written: bytes, *, tool: str = "search", argument: str = "text", number: int = 2) -> bytes:
    """Return a line of JSON-RPC in which an assistant calls a tool with the string."""
    return b'{"jsonrpc":"2.0","id":%d,"method":"tools/call","params":{"name":"%s","arguments":{"%s":%s}}}\n' % (
        number,
        tool.encode(),
        argument.encode(),
        written,
    )
