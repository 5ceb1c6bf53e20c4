"""YAML or JSON text in, a tree of plain nodes out, each with its line, column and offsets.

The tree is built from the event stream with an explicit stack, and every scalar stays the text that was written:
`NO` is not false, `12:30` is not a number, and a hundred thousand nested brackets end at the depth cap instead of in
the interpreter's stack.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Protocol

import yaml

from kg.authoring.problems import AuthoringError, Problem
from kg.authoring.secrets import secret_in
from kg.authoring.source import checked, unwanted_in

DEEPEST = 12
"""Levels of nesting; the format itself needs seven."""
NULLS = frozenset({"", "~", "null", "Null", "NULL"})
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


@dataclass(frozen=True, slots=True)
class Scalar:
    """One value, as written; `start` and `end` are code points of the source, quotation marks included."""

    text: str
    line: int
    column: int
    start: int
    end: int
    plain: bool = True
    """Written without quotation marks, so that an empty text means that the value is missing."""

    @property
    def missing(self) -> bool:
        """Whether there is no value: nothing, `~` or `null` without quotes."""
        return self.plain and self.text in NULLS


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list of nodes."""

    items: "tuple[Node, ...]"
    line: int
    column: int
    start: int
    end: int
    flow: bool = False


@dataclass(frozen=True, slots=True)
class Mapping:
    """Fields and their values, in the order of the file; no field stands twice."""

    items: "tuple[tuple[Scalar, Node], ...]"
    line: int
    column: int
    start: int
    end: int
    flow: bool = False
    """Written in braces."""

    def get(self, name: str) -> "Node | None":
        """Return the value of the field `name`, or None where it is not given."""
        return next((value for key, value in self.items if key.text == name), None)


Node = Scalar | Sequence | Mapping


class _Mark(Protocol):
    """A place in the source, as both of PyYAML's parsers give it; all three count from 0."""

    @property
    def index(self) -> int: ...
    @property
    def line(self) -> int: ...
    @property
    def column(self) -> int: ...


@dataclass(slots=True)
class _Open:
    """A list or mapping whose end has not been read yet."""

    event: yaml.CollectionStartEvent
    children: list[Node] = field(default_factory=list)


def parse_nodes(source: str, name: str) -> Node:
    """Return the only document of a YAML or JSON text; `name` is the file named in errors.

    Raises
    ------
    AuthoringError
        The text is empty or not YAML, holds control characters, secrets, anchors, tags, directives or several
        documents, is nested deeper than 12 levels, or names a field twice.

    """
    return _Reader(name).read(checked(source, name))


class _Reader:
    def __init__(self, name: str) -> None:
        self._name = name
        self._problems: list[Problem] = []
        self._stack: list[_Open] = []
        self._roots: list[Node] = []

    def read(self, source: str) -> Node:
        try:
            for event in _events(source):
                self._take(event)
        except yaml.MarkedYAMLError as error:
            raise self._syntax(error, source) from None
        if self._problems:
            raise AuthoringError(self._problems)
        if not self._roots or (isinstance(self._roots[0], Scalar) and self._roots[0].missing):
            raise AuthoringError(
                [Problem(self._name, 0, "", "the file is empty", "`kg new --text FILE` writes a first draft.")]
            )
        return self._roots[0]

    def _take(self, event: yaml.Event) -> None:
        if isinstance(event, yaml.DocumentStartEvent):
            if self._roots:
                raise self._refuse(event, "the file holds several YAML documents", "Write one document a file.")
            if event.version or event.tags:
                raise self._refuse(event, "a file has no YAML directives", "Delete the line that begins with %.")
        elif isinstance(event, yaml.NodeEvent):
            self._check_plainness(event)
            if isinstance(event, yaml.ScalarEvent):
                self._put(self._scalar(event))
            elif isinstance(event, yaml.CollectionStartEvent):
                if len(self._stack) == DEEPEST:
                    what = f"lists and fields are nested deeper than {DEEPEST} levels"
                    raise self._refuse(event, what, "Delete the superfluous brackets or indentation.")
                self._stack.append(_Open(event))
        elif isinstance(event, yaml.CollectionEndEvent):
            self._put(self._closed(self._stack.pop(), event))

    def _check_plainness(self, event: yaml.NodeEvent) -> None:
        if event.anchor is not None:
            mark = "*" if isinstance(event, yaml.AliasEvent) else "&"
            what = f"anchors and aliases are not read ({mark}{event.anchor[:40]})"
            raise self._refuse(event, what, "Write the value out, or put text that begins with & or * in quotes.")
        tag = getattr(event, "tag", None)
        if tag is not None:
            what = f"YAML tags are not read ({tag[:60]})"
            raise self._refuse(event, what, "Delete the tag, or put text that begins with ! in quotes.")

    def _scalar(self, event: yaml.ScalarEvent) -> Scalar:
        unwanted = unwanted_in(event.value)
        if unwanted:
            what = f"an escape stands for the character U+{ord(unwanted):04X}"
            raise self._refuse(event, what, "Delete the escape.")
        if secret := secret_in(event.value):
            raise self._refuse(event, f"{secret} stands here; what is recorded is kept for ever", "Take it out.")
        start = _start(event)
        return Scalar(event.value, start.line + 1, start.column + 1, start.index, _end(event), event.implicit[0])

    def _closed(self, done: _Open, end: yaml.Event) -> Node:
        start, flow = _start(done.event), bool(done.event.flow_style)
        # Outside brackets the parser sees the end only at the next thing, blank lines and comments later.
        last = _end(end) if flow or not done.children else done.children[-1].end
        place = (start.line + 1, start.column + 1, start.index, last, flow)
        if isinstance(done.event, yaml.SequenceStartEvent):
            return Sequence(tuple(done.children), *place)
        return Mapping(tuple(self._pairs(done.children)), *place)

    def _pairs(self, children: list[Node]) -> Iterator[tuple[Scalar, Node]]:
        first: dict[str, int] = {}
        for key, value in zip(children[::2], children[1::2], strict=True):
            if not isinstance(key, Scalar):
                what = "a list or mapping stands where a field's name should"
                self._problems.append(Problem(self._name, key.line, "", what, "Write `name: value`."))
            elif key.text in first:
                what = f"{key.text[:60]!r} stands here twice, first in line {first[key.text]}"
                self._problems.append(
                    Problem(self._name, key.line, key.text[:60], what, "Rename or delete one of them.")
                )
            else:
                first[key.text] = key.line
                yield key, value

    def _put(self, node: Node) -> None:
        (self._stack[-1].children if self._stack else self._roots).append(node)

    def _refuse(self, event: yaml.Event, message: str, next_step: str) -> AuthoringError:
        mark = _start(event)
        return AuthoringError([Problem(self._name, mark.line + 1, "", message, next_step, mark.column + 1)])

    def _syntax(self, error: yaml.MarkedYAMLError, source: str) -> AuthoringError:
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
        return AuthoringError([Problem(self._name, mark.line + 1, "", what, step or _CHECK, mark.column + 1)])


def _start(event: yaml.Event) -> _Mark:
    assert event.start_mark is not None, "an event that was parsed has a place"
    return event.start_mark


def _end(event: yaml.Event) -> int:
    assert event.end_mark is not None, "an event that was parsed has a place"
    return event.end_mark.index


def _events(source: str) -> Iterator[yaml.Event]:
    events: Iterator[yaml.Event] = yaml.parse(source, Loader=_LOADER)
    return events
