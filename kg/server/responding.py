"""A task in, its answer over HTTP out: whole where it is small, streamed where it is large, never silently cut."""

import asyncio
import hashlib
import re
from collections.abc import Mapping

from starlette.requests import Request
from starlette.types import Receive, Scope, Send

from kg.errors import KgError, LimitError
from kg.server.negotiation import GRAPHS, RESULTS, media_type
from kg.server.problems import BrokenOffError, ClientGoneError, RefusedError
from kg.server.running import Part, Running, Task, running
from kg.server.services import Services

_LISTEN_AFTER = 0.02
"""Seconds; most answers are there before, and a task of its own costs a tenth of a small one."""
_TAG_DIGITS = 16
_CHANGING = re.compile(r"\b(?:NOW|RAND|UUID|STRUUID|BNODE)\s*\(", re.IGNORECASE)
"""Functions that answer otherwise each time."""
_TYPES = {engine: media_type(name) for name, (_, engine) in (*RESULTS.items(), *GRAPHS.items())}
_MOST_COLLECTED = 64 << 20
VARY = "accept, origin"
LEFT_OUT = "kg-left-out"
"""The header that names the records which the graph leaves out."""
_MOST_NAMED = 50


class Answering:
    """An ASGI response that runs a task while somebody waits for it."""

    def __init__(self, services: Services, task: Task, headers: Mapping[str, str]) -> None:
        self._services, self._task, self._headers = services, task, headers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the answer, and end the task when the client leaves."""
        pool, limits = self._services.pool, self._services.limits
        async with while_waited_for(receive), running(pool, self._task, limits) as run:
            part = await run.part()
            if not part.last and scope["http_version"] == "1.0":
                # Without chunks a client could not tell an answer that was broken off from a whole one.
                part = await _collected(run, part)
            await self._begin(send, part)
            if scope["method"] == "HEAD":
                await send({"type": "http.response.body", "body": b""})
            else:
                await _stream(send, run, part)

    async def _begin(self, send: Send, part: Part) -> None:
        headers = {**self._headers, "content-type": _TYPES[part.form]}
        if aside := self._task.graph.aside:
            headers[LEFT_OUT] = ", ".join(map(str, aside[:_MOST_NAMED]))
        if part.last:
            headers["content-length"] = str(len(part.data))
        await send({"type": "http.response.start", "status": 200, "headers": raw(headers)})


def raw(headers: Mapping[str, str]) -> list[tuple[bytes, bytes]]:
    """Return headers as ASGI wants them."""
    return [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers.items()]


async def _collected(run: Running, part: Part) -> Part:
    data = bytearray(part.data)
    while not part.last:
        part = await run.part()
        data += part.data
        if len(data) > _MOST_COLLECTED:
            raise LimitError("the answer is too large for HTTP/1.0", next_step="Ask with HTTP/1.1.")
    return Part(part.form, bytes(data), last=True)


async def _stream(send: Send, run: Running, part: Part) -> None:
    try:
        while not part.last:
            await send({"type": "http.response.body", "body": part.data, "more_body": True})
            part = await run.part()
    except (KgError, RefusedError) as error:
        raise BrokenOffError(str(error)) from None
    await send({"type": "http.response.body", "body": part.data})


class while_waited_for:  # noqa: N801 (reads as the statement that it is)
    """A context in which the work is cancelled, and ClientGoneError raised, when the client leaves."""

    def __init__(self, receive: Receive) -> None:
        self._receive, self._gone = receive, False
        self._watch: asyncio.Task[None] | None = None

    async def __aenter__(self) -> None:
        """Begin to listen for the client's leaving."""
        work = asyncio.current_task()
        assert work is not None, "this runs in a task"
        self._work = work
        self._soon = asyncio.get_running_loop().call_later(_LISTEN_AFTER, self._begin)

    def _begin(self) -> None:
        self._watch = asyncio.create_task(self._listen())

    async def _listen(self) -> None:
        while (await self._receive())["type"] != "http.disconnect":
            pass
        self._gone = True
        self._work.cancel()

    async def __aexit__(self, *_: object) -> None:
        """Stop listening."""
        self._soon.cancel()
        if self._watch:
            self._watch.cancel()
        if self._gone:
            self._work.uncancel()
            raise ClientGoneError from None


def etag(task: Task) -> str | None:
    """Return what names this very answer, or None where the same query may answer otherwise each time."""
    if _CHANGING.search(task.text):
        return None
    rest = repr((task.text, task.named, task.default_graphs, task.named_graphs, task.base, task.results, task.triples))
    return f'"{task.graph.tag}-{hashlib.sha256(rest.encode("utf-8", "replace")).hexdigest()[:_TAG_DIGITS]}"'


def is_known(request: Request, tag: str | None) -> bool:
    """Return whether the client has this very answer already."""
    known = request.headers.get("if-none-match")
    if known is None or tag is None or request.method not in {"GET", "HEAD"}:
        return False
    return known.strip() == "*" or tag in (each.strip().removeprefix("W/") for each in known.split(","))


def conditional_headers(tag: str | None) -> dict[str, str]:
    """Return the headers with which a client may keep an answer and ask whether it still holds."""
    return {"vary": VARY, "cache-control": "no-cache", **({"etag": tag} if tag else {"cache-control": "no-store"})}
