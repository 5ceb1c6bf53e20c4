"""A draft and a ledger in, for each figure of the draft whether it agrees, differs, is unknown or cannot hold out."""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from kg.arithmetic.book import Book, FigureClaim
from kg.arithmetic.conflicts import verdicts
from kg.arithmetic.intervals import Interval, Reading
from kg.arithmetic.verdict import Verdict
from kg.arithmetic.words import number, sentence
from kg.drafts.context import Context, Contexts, Ledger
from kg.drafts.matching import Facet, Property, candidates, likeliest, printed, readings
from kg.drafts.reading import Said, Sentence

Status = Literal["agrees", "fits", "contested", "differs", "cannot hold", "unclear", "unknown"]
WRONG: frozenset[Status] = frozenset({"differs", "cannot hold"})
DRAFT = "draft"
"""What the draft is called where its figures are claims."""
_SLACK = 1e-9
_DENIED = re.compile(
    r"\b(?:not(?! only)|no longer|never|denie[sd])\b[^.;:]{0,40}$|n['\u2019]t\b[^.;:]{0,40}$", re.IGNORECASE
)
_ONLY = re.compile(r"\b(only|just) $", re.IGNORECASE)
_SMALL_COUNT = 100
_MOST = 4
"""Properties that are named where several may be meant."""
_NUMBERS = {1: "one", 2: "two", 3: "three"}


@dataclass(frozen=True, slots=True)
class Source:
    """A claim of the ledger that a figure was held against."""

    claim: str
    printed: str
    agrees: bool


@dataclass(frozen=True)
class Checked:
    """A figure of a draft, and what the ledger says of it."""

    line: int
    column: int
    text: str
    status: Status
    about: str = ""
    """What it is a figure of, in words."""
    says: str = ""
    """What was found, in a sentence without a full stop."""
    sources: tuple[Source, ...] = ()
    claim: FigureClaim | None = field(default=None, repr=False)
    """The figure as a claim of the draft, where it is clear what it is a figure of."""

    @property
    def place(self) -> str:
        """Line and column, as compilers write them."""
        return f"{self.line}:{self.column}"


def check(sentences: Sequence[Sentence], ledger: Ledger) -> tuple[Checked, ...]:
    """Return what the ledger says of each figure of a draft, from top to bottom.

    A time is looked at only where the words around it name what it is the time of; so is a small number.
    """
    contexts = Contexts(ledger, sentences)
    found = [
        checked
        for at, each in enumerate(sentences)
        for checked in _of_sentence(each, contexts, at)
    ]  # fmt: skip
    return tuple(_with_conflicts(found, contexts))


def _of_sentence(one: Sentence, contexts: Contexts, at: int) -> Iterator[Checked]:
    names = contexts.mentions(at)
    said = [each for each in one.said if not any(each.start < name.end and name.start < each.end for name in names)]
    matched = [(each, *_match(each, one, contexts, at)) for each in said]
    taken = {
        _key(found[0]): each.start
        for each, found, _ in matched
        if len(found) == 1 and _judge(each, one, found[0]).status in {"agrees", "fits"}
    }
    for each, found, context in matched:
        left = [p for p in found if taken.get(_key(p), each.start) == each.start or _fits(each, one, p)]
        checked = _checked(each, one, left, context)
        if checked:
            yield checked


def _key(one: Property) -> tuple[str, str, str]:
    return one.claim.subject, one.claim.predicate, one.facets[0].part


def _fits(each: Said, one: Sentence, found: Property) -> bool:
    return _judge(each, one, found).status in {"agrees", "fits"}


def _match(each: Said, one: Sentence, contexts: Contexts, at: int) -> tuple[tuple[Property, ...], Context | None]:
    for context in contexts.of(at):
        found = likeliest(candidates(each, one, context.near, context.claims))
        if found:
            return found, context
    return (), None


