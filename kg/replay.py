"""A log in, a store that shows it out: all of it at once, or what the store has not seen.

Both ways set the same records aside: those that hold no event which this version can read (`kg.events.door`). They are
counted and named, and stop nothing.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from itertools import chain

from kg.events import JUDGEMENTS
from kg.events.door import readable as event_of
from kg.log import Head, Log, Query, Record
from kg.projections import (
    NOTHING_LATER,
    Later,
    Recorded,
    Statement,
    identities,
    settle,
    statements,
    take_back,
    touched,
)
from kg.resolution.judgements import Judgements
from kg.resolution.rehome import Source, declared_anew, rehomed
from kg.resources import folder
from kg.stores.oxigraph import OxigraphStore

_WAITING = 20_000
"""Statements that wait at most; a bulk of them is cheaper to write than each event by itself."""
_JUDGEMENTS = (Query(types=JUDGEMENTS),)
_LATER = (Query(types=("extraction-corrected", *JUDGEMENTS)),)
_VOCABULARY = ("kg.ttl", "units.ttl", "bottlenecks.ttl")
Keep = Callable[[Record], bool]
Progress = Callable[[int], None]


def project(
    log: Log,
    store: OxigraphStore,
    *,
    keep: Keep | None = None,
    assumed: Mapping[str, bool] | None = None,
    progress: Progress | None = None,
) -> Head:
    """Project the whole log, or the records that `keep` keeps, into an empty store; return the head of the log reached.

    Of claims that are `assumed`, each is read as holding or as never said. What cannot be read is set aside in the
    store's books.

    Everything is loaded in one stream, under the ids and readings of the last records, as if nothing had ended any
    claim; then the claims that something ended are settled, by the same function that catching up uses.
    """
    ending: list[Recorded] = []
    aside: list[int] = []
    head = log.head()
    position = head.position
    later = replace(_later(log, keep, until=position), assumed=assumed or {})

    def stream() -> Iterator[Statement]:
        for recorded, lines in _counting(log, keep, later, position, aside):
            if recorded.ends:
                ending.append(recorded)
            if progress is not None:
                progress(recorded.position)
            yield from lines
        yield from identities(later.canonical)

    for name in _VOCABULARY:
        store.add_turtle(folder("ontology") / name)
    store.bulk(stream())
    claims = dict.fromkeys(chain.from_iterable(touched(recorded, store) for recorded in ending))
    patch = settle(claims, store)
    store.remove(patch.removed)
    store.add(patch.added)
    for bad in aside:
        store.set_aside(bad)
    store.reach(position, head.chain)
    store.optimize()
    return head


def _counting(
    log: Log, keep: Keep | None, later: Later, until: int, aside: list[int]
) -> Iterator[tuple[Recorded, list[Statement]]]:
    """Yield the events up to a position that `keep` keeps, and what they say; of others the positions go `aside`."""
    for record in log.read():
        if record.position > until:
            return
        if keep is not None and not keep(record):
            continue
        recorded = readable(record, later)
        lines = said_by(recorded) if recorded else None
        if recorded is not None and lines is not None:
            yield recorded, lines
        elif record.payload is not None:
            aside.append(record.position)


def _later(log: Log, keep: Keep | None, *, until: int) -> Later:
    """Return what the records up to a position, those that `keep` keeps, change about the reading of earlier ones."""
    last: dict[str, int] = {}
    judgements = Judgements()
    for record in log.read(_LATER):
        if record.position > until:
            break
        recorded = readable(record) if keep is None or keep(record) else None
        if recorded and (replaced := recorded.event.replaces()):
            last[replaced] = record.position
        elif recorded and record.type in JUDGEMENTS:
            judgements = judgements.with_one(record.position, recorded.event)
    return Later(last, judgements.canonical)


def apply_events(log: Log, store: OxigraphStore, *, after: int, progress: Progress | None = None) -> int:
    """Apply the events after a position, one by one, and return how many there were."""
    waiting: list[Statement] = []
    last: Record | None = None
    judgements = _judgements(log, until=after)
    for record in log.read((), after=after):
        recorded = readable(record, Later(canonical=judgements.canonical))
        lines = said_by(recorded) if recorded else None
        if lines is None and record.payload is not None:
            store.set_aside(record.position)
        if recorded is not None and record.type in JUDGEMENTS:
            judgements = judgements.with_one(record.position, recorded.event)
        if recorded is not None and lines is not None:
            source = Source(log, store, readable, until=record.position)
            later = replace(recorded.later, canonical=judgements.canonical)
            _apply_one(recorded, lines, later, source, store, waiting=waiting)
        last = record
        if progress is not None:
            progress(record.position)
    _flush(waiting, store)
    if last is None:
        return 0
    store.reach(last.position, last.chain)
    return last.position - after


def _judgements(log: Log, *, until: int) -> Judgements:
    judgements = Judgements()
    for record in log.read(_JUDGEMENTS):
        if record.position <= until and (recorded := readable(record)):
            judgements = judgements.with_one(record.position, recorded.event)
    return judgements


def _apply_one(
    recorded: Recorded,
    lines: list[Statement],
    later: Later,
    source: Source,
    store: OxigraphStore,
    *,
    waiting: list[Statement],
) -> None:
    """Write one event and what it says.

    These `lines` may wait together with those of others until something has to look them up.

    `later` is how earlier events read once this one is counted in.
    """
    moves = later.canonical != recorded.later.canonical
    looks_up = bool(recorded.event.replaces() or recorded.event.ends() or moves)
    if looks_up or len(waiting) > _WAITING:
        _flush(waiting, store)
    store.remove(take_back(recorded, store).removed)
    waiting += lines
    if looks_up:
        _flush(waiting, store)
    if moves:
        moved = rehomed(source, recorded.later.canonical, later.canonical)
        store.change(moved.removed, moved.added)
    for entity in recorded.event.entities() if recorded.event.replaces() else ():
        if later.joins(entity.id):
            named = declared_anew(source, later.canonical.get(entity.id, entity.id), later.canonical)
            store.change(named.removed, named.added)
    if claims := tuple(touched(recorded, store)):
        _flush(waiting, store)
        patch = settle(claims, store)
        store.remove(patch.removed)
        store.add(patch.added)


def _flush(waiting: list[Statement], store: OxigraphStore) -> None:
    store.add(waiting)
    waiting.clear()


def readable(record: Record, later: Later = NOTHING_LATER) -> Recorded | None:
    """Return the event of a record with its place, or None where it was erased or this version cannot read it."""
    event = event_of(record)
    return Recorded(record.position, record.recorded_at, event, later) if event else None


def said_by(recorded: Recorded) -> list[Statement] | None:
    """Return the statements of an event, or None where no statement can be made of something in it.

    The door lets no such event pass; this holds where the door has a gap, so that not one record stops all others.
    """
    try:
        return list(statements(recorded))
    except (AssertionError, LookupError, ValueError):
        return None


def holds(log: Log, position: int, chain_value: str) -> bool:
    """Tell whether `log` is the one that something derived has reached: not an older copy, nor another one."""
    record = next(log.read(after=position - 1, limit=1), None) if position else None
    return position == 0 or (record is not None and record.chain == chain_value)
