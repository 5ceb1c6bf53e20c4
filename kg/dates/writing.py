"""A time in, its canonical text out, which is read back as the same bounds."""

from calendar import monthrange
from collections.abc import Mapping
from datetime import date

from kg.dates.record import When

_WHOLE_YEAR = (1, 12)
_FRACTIONS: Mapping[tuple[int, int], str] = {
    (1, 6): "H1",
    (7, 12): "H2",
    **{(3 * number - 2, 3 * number): f"Q{number}" for number in (1, 2, 3, 4)},
}
"""Names of stretches of whole months within a year."""


def write_when(when: When) -> str:
    """Return `when` in canonical form, which is read back as the same bounds: `2026-05-14`, `Q3 2026`, `by 2028`.

    A time of which nothing is known keeps the words in which it was written.
    """
    if when.earliest and when.latest:
        return _written_range(when.earliest, when.latest)
    if when.earliest:
        return f"since {_short(when.earliest, starts=True)}"
    if when.latest:
        return f"by {_short(when.latest, starts=False)}"
    return when.text


def _short(day: date, *, starts: bool) -> str:
    """Return the longest calendar unit that starts, or ends, with `day`: a year, a month, or the day."""
    if day.day != (1 if starts else monthrange(day.year, day.month)[1]):
        return day.isoformat()
    return f"{day.year}" if day.month == (1 if starts else _WHOLE_YEAR[-1]) else f"{day:%Y-%m}"


def _written_range(first: date, last: date) -> str:
    if first == last:
        return first.isoformat()
    if first.day != 1 or last.day != monthrange(last.year, last.month)[1]:
        return f"{first} to {last}"
    months = (first.month, last.month)
    if first.year != last.year:
        return f"{first.year} to {last.year}" if months == _WHOLE_YEAR else f"{first:%Y-%m} to {last:%Y-%m}"
    if months == _WHOLE_YEAR:
        return f"{first.year}"
    if months in _FRACTIONS:
        return f"{_FRACTIONS[months]} {first.year}"
    return f"{first:%Y-%m}" if first.month == last.month else f"{first:%Y-%m} to {last:%Y-%m}"
