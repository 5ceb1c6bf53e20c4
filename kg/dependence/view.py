"""A look at an exposure at one time in, what its rows and sentences tell of each thing out."""

from collections.abc import Iterable

from kg.dependence.course import Events, Look
from kg.dependence.explain import STOPS, Step, chains, cut_sets, ends, reach, resting_on
from kg.dependence.facts import Fact, Thing
from kg.dependence.model import Level
from kg.dependence.solve import Aggregator, Solver
from kg.vocab import EXPECTED_NEEDS

_WEAKEST: Aggregator = "leontief"
_FEW = 20
"""Things counted up to which sets of two suppliers are looked for."""
_MOST_ENDS = 60
"""Suppliers at the ends of all chains up to which it is told how many of them one thing rests on."""


class View:
    """A look at one time, with all that its rows need."""

    def __init__(self, look: Look, counting: Events) -> None:
        self.look, self.counting = look, counting
        self.now = look.at(counting)
        self.model, self.built = self.now.built.model, self.now.built
        self.levels = look.band(counting)
        self.direct = Solver(self.model, look.aggregator).direct(look.vendor)
        self.average = Solver(self.model, "linear").exposure(look.vendor)
        self.label = look.facts.label
        self._linked = resting_on(self.model, look.vendor)
        self._chain = chains(self.model, look.vendor, aggregator=look.aggregator)
        self._solvers = {how: Solver(self.model, how) for how in (look.aggregator, _WEAKEST)}
        self._uses: dict[str, list[Fact]] = {}
        for fact in look.facts.facts:
            if fact.kind == "use":
                self._uses.setdefault(fact.owner, []).append(fact)
        self._last: tuple[str, tuple[str, ...]] = "", ()
        self._to: dict[tuple[Aggregator, str], dict[str, float]] = {}

    def steps(self, name: str) -> tuple[Step, ...]:
        """Return the chain that binds."""
        return self._chain(name)

    def linked(self, name: str) -> bool:
        """Return whether anything stated leads from a thing to the vendor."""
        return name in self._linked

    def known(self, name: str) -> tuple[int, int] | None:
        """Return how many needs are known of those that one expects of its classes; None where none are expected."""
        expected = {need for cls in self.thing(name).classes for need in EXPECTED_NEEDS.get(cls, ())}
        served = {need.name for need in self.model.by_owner.get(name, ())}
        served |= {fact.category for fact in self._uses.get(name, ()) if fact.events <= self.counting}
        return (len(expected & served), len(expected)) if expected else None

    def thing(self, name: str) -> Thing:
        """Return what is known of a thing by itself."""
        return self.look.facts.things.get(name) or Thing(name, name)

    def level(self, name: str) -> Level:
        """Return the exposure of a thing with its ends."""
        return self.levels.get(name) or Level.sure(0.0)

    def equal_suppliers(self, name: str) -> float | None:
        """Return the inverse of the Herfindahl-Hirschman index of its exposures to all at the ends of its chains.

        So many suppliers that each took an equal part would be as concentrated; None where there are none, or more
        than 60.
        """
        sources = self._ends(name)
        if not sources or len(sources) > _MOST_ENDS:
            return None
        parts = [self._exposures(self.look.aggregator, source).get(name, 0.0) for source in sources]
        squares = sum(part * part for part in parts)
        return sum(parts) ** 2 / squares if squares else None

    def stops(self, name: str) -> tuple[tuple[str, ...], ...]:
        """Return the smallest sets of suppliers without which nothing of a thing is left; see `with_pairs`."""
        if self.with_pairs:
            return cut_sets(self.model, name)
        alone = (source for source in self._ends(name) if self._exposures(_WEAKEST, source)[name] >= STOPS)
        return tuple((source,) for source in alone)

    @property
    def with_pairs(self) -> bool:
        """Return whether sets of two suppliers are looked for, which takes long where many things are counted."""
        return len(self.now.population) <= _FEW

    def _ends(self, name: str) -> tuple[str, ...]:
        """Return the suppliers at the ends of its chains, those of the thing asked about last kept."""
        if self._last[0] != name:
            self._last = name, ends(self.model, name)
        return self._last[1]

    def _exposures(self, how: Aggregator, source: str) -> dict[str, float]:
        """Return the exposure of everything to one supplier, worked out once."""
        if (how, source) not in self._to:
            self._to[how, source] = self._solvers[how].exposure(source)
        return self._to[how, source]

    def claims(self, names: Iterable[str]) -> tuple[str, ...]:
        """Return whatever these things' exposure rests on."""
        needs = [need for owner in sorted(reach(self.model, names)) for need in self.model.by_owner.get(owner, ())]
        said = {claim for need in needs for option in need.options for claim in option.claims}
        return tuple(sorted(said | {claim for need in needs for other in need.substitutes for claim in other.claims}))
