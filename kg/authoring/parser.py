"""YAML or JSON text in, a tree of plain values out: the work of the process that parses (`kg/contained/`).

The tree is built from the event stream with an explicit stack, and every scalar stays the text that was written:
`NO` is not false, `12:30` is not a number, and a hundred thousand nested brackets end at the depth cap instead of in
the interpreter's stack. `nodes.py` makes nodes of the plain values. This file imports PyYAML and the standard library
only, since each start of the process is waited for.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any, Protocol

import yaml

from kg.authoring.pairs import Pairs
from kg.authoring.secrets import secret_in
from kg.characters import unwanted_in
from kg.contained.serve import Answer, Work
from kg.lengths import QUOTE

DEEPEST = 12
"""Levels of nesting; the format itself needs seven."""
LONGEST = 4 * QUOTE
"""Characters of a value, before white space is folded."""
MOST_PROBLEMS = 500
"""Problems after which a file is read no further."""
SCALAR, SEQUENCE, MAPPING = 0, 1, 2
NULLS = frozenset({"", "~", "null", "Null", "NULL"})
Node = list[Any]
"""Kind, content, line, column, start, end, and whether it is plain (a scalar) or in brackets (all else).

The content of a scalar is its text, of a sequence its nodes, of a mapping its pairs of nodes.
"""
_END = 5
Problem = tuple[int, str, str, str | None, int | None]
"""Line, field, message, next step, column, as in `problems.py`."""
_LOADER = yaml.CBaseLoader if yaml.__with_libyaml__ else yaml.BaseLoader

# What the parser says, in parts of its sentences, and what the author sees; the first that fits is taken.
_SYNTAX = (
    ("mapping values are not allowed", "a second ': ' stands in a value", "Put the whole value in quotes."),
    ("cannot start any token", "a value begins with a mark of YAML's own", "Put the value in quotes."),
    ("unexpected end of stream", "a quotation mark is never closed", "Close it."),
    ("Unicode character escape", "an escape stands for half a character", "Write the character itself."),
    ("escape", "a backslash in double quotes is no escape", "Write two backslashes, or use single quotes."),
    ("could not find expected ':'", "a field has no ': '", "Write `name: value`, and put long texts in quotes."),
    ("',' or ", "a bracket is not closed, or a comma is missing", "Close it, or put values with commas in quotes."),
    ("did not find expected key", "the line is not indented like its neighbours, or a quote ends early", None),
    ("expected <block end>", "the line is not indented like its neighbours, or a quote ends early", None),
    ("did not find expected '-'", "the line is not indented like its neighbours", None),
)
_CHECK = "Check indentation, colons and quotes on this line and the one above."


class _RefusedError(Exception):
    """The text cannot be taken in."""

    def __init__(self, *problems: Problem) -> None:
        self.problems = problems
        super().__init__()


class _Mark(Protocol):
    """A place in the source, as both of PyYAML's parsers give it; all three count from 0."""

    @property
    def index(self) -> int: ...
    @property
    def line(self) -> int: ...
    @property
    def column(self) -> int: ...


def start(_: str) -> Work:
    """Return the function that parses the body of a request and answers with nodes or with problems."""
    return _parsed


def _parsed(_: Mapping[str, Any], body: bytes) -> Answer:
    try:
        root = _Reader().read(body.decode())
    except _RefusedError as refused:
        return {"kind": "problems", "problems": refused.problems}, b""
    return {"kind": "nodes"}, json.dumps(root, ensure_ascii=False, separators=(",", ":")).encode()


