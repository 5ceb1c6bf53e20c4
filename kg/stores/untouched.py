"""A file that its writers change in place in, whether anybody else has touched it since out.

SQLite keeps no hashes of its pages. So whoever has written notes how the file stands, and the first reader adds a hash;
what differs from both was changed by somebody else, and is made anew. While somebody writes, or where a writer was
killed, nothing is noted: then SQLite's own log tells what was finished.
"""

import os
from contextlib import suppress
from pathlib import Path
from typing import Any

from kg.files import UnreadableError, read_bytes, remove, write_whole
from kg.folders import rename
from kg.stores.inventory import digest, state_of
from kg.stores.packed import packed, unpacked

_LARGEST = 64 * 1024
_AHEAD = "-wal"


def beside(path: Path) -> tuple[Path, ...]:
    """Return the names of all files that may lie beside a database: SQLite's own, and what is noted here."""
    return tuple(path.with_name(f"{path.name}{end}") for end in (_AHEAD, "-shm", "-journal", ".seen", ".open"))


def begin(path: Path) -> None:
    """Note that somebody begins to write."""
    seen, opened = _notes(path)
    with suppress(OSError):
        rename(seen, opened, below=path.parent)


def end(path: Path) -> None:
    """Note how a file stands that nobody writes to any more; where that cannot be noted, it counts as being written."""
    seen, opened = _notes(path)
    with suppress(OSError):
        write_whole(seen, packed({"states": _states(path), "digest": ""}), below=path.parent)
        remove(opened, below=path.parent)


def problem(path: Path, *, hashing: bool = True) -> str | None:
    """Return what is wrong with a file that somebody else changed, or None; the first look hashes it if it may."""
    seen, opened = _notes(path)
    if opened.exists() and not seen.exists():
        return None
    try:
        noted: Any = unpacked(read_bytes(seen, _LARGEST, link=False))
        states = _states(path)
        same, known = [list(each) for each in states if each] == [e for e in noted["states"] if e], noted["digest"]
        alone = states[1] is None
        if same and (known or not hashing or not alone or not os.access(path.parent, os.W_OK)):
            return None
        found = digest(path) if alone else ""
    except (OSError, UnreadableError, ValueError, TypeError, KeyError) as error:
        return f"nothing vouches for {path.name} ({error})"
    if not same and (not known or found != known):
        return f"{path.name} is not as it was written"
    with suppress(OSError):
        write_whole(seen, packed({"states": states, "digest": found}), below=path.parent)
    return None


def _notes(path: Path) -> tuple[Path, Path]:
    return path.with_name(f"{path.name}.seen"), path.with_name(f"{path.name}.open")


def _states(path: Path) -> tuple[Any, Any]:
    ahead = state_of(path.with_name(f"{path.name}{_AHEAD}"))
    return state_of(path), ahead if ahead and ahead.size else None  # a reader leaves an empty one behind
