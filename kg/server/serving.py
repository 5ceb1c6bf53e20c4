"""An application and a socket in, requests answered until a signal comes, and that signal out."""

import asyncio
import logging
import resource
import signal
import socket
import struct
import threading
from collections.abc import Awaitable, Callable, Generator
from contextlib import contextmanager, suppress

import h11
import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.h11_impl import H11Protocol

from kg.errors import LockedError, UsageError

_LARGEST_HEAD = 256 * 1024
_ARRIVING_SECONDS = 8.0
"""How long a request may take to arrive."""
_TAKING_SECONDS = 10.0
"""How long a client may take to read a piece of an answer, which is 64 kB at most."""
_GRACE_SECONDS = 2
"""How long running answers may go on after a signal."""
_MOST_CONNECTIONS = 500
_FILES_EACH = 4
"""Files that may be open for each connection: itself, and what its client has not read yet."""
_NO_REQUEST = "This is no HTTP request, or its address is longer than 256 kB. Send a long query with POST."


def listening(host: str, port: int) -> socket.socket:
    """Return a socket that listens; port 0 takes any that is free.

    Raises
    ------
    LockedError
        Another program listens there.
    UsageError
        There is no such address on this machine, or it may not be used.

    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listener = socket.create_server((host, port), family=family, backlog=1024)
    except (OSError, OverflowError) as error:
        where = f"{host}:{port}"
        if getattr(error, "errno", None) == 98 or "in use" in str(error):  # noqa: PLR2004 (EADDRINUSE on Linux)
            raise LockedError(
                "another program listens at this port", where=where, next_step="Name another with --port."
            ) from None
        said = (getattr(error, "strerror", None) or str(error)).partition(" (while ")[0]  # which create_server adds
        raise UsageError(
            f"this address cannot be listened at ({said})", where=where, next_step="Name another with --host or --port."
        ) from None
    # The head of an answer and its body are written one after the other, and the second must not wait 40 ms for the
    # first to be acknowledged; asyncio asks for this only where a socket names its protocol.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listener


class _Patient(H11Protocol):
    """Uvicorn's protocol, which would wait for a client for ever, with an end to its patience.

    A client has some seconds for a whole request, and some for each piece of an answer, whatever resource it asks for.
    Where there are as many connections as there may be, the one that has waited for its client longest makes room.
    """

    _arriving: asyncio.TimerHandle | None = None
    _taking: asyncio.TimerHandle | None = None
    waits_since: float | None = None
    """Since when it is the client whom this connection waits for; None while it is the server."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for a request."""
        super().connection_made(transport)
        # With no bytes on hold that count as none, each pause of writing is one piece that was not taken at once.
        transport.set_write_buffer_limits(high=0)
        self._expect()
        if self.limit_concurrency is not None and len(self.connections) >= self.limit_concurrency:
            self._make_room()

    def data_received(self, data: bytes) -> None:
        """Take what has come, and wait for the rest of a request no longer than for its beginning."""
        super().data_received(data)
        if self.conn.their_state in (h11.IDLE, h11.SEND_BODY):
            self._expect()
        else:
            self._has_come()

    def on_response_complete(self) -> None:
        """Wait for the next request."""
        super().on_response_complete()
        if self.conn.their_state is h11.IDLE and self._taking is None:
            self.waits_since = self.loop.time()

    def pause_writing(self) -> None:
        """Give the client some seconds to take what was written; then nothing else is tried."""
        super().pause_writing()
        self.waits_since = self.loop.time()
        self._taking = self.loop.call_later(_TAKING_SECONDS, self.cut_off)

    def resume_writing(self) -> None:
        """Go on, since all was taken."""
        super().resume_writing()
        if self._taking:
            self._taking.cancel()
            self._taking = None
            idle = self.conn.our_state not in (h11.SEND_RESPONSE, h11.SEND_BODY)
            self.waits_since = self.loop.time() if idle else None

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop waiting."""
        super().connection_lost(exc)
        self._unset_keepalive_if_required()
        for timer in (self._arriving, self._taking):
            if timer:
                timer.cancel()

    def cut_off(self) -> None:
        """End the connection, and throw away what the client has not taken, in the system's hands too."""
        at = self.transport.get_extra_info("socket")
        with suppress(OSError):
            at.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.transport.abort()

    def send_400_response(self, msg: str) -> None:  # noqa: ARG002 (ours says what to do)
        """Say that what came is no request."""
        super().send_400_response(_NO_REQUEST)

    def _expect(self) -> None:
        if self._arriving is None:
            self.waits_since = self.loop.time()
            self._arriving = self.loop.call_later(_ARRIVING_SECONDS, self.transport.close)

    def _has_come(self) -> None:
        if self._taking is None:
            self.waits_since = None
        if self._arriving:
            self._arriving.cancel()
            self._arriving = None

    def _make_room(self) -> None:
        """End the connection that has waited for its client longest, if any waits."""
        waits: dict[_Patient, float] = {}
        for each in self.connections:
            assert isinstance(each, _Patient), "all connections are of this class"
            if each is not self and each.waits_since is not None and not each.transport.is_closing():
                waits[each] = each.waits_since
        if waits:
            min(waits, key=waits.__getitem__).cut_off()


class Server(uvicorn.Server):
    """Uvicorn's server, which hands the signal that ended it to its caller."""

    ended_by: signal.Signals | None = None

    @contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        """Take the signals that end a server, and give them back afterwards; in the main thread, where they come."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        loop = asyncio.get_running_loop()
        both = (signal.SIGINT, signal.SIGTERM)
        for each in both:
            loop.add_signal_handler(each, self._end, each)
        try:
            yield
        finally:
            for each in both:
                loop.remove_signal_handler(each)

    def _end(self, each: signal.Signals) -> None:
        self.should_exit, self.ended_by = True, self.ended_by or each


def _most_connections() -> int:
    """Return how many connections there may be, and let this process open as many files as that needs, if it may."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _FILES_EACH * _MOST_CONNECTIONS
    if soft != resource.RLIM_INFINITY and soft < wanted:
        soft = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    return _MOST_CONNECTIONS if soft == resource.RLIM_INFINITY else min(_MOST_CONNECTIONS, soft // _FILES_EACH)


def configuration(app: ASGIApp) -> uvicorn.Config:
    """Return what Uvicorn is to know."""
    logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL + 1)  # the gate says what there is to say
    return uvicorn.Config(
        app,
        http=_Patient,
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_keep_alive=5,
        timeout_graceful_shutdown=_GRACE_SECONDS,
        limit_concurrency=_most_connections(),
        h11_max_incomplete_event_size=_LARGEST_HEAD,
    )


def serve(
    app: ASGIApp,
    listener: socket.socket,
    *,
    begin: Callable[[], Awaitable[None]],
    end: Callable[[], None],
) -> signal.Signals | None:
    """Answer requests until SIGINT or SIGTERM comes, and return which.

    Parameters
    ----------
    app
        What answers.
    listener
        Where requests come.
    begin
        Awaited before the first request is taken.
    end
        Called when the last answer has ended.

    """
    server = Server(configuration(app))

    async def main() -> None:
        try:
            await begin()
            await server.serve(sockets=[listener])
        finally:
            end()

    asyncio.run(main())
    return server.ended_by