def _checked(each: Said, one: Sentence, found: Sequence[Property], context: Context | None) -> Checked | None:
    line, column = one.place(each.start)
    base = Checked(line, column, each.text, "unknown")
    named = any(option.named for option in found)
    if not named and (each.when or _is_small(each)):
        return None
    if not found or context is None:
        return replace(base, says="the ledger has no such figure of what is spoken of here")
    if _DENIED.search(one.text[: each.start]):
        return replace(
            base, status="unclear", about=found[0].label, says="the sentence denies it, so it is not compared"
        )
    judged = [_judge(each, one, option) for option in found]
    before = f"; it is taken to speak of what {context.from_before} names" if context.from_before else ""
    if len(found) > 1 and {each.status for each in judged} != {"agrees"}:
        return _several(base, found, judged, named=named, before=before)
    result = judged[0]
    if not named and result.status == "differs":
        result = replace(result, status="unclear", says=f"only the unit speaks for it; if it is meant, {result.says}")
    return replace(result, says=f"{result.says}{before}")


def _is_small(each: Said) -> bool:
    figure = each.figure
    return figure is not None and figure.unit == "NUM" and (figure.high or figure.low or 0) < _SMALL_COUNT


def _several(
    base: Checked, found: Sequence[Property], judged: Sequence[Checked], *, named: bool, before: str
) -> Checked:
    options = [
        f"{p.label} ({j.status}: {', '.join(s.printed for s in j.sources)})" for p, j in zip(found, judged, strict=True)
    ]
    more = f" and {len(options) - _MOST} more" if len(options) > _MOST else ""
    listed = "; ".join(options[:_MOST]) + more
    if not named and all(each.status == "differs" for each in judged):
        return replace(base, says=f"none of the {len(found)} figures of its kind is this one: {listed}{before}")
    sources = tuple(source for each in judged for source in each.sources)
    return replace(base, status="unclear", says=f"it may be one of {len(found)}: {listed}{before}", sources=sources)


def _judge(each: Said, one: Sentence, found: Property) -> Checked:
    line, column = one.place(each.start)
    kinds = readings(each, one)
    facets = _of_the_time(found.facets, one)
    agree = [facet for facet in facets if _meet(kinds[facet.kind].strict, facet.reading.strict)]
    widely = [] if agree else [f for f in facets if _meet(kinds[f.kind].lenient, f.reading.lenient)]
    held = agree or widely
    chosen = held[0] if held else min(facets, key=lambda facet: _distance(kinds[facet.kind], facet.reading))
    against = [f for f in facets if f not in held and any(f.claim.frame == h.claim.frame for h in held)]
    status, says = _said_of(each, kinds[chosen.kind], chosen, held, against, widely=bool(widely))
    sources = tuple(Source(f.claim.id, f.printed, f in held) for f in (held or [chosen]) + against)
    return Checked(
        line, column, each.text, status, found.label, says, sources, _as_claim(each, one, chosen, line, column)
    )


def _said_of(
    each: Said, reading: Reading, chosen: Facet, held: list[Facet], against: list[Facet], *, widely: bool
) -> tuple[Status, str]:
    if not held:
        return "differs", f"the ledger has {chosen.printed}{_by(each, reading, chosen)}"
    if against:
        return "contested", f"{held[0].printed} agrees, but another source has {against[0].printed}"
    if widely:
        return "fits", f"the ledger has {held[0].printed}, which fits if the words are read widely"
    if all(_only_a_bound(reading, facet) for facet in held):
        return "fits", f"the ledger has {held[0].printed}, which is no more than a bound"
    return "agrees", f"the ledger has {held[0].printed}"


def _only_a_bound(reading: Reading, facet: Facet) -> bool:
    """Whether a claim only gives a bound, and the figure is not that bound itself."""
    low, high = facet.reading.printed.low, facet.reading.printed.high
    if math.isfinite(low) and math.isfinite(high):
        return False
    bound = low if math.isfinite(low) else high
    return not _meet(reading.printed, Interval(bound, bound)) and not _meet(reading.strict, Interval(bound, bound))


