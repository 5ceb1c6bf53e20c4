"""A ledger of claims: who says what, since when, in which words.

`kg.open(path)` opens a workspace for reading from Python; the command line is `kg`.
"""

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.reader import Reader

__all__ = ["open"]


def open(path: str | Path = ".") -> "Reader":  # noqa: A001 (people write `kg.open`)
    """Return the workspace at `path`, or in the nearest folder above it, opened for reading.

    The graph catches up with the log first, where it is behind and can be written.

    >>> with kg.open("my-ledger") as ledger:
    ...     table = ledger.query("contested")

    Raises
    ------
    NoWorkspaceError
        There is no workspace, or this version cannot read it.

    """
    from kg.opening import open_reader  # noqa: PLC0415 (so that importing kg costs nothing)
    from kg.workspace import find  # noqa: PLC0415

    return open_reader(find(Path(path).expanduser().absolute(), named=False))
