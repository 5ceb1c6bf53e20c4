"""A figure of a draft and what the ledger has of one property in, whether and how far they agree out."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from kg.arithmetic.book import FigureClaim
from kg.arithmetic.intervals import Interval, Reading
from kg.arithmetic.words import number
from kg.drafts.matching import Facet, Property, apart, is_slip, middle, printed, readings
from kg.drafts.reading import Said, Sentence

Status = Literal["agrees", "fits", "contested", "differs", "cannot hold", "unclear", "unknown"]
WRONG: frozenset[Status] = frozenset({"differs", "cannot hold"})
DRAFT = "draft"
"""What the draft is called where its figures are claims."""
_SLACK = 1e-9
_ABOUT = 0.03
"""Part by which a figure may miss a bound and still repeat it."""
_ONLY = re.compile(r"\b(only|just) $", re.IGNORECASE)
SMALL_COUNT = 100
_MOST = 4
"""Figures of the ledger that are named beside one that differs."""
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
    def is_plain(self) -> bool:
        """Whether there is nothing to say but that it agrees."""
        return self.status == "agrees" and bool(self.sources) and self.says == _has(self.sources[0].printed)

    @property
    def place(self) -> str:
        """Line and column, as compilers write them."""
        return f"{self.line}:{self.column}"


def compared(each: Said, one: Sentence, found: Property) -> Checked:
    """Return what the ledger says of a figure if it is one of this property."""
    line, column = one.place(each.start)
    kinds = readings(each, one)
    facets = _of_the_time(found.facets, one)
    agree = [facet for facet in facets if _meet(kinds[facet.kind].strict, facet.reading.strict)]
    widely = [] if agree else [f for f in facets if _meet(kinds[f.kind].lenient, f.reading.lenient)]
    nearest = sorted(facets, key=lambda f: (_only_a_bound(kinds[f.kind], f), apart(kinds[f.kind], f.reading)))
    held = [facet for facet in nearest if facet in (agree or widely)]
    told = {facet.claim.id for facet in held}
    against = [f for f in nearest if f.claim.id not in told and any(f.claim.frame == h.claim.frame for h in held)]
    if against and all(_only_a_bound(kinds[f.kind], f) for f in held):
        # To lie within one source's bound is no agreement where others give the figure itself.
        held, nearest, against = [], against, []
    chosen = held[0] if held else nearest[0]
    status, says = _said_of(each, kinds[chosen.kind], chosen, held, against, widely=bool(widely))
    if status == "agrees" and (later := _later(facets, held)):
        says += f" of {held[0].claim.time_text}, and {later.printed} of {later.claim.time_text}"
    shown = [*held, *against] or nearest[:_MOST]
    sources = tuple(Source(f.claim.id, f.printed, f in held) for f in shown)
    return Checked(
        line, column, each.text, status, found.label, says, sources, _as_claim(each, one, chosen, line, column)
    )


def _later(facets: Sequence[Facet], held: Sequence[Facet]) -> Facet | None:
    """Return a figure of a later time than all that agree, where the draft repeats an older one."""
    ends = [facet.claim.frame.time[1] for facet in held]
    newest = max((end for end in ends if end), default=None)
    if newest is None or not all(ends) or held[0].kind == "Date":
        return None
    later = [(start, f.claim.id, f) for f in facets if (start := f.claim.frame.time[0]) and start > newest]
    return max(later)[2] if later else None


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
        return "fits", f"the ledger has {held[0].printed}, and one of the two is no more than a bound"
    return "agrees", _has(held[0].printed)


def _has(printed: str) -> str:
    return f"the ledger has {printed}"


def _only_a_bound(reading: Reading, facet: Facet) -> bool:
    """Whether one of the two only gives a bound, and the other is not that bound."""
    for one, other in ((reading.printed, facet.reading), (facet.reading.printed, reading)):
        if math.isfinite(one.low) == math.isfinite(one.high):
            continue
        bound, same_side = (one.low, other.printed.low) if math.isfinite(one.low) else (one.high, other.printed.high)
        closed = math.isfinite(other.printed.low) and math.isfinite(other.printed.high)
        about = 0.0 if facet.kind == "Date" else _ABOUT
        if not _meet(other.strict if closed else Interval(same_side, same_side), _widened(bound, about)):
            return True
    return False


def _widened(value: float, part: float) -> Interval:
    return Interval(*sorted((value * (1 - part), value * (1 + part))))


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
    """Whether two intervals have values in common; two roundings that only touch do not."""
    low, high = max(one.low, other.low), min(one.high, other.high)
    if not (math.isfinite(low) and math.isfinite(high)):
        return low <= high
    slack = _SLACK * max(abs(low), abs(high))
    both_wide = all(math.isfinite(end) for each in (one, other) for end in (each.low, each.high)) and all(
        each.low < each.high for each in (one, other)
    )
    return low < high - slack if both_wide else low <= high + slack


def _by(each: Said, reading: Reading, facet: Facet) -> str:
    """Return by how much a figure differs, in words with a comma before them."""
    one, other = middle(reading.printed), middle(facet.reading.printed)
    percent = facet.kind == "Factor" and "%" in facet.printed
    if percent or facet.kind == "Date" or one <= 0 or other <= 0:
        return ""
    if facet.kind == "Count" and max(one, other) < SMALL_COUNT:
        less = round(abs(one - other))
        return f", {_NUMBERS.get(less, str(less))} {'fewer' if one > other else 'more'} than {each.text}"
    times = apart(reading, facet.reading)
    slip = ", as if a scale word had slipped" if is_slip(times) else ""
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
