"""A figure of a sentence and the claims about whom it speaks of in, the properties that it may be a figure of out.

A property is likelier the more words of its label, or of what people also call it, stand near the figure. Where two are
about as likely, or nothing but the unit speaks for one of several, all are returned.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from kg.arithmetic.book import FigureClaim
from kg.arithmetic.intervals import Printed, Reading, factor, read, stretch
from kg.drafts.names import words
from kg.drafts.reading import Said, Sentence
from kg.figures import base
from kg.vocab import METRICS, PREDICATES, UNITS

_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_EMPTY = frozenset(
    (
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
        "to",
        "with",
    )
)
_ENDINGS = ("ings", "ing", "ies", "ied", "ed", "es", "s", "e", "y")
_SHORTEST = 3
"""Letters of a stem."""
_NEAR = 8
"""Words between a figure and a word at which the word counts half."""
_UNNAMED = 0.12
"""What each word of a label takes away that does not stand in the sentence."""
_BASELINE = 0.5
_CLEARLY = 1.25
"""How much likelier the first property has to be than the second."""
_UP = frozenset(
    map(str, ("more", "rose", "rise", "gain", "gained", "grew", "increase", "premium", "up", "higher", "jumped"))
)
_DOWN = frozenset(
    ("less", "fell", "fall", "cut", "cuts", "drop", "dropped", "reduced", "reduction", "lower", "down", "saves")
)


@dataclass(frozen=True, slots=True)
class Facet:
    """A figure or date of a claim: its own, the one that it is compared with, or the one that belongs to it."""

    claim: FigureClaim
    part: str
    """Empty for the claim's own; `compared with`, or `at` and the like."""
    kind: str
    reading: Reading
    printed: str
    bound: str


@dataclass(frozen=True, slots=True)
class Property:
    """What a figure may be a figure of, with all that the ledger holds of it."""

    facets: tuple[Facet, ...]
    score: float
    named: tuple[str, ...]
    """Words of the sentence that speak for it."""

    @property
    def claim(self) -> FigureClaim:
        """The first claim, which has the names."""
        return self.facets[0].claim

    @property
    def label(self) -> str:
        """What it is, in words."""
        part = f", {self.facets[0].part}" if self.facets[0].part else ""
        return f"{self.claim.label} — {name(self.claim.predicate)}{part}"


def name(predicate: str) -> str:
    """Return the label of a predicate."""
    return PREDICATES[predicate].label if predicate in PREDICATES else predicate


def facets(claim: FigureClaim) -> Iterable[Facet]:
    """Return the figures and dates of a claim."""
    bound = claim.figure.bound if claim.figure else ""
    yield Facet(claim, "", claim.kind, claim.reading, claim.printed, bound)
    if claim.baseline_figure:
        other = claim.baseline_figure
        yield Facet(claim, "compared with", other.kind, read(other), other.text, other.bound)
    if claim.second:
        word, other = claim.second
        yield Facet(claim, word, other.kind, read(other), other.text, other.bound)


def printed(said: Said) -> Printed | None:
    """Return a figure of a draft as claims have theirs; None for a time."""
    if said.figure is None:
        return None
    figure = said.figure
    low, high = (None if end is None else float(end) for end in base(figure))
    return Printed(said.text, figure.bound, UNITS[figure.unit].kind, figure.unit, low, high)


def readings(said: Said, sentence: Sentence) -> dict[str, Reading]:
    """Return what a figure of a draft can stand for, by kind; a percentage without a direction takes the sentence's."""
    figure = printed(said)
    if figure is None:
        assert said.when is not None, "what is no figure is a time"
        return {"Date": stretch(said.when.earliest, said.when.latest, said.text)}
    if said.figure and said.figure.ratio:
        return {"Factor": factor(figure, said.figure.ratio)}
    found = {figure.kind: read(figure)}
    if figure.unit == "PERCENT":
        spoken = {word.text for word in words(sentence.text)}
        ratios = {"percentIncrease": spoken & _UP, "percentReduction": spoken & _DOWN}
        said_so = [ratio for ratio, by in ratios.items() if by]
        if len(said_so) == 1:
            found["Factor"] = factor(figure, said_so[0])
    return found


def candidates(
    said: Said, sentence: Sentence, near: Mapping[str, str], claims: Sequence[FigureClaim]
) -> tuple[Property, ...]:
    """Return what a figure may be a figure of, likeliest first.

    Parameters
    ----------
    said
        The figure or time.
    sentence
        The sentence around it.
    near
        The things that the sentence speaks of, and those close to them, each with the words of its own name that
        speak for it: none for what the sentence names.
    claims
        Claims about these things.

    """
    kinds = readings(said, sentence)
    groups: dict[tuple[str, ...], list[Facet]] = {}
    for claim in claims:
        for facet in facets(claim):
            if facet.kind in kinds:
                key = (claim.subject, claim.predicate, facet.part, claim.baseline if claim.compares else "")
                groups.setdefault(key, []).append(facet)
    spoken = _spoken(sentence.text)
    at = len(words(sentence.text[: said.start]))
    found = []
    for (subject, predicate, part, baseline), held in groups.items():
        weights = _evidence(predicate, near[subject], spoken, at)
        label = _stems(name(predicate))
        score = sum(weights.values()) - _UNNAMED * len(label - weights.keys()) - (0.3 if part else 0.0)
        score += _BASELINE if baseline and baseline in near and not near[baseline] else 0.0
        if subject in near and not near[subject]:
            score += 0.1
        found.append(Property(tuple(held), score, tuple(sorted(weights))))
    return tuple(sorted(found, key=lambda each: (-each.score, each.label)))


def likeliest(found: Sequence[Property]) -> tuple[Property, ...]:
    """Return the one property that is clearly the likeliest, or all that may be meant."""
    if len(found) == 1:
        return tuple(found)
    spoken_for = [each for each in found if each.named]
    if not spoken_for:
        return tuple(found)
    first = spoken_for[0].score
    return tuple(each for each in spoken_for if each.score * _CLEARLY > first) if first > 0 else tuple(spoken_for)


def _spoken(text: str) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for number, word in enumerate(words(text)):
        found.setdefault(_stem(word.text), []).append(number)
    return found


def _evidence(predicate: str, own: str, spoken: Mapping[str, list[int]], at: int) -> dict[str, float]:
    """Return the words of a property that a sentence has, each with its weight by how near it stands."""
    wanted = _stems(name(predicate)) | _other_words(predicate) | _stems(own)
    return {stem: 1 / (1 + min(abs(place - at) for place in spoken[stem]) / _NEAR) for stem in wanted if stem in spoken}


@cache
def _other_words(predicate: str) -> frozenset[str]:
    term = PREDICATES.get(predicate)
    if term is None:
        return frozenset()
    metric = METRICS[term.metric].label if term.metric else ""
    return frozenset().union(*map(_stems, (_CAMEL.sub(" ", predicate), metric, *term.also)))


@cache
def _stems(text: str) -> frozenset[str]:
    return frozenset(_stem(word.text) for word in words(text) if word.text not in _EMPTY)


def _stem(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST:
            return word.removesuffix(ending)
    return word
