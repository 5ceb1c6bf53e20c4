"""A folder in, its newest graph opened for reading out, after it has caught up with the log where that is possible.

This is the one place where reading leads to writing: the graph may be behind the log because a program was interrupted
between the two, or was built by an earlier version; and a past view is made when it is first asked for. What cannot be
written is read as it is, and that is said.
"""

import sqlite3
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from kg.elsewhere import is_full, temporary_folder
from kg.errors import KgError, LimitError, LockedError, NoWorkspaceError
from kg.files import MisplacedError, remove
from kg.horizon import PRESENT, Horizon
from kg.log import SqliteLog
from kg.query.engine import Limits
from kg.reader import Reader
from kg.stores import cache, untouched
from kg.stores.cache import CachedView
from kg.stores.inventory import Inventory, damaged
from kg.stores.oxigraph import aside_of, is_fresh, reached, snapshots
from kg.stores.search import SearchIndex
from kg.texts import Texts
from kg.workspace import Workspace

_PATIENCE = 1.0
"""Seconds that a reader waits for a writer before it reads the older graph."""
_MOST_NAMED = 5


def open_reader(
    workspace: Workspace,
    *,
    horizon: Horizon = PRESENT,
    limits: Limits | None = None,
    tell: Callable[[str], None] = lambda _: None,
    progress: Callable[[int], None] | None = None,
) -> Reader:
    """Return the newest graph of a workspace, or the one of a past view, opened for reading.

    Parameters
    ----------
    workspace
        Where everything is.
    horizon
        What of the ledger counts.
    limits
        What one query may take.
    tell
        Called with a sentence where the graph stays behind the log, where a past view had to choose, or where an id
        is read as another one.
    progress
        Called with the position reached while a past view is made.

    Raises
    ------
    NoWorkspaceError
        There is no graph, and none can be made here.
    BadInputError
        The horizon leaves out something that the ledger does not have.

    """
    if horizon:
        return _open_past(workspace, horizon, limits, tell, progress)
    with SqliteLog(workspace.log, mode="read") as log:
        head = log.head()
    newest, damage = _newest(workspace)
    problem = None
    if damage and newest:
        tell(f"the graph was damaged ({damage}) and is made anew")
        problem = catch_up_or_say(workspace, distrust=newest.folder)
    elif not newest or not is_fresh(newest.folder, head.position, head.chain):
        problem = catch_up_or_say(workspace)
    if problem or not newest or damage or not is_fresh(newest.folder, head.position, head.chain):
        newest, damage = _newest(workspace)
    if not newest:
        raise problem or NoWorkspaceError(
            "there is no graph yet", where=str(workspace.root), next_step="`kg rebuild` makes it."
        )
    if damage:
        raise damaged(newest.folder, damage, besides=problem.what if problem else "it is damaged again")
    position = reached(newest.folder)
    if problem:
        tell(_behind(position, head.position, problem))
    _tell_aside(newest, tell)
    index = _Index(workspace, tell)
    return Reader(
        workspace,
        newest.folder,
        position=position,
        search=index.path,
        limits=limits,
        inventory=newest,
        tell=tell,
        on_close=index.close,
    )


def _tell_aside(graph: Inventory, tell: Callable[[str], None]) -> None:
    """Say which records an answer leaves out since this version cannot read them."""
    if aside := aside_of(graph):
        said = "record is" if len(aside) == 1 else "records are"
        listed = ", ".join(map(str, aside[:_MOST_NAMED])) + (" …" if len(aside) > _MOST_NAMED else "")
        tell(f"{len(aside)} {said} left out, which this version cannot read: {listed}; `kg verify` says more")


def _behind(position: int, last: int, problem: KgError) -> str:
    shown = f"the graph shows {position} of {last} records"
    if position == last:
        shown = "the graph is as another version of kg built it"
    advice = " Make room; the next command catches up." if isinstance(problem, LimitError) else ""
    return f"{shown}: {problem.what}{advice and '.'}{advice}"


def _newest(workspace: Workspace) -> tuple[Inventory | None, str | None]:
    """Return what vouches for the newest graph, and what in that is not as it was written."""
    while found := snapshots(workspace.snapshots):
        newest = Inventory(found[-1])
        damage = newest.problem()
        if newest.folder.is_dir():  # otherwise somebody has made newer ones meanwhile, and taken it away
            return newest, damage
    return None, None


