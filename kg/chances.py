"""Counts in, chances out: intervals of a rate, surprise at a silence, tests for few cases.

Exact for small counts, and with no library: the regularised incomplete beta function is a continued fraction.
"""

import math
from collections.abc import Sequence

_TINY, _CLOSE, _STEPS = 1e-300, 1e-15, 500
PRIOR_SHAPE, PRIOR_RATE = 0.5, 1.0
"""What is held of an actor before anything is counted: half a mention in one window (gamma-Poisson)."""


def beta_below(x: float, a: float, b: float) -> float:
    """Return the chance that a beta variable with shapes `a` and `b` lies below `x`."""
    if x <= 0 or x >= 1:
        return float(x >= 1)
    if x > (a + 1) / (a + b + 2):
        return 1 - beta_below(1 - x, b, a)
    front = math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x)
    return math.exp(front) * _fraction(x, a, b) / a


def _fraction(x: float, a: float, b: float) -> float:
    """Return the continued fraction of the incomplete beta function, by the method of Lentz."""
    c, d = 1.0, 1 / _apart(1 - (a + b) * x / (a + 1))
    value = d
    for m in range(1, _STEPS):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        for term in (even, odd):
            d = 1 / _apart(1 + term * d)
            c = _apart(1 + term / c)
            value *= c * d
        if abs(c * d - 1) < _CLOSE:
            break
    return value


def _apart(value: float) -> float:
    return value if abs(value) > _TINY else _TINY


def beta_quantile(chance: float, a: float, b: float) -> float:
    """Return the value below which a beta variable lies with this chance, by bisection."""
    low, high = 0.0, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if beta_below(middle, a, b) < chance else (low, middle)
    return (low + high) / 2


def rate(kept: int, broken: int, *, within: float = 0.9) -> tuple[float, float, float]:
    """Return the mean, the lower and the upper end of the Jeffreys interval of a rate."""
    a, b = kept + 0.5, broken + 0.5
    tail = (1 - within) / 2
    return a / (a + b), beta_quantile(tail, a, b), beta_quantile(1 - tail, a, b)


def silence(mentions: int, windows: int, *, silent: float = 1) -> float:
    """Return the chance of no mention in `silent` windows after `mentions` in `windows` (gamma-Poisson)."""
    seen = PRIOR_RATE + windows
    return math.pow(seen / (seen + silent), PRIOR_SHAPE + mentions)


def surprise(chance: float) -> float:
    """Return how surprising something of this chance is, in bits."""
    return -math.log2(chance)


def at_least(hits: int, tries: int, chance: float) -> float:
    """Return the chance of `hits` or more in `tries` (binomial, by its incomplete beta function, for any number)."""
    if hits <= 0:
        return 1.0
    if hits > tries or chance <= 0:
        return 0.0
    return 1.0 if chance >= 1 else beta_below(chance, hits, tries - hits + 1)


def discoveries(chances: Sequence[float], *, level: float = 0.05) -> tuple[bool, ...]:
    """Return which of several chances are notable when all are looked at at once (Benjamini and Hochberg)."""
    ordered = sorted(chances)
    bar = max((p for rank, p in enumerate(ordered, 1) if p <= level * rank / len(ordered)), default=-1.0)
    return tuple(p <= bar for p in chances)
