"""A sentence in, the times in it out, each with its place."""

import re
from collections.abc import Iterator
from functools import lru_cache

from kg.dates.points import MONTH
from kg.dates.reading import read_when
from kg.dates.record import When
from kg.errors import BadInputError

_YEAR = "(?:19|20|21)[0-9]{2}"
_DAY = "[0-3]?[0-9]"
_PART = r"(?:early|mid|late|(?:the )?(?:start|end|beginning) of)"
_POINT = "|".join(
    (
        rf"{_YEAR}-[01][0-9](?:-[0-3][0-9])?",
        rf"{_DAY} (?:{MONTH}) {_YEAR}",
        rf"(?:{MONTH}) {_DAY},? {_YEAR}",
        rf"(?:{_PART}[ -])?(?:{MONTH}) {_YEAR}",
        rf"(?:Q[1-4]|H[12]) {_YEAR}",
        rf"(?:the )?(?:first|second|third|fourth) (?:quarter|half) of {_YEAR}",
        rf"(?:{_PART}[ -])?{_YEAR}",
    )
)
_WHEN = re.compile(
    rf"(?<![\w-])(?:(?:by|until|before|since|from|after|between) (?:the end of )?)?(?:{_POINT})"
    rf"(?: ?(?:to|or|and|through|until|[-\u2013\u2014]) ?(?:{_POINT}))?(?![\w-])",
    re.IGNORECASE,
)
_POINT_ALONE = re.compile(_POINT, re.IGNORECASE)


def find_times(sentence: str) -> Iterator[tuple[int, int, When]]:
    """Yield start, end and meaning of each time that a sentence names with its year, from left to right."""
    for found in _WHEN.finditer(sentence):
        when = _read(found.group())
        if when:
            yield found.start(), found.end(), when
            continue
        for point in _POINT_ALONE.finditer(sentence, found.start(), found.end()):
            if alone := _read(point.group()):
                yield point.start(), point.end(), alone


@lru_cache(maxsize=4096)
def _read(text: str) -> When | None:
    try:
        return read_when(text, where="draft")
    except BadInputError:
        return None
