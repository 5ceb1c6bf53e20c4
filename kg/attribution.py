"""Events and a value of any set of them in, what each contributed to the change out.

Three answers, which differ: *in order* (what it changed when it came; adds up, depends on the order), *shared credit*
(the mean over all orders, after Shapley; adds up, depends on none), *left out* (whether the picture would differ
without it; does not add up). Where an event needs another first, only orders that keep this count.
"""

import random
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import factorial, sqrt
from typing import Generic, TypeVar

from kg.errors import BadInputError

Event = TypeVar("Event", bound=Hashable)
MOST_EXACT = 12
"""Events up to which shared credit is computed over all their sets (2^12 values)."""


class CircularError(BadInputError):
    """Events need each other first, so there is no order in which they could come."""


@dataclass(frozen=True, slots=True)
class Credit(Generic[Event]):
    """What one event contributed."""

    event: Event
    amount: float
    error: float = 0.0
    """Standard error of the amount; 0 where it is exact."""


def in_order(
    steps: Sequence[Sequence[Event]], value: Callable[[frozenset[Event]], float], *, samples: int = 2000
) -> tuple[Credit[Event], ...]:
    """Return what each event changed when it came; events of one step share its change as `shared` does.

    Events of a step come in the order given, which changes no amount. All amounts add up to the whole change.
    """
    found: list[Credit[Event]] = []
    before: frozenset[Event] = frozenset()
    for step in steps:
        fixed = before
        part = shared(step, lambda some, fixed=fixed: value(fixed | some), samples=samples)  # type: ignore[misc]
        found.extend(part)
        before |= frozenset(step)
    return tuple(found)


def left_out(events: Sequence[Event], value: Callable[[frozenset[Event]], float]) -> tuple[Credit[Event], ...]:
    """Return for each event by how much the value would differ without it."""
    every = frozenset(events)
    whole = value(every)
    return tuple(Credit(event, whole - value(every - {event})) for event in events)


def shared(
    events: Sequence[Event],
    value: Callable[[frozenset[Event]], float],
    *,
    needs: Mapping[Event, frozenset[Event]] | None = None,
    samples: int = 2000,
    seed: int = 0,
) -> tuple[Credit[Event], ...]:
    """Return the mean contribution of each event over all orders in which they can come.

    Parameters
    ----------
    events
        Each once.
    value
        Of a set of them; it is asked once for each set.
    needs
        For an event, those that have to come before it.
    samples
        Orders drawn where there are more than 12 events, or they need each other; their error is then told.
    seed
        Of these draws; the same gives the same.

    Raises
    ------
    CircularError
        Two events need each other first.

    """
    first = {event: (needs or {}).get(event, frozenset()) & frozenset(events) for event in events}
    _check(events, first)
    known = lru_cache(maxsize=None)(value)
    if len(events) <= MOST_EXACT:
        return _exact(events, known, first)
    return _sampled(events, known, first, samples=samples, seed=seed)


def _check(events: Sequence[Event], first: Mapping[Event, frozenset[Event]]) -> None:
    come: set[Event] = set()
    while len(come) < len(events):
        ready = [event for event in events if event not in come and first[event] <= come]
        if not ready:
            left = ", ".join(sorted(str(event) for event in events if event not in come)[:4])
            raise CircularError(f"these events need each other first: {left}", next_step="Leave one of them out.")
        come.update(ready)


def _exact(
    events: Sequence[Event],
    value: Callable[[frozenset[Event]], float],
    first: Mapping[Event, frozenset[Event]],
) -> tuple[Credit[Event], ...]:
    """Walk over all sets that can have come, weighted by the orders that lead through each."""
    count = len(events)
    free = not any(first.values())
    sets = [frozenset(e for i, e in enumerate(events) if mask >> i & 1) for mask in range(1 << count)]
    if free:
        ways = {
            some: float(factorial(len(some)) * factorial(count - len(some) - 1)) if len(some) < count else 1.0
            for some in sets
        }
        orders = float(factorial(count))
        steps = ((some, e, ways[some]) for some in sets for e in events if e not in some)
    else:
        into = dict.fromkeys(sets, 0)
        out = dict.fromkeys(sets, 0)
        into[frozenset()] = 1
        for some in sets:
            for event in events:
                if event not in some and first[event] <= some:
                    into[some | {event}] += into[some]
        out[sets[-1]] = 1
        for some in reversed(sets):
            for event in events:
                if event not in some and first[event] <= some:
                    out[some] += out[some | {event}]
        orders = float(into[sets[-1]])
        steps = (
            (some, e, float(into[some] * out[some | {e}]))
            for some in sets
            if into[some]
            for e in events
            if e not in some and first[e] <= some
        )
    amounts = dict.fromkeys(events, 0.0)
    for some, event, weight in steps:
        amounts[event] += weight / orders * (value(some | {event}) - value(some))
    return tuple(Credit(event, amounts[event]) for event in events)


def _sampled(
    events: Sequence[Event],
    value: Callable[[frozenset[Event]], float],
    first: Mapping[Event, frozenset[Event]],
    *,
    samples: int,
    seed: int,
) -> tuple[Credit[Event], ...]:
    """Draw orders, keep those that can be by drawing anew; each order adds up, so their means do."""
    draw = random.Random(seed)  # noqa: S311 (a sample, no secret)
    total = dict.fromkeys(events, 0.0)
    square = dict.fromkeys(events, 0.0)
    for _ in range(samples):
        come: frozenset[Event] = frozenset()
        before = value(come)
        for event in _order(events, first, draw):
            come |= {event}
            after = value(come)
            total[event] += after - before
            square[event] += (after - before) ** 2
            before = after
    found = []
    for event in events:
        amount = total[event] / samples
        spread = max(0.0, square[event] / samples - amount**2)
        found.append(Credit(event, amount, sqrt(spread / max(1, samples - 1))))
    return tuple(found)


def _order(events: Sequence[Event], first: Mapping[Event, frozenset[Event]], draw: random.Random) -> list[Event]:
    """Return an order by walking: a shuffled one, in which an event waits until those that it needs have come."""
    waiting = list(events)
    draw.shuffle(waiting)
    found: list[Event] = []
    while waiting:
        event = next(each for each in waiting if first[each] <= frozenset(found))
        waiting.remove(event)
        found.append(event)
    return found
