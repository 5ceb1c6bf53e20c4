"""Claims with a figure in, an index of them out: who gives which figure of what, within which frame.

The frame of a figure is what has to agree before two figures may be set against each other: the level (chip, system,
site), the aspect (peak or average), the workload and the time. Everything is found by keys, so that the work grows with
the claims and not with the pairs of them.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Literal

from kg.arithmetic.intervals import Printed, Reading, factor, read, stretch
from kg.vocab import CLASSES

Tier = Literal[1, 2, 3]
"""1: one document, frames equal. 2: several documents, frames equal. 3: a part of a frame was assumed."""
TIERS: tuple[Tier, ...] = (1, 2, 3)
FIRST, LAST = TIERS[0], TIERS[-1]
_FUTURE = frozenset({"planned", "scheduled", "projected", "targeted"})
_MOST_FRAMES = 24
"""Frames of one figure of one thing that are looked through for one that may be meant, when none is the same."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What a figure holds for; an empty part was not stated."""

    level: str = ""
    aspect: str = ""
    workload: str = ""
    time: tuple[date | None, date | None] = (None, None)

    def unstated(self, other: "Frame") -> tuple[str, ...] | None:
        """Return the parts that only one of two frames states, or None if a stated part differs."""
        found = []
        for part in ("level", "aspect", "workload", "time"):
            mine, its = getattr(self, part), getattr(other, part)
            if mine != its:
                if _stated(mine) and _stated(its):
                    return None
                found.append(part)
        return tuple(found)


def _stated(part: object) -> bool:
    return part not in ("", (None, None))


@dataclass(frozen=True)
class FigureClaim:
    """One claim that gives a figure or a date."""

    id: str
    document: str
    subject: str
    label: str
    predicate: str
    metric: str
    """What is measured; the predicate itself where it measures no metric."""
    modality: str = "asserted"
    cls: str = ""
    figure: Printed | None = None
    ratio: str = ""
    baseline: str = ""
    baseline_figure: Printed | None = None
    second: tuple[str, Printed] | None = None
    frame: Frame = field(default_factory=Frame)
    framing: str = ""
    time_text: str = ""

    @property
    def key(self) -> str:
        """The claim's key in its document."""
        return self.id.rpartition("/")[2]

    @property
    def compares(self) -> bool:
        """Whether the figure is a factor on its baseline."""
        return self.figure is not None and self.ratio not in ("", "absoluteFromTo")

    @property
    def kind(self) -> str:
        """The kind of quantity; only figures of one kind can be set against each other."""
        return "Factor" if self.compares else self.figure.kind if self.figure else "Date"

    @property
    def expects(self) -> bool:
        """Whether the claim speaks of what is still to come."""
        return self.modality in _FUTURE

    @property
    def printed(self) -> str:
        """The figure or date as it was written."""
        return self.figure.text if self.figure else self.time_text

    @cached_property
    def reading(self) -> Reading:
        """What the figure can stand for, in the base unit; a factor for a comparison, seconds for a date."""
        if self.figure is None:
            return stretch(*self.frame.time, self.time_text)
        return factor(self.figure, self.ratio) if self.compares else read(self.figure)


