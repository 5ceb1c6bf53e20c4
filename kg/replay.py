"""A log in, a store that shows it out: all of it at once, or what the store has not seen."""

from collections.abc import Callable, Iterator, Mapping
from itertools import chain

from kg.errors import VerificationError
from kg.events import BY_TYPE, decode
from kg.log import Head, Log, Query, Record
from kg.projections import Recorded, check_words, settle, statements, take_back, touched
from kg.projections.base import Statement
from kg.resources import folder
from kg.stores.oxigraph import OxigraphStore

_WAITING = 20_000
"""Statements that wait at most; a bulk of them is cheaper to write than each event by itself."""
_REVISIONS = (Query(types=("extraction-corrected",)),)
_VOCABULARY = ("kg.ttl", "units.ttl", "bottlenecks.ttl")
Keep = Callable[[Record], bool]
Progress = Callable[[int], None]


def project(log: Log, store: OxigraphStore, *, keep: Keep | None = None, progress: Progress | None = None) -> Head:
    """Project the whole log, or the records that `keep` keeps, into an empty store; return the head of the log reached.

    Everything is loaded in one stream as if nothing had ended any claim; then the claims that something ended are
    settled, by the same function that catching up uses.
    """
    revised = _last_revisions(log, keep)
    ending: list[Recorded] = []
    head = log.head()
    position = head.position

    def stream() -> Iterator[Statement]:
        for record in log.read((), limit=None):
            if record.position > position:
                return
            if keep is not None and not keep(record):
                continue
            recorded = _recorded(record, revised)
            if recorded is None:
                continue
            if recorded.event.ends():
                ending.append(recorded)
            if progress is not None:
                progress(record.position)
            yield from statements(recorded)

    for name in _VOCABULARY:
        store.add_turtle(folder("ontology") / name)
    store.bulk(stream())
    claims = dict.fromkeys(chain.from_iterable(touched(recorded, store) for recorded in ending))
    patch = settle(claims, store)
    store.remove(patch.removed)
    store.add(patch.added)
    store.reach(position, head.chain)
    store.optimize()
    return head


def _last_revisions(log: Log, keep: Keep | None) -> Mapping[str, int]:
    last: dict[str, int] = {}
    for record in log.read(_REVISIONS):
        recorded = _recorded(record, {}) if keep is None or keep(record) else None
        if recorded and (replaced := recorded.event.replaces()):
            last[replaced] = record.position
    return last


def _recorded(record: Record, revised: Mapping[str, int]) -> Recorded | None:
    """Return the event of a record, or None where it was erased."""
    if record.payload is None:
        return None
    event = decode(record.type, record.schema, record.payload, where=f"position {record.position}")
    recorded = Recorded(record.position, record.recorded_at, event, revised)
    check_words(recorded)
    return recorded


def apply_events(log: Log, store: OxigraphStore, *, after: int, progress: Progress | None = None) -> int:
    """Apply the events after a position, one by one, and return how many there were."""
    waiting: list[Statement] = []
    last: Record | None = None
    for record in log.read((), after=after):
        recorded = readable(record)
        if recorded is None and record.payload is not None:
            store.set_aside(record.position)
        if recorded is not None:
            _apply_one(recorded, store, waiting)
        last = record
        if progress is not None:
            progress(record.position)
    _flush(waiting, store)
    if last is None:
        return 0
    store.reach(last.position, last.chain)
    return last.position - after


def _apply_one(recorded: Recorded, store: OxigraphStore, waiting: list[Statement]) -> None:
    """Write one event; its statements may wait together with others until something has to look them up."""
    looks_up = bool(recorded.event.replaces() or recorded.event.ends())
    if looks_up or len(waiting) > _WAITING:
        _flush(waiting, store)
    store.remove(take_back(recorded, store).removed)
    waiting += statements(recorded)
    if looks_up:
        _flush(waiting, store)
    if claims := tuple(touched(recorded, store)):
        _flush(waiting, store)
        patch = settle(claims, store)
        store.remove(patch.removed)
        store.add(patch.added)


def _flush(waiting: list[Statement], store: OxigraphStore) -> None:
    store.add(waiting)
    waiting.clear()


def readable(record: Record) -> Recorded | None:
    """Return the event of a record, or None where it was erased or this version cannot read it."""
    try:
        return _recorded(record, {}) if record.type in BY_TYPE else None
    except VerificationError:
        return None


def holds(log: Log, position: int, chain_value: str) -> bool:
    """Tell whether `log` is the one that something derived has reached: not an older copy, nor another one."""
    record = next(log.read(after=position - 1, limit=1), None) if position else None
    return position == 0 or (record is not None and record.chain == chain_value)
