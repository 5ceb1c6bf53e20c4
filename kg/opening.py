"""A folder in, its newest graph opened for reading out, after it has caught up with the log where that is possible.

This is the one place where reading leads to writing: the graph may be behind the log because a program was interrupted
between the two, or was built by an earlier version; and a past view is made when it is first asked for. What cannot be
written is read as it is, and that is said.
"""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from kg.errors import KgError, LockedError, NoWorkspaceError
from kg.files import MisplacedError, remove
from kg.horizon import PRESENT, Horizon
from kg.log import SqliteLog
from kg.query.engine import Limits
from kg.reader import Reader
from kg.stores import cache
from kg.stores.cache import CachedView
from kg.stores.oxigraph import is_fresh, reached, snapshots
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
    newest = snapshots(workspace.snapshots)
    problem = None
    if not newest or not is_fresh(newest[-1], head.position, head.chain):
        problem = catch_up_or_say(workspace)
        newest = snapshots(workspace.snapshots)
    if not newest:
        raise problem or NoWorkspaceError(
            "there is no graph yet", where=str(workspace.root), next_step="`kg rebuild` makes it."
        )
    if problem:
        tell(f"the graph shows {reached(newest[-1])} of {head.position} records: {problem.what}")
    return Reader(workspace, newest[-1], position=reached(newest[-1]), limits=limits, tell=tell)


def catch_up_or_say(workspace: Workspace) -> KgError | None:
    """Bring the graph up to the log, or return why that cannot be done now."""
    from kg.events.door import open_log  # noqa: PLC0415 (a reader seldom needs the write side)
    from kg.pipeline import catch_up  # noqa: PLC0415

    try:
        with open_log(workspace.log) as log:
            catch_up(workspace, log, patience=_PATIENCE)
    except (LockedError, NoWorkspaceError, MisplacedError) as error:
        return error
    except OSError as error:
        return NoWorkspaceError(
            f"it cannot be written here ({error.strerror})",
            where=str(workspace.root),
            next_step="Give yourself write permission, or copy the folder.",
        )
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
    if found.about.left_out:
        tell(_left_out(found))
    return Reader(
        workspace,
        found.graph,
        position=found.about.position,
        horizon=horizon,
        search=lambda: _index(workspace, horizon, found),
        limits=limits,
        tell=tell,
        on_close=lambda: _let_go(workspace, found),
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
    if found.search.is_file():
        return found.search
    from kg.past import index  # noqa: PLC0415 (only with the first search in a past view)

    with SqliteLog(workspace.log, mode="read") as log:
        return index(workspace, log, horizon, found)


def _let_go(workspace: Workspace, found: CachedView) -> None:
    """Remove a view that could not be kept."""
    if not found.folder.is_relative_to(workspace.views):
        with suppress(OSError):
            remove(found.folder.parent)
