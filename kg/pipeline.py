"""The one place where the stages meet: files in, events in the log, statements in the store, a snapshot out.

    authored file → plan → events → log → projections → store → snapshot

Nothing flows back. The log is the truth; store, snapshots and search index are derived from it and can be deleted.
"""

import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from kg.claim import spans_of
from kg.elsewhere import is_full
from kg.erasing import finish, note
from kg.erasure import ErasedError, erasure_of
from kg.errors import BadInputError, LimitError, NoWorkspaceError
from kg.events import Event, encode
from kg.files import MisplacedError, remove
from kg.folders import rename
from kg.known import Known
from kg.locking import writing
from kg.log import Condition, Log, NewRecord, Record
from kg.projections import NOTHING_LATER, Later
from kg.projections.search import entries, figures
from kg.replay import Keep, Progress, apply_events, holds, project, readable
from kg.stores import inventory, untouched
from kg.stores.inventory import Digests, Inventory
from kg.stores.oxigraph import OxigraphStore, is_fresh, snapshots
from kg.stores.search import SearchIndex
from kg.texts import Texts, check_seen, text_hash
from kg.workspace import Workspace

_BATCH = 500


@dataclass(frozen=True, slots=True)
class CaughtUp:
    """How far the derived data came."""

    position: int
    applied: int
    rebuilt: bool
    set_aside: tuple[int, ...]
    damaged: str = ""
    """What was not as it was written, where that is why the graph was built anew."""


def append(log: Log, events: Sequence[Event], *, now: datetime, condition: Condition | None = None) -> tuple[int, ...]:
    """Append `events` as one atomic batch and return their positions; known events keep theirs."""
    records = [
        NewRecord(key=e.key(), type=e.type, schema=e.schema_version, payload=encode(e), tags=e.tags()) for e in events
    ]
    return log.append(records, condition, now=now)


def check_fits(document: str, expected: str | None, text: str) -> None:
    """Refuse a normalised text that is not the one that the document's spans point into."""
    if expected != text_hash(text):
        raise BadInputError(
            "the text is not the one that was recorded" if expected else "no text was recorded for the document",
            where=document,
            next_step="`kg fmt --text FILE` fits the file of the document to this text; then ingest it with --revise.",
        )


def attach(
    workspace: Workspace, log: Log, document: str, expected: str | None, text: str, *, looked_at: bool = False
) -> bool:
    """Attach a normalised text to a document; return whether it was not attached before.

    `looked_at` says that the places of the document's claims were held against the text already.

    The index comes first: where a crash parts the two, the text is missing and is attached once more; meanwhile
    catching up takes its words out of the index.

    Raises
    ------
    BadInputError
        The text is not the one that the document's spans point into, or nothing can be seen at the place of a claim.
    ErasedError
        The text was erased.

    """
    check_fits(document, expected, text)
    texts = Texts(workspace.documents)
    if texts.get(document) == text:
        return False
    if not looked_at and (held := Known(log).document(document)):
        check_seen(spans_of(held.readings.values()), text)
    with writing(workspace):
        if erasure := erasure_of(log, document):
            raise ErasedError(erasure)
        if texts.get(document) == text:
            return False  # another process was first
        with SearchIndex(workspace.search) as index:
            index.replace_passages(document, text)
        texts.put(document, text)
    return True


def catch_up(
    workspace: Workspace,
    log: Log,
    *,
    progress: Progress | None = None,
    patience: float = 30.0,
    distrust: Path | None = None,
) -> CaughtUp:
    """Bring store, snapshot and search index up to the log, by the events that they have not seen.

    An erasure that was recorded and not completed is completed first. A snapshot that somebody found damaged is
    passed as `distrust`: it is replaced, and the store is believed only after all of it was looked at.
    """
    with writing(workspace, patience=patience):
        _sweep(workspace)
        erased = finish(workspace, log)
        vouched = Inventory(workspace.store)
        damaged = vouched.problem(whole=distrust is not None)
        digests = vouched.digests()
        result = None if damaged else _catch_up_store(workspace, log, progress, digests, anew=distrust is not None)
        result = result or replace(_rebuild_store(workspace, log, progress), damaged=damaged or "")
        if distrust:
            inventory.discard(distrust)
        _catch_up_search(workspace, log)
        note(workspace, log, erased)
    return result


def _catch_up_store(
    workspace: Workspace, log: Log, progress: Progress | None, digests: Digests, *, anew: bool
) -> CaughtUp | None:
    """Apply what the store has not seen; return None where it is new, damaged, of another version or another log."""
    if not workspace.store.is_dir():
        return None
    try:
        opened = OxigraphStore(workspace.store, digests)
    except NoWorkspaceError:
        return None
    try:
        with opened as store:
            before = store.position()
            if not store.fits() or not holds(log, before, store.chain()):
                return None
            applied = apply_events(log, store, after=before, progress=progress)
            handed_out = snapshots(workspace.snapshots)
            if anew or not handed_out or not is_fresh(handed_out[-1], store.position(), store.chain()):
                store.snapshot(workspace.snapshots)
            result = CaughtUp(before + applied, applied, rebuilt=False, set_aside=store.aside())
    except MisplacedError:
        raise
    except (OSError, RuntimeError) as error:
        # A power cut may take files of the store away, which shows only when they are read.
        if is_full(error):
            raise
        return None
    return result


