"""Answers in, at the speed at which they are made; the same answers out, at the speed at which they are read.

What a client has not read yet lies here, so that no process that answers ever waits for a client: the first megabytes
of all answers together in memory, the rest in temporary files without a name, which the system removes with this
process. Both have a bound for all answers together. Where the files are full, the answer that fills most of them gives
way, so that a client that reads nothing cannot keep others from their answers.
"""

import asyncio
import os
import tempfile
from collections import deque
from contextlib import suppress
from dataclasses import dataclass
from types import TracebackType
from typing import IO, Self

MEMORY = 16 << 20
"""Bytes of all answers together that are kept in memory."""
FILES = 1 << 30
"""Bytes of all answers together that are kept in files."""
PIECE = 64 * 1024
"""Bytes that are handed out at a time."""
_FILE = 8 << 20
"""Bytes of one temporary file; it goes as soon as it has been read."""


_FAR = 4 << 20
"""Bytes that a client may be behind without its answer having to give way."""


class NoRoomError(Exception):
    """An answer has no room any more: the files are full, and it is the one that fills most of them."""


@dataclass(slots=True)
class _File:
    """A temporary file that is written at its end and read from its beginning."""

    file: IO[bytes]
    written: int = 0
    read: int = 0


class Room:
    """The room that all answers share.

    Parameters
    ----------
    memory
        Bytes in memory.
    files
        Bytes in temporary files.

    """

    def __init__(self, memory: int = MEMORY, files: int = FILES) -> None:
        self._memory, self._files = memory, files
        self.spools: set[Spool] = set()

    @property
    def in_memory(self) -> int:
        """Return how many bytes are kept in memory."""
        return sum(each.in_memory for each in self.spools)

    @property
    def in_files(self) -> int:
        """Return how many bytes are kept in files."""
        return sum(each.in_files for each in self.spools)

    def has_memory(self, size: int) -> bool:
        """Return whether so many bytes more may be kept in memory."""
        return self.in_memory + size <= self._memory

    def make(self, size: int, asking: "Spool") -> None:
        """Make room in the files for so many bytes more; raise NoRoomError where `asking` has to give way itself."""
        while self.in_files + size > self._files:
            most = max(self.spools, key=lambda each: each.in_files)
            if most is asking or not most.in_files:
                raise NoRoomError
            most.fail(NoRoomError())

    def give_way(self) -> bool:
        """End the answer that is still made and furthest ahead of its client, and return whether there was one."""
        ahead = [each for each in self.spools if each.behind > _FAR and not each.ended]
        if ahead:
            max(ahead, key=lambda each: each.behind).fail(NoRoomError())
        return bool(ahead)


class Spool:
    """One answer between the process that makes it and the client that reads it; a context that frees its room."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self.in_memory = self.in_files = self.size = self.behind = 0
        self._first: deque[memoryview] = deque()
        self._files: deque[_File] = deque()
        self.ended = False
        """Whether nothing more will be put here."""
        self._failure: Exception | None = None
        self._changed = asyncio.Event()
        room.spools.add(self)

    def __enter__(self) -> Self:
        """Return this spool."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Free all room."""
        self._free()
        self._room.spools.discard(self)

    def put(self, data: bytes | bytearray) -> None:
        """Keep the next bytes of the answer.

        Raises
        ------
        NoRoomError
            There is no room for them.
        OSError
            The disk has none.

        """
        if self._failure:
            raise self._failure
        if not self._files and self._room.has_memory(len(data)):
            self._first.append(memoryview(data))
            self.in_memory += len(data)
        else:
            self._room.make(len(data), self)
            self._write(data)
        self.size += len(data)
        self.behind += len(data)
        self._changed.set()

    def end(self) -> None:
        """Tell that the answer is whole."""
        self.ended = True
        self._changed.set()

    def fail(self, error: Exception) -> None:
        """Throw away what is kept; who puts or takes next gets `error`."""
        self._failure, self.ended = self._failure or error, True
        self._free()
        self._changed.set()

    async def whole(self) -> int:
        """Wait until the answer is whole, and return its size; raise what it failed with."""
        while not self.ended:
            await self._change()
        if self._failure:
            raise self._failure
        return self.size

    async def take(self) -> bytes:
        """Return the next bytes, none when all were taken; raise what the answer failed with."""
        while True:
            if self._failure:
                raise self._failure
            if self._first or (self._files and self._files[0].read < self._files[0].written):
                piece = self._from_memory() if self._first else self._from_file()
                self.behind -= len(piece)
                return piece
            if self.ended:
                return b""
            await self._change()

    async def _change(self) -> None:
        self._changed.clear()
        await self._changed.wait()

    def _from_memory(self) -> bytes:
        part = self._first.popleft()
        if len(part) > PIECE:
            self._first.appendleft(part[PIECE:])
        piece = bytes(part[:PIECE])
        self.in_memory -= len(piece)
        return piece

    def _from_file(self) -> bytes:
        head = self._files[0]
        piece = os.pread(head.file.fileno(), PIECE, head.read)
        head.read += len(piece)
        if head.read == head.written and (len(self._files) > 1 or head.written >= _FILE):
            self._close(self._files.popleft())
        return piece

    def _write(self, data: bytes | bytearray) -> None:
        if not self._files or self._files[-1].written >= _FILE:
            fresh = tempfile.TemporaryFile(prefix="kg-answer-", buffering=0)  # noqa: SIM115 (closed when it was read)
            self._files.append(_File(fresh))
        last = self._files[-1]
        rest, at = memoryview(data), last.written
        while rest:
            count = os.pwrite(last.file.fileno(), rest, at)
            rest, at = rest[count:], at + count
        last.written = at
        self.in_files += len(data)

    def _close(self, done: _File) -> None:
        self.in_files -= done.written
        with suppress(OSError):
            done.file.close()

    def _free(self) -> None:
        self._first.clear()
        self.in_memory = 0
        while self._files:
            self._close(self._files.popleft())
