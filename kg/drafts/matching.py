"""A figure of a sentence and the claims about whom it speaks of in, the properties that it may be a figure of out.

A property is likelier the more words of its label, or of what people also call it, stand near the figure. Where two are
about as likely, or nothing but the unit speaks for one of several, all are returned.
"""

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from heapq import merge
from operator import itemgetter

from kg.arithmetic.book import FigureClaim
from kg.arithmetic.intervals import Interval, Printed, Reading, factor, read, stretch
from kg.drafts.context import Context
from kg.drafts.evidence import Line, name, stems
from kg.drafts.names import words
from kg.drafts.reading import Said, Sentence
from kg.figures import base
from kg.vocab import UNITS

_NAMED = 0.3
"""The weight from which a word is said to speak for a property."""
_UNNAMED = 0.2
"""What each word of a label takes away that does not stand in the sentence."""
_BASELINE, _PART = 0.5, 0.3
COMPARED = "compared with"
_COMPARED = re.compile(
    r"\b(?:from|than|against|versus|vs\.?|instead of|compared (?:with|to))(?: \w+)? $", re.IGNORECASE
)
_BEFORE = 100
"""Characters before a figure in which it is said to be compared."""
_FARTHEST = 100
"""The factor beyond which two figures are not of one thing, unless a scale word slipped."""
_OTHERWISE_WRITTEN = 2
"""The same for comparisons of which one is a percentage and the other a factor."""
_SLIP = 1e-3
_CLEARLY = 1.25
"""How much likelier the first property has to be than the second."""
_UP = [
    "above",
    "gain",
    "gained",
    "grew",
    "growth",
    "higher",
    "increase",
    "increased",
    "more",
    "premium",
    "rise",
    "rose",
    "up",
]
_DOWN = ["below", "cut", "cuts", "down", "drop", "dropped", "earlier", "fall", "fell", "fewer", "less", "lower"]
_DOWN += ["reduced", "reduces", "reduction", "saves", "shorter", "sooner"]
_DIRECTIONS = {"percentIncrease": frozenset(_UP), "percentReduction": frozenset(_DOWN)}
PERCENT, FOLD = "PERCENT", "Fold"
"""Kinds of a comparison of which only the number is compared."""
_BESIDE = 6
"""Words beside a percentage in which more or less is looked for."""


@dataclass(frozen=True, slots=True)
class Facet:
    """A figure or date of a claim: its own, the one that it is compared with, or the one that belongs to it."""

    claim: FigureClaim
    part: str
    """Empty for the claim's own; `compared with`, or `at` and the like."""
    kind: str
    reading: Reading
    printed: str
    unit: str


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


def facets(claim: FigureClaim) -> Iterable[Facet]:
    """Return the figures and dates of a claim."""
    yield Facet(claim, "", claim.kind, claim.reading, claim.printed, claim.figure.unit if claim.figure else "")
    if claim.compares and claim.figure and claim.figure.unit == PERCENT:
        yield Facet(claim, "", PERCENT, read(claim.figure), claim.printed, PERCENT)
    if claim.compares and claim.figure and claim.ratio == "foldReduction":
        yield Facet(claim, "", FOLD, read(claim.figure), claim.printed, claim.figure.unit)
    if claim.baseline_figure:
        other = claim.baseline_figure
        yield Facet(claim, COMPARED, other.kind, read(other), other.text, other.unit)
    if claim.second:
        word, other = claim.second
        yield Facet(claim, word, other.kind, read(other), other.text, other.unit)


def printed(said: Said) -> Printed | None:
    """Return a figure of a draft as claims have theirs; None for a time."""
    if said.figure is None:
        return None
    figure = said.figure
    low, high = (None if end is None else float(end) for end in base(figure))
    return Printed(said.text, figure.bound, UNITS[figure.unit].kind, figure.unit, low, high)


def readings(said: Said, sentence: Sentence) -> dict[str, Reading]:
    """Return what a figure of a draft can stand for, by kind; a percentage takes its direction from words beside it."""
    figure = printed(said)
    if figure is None:
        assert said.when is not None, "what is no figure is a time"
        return {"Date": stretch(said.when.earliest, said.when.latest, said.text)}
    if said.figure and said.figure.ratio:
        found = {"Factor": factor(figure, said.figure.ratio)}
        if said.figure.ratio == "timesAsMuch" and not _around(said, sentence) & _DIRECTIONS["percentIncrease"]:
            found[FOLD] = read(figure)  # "cut 13-fold" says only before the figure that it is a reduction
        return found
    found = {figure.kind: read(figure)}
    if figure.unit == PERCENT:
        spoken = _around(said, sentence)
        said_so = [ratio for ratio, known in _DIRECTIONS.items() if spoken & known]
        if len(said_so) == 1:
            found["Factor"] = factor(figure, said_so[0])
        else:
            found[PERCENT] = found[figure.kind]  # more or less is not said, so only the number is compared
    return found


