"""A started process in, requests to it and its answers out, waited for without a thread."""

import asyncio
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from kg.contained.process import LARGEST_BODY, LARGEST_HEADER, Process, packed
from kg.contained.serve import LENGTH, STOP
from kg.contained.worker import EndedError
from kg.server.background import in_thread

_BLOCK = 1 << 18
_ENOUGH = 1 << 20
"""Bytes of an answer that are read before somebody takes them; the process then waits."""


class Worker:
    """One process that answers queries over the graph in `folder`, asked by one coroutine at a time."""

    def __init__(self, process: Process, folder: Path) -> None:
        self.process, self.folder = process, folder
        self.idle = True
        """Whether it waits for a request; a process that does not is killed when it is given back."""
        self._come = bytearray()
        self._ended = self._listens = False
        self._waiting: asyncio.Future[None] | None = None
        self._loop = asyncio.get_running_loop()
        self._listen()

    @property
    def lives(self) -> bool:
        """Return whether the process still runs."""
        return not self._ended and self.process.alive()

    async def ask(self, header: Mapping[str, Any], body: bytes) -> None:
        """Send a request; raise EndedError if the process is gone."""
        self.idle = False
        await self._send(packed(header, body))

    async def stop(self) -> None:
        """Tell the process that nobody wants more of its answer, and wait until it is idle again; raise as `ask`."""
        await self._send(packed(STOP, b""))
        while not self.idle:
            await self.receive()

    async def _send(self, data: bytes) -> None:
        rest = memoryview(data)
        while rest:
            try:
                rest = rest[os.write(self.process.requests, rest) :]
            except BlockingIOError:
                await asyncio.sleep(0.001)  # a request fits into the pipe, save on a system that gives only small ones
            except BrokenPipeError:
                raise await self._gone() from None

    async def receive(self) -> tuple[Mapping[str, Any], bytes]:
        """Return header and body of an answer, or of a part; raise EndedError if the process ends instead."""
        (length,) = LENGTH.unpack(await self._take(LENGTH.size, LARGEST_HEADER))
        header: Mapping[str, Any] = json.loads(await self._take(length, LARGEST_HEADER))
        body = await self._take(header["size"], LARGEST_BODY)
        self.idle = header["kind"] != "part"
        return header, body

    def end(self) -> None:
        """Kill the process, beside the loop: taking back the memory of a large one can last."""
        self._deafen()
        in_thread(self.process.kill)

    def end_now(self) -> None:
        """Kill the process and wait until it is gone."""
        self._deafen()
        self.process.kill()

    async def _take(self, size: int, most: int) -> bytes:
        if size > most:
            raise await self._gone()
        while len(self._come) < size:
            if self._ended:
                raise await self._gone()
            self._listen()
            self._waiting = self._loop.create_future()
            try:
                await self._waiting
            finally:
                self._waiting = None
        taken = bytes(self._come[:size])
        del self._come[:size]
        return taken

    def _listen(self) -> None:
        if not self._listens and not self._ended:
            self._loop.add_reader(self.process.answers, self._readable)
            self._listens = True

    def _deafen(self) -> None:
        if self._listens:
            self._loop.remove_reader(self.process.answers)
            self._listens = False

    def _readable(self) -> None:
        try:
            part = os.read(self.process.answers, _BLOCK)
        except BlockingIOError:
            return
        self._come += part
        if not part:
            self._ended = True
        if self._ended or len(self._come) > _ENOUGH:
            self._deafen()
        if self._waiting and not self._waiting.done():
            self._waiting.set_result(None)

    async def _gone(self) -> EndedError:
        """Return what tells how the process ended; one that closed its pipe may take a while to be gone."""
        return EndedError(await in_thread(self.process.wait))
