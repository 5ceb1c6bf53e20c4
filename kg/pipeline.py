"""The one place where the stages meet: files in, events in the log, statements in the store, a snapshot out.

    authored file → plan → events → log → projections → store → snapshot

Nothing flows back. The log is the truth; store, snapshots and search index are derived from it and can be deleted.
"""

import fcntl
import hashlib
import shutil
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from itertools import chain

from kg.errors import BadInputError, LockedError, VerificationError
from kg.events import BY_TYPE, Event, decode, encode
from kg.log import Condition, Log, NewRecord, Query, Record
from kg.projections import VERSION, Recorded, settle, statements, take_back, touched
from kg.projections.base import Statement
from kg.projections.search import entries, figures
from kg.resources import folder
from kg.stores.oxigraph import OxigraphStore, snapshots
from kg.stores.search import SearchIndex
from kg.texts import Texts, text_hash
from kg.workspace import Workspace

_BATCH = 500
_WAITING = 20_000
"""Statements that wait at most; a bulk of them is cheaper to write than each event by itself."""
_REVISIONS = (Query(types=("extraction-corrected",)),)
_VOCABULARY = ("kg.ttl", "units.ttl", "bottlenecks.ttl")
Keep = Callable[[Record], bool]
Progress = Callable[[int], None]


@cache
def store_version() -> str:
    """Return what stores are built with here; a store built with something else must be rebuilt."""
    digest = hashlib.sha256()
    for name in _VOCABULARY:
        digest.update((folder("ontology") / name).read_bytes())
    return f"{VERSION}-{digest.hexdigest()[:16]}"


@dataclass(frozen=True, slots=True)
class CaughtUp:
    """How far the derived data came."""

    position: int
    applied: int
    rebuilt: bool
    set_aside: tuple[int, ...]


def append(log: Log, events: Sequence[Event], *, now: datetime, condition: Condition | None = None) -> tuple[int, ...]:
    """Append `events` as one atomic batch and return their positions; known events keep theirs."""
    records = [
        NewRecord(key=e.key(), type=e.type, schema=e.schema_version, payload=encode(e), tags=e.tags()) for e in events
    ]
    return log.append(records, condition, now=now)


@contextmanager
def writing(workspace: Workspace, *, patience: float = 30.0) -> Iterator[None]:
    """Hold the right to write store and index, waiting up to `patience` seconds for another process."""
    deadline = time.monotonic() + patience
    with workspace.lock.open("a") as file:
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > deadline:
                    raise LockedError(
                        "another process writes this workspace",
                        where=str(workspace.root),
                        next_step="What was recorded is safe; the graph catches up with the next command.",
                    ) from None
                time.sleep(0.05)
        yield


def attach(workspace: Workspace, document: str, expected: str | None, text: str) -> bool:
    """Attach a normalised text to a document; return whether it was not attached before.

    Raises
    ------
    BadInputError
        The text is not the one that the document's spans point into.

    """
    if expected != text_hash(text):
        raise BadInputError(
            "the text is not the one that was recorded" if expected else "no text was recorded for the document",
            where=document,
            next_step="`kg fmt --text FILE` fits the file of the document to this text; then ingest it with --revise.",
        )
    texts = Texts(workspace.documents)
    if texts.get(document) == text:
        return False
    texts.put(document, text)
    with writing(workspace), SearchIndex(workspace.search) as index:
        index.replace_passages(document, text)
    return True


def catch_up(workspace: Workspace, log: Log, *, progress: Progress | None = None) -> CaughtUp:
    """Bring store, snapshot and search index up to the log, by the events that they have not seen."""
    with writing(workspace):
        result = _catch_up_store(workspace, log, progress) or _rebuild_store(workspace, log, progress)
        _catch_up_search(workspace, log)
    return result


def _catch_up_store(workspace: Workspace, log: Log, progress: Progress | None) -> CaughtUp | None:
    """Apply what the store has not seen; return None where the store is new, of another version, or ahead."""
    with OxigraphStore(workspace.store) as store:
        reached = store.position()
        if store.version() != store_version() or reached > log.head().position:
            return None
        applied = apply_events(log, store, after=reached, progress=progress)
        if applied or not snapshots(workspace.snapshots):
            store.snapshot(workspace.snapshots)
        return CaughtUp(reached + applied, applied, rebuilt=False, set_aside=store.aside())


def rebuild(workspace: Workspace, log: Log, *, progress: Progress | None = None) -> CaughtUp:
    """Throw away everything derived and build it from the log and the attached texts.

    Raises
    ------
    VerificationError
        An event cannot be read; the old store stays in its place.

    """
    with writing(workspace):
        result = _rebuild_store(workspace, log, progress)
        for path in workspace.root.glob("search.db*"):
            path.unlink()
        _catch_up_search(workspace, log)
    return result


def _rebuild_store(workspace: Workspace, log: Log, progress: Progress | None) -> CaughtUp:
    fresh = workspace.root / "store.new"
    shutil.rmtree(fresh, ignore_errors=True)
    with OxigraphStore(fresh) as store:
        position = project(log, store, progress=progress)
        store.snapshot(workspace.snapshots)
    old = workspace.root / "store.old"
    shutil.rmtree(old, ignore_errors=True)
    if workspace.store.exists():
        workspace.store.rename(old)
    fresh.rename(workspace.store)
    shutil.rmtree(old, ignore_errors=True)
    return CaughtUp(position, position, rebuilt=True, set_aside=())


def project(log: Log, store: OxigraphStore, *, keep: Keep | None = None, progress: Progress | None = None) -> int:
    """Project the whole log, or the records that `keep` keeps, into an empty store; return the position reached.

    Everything is loaded in one stream as if nothing had ended any claim; then the claims that something ended are
    settled, by the same function that catching up uses.
    """
    revised = _last_revisions(log, keep)
    ending: list[Recorded] = []
    position = log.head().position

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
    store.reach(position, store_version())
    store.optimize()
    return position


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
    return Recorded(record.position, record.recorded_at, event, revised)


def apply_events(log: Log, store: OxigraphStore, *, after: int, progress: Progress | None = None) -> int:
    """Apply the events after a position, one by one, and return how many there were."""
    waiting: list[Statement] = []
    reached = after
    for record in log.read((), after=after):
        recorded = _readable(record)
        if recorded is None and record.payload is not None:
            store.set_aside(record.position)
        if recorded is not None:
            _apply_one(recorded, store, waiting)
        reached = record.position
        if progress is not None:
            progress(reached)
    _flush(waiting, store)
    if reached > after:
        store.reach(reached, store_version())
    return reached - after


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


def _catch_up_search(workspace: Workspace, log: Log) -> None:
    with SearchIndex(workspace.search) as index:
        fresh = index.position() == 0
        for block in _blocks(log.read((), after=index.position())):
            with index.step(block[-1].position):
                for recorded in filter(None, map(_readable, block)):
                    if replaced := recorded.event.replaces():
                        index.forget(replaced)
                    index.add(entries(recorded))
                    index.add_figures(figures(recorded))
        if fresh:
            texts = Texts(workspace.documents)
            for name in texts.attached():
                index.replace_passages(name, texts.get(name) or "")


def _readable(record: Record) -> Recorded | None:
    try:
        return _recorded(record, {}) if record.type in BY_TYPE else None
    except VerificationError:
        return None


def _blocks(records: Iterable[Record]) -> Iterator[list[Record]]:
    block: list[Record] = []
    for record in records:
        block.append(record)
        if len(block) == _BATCH:
            yield block
            block = []
    if block:
        yield block
