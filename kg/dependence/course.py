"""Facts and a vendor in, the exposure of a changing population out: at one time, step by step, and per event."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, groupby

from kg.attribution import Credit, in_order, left_out, shared
from kg.dependence.build import Built, Made, build
from kg.dependence.explain import reach
from kg.dependence.facts import Facts, Happening, Thing
from kg.dependence.index import FEWEST, Split, mean, split
from kg.dependence.model import VENDOR, Level
from kg.dependence.solve import Aggregator, Solver, band
from kg.errors import LimitError

SAMPLES = 200
"""Orders drawn where there are too many events for all of them."""
MOST_STEPS = 24
"""Steps in which an index is followed where it need not be told of each day: each makes the model anew."""
MOST_WORK = 500_000
"""Events times facts up to which each event gets credit: some twenty seconds."""
Events = frozenset[str]


@dataclass(frozen=True)
class Measured:
    """What a set of events makes of it."""

    built: Built
    exposure: dict[str, float]
    population: frozenset[str]

    @property
    def mean(self) -> float:
        """Return the mean over the population; 0 where it is empty, so that a first member has something to change."""
        return mean(self.exposure, self.population) or 0.0


@dataclass(frozen=True)
class Look:
    """Which exposure is looked at: whose, and to whom."""

    facts: Facts
    vendor: str
    counts: Callable[[Thing], bool]
    """Whether a thing may be counted in the population."""
    aggregator: Aggregator = "leontief"
    _known: dict[Events, Measured] = field(default_factory=dict)
    _made: Made = field(default_factory=dict)

    def at(self, events: Events) -> Measured:
        """Return what these events make of it; each set is worked out once."""
        if events not in self._known:
            built = build(self.facts, events, made=self._made)
            exposure = Solver(built.model, self.aggregator).exposure(self.vendor)
            self._known[events] = Measured(built, exposure, self.population(built))
        return self._known[events]

    def population(self, built: Built) -> frozenset[str]:
        """Return those counted: who is known to need more than a maker, and is neither the vendor nor made by it."""
        needing = {need.owner for need in built.model.needs if need.name != VENDOR}
        own = built.model.makers(self.vendor) | {self.vendor}
        return frozenset(x for x in needing - own if x in self.facts.things and self.counts(self.facts.things[x]))

    def band(self, events: Events) -> dict[str, Level]:
        """Return the exposures that these events make, with their exact ends."""
        return band(self.at(events).built.model, self.vendor, aggregator=self.aggregator)

    def bearing(self) -> tuple[Happening, ...]:
        """Return the events that can bear on it, in order; all others change nothing in any order."""
        happenings = self.facts.happenings
        # Acts take claims away, and what they took away has to be looked at too.
        acts = {event for fact in self.facts.facts for event in fact.ended_by}
        everything = build(self.facts, frozenset(happenings) - acts)
        reached = reach(everything.model, self.population(everything))
        found: set[str] = set()
        claims: set[str] = set()
        for fact in self.facts.facts:
            if {fact.owner, fact.in_place_of} & reached:
                found |= fact.events | fact.ended_by
                claims.add(fact.claim)
        while more := {o for o in self.facts.objections if o.target in claims and o.source not in claims}:
            claims |= {o.source for o in more}
        found |= {o.event for o in self.facts.objections if o.target in claims}
        return tuple(sorted(happenings[event] for event in found))


@dataclass(frozen=True, slots=True)
class Point:
    """The index after one step."""

    day: str
    events: tuple[Happening, ...]
    counted: int
    mean: float
    low: float
    high: float
    cohort: float | None
    """The mean over those who were counted when there first were enough; None before."""
    split: Split | None
    """What the change since the step before is made of; None at the first, and where nobody is in both."""


def steps(happenings: Iterable[Happening]) -> list[tuple[Happening, ...]]:
    """Return events by their days: announcements of one day share one step."""
    ordered = sorted(happenings)
    return [tuple(group) for _, group in groupby(ordered, key=lambda event: event.day)]


def coarser(each: Sequence[Sequence[Happening]], most: int = MOST_STEPS) -> list[tuple[Happening, ...]]:
    """Return steps in a row joined so that there are no more than `most`, each of about as many days."""
    size = -(-len(each) // most)
    return [tuple(chain.from_iterable(each[at : at + size])) for at in range(0, len(each), size or 1)]


def course(look: Look, before: Events, each: Sequence[Sequence[Happening]]) -> tuple[Point, ...]:
    """Return the index after each step, beginning from the events before."""
    points: list[Point] = []
    counting, last = before, look.at(before)
    first = last.population if len(last.population) >= FEWEST else frozenset()
    for step in each:
        counting |= {event.id for event in step}
        now = look.at(counting)
        if not first and len(now.population) >= FEWEST:
            first = now.population
        parts = split(last.exposure, last.population, now.exposure, now.population)
        points.append(_point(look, counting, tuple(step), first, parts))
        last = now
    return tuple(points)


def start(look: Look, before: Events, day: str) -> Point:
    """Return the index by the events before, on a day from which it is followed."""
    return replace(_point(look, before, (), look.at(before).population, None), day=day)


def _point(
    look: Look, counting: Events, step: tuple[Happening, ...], first: frozenset[str], parts: Split | None
) -> Point:
    now, levels = look.at(counting), look.band(counting)
    low, high = (
        mean({x: getattr(level, end) for x, level in levels.items()}, now.population) or 0.0 for end in ("low", "high")
    )
    day = step[-1].day if step else ""
    return Point(day, step, len(now.population), now.mean, low, high, mean(now.exposure, first), parts)


def check_work(look: Look, each: Sequence[Sequence[Happening]]) -> None:
    """Refuse to give each event credit where a model of all needs would have to be made too often.

    Raises
    ------
    LimitError
        There are too many events for so many facts.

    """
    events = sum(map(len, each))
    if events * len(look.facts.facts) > MOST_WORK:
        raise LimitError(
            f"{events} announcements and acts bear on it, too many to give each its credit",
            where="parameter credit",
            next_step="Give `since=DAY`, so that fewer are left.",
        )


def credit(
    look: Look, how: str, before: Events, each: Sequence[Sequence[Happening]], *, whose: str | None = None
) -> tuple[Credit[str], ...]:
    """Return what each event contributed to the change of the index, or of the exposure of one thing.

    Parameters
    ----------
    look
        What is looked at.
    how
        `in-order`, where the events of a step share its change; `shared` over all orders of all of them; `left-out`.
    before
        Events that count throughout.
    each
        The others, by steps.
    whose
        The thing; without one, the mean over the population.

    Raises
    ------
    LimitError
        A model of all needs would have to be made too often.

    """
    check_work(look, each)

    def value(events: Collection[str]) -> float:
        now = look.at(before | frozenset(events))
        return now.mean if whose is None else now.exposure.get(whose, 0.0)

    flat = [event.id for step in each for event in step]
    first: dict[str, Events] = {}
    for fact in look.facts.facts:
        for end in fact.ended_by:
            # Nothing can be taken back before it was said.
            first[end] = first.get(end, frozenset()) | fact.events
    match how:
        case "in-order":
            return in_order([[event.id for event in step] for step in each], value, samples=SAMPLES)
        case "left-out":
            return left_out(flat, value)
        case _:
            return shared(flat, value, needs=first, samples=SAMPLES)
