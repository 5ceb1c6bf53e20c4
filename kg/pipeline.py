"""The one place where the stages meet: files in, events in the log, statements in the store, a snapshot out.

    authored file → plan → events → log → projections → store → snapshot

Nothing flows back. The log is the truth; store, snapshots and search index are derived from it and can be deleted.
"""

import fcntl
import hashlib
import shutil
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from itertools import chain
from pathlib import Path
from typing import IO

from kg.errors import BadInputError, LimitError, LockedError, NoWorkspaceError, VerificationError
from kg.events import BY_TYPE, Event, decode, encode
from kg.log import Condition, Log, NewRecord, Query, Record
from kg.projections import VERSION, Recorded, check_words, settle, statements, take_back, touched
from kg.projections.base import Statement
from kg.projections.search import entries, figures
from kg.resources import folder
from kg.stores.oxigraph import OxigraphStore, is_fresh, snapshots
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
    """Return what stores are built with here; a store built with something else must be rebuilt.

    Event types count, since a store may have set aside what only a later version reads.
    """
    digest = hashlib.sha256()
    for name in _VOCABULARY:
        digest.update((folder("ontology") / name).read_bytes())
    for name, kind in sorted(BY_TYPE.items()):
        digest.update(f"{name} {kind.schema_version}\n".encode())
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
    """Hold the right to write store and index, waiting up to `patience` seconds for another process.

    Raises
    ------
    LockedError
        The other process did not end in time.
    NoWorkspaceError
        The folder cannot be written.
    LimitError
        The disk refused to take or to give what belongs to store or index.

    """
    try:
        file = workspace.lock.open("a")
    except OSError as error:
        raise NoWorkspaceError(
            f"the workspace cannot be written ({error.strerror})",
            where=str(workspace.root),
            next_step="Give yourself write permission, or copy the folder.",
        ) from None
    with file:
        _wait_for(file, workspace, patience)
        try:
            yield
        except (OSError, RuntimeError, sqlite3.DatabaseError) as error:
            # Files that are damaged inside are a RuntimeError of pyoxigraph's.
            raise LimitError(
                f"the graph or the search index cannot be read or written ({error})",
                where=str(workspace.root),
                next_step="What was recorded is safe. Check the disk, then `kg rebuild`.",
            ) from error


def _wait_for(file: IO[str], workspace: Workspace, patience: float) -> None:
    deadline = time.monotonic() + patience
    while True:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > deadline:
                raise LockedError(
                    "another process writes this workspace",
                    where=str(workspace.root),
                    next_step="What was recorded is safe; the graph catches up with the next command.",
                ) from None
            time.sleep(0.05)
        else:
            return


def check_fits(document: str, expected: str | None, text: str) -> None:
    """Refuse a normalised text that is not the one that the document's spans point into."""
    if expected != text_hash(text):
        raise BadInputError(
            "the text is not the one that was recorded" if expected else "no text was recorded for the document",
            where=document,
            next_step="`kg fmt --text FILE` fits the file of the document to this text; then ingest it with --revise.",
        )


def attach(workspace: Workspace, document: str, expected: str | None, text: str) -> bool:
    """Attach a normalised text to a document; return whether it was not attached before.

    The index comes first: where a crash parts the two, the text is missing and is attached once more.

    Raises
    ------
    BadInputError
        The text is not the one that the document's spans point into.

    """
    check_fits(document, expected, text)
    texts = Texts(workspace.documents)
    if texts.get(document) == text:
        return False
    with writing(workspace):
        with SearchIndex(workspace.search) as index:
            index.replace_passages(document, text)
        texts.put(document, text)
    return True


def catch_up(workspace: Workspace, log: Log, *, progress: Progress | None = None, patience: float = 30.0) -> CaughtUp:
    """Bring store, snapshot and search index up to the log, by the events that they have not seen."""
    with writing(workspace, patience=patience):
        _sweep(workspace)
        result = _catch_up_store(workspace, log, progress) or _rebuild_store(workspace, log, progress)
        _catch_up_search(workspace, log)
    return result


