"""A claim in, the ways to work its figure out from other figures.

One function a formula, all named in `FORMULAS`. What a metric is a quotient, a product or a span of stands in the
vocabulary, so a formula names no metric where a term of the vocabulary can say it. A function yields a plan: which
figures it needs, and how they are combined with that of the claim.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import product
from typing import Literal

from kg.arithmetic.book import Book, FigureClaim, Frame, Tie, Wanted
from kg.arithmetic.intervals import Interval, Printed, Reading, read

_SMALL = frozenset({"only", "just", "as-little-as"})
_LARGE = frozenset({"as-much-as"})
_MAKES, _ROUND = ("developedBy", "builtBy"), "roundAmount"


@dataclass(frozen=True, slots=True)
class Part:
    """A figure of a plan, with the power or sign that it comes in with."""

    sign: Literal[1, -1]
    wanted: Wanted | None = None
    fixed: Reading | None = None
    """What stands in the claim itself, or is counted, instead of a figure that is looked for."""
    words: str = ""
    """What a fixed part is, for people."""
    tie: Tie | None = None
    """What ties this part to the claim, where each part has a tie of its own."""
    printed: Printed | None = None
    """The figure of a fixed part, where it stands in the claim."""

    @classmethod
    def beside(cls, sign: Literal[1, -1], printed: Printed) -> "Part":
        """Return the part of a figure that stands in the claim beside its own."""
        return cls(sign, fixed=read(printed), words=printed.text, printed=printed)


@dataclass(frozen=True, slots=True)
class Plan:
    """How a claim's figure follows from others: the product (or sum) of all parts is the figure."""

    formula: str
    parts: tuple[Part, ...]
    adds: bool = False
    """Whether the parts are added, and not multiplied."""
    relation: Literal["is", "at most", "at least"] = "is"
    """Whether the figure is the result, or must not be more or less than it."""
    ties: tuple[Tie, ...] = ()
    """What ties the parts to the claim; those that are claims belong to the set that cannot all hold."""


Formula = Callable[[FigureClaim, Book], Iterator[Plan]]


def ratio(claim: FigureClaim, book: Book) -> Iterator[Plan]:
    """Of two values of one metric, that of the subject over that of the baseline: 60 % more, three times as much."""
    if not claim.compares:
        return
    frame = claim.frame
    above = Part(1, Wanted(claim.subject, claim.metric, frame))
    if claim.baseline_figure:
        fixed = Part.beside(-1, claim.baseline_figure)
        own = replace(above, wanted=Wanted(claim.subject, claim.metric, frame, kind=claim.baseline_figure.kind))
        yield Plan("ratio", (own, fixed))
    if claim.baseline:
        for below, tie in _named(claim.baseline, claim.metric, frame, claim.document, book):
            yield Plan("ratio", (above, Part(-1, below)), ties=tie)


def _named(name: str, metric: str, frame: Frame, document: str, book: Book) -> Iterator[tuple[Wanted, tuple[Tie, ...]]]:
    """Return a thing itself, and who else had the value: the valuation of February is that of a company in February."""
    yield Wanted(name, metric, frame), ()
    for tie in book.ties_to(name, "about"):
        if tie.time == (None, None) or tie.document != document:
            continue
        for other in book.ties_from(tie.source, "about"):
            if other.target != name:
                yield Wanted(other.target, metric, replace(frame, time=tie.time)), (tie,)


def quotient(claim: FigureClaim, book: Book) -> Iterator[Plan]:
    """Of a metric that is a quotient by definition: performance per watt, cost per kilowatt."""
    terms = book.formulas.get(claim.metric, {})
    above, below = terms.get("numerator", ()), terms.get("denominator", ())
    if not above or not below:
        return
    if claim.compares and claim.baseline:
        for first, second in product(_factors(claim, above[0], 1), _factors(claim, below[0], -1)):
            yield Plan("quotient", (*first, *second))
    elif claim.figure:
        for subject, ties in _projects(claim, book):
            frame = replace(claim.frame, time=(None, None)) if ties else claim.frame
            parts = (Part(1, Wanted(subject, above[0], frame)), Part(-1, Wanted(subject, below[0], frame)))
            yield Plan("quotient", parts, ties=ties)


