"""The text of a day, month, quarter, half, year or part of a year in, its first and last day out."""

import re
from calendar import monthrange
from collections.abc import Callable, Mapping
from datetime import date

from kg.dates.record import FIRST_YEAR, LAST_YEAR
from kg.errors import BadInputError, quoted

Point = tuple[date, date]
"""First and last day."""

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MONTH = (
    r"jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?"
)
_ORDINALS = ("first", "second", "third", "fourth")
_PARTS: Mapping[str, tuple[int, int]] = {
    "early": (1, 6),
    "mid": (4, 9),
    "late": (7, 12),
    "start of": (1, 3),
    "beginning of": (1, 3),
    "end of": (10, 12),
}
"""First and last month of a part of a year: early and late are its halves, mid the half around its middle."""


def read_point(text: str, *, where: str) -> Point | None:
    """Return the first and last day of what `text` names, or None if it has no form of a point in time."""
    for form, days in _FORMS:
        found = form.fullmatch(text)
        if found:
            try:
                return days(found)
            except ValueError as error:
                raise BadInputError(
                    f"{quoted(text)} is not in the calendar: {error}",
                    where=where,
                    next_step="Correct the year, month or day.",
                ) from error
    return None


def _months(year: str, first: int, last: int) -> Point:
    return _day(year, first, 1), _day(year, last, _length(year, last))


def _length(year: str, month: int) -> int:
    """Return the number of days in the month, after checks that it is a month of a year that can be written."""
    if not FIRST_YEAR <= int(year) <= LAST_YEAR:
        message = f"years go from {FIRST_YEAR} to {LAST_YEAR}"
    elif not 1 <= month <= len(_MONTHS):
        message = f"there is no month {month}"
    else:
        return monthrange(int(year), month)[1]
    raise ValueError(message)


def _day(year: str, month: int, day: int) -> date:
    length = _length(year, month)
    if not 1 <= day <= length:
        message = f"{year}-{month:02} has the days 1 to {length}"
        raise ValueError(message)
    return date(int(year), month, day)


def _iso(found: re.Match[str]) -> Point:
    year, month, day = found.groups()
    if day:
        return (_day(year, int(month), int(day)),) * 2
    return _months(year, int(month or 1), int(month or len(_MONTHS)))


def _month_number(name: str) -> int:
    return _MONTHS.index(name[:3]) + 1


def _named_month(found: re.Match[str]) -> Point:
    month = _month_number(found["month"])
    if found["day"]:
        return (_day(found["year"], month, int(found["day"])),) * 2
    return _months(found["year"], month, month)


def _fraction(found: re.Match[str]) -> Point:
    letter, digit, ordinal, word, year = found.groups()
    number = int(digit) if digit else _ORDINALS.index(ordinal) + 1
    length = 3 if "q" in (letter, (word or "")[:1]) else 6
    if number * length > len(_MONTHS):
        message = "a year has four quarters and two halves"
        raise ValueError(message)
    return _months(year, (number - 1) * length + 1, number * length)


def _part(found: re.Match[str]) -> Point:
    first, last = _PARTS[found["part"]]
    return _months(found["year"], first, last)


_DAY_OF_MONTH, _YEAR = r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?", r"(?P<year>[0-9]{4})"
_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Point]], ...] = (
    (re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?"), _iso),
    (re.compile(rf"(?:{_DAY_OF_MONTH} )?(?P<month>{MONTH})[.,]? {_YEAR}"), _named_month),
    (re.compile(rf"(?P<month>{MONTH})\.? {_DAY_OF_MONTH},? {_YEAR}"), _named_month),
    (re.compile(r"(?:([qh])([1-9])|(first|second|third|fourth) (quarter|half) of) ([0-9]{4})"), _fraction),
    (re.compile(rf"(?P<part>{'|'.join(_PARTS)}) {_YEAR}"), _part),
)
