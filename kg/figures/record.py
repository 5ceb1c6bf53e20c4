"""A figure as a frozen record; its ends in the base unit and its factor, computed exactly."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Context, Decimal
from typing import Literal

from kg.grammar import Word, Written
from kg.term import RatioKind
from kg.vocab import UNITS

Bound = Literal["exact", "greaterThan", "atLeast", "lessThan", "atMost", "approximately", "range"]
Ends = tuple[Decimal | None, Decimal | None]
"""Lower and upper end of a figure; None where it is open."""

MOST_DIGITS = 40
"""Digits of a number, written out in full."""
EXACTLY = Context(prec=200)
"""Arithmetic without rounding, for numbers of at most `MOST_DIGITS` digits and the factors of units."""
HAS_LOW = frozenset[Bound]({"exact", "approximately", "range", "greaterThan", "atLeast"})
HAS_HIGH = frozenset[Bound]({"exact", "approximately", "range", "lessThan", "atMost"})

_RATIO_UNIT: Mapping[RatioKind, str] = {
    "timesAsMuch": "UNITLESS",
    "foldReduction": "UNITLESS",
    "percentIncrease": "PERCENT",
    "percentReduction": "PERCENT",
}
_FACTOR_PLACES, _FACTOR_DIGITS = 6, 5


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with what qualifies it: `over 35 bn USD`, `2 to 4 years`, `64 % lower`.

    Raises `ValueError` where the fields contradict each other, so that a stored figure that was damaged is noticed.
    """

    low: Decimal | None
    """Lower end in `unit`; equal to `high` for an exact or approximate figure, None where the figure has no floor."""
    high: Decimal | None
    bound: Bound
    unit: Word
    """Name of the unit in the vocabulary, `NUM` for a plain count."""
    ratio: RatioKind | None
    """Whether the figure compares with a baseline, and how; never `absoluteFromTo`, which takes two figures."""
    text: Written
    """The figure as it was written."""

    def __post_init__(self) -> None:
        ends = [end for end in (self.low, self.high) if end is not None]
        if (self.low is not None, self.high is not None) != (self.bound in HAS_LOW, self.bound in HAS_HIGH):
            problem = f"the bound {self.bound!r} goes with other ends"
        elif not all(map(_is_short, ends)):
            problem = f"a number has more than {MOST_DIGITS} digits"
        elif self.bound != "range" and ends[0] != ends[-1]:
            problem = f"the bound {self.bound!r} goes with one number"
        elif ends[0] > ends[-1]:
            problem = f"the range runs down, from {ends[0]:,f} to {ends[-1]:,f}"
        elif self.ratio and self.unit != _RATIO_UNIT.get(self.ratio):
            problem = f"a ratio of the kind {self.ratio} is not in {self.unit}"
        elif self.ratio and ends[0] < 0:
            problem = "a ratio has no sign"
        elif self.ratio == "foldReduction" and not ends[0]:
            problem = "nothing can be reduced 0-fold"
        else:
            return
        raise ValueError(problem)


def _is_short(number: Decimal) -> bool:
    if not number.is_finite():
        return False
    _, digits, exponent = number.as_tuple()
    assert isinstance(exponent, int), "a finite number has an exponent"
    return max(len(digits) + exponent, 1) + max(-exponent, 0) <= MOST_DIGITS


def shortest(number: Decimal) -> Decimal:
    """Return `number` in the one form that equal numbers share: no exponent, no superfluous zeros, no -0."""
    shown = format(number, "f")
    return Decimal(shown.rstrip("0").rstrip(".") if "." in shown else shown) if number else Decimal(0)


def factor(figure: Figure) -> Ends:
    """Return what a comparison multiplies its baseline by, as lower and upper end; both None if it is no ratio.

    `21x` gives 21, `54 % higher` 1.54, `64 % lower` 0.36, `13-fold less` 0.076923. Reductions turn the ends around:
    `over 60 % lower` has the upper end 0.4 and no lower one. The reciprocal of a fold is rounded to six decimals, or
    to five digits if that is finer.
    """
    low, high = figure.low, figure.high
    if figure.ratio == "timesAsMuch":
        return low, high
    if figure.ratio == "percentIncrease":
        return _one_and_percent(low, 1), _one_and_percent(high, 1)
    if figure.ratio == "percentReduction":
        return _one_and_percent(high, -1), _one_and_percent(low, -1)
    if figure.ratio == "foldReduction":
        return _reciprocal(high), _reciprocal(low)
    return None, None


def _one_and_percent(end: Decimal | None, sign: int) -> Decimal | None:
    if end is None:
        return None
    return shortest(EXACTLY.add(1, EXACTLY.multiply(sign, end.scaleb(-2, EXACTLY))))


def _reciprocal(end: Decimal | None) -> Decimal | None:
    if end is None:
        return None
    exact = EXACTLY.divide(1, end)
    places = max(_FACTOR_PLACES, _FACTOR_DIGITS - 1 - exact.adjusted())
    return shortest(exact.quantize(Decimal(1).scaleb(-places), context=EXACTLY))


def base(figure: Figure) -> Ends:
    """Return the ends in the base unit of the figure's kind.

    That is W, J, s, byte and so on, the currency itself, and 1 for counts and ratios.
    """
    multiplier = UNITS[figure.unit].factor
    low, high = (
        None if end is None else shortest(EXACTLY.multiply(end, multiplier)) for end in (figure.low, figure.high)
    )
    return low, high
