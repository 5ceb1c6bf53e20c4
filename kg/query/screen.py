"""The text of a query in, the same text found harmless out: the first line of defence, before any parser sees it.

Oxigraph's parser overflows the stack on deep nesting, its planner takes minutes for 200 triple patterns, and SERVICE
reaches the network with nothing in the Python API to forbid it. The worker (`kg/contained/`) contains all three; the
screen refuses them with a sentence and a place. It errs on the side of refusing: that parser reads keywords without
looking for the end of a word, so `1SERVICE:x` is a call to the network as well.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from kg.errors import LimitError
from kg.query.errors import QueryTextError
from kg.query.lexer import OPERANDS, Token, tokens

MAX_BYTES = 64 * 1024
MAX_DEPTH = 100
MAX_MARKS_IN_A_ROW = 100
MAX_MARKS = 1000
MAX_PATTERNS = 100
"""Planning takes about n⁴: 0.6 s for 80 patterns, 2.8 s for 120, more than 20 s for 200."""
MAX_UNIONS = 250

_MAY_BE_FORBIDDEN = frozenset({"word", "name", "iri"})
_SHORT = 1000
_FEW = 90
_COUNTED = re.compile(r"[{\[.;,/!^+\-|&=<>]")
_NOT_PLAIN = re.compile(r"[*(\\]|SERVICE|LOAD|FROM|INSERT|DELETE|CLEAR|DROP|CREATE|COPY|MOVE|ADD|UNION", re.IGNORECASE)
_UPDATE_WORDS = frozenset({"INSERT", "DELETE", "CLEAR", "DROP", "CREATE", "COPY", "MOVE", "ADD"})
_HIDDEN_IN_IRI = re.compile(r"\).*(?:SERVICE|LOAD|FROM)", re.IGNORECASE | re.DOTALL)
_PATTERN_MARKS = frozenset(".;,")
_WITH_PATTERNS = frozenset("{[")
_BEFORE_PATTERNS = frozenset({"OPTIONAL", "MINUS", "EXISTS"})
_LIST_ITEMS = OPERANDS - {"tag", "close"}


@dataclass(frozen=True, slots=True)
class Screened:
    """A query that may be run."""

    text: str
    columns: tuple[str, ...] | None
    """For `SELECT *`: all variables in the order of the text, since Oxigraph sorts them. None for other queries."""
    star: int | None = None
    """Where the star of a `SELECT *` stands, in code points."""


@lru_cache(maxsize=128)
def screen(text: str, *, source: str = "query", datasets: bool = False) -> Screened:
    """Return `text` with what must be known of it, if nothing in it is forbidden.

    With `datasets` it may choose by FROM among the graphs that are there; the engine loads nothing for it.

    Raises
    ------
    QueryTextError
        It asks for the network, for another data set or for a change, or cannot be read.
    LimitError
        It is too long, nested too deeply or too complicated.

    """
    if len(text.encode("utf-8", "replace")) > MAX_BYTES:
        raise LimitError(
            f"the query is longer than {MAX_BYTES // 1024} kB",
            where=source,
            next_step="Ask for less at once, or split it.",
        )
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise QueryTextError("Half of a surrogate pair cannot stand here", text, error.start, source=source) from None
    return Screened(text, None) if is_plain(text) else _read(text, source, datasets=datasets)


def is_plain(text: str) -> bool:
    """Return whether nothing in `text` can be forbidden or too much, however it is read: most look-ups are so."""
    return len(text) <= _SHORT and not _NOT_PLAIN.search(text) and len(_COUNTED.findall(text)) <= _FEW


def _read(text: str, source: str, *, datasets: bool) -> Screened:
    found = tuple(tokens(text, source=source))
    for token in found:
        if token.kind in _MAY_BE_FORBIDDEN:
            _refuse_forbidden(token, text, source, datasets=datasets)
        if token.depth >= MAX_DEPTH:
            raise _too_much(f"brackets nested deeper than {MAX_DEPTH}", token, text, source)
    _refuse_complicated(found, text, source)
    return Screened(text, *_columns(found))


def _refuse_forbidden(token: Token, text: str, source: str, *, datasets: bool) -> None:
    word, what, next_step = _keyword(token), None, None
    if "SERVICE" in word:
        what, next_step = (
            "SERVICE would reach the network, and queries run without one",
            ("Ask this store only; a prefix or function may not have 'service' in its name."),
        )
    elif word == "LOAD":
        what, next_step = "LOAD would reach the network and change the graph", "Record a document with `kg ingest`."
    elif word in _UPDATE_WORDS:
        what, next_step = f"{word} would change the graph, which only events do", "Record a document with `kg ingest`."
    elif word == "FROM" and not datasets:
        what, next_step = "FROM names another data set, and there is one default graph", "Leave the FROM clause out."
    elif token.kind == "iri" and _HIDDEN_IN_IRI.search(token.text):
        what, next_step = "This can be read as an IRI or as a comparison", "Write a space after '<'."
    if what:
        raise QueryTextError(what, text, token.start, source=source, next_step=next_step)


def _keyword(token: Token) -> str:
    """Return what of `token` Oxigraph's parser could read as a keyword, in capitals."""
    if token.kind == "word":
        return token.text.upper()
    return token.text.partition(":")[0].upper() if token.kind == "name" else ""


