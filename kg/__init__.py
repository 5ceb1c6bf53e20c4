"""A ledger of claims: who says what, since when, in which words.

`kg.open(path)` opens a workspace for reading from Python; the command line is `kg`.
"""

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from kg.reader import Reader

__all__ = ["open"]


def open(  # noqa: A001 (people write `kg.open`)
    path: "str | Path" = ".",
    *,
    as_of: "str | date | None" = None,
    recorded_by: "str | datetime | int | None" = None,
    without: "Sequence[str]" = (),
    assume: "Sequence[str]" = (),
) -> "Reader":
    """Return the workspace at `path`, or in the nearest folder above it, opened for reading.

    The graph catches up with the log first, where it is behind and can be written.

    >>> with kg.open("my-ledger") as ledger:
    ...     table = ledger.query("contested")
    >>> with kg.open("my-ledger", as_of="2026-05-01") as ledger:
    ...     then = ledger.query("contested")

    Parameters
    ----------
    path
        A workspace, or a folder in it.
    as_of
        Only what sources had published by this day.
    recorded_by
        Only what the ledger held at this instant, or at this position of the log.
    without
        Positions of records, and ids of documents or announcements, that are left out.
    assume
        Claims that are taken as holding or as never said: `week/price=true`.

    Raises
    ------
    NoWorkspaceError
        There is no workspace, or this version cannot read it.
    BadInputError
        A day, an instant or a name of a record cannot be read.

    """
    from kg.horizon import read_horizon  # noqa: PLC0415 (so that importing kg costs nothing)
    from kg.opening import open_reader  # noqa: PLC0415
    from kg.workspace import find  # noqa: PLC0415

    horizon = read_horizon(as_of, recorded_by, without, assume)
    return open_reader(find(Path(path).expanduser().absolute(), named=False), horizon=horizon)