def rebuild(workspace: Workspace, log: Log, *, progress: Progress | None = None) -> CaughtUp:
    """Throw away everything derived and build it from the log and the attached texts.

    Records that cannot be read are set aside, as catching up does; the result names them.
    """
    with writing(workspace):
        erased = finish(workspace, log)
        result = _rebuild_store(workspace, log, progress)
        remove(workspace.views, below=workspace.root)
        _make_search(workspace, log)
        note(workspace, log, erased)
    return result


def _rebuild_store(workspace: Workspace, log: Log, progress: Progress | None) -> CaughtUp:
    _sweep(workspace)
    fresh, old = _fresh_and_old(workspace)
    try:
        opened = OxigraphStore(fresh)
    except NoWorkspaceError as error:
        # The folder can be written, or the lock would not have been had; so it is the disk.
        raise LimitError(
            f"the graph cannot be built here: {error.what}",
            where=str(workspace.root),
            next_step="What was recorded is safe. Check the disk, then `kg rebuild`.",
        ) from error
    try:
        with opened as store:
            position = project(log, store, progress=progress).position
            set_aside = store.aside()
            store.snapshot(workspace.snapshots)
    except BaseException:
        with suppress(OSError):  # a disk that is full should not stay so for that
            remove(fresh, below=workspace.root)
        raise
    if os.path.lexists(workspace.store):
        rename(workspace.store, old, below=workspace.root)
    rename(fresh, workspace.store, below=workspace.root)
    _sweep(workspace)
    return CaughtUp(position, position, rebuilt=True, set_aside=set_aside)


def _fresh_and_old(workspace: Workspace) -> tuple[Path, Path]:
    return workspace.root / "store.new", workspace.root / "store.old"


def _sweep(workspace: Workspace) -> None:
    """Remove what a rebuild leaves behind, interrupted or not."""
    for path in _fresh_and_old(workspace):
        remove(path, below=workspace.root)


def _catch_up_search(workspace: Workspace, log: Log) -> None:
    if not search_continues(workspace, log):
        _make_search(workspace, log)
        return
    with SearchIndex(workspace.search) as index:
        fill(index, log, Texts(workspace.documents))


def _make_search(workspace: Workspace, log: Log) -> None:
    """Make the index anew beside the old one, which is there until the new one is whole."""
    fresh = workspace.search.with_name(f"{workspace.search.name}.new")
    _drop(fresh)
    try:
        make_index(fresh, log, Texts(workspace.documents))
        _drop(workspace.search)
        put_index(fresh, workspace.search)
    finally:
        _drop(fresh)


def make_index(path: Path, log: Log, texts: Texts) -> None:
    """Make an index of the present in a new file."""
    with SearchIndex(path) as index:
        fill(index, log, texts)


def put_index(fresh: Path, path: Path) -> None:
    """Give a finished index its name; the file system then tells another time for it, so that is noted anew."""
    rename(fresh, path, below=path.parent)
    untouched.end(path)


def fill(
    index: SearchIndex,
    log: Log,
    texts: Texts,
    *,
    keep: Keep | None = None,
    later: Later = NOTHING_LATER,
    has_document: Callable[[str], bool] = lambda _: True,
) -> None:
    """Write into the index what it has not seen of the log and of the attached texts, or of what `keep` keeps."""
    _catch_up_passages(index, texts, has_document)
    for block in _blocks(log.read((), after=index.position())):
        with index.step(block[-1].position, block[-1].chain):
            for recorded in filter(None, (readable(record, later) for record in filter(keep or _every, block))):
                if replaced := recorded.event.replaces():
                    index.forget(replaced)
                index.add(entries(recorded))
                index.add_figures(figures(recorded))


def _every(_: Record) -> bool:
    return True


def _catch_up_passages(index: SearchIndex, texts: Texts, has_document: Callable[[str], bool]) -> None:
    """Make up for what a crash kept apart, and forget the words of texts that somebody took away."""
    attached, indexed = frozenset(filter(has_document, texts.attached())), index.texts()
    for name in sorted(indexed - attached):
        index.forget_passages(name)
    for name in sorted(attached - indexed):
        index.replace_passages(name, texts.get(name) or "")


def search_continues(workspace: Workspace, log: Log) -> bool:
    """Tell whether the index can be read, and this program made it from this log; otherwise it is made again."""
    if not workspace.search.is_file() or untouched.problem(workspace.search, hashing=False):
        return False
    try:
        with SearchIndex(workspace.search, read_only=True) as index:
            return index.fits() and holds(log, index.position(), index.chain())
    except sqlite3.DatabaseError:
        return False


def _drop(path: Path) -> None:
    for each in (path, *untouched.beside(path)):
        remove(each, below=path.parent)


def _blocks(records: Iterable[Record]) -> Iterator[list[Record]]:
    block: list[Record] = []
    for record in records:
        block.append(record)
        if len(block) == _BATCH:
            yield block
            block = []
    if block:
        yield block
