"""A folder of past views in, the one of a horizon that shows the log to its end out; and a place for a new one.

A view is a folder `<key>-<position>` that holds a store, `about.json`, and a search index once somebody has searched.
It is made beside and renamed, so what has a name is whole; several processes may make the same one.
"""

import os
from dataclasses import asdict, dataclass
from pathlib import Path

from kg.files import MisplacedError, UnreadableError, read_bytes, remove, write_whole
from kg.folders import names, rename
from kg.stores import inventory, stamp
from kg.stores.packed import packed, unpacked

VIEWS_KEPT = 8
"""Views of different horizons; those asked for last are kept."""
SEARCH = "search.db"
_ABOUT = "about.json"
_LARGEST_ABOUT = 64 << 20
"""Bytes; it may name very many documents."""


@dataclass(frozen=True, slots=True)
class About:
    """What is known of a view beside its statements."""

    horizon: str
    """In words."""
    judged: str
    """The stamp of the log up to which nothing that would count is missing."""
    position: int
    """Last position of the log that was looked at."""
    records: int
    """How many records count."""
    left_out: tuple[str, ...]
    """Documents that may have been published by the day, and count from a later one."""


@dataclass(frozen=True, slots=True)
class CachedView:
    """A view that is there."""

    folder: Path
    about: About

    @property
    def graph(self) -> Path:
        """Return the folder of its store, which nobody writes to any more."""
        return self.folder / "graph"

    @property
    def search(self) -> Path:
        """Return the file of its search index, which may not be there yet."""
        return self.folder / SEARCH

    def is_fresh(self, position: int, chain: str) -> bool:
        """Return whether it shows what counts of the log to this position, as this version of kg shows it."""
        return self.about.judged == stamp.of(position, chain)


def newest(folder: Path, key: str) -> CachedView | None:
    """Return the view of a horizon that was made last, if there is one that can be read."""
    try:
        of_key = names(folder, f"{key}-*", below=folder.parent, kind="folder")
    except MisplacedError:
        return None
    for path in sorted(of_key, key=_position, reverse=True):
        try:
            about = unpacked(read_bytes(path / _ABOUT, _LARGEST_ABOUT, below=folder.parent))
            view = CachedView(path, About(**about | {"left_out": tuple(about["left_out"])}))
        except (UnreadableError, ValueError, TypeError, KeyError, RecursionError):
            continue
        _touch(path)
        return view
    return None


def kept(folder: Path) -> tuple[Path, ...]:
    """Return the folders of the views that are kept."""
    try:
        found = names(folder, below=folder.parent, kind="folder")
    except MisplacedError:
        return ()
    return tuple(path for path in found if os.path.lexists(path / _ABOUT))


def _position(path: Path) -> int:
    number = path.name.rpartition("-")[2]
    return int(number) if number.isdigit() else -1


def _touch(path: Path) -> None:
    try:
        os.utime(path)
    except OSError:
        return  # a folder that cannot be written keeps its old order


def write_about(folder: Path, about: About) -> None:
    """Write what is known of a view, whole or not at all."""
    write_whole(folder / _ABOUT, packed(asdict(about)), below=folder.parent)


def hand_out(making: Path, folder: Path, key: str, about: About) -> CachedView:
    """Give a finished view its name, take the older ones of its horizon away, and the least used of the others."""
    write_about(making, about)
    path = folder / f"{key}-{about.position}"
    if os.path.lexists(path):
        inventory.discard(path)
    try:
        rename(making, path, below=folder)
    except OSError:
        remove(making, below=folder)  # another process has made the same one
    prune(folder)
    return CachedView(path, about)


def prune(folder: Path) -> None:
    """Keep the newest view of each horizon, and of these the ones asked for last."""
    views = [path for path in names(folder, below=folder.parent, kind="folder") if _position(path) >= 0]
    of_horizon = {path.name.partition("-")[0]: path for path in sorted(views, key=_position)}
    recent = sorted(of_horizon.values(), key=lambda path: path.stat().st_mtime)[-VIEWS_KEPT:]
    for path in views:
        if path not in recent:
            inventory.discard(path)
