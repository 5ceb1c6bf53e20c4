"""What a person writes for a parameter in, an RDF term of the parameter's type out.

Each writer raises ValueError, KeyError or BadInputError for what is not of its type; `params.py` says so in a sentence.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation

from kg import ids

_TERM_NAME = re.compile(r"[A-Za-z][A-Za-z0-9]*")
_LONGEST_ID = 3
_INTEGER_BITS = 63


def _id(value: str) -> str:
    parts = value.removeprefix("id:").removeprefix(ids.ID).split("/")
    if len(parts) > _LONGEST_ID:
        raise ValueError(value)
    return ids.node("/".join(ids.check_name(part, where="id") for part in parts))


def _topic(value: str) -> str:
    return ids.topic(ids.check_name(value.removeprefix("bn:").removeprefix(ids.BN), where="topic"))


def _vocabulary(value: str) -> str:
    name = value.removeprefix("kg:").removeprefix(ids.KG)
    if not _TERM_NAME.fullmatch(name):
        raise ValueError(value)
    return ids.kg(name)


def _date(value: str) -> str:
    return ids.day(date.fromisoformat(value))


def _integer(value: str) -> str:
    number = int(value)
    if number.bit_length() > _INTEGER_BITS:
        raise ValueError(value)
    return ids.integer(number)


def _decimal(value: str) -> str:
    try:
        number = Decimal(value)
    except InvalidOperation:
        raise ValueError(value) from None
    if not number.is_finite():
        raise ValueError(value)
    return ids.number(number)


def _string(value: str) -> str:
    value.encode()
    if not value:
        raise ValueError(value)  # every text holds it, so it would ask for all
    return ids.text(value)


def _boolean(value: str) -> str:
    return ids.boolean({"true": True, "yes": True, "false": False, "no": False}[value.lower()])


TYPES: Mapping[str, Callable[[str], str]] = {
    "id": _id,
    "topic": _topic,
    "term": _vocabulary,
    "date": _date,
    "integer": _integer,
    "decimal": _decimal,
    "string": _string,
    "boolean": _boolean,
}
"""How a value that people write becomes an RDF term, for each type."""
ARTICLES = {
    "id": "an id",
    "topic": "a topic",
    "term": "a word of the vocabulary",
    "date": "a date",
    "integer": "a whole number",
    "decimal": "a number",
    "string": "a text",
    "boolean": "yes or no",
}
EXAMPLES = {
    "id": "inference-pivot",
    "topic": "memory-bandwidth",
    "term": "madeBy",
    "date": "2026-05-14",
    "integer": "10",
    "decimal": "1.5",
    "string": "nuclear",
    "boolean": "yes",
}