@dataclass(frozen=True, slots=True)
class Tie:
    """What ties one thing to another: an announcement to what it is about, a project to its developer."""

    source: str
    relation: str
    target: str
    document: str
    claim: str = ""
    kind: str = ""
    time: tuple[date | None, date | None] = (None, None)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A figure that a formula needs: of what, measured how, within which frame."""

    subject: str
    name: str
    """A metric or a predicate."""
    frame: Frame
    baseline: str = ""
    """For a factor, what the subject is compared with."""
    kind: str = ""
    """The kind of quantity, where it must be a certain one."""


@dataclass(frozen=True, slots=True)
class Held:
    """The claims that give a wanted figure, and what had to be assumed to take them for it."""

    claims: tuple[FigureClaim, ...]
    assumed: tuple[str, ...] = ()


class Book:
    """All claims with a figure, by what they give a figure of. It is never changed after it was made."""

    def __init__(
        self,
        claims: Iterable[FigureClaim],
        ties: Iterable[Tie] = (),
        formulas: Mapping[str, Mapping[str, Sequence[str]]] | None = None,
    ) -> None:
        self.claims = tuple(sorted(claims, key=lambda claim: claim.id))
        self.ties = tuple(sorted(ties, key=lambda tie: (tie.source, tie.relation, tie.target, tie.claim)))
        self.formulas = {name: dict(parts) for name, parts in sorted((formulas or {}).items())}
        """By metric or predicate: what it is the numerator, denominator, product or span of."""
        self._by: dict[tuple[str, str, str], dict[Frame, list[FigureClaim]]] = defaultdict(dict)
        for claim in self.claims:
            # A date is what the claim says, and no part of what it holds for.
            frame = claim.frame if claim.figure else replace(claim.frame, time=(None, None))
            # A share is of somebody's, and that of another is another figure.
            baseline = claim.baseline if claim.compares or claim.ratio else ""
            for name in {claim.predicate, claim.metric}:
                self._by[claim.subject, name, baseline].setdefault(frame, []).append(claim)
        self._from: dict[tuple[str, str], list[Tie]] = defaultdict(list)
        self._to: dict[tuple[str, str], list[Tie]] = defaultdict(list)
        for tie in self.ties:
            self._from[tie.source, tie.relation].append(tie)
            self._to[tie.target, tie.relation].append(tie)

        self._announced: dict[str, dict[str, Tie]] = defaultdict(dict)
        for tie in self.ties:
            if tie.kind == "announcement":
                self._announced[tie.document].setdefault(tie.source, tie)
        self._compared: dict[tuple[str, str], dict[str, Tie]] = defaultdict(dict)
        for claim in self.claims:
            if claim.baseline:
                tie = Tie(claim.subject, "comparedWith", claim.baseline, claim.document, claim.id)
                self._compared[claim.subject, claim.document].setdefault(claim.baseline, tie)

    def gives(self, subject: str, name: str) -> bool:
        """Return whether any claim gives a figure of this metric or property of `subject`."""
        return bool(self._by.get((subject, name, "")))

    def frames(self) -> Iterator[list[FigureClaim]]:
        """Return the claims that give one figure of one thing within one frame, group by group."""
        for (_, name, _), frames in self._by.items():
            for held in frames.values():
                chosen = [claim for claim in held if claim.predicate == name and claim.figure]
                if len(chosen) > 1:
                    yield chosen

    def ties_from(self, source: str, relation: str) -> Sequence[Tie]:
        """Return the ties of a kind that begin at `source`."""
        return self._from.get((source, relation), ())

    def ties_to(self, target: str, relation: str) -> Sequence[Tie]:
        """Return the ties of a kind that end at `target`."""
        return self._to.get((target, relation), ())

    def compared(self, subject: str, document: str) -> Iterator[tuple[str, Tie]]:
        """Return what a document compares `subject` with, each with the first claim that does so."""
        yield from self._compared.get((subject, document), {}).items()

    def announcements(self, document: str) -> tuple[Tie, ...]:
        """Return the announcements that a document reports as news, each once."""
        return tuple(self._announced.get(document, {}).values())

    def held(self, wanted: Wanted, document: str, tier: Tier) -> Held:
        """Return the claims that give a wanted figure, up to a tier.

        Within one document a figure without a workload holds for any workload. Across documents a figure without a
        time is taken to hold at the same time only if it is one of a product, which does not change.
        """
        frames = self._by.get((wanted.subject, wanted.name, wanted.baseline))
        if not frames:
            return Held(())
        found: list[FigureClaim] = []
        assumed: set[str] = set()
        for frame, parts in _matching(frames, wanted.frame, tier):
            for claim in frames[frame]:
                if wanted.kind and claim.kind != wanted.kind:
                    continue
                near = claim.document == document
                words = _assumptions(claim, parts, near=near, time=wanted.frame.time)
                if (tier == FIRST and not near) or (words and tier != LAST):
                    continue
                found.append(claim)
                assumed.update(words)
        if len({claim.predicate for claim in found}) > 1:
            # Two properties that measure the same (planned and drawn power) are two figures: the one so named counts.
            found = [claim for claim in found if claim.predicate == wanted.name]
        return Held(tuple(found), tuple(sorted(assumed)))


def _matching(
    frames: Mapping[Frame, list[FigureClaim]], wanted: Frame, tier: Tier
) -> Iterator[tuple[Frame, tuple[str, ...]]]:
    exact = [wanted, replace(wanted, workload="")] if wanted.workload else [wanted]
    seen = [frame for frame in exact if frame in frames]
    for frame in seen:
        yield frame, ()
    if tier == LAST:
        for frame, _ in zip(frames, range(_MOST_FRAMES), strict=False):
            parts = wanted.unstated(frame) if frame not in seen else None
            if parts:
                yield frame, parts


def _assumptions(
    claim: FigureClaim, parts: tuple[str, ...], *, near: bool, time: tuple[date | None, date | None]
) -> tuple[str, ...]:
    words = [f"the same {part}, which only one of the claims states" for part in parts]
    if not near and "time" not in parts and not _stated(time) and not is_product(claim.cls):
        words.append("the same time, which the documents do not state")
    return tuple(words)


def is_product(cls: str) -> bool:
    """Whether things of a class are products, whose figures do not change from one document to the next."""
    return is_a(cls, "Product")


def is_a(cls: str, other: str) -> bool:
    """Whether a class is another one or narrower."""
    return cls == other or any(is_a(parent, other) for parent in (CLASSES[cls].parents if cls in CLASSES else ()))
