"""A folder in, its newest graph opened for reading out, after it has caught up with the log where that is possible.

This is the one place where reading leads to writing: the graph may be behind the log because a program was interrupted
between the two, or was built by an earlier version; and a past view is made when it is first asked for. What cannot be
written is read as it is, and that is said.
"""

import shutil
from collections.abc import Callable
from pathlib import Path

from kg.errors import KgError, LimitError, LockedError, NoWorkspaceError
from kg.horizon import PRESENT, Horizon
from kg.log import SqliteLog
from kg.query.engine import Limits
from kg.reader import Reader
from kg.stores import cache
from kg.stores.cache import CachedView
from kg.stores.inventory import Inventory, damaged
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
        tell(f"the graph shows {position} of {head.position} records: {problem.what}")
    return Reader(workspace, newest.folder, position=position, limits=limits, inventory=newest, tell=tell)


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
    from kg.pipeline import catch_up  # noqa: PLC0415 (a reader seldom needs the write side)

    try:
        with SqliteLog(workspace.log, mode="write") as log:
            catch_up(workspace, log, patience=_PATIENCE, distrust=distrust)
    except (LockedError, LimitError, NoWorkspaceError) as error:
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
        vouching = Inventory(found.graph)
        if damage := vouching.problem():
            from kg.past import view  # noqa: PLC0415 (likewise)

            tell(f"the kept view was damaged ({damage}) and is made anew")
            found = view(workspace, log, horizon, progress=progress, anew=True)
            vouching = Inventory(found.graph)
            vouching.check()
    if found.about.left_out:
        tell(_left_out(found))
    return Reader(
        workspace,
        found.graph,
        position=found.about.position,
        horizon=horizon,
        search=lambda: _index(workspace, horizon, found),
        limits=limits,
        inventory=vouching,
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
        shutil.rmtree(found.folder.parent, ignore_errors=True)
