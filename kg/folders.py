"""Folders, and what others open by its path: databases, stores, files that a library writes.

SQLite, RocksDB and the libraries of other formats take a path and open what stands there, link or not. So whoever
hands them one looks first: every part of it below the workspace is real, and the files are regular ones. What a library
writes it writes into a fresh folder that nobody else can fill, and the file is moved from there.
"""

import fcntl
import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from fnmatch import fnmatchcase
from pathlib import Path

from kg.files import MisplacedError, check_place, folder_of, open_folder, remove, sync_folder, unfinished

_BESIDE = ("", "-wal", "-shm", "-journal")
"""What stands behind the name of a database in the names of the files that belong to it."""
_LOCK = os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC | os.O_NONBLOCK | os.O_NOFOLLOW


class NotOursError(MisplacedError):
    """A folder that was to be removed was not made by this program."""


def check_database(path: Path, *, below: Path | None = None) -> None:
    """Refuse a database of which a file is there and is no regular one; it need not be there.

    Raises
    ------
    MisplacedError
        A file is a link, a folder, a pipe or a device, or a folder on the way is a link.

    """
    with suppress(FileNotFoundError), folder_of(path, below) as folder:
        for ending in _BESIDE:
            with suppress(FileNotFoundError):
                _check_regular(path.with_name(path.name + ending), folder)


def remove_database(path: Path, *, below: Path) -> None:
    """Remove a database and the files that belong to it; links are removed and not followed."""
    with suppress(FileNotFoundError), folder_of(path, below) as folder:
        for ending in _BESIDE:
            with suppress(FileNotFoundError):
                os.unlink(path.name + ending, dir_fd=folder)


def check_store(folder: Path, *, below: Path | None = None) -> None:
    """Refuse a folder of a store in which anything is no regular file; it need not be there.

    Raises
    ------
    MisplacedError
        It is a link or holds one, or a folder, a pipe or a device.

    """
    with suppress(FileNotFoundError):
        descriptor = open_folder(folder, folder.parent if below is None else below)
        try:
            for name in os.listdir(descriptor):  # noqa: PTH208 (of a descriptor, which no link can change)
                _check_regular(folder / name, descriptor)
        finally:
            os.close(descriptor)


def _check_regular(path: Path, folder: int) -> None:
    mode = os.stat(path.name, dir_fd=folder, follow_symlinks=False).st_mode
    if not stat.S_ISREG(mode):
        what = "a link" if stat.S_ISLNK(mode) else "a folder" if stat.S_ISDIR(mode) else "no regular file"
        raise MisplacedError(f"{what} stands where a file of the workspace belongs", path)


def names(folder: Path, pattern: str = "*", *, below: Path, kind: str = "file") -> tuple[Path, ...]:
    """Return what in a folder has a name of a pattern and is of a kind, sorted by name.

    Parameters
    ----------
    folder
        Where to look; nothing is found where it is not there.
    pattern
        As in a shell.
    below
        The folder from which on no part of the way may be a link.
    kind
        `file`, `folder` or `any`; links are neither files nor folders.

    Raises
    ------
    MisplacedError
        The folder, or one on the way, is a link or a file.

    """
    try:
        descriptor = open_folder(folder, below)
    except FileNotFoundError:
        return ()
    try:
        with os.scandir(descriptor) as entries:
            found = [each.name for each in entries if fnmatchcase(each.name, pattern) and _is(each, kind)]
    finally:
        os.close(descriptor)
    return tuple(folder / name for name in sorted(found))


def _is(entry: "os.DirEntry[str]", kind: str) -> bool:
    if kind == "any":
        return True
    return entry.is_file(follow_symlinks=False) if kind == "file" else entry.is_dir(follow_symlinks=False)


def remove_folder(folder: Path, *, below: Path, mark: str) -> None:
    """Remove a folder below `below` that holds the file `mark`, by which it is known as ours; the mark goes last.

    A folder that is not there, or empty, is what an interrupted removal leaves; one that holds a file that was being
    written, what an interrupted writing leaves.

    Raises
    ------
    NotOursError
        It holds other things and no such file, or a link stands in its place.
    MisplacedError
        It lies elsewhere, or a link stands on the way.

    """
    if folder == below:
        raise MisplacedError("this is the folder that holds the others", folder)
    if not os.path.lexists(folder):
        return
    inside = sorted(names(folder, below=below, kind="any"), key=lambda path: path.name == mark)
    began = {*unfinished(folder), (folder / mark).with_suffix(".new")}
    is_marked = folder / mark in names(folder, mark, below=below)
    if not is_marked and not began.issuperset(inside):
        raise NotOursError(f"this folder was not made here: it holds no {mark}", folder)
    for path in inside:
        remove(path, below=below)
    folder.rmdir()
    sync_folder(folder.parent)


def rename(old: Path, new: Path, *, below: Path) -> None:
    """Give what is at `old` the name `new`, both below a folder, without following links.

    Raises
    ------
    MisplacedError
        A folder on the way is a link.
    OSError
        There is nothing at `old`, or something at `new` that cannot be replaced.

    """
    with folder_of(old, below) as source, folder_of(new, below) as target:
        os.rename(old.name, new.name, src_dir_fd=source, dst_dir_fd=target)


@contextmanager
def fresh_folder(beside: Path) -> Iterator[Path]:
    """Hand out a new folder beside a file, to which nobody else has access, and remove it in the end."""
    folder = Path(tempfile.mkdtemp(prefix=".kg-", suffix=".new", dir=beside.absolute().parent))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def check_name(path: Path) -> None:
    """Refuse a name under which no file can be put: that of a device, a pipe, a folder or an open stream.

    Raises
    ------
    MisplacedError
        It is such a name.
    OSError
        Its folder is not there, or may not be opened.

    """
    with folder_of(path, None) as folder:
        check_place(path, folder, named=True)


def put_in_place(fresh: Path, path: Path, *, replace: bool = True) -> None:
    """Give a file that is whole, in a folder beside, the name that a person chose, synced to the disk.

    Raises
    ------
    MisplacedError
        A device, pipe or folder stands there.
    OSError
        That cannot be done; or a file is there (FileExistsError) and may not be replaced.

    """
    with folder_of(path, None) as folder, folder_of(fresh, None) as source:
        check_place(path, folder, named=True)
        written = os.open(fresh.name, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC, dir_fd=source)
        try:
            os.fsync(written)
        finally:
            os.close(written)
        if replace:
            os.replace(fresh.name, path.name, src_dir_fd=source, dst_dir_fd=folder)
        else:
            os.link(fresh.name, path.name, src_dir_fd=source, dst_dir_fd=folder, follow_symlinks=False)
        os.fsync(folder)


def open_lock(path: Path, *, below: Path) -> int:
    """Return a descriptor of a file that is only ever locked, made where it is not there; whoever asked closes it.

    Raises
    ------
    MisplacedError
        A link, a folder, a pipe or a device stands there.
    OSError
        It cannot be opened.

    """
    with folder_of(path, below) as folder:
        with suppress(FileNotFoundError):
            _check_regular(path, folder)
        return os.open(path.name, _LOCK, 0o666, dir_fd=folder)


def locked(descriptor: int) -> bool:
    """Take the lock on what is open unless another process has it, and tell whether it was had."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
