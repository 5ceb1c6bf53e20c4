"""A path in, the bytes of a regular file out; devices, pipes and endless files are refused and never waited for.

A path that a person names may be a link. A path that was found, in a folder or by the name of a document, may not:
who sends a folder could point it anywhere.
"""

import errno
import hashlib
import os
import stat
from pathlib import Path

_BLOCK = 4 << 20


class UnreadableError(Exception):
    """The path leads to no file that can be read; the message says why, as the end of a sentence."""


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
    try:
        # Without O_NONBLOCK the opening of a pipe would wait for a writer.
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC | (0 if link else os.O_NOFOLLOW))
        try:
            return _read(descriptor, largest)
        finally:
            os.close(descriptor)
    except OSError as error:
        raise UnreadableError(_words(error, path, link=link)) from None
    except ValueError:
        raise UnreadableError("has a NUL character in its name") from None


def digest(path: Path) -> str:
    """Return the SHA-256 of what is in the file at `path`, which is no link and may be large.

    OSError says why it cannot be read; UnreadableError that it is no regular file.
    """
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC | os.O_NOFOLLOW)
    try:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise UnreadableError("is not a regular file")
        found = hashlib.sha256()
        while part := os.read(descriptor, _BLOCK):
            found.update(part)
        return found.hexdigest()
    finally:
        os.close(descriptor)


def _read(descriptor: int, largest: int) -> bytes:
    state = os.fstat(descriptor)
    if not stat.S_ISREG(state.st_mode):
        raise UnreadableError("is a folder" if stat.S_ISDIR(state.st_mode) else "is not a regular file")
    if state.st_size > largest:
        raise TooLargeError(f"is larger than {largest} bytes")
    content = bytearray()
    while part := os.read(descriptor, state.st_size + 1 - len(content)):
        content += part
        if len(content) > state.st_size:
            break
    if len(content) != state.st_size:
        # Files in /proc say that they are empty and go on as long as somebody reads.
        raise UnreadableError("is not a file on a disk, or changed while it was read")
    return bytes(content)


def _words(error: OSError, path: Path, *, link: bool) -> str:
    if error.errno == errno.ELOOP and not link and path.is_symlink():
        return "is a link, and only a path that you name yourself may be one"
    if error.errno == errno.ENOENT:
        return "does not exist"
    if error.errno == errno.ENXIO:
        return "is not a regular file"
    return f"cannot be read ({error.strerror})"
