"""The sound ledger in, every field of it that bears an id or a word out, each with the kind of what it bears.

The fields are found by walking the events, so none can be forgotten; only the kind of each name stands in a table.
"""

import copy
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from bench.faults.cases.hostile import Shape
from bench.faults.cases.news import world
from kg.events import Event

Path = tuple[str | int, ...]
Content = dict[str, Any]

_SHAPES: Mapping[str, Shape] = {
    **dict.fromkeys(
        ("id", "key", "subject", "attributed_to", "baseline", "dependence.on", "voice", "publisher"), "name"
    ),
    **dict.fromkeys(("authors", "about", "document", "inside", "owner", "supplier", "in_place_of", "keep"), "name"),
    **dict.fromkeys(("fold", "one", "other", "entities_judged", "who", "object", "occurrence"), "name"),
    **dict.fromkeys(("claim", "to", "by", "and_claim"), "claim"),
    **dict.fromkeys(("cls", "kind", "predicate", "modality", "topics", "metric", "shift_from", "shift_to"), "term"),
    **dict.fromkeys(("unit", "method", "role", "aspect"), "term"),
    **dict.fromkeys(("relation", "effect", "outcome", "depth", "bound", "ratio", "type"), "choice"),
    **dict.fromkeys(("read_on", "on", "since", "until", "earliest", "latest"), "day"),
    **dict.fromkeys(("low", "high"), "number"),
    **dict.fromkeys(("start", "end", "nth"), "count"),
    **dict.fromkeys(("label", "aliases", "title"), "label"),
    **dict.fromkeys(("need", "readiness", "criticality", "share", "chance"), "part"),
    **dict.fromkeys(("author", "hedges", "scope"), "line"),
    **dict.fromkeys(("locator", "text", "window", "workload"), "line"),
    **dict.fromkeys(("substituteFor", "members"), "name"),
    **dict.fromkeys(("note", "because", "statement", "summary", "published_note", "states", "condition"), "text"),
    **dict.fromkeys(("missing", "resolution"), "text"),
    "objects": "objects",
    "url": "url",
    "language": "language",
    "words_hash": "words-hash",
    "text_hash": "text-hash",
    "previous": "content-hash",
    "judgement": "judgement",
}
"""Kind by the name of the field, and of a qualifier by the name that stands first in its pair."""
_DEFAULTS: tuple[tuple[str, Path], ...] = (
    ("announcement-recorded", ("claims", 0, "method")),
    ("announcement-recorded", ("claims", 0, "modality")),
    ("document-recorded", ("claims", 0, "predicate")),
)
"""Fields that the sound ledger leaves at their default, so that they do not stand in its payloads."""


@dataclass(frozen=True, slots=True)
class Field:
    """One place of a payload."""

    event: int
    """Index of the event in the sound ledger."""
    type: str
    path: Path
    shape: Shape

    @property
    def name(self) -> str:
        """Return type and path in one word, such as `claims-linked link.to`."""
        return f"{self.type} {'.'.join(map(str, self.path))}"

    @property
    def bears_id(self) -> bool:
        """Return whether this is an id, word, address, language, day, hash or number, and no text for people."""
        return self.shape not in {"label", "line", "part", "text"}


def content_of(event: Event) -> Content:
    """Return the payload of an event as plain values, the fields of each part in the order of its class."""
    return event.model_dump(mode="json", exclude_defaults=True)


def _shape(content: Content, path: Path) -> Shape:
    """Return the kind of what stands at `path`; KeyError says that the table lacks it."""
    if "qualifiers" in path:
        pair: Any = content
        for part in path[:-1]:
            pair = pair[part]
        return "term" if path[-1] == 0 else "line" if pair[0] == "share" else _SHAPES[pair[0]]
    names = [part for part in path if isinstance(part, str)]
    inside = ".".join(names[-2:])
    return _SHAPES.get(inside) or _SHAPES[names[-1]]


@cache
def fields() -> tuple[Field, ...]:
    """Return all fields, each name once a type of event."""
    found: dict[tuple[str, Path], Field] = {}
    for number, event in enumerate(world()):
        content = content_of(event)
        for path in _leaves(content):
            kept = path.index("qualifiers") if "qualifiers" in path else len(path)
            anywhere = tuple("*" if isinstance(part, int) and at < kept else part for at, part in enumerate(path))
            shape = _shape(content, path)
            found.setdefault((event.type, anywhere), Field(number, event.type, path, shape))
    first = {event.type: number for number, event in reversed(list(enumerate(world())))}
    for kind, path in _DEFAULTS:
        found[kind, path] = Field(first[kind], kind, path, _SHAPES[str(path[-1])])
    return tuple(found.values())


def _leaves(value: object, path: Path = ()) -> Iterator[Path]:
    if isinstance(value, dict):
        for name, each in value.items():
            yield from _leaves(each, (*path, name))
    elif isinstance(value, list):
        for number, each in enumerate(value):
            yield from _leaves(each, (*path, number))
    elif value is not None and not isinstance(value, bool | float):
        yield path


def tampered(field: Field, value: object) -> Content:
    """Return the payload of the field's event with `value` in the place of what stands there."""
    content = copy.deepcopy(content_of(world()[field.event]))
    inner: Any = content
    for part in field.path[:-1]:
        inner = inner[part]
    inner[field.path[-1]] = value
    return content