class _Reader:
    def __init__(self) -> None:
        self._problems: list[Problem] = []
        self._stack: list[tuple[yaml.CollectionStartEvent, list[Node]]] = []
        self._roots: list[Node] = []
        self._pairs = Pairs("")

    def read(self, source: str) -> Node:
        self._pairs = Pairs(source)
        try:
            for event in _events(self._pairs.source):
                self._take(event)
        except yaml.MarkedYAMLError as error:
            raise _syntax(error, source) from None
        if self._problems:
            raise _RefusedError(*self._problems)
        if not self._roots or _missing(self._roots[0]):
            raise _RefusedError((0, "", "the file is empty", "`kg new --text FILE` writes a first draft.", None))
        return self._roots[0]

    def _take(self, event: yaml.Event) -> None:
        if isinstance(event, yaml.DocumentStartEvent):
            if self._roots:
                raise _refuse(event, "the file holds several YAML documents", "Write one document a file.")
            if event.version or event.tags:
                raise _refuse(event, "a file has no YAML directives", "Delete the line that begins with %.")
        elif isinstance(event, yaml.NodeEvent):
            _check_plainness(event)
            if isinstance(event, yaml.ScalarEvent):
                self._put(self._scalar(event))
            elif isinstance(event, yaml.CollectionStartEvent):
                if len(self._stack) == DEEPEST:
                    what = f"lists and fields are nested deeper than {DEEPEST} levels"
                    raise _refuse(event, what, "Delete the superfluous brackets or indentation.")
                self._stack.append((event, []))
        elif isinstance(event, yaml.CollectionEndEvent):
            self._put(self._closed(*self._stack.pop(), event))

    def _closed(self, opened: yaml.CollectionStartEvent, children: list[Node], end: yaml.Event) -> Node:
        begin, flow = _begin(opened), bool(opened.flow_style)
        # Outside brackets the parser sees the end only at the next thing, blank lines and comments later.
        last = _end(end) if flow or not children else children[-1][_END]
        place = (begin.line + 1, begin.column + 1, begin.index, last, flow)
        if isinstance(opened, yaml.SequenceStartEvent):
            return [SEQUENCE, children, *place]
        return [MAPPING, list(self._fields(children)), *place]

    def _fields(self, children: list[Node]) -> Iterator[tuple[Node, Node]]:
        first: dict[str, int] = {}
        for key, value in zip(children[::2], children[1::2], strict=True):
            kind, text, line = key[:3]
            if len(self._problems) >= MOST_PROBLEMS:
                raise _RefusedError(*self._problems)
            if kind != SCALAR:
                what = "a list or mapping stands where a field's name should"
                self._problems.append((line, "", what, "Write `name: value`.", None))
            elif text in first:
                what = f"{text[:60]!r} stands here twice, first in line {first[text]}"
                self._problems.append((line, text[:60], what, "Rename or delete one of them.", None))
            else:
                first[text] = line
                yield key, value

    def _scalar(self, event: yaml.ScalarEvent) -> Node:
        if len(event.value) > LONGEST:
            what = f"a value has {len(event.value):,} characters, and none needs more than {LONGEST:,}"
            raise _refuse(event, what, "Shorten it.")
        begin, end = _begin(event), _end(event)
        value = self._pairs.read(event.value, begin.index, end, escapes=event.style == '"')
        unwanted = unwanted_in(value)
        if unwanted:
            what = f"an escape stands for the character U+{ord(unwanted):04X}"
            raise _refuse(event, what, "Delete the escape.")
        if secret := secret_in(value):
            raise _refuse(event, f"{secret} stands here; what is recorded is kept for ever", "Take it out.")
        return [SCALAR, value, begin.line + 1, begin.column + 1, begin.index, end, event.implicit[0]]

    def _put(self, node: Node) -> None:
        (self._stack[-1][1] if self._stack else self._roots).append(node)


def _check_plainness(event: yaml.NodeEvent) -> None:
    if event.anchor is not None:
        mark = "*" if isinstance(event, yaml.AliasEvent) else "&"
        what = f"anchors and aliases are not read ({mark}{event.anchor[:40]})"
        raise _refuse(event, what, "Write the value out, or put text that begins with & or * in quotes.")
    tag = getattr(event, "tag", None)
    if tag is not None:
        what = f"YAML tags are not read ({tag[:60]})"
        raise _refuse(event, what, "Delete the tag, or put text that begins with ! in quotes.")


def _missing(node: Node) -> bool:
    return node[0] == SCALAR and bool(node[-1]) and node[1] in NULLS


def _refuse(event: yaml.Event, message: str, next_step: str) -> _RefusedError:
    mark = _begin(event)
    return _RefusedError((mark.line + 1, "", message, next_step, mark.column + 1))


def _syntax(error: yaml.MarkedYAMLError, source: str) -> _RefusedError:
    said = error.problem or "unreadable"
    known = next((row for row in _SYNTAX if row[0] in said), None)
    what, step = (known[1], known[2]) if known else (f"this is not YAML ({said})", None)
    mark, opened = error.problem_mark or error.context_mark, error.context_mark
    assert mark is not None, "the parser knows where it stopped"
    if "cannot start any token" in said and source[mark.index : mark.index + 1] == "\t":
        what, step = "a tab stands where blanks should", "Indent with blanks only."
    elif "unexpected end of stream" in said and opened:
        mark = opened  # the error shows at the end of the file; the author looks for where the quote was opened
    elif "',' or " in said and opened:
        what = f"the bracket opened in line {opened.line + 1} is not closed, or a comma is missing in it"
    return _RefusedError((mark.line + 1, "", what, step or _CHECK, mark.column + 1))


def _begin(event: yaml.Event) -> _Mark:
    assert event.start_mark is not None, "an event that was parsed has a place"
    return event.start_mark


def _end(event: yaml.Event) -> int:
    assert event.end_mark is not None, "an event that was parsed has a place"
    return event.end_mark.index


def _events(source: str) -> Iterator[yaml.Event]:
    events: Iterator[yaml.Event] = yaml.parse(source, Loader=_LOADER)
    return events