def catch_up_or_say(workspace: Workspace, *, distrust: Path | None = None) -> KgError | None:
    """Bring the graph up to the log, or return why that cannot be done now; for `distrust` see `kg.pipeline`."""
    from kg.events.door import open_log  # noqa: PLC0415 (a reader seldom needs the write side)
    from kg.pipeline import catch_up  # noqa: PLC0415

    try:
        with open_log(workspace.log) as log:
            catch_up(workspace, log, patience=_PATIENCE, distrust=distrust)
    except (LockedError, LimitError, NoWorkspaceError, MisplacedError) as error:
        return error
    except OSError as error:
        if is_full(error):
            return LimitError("the disk is full", where=str(workspace.root), next_step="Make room.")
        return NoWorkspaceError(
            f"it cannot be written here ({error.strerror})",
            where=str(workspace.root),
            next_step="Give yourself write permission, or copy the folder.",
        )
    return None


class _Index:
    """The search index of the present, brought up to the log when it is first needed."""

    def __init__(self, workspace: Workspace, tell: Callable[[str], None]) -> None:
        self._workspace, self._tell = workspace, tell
        self._folder: Path | None = None
        self._path: Path | None = None

    def path(self) -> Path:
        """Return its file, one in a temporary folder where the one of the workspace is missing and cannot be made."""
        self._path = self._path or self._found()
        return self._path

    def close(self) -> None:
        """Remove what could not be kept."""
        if self._folder:
            with suppress(OSError):
                remove(self._folder)

    def _found(self) -> Path:
        search = self._workspace.search
        if self._at() is not None and not untouched.problem(search):
            with SqliteLog(self._workspace.log, mode="read") as log:
                last = log.head().position
            if self._at() == last:
                return search
        elif search.is_file():
            self._tell("the search index was damaged or of another version, and is made anew")
        problem = catch_up_or_say(self._workspace)
        position = self._at()
        if position is not None and not untouched.problem(search):
            if problem:
                self._tell(f"the search index shows {position} records: {problem.what}")
            return search
        from kg.pipeline import make_index  # noqa: PLC0415 (a reader seldom needs the write side)

        self._folder = temporary_folder()
        with SqliteLog(self._workspace.log, mode="read") as log:
            make_index(self._folder / search.name, log, Texts(self._workspace.documents))
        return self._folder / search.name

    def _at(self) -> int | None:
        """Return the position that the index has reached; None where it cannot be read, or another program made it."""
        try:
            with SearchIndex(self._workspace.search, read_only=True) as index:
                return index.position() if index.fits() else None
        except sqlite3.Error:
            return None


def _open_past(
    workspace: Workspace,
    horizon: Horizon,
    limits: Limits | None,
    tell: Callable[[str], None],
    progress: Callable[[int], None] | None,
) -> Reader:
    with SqliteLog(workspace.log, mode="read") as log:
        head = log.head()
        found = cache.newest(workspace.views, horizon.key)
        if found is None or not found.is_fresh(head.position, head.chain):
            from kg.past import view  # noqa: PLC0415 (a view that is there needs no write side)

            found = view(workspace, log, horizon, progress=progress)
        vouching = Inventory(found.graph)
        if damage := vouching.problem():
            from kg.past import view  # noqa: PLC0415 (likewise)

            tell(f"the kept view was damaged ({damage}) and is made anew")
            found = view(workspace, log, horizon, progress=progress, anew=True)
            vouching = Inventory(found.graph)
            vouching.check()
    _tell_aside(vouching, tell)
    if not found.folder.is_relative_to(workspace.views):
        tell("the view cannot be kept here, so it is made anew each time")
    if found.about.left_out:
        tell(_left_out(found))
    indexes: list[Path] = []

    def search() -> Path:
        if not indexes:
            indexes.append(_index(workspace, horizon, found))
        return indexes[0]

    return Reader(
        workspace,
        found.graph,
        position=found.about.position,
        horizon=horizon,
        search=search,
        limits=limits,
        inventory=vouching,
        tell=tell,
        on_close=lambda: _let_go(workspace, found, indexes),
    )


def _left_out(found: CachedView) -> str:
    names = found.about.left_out
    listed = ", ".join(names[:_MOST_NAMED]) + (" …" if len(names) > _MOST_NAMED else "")
    one = len(names) == 1
    return (
        f"{len(names)} document{'' if one else 's'} may have been published by then and "
        f"count{'s' if one else ''} from a later day, since the date is not known exactly: {listed}"
    )


def _index(workspace: Workspace, horizon: Horizon, found: CachedView) -> Path:
    if found.search.is_file() and not untouched.problem(found.search):
        return found.search
    from kg.past import index  # noqa: PLC0415 (only with the first search in a past view)

    with SqliteLog(workspace.log, mode="read") as log:
        return index(workspace, log, horizon, found)


def _let_go(workspace: Workspace, found: CachedView, indexes: list[Path]) -> None:
    """Remove a view, and indexes of it, that could not be kept."""
    for each in indexes:
        if not each.is_relative_to(found.folder):
            with suppress(OSError):
                remove(each.parent)
    if not found.folder.is_relative_to(workspace.views):
        with suppress(OSError):
            remove(found.folder.parent)
