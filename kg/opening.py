"""A folder in, its newest graph opened for reading out, after it has caught up with the log where that is possible.

This is the one place where reading leads to writing: the graph may be behind the log because a program was interrupted
between the two, or was built by an earlier version. What cannot be written is read as it is, and that is said.
"""

from collections.abc import Callable

from kg.errors import KgError, LockedError, NoWorkspaceError
from kg.log import SqliteLog
from kg.query.engine import Limits
from kg.reader import Reader
from kg.stores.oxigraph import is_fresh, reached, snapshots
from kg.workspace import Workspace

_PATIENCE = 1.0
"""Seconds that a reader waits for a writer before it reads the older graph."""


def open_reader(
    workspace: Workspace, *, limits: Limits | None = None, tell: Callable[[str], None] = lambda _: None
) -> Reader:
    """Return the newest graph of a workspace, opened for reading.

    Parameters
    ----------
    workspace
        Where everything is.
    limits
        What one query may take.
    tell
        Called with a sentence where the graph stays behind the log, or where an id is read as another one.

    Raises
    ------
    NoWorkspaceError
        There is no graph, and none can be made here.

    """
    with SqliteLog(workspace.log, mode="read") as log:
        head = log.head()
    newest = snapshots(workspace.snapshots)
    problem = None
    if not newest or not is_fresh(newest[-1], head.position, head.chain):
        problem = _catch_up(workspace)
        newest = snapshots(workspace.snapshots)
    if not newest:
        raise problem or NoWorkspaceError(
            "there is no graph yet", where=str(workspace.root), next_step="`kg rebuild` makes it."
        )
    if problem:
        tell(f"the graph shows {reached(newest[-1])} of {head.position} records: {problem.what}")
    return Reader(workspace, newest[-1], limits=limits, tell=tell)


def _catch_up(workspace: Workspace) -> KgError | None:
    from kg.pipeline import catch_up  # noqa: PLC0415 (a reader seldom needs the write side)

    try:
        with SqliteLog(workspace.log, mode="write") as log:
            catch_up(workspace, log, patience=_PATIENCE)
    except (LockedError, NoWorkspaceError) as error:
        return error
    except OSError as error:
        return NoWorkspaceError(
            f"it cannot be written here ({error.strerror})",
            where=str(workspace.root),
            next_step="Give yourself write permission, or copy the folder.",
        )
    return None
