"""A figure in, its canonical text out, which is read back as the same figure."""

from collections.abc import Mapping
from decimal import Decimal
from functools import cache

from kg.figures.reading import parse_search
from kg.figures.record import EXACTLY, Bound, Figure, shortest
from kg.figures.tails import SCALES
from kg.term import RatioKind
from kg.vocab import UNITS

_BOUND: Mapping[Bound, str] = {
    "greaterThan": "over ",
    "atLeast": "at least ",
    "lessThan": "less than ",
    "atMost": "up to ",
    "approximately": "about ",
}
_RATIO: Mapping[RatioKind, str] = {
    "timesAsMuch": "x",
    "foldReduction": "-fold less",
    "percentIncrease": " % higher",
    "percentReduction": " % lower",
}
_MOST_DECIMALS = 3
"""Decimals before a scale word; `1.2345 bn` is written in full."""


def write_figure(figure: Figure) -> str:
    """Return `figure` in canonical form: `over 35 bn USD`, `2 to 4 years`, `64 % lower`."""
    ends = [end for end in (figure.low, figure.high) if end is not None]
    numbers = ends if figure.bound == "range" else ends[:1]
    if figure.ratio:
        shown, tail = _in_full(numbers), _RATIO[figure.ratio]
    else:
        shown, tail = _in_scale(numbers), _unit_tail(figure.unit)
    return _BOUND.get(figure.bound, "") + shown + tail


def _in_full(numbers: list[Decimal]) -> str:
    return " to ".join(f"{shortest(number):,f}" for number in numbers)


def _in_scale(numbers: list[Decimal]) -> str:
    """Return `numbers` with scale words; an end without one would take the other's, so it is all or none."""
    scales = [_scale_of(number) for number in numbers]
    if "" in scales:
        return _in_full(numbers)
    scaled = [number.scaleb(-SCALES[scale], EXACTLY) for number, scale in zip(numbers, scales, strict=True)]
    if len(set(scales)) == 1:
        return f"{_in_full(scaled)} {scales[0]}"
    return " to ".join(f"{_in_full([number])} {scale}" for number, scale in zip(scaled, scales, strict=True))


def _scale_of(number: Decimal) -> str:
    for word in ("tn", "bn", "million"):
        exponent = shortest(number.scaleb(-SCALES[word], EXACTLY)).as_tuple().exponent
        assert isinstance(exponent, int), "a figure is finite"
        if number.copy_abs() >= Decimal(10) ** SCALES[word] and -exponent <= _MOST_DECIMALS:
            return word
    return ""


@cache
def _unit_tail(name: str) -> str:
    """Return what follows the number: the first of the unit's words that is read back as this unit and nothing else."""
    if name == "NUM":
        return ""
    unit = UNITS[name]
    for word in (*unit.symbols, unit.label, name):
        back = parse_search(f"1 {word}")
        if back and back.unit == name and not back.ratio and back.bound == "exact" and back.low == 1:
            return f" {word}"
    raise AssertionError(f"no word for the unit {name} can be read back")
