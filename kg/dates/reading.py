"""The text of a time in, the bounds out: what is open on one side, what is a range, what is a point."""

import re
from datetime import date, timedelta
from typing import NoReturn

from kg.dates.points import MONTH, Point, read_point
from kg.dates.record import FIRST_YEAR, LAST_YEAR, When
from kg.errors import BadInputError, quoted

LONGEST = 200
"""Characters in a time."""

_RELATIVE = re.compile(
    r"\b(?:today|yesterday|tomorrow|now|currently|recent|recently|newly|soon|ago|this|last|next|past|coming)\b"
)
_DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2212\ufe63\uff0d"), "-") | dict.fromkeys(
    map(ord, "\u2012\u2013\u2014\u2015"), " to "
)
"""Hyphens are part of days such as `2026-05-14`; the longer dashes only ever stand between two times."""
_ISO = re.compile(r"[0-9]{4}-[0-9]{2}(?![0-9])")
_PART_HYPHEN = re.compile(r"\b(early|mid|late)-")
_OPEN = re.compile(r"(by|until|no later than|before|since|from|after) (?:the )?(end of (?:the )?)?(.+)")
_PREPOSITION = re.compile(r"^(?:(?:in|on|during|from|between) )?(?:the )?")
_BETWEEN = re.compile(r"(between .+?) and (.+)")
_RANGE = re.compile(r"(.+?) (?:to|or|through|until) (.+)")
_LAST_YEAR = re.compile(r"[0-9]{4}$")
_LAST_MONTH = re.compile(rf"(?:{MONTH})\b[^a-z]*$")
_FIRST_MONTH = re.compile(rf"^(?:{MONTH})\b")


def read_when(text: str, *, where: str) -> When:
    """Return the time that `text` says.

    Parameters
    ----------
    text
        A time as people write it, in at most `LONGEST` characters: `2026-05-14`, `Q3 2026`, `early 2025`, `by 2028`.
    where
        The place it comes from, for an error.

    Raises
    ------
    BadInputError
        The text is empty or too long, is in no known form, names a day that does not exist or a year outside
        1900 to 2200, runs backwards, or depends on the day on which it is read.

    """
    shown = text.strip()
    if not shown or len(shown) > LONGEST:
        raise BadInputError(
            f"a time has between 1 and {LONGEST} characters, not {len(shown)}",
            where=where,
            next_step="Write a time such as 2026-05-14, May 2026 or Q3 2026.",
        )
    plain = _plain(shown)
    bounds = _open(plain, where=where) or _closed(_PREPOSITION.sub("", plain), where=where)
    if bounds is None:
        _refuse(shown, plain, where=where)
    if any(bound and not FIRST_YEAR <= bound.year <= LAST_YEAR for bound in bounds):
        raise BadInputError(
            f"{quoted(shown)} leaves the years {FIRST_YEAR} to {LAST_YEAR}", where=where, next_step="Correct the year."
        )
    try:
        return When(*bounds, shown)
    except ValueError as error:
        raise BadInputError(
            f"{quoted(shown)} is no time: {error}", where=where, next_step="Write the earlier end first."
        ) from error


def _plain(text: str) -> str:
    """Return `text` in lower case with plain spaces, and with " to " for each dash between two times."""
    plain = " ".join(text.translate(_DASHES).lower().split())
    plain = _BETWEEN.sub(r"\1 to \2", _PART_HYPHEN.sub(r"\1 ", plain))
    return plain.replace(" - ", " to ") if _ISO.search(plain) else " ".join(plain.replace("-", " to ").split())


def _refuse(shown: str, plain: str, *, where: str) -> NoReturn:
    relative = _RELATIVE.search(plain)
    if relative:
        raise BadInputError(
            f"{quoted(shown)} depends on the day on which it is read",
            where=where,
            next_step=f"Write {{text: {shown}, from: YYYY-MM-DD, to: YYYY-MM-DD}} with the days that are meant.",
        )
    raise BadInputError(
        f"{quoted(shown)} cannot be read as a time",
        where=where,
        next_step="Write a day (2026-05-14), month (May 2026), quarter (Q3 2026), half (H1 2026), part (early 2026) "
        "or year, a range (2026 to 2027), or 'by', 'before', 'since' or 'after' one of these; any other time as "
        "{text: the words, from: YYYY-MM-DD, to: YYYY-MM-DD}.",
    )


def _open(plain: str, *, where: str) -> tuple[date | None, date | None] | None:
    """Return the bounds of a time that is open on one side, or None."""
    found = _OPEN.fullmatch(plain)
    if not found:
        return None
    word, end, rest = found.groups()
    point = read_point(rest, where=where)
    if point is None:
        return None
    first, last = point
    day = timedelta(days=1)
    if word in ("since", "from"):
        late = read_point(f"end of {rest}", where=where) if end else point
        return (late[0], None) if late else None
    if word == "after":
        return last + day, None
    return None, first - day if word == "before" and not end else last


def _closed(plain: str, *, where: str) -> Point | None:
    """Return the bounds of a point, or of a range whose ends may share month and year, or None."""
    point = read_point(plain, where=where)
    found = _RANGE.fullmatch(plain)
    if point or not found:
        return point
    left, right = found.groups()
    month = _FIRST_MONTH.search(left)
    second = read_point(right, where=where) or (read_point(f"{month.group()} {right}", where=where) if month else None)
    shared = [found.group() for found in (_LAST_YEAR.search(right), _LAST_MONTH.search(right)) if found]
    for candidate in (left, *(f"{left} {tail}" for tail in shared)):
        first = read_point(candidate, where=where)
        if first and second:
            return first[0], second[1]
    return None
