"""Content and a format in, one whole file out: written beside its place, counted, checked if asked, then renamed."""

import errno
import os
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from kg.errors import BadInputError, KgError, LimitError, VerificationError
from kg.exporters import Counts, Exporter, Options
from kg.folders import check_name, fresh_folder, put_in_place
from kg.tabular import Content

_PLAIN = Options()
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


@dataclass(frozen=True, slots=True)
class Written:
    """What was written."""

    path: Path
    counts: Counts
    checked: bool

    def words(self) -> str:
        """Return how many of what: `311 nodes and 71 edges`."""
        named = {("rows" if name == "answer" else name): number for name, number in self.counts.items()}
        parts = [f"{number} {name if number != 1 else _one(name)}" for name, number in named.items()]
        return " and ".join(filter(None, (", ".join(parts[:-1]), parts[-1])))


def _one(name: str) -> str:
    return "entry" if name == "entries" else name.removesuffix("s")


def export(
    content: Content,
    kind: Exporter,
    path: Path,
    options: Options = _PLAIN,
    *,
    force: bool = False,
    check: bool = False,
    sound: Callable[[], None] = lambda: None,
) -> Written:
    """Write `content` as a file, so that it is there whole or not at all.

    Parameters
    ----------
    content
        What to write.
    kind
        The format.
    path
        The file; only with `force` may it be there already.
    options
        What the format is asked for.
    check
        Read the file again, by other means than it was written with, and compare the counts.
    sound
        Called before the file gets its name; it raises where what was read does not count.

    Raises
    ------
    BadInputError
        The file is there already or cannot be written.
    LimitError
        The disk is full.
    UsageError
        The format has no place for such content, or a package is missing.
    VerificationError
        What was read again is not what was written.

    """
    there = BadInputError("the file is there already", where=str(path), next_step="Name another, or add --force.")
    try:
        check_name(path)
        if os.path.lexists(path) and not force:
            raise there
        with fresh_folder(path) as folder:
            fresh = folder / f"export{kind.ending}"
            counts = kind.write(content, fresh, options)
            # A format of one table keeps its rows and not their name, so that only numbers are compared.
            if check and list((found := kind.count(fresh)).values()) != [*counts.values()]:
                raise VerificationError(
                    f"read again it has {found}, but {counts} were written",
                    where=str(path),
                    next_step="Please report this; another format may do meanwhile.",
                )
            sound()
            put_in_place(fresh, path, replace=force)
    except FileExistsError:
        raise there from None
    except KgError:
        raise
    except (OSError, sqlite3.Error) as error:
        raise _unwritable(path, error) from None
    return Written(path, counts, check)


def _unwritable(path: Path, error: OSError | sqlite3.Error) -> KgError:
    if isinstance(error, sqlite3.Error):
        is_full, reason = getattr(error, "sqlite_errorname", "") in {"SQLITE_FULL", "SQLITE_IOERR_WRITE"}, str(error)
    else:
        is_full, reason = error.errno in _FULL, error.strerror or str(error)
    if is_full:
        return LimitError(
            f"the disk is full ({reason})",
            where=str(path),
            next_step="Nothing is left of it; make room first.",
        )
    return BadInputError(f"the file cannot be written ({reason})", where=str(path), next_step="Name another place.")
