"""What the lists of sources share: since when a document is known to have been published, as far as it is known."""

import calendar
from datetime import date

from kg.tabular import Value


def date_parts(first: Value, last: Value) -> tuple[int, ...]:
    """Return year, month and day of a span of days, or fewer of them where it is longer; nothing beyond a year."""
    if not isinstance(first, date) or not isinstance(last, date) or first.year != last.year:
        return ()
    if first == last:
        return first.year, first.month, first.day
    if (first.month, first.day) == (1, 1) and (last.month, last.day) == (12, 31):
        return (first.year,)
    month_end = calendar.monthrange(last.year, last.month)[1]
    if first.month == last.month and (first.day, last.day) == (1, month_end):
        return first.year, first.month
    return (first.year,) if first.month != last.month else (first.year, first.month)
