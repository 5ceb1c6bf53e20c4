"""Things with their features in, how alike two of them are out, and in what.

Features are words of any kind. Rare ones weigh more: a feature that most things have tells little about any of them.
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass


def weights(bags: Iterable[AbstractSet[str]]) -> dict[str, float]:
    """Return what each feature weighs: 1 + ln((1 + N) / (1 + df)), with df of N things that have it (smooth idf)."""
    held = list(bags)
    counts = Counter(feature for bag in held for feature in bag)
    return {feature: 1 + math.log((1 + len(held)) / (1 + count)) for feature, count in sorted(counts.items())}


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two things are."""

    score: float
    """Weight of what both have over weight of what either has (weighted Jaccard), 0 to 1."""
    plain: float
    """The same with every feature counted once."""
    shared: tuple[str, ...]
    """Heaviest first, as are the others."""
    only_first: tuple[str, ...]
    only_second: tuple[str, ...]


def compare(first: AbstractSet[str], second: AbstractSet[str], weigh: Mapping[str, float]) -> Likeness:
    """Return how alike two things are, and what each has that the other has not."""
    both, either = first & second, first | second
    whole = math.fsum(weigh[each] for each in sorted(either))
    return Likeness(
        math.fsum(weigh[each] for each in sorted(both)) / whole if whole else 0.0,
        len(both) / len(either) if either else 0.0,
        *(
            tuple(sorted(part, key=lambda each: (-weigh[each], each)))
            for part in (both, first - second, second - first)
        ),
    )
