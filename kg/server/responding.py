"""A task in, its answer over HTTP out: whole where it is small, streamed where it is large, never silently cut."""

import asyncio
import hashlib
import re
from collections.abc import Mapping
from contextlib import AsyncExitStack

from starlette.requests import Request
from starlette.types import Receive, Scope, Send

from kg.errors import LimitError
from kg.server.negotiation import GRAPHS, RESULTS, media_type
from kg.server.problems import ClientGoneError
from kg.server.running import Part, Running, Task, running
from kg.server.sending import raw, send_from
from kg.server.services import Services
from kg.server.spool import NoRoomError, Spool

_LISTEN_AFTER = 0.02
"""Seconds; most answers are there before, and a task of its own costs a tenth of a small one."""
_LARGE = 1 << 20
"""Bytes; an answer that grows larger does not keep its turn."""
_TAG_DIGITS = 16
_CHANGING = re.compile(r"\b(?:NOW|RAND|UUID|STRUUID|BNODE)\s*\(", re.IGNORECASE)
"""Functions that answer otherwise each time."""
_TYPES = {engine: media_type(name) for name, (_, engine) in (*RESULTS.items(), *GRAPHS.items())}
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
        async with while_waited_for(receive):
            async with AsyncExitStack() as lent:
                run = await lent.enter_async_context(running(self._services.pool, self._task, self._services.limits))
                part = await run.part()
                rest = None
                if not part.last and scope["method"] == "HEAD":
                    await run.stop()
                elif not part.last:
                    rest = lent.pop_all()
            # From here on the client's pace holds nobody: a small answer is there, a large one goes on in its spool.
            if rest is None:
                await self._begin(send, part.form, len(part.data) if part.last else None)
                await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else part.data})
            else:
                await self._large(scope, send, part, run, rest)

    async def _large(self, scope: Scope, send: Send, part: Part, run: Running, lent: AsyncExitStack) -> None:
        with Spool(self._services.room) as spool:
            making = asyncio.create_task(self._fill(spool, part, run, lent))
            try:
                # Without chunks a client could not tell an answer that was broken off from a whole one.
                size = await _whole(spool) if scope["http_version"] == "1.0" else None
                await self._begin(send, part.form, size)
                await send_from(spool, send)
            finally:
                if not making.done():
                    making.cancel()
                    await asyncio.gather(making, return_exceptions=True)
                    await lent.aclose()

    async def _fill(self, spool: Spool, part: Part, run: Running, lent: AsyncExitStack) -> None:
        """Put an answer into its spool as fast as it is made, and give its process back."""
        async with lent:
            try:
                spool.put(part.data)
                while not part.last:
                    part = await run.part()
                    spool.put(part.data)
                    if spool.size > _LARGE:
                        run.make_way(self._services.room.give_way)
                spool.end()
            except Exception as error:  # noqa: BLE001 (whoever sends the answer gets it)
                spool.fail(error)
            finally:
                await run.stop()

    async def _begin(self, send: Send, form: str, size: int | None) -> None:
        headers = {**self._headers, "content-type": _TYPES[form]}
        if aside := self._task.graph.aside:
            headers[LEFT_OUT] = ", ".join(map(str, aside[:_MOST_NAMED]))
        if size is not None:
            headers["content-length"] = str(size)
        await send({"type": "http.response.start", "status": 200, "headers": raw(headers)})


async def _whole(spool: Spool) -> int:
    try:
        return await spool.whole()
    except (NoRoomError, OSError):
        raise LimitError("the answer is too large to be kept for HTTP/1.0", next_step="Ask with HTTP/1.1.") from None


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
