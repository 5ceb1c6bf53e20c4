"""A record in, its content as `field: value` lines in the spelling of authored files out, to show what differs."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from kg.authoring.claims import field_name
from kg.authoring.places import written
from kg.claim import Dependence, Link, Reading, Second, Value
from kg.dates import When
from kg.figures import Figure
from kg.ids import plain
from kg.texts import Span

_SPELLING: Mapping[str, str] = MappingProxyType(
    {
        "objects": "object",
        "quantity": "value",
        "hedges": "hedge",
        "attributed_to": "by",
        "attribution_inferred": "by_inferred",
        "spans": "at",
        "baseline_quantity": "baseline",
        "cls": "class",
        "authors": "author",
        "text_hash": "text",
        "occurrence": "announcement",
    }
)


def describe(record: Value) -> tuple[str, ...]:
    """Return the fields of `record` that do not hold their default, one value a line.

    Figures and times show how they were read as well as how they were written, so that two records with the same
    lines are equal.
    """
    return tuple(_fields(record))


def _fields(record: Value) -> Iterator[str]:
    for name, field in type(record).model_fields.items():
        value = getattr(record, name)
        if name == "qualifiers":
            yield from (f"{field_name(qualifier)}: {word}" for qualifier, word in value)
        elif isinstance(record, Reading) and name == "claim":
            yield from _fields(value)
        elif field.is_required() or value != field.default:
            yield from _lines(_SPELLING.get(name, name), value)


def _lines(name: str, value: object) -> Iterator[str]:
    if isinstance(value, tuple):
        for item in value:
            yield from _lines(name, item)
    elif isinstance(value, Link):
        yield f"{field_name(value.relation)}: {value.to}"
    elif value is not None:
        yield f"{name}: {_shown(value)}"


def _shown(value: object) -> str:  # noqa: PLR0911 (one return for each kind of value)
    match value:
        case Figure():
            return _figure(value)
        case When():
            return f"{value.text} ({value.earliest or ''}..{value.latest or ''})"
        case Span():
            return written(value)
        case Second():
            return f"{value.relation} {_figure(value.quantity)}"
        case Dependence():
            return f"{value.effect} {value.on}"
        case bool():
            return "true" if value else "false"
        case _:
            return str(value)


def _figure(figure: Figure) -> str:
    ends = "..".join("" if end is None else plain(end) for end in (figure.low, figure.high))
    return f"{figure.text} ({figure.bound} {ends} {figure.unit}{f' {figure.ratio}' if figure.ratio else ''})"
