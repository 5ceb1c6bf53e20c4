"""A workspace in, the right to write its store and index out: one process at a time."""

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager

from kg.elsewhere import is_full
from kg.errors import LimitError, LockedError, NoWorkspaceError
from kg.files import MisplacedError
from kg.folders import locked, open_lock
from kg.workspace import Workspace


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
        lock = open_lock(workspace.lock, below=workspace.root)
    except MisplacedError:
        raise
    except OSError as error:
        if is_full(error):
            raise _full(workspace) from None
        raise NoWorkspaceError(
            f"the workspace cannot be written ({error.strerror})",
            where=str(workspace.root),
            next_step="Give yourself write permission, or copy the folder.",
        ) from None
    try:
        _wait_for(lock, workspace, patience)
        yield
    except MisplacedError:
        raise
    except (OSError, RuntimeError, sqlite3.DatabaseError) as error:
        # Files that are damaged inside are a RuntimeError of pyoxigraph's.
        if is_full(error):
            raise _full(workspace) from error
        raise LimitError(
            f"the graph or the search index cannot be read or written ({error})",
            where=str(workspace.root),
            next_step="What was recorded is safe. Check the disk, then `kg rebuild`.",
        ) from error
    finally:
        os.close(lock)


def _full(workspace: Workspace) -> LimitError:
    return LimitError(
        "the disk is full",
        where=str(workspace.root),
        next_step="What was recorded is safe. Make room; the next command catches up.",
    )


def _wait_for(lock: int, workspace: Workspace, patience: float) -> None:
    deadline = time.monotonic() + patience
    while not locked(lock):
        if time.monotonic() > deadline:
            raise LockedError(
                "another process writes this workspace",
                where=str(workspace.root),
                next_step="What was recorded is safe; the graph catches up with the next command.",
            )
        time.sleep(0.05)
