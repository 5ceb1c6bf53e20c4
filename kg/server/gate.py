"""A request in, let through if it came on purpose; on the way out every error is an answer, and every answer a line.

A page of another site can make a browser send requests here. So the name in `Host` must be one of this server's (a
foreign name that points here is DNS rebinding), and `Origin` one that was allowed.
"""

import ipaddress
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http import HTTPStatus

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kg.contained.process import NotStartedError
from kg.errors import KgError
from kg.server.pool import BusyError
from kg.server.problems import BrokenOffError, ClientGoneError, RefusedError, Told, answer_to, told_here
from kg.server.sending import raw
from kg.server.spool import PIECE

_LOCAL = frozenset({"localhost", "127.0.0.1", "[::1]"})
_METHODS = "GET, HEAD, POST"
_CLIENT_LEFT = 499
"""What the log says where nobody waited for an answer; never sent."""
_LONGEST_PATH = 200


@dataclass(frozen=True, slots=True)
class Door:
    """Who may come in."""

    hosts: frozenset[str] = frozenset()
    """Names of this server beside those of the machine itself, in small letters, without port."""
    origins: frozenset[str] = frozenset()
    """Sites whose pages may ask, such as `https://example.org`."""
    addresses: bool = False
    """Whether any plain address is a name of this server, since it listens to other machines."""

    def knows(self, host: str) -> bool:
        """Return whether `Host` is a name of this server."""
        name = host.lower()
        if not name.endswith("]"):
            name, _, port = name.rpartition(":") if ":" in name else (name, "", "")
            if port and not port.isdigit():
                return False
        if name in _LOCAL or name in self.hosts:
            return True
        return self.addresses and _is_address(name)


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name.strip("[]"))
    except ValueError:
        return False
    return True


@dataclass(slots=True)
class _Passage:
    """One request on its way through."""

    send: Send
    extra: list[tuple[bytes, bytes]] = field(default_factory=list)
    status: int = 0
    size: int = 0

    async def forward(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            await self.send({**message, "headers": [*message["headers"], *self.extra]})
            return
        body, more = message.get("body", b""), message.get("more_body", False)
        self.size += len(body)
        # In pieces, since each has to be taken by the client within some seconds (`serving.py`).
        for at in range(0, len(body) - PIECE, PIECE):
            await self.send({"type": "http.response.body", "body": body[at : at + PIECE], "more_body": True})
        last = (len(body) - 1) // PIECE * PIECE if body else 0
        await self.send({"type": "http.response.body", "body": body[last:], "more_body": more})


class Gate:
    """The outermost ASGI application.

    Parameters
    ----------
    app
        What answers.
    door
        Who may come in.
    log
        Called with a line for each request.
    say
        Called with a sentence where something is wrong that whoever runs the server can mend.

    """

    def __init__(self, app: ASGIApp, door: Door, *, log: Callable[[str], None], say: Callable[[str], None]) -> None:
        self._app, self._door, self._log, self._say = app, door, log, say

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or say why not."""
        begun = time.monotonic()
        passage = _Passage(send, [(b"x-content-type-options", b"nosniff")])
        try:
            await self._through(scope, receive, passage)
        except ClientGoneError:
            passage.status = _CLIENT_LEFT
        except BrokenOffError as error:
            # Returning without the end of the answer makes the server close the connection.
            self._log(f"broken off: {error}")
        except (RefusedError, KgError, BusyError, NotStartedError) as error:
            await self._told(error, passage)
        except Exception as error:  # noqa: BLE001 (the last place where anything unforeseen can be said calmly)
            self._say(f"a mistake of kg itself: {type(error).__name__}: {error}")
            await self._told(RefusedError(500, "This is a mistake of kg itself."), passage)
        finally:
            self._log(_line(scope, passage, time.monotonic() - begun))

    async def _through(self, scope: Scope, receive: Receive, passage: _Passage) -> None:
        headers = dict(scope["headers"])
        host = headers.get(b"host", b"").decode("latin-1")
        if host and not self._door.knows(host):
            raise RefusedError(403, "The name in Host is none of this server's.", {"connection": "close"})
        self._check_site(scope, headers, host, passage)
        if scope["method"] == "OPTIONS" and b"access-control-request-method" in headers:
            allowed = {"access-control-allow-methods": _METHODS, "access-control-max-age": "600"}
            allowed["access-control-allow-headers"] = "accept, content-type, if-none-match"
            await passage.forward({"type": "http.response.start", "status": 204, "headers": raw(allowed)})
            await passage.forward({"type": "http.response.body", "body": b""})
            return
        await self._app(scope, receive, passage.forward)

    def _check_site(self, scope: Scope, headers: dict[bytes, bytes], host: str, passage: _Passage) -> None:
        """Refuse what a page of another site sends, unless that site was allowed."""
        origin = headers.get(b"origin", b"").decode("latin-1")
        if origin and origin != f"{scope['scheme']}://{host}":
            if origin.lower() not in self._door.origins:
                raise RefusedError(403, "Pages of this origin may not ask here; --allow-origin lets them.")
            passage.extra += raw({"access-control-allow-origin": origin, "access-control-expose-headers": "etag"})
        hidden = headers.get(b"sec-fetch-site") == b"cross-site" and headers.get(b"sec-fetch-mode") == b"no-cors"
        if hidden and not origin:
            raise RefusedError(403, "Pages of other sites may not ask here; --allow-origin lets them.")

    async def _told(self, error: Told, passage: _Passage) -> None:
        if said := told_here(error):
            self._say(said)
        if passage.status:
            return  # it has begun, and is broken off
        status, headers, body = answer_to(error)
        headers["content-length"] = str(len(body))
        await passage.forward({"type": "http.response.start", "status": status, "headers": raw(headers)})
        await passage.forward({"type": "http.response.body", "body": body})


def _line(scope: Scope, passage: _Passage, seconds: float) -> str:
    """Return the line of the log; what was asked stays out of it, since it may be nobody else's business."""
    client = scope["client"][0] if scope.get("client") else "-"
    path = scope.get("raw_path", b"").decode("latin-1")[:_LONGEST_PATH]
    status = passage.status or HTTPStatus.SERVICE_UNAVAILABLE
    return f"{client} {scope['method']} {path} {status:d} {passage.size} bytes {seconds * 1000:.0f} ms"
