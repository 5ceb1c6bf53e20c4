"""A figure as it was printed in, the values that it can stand for out.

What is printed is rounded: `14.3` can be anything from 14.25 to 14.35. A word can be read more or less widely:
`millions of` is two million or more as people use it, and one million at the least. The strict reading is what a
reader takes it for, the lenient one all that the word allows; what fails only in the strict one is said to.
"""

import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from kg.dates import read_when
from kg.errors import BadInputError
from kg.vocab import UNITS

_NUMBER = re.compile(r"[0-9][0-9,]*(?:\.[0-9]+)?")
_ORDER = re.compile(r"\b(tens|hundreds|thousands|millions|billions|trillions) of\b", re.IGNORECASE)
_BY = re.compile(r"^(?:by|until)(?: the end of)? (.+)$", re.IGNORECASE)
_WIDEST = 0.1
"""Part of a round figure that its zeros can hide: `60` is 54 to 66 at the most, and not 10 to 110."""
_ZEROS = 2
"""Zeros before the point that can be rounding where no word says so: `1,300` is 1,250 to 1,350, `14,000` 13,950 up."""
DAY = 86400.0
YEAR = 365.25 * DAY


@dataclass(frozen=True, slots=True)
class Interval:
    """Values from `low` to `high`, both included; infinite where an end is open."""

    low: float = -math.inf
    high: float = math.inf

    def mapped(self, function: Callable[[float], float]) -> "Interval":
        """Return the interval of what a rising or falling function makes of the values."""
        ends = sorted((function(self.low), function(self.high)))
        return Interval(*ends)


@dataclass(frozen=True, slots=True)
class Printed:
    """A figure as a claim gives it."""

    text: str
    bound: str
    """Name of the bound in the vocabulary."""
    kind: str
    unit: str
    """Name of the unit in the vocabulary."""
    low: float | None
    """Lower end in the base unit of the kind; None where it is open."""
    high: float | None


@dataclass(frozen=True, slots=True)
class Reading:
    """What a figure or a date can stand for."""

    strict: Interval
    lenient: Interval
    printed: Interval
    """The values as printed, before any rounding is allowed for."""
    unless: str = ""
    """What is read more widely in the lenient reading, as a sentence without a full stop."""

    def mapped(self, function: Callable[[float], float]) -> "Reading":
        """Return the reading of what a rising or falling function makes of the values."""
        return Reading(
            self.strict.mapped(function), self.lenient.mapped(function), self.printed.mapped(function), self.unless
        )


def read(printed: Printed) -> Reading:
    """Return what a figure can stand for, in the base unit of its kind."""
    low, high = printed.low, printed.high
    if low is not None and low == high:
        half = _rounded_off(printed, low)
        both = Interval(low - half, low + half)
        return Reading(both, both, Interval(low, low))
    both = Interval(-math.inf if low is None else low, math.inf if high is None else high)
    order = _ORDER.search(printed.text)
    if order and low is not None and high is not None:
        word = order[1].lower()
        top = high / 999 * 1000 if word != "tens" else high / 99 * 100
        unless = f"{printed.text!r} may mean one and not several"
        return Reading(Interval(2 * low, top), Interval(low, top), both, unless)
    return Reading(both, both, both)


def _rounded_off(printed: Printed, value: float) -> float:
    """Return how far from the printed value the true one can lie, in the base unit."""
    if not value:
        return 0.0
    found = _NUMBER.search(printed.text)
    number = found[0].replace(",", "") if found else _in_full(abs(value) / float(UNITS[printed.unit].factor))
    step = abs(value) / float(number)
    if "." in number:
        return 0.5 * 10.0 ** -len(number.partition(".")[2]) * step
    zeros = len(number) - len(number.rstrip("0"))
    if printed.kind == "Count" and step == 1 and not zeros and printed.bound == "exact":
        return 0.0  # four are four: only a count that ends in zeros can have been rounded
    hidden = 0.5 * 10.0 ** (zeros if printed.bound == "approximately" else min(zeros, _ZEROS)) * step
    return max(0.5 * step, min(hidden, _WIDEST * abs(value)))


def _in_full(value: float) -> str:
    """Return a number that was written in words, in digits."""
    return str(round(value)) if value >= 1 else str(value)


def factor(printed: Printed, ratio: str) -> Reading:
    """Return what a comparison multiplies its baseline by."""
    found = read(printed)
    match ratio:
        case "percentIncrease":
            return found.mapped(lambda value: 1 + value)
        case "percentReduction":
            return found.mapped(lambda value: max(1 - value, 0.0))
        case "foldReduction":
            return found.mapped(lambda value: 1 / value if value > 0 else math.inf)
        case _:
            return found


def stretch(earliest: date | None, latest: date | None, text: str) -> Reading:
    """Return the instants that a date can mean, in seconds; `by 2031` is a day of 2031, or earlier read widely."""
    low = -math.inf if earliest is None else earliest.toordinal() * DAY
    high = math.inf if latest is None else latest.toordinal() * DAY
    whole = Interval(low, high)
    begins = _begin_of_deadline(text) if earliest is None and latest is not None else None
    if begins is None:
        return Reading(whole, whole, whole)
    unless = f"{text!r} may mean well before"
    deadline = Interval(begins.toordinal() * DAY, high)
    return Reading(deadline, whole, deadline, unless)


def _begin_of_deadline(text: str) -> date | None:
    found = _BY.match(text.strip())
    if not found:
        return None
    try:
        return read_when(found[1], where="deadline").earliest
    except BadInputError:
        return None