def _of_the_time(facets: Sequence[Facet], one: Sentence) -> list[Facet]:
    """Return the facets of the time that the sentence names, where there are any."""
    times = [(each.when.earliest, each.when.latest) for each in one.said if each.when]
    inside = [f for f in facets if f.kind != "Date" and any(_overlap(f.claim.frame.time, time) for time in times)]
    return inside or list(facets)


def _overlap(one: tuple[object, object], other: tuple[object, object]) -> bool:
    (a, b), (c, d) = one, other
    if a is None or b is None or c is None or d is None:
        return False
    return str(a) <= str(d) and str(c) <= str(b)


def _meet(one: Interval, other: Interval) -> bool:
    low, high = max(one.low, other.low), min(one.high, other.high)
    return (
        low <= high + _SLACK * max(abs(low), abs(high)) if math.isfinite(low) and math.isfinite(high) else low <= high
    )


def _middle(interval: Interval) -> float:
    ends = [end for end in (interval.low, interval.high) if math.isfinite(end)]
    return sum(ends) / len(ends) if ends else 0.0


def _distance(reading: Reading, other: Reading) -> float:
    one, two = _middle(reading.printed), _middle(other.printed)
    return abs(math.log(one / two)) if one > 0 and two > 0 else abs(one - two)


def _by(each: Said, reading: Reading, facet: Facet) -> str:
    """Return by how much a figure differs, in words with a comma before them."""
    one, other = _middle(reading.printed), _middle(facet.reading.printed)
    if facet.kind == "Date" or one <= 0 or other <= 0:
        return ""
    if facet.kind == "Count" and max(one, other) < _SMALL_COUNT:
        less = round(abs(one - other))
        return f", {_NUMBERS.get(less, str(less))} {'fewer' if one > other else 'more'} than {each.text}"
    times = max(one, other) / min(one, other)
    power = round(math.log10(times) / 3)
    slip = "; is it a slip of a scale word?" if power and abs(math.log10(times) - 3 * power) < 1e-3 else ""  # noqa: PLR2004
    size = f"{number(100 * abs(other / one - 1))} %" if times < 2 else f"{number(times)} times"  # noqa: PLR2004 (double)
    return f", {size} {'less' if one > other else 'more'}{slip}"


def _as_claim(each: Said, one: Sentence, facet: Facet, line: int, column: int) -> FigureClaim | None:
    if facet.part:
        return None
    figure, claim = printed(each), facet.claim
    framing = _ONLY.search(one.text[: each.start])
    ratio = (each.figure.ratio if each.figure else None) or (claim.ratio if claim.compares else "")
    time = (each.when.earliest, each.when.latest) if each.when else claim.frame.time
    return replace(
        claim,
        id=f"{DRAFT}/{line}:{column}",
        document=DRAFT,
        figure=figure,
        ratio=ratio if claim.compares else "",
        baseline_figure=None,
        second=None,
        frame=replace(claim.frame, time=time),
        framing="only" if framing else "",
        time_text=each.text if each.when else "",
    )


def _with_conflicts(found: Sequence[Checked], contexts: Contexts) -> Iterator[Checked]:
    claims = [each.claim for each in found if each.claim and each.status != "unclear"]
    status = {each.claim.id: each.status for each in found if each.claim}
    told: dict[str, list[Verdict]] = {}
    for verdict in verdicts(Book(claims, contexts.book.ties, contexts.book.formulas)):
        members = [member.claim.id for member in verdict.members]
        known = verdict.formula == "same" and all(status[member] in {"agrees", "fits"} for member in members)
        if verdict.kind == "conflict" and not known:
            for member in members:
                told.setdefault(member, []).append(verdict)
    for each in found:
        own = told.get(each.claim.id, []) if each.claim else []
        if not own:
            yield each
            continue
        words = " ".join(f"{sentence(verdict)} [{', '.join(_places(verdict))}]" for verdict in own)
        yield replace(each, status="cannot hold", says=f"{words} Alone: {each.status}, {each.says}")


def _places(verdict: Verdict) -> list[str]:
    return [member.claim.key for member in verdict.members]