def _catch_up_store(workspace: Workspace, log: Log, progress: Progress | None) -> CaughtUp | None:
    """Apply what the store has not seen; return None where it is new, damaged, of another version or another log."""
    try:
        opened = OxigraphStore(workspace.store)
    except NoWorkspaceError:
        return None
    with opened as store:
        before = store.position()
        if store.version() != store_version() or not _holds(log, before, store.chain()):
            return None
        applied = apply_events(log, store, after=before, progress=progress)
        handed_out = snapshots(workspace.snapshots)
        if not handed_out or not is_fresh(handed_out[-1], store.position(), store.chain()):
            store.snapshot(workspace.snapshots)
        return CaughtUp(before + applied, applied, rebuilt=False, set_aside=store.aside())


def _holds(log: Log, position: int, chain: str) -> bool:
    """Tell whether `log` is the one that something derived has reached: not an older copy, nor another one."""
    record = next(log.read(after=position - 1, limit=1), None) if position else None
    return position == 0 or (record is not None and record.chain == chain)


def rebuild(workspace: Workspace, log: Log, *, progress: Progress | None = None) -> CaughtUp:
    """Throw away everything derived and build it from the log and the attached texts.

    Raises
    ------
    VerificationError
        An event cannot be read; the old store stays in its place.

    """
    with writing(workspace):
        result = _rebuild_store(workspace, log, progress)
        _drop_search(workspace)
        _catch_up_search(workspace, log)
    return result


def _rebuild_store(workspace: Workspace, log: Log, progress: Progress | None) -> CaughtUp:
    _sweep(workspace)
    fresh, old = _fresh_and_old(workspace)
    with OxigraphStore(fresh) as store:
        position = project(log, store, progress=progress)
        store.snapshot(workspace.snapshots)
    if workspace.store.exists():
        workspace.store.rename(old)
    fresh.rename(workspace.store)
    _sweep(workspace)
    return CaughtUp(position, position, rebuilt=True, set_aside=())


def _fresh_and_old(workspace: Workspace) -> tuple[Path, Path]:
    return workspace.root / "store.new", workspace.root / "store.old"


def _sweep(workspace: Workspace) -> None:
    """Remove what a rebuild leaves behind, interrupted or not."""
    for path in _fresh_and_old(workspace):
        shutil.rmtree(path, ignore_errors=True)


def project(log: Log, store: OxigraphStore, *, keep: Keep | None = None, progress: Progress | None = None) -> int:
    """Project the whole log, or the records that `keep` keeps, into an empty store; return the position reached.

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
    store.reach(position, head.chain, store_version())
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
    recorded = Recorded(record.position, record.recorded_at, event, revised)
    check_words(recorded)
    return recorded


def apply_events(log: Log, store: OxigraphStore, *, after: int, progress: Progress | None = None) -> int:
    """Apply the events after a position, one by one, and return how many there were."""
    waiting: list[Statement] = []
    last: Record | None = None
    for record in log.read((), after=after):
        recorded = _readable(record)
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
    store.reach(last.position, last.chain, store_version())
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


def _catch_up_search(workspace: Workspace, log: Log) -> None:
    if not _search_continues(workspace, log):
        _drop_search(workspace)
    with SearchIndex(workspace.search) as index:
        if index.position() == 0:
            texts = Texts(workspace.documents)
            for name in texts.attached():
                index.replace_passages(name, texts.get(name) or "")
        for block in _blocks(log.read((), after=index.position())):
            with index.step(block[-1].position, block[-1].chain):
                for recorded in filter(None, map(_readable, block)):
                    if replaced := recorded.event.replaces():
                        index.forget(replaced)
                    index.add(entries(recorded))
                    index.add_figures(figures(recorded))


def _search_continues(workspace: Workspace, log: Log) -> bool:
    """Tell whether the index can be read and comes from this log; whatever it is otherwise can be made again."""
    try:
        with SearchIndex(workspace.search) as index:
            return _holds(log, index.position(), index.chain())
    except sqlite3.DatabaseError:
        return False


def _drop_search(workspace: Workspace) -> None:
    for path in workspace.root.glob("search.db*"):
        path.unlink()


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
