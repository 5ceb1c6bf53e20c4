"""The folder of a finished graph in, an inventory of its files out; later, what is no longer as it was written.

The engine does not notice each turned bit: some queries then answer with fewer rows. The files of a graph never change
once it is handed out, so whoever made it writes down a hash of each, and whoever opens it compares. A file is hashed
when a graph is first opened with it; what size, times and inode it had then is remembered, so that a later look costs a
call of stat. A file is hashed again where any of these changed.

An inventory finds damage and no malice: who may write the files may write an inventory that fits.
"""

import hashlib
import os
import stat
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from kg.errors import VerificationError
from kg.files import UnreadableError, opened, read_bytes, remove, write_whole
from kg.folders import rename
from kg.stores.packed import hash_of, packed, unpacked

_INVENTORY, _SEEN, _OPEN = "kg.inventory", "kg.seen", "kg.inventory.open"
_OURS = ("kg.", ".kg-", "LOG", "LOCK")
"""How the names begin of files that hold nothing of the graph: ours, and what the engine tells of its work."""
_LARGEST = 16 << 20
_ANY_SIZE, _BLOCK = 1 << 62, 4 << 20
_GONE = ".gone"
_UNREADABLE = (OSError, UnreadableError, ValueError, KeyError, TypeError)
_TABLE = ".sst"
"""Ending of the files that the engine writes once; the others of a store that is written to may grow or be replaced."""


class State(NamedTuple):
    """What the file system tells of a file."""

    size: int
    changed: int
    touched: int
    """When anything about it was changed, its times among them; nobody can set this one back."""
    inode: int


Digests = dict[tuple[int, int, int], str]
"""Hashes of files by inode, size and time of change: snapshots and the store share their files."""