def _refuse_complicated(found: Sequence[Token], text: str, source: str) -> None:
    row = marks = unions = patterns = 0
    before: Token | None = None
    outside: list[tuple[int, bool]] = []
    """For each open brace how many triple patterns stood before it, and whether it opens a branch of a UNION."""
    for n, token in enumerate(found):
        if token.kind == "mark":
            row += 1
            marks += token.text not in _PATTERN_MARKS
        else:
            row = 0
            unions += _is(token, "UNION")
        patterns += _begins_pattern(token, before)
        if row > MAX_MARKS_IN_A_ROW or marks > MAX_MARKS or patterns > MAX_PATTERNS or unions > MAX_UNIONS:
            raise _too_complicated(token, text, source, row=row, marks=marks, patterns=patterns)
        if token.text == "{":
            outside.append((patterns, before is not None and _is(before, "UNION")))
        elif token.text == "}" and outside:
            # The branches of a UNION are planned apart, so what stands in them does not count outside.
            before_it, is_branch = outside.pop()
            if is_branch or (n + 1 < len(found) and _is(found[n + 1], "UNION")):
                patterns = before_it
        before = token


def _too_complicated(token: Token, text: str, source: str, *, row: int, marks: int, patterns: int) -> LimitError:
    if row > MAX_MARKS_IN_A_ROW:
        return _too_much(f"more than {MAX_MARKS_IN_A_ROW} operators in a row", token, text, source)
    if marks > MAX_MARKS:
        return _too_much(f"more than {MAX_MARKS} operators", token, text, source)
    if patterns > MAX_PATTERNS:
        return _too_much(f"more than {MAX_PATTERNS} triple patterns", token, text, source)
    return _too_much(f"more than {MAX_UNIONS} UNIONs", token, text, source)


def _is(token: Token, word: str) -> bool:
    return token.kind == "word" and token.text.upper() == word


def _begins_pattern(token: Token, before: Token | None) -> int:
    """Return how many triple patterns end or begin here; a step of a path is one, an item of an RDF list two."""
    if token.kind == "mark":
        return token.text == "/" or (token.text in _PATTERN_MARKS and token.group in _WITH_PATTERNS)
    if token.kind == "word":
        return token.text.upper() in _BEFORE_PATTERNS
    if token.group != "(" or token.kind not in _LIST_ITEMS:
        return 0
    return 2 if before is not None and before.kind in OPERANDS else 0


def _too_much(what: str, token: Token, text: str, source: str) -> LimitError:
    place = QueryTextError(what, text, token.start, source=source)
    return LimitError(f"the query has {what}", where=place.where, next_step="Ask for less at once, or split it.")


def _columns(found: tuple[Token, ...]) -> tuple[tuple[str, ...] | None, int | None]:
    at = next((n for n, token in enumerate(found) if token.kind == "word" and token.text.upper() == "SELECT"), None)
    if at is None or found[at].depth:
        return None, None
    after = (token for token in found[at + 1 :] if token.text.upper() not in ("DISTINCT", "REDUCED"))
    first = next(after, None)
    if first is None or first.text != "*":
        return None, None
    return tuple(dict.fromkeys(token.text[1:] for token in found if token.kind == "variable")), first.start
