"""What is to be exported: sheets by name, triples and the graphs of events, each made when a format first asks.

The whole graph and a neighbourhood have the sheets `nodes`, `edges`, `claims`, `places`, `sources` and `records`; the
answer to a question has `answer`, and `nodes` and `edges` where its rows are edges.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from kg.errors import UsageError, near_misses, quoted
from kg.tabular.sheet import Sheet

Statement = tuple[str, str, str]
"""Subject, predicate and object, each as N-Triples text."""
ORDER = ("answer", "claims", "nodes", "edges", "places", "sources", "records")
"""The sheets, most wanted first: a format of one table writes the first that there is."""


@dataclass(frozen=True, slots=True)
class Content:
    """Everything that can be written of what was asked for."""

    title: str
    """What it is, in words: `everything, as of 2026-05-01`."""
    makers: Mapping[str, Callable[[], Sheet]]
    """Makes each sheet."""
    lines: Callable[[], list[bytes]] | None = None
    """Gives the graph as sorted lines of N-Triples; None where what was asked for is a table."""
    events: Callable[[], Iterable[tuple[int, Iterable[Statement]]]] | None = None
    """Gives position and statements of each event of the log; None where what was asked for is no whole ledger."""
    _made: dict[str, Sheet] = field(default_factory=dict)

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names of the sheets, most wanted first."""
        return tuple(name for name in ORDER if name in self.makers)

    def sheet(self, name: str) -> Sheet:
        """Return one sheet.

        Raises
        ------
        UsageError
            What was asked for has no such sheet.

        """
        if name not in self.makers:
            called = name if name in ORDER else f"table {quoted(name)}"
            raise UsageError(f"{self.title} has no {called}", next_step=self._instead(name))
        if name not in self._made:
            self._made[name] = self.makers[name]()
        return self._made[name]

    def sheets(self) -> Iterator[Sheet]:
        """Yield all sheets, most wanted first."""
        return (self.sheet(name) for name in self.names)

    def graph(self) -> tuple[Sheet, Sheet]:
        """Return nodes and edges. Raises as `sheet` does."""
        return self.sheet("nodes"), self.sheet("edges")

    def _instead(self, name: str) -> str:
        if not self.names:
            return "Ask for a format of RDF."
        if name in {"nodes", "edges"}:
            return "Ask a question of queries/networks/, whose rows are edges, or export an entity with --entity."
        return near_misses(name, self.names) or f"There is {', '.join(self.names)}."
