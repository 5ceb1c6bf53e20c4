"""The one way to open files and to write them: regular and bounded when read, whole or not there when written.

A folder may come from a stranger, and names in it may have been planted: links that lead elsewhere, pipes on which a
reader waits for ever, devices without end. So a file that is read is a regular one of a size that is known before its
first byte; and a file that is written is made under a fresh name that nobody could foresee, synced, and only then
given its own, which replaces a link and never follows it. What lies inside a workspace is reached folder by folder
from its root, and none of these folders may be a link.

A path that a person names may be a link. A path that was found, in a folder or by the name of a document, may not.
"""

import errno
import os
import secrets
import shutil
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

_READ = os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK
"""Without O_NONBLOCK the opening of a pipe would wait for a writer."""
_FOLDER = os.O_RDONLY | os.O_CLOEXEC | os.O_DIRECTORY
_FRESH = os.O_WRONLY | os.O_CLOEXEC | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
_UNFINISHED = ".kg-*.new"
"""How files are called while they are written, so that what a crash left behind is known."""


class UnreadableError(Exception):
    """The path leads to no file that can be read; the message says why, as the end of a sentence."""


class NotOursError(OSError):
    """A folder that was to be removed was not made by this program."""


class TooLargeError(UnreadableError):
    """The file has more bytes than were allowed."""


def read_bytes(path: Path, largest: int, *, link: bool = True) -> bytes:
    """Return what is in the file at `path`.

    Parameters
    ----------
    path
        Where the file is.
    largest
        The most bytes that it may have.
    link
        Whether the path itself may be a symbolic link.

    Raises
    ------
    UnreadableError
        It is missing, no regular file, too large or may not be read.

    """
    with opened(path, largest, link=link) as file:
        size = os.fstat(file.fileno()).st_size
        try:
            content = file.read(size + 1)
        except OSError as error:
            raise UnreadableError(_words(error, path, link=link)) from None
    if len(content) != size:
        # Files in /proc say that they are empty and go on as long as somebody reads.
        raise UnreadableError("is not a file on a disk, or changed while it was read")
    return content


@contextmanager
def opened(path: Path, largest: int, *, link: bool = True) -> Iterator[IO[bytes]]:
    """Open a regular file of at most `largest` bytes for reading piece by piece. Raises as `read_bytes` does."""
    try:
        descriptor = os.open(path, _READ | (0 if link else os.O_NOFOLLOW))
    except OSError as error:
        raise UnreadableError(_words(error, path, link=link)) from None
    except ValueError:
        raise UnreadableError("has a NUL character in its name") from None
    try:
        _check_kind(os.fstat(descriptor), largest)
    except UnreadableError:
        os.close(descriptor)
        raise
    with open(descriptor, "rb") as file:  # noqa: PTH123 (a descriptor has no path)
        yield file


def _check_kind(state: os.stat_result, largest: int) -> None:
    if not stat.S_ISREG(state.st_mode):
        raise UnreadableError("is a folder" if stat.S_ISDIR(state.st_mode) else "is not a regular file")
    if state.st_size > largest:
        raise TooLargeError(f"is larger than {largest} bytes")


def _words(error: OSError, path: Path, *, link: bool) -> str:
    if error.errno == errno.ELOOP and not link and path.is_symlink():
        return "is a link, and only a path that you name yourself may be one"
    if error.errno == errno.ENOENT:
        return "does not exist"
    if error.errno == errno.ENXIO:
        return "is not a regular file"
    return f"cannot be read ({error.strerror})"


def write_whole(path: Path, content: bytes | str, *, below: Path | None = None, replace: bool = True) -> None:
    """Write a file, text as UTF-8, whole or not at all. Takes and raises what `writing_whole` does."""
    with writing_whole(path, below=below, replace=replace) as file:
        file.write(content if isinstance(content, bytes) else content.encode())


