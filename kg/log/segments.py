"""A log in, a folder of sealed segments out, and back into a log: backup, exchange, audit and what goes into git."""

import os
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import chain
from pathlib import Path

from kg.errors import BadInputError, KgError, LockedError, NoWorkspaceError
from kg.files import (
    MisplacedError,
    UnreadableError,
    make_folder,
    open_folder,
    read_bytes,
    remove,
    unfinished,
    write_whole,
)
from kg.folders import locked, names
from kg.log.errors import DamagedSegmentError, StorageError
from kg.log.port import Log
from kg.log.record import Head, Record
from kg.log.segment import bounds, segment_bytes, segment_name, segment_records

LARGEST_SEGMENT = 1 << 30
"""Bytes."""
_UNFINISHED = ".segment.tmp"
"""How an unfinished segment was called by versions that left one behind."""


def segment_paths(folder: Path, *, link: bool = False) -> list[Path]:
    """Return the segments in `folder` in order; they hold the log from its beginning without a gap.

    The folder may itself be a link if `link` says so, which is for one that a person named.

    Raises
    ------
    DamagedSegmentError
        A segment is missing, overlaps another one, was renamed or is no regular file.
    MisplacedError
        The folder is a link or a file.

    """
    paths = names(folder, "segment-*", below=folder if link else folder.parent, kind="any")
    end = 0
    for path in paths:
        first, final = bounds(str(path))
        if first != end + 1 or final < first:
            raise DamagedSegmentError(
                f"a segment that begins at position {end + 1} belongs here", path=str(path), line=1
            )
        if not path.is_file() or path.is_symlink():
            raise DamagedSegmentError("this is no regular file", path=str(path), line=1)
        end = final
    return list(paths)


def seal(log: Log, folder: Path, *, size: int) -> list[Path]:
    """Write the records that no segment in `folder` holds yet, `size` to a segment, and return the new files.

    The last segment may be shorter; it stays as it is, and the next sealing begins a new one. A segment appears under
    its name only when all of it is on the disk.

    Raises
    ------
    BadInputError
        The segments in `folder` come from another log.
    DamagedSegmentError
        A segment is missing, or the last one is not as it was written.
    VerificationError
        A record of the log is not as it was recorded.
    LockedError
        Another process is sealing into this folder.
    StorageError
        The disk is full or failing.

    """
    assert size > 0, "a segment holds at least one record"
    with _named_errors(folder):
        make_folder(folder, below=folder.parent)
        with _alone_in(folder):
            head, end = _sealed(log, folder), log.head().position
            written = []
            while head.position < end:
                records = list(log.read(after=head.position, limit=size))
                path = folder / segment_name(head.position + 1, records[-1].position)
                write_whole(path, segment_bytes(records, head), below=folder.parent)
                written.append(path)
                head = Head(records[-1].position, records[-1].chain)
    return written


def read_segments(folder: Path) -> Iterator[Record]:
    """Yield all sealed records, each segment checked as a whole before its first record comes.

    Raises
    ------
    DamagedSegmentError
        A segment is missing or not as it was written; the error names the file and the line.

    """
    head = Head()
    for path in segment_paths(folder):
        records = _records(path, head)
        yield from records
        head = Head(records[-1].position, records[-1].chain)


def import_segments(log: Log, paths: Iterable[Path]) -> int:
    """Take over segments into an empty log or one that holds a beginning of them; return how many records were new.

    Positions, instants, salts and chain stay, so the head is that of the log that was sealed. All of it is taken over
    or nothing: the whole log is checked before its first record counts.

    Raises
    ------
    BadInputError
        A segment does not follow the head, or differs from what this log holds.
    DamagedSegmentError
        A segment is not as it was written.
    VerificationError
        A record does not pass the door of this log.

    """
    ordered = sorted(paths, key=lambda path: bounds(str(path)))
    return log.restore(chain.from_iterable(_records(path, None) for path in ordered))


def erase_in_segments(folder: Path, positions: Collection[int]) -> list[Path]:
    """Write the segments that hold payloads at `positions` anew, with null in their place, and return those files.

    Positions, hashes and chain stay. What an interrupted sealing left behind is removed, since it may hold them too.

    Raises
    ------
    DamagedSegmentError
        A segment is missing or not as it was written.
    LockedError
        Another process is sealing into this folder.
    StorageError
        The disk is full or failing.

    """
    written: list[Path] = []
    if not os.path.lexists(folder):
        return written
    with _named_errors(folder), _alone_in(folder):
        for path in (folder / _UNFINISHED, *unfinished(folder)):
            remove(path, below=folder.parent)
        head = Head()
        for path in segment_paths(folder):
            records = _records(path, head)
            blank = [replace(r, payload=None, salt=None) if r.position in positions else r for r in records]
            if blank != records:
                write_whole(path, segment_bytes(blank, head), below=folder.parent)
                written.append(path)
            head = Head(records[-1].position, records[-1].chain)
    return written


def _records(path: Path, previous: Head | None) -> list[Record]:
    try:
        content = read_bytes(path, LARGEST_SEGMENT)
    except UnreadableError as error:
        raise BadInputError(
            f"the segment {error}", where=str(path), next_step="Name segments that exist, or a folder of them."
        ) from None
    return segment_records(content, path=str(path), previous=previous)


def _sealed(log: Log, folder: Path) -> Head:
    """Return where the segments end, having made sure that the last one comes from this log."""
    paths = segment_paths(folder)
    if not paths:
        return Head()
    last = _records(paths[-1], None)[-1]
    held = next(log.read(after=last.position - 1, limit=1), None)
    if held is None or held.chain != last.chain:
        raise BadInputError(
            "the segments in this folder come from another log",
            where=str(folder),
            next_step="Seal into an empty folder.",
        )
    return Head(last.position, last.chain)


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    """Hold a lock on the folder, which ends with the process at the latest."""
    descriptor = open_folder(folder, folder.parent)
    try:
        if not locked(descriptor):
            raise LockedError(
                "another process is sealing into this folder", where=str(folder), next_step="Wait until it has ended."
            )
        yield
    finally:
        os.close(descriptor)


@contextmanager
def _named_errors(path: Path) -> Iterator[None]:
    """Turn what the system refuses into errors that say what to do."""
    try:
        yield
    except MisplacedError:
        raise
    except (FileNotFoundError, FileExistsError, IsADirectoryError, NotADirectoryError) as error:
        raise _refused(BadInputError, error, path, "Name segments that exist, or a folder for them.") from error
    except PermissionError as error:
        raise _refused(NoWorkspaceError, error, path, "Give yourself permission, or choose another place.") from error
    except OSError as error:
        raise _refused(StorageError, error, path, "Make room or choose another place, then run it again.") from error


def _refused(kind: type[KgError], error: OSError, path: Path, next_step: str) -> KgError:
    return kind(f"the system says: {error.strerror}", where=str(error.filename or path), next_step=next_step)
