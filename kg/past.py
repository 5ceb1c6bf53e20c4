"""A workspace and a horizon in, a graph of what then counts out: replayed once, kept, and asked from there again.

This is the one port for every other view than the present: a predicate over records decides what counts, and the log is
replayed into a store of its own by the function that rebuilds. Nobody has to undo anything, so a past view cannot
differ from a ledger that was never told the rest.
"""

import os
import sqlite3
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from kg.assuming import check
from kg.elsewhere import is_full, temporary_folder
from kg.errors import LimitError, NoWorkspaceError
from kg.files import MisplacedError, make_folder, remove
from kg.folders import names
from kg.horizon import Horizon
from kg.log import GENESIS, Head, Log, Record
from kg.pipeline import fill, put_index
from kg.projections import Later
from kg.replay import Keep, Progress, project
from kg.selection import Selection
from kg.stores import cache, stamp, untouched
from kg.stores.cache import About, CachedView
from kg.stores.oxigraph import OxigraphStore
from kg.stores.search import SearchIndex
from kg.texts import Texts
from kg.workspace import Workspace


def view(
    workspace: Workspace, log: Log, horizon: Horizon, *, progress: Progress | None = None, anew: bool = False
) -> CachedView:
    """Return the graph of what counts within `horizon`, made now unless it is there, or in any case with `anew`.

    Where the workspace cannot be written it is made in a temporary folder, which whoever asked should remove.

    Raises
    ------
    BadInputError
        The horizon leaves out something that the log does not have, or assumes what cannot be.
    LimitError
        The disk is full.

    """
    check(log, horizon)
    selection, head = Selection(log, horizon), log.head()
    found = None if anew else cache.newest(workspace.views, horizon.key)
    if found is not None:
        if found.is_fresh(head.position, head.chain):
            return found
        if current := _judged_again(found, log, head, selection):
            return current
    return _made(workspace, log, horizon, selection, progress)


def index(workspace: Workspace, log: Log, horizon: Horizon, made: CachedView) -> Path:
    """Return the search index of a view, which is made with the first search.

    Where there is no room beside the view it is made in a temporary folder, which whoever asked should remove.
    """
    if made.search.is_file() and not untouched.problem(made.search):
        return made.search
    try:
        _index_in(made.folder, workspace, log, horizon)
    except (OSError, sqlite3.Error):
        folder = temporary_folder()
        _index_in(folder, workspace, log, horizon)
        return folder / made.search.name
    return made.search


def _index_in(folder: Path, workspace: Workspace, log: Log, horizon: Horizon) -> None:
    selection = Selection(log, horizon)
    making = folder / f".search.{os.getpid()}.db"
    try:
        with SearchIndex(making) as opened:
            later = Later(assumed=dict(horizon.assumed))
            texts = Texts(workspace.documents)
            fill(opened, log, texts, keep=selection, later=later, has_document=selection.has_document)
        put_index(making, folder / cache.SEARCH)
    finally:
        for each in (making, *untouched.beside(making)):
            with suppress(OSError):
                remove(each, below=folder)


def _judged_again(found: CachedView, log: Log, head: Head, keep: Keep) -> CachedView | None:
    """Return a view that this program made of this log, if nothing recorded since counts in it."""
    position = int(found.about.judged.partition("-")[0])
    last = next(log.read(after=position - 1, limit=1), None) if position else None
    if stamp.of(position, last.chain if last else GENESIS) != found.about.judged:
        return None
    if any(map(keep, log.read(after=position))):
        return None
    about = replace(found.about, judged=stamp.of(head.position, head.chain))
    with suppress(OSError):  # it is right all the same, and will be judged once more the next time
        cache.write_about(found.folder, about)
    return CachedView(found.folder, about)


def _made(
    workspace: Workspace, log: Log, horizon: Horizon, selection: Selection, progress: Progress | None
) -> CachedView:
    try:
        return _made_in(_place(workspace), log, horizon, selection, progress)
    except MisplacedError:
        raise
    except (OSError, RuntimeError, NoWorkspaceError) as error:
        if not is_full(error):
            raise _unwritten(error, workspace.views) from error
    folder = temporary_folder()
    try:
        return _made_in(folder, log, horizon, selection, progress)
    except (OSError, RuntimeError, NoWorkspaceError) as error:
        _give_up(folder)
        raise _unwritten(error, folder) from error


def _unwritten(error: Exception, folder: Path) -> LimitError:
    return LimitError(
        f"the past view cannot be written ({error})",
        where=str(folder),
        next_step="Make room on the disk; `kg status` tells how much the past views take.",
    )


def _made_in(folder: Path, log: Log, horizon: Horizon, selection: Selection, progress: Progress | None) -> CachedView:
    making = folder / f"{horizon.key}.{os.getpid()}.new"
    remove(making, below=folder)
    kept: set[int] = set()

    def keep(record: Record) -> bool:
        if selection(record):
            kept.add(record.position)
        return record.position in kept

    try:
        make_folder(making, below=folder)
        with OxigraphStore(making / "graph") as store:
            head = project(log, store, keep=keep, assumed=dict(horizon.assumed), progress=progress)
        about = About(
            horizon=horizon.words(),
            judged=stamp.of(head.position, head.chain),
            position=head.position,
            records=len(kept),
            left_out=selection.left_out_though_perhaps_published(),
        )
        return cache.hand_out(making, folder, horizon.key, about)
    except MisplacedError:
        _give_up(making)
        raise
    except BaseException:
        _give_up(making)
        raise


def _give_up(making: Path) -> None:
    with suppress(OSError):
        remove(making, below=making.parent)


def _place(workspace: Workspace) -> Path:
    """Return the folder of views of the workspace, or a temporary one where that cannot be written."""
    try:
        make_folder(workspace.views, below=workspace.root)
    except OSError:
        return temporary_folder()
    if not os.access(workspace.views, os.W_OK):
        return temporary_folder()
    _sweep(workspace.views)
    return workspace.views


def _sweep(folder: Path) -> None:
    """Remove what interrupted makers left behind."""
    for path in names(folder, "*.new", below=folder.parent, kind="any"):
        number = path.name.split(".")[-2]
        if not (number.isdigit() and _runs(int(number))):
            _give_up(path)


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