@contextmanager
def writing_whole(path: Path, *, below: Path | None = None, replace: bool = True) -> Iterator[IO[bytes]]:
    """Hand out a file to be written, which appears at `path` when the block ends well, synced to the disk.

    Parameters
    ----------
    path
        Where it will be. A link there is replaced, not followed.
    below
        The folder from which on no part of the path may be a link; None where a person named the path.
    replace
        Whether a file that is there may be replaced.

    Raises
    ------
    OSError
        The file cannot be written; a device, pipe or folder stands there; a folder on the way is a link; or a file is
        there (FileExistsError) and may not be replaced.

    """
    folder = _open_folder(path.parent, below)
    fresh = _UNFINISHED.replace("*", secrets.token_hex(8))
    try:
        _check_place(path, folder)
        descriptor = os.open(fresh, _FRESH, 0o666, dir_fd=folder)
        try:
            with open(descriptor, "wb") as file:  # noqa: PTH123 (a descriptor has no path)
                yield file
                file.flush()
                os.fsync(descriptor)
            if replace:
                os.replace(fresh, path.name, src_dir_fd=folder, dst_dir_fd=folder)
            else:
                os.link(fresh, path.name, src_dir_fd=folder, dst_dir_fd=folder, follow_symlinks=False)
            os.fsync(folder)
        finally:
            with suppress(OSError):
                os.unlink(fresh, dir_fd=folder)
    finally:
        os.close(folder)


def _check_place(path: Path, folder: int) -> None:
    """Refuse to put a file in the place of a device, a pipe, a socket or a folder."""
    with suppress(FileNotFoundError):
        mode = os.stat(path.name, dir_fd=folder, follow_symlinks=False).st_mode
        if not stat.S_ISREG(mode) and not stat.S_ISLNK(mode):
            code = errno.EISDIR if stat.S_ISDIR(mode) else errno.EINVAL
            raise OSError(code, "a folder stands there" if stat.S_ISDIR(mode) else "no regular file stands there", path)


def make_folder(path: Path, *, below: Path) -> None:
    """Make a folder below another, with those between, where they are not there; raise OSError where one is a link."""
    os.close(_open_folder(path, below, make=True))


def _open_folder(path: Path, below: Path | None, *, make: bool = False) -> int:
    """Return a descriptor of a folder, reached from `below` on without following a link."""
    if below is None:
        return os.open(path, _FOLDER)
    parts = path.relative_to(below).parts if path.is_relative_to(below) else ("..",)
    if ".." in parts:
        raise OSError(errno.EINVAL, "the path leads out of its folder", path)
    current = os.open(below, _FOLDER)
    for part in parts:
        try:
            if make:
                with suppress(FileExistsError):
                    os.mkdir(part, dir_fd=current)
                    os.fsync(current)
            following = os.open(part, _FOLDER | os.O_NOFOLLOW, dir_fd=current)
        except OSError as error:
            linked = error.errno in {errno.ELOOP, errno.ENOTDIR}
            why = "a link or a file stands where a folder of the workspace belongs" if linked else error.strerror
            raise OSError(error.errno, why, path) from None
        finally:
            os.close(current)
        current = following
    return current


def sync_folder(folder: Path) -> None:
    """Make names that were created or changed in `folder` survive a power cut."""
    descriptor = os.open(folder, _FOLDER)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def unfinished(folder: Path) -> tuple[Path, ...]:
    """Return what interrupted writing left behind in `folder`."""
    return tuple(sorted(folder.glob(_UNFINISHED)))


def remove(path: Path) -> None:
    """Remove a file or a link, or a folder with all that is in it, if it is there; a link is not followed."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def remove_folder(folder: Path, *, below: Path, mark: str) -> None:
    """Remove a folder below `below` that holds the file `mark`, by which it is known as ours; the mark goes last.

    A folder that is not there, or empty, is what an interrupted removal leaves.

    Raises
    ------
    NotOursError
        It holds other things and no such file, or a link stands in its place.
    OSError
        It lies elsewhere, or cannot be removed.

    """
    if folder == below:
        raise OSError(errno.EPERM, "this is the folder that holds the others", folder)
    if not os.path.lexists(folder):
        return
    os.close(_open_folder(folder, below))
    inside = sorted(folder.iterdir(), key=lambda path: path.name == mark)
    if inside and not (inside[-1].name == mark and inside[-1].is_file() and not inside[-1].is_symlink()):
        raise NotOursError(errno.EPERM, f"this folder was not made here: it holds no {mark}", folder)
    for path in inside:
        remove(path)
    folder.rmdir()
    sync_folder(folder.parent)
