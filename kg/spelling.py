"""A word that is nowhere and the words that there are in, the closest of them out; for hints in errors.

The measure is that of `difflib`: twice the letters in common over all letters. What it costs has a bound, however many
words there are and whoever wrote them: the cheap measures, which are never below the exact one, say for which few of
them the exact one is worth taking.
"""

from collections.abc import Iterable
from difflib import SequenceMatcher
from heapq import nlargest
from itertools import islice

from kg.lengths import NAME

CLOSE = 0.6
"""From this likeness on, of 1, a word may have been meant."""
MOST_CHOICES = 5_000
"""Words that are looked at; of more, those that begin alike come first."""
_MOST_COMPARED = 60
"""Words of which the exact likeness is taken."""


def closest(word: str, choices: Iterable[str], *, most: int) -> list[str]:
    """Return up to `most` of `choices` that are close to `word`, the closest first; none for what is no word."""
    if not word or len(word) > NAME:
        return []
    shortest, longest = len(word) * CLOSE / (2 - CLOSE), len(word) * (2 - CLOSE) / CLOSE
    fitting = [choice for choice in dict.fromkeys(choices) if shortest <= len(choice) <= longest]
    if len(fitting) > MOST_CHOICES:
        fitting = list(islice(_alike_first(word, fitting), MOST_CHOICES))
    matcher = SequenceMatcher()
    matcher.set_seq2(word)
    limits: list[tuple[float, str]] = []
    for choice in fitting:
        matcher.set_seq1(choice)
        if (limit := matcher.quick_ratio()) >= CLOSE:
            limits.append((limit, choice))
    best: list[tuple[float, str]] = []
    for limit, choice in nlargest(_MOST_COMPARED, limits):
        if len(best) == most and limit < best[-1][0]:
            break
        matcher.set_seq1(choice)
        if (likeness := matcher.ratio()) >= CLOSE:
            best = nlargest(most, [*best, (likeness, choice)])
    return [choice for _, choice in best]


def _alike_first(word: str, choices: list[str]) -> Iterable[str]:
    for same in (2, 1):
        yield from (each for each in choices if each[:same] == word[:same] and (same == 2 or each[:2] != word[:2]))  # noqa: PLR2004 (two letters alike, or the first of two)
    yield from (each for each in choices if each[:1] != word[:1])
