"""Exposures of a population before and after in, its mean out, with the change of membership told apart.

The mean of a changing population moves by what happens to its members and by who joins and leaves. The three parts of
a change add up: within (the same members as before), newcomers counted, leavers no longer counted.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from statistics import fmean

FEWEST = 5
"""Members below which a mean is no index."""


@dataclass(frozen=True, slots=True)
class Split:
    """What a change of the mean is made of."""

    within: float
    entry: float
    exit: float

    @property
    def total(self) -> float:
        """Return the whole change."""
        return self.within + self.entry + self.exit


def mean(exposures: Mapping[str, float], population: Iterable[str]) -> float | None:
    """Return the mean exposure of a population, each member counted alike; None where it is empty."""
    members = sorted(set(population))
    return fmean(exposures.get(member, 0.0) for member in members) if members else None


def split(
    before: Mapping[str, float],
    population_before: Iterable[str],
    after: Mapping[str, float],
    population_after: Iterable[str],
) -> Split | None:
    """Return the parts of the change, or None where nobody is in both populations, so that nothing can be compared."""
    old, new = set(population_before), set(population_after)
    stayed = old & new
    if not stayed:
        return None
    mean_old, mean_new = mean(before, old), mean(after, new)
    stayed_old, stayed_new = mean(before, stayed), mean(after, stayed)
    assert mean_old is not None
    assert mean_new is not None
    assert stayed_old is not None
    assert stayed_new is not None
    return Split(stayed_new - stayed_old, mean_new - stayed_new, stayed_old - mean_old)
