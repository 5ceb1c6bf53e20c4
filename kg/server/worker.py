"""A started process in, requests to it and its answers out, waited for without a thread."""

import asyncio
import json
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from kg.contained.process import LARGEST_BODY, LARGEST_HEADER, Process, packed
from kg.contained.serve import LENGTH
from kg.contained.worker import EndedError

_BLOCK = 1 << 20


class Worker:
    """One process that answers queries over the graph in `folder`, asked by one coroutine at a time."""

    def __init__(self, process: Process, folder: Path) -> None:
        self.process, self.folder = process, folder
        self.idle = True
        """Whether it waits for a request; a process that does not is killed when it is given back."""
        self._read = bytearray()

    async def ask(self, header: Mapping[str, Any], body: bytes) -> None:
        """Send a request; raise EndedError if the process is gone."""
        self.idle = False
        rest = memoryview(packed(header, body))
        while rest:
            try:
                rest = rest[os.write(self.process.requests, rest) :]
            except BlockingIOError:
                loop = asyncio.get_running_loop()
                await _ready(self.process.requests, loop.add_writer, loop.remove_writer)
            except BrokenPipeError:
                raise self._ended() from None

    async def receive(self) -> tuple[Mapping[str, Any], bytes]:
        """Return header and body of an answer, or of a part; raise EndedError if the process ends instead."""
        (length,) = LENGTH.unpack(await self._take(LENGTH.size, LARGEST_HEADER))
        header: Mapping[str, Any] = json.loads(await self._take(length, LARGEST_HEADER))
        body = await self._take(header["size"], LARGEST_BODY)
        self.idle = header["kind"] != "part"
        return header, body

    async def _take(self, size: int, most: int) -> bytes:
        if size > most:
            raise self._ended()
        loop = asyncio.get_running_loop()
        while len(self._read) < size:
            try:
                part = os.read(self.process.answers, _BLOCK)
            except BlockingIOError:
                await _ready(self.process.answers, loop.add_reader, loop.remove_reader)
                continue
            if not part:
                raise self._ended()
            self._read += part
        taken = bytes(self._read[:size])
        del self._read[:size]
        return taken

    def _ended(self) -> EndedError:
        return EndedError(self.process.wait())


async def _ready(pipe: int, watch: Callable[..., Any], leave: Callable[[int], object]) -> None:
    ready = asyncio.get_running_loop().create_future()
    watch(pipe, lambda: None if ready.done() else ready.set_result(None))
    try:
        await ready
    finally:
        leave(pipe)
