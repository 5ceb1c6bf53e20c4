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

from kg.errors import BadInputError, KgError

_READ = os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK
"""Without O_NONBLOCK the opening of a pipe would wait for a writer."""
_FOLDER = os.O_RDONLY | os.O_CLOEXEC | os.O_DIRECTORY
_FRESH = os.O_WRONLY | os.O_CLOEXEC | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
_UNFINISHED = ".kg-*.new"
"""How files are called while they are written, so that what a crash left behind is known."""
_MOVE = "Move it away, then run the same command again."
_STREAMS = ("/dev/std", "/dev/fd/", "/proc/")
"""How names begin that stand for what a process has open; replacing one would replace it for everybody."""


class UnreadableError(Exception):
    """The path leads to no file that can be read; the message says why, as the end of a sentence."""


class TooLargeError(UnreadableError):
    """The file has more bytes than were allowed."""


class MisplacedError(BadInputError, OSError):
    """Something stands where a file or folder of ours belongs, or on the way there, and is of another kind.

    It is a mistake that the user can mend and a refusal of the system at once: whoever handles either handles it.
    """

    def __init__(self, what: str, path: Path, next_step: str = _MOVE) -> None:
        super().__init__(what, where=str(path), next_step=next_step)
        self.errno, self.strerror = errno.EINVAL, what

    __str__ = KgError.sentence


def read_bytes(path: Path, largest: int, *, link: bool = True, below: Path | None = None) -> bytes:
    """Return what is in the file at `path`.

    Parameters
    ----------
    path
        Where the file is.
    largest
        The most bytes that it may have.
    link
        Whether the path itself may be a symbolic link.
    below
        The folder from which on no part of the path may be a link; None where a person named the path.

    Raises
    ------
    UnreadableError
        It is missing, no regular file, too large or may not be read.

    """
    with opened(path, largest, link=link, below=below) as file:
        size = os.fstat(file.fileno()).st_size
        try:
            content = file.read(size + 1)
        except OSError as error:
            raise UnreadableError(_words(error)) from None
    if len(content) != size:
        # Files in /proc say that they are empty and go on as long as somebody reads.
        raise UnreadableError("is not a file on a disk, or changed while it was read")
    return content


@contextmanager
def opened(path: Path, largest: int, *, link: bool = True, below: Path | None = None) -> Iterator[IO[bytes]]:
    """Open a regular file of at most `largest` bytes for reading piece by piece. Raises as `read_bytes` does."""
    try:
        if below is None:
            descriptor = os.open(path, _READ | (0 if link else os.O_NOFOLLOW))
        else:
            with folder_of(path, below) as folder:
                descriptor = os.open(path.name, _READ | os.O_NOFOLLOW, dir_fd=folder)
    except OSError as error:
        raise UnreadableError(_words(error)) from None
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


def _words(error: OSError) -> str:
    if isinstance(error, MisplacedError):
        return f"cannot be reached ({error.what})"
    if error.errno == errno.ELOOP:
        return "is a link, and only a path that you name yourself may be one, to a file that is there"
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
    MisplacedError
        A device, pipe or folder stands there, or a link on the way.
    OSError
        The file cannot be written; or one is there (FileExistsError) and may not be replaced.

    """
    with folder_of(path, below) as folder:
        check_place(path, folder, named=below is None)
        fresh = _UNFINISHED.replace("*", secrets.token_hex(8))
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


def new_file(path: Path) -> IO[bytes]:
    """Return a new file to be written, in a folder that nobody else fills; FileExistsError where the name is taken."""
    return open(os.open(path, _FRESH, 0o666), "wb", 1 << 20)  # noqa: PTH123 (no path; the caller closes)


def check_place(path: Path, folder: int, *, named: bool) -> None:
    """Refuse to put a file in the place of a device, a pipe, a socket or a folder, or of a link to one if `named`.

    `folder` is a descriptor of the folder of `path`.
    """
    if named and os.path.abspath(path).startswith(_STREAMS):  # noqa: PTH100 (a link must not be resolved here)
        raise MisplacedError("this name stands for an open stream", path, "Leave -o out for standard output.")
    with suppress(FileNotFoundError):
        mode = os.stat(path.name or ".", dir_fd=folder, follow_symlinks=False).st_mode
        if stat.S_ISLNK(mode) and named:
            mode = os.stat(path.name, dir_fd=folder).st_mode
        if not stat.S_ISREG(mode) and not stat.S_ISLNK(mode):
            what = f"{'a folder' if stat.S_ISDIR(mode) else 'no regular file'} stands there"
            raise MisplacedError(what, path, "Name another place." if named else _MOVE)


def make_folder(path: Path, *, below: Path) -> None:
    """Make a folder below another, with those between, where they are not there; MisplacedError where one is a link."""
    os.close(open_folder(path, below, make=True))


@contextmanager
def folder_of(path: Path, below: Path | None) -> Iterator[int]:
    """Hand out a descriptor of the folder in which `path` is, or would be. Raises as `open_folder` does."""
    folder = open_folder(path.parent, below)
    try:
        yield folder
    finally:
        os.close(folder)


def open_folder(path: Path, below: Path | None, *, make: bool = False) -> int:
    """Return a descriptor of a folder, reached from `below` on without following a link.

    Raises
    ------
    MisplacedError
        A part of the way from `below` on is a link or a file, or leads elsewhere.
    OSError
        It is not there, or may not be opened.

    """
    if below is None:
        return os.open(path, _FOLDER)
    parts = path.relative_to(below).parts if path.is_relative_to(below) else ("..",)
    if ".." in parts:
        raise MisplacedError("the path leads out of its folder", path)
    current = os.open(below, _FOLDER)
    for part in parts:
        try:
            if make:
                with suppress(FileExistsError):
                    os.mkdir(part, dir_fd=current)
                os.fsync(current)
            following = os.open(part, _FOLDER | os.O_NOFOLLOW, dir_fd=current)
        except OSError as error:
            if error.errno in {errno.ELOOP, errno.ENOTDIR}:
                what = "a link or a file stands where a folder of the workspace belongs"
                raise MisplacedError(what, path) from None
            raise OSError(error.errno, error.strerror, str(path)) from None
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
    """Return what interrupted writing left behind in `folder`, sorted."""
    return tuple(sorted(folder.glob(_UNFINISHED)))


def remove(path: Path, *, below: Path | None = None) -> None:
    """Remove a file, a link, or a folder with all that is in it, if it is there; no link is followed from `below` on.

    Raises
    ------
    MisplacedError
        A folder on the way is a link.
    OSError
        It cannot be removed.

    """
    with suppress(FileNotFoundError), folder_of(path, below) as folder:
        if stat.S_ISDIR(os.stat(path.name, dir_fd=folder, follow_symlinks=False).st_mode):
            shutil.rmtree(path.name, dir_fd=folder)
        else:
            os.unlink(path.name, dir_fd=folder)
