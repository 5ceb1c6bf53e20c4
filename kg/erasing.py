"""A workspace and its log in, every byte of what was erased gone out, before anything derived is built again.

The record of an erasure is the intention. Here it becomes true: text, payloads, segments, and all that was derived
from them. Each step may be repeated and none depends on the one before, so whatever stops it, the next one who
catches up begins again; a small file says which erasures are complete.
"""

from kg.erasure import Erasure, erasures, records_of
from kg.files import UnreadableError, read_bytes, remove, write_whole
from kg.folders import remove_database
from kg.log import Log, erase_in_segments
from kg.replay import holds
from kg.texts import Texts
from kg.workspace import Workspace

_DONE = "erasures.done"
_LARGEST_DONE = 1000
_STORES = ("store", "store.new", "store.old", "snapshots")


def unfinished(workspace: Workspace, log: Log) -> tuple[Erasure, ...]:
    """Return the erasures that were recorded and are not complete, or whose text somebody put back by hand."""
    done = _done(workspace, log)
    texts = Texts(workspace.documents)
    return tuple(each for each in erasures(log) if each.position > done or texts.holds(each.document))


def finish(workspace: Workspace, log: Log) -> tuple[Erasure, ...]:
    """Remove what was erased and whatever was derived from it; return the erasures to `note` once that is rebuilt.

    The caller holds the right to write the workspace, and builds store, snapshot and index anew where they are gone.

    Raises
    ------
    LockedError
        Another process reads the log, or seals: run it again.
    VerificationError
        A sealed segment is damaged, so that nobody knows what it holds.

    """
    waiting = unfinished(workspace, log)
    if not waiting:
        return ()
    texts = Texts(workspace.documents)
    for each in waiting:
        texts.remove(each.document)
    # An index leaves deleted words in its pages, and a view of the past may show what is gone.
    gone = [workspace.views]
    remove_database(workspace.search, below=workspace.root)
    documents = {each.document for each in waiting if each.depth == "claims"}
    if documents:
        positions = {record.position for name in documents for record in records_of(log, name)}
        log.erase(positions)
        erase_in_segments(workspace.segments, positions)
        gone += [workspace.root / name for name in _STORES]
    for path in gone:
        remove(path, below=workspace.root)
    return waiting


def note(workspace: Workspace, log: Log, finished: tuple[Erasure, ...]) -> None:
    """Note that erasures are complete, all that was derived having been built without them."""
    if not finished:
        return
    last = max((each.position for each in finished), default=0)
    last = max(last, _done(workspace, log))
    chain = next(log.read(after=last - 1, limit=1)).chain
    write_whole(workspace.root / _DONE, f"{last} {chain}\n", below=workspace.root)


def _done(workspace: Workspace, log: Log) -> int:
    """Return the position up to which erasures are complete; what is unreadable or of another log says nothing."""
    try:
        content = read_bytes(workspace.root / _DONE, _LARGEST_DONE, below=workspace.root)
        position, chain = content.decode().split()
        return int(position) if int(position) > 0 and holds(log, int(position), chain) else 0
    except (UnreadableError, ValueError):
        return 0
