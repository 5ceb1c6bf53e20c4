"""Merges, keepings apart and their undoing in, who is who out: a pure function of those that count, in their order.

Entities form trees: a merge hangs the root of the one under the root of the other, or does nothing where they have one
root already. So there is no circle, also where a view of the log leaves out the record that undid something.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Self

from kg.events import Event


@dataclass(frozen=True, slots=True)
class Judged:
    """A judgement and where it stands in the log; 0 for one that is planned and not yet appended."""

    position: int
    event: Event


class Judgements:
    """The judgements of a log, or of a part of it; frozen, `with_one` returns a new one."""

    def __init__(self, held: tuple[Judged, ...] = ()) -> None:
        self.held = held

    def with_one(self, position: int, event: Event) -> Self:
        """Return these judgements and one more."""
        return type(self)((*self.held, Judged(position, event)))

    @cached_property
    def undone(self) -> Mapping[str, Judged]:
        """Return what undid a judgement, by the key of the judgement."""
        return {key: judged for judged in self.held if (key := judged.event.undoes())}

    def counting(self) -> Iterator[Judged]:
        """Return those that nothing has undone, in their order."""
        return (judged for judged in self.held if judged.event.key() not in self.undone)

    def find(self, key: str) -> Judged | None:
        """Return the judgement with this key, whether it counts or not."""
        return next((judged for judged in self.held if judged.event.key() == key), None)

    @cached_property
    def canonical(self) -> Mapping[str, str]:
        """Return the ids of folded entities, with the id of the entity that each is read as."""
        parents: dict[str, str] = {}
        for judged in self.counting():
            if merged := judged.event.merges():
                keep, fold = (_root(name, parents) for name in merged)
                if keep != fold:
                    parents[fold] = keep
        return {name: _root(name, parents) for name in parents}

    def read_as(self, name: str) -> str:
        """Return the id under which an entity is read: its own, or that of the entity into which it was folded."""
        return self.canonical.get(name, name)

    def folding(self, name: str) -> Judged | None:
        """Return the merge that folded this very entity, or None where none that counts did."""
        return next((each for each in self.counting() if (each.event.merges() or ("", ""))[1] == name), None)

    def apart(self, one: str, other: str) -> Judged | None:
        """Return the judgement that keeps two entities apart, or those that were folded into them, if one does."""
        wanted = {self.read_as(one), self.read_as(other)}
        for judged in self.counting():
            pair = judged.event.keeps_apart()
            if pair and {self.read_as(name) for name in pair} == wanted:
                return judged
        return None


def _root(name: str, parents: Mapping[str, str]) -> str:
    while name in parents:
        name = parents[name]
    return name
