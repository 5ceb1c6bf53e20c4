"""A sentence seen from one of its figures in, the words that speak for a property, with their weights, out."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

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


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence as a line of words, seen from one of its figures."""

    spoken: Mapping[str, tuple[int, ...]]
    at: int
    others: tuple[int, ...]

    @classmethod
    def of(cls, sentence: Sentence, said: Said) -> "Line":
        """Return the line of a sentence as it is seen from a figure of it."""
        spoken: dict[str, tuple[int, ...]] = {}
        for number, word in enumerate(words(sentence.text)):
            if word.text in _EMPTY:
                continue
            stem = _stem(word.text)
            spoken[stem] = (*spoken.get(stem, ()), number)
        at = len(words(sentence.text[: said.start]))
        others = (each for each in sentence.said if each is not said and each.figure and each.figure.unit != "NUM")
        return cls(spoken, at, tuple(len(words(sentence.text[: each.start])) for each in others))

    def evidence(self, predicate: str, own: str) -> dict[str, float]:
        """Return the words of a property that the sentence has, each with its weight by where it stands."""
        wanted = stems(name(predicate)) | _other_words(predicate) | stems(own)
        return {stem: max(map(self._weight, self.spoken[stem])) for stem in wanted if stem in self.spoken}

    def _weight(self, place: int) -> float:
        """Return the weight of a word: in front of all figures it speaks for all, else for the one next to it."""
        distance = abs(place - self.at)
        before_all = all(place < other for other in (self.at, *self.others))
        anothers = not before_all and any(abs(place - other) < distance for other in self.others)
        return (_OTHERS if anothers else 1.0) / (1 + distance / _NEAR)

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
