"""YAML or JSON text in, a tree of nodes out, each with its line, column and offsets.

The text is parsed in a process of its own (`parser.py`), so that a file which crashes the parser, keeps it busy or
fills its memory is one sentence, and the next file is read as if nothing had been.
"""

import json
from collections.abc import Callable
from collections.abc import Sequence as List
from dataclasses import dataclass
from typing import Any

from kg.authoring.problems import AuthoringError, Problem
from kg.authoring.source import checked
from kg.contained.parsing import Parser

NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_PARSER = Parser("kg.authoring.parser", "yaml", seconds=20.0, memory=2 << 30)
"""A file of 5 MB, the largest that is read, takes about a second and 0.4 GB."""


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


def parse_nodes(source: str, name: str) -> Node:
    """Return the only document of a YAML or JSON text; `name` is the file named in errors.

    Raises
    ------
    AuthoringError
        The text is empty or not YAML, holds control characters, secrets, anchors, tags, directives or several
        documents, is nested deeper than 12 levels, or names a field twice.
    LimitError
        The parser was stopped: it took too long or too much memory, or crashed.

    """
    header, body = _PARSER.parse(checked(source, name).encode(), where=name)
    if header["kind"] == "problems":
        raise AuthoringError([Problem(name, *problem) for problem in header["problems"]])
    return _node(json.loads(body))


def sandbox() -> tuple[str, ...]:
    """Return in words what the kernel holds the parser to. Raises LimitError if it does not start."""
    return _PARSER.in_force()


def _node(plain: List[Any]) -> Node:
    kind, content, *place = plain
    node: Node = _KINDS[kind](content, place)
    return node


def _mapping(content: List[Any], place: List[Any]) -> Mapping:
    pairs = tuple((Scalar(*key[1:]), _node(value)) for key, value in content)
    return Mapping(pairs, *place)


_KINDS: tuple[Callable[[Any, List[Any]], Node], ...] = (
    lambda text, place: Scalar(text, *place),
    lambda content, place: Sequence(tuple(map(_node, content)), *place),
    _mapping,
)
"""How a node is made of what `parser.py` says of it, by SCALAR, SEQUENCE and MAPPING."""
