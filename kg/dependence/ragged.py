"""Rows of different lengths in, laid out so that all first items stand together, then all second ones, and so on.

A sum or maximum of each row is then a few operations on whole slices. `ufunc.reduceat` on rows in a line costs a call
for each row: on rows of one to three items it takes five times as long.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Places = NDArray[np.intp]
_MOST_RANKS = 8
"""Items of a row up to which they are taken rank by rank; what is beyond stands in a line, row by row."""


@dataclass(frozen=True, slots=True)
class Ragged:
    """How the items of rows are laid out."""

    rows: Places
    """Rows in the order of the result, the longest first."""
    items: Places
    """For each place of the layout the item that stands there, counted through all rows as they were given."""
    sizes: tuple[int, ...]
    """Number of rows that have a first item, a second one, and so on."""
    tail_starts: Places
    """Where in the rest the items of each row begin that has more."""

    @classmethod
    def of(cls, lengths: Sequence[int]) -> "Ragged":
        """Return the layout of rows with so many items each, at least one."""
        long = np.asarray(lengths, dtype=np.intp)
        rows = np.argsort(-long, kind="stable")
        starts = (np.cumsum(long) - long)[rows]
        sorted_ = long[rows]
        deepest = min(int(sorted_[0]), _MOST_RANKS) if len(rows) else 0
        sizes = tuple(int(np.count_nonzero(sorted_ > rank)) for rank in range(deepest))
        ranked = [starts[:size] + rank for rank, size in enumerate(sizes)]
        more = int(np.count_nonzero(sorted_ > _MOST_RANKS))
        rest = [np.arange(starts[n] + _MOST_RANKS, starts[n] + sorted_[n], dtype=np.intp) for n in range(more)]
        tails = (sorted_[:more] - _MOST_RANKS).cumsum() - (sorted_[:more] - _MOST_RANKS)
        empty = np.array([], dtype=np.intp)
        return cls(rows, np.concatenate([*ranked, *rest]) if len(rows) else empty, sizes, tails)

    def fold(self, ufunc: np.ufunc, values: Floats) -> Floats:
        """Return `ufunc` over each row, in the order of `rows`. The values are in the layout, and are written over."""
        if not self.sizes:
            return values[:0]
        found = values[: self.sizes[0]]
        done = self.sizes[0]
        for size in self.sizes[1:]:
            ufunc(found[:size], values[done : done + size], out=found[:size])
            done += size
        if more := len(self.tail_starts):
            ufunc(found[:more], ufunc.reduceat(values[done:], self.tail_starts), out=found[:more])
        return found
