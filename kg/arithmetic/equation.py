"""The figures of a plan in, what they give together out: sums of intervals, of logarithms where a plan multiplies."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from kg.arithmetic.book import FigureClaim
from kg.arithmetic.formulas import Plan
from kg.arithmetic.intervals import Interval, Reading

SLACK = 1e-9
"""Part of a value that floating point may get wrong."""


@dataclass(frozen=True, slots=True)
class Term:
    """One figure of an equation: the claims that give it, or what is fixed, with what each can stand for."""

    sign: int
    claims: tuple[FigureClaim, ...]
    readings: tuple[Reading, ...]

    def ends(self, choose: Callable[[Reading], Interval]) -> tuple[tuple[float, int], tuple[float, int]]:
        """Return the lowest and the highest value, each with the number of the claim that gives it.

        Where several claims give the figure their common values count; where they have none, all values of any.
        """
        chosen = [choose(reading) for reading in self.readings]
        lows = [(interval.low, -number) for number, interval in enumerate(chosen)]
        highs = [(interval.high, number) for number, interval in enumerate(chosen)]
        low, high = max(lows), min(highs)
        if low[0] > high[0]:
            low, high = min(lows), max(highs)
        return (low[0], abs(low[1])), (high[0], high[1])


def logged(reading: Reading) -> Reading:
    """Return the logarithms of a reading; what is not above zero becomes minus infinity."""
    return reading.mapped(_log)


def _log(value: float) -> float:
    return math.log(value) if value > 0 else -math.inf


def exp(value: float) -> float:
    """Return the number of a logarithm, within what a float holds."""
    return math.exp(min(value, 700.0)) if value < math.inf else value


def strict(reading: Reading) -> Interval:
    """Return what a reader takes a figure for."""
    return reading.strict


def lenient(reading: Reading) -> Interval:
    """Return all that the words of a figure allow."""
    return reading.lenient


def printed(reading: Reading) -> Interval:
    """Return the values as they stand on the page."""
    return reading.printed


def total(terms: list[Term], choose: Callable[[Reading], Interval]) -> Interval:
    """Return what all terms give together, in one of the three readings."""
    low = high = 0.0
    for term in terms:
        (least, _), (most, _) = term.ends(choose)
        low += least if term.sign > 0 else -most
        high += most if term.sign > 0 else -least
    return Interval(low, high)


def misses(plan: Plan, own: Interval, result: Interval) -> Literal["low", "high"] | None:
    """Return at which side of what is computed the figure of the head lies, or None where the two meet."""
    slack = SLACK * (1.0 if not plan.adds else max(abs(_finite(own.low)), abs(_finite(own.high)), 1.0))
    if own.high < result.low - slack and plan.relation != "at most":
        return "low"
    if own.low > result.high + slack and plan.relation != "at least":
        return "high"
    return None


def _finite(value: float) -> float:
    return value if math.isfinite(value) else 0.0


def binding(term: Term, side: str, choose: Callable[[Reading], Interval]) -> tuple[FigureClaim, ...]:
    """Return the claim of a term whose end makes the equation fail at that side; none for what is fixed."""
    if not term.claims:
        return ()
    low, high = term.ends(choose)
    at = low[1] if (side == "low") == (term.sign > 0) else high[1]
    return (term.claims[at],)


def fewest(plan: Plan, own: Interval, terms: list[Term]) -> list[int]:
    """Return the numbers of the parts of a sum that are too much already; no other is needed."""
    kept = list(range(len(terms)))
    for number in range(len(terms)):
        rest = [n for n in kept if n != number]
        if rest and misses(plan, own, total([terms[n] for n in rest], strict)):
            kept = rest
    return kept


def gap(plan: Plan, own: Interval, result: Interval, side: str | None) -> float:
    """Return the factor between the nearest values of the head and of what is computed; 1 where they meet."""
    if side is None:
        return 1.0
    near, far = (own.high, result.low) if side == "low" else (result.high, own.low)
    if not plan.adds:
        return math.exp(far - near)
    return far / near if near > 0 else math.inf
