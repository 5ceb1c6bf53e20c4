"""A log in, one graph an event out: what each event says by itself, as it was recorded.

Nothing here is settled: whether a claim still stands, which entity another was folded into and which relations hold now
are readings of the whole ledger, and stand in its graph. What was erased is missing.
"""

from collections.abc import Iterable, Iterator

from kg.log import Log
from kg.projections import PROJECTIONS, Statement
from kg.projections.current_view import current_view
from kg.replay import Keep, readable

_BY_ITSELF = tuple(projection for projection in PROJECTIONS if projection is not current_view)


def event_graphs(log: Log, *, keep: Keep | None = None) -> Iterator[tuple[int, Iterable[Statement]]]:
    """Yield position and statements of each event that can be read, or of those that `keep` keeps.

    Statements are of the default graph (`kg.projections.base.Statement`); whoever writes them names the graph.
    """
    for record in log.read((), limit=None):
        recorded = readable(record) if keep is None or keep(record) else None
        if recorded is not None:
            yield record.position, [line for projection in _BY_ITSELF for line in projection(recorded)]