def _around(said: Said, sentence: Sentence) -> set[str]:
    """Return the words that stand next to a figure and to no other."""
    start = max((each.end for each in sentence.said if each.end <= said.start), default=0)
    end = min((each.start for each in sentence.said if each.start >= said.end), default=len(sentence.text))
    before, after = words(sentence.text[start : said.start]), words(sentence.text[said.end : end])
    return {word.text for word in (*before[-_BESIDE:], *after[:_BESIDE])}


@lru_cache(maxsize=16)
def _by_kind(context: Context) -> Mapping[str, Sequence[tuple[int, Facet]]]:
    """Return the figures and dates of all claims of a context by kind, numbered in the order of the claims."""
    found: dict[str, list[tuple[int, Facet]]] = {}
    for each in enumerate(facet for claim in context.claims for facet in facets(claim)):
        found.setdefault(each[1].kind, []).append(each)
    return found


def candidates(said: Said, sentence: Sentence, context: Context) -> tuple[Property, ...]:
    """Return what a figure may be a figure of, likeliest first.

    Parameters
    ----------
    said
        The figure or time.
    sentence
        The sentence around it.
    context
        The things that the sentence speaks of, those that are theirs, and the claims about them.

    """
    near = context.near
    kinds = readings(said, sentence)
    by_kind = _by_kind(context)
    groups: dict[tuple[str, ...], list[Facet]] = {}
    for _, facet in merge(*(by_kind.get(kind, ()) for kind in kinds), key=itemgetter(0)):
        if _may_be(said, sentence, kinds[facet.kind], facet):
            claim = facet.claim
            key = (claim.subject, claim.predicate, facet.part, claim.baseline if claim.compares else "")
            groups.setdefault(key, []).append(facet)
    line = Line.of(sentence, said)
    found = []
    for (subject, predicate, part, baseline), held in groups.items():
        weights = line.evidence(predicate, near[subject].own)
        label = stems(name(predicate))
        score = sum(weights.values()) + line.subject(near[subject])
        score -= _UNNAMED * len(label - weights.keys()) + (_PART if part else 0.0)
        score += _BASELINE if baseline in near and not near[baseline].own else 0.0
        named = tuple(sorted(stem for stem, weight in weights.items() if weight >= _NAMED))
        found.append(Property(tuple(held), score, named))
    return tuple(sorted(found, key=lambda each: (-each.score, each.label)))


def _may_be(said: Said, sentence: Sentence, reading: Reading, facet: Facet) -> bool:
    """Whether a figure can be meant for that of a claim at all."""
    if facet.part == COMPARED and not _COMPARED.search(sentence.text[max(said.start - _BEFORE, 0) : said.start]):
        return False
    if facet.kind == "Count" and said.figure and said.figure.unit not in {"NUM", facet.unit}:
        return False
    times = apart(reading, facet.reading)
    if facet.kind == "Factor" and ("%" in facet.printed) != (said.figure is not None and said.figure.unit == PERCENT):
        return times <= _OTHERWISE_WRITTEN
    return facet.kind in {"Date", "Factor", PERCENT, FOLD} or times <= _FARTHEST or is_slip(times)


def middle(interval: Interval) -> float:
    """Return the middle of an interval, or its one end; 0 where it is open at both."""
    ends = [end for end in (interval.low, interval.high) if math.isfinite(end)]
    return sum(ends) / len(ends) if ends else 0.0


def apart(reading: Reading, other: Reading) -> float:
    """Return the factor between two figures as they are printed, 1 or more; infinite if only one is above zero."""
    one, two = middle(reading.printed), middle(other.printed)
    if one > 0 and two > 0:
        return max(one, two) / min(one, two)
    return 1.0 if one == two else math.inf


def is_slip(times: float) -> bool:
    """Whether two figures differ by thousands, as where million stands for billion."""
    power = round(math.log10(times) / 3) if math.isfinite(times) else 0
    return power > 0 and abs(math.log10(times) - 3 * power) < _SLIP


def likeliest(found: Sequence[Property]) -> tuple[Property, ...]:
    """Return the one property that is clearly the likeliest, or all that may be meant."""
    spoken_for = [each for each in found if each.named] or list(found)
    first = spoken_for[0].score if spoken_for else 0.0
    return tuple(each for each in spoken_for if first <= 0 or each.score * _CLEARLY > first)