class Inventory:
    """The files of one graph, as they were written; nothing is read before the first look."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._held: dict[str, tuple[int, str]] = {}
        self._seen: dict[str, State] = {}
        self._notes: Mapping[str, Any] = {}
        self._list: tuple[int, int] | None = None
        """When names in the folder last changed, and the inventory, as of the last complete look."""
        self._of = ""
        self._quick: list[tuple[str, State]] = []
        """All files that matter with the inventory itself, as they were when everything was right."""
        self._bad: tuple[str, State, str] | None = None
        """A file that was found damaged, what it was then, and what was said of it."""

    def problem(self, *, whole: bool = False) -> str | None:
        """Return what is not as it was written, or None; where the folder was taken away there is nothing to tell.

        Parameters
        ----------
        whole
            Whether every file is hashed, whatever is remembered of it.

        """
        if self._quick and not whole and self._is_as_before():
            return None
        try:
            found = self._listed() or self._differing(whole=whole)
        except ValueError as error:
            found = str(error)
        except _UNREADABLE as error:
            found = f"its files cannot be read ({error})"
        return found if self.folder.is_dir() else None

    def _is_as_before(self) -> bool:
        """Return whether nothing has changed since everything was right; asked after each answer, so it is quick."""
        try:
            if self._list is None or os.stat(self.folder).st_mtime_ns != self._list[0]:  # noqa: PTH116 (quicker)
                return False
            for path, state in self._quick:
                now = os.lstat(path)
                if (now.st_size, now.st_mtime_ns, now.st_ctime_ns, now.st_ino) != state:
                    return False
        except OSError:
            return False
        return True

    def check(self, *, whole: bool = False) -> None:
        """Refuse a graph that is not as it was written, with a VerificationError; see `problem`."""
        if found := self.problem(whole=whole):
            raise damaged(self.folder, found)

    def notes(self) -> Mapping[str, Any]:
        """Return what its writer noted beside; nothing where that cannot be read."""
        if not self._held:
            with suppress(*_UNREADABLE):
                self._listed()
        return self._notes

    def is_quick(self) -> bool:
        """Return whether a look takes no longer than asking the file system for each file."""
        return bool(self._held) and self._held.keys() == self._seen.keys()

    def crashed(self) -> bool:
        """Return whether its writer ended before it had written an inventory of what it left."""
        return (self.folder / _OPEN).exists() and not (self.folder / _INVENTORY).exists()

    def digests(self) -> Digests:
        """Return the hashes of the files as they were when they were last looked at."""
        return {(s.inode, s.size, s.changed): self._held[name][1] for name, s in self._seen.items()}

    def untouched(self) -> frozenset[int]:
        """Return the inodes of files that somebody hashed, and nobody has touched since."""
        with suppress(*_UNREADABLE):
            self._listed()
        return frozenset(s.inode for name, s in self._seen.items() if state_of(self.folder / name) == s)

    def _listed(self) -> str | None:
        """Read the inventory, and compare the names in the folder with it, unless neither has changed."""
        named = self.folder / (_OPEN if self.crashed() else _INVENTORY)
        state = state_of(named)
        if state is None:
            return "nothing vouches for its files"
        now = (self.folder.stat().st_mtime_ns, hash(state))
        if now == self._list:
            return None
        self._read(named)
        there = {path.name for path in _files(self.folder)}
        if not self.crashed() and (odd := sorted(there ^ self._held.keys())):
            return f"{odd[0]} {'is missing' if odd[0] in self._held else 'does not belong there'}"
        self._list = now
        return None

    def _read(self, path: Path) -> None:
        content = read_bytes(path, _LARGEST, link=False)
        before, of_before = self._seen, self._of
        self._of = hash_of(content)
        found = _unpacked(content, path.name)
        self._held = {name: (size, value) for name, (size, value) in found["files"].items()}
        self._notes = found["notes"]
        self._seen = {name: State(*state) for name, state in found["seen"].items()}
        with suppress(UnreadableError, ValueError, TypeError, KeyError):  # it only saves the hashing
            seen = _unpacked(read_bytes(self.folder / _SEEN, _LARGEST, link=False), _SEEN)
            if seen["of"] == self._of:
                self._seen |= {name: State(*state) for name, state in seen["files"].items() if name in self._held}
        if self._of == of_before:
            self._seen |= before

    def _differing(self, *, whole: bool) -> str | None:
        crashed = self.crashed()
        news = False
        for name, (size, expected) in self._held.items():
            path = self.folder / name
            state = state_of(path)
            if state is not None and state == self._seen.get(name) and not whole:
                continue
            if crashed and (state is None or not name.endswith(_TABLE)):
                continue
            if state is None:
                return f"{name} is missing"
            if self._bad and self._bad[:2] == (name, state):
                return self._bad[2]
            if state.size != size or digest(path) != expected or state_of(path) != state:
                self._bad = name, state, f"{name} is not as it was written"
                return self._bad[2]
            self._seen[name] = state
            news = True
        if news and not crashed:
            with suppress(OSError):  # what cannot be remembered is hashed again by the next one
                _write(self.folder / _SEEN, {"of": self._of, "files": self._seen})
            self._listed()  # which takes note of what was just written
        named = self.folder / _INVENTORY
        if not crashed and (state := state_of(named)):
            self._quick = [(str(self.folder / name), self._seen[name]) for name in self._held]
            self._quick.append((str(named), state))
        return None


def damaged(folder: Path, problem: str, *, besides: str = "") -> VerificationError:
    """Return the error for a graph of which something is not as it was written, and why that is not mended now."""
    return VerificationError(
        f"the graph is damaged ({problem})" + (f" and cannot be made anew now: {besides}" if besides else ""),
        where=str(folder),
        next_step="What was recorded is safe; `kg rebuild` makes the graph anew.",
    )


def take(
    folder: Path,
    digests: Digests,
    *,
    seen: frozenset[int] | None = frozenset(),
    notes: Mapping[str, object] = MappingProxyType({}),
) -> None:
    """Write the inventory of a folder that nobody writes to any more.

    Parameters
    ----------
    folder
        Where the files are.
    digests
        Hashes that are known already; those of other files are added.
    seen
        Inodes of files that need not be hashed when the graph is first opened; None: all.
    notes
        What readers should know without a question to the graph.

    """
    states: dict[str, State] = {}
    held: dict[str, tuple[int, str]] = {}
    for path in sorted(_files(folder)):
        state = state_of(path)
        if state is None:
            raise OSError(f"{path} is not a regular file")
        key = state.inode, state.size, state.changed
        if key not in digests:
            digests[key] = digest(path)
        held[path.name] = state.size, digests[key]
        if seen is None or state.inode in seen:
            states[path.name] = state
    _write(folder / _INVENTORY, {"files": held, "seen": states, "notes": dict(notes)})
    remove(folder / _OPEN, below=folder.parent)


def begin(folder: Path) -> None:
    """Note that somebody begins to write in a folder, so that what changes there is no damage."""
    with suppress(FileNotFoundError):
        rename(folder / _INVENTORY, folder / _OPEN, below=folder.parent)


def discard(folder: Path) -> None:
    """Take a graph away: at once as far as others can see, so that nobody takes a part of it for a damaged one."""
    gone = folder if is_gone(folder) else folder.with_name(f"{folder.name}{_GONE}")
    with suppress(OSError):
        rename(folder, gone, below=folder.parent)
    for path in (gone, folder):
        with suppress(OSError):
            remove(path, below=folder.parent)


def is_gone(folder: Path) -> bool:
    """Return whether a folder is what `discard` left behind when it was interrupted."""
    return folder.name.endswith(_GONE)


def _unpacked(content: bytes, name: str) -> Any:  # noqa: ANN401 (likewise)
    try:
        return unpacked(content)
    except ValueError as error:
        raise ValueError(f"{name} {error}") from None


def digest(path: Path) -> str:
    """Return the SHA-256 of a regular file, which is no link and may be large."""
    found = hashlib.sha256()
    with opened(path, _ANY_SIZE, link=False) as file:
        while part := file.read(_BLOCK):
            found.update(part)
    return found.hexdigest()


def _write(path: Path, data: object) -> bytes:
    content = packed(data)
    write_whole(path, content, below=path.parent.parent)
    return content


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in folder.iterdir() if not path.name.startswith(_OURS))


def state_of(path: Path) -> State | None:
    """Return what the file system tells of a regular file; None where there is none."""
    try:
        found = os.lstat(path)
    except OSError:
        return None
    if not stat.S_ISREG(found.st_mode):
        return None
    return State(found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino)