def _factors(claim: FigureClaim, metric: str, sign: Literal[1, -1]) -> Iterator[tuple[Part, ...]]:
    """Return the ways to say by how much subject and baseline differ in a metric: by a factor, or by two values."""
    other: Literal[1, -1] = -1 if sign == 1 else 1
    yield (Part(sign, Wanted(claim.subject, metric, claim.frame, claim.baseline, "Factor")),)
    yield (Part(other, Wanted(claim.baseline, metric, claim.frame, claim.subject, "Factor")),)
    yield (
        Part(sign, Wanted(claim.subject, metric, claim.frame)),
        Part(other, Wanted(claim.baseline, metric, claim.frame)),
    )


def _projects(claim: FigureClaim, book: Book) -> Iterator[tuple[str, tuple[Tie, ...]]]:
    """Return the subject itself, and the projects that it develops: what a company says of its way of building."""
    yield claim.subject, ()
    for relation in _MAKES:
        for tie in book.ties_to(claim.subject, relation):
            yield tie.source, (tie,)


def times(claim: FigureClaim, book: Book) -> Iterator[Plan]:
    """Of a property that is a product by definition: energy a request at so many requests a second."""
    factors = book.formulas.get(claim.predicate, {}).get("productOf", ())
    if not claim.figure or len(factors) < 2:  # noqa: PLR2004 (a product has two factors)
        return
    wanted = [Part(1, Wanted(claim.subject, name, claim.frame)) for name in factors]
    yield Plan("product", tuple(wanted))
    if claim.second and claim.second[0] == "at":
        for part in wanted:
            yield Plan("product", (part, Part.beside(1, claim.second[1])))


def span(claim: FigureClaim, book: Book) -> Iterator[Plan]:
    """Of a time from one date to another: from the start of construction to operation."""
    terms = book.formulas.get(claim.predicate, {})
    if claim.kind != "Time":
        return
    for subject, ties in _projects(claim, book):
        for start, finish in product(terms.get("spansFrom", ()), terms.get("spansTo", ())):
            parts = (Part(1, Wanted(subject, finish, Frame())), Part(-1, Wanted(subject, start, Frame())))
            yield Plan("span", parts, adds=True, ties=ties)


def framing(claim: FigureClaim, book: Book) -> Iterator[Plan]:
    """Of a word that calls a figure small or large: "only 23 kW" against what the thing is compared with."""
    if claim.framing not in _SMALL | _LARGE or claim.compares or not claim.figure:
        return
    relation: Literal["at most", "at least"] = "at most" if claim.framing in _SMALL else "at least"
    for baseline, tie in book.compared(claim.subject, claim.document):
        part = Part(1, Wanted(baseline, claim.predicate, claim.frame))
        yield Plan("framing", (part,), relation=relation, ties=(tie,))


def count(claim: FigureClaim, book: Book) -> Iterator[Plan]:
    """Of a number of announcements: how many the document reports."""
    if claim.predicate != "announcementCount":
        return
    reported = book.announcements(claim.subject)
    if reported:
        number = Interval(float(len(reported)), float(len(reported)))
        part = Part(1, fixed=Reading(number, number, number), words=_reported(len(reported)))
        yield Plan("count", (part,), ties=reported)


def _reported(number: int) -> str:
    return "1 announcement is reported" if number == 1 else f"{number} announcements are reported"


def total(claim: FigureClaim, book: Book) -> Iterator[Plan]:
    """Of a total and its parts: all that a company raised is at least the sum of the rounds that are told."""
    if claim.predicate != "totalRaised" or not claim.figure:
        return
    ties = {tie.target: tie for tie in reversed(book.ties_from(claim.subject, "hadFundingRound"))}
    rounds = [name for name in sorted(ties) if ties[name].document == claim.document and book.gives(name, _ROUND)]
    parts = tuple(Part(1, Wanted(name, _ROUND, Frame(), kind=claim.kind), tie=ties[name]) for name in rounds)
    if parts:
        yield Plan("total", parts, adds=True, relation="at least")


def post_money(claim: FigureClaim, _: Book) -> Iterator[Plan]:
    """Of what a company is worth with the new money: what it was worth before, and the new money."""
    if claim.frame.aspect != "post-money" or not claim.figure:
        return
    before = Wanted(claim.subject, claim.predicate, replace(claim.frame, aspect="pre-money"), kind=claim.kind)
    for money in ("offeringSize", _ROUND):
        new = Wanted(claim.subject, money, replace(claim.frame, aspect=""), kind=claim.kind)
        yield Plan("post-money", (Part(1, before), Part(1, new)), adds=True)


FORMULAS: tuple[Formula, ...] = (ratio, quotient, times, span, framing, count, total, post_money)
