"""SPARQL text in, its words, variables, terms and marks out, each with its place.

The token rules are those of SPARQL 1.1, section 19.8. Two readings of one text would let a word hide from the screen
(`screen.py`), so where Oxigraph's parser, which decides by context, could read `<` as "less than" and this lexer as
the start of an IRI, the text is refused and the writer asked for a space.
"""

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from kg.query.errors import QueryTextError

Kind = Literal["iri", "string", "tag", "number", "variable", "name", "blank", "word", "open", "close", "mark"]
OPERANDS: frozenset[str | None] = frozenset({"iri", "string", "tag", "number", "variable", "name", "blank", "close"})
"""After one of these, inside parentheses, `<` may mean "less than"."""

_BASE = (
    "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d\u2070-\u218f"
    "\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_START = f"{_BASE}_"
_CHAR = f"{_START}\\-0-9\u00b7\u0300-\u036f\u203f-\u2040"
_ESCAPED = r"%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?#@%]"
_LOCAL = f"(?:[{_START}:0-9]|{_ESCAPED})(?:\\.*+(?:[{_CHAR}:]|{_ESCAPED}))*+"
_PREFIX = f"[{_BASE}](?:\\.*+[{_CHAR}]){{0,200}}+"
"""Longer prefixes are not looked for, so that reading stays linear; no quantifier gives back what it took."""
_TOKEN = re.compile(
    rf"""(?P<skip>[ \t\r\n]+|\#[^\r\n]*)
    |(?P<iri><(?:[^\x00-\x20<>"{{}}|^`\\]|\\u[0-9A-Fa-f]{{4}}|\\U[0-9A-Fa-f]{{8}})*>)
    |(?P<string>\"\"\"(?:\"{{0,2}}(?:[^"\\]|\\.))*\"\"\"|'''(?:'{{0,2}}(?:[^'\\]|\\.))*'''
        |(?!\"\"\"|''')(?:"(?:[^"\\\r\n]|\\.)*"|'(?:[^'\\\r\n]|\\.)*'))
    |(?P<tag>@[A-Za-z]+(?:-[A-Za-z0-9]+)*(?:--[a-z]+)?)
    |(?P<variable>[?$][{_START}0-9][{_START}0-9\u00b7\u0300-\u036f\u203f-\u2040]*)
    |(?P<blank>_:[{_START}0-9](?:\.*+[{_CHAR}])*+)
    |(?P<name>(?:{_PREFIX})?:(?:{_LOCAL})?)
    |(?P<number>(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)
    |(?P<word>[A-Za-z_][A-Za-z0-9_]*)
    |(?P<open>[{{(\[])
    |(?P<close>[}})\]])
    |(?P<mark>[=<>!+\-*/|^.,;&?~])""",
    re.VERBOSE | re.DOTALL,
)
_TWO_READINGS = re.compile(r"[#'()]")


class Token(NamedTuple):
    """A piece of a query."""

    kind: Kind
    text: str
    start: int
    depth: int
    """How many brackets are open around it."""
    group: str
    """What the token stands directly in: `{`, `(`, `[`, `values` for a data block, or an empty string at the top."""

    @property
    def end(self) -> int:
        """Where the token ends, exclusive."""
        return self.start + len(self.text)


def tokens(text: str, *, source: str = "query") -> Iterator[Token]:
    """Yield the tokens of `text` in order, without white space and comments.

    Raises
    ------
    QueryTextError
        A string or IRI does not end, a character cannot stand where it stands, or `<` can be read in two ways.

    """
    at, before = 0, None
    groups = [""]
    in_values = False
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            raise _unreadable(text, at, source)
        kind, shown, start, at = match.lastgroup, match.group(), at, match.end()
        if kind == "skip":
            continue
        group = groups[-1]
        token = Token(kind, shown, start, len(groups) - 1, group)  # type: ignore[arg-type]  # the names of the groups
        if kind == "iri" and group == "(" and before in OPERANDS and _TWO_READINGS.search(shown):
            raise QueryTextError(
                "This '<' can begin an IRI or mean 'less than'",
                text,
                start,
                source=source,
                next_step="Write a space after '<', or a prefixed name for the IRI.",
            )
        if kind == "word":
            in_values = shown in ("VALUES", "values") or shown.upper() == "VALUES"
        elif kind == "open":
            data = group == "values" or (in_values and shown == "{")
            groups.append("values" if data else shown)
            in_values = in_values and shown == "("
        elif kind == "close" and len(groups) > 1:
            groups.pop()
        elif kind not in {"variable", "close"}:
            in_values = False
        yield token
        before = kind


def _unreadable(text: str, at: int, source: str) -> QueryTextError:
    char = text[at]
    if char in "\"'":
        return QueryTextError(
            "This string does not end",
            text,
            at,
            source=source,
            next_step="Close it with the quotation mark that opened it.",
        )
    shown = char if char.isprintable() and char.isascii() else f"U+{ord(char):04X}"
    return QueryTextError(f"The character {shown} cannot stand here", text, at, source=source)
