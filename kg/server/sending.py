"""A large answer in, sent to a client at the client's pace out; or broken off, never silently cut.

The pace has two bounds: each piece has to be taken within some seconds (`serving.py` sees to it, for every answer), and
the whole within `READING_SECONDS` of its first byte.
"""

import asyncio
from collections.abc import Mapping

from starlette.types import Receive, Scope, Send

from kg.errors import KgError
from kg.server.problems import BrokenOffError, RefusedError
from kg.server.spool import NoRoomError, Room, Spool

READING_SECONDS = 300.0
"""How long a client may take to read an answer."""
SMALL = 256 * 1024
"""Bytes of an answer that is handed to the connection at once."""


def raw(headers: Mapping[str, str]) -> list[tuple[bytes, bytes]]:
    """Return headers as ASGI wants them."""
    return [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers.items()]


async def send_from(spool: Spool, send: Send) -> None:
    """Send what `spool` gives, to its end.

    Raises
    ------
    BrokenOffError
        The answer was not made to its end, had to give way, or is read too slowly.

    """
    try:
        async with asyncio.timeout(READING_SECONDS):
            while piece := await spool.take():
                await send({"type": "http.response.body", "body": piece, "more_body": True})
            await send({"type": "http.response.body", "body": b""})
    except TimeoutError:
        raise BrokenOffError(f"it was not read within {READING_SECONDS:g} seconds") from None
    except NoRoomError:
        raise BrokenOffError("there is no room for what is not read yet") from None
    except OSError as error:
        raise BrokenOffError(f"there is no room for what is not read yet ({error.strerror})") from None
    except (KgError, RefusedError) as error:
        raise BrokenOffError(str(error)) from None


class Written:
    """An ASGI response of bytes that are all there."""

    def __init__(self, room: Room, body: bytes, headers: Mapping[str, str], *, status: int = 200) -> None:
        self._room, self._status = room, status
        self._headers = {**headers, "content-length": str(len(body))}
        self._body: bytes | None = body

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002 (ASGI)
        """Send it; a large one does not stay in memory meanwhile."""
        body, self._body = self._body, None
        assert body is not None, "a response is sent once"
        start = {"type": "http.response.start", "status": self._status, "headers": raw(self._headers)}
        if scope["method"] == "HEAD" or len(body) <= SMALL:
            await send(start)
            await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else body})
            return
        with Spool(self._room) as spool:
            view = memoryview(body)
            try:
                for at in range(0, len(body), SMALL):
                    spool.put(bytes(view[at : at + SMALL]))
            except (NoRoomError, OSError):
                raise RefusedError(
                    503, "There is no room for an answer of this size. Ask again in a moment, or for less."
                ) from None
            spool.end()
            del body, view
            await send(start)
            await send_from(spool, send)
