"""A sentence seen from one of its figures in, the words that speak for a property, with their weights, out."""

import math
import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from kg.drafts.context import Near
from kg.drafts.names import words
from kg.drafts.reading import Said, Sentence
from kg.vocab import METRICS, PREDICATES

_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_EMPTY = frozenset(
    [
        "a",
        "an",
        "and",
        "at",
        "by",
        "for",
        "in",
        "its",
        "of",
        "on",
        "over",
        "per",
        "relative",
        "that",
        "the",
        "times",  # how factors are written, of whatever
        "to",
        "with",
    ]
)
_ENDINGS = ("ation", "ings", "ing", "ies", "ied", "ed", "es", "s", "e", "y")
_SHORTEST = 3
"""Letters of a stem."""
_NEAR = 8
"""Words between a figure and a word at which the word counts half."""
_SUBJECT, _SUBJECT_NEAR = 1.5, 4
"""The weight of the thing itself, and the words between it and the figure at which it counts half."""
_BEHIND = 0.5
"""What is left of it where it stands behind the figure, or where only its owner is named."""
_OTHERS = 0.25
"""What is left of a word that stands nearer to another figure, behind this one or before it."""


def name(predicate: str) -> str:
    """Return the label of a predicate."""
    return PREDICATES[predicate].label if predicate in PREDICATES else predicate


@lru_cache(maxsize=16)
def _stems_of(text: str) -> tuple[Mapping[str, Sequence[int]], Sequence[int]]:
    """Return the numbers of the words of a sentence by their stems, and where each word begins."""
    spoken: dict[str, list[int]] = {}
    spelled = words(text)
    for number, word in enumerate(spelled):
        if word.text not in _EMPTY:
            spoken.setdefault(_stem(word.text), []).append(number)
    return spoken, [word.start for word in spelled]


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence as a line of words, seen from one of its figures."""

    spoken: Mapping[str, Sequence[int]]
    at: int
    others: Sequence[int]
    """Places of the other figures, from left to right."""

    @classmethod
    def of(cls, sentence: Sentence, said: Said) -> "Line":
        """Return the line of a sentence as it is seen from a figure of it."""
        spoken, begins = _stems_of(sentence.text)
        others = (each for each in sentence.said if each is not said and each.figure and each.figure.unit != "NUM")
        return cls(spoken, bisect_left(begins, said.start), [bisect_left(begins, each.start) for each in others])

    def evidence(self, predicate: str, own: str) -> dict[str, float]:
        """Return the words of a property that the sentence has, each with its weight by where it stands."""
        wanted = stems(name(predicate)) | _other_words(predicate) | stems(own)
        return {stem: max(map(self._weight, self.spoken[stem])) for stem in wanted if stem in self.spoken}

    def _weight(self, place: int) -> float:
        """Return the weight of a word: in front of all figures it speaks for all, else for the one next to it."""
        distance = abs(place - self.at)
        before_all = place < min(self.at, self.others[0] if self.others else self.at)
        anothers = not before_all and self._to_another(place) < distance
        return (_OTHERS if anothers else 1.0) / (1 + distance / _NEAR)

    def _to_another(self, place: int) -> float:
        """Return how many words lie between a word and the nearest of the other figures."""
        behind = bisect_left(self.others, place)
        return min((abs(place - other) for other in self.others[max(behind - 1, 0) : behind + 1]), default=math.inf)

    def subject(self, near: Near) -> float:
        """Return the weight of the thing itself: the nearer in front of the figure, the more."""
        weight = _SUBJECT * (_BEHIND if near.own else 1.0)
        if not near.places:
            return weight / (1 + near.back)
        return max(
            weight * (1.0 if place <= self.at else _BEHIND) / (1 + abs(place - self.at) / _SUBJECT_NEAR)
            for place in near.places
        )


@cache
def _other_words(predicate: str) -> frozenset[str]:
    term = PREDICATES.get(predicate)
    if term is None:
        return frozenset()
    metric = METRICS[term.metric].label if term.metric else ""
    return frozenset().union(*map(stems, (_CAMEL.sub(" ", predicate), metric, *term.also)))


@cache
def stems(text: str) -> frozenset[str]:
    """Return the words of a text without their endings, and without those that say nothing."""
    return frozenset(_stem(word.text) for word in words(text) if word.text not in _EMPTY)


def _stem(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST:
            return word.removesuffix(ending)
    return word
