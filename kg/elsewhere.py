"""What to do without a workspace that takes anything: a temporary folder outside it."""

import tempfile
from contextlib import suppress
from pathlib import Path

from kg.errors import LimitError

_MEMORY = "/dev/shm"  # noqa: S108 (a folder of our own is made in it)


def temporary_folder() -> Path:
    """Return a new folder for what cannot be kept; whoever asked removes it.

    Raises
    ------
    LimitError
        There is no room anywhere.

    """
    for place in (None, _MEMORY):
        with suppress(OSError):
            return Path(tempfile.mkdtemp(prefix="kg-", dir=place))
    raise LimitError(
        "no disk has room for a temporary folder", next_step="Make room, or set TMPDIR to a folder that has some."
    )
