"""What a resource is: a path, the methods that it answers, and a function from a request to a response."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from kg.server.problems import RefusedError
from kg.server.sending import raw
from kg.server.services import Services

Answer = Callable[[Request, Services], Awaitable[ASGIApp]]
"""May raise whatever `kg.server.problems.answer_to` takes."""


@dataclass(frozen=True, slots=True)
class Resource:
    """One or more paths that are answered in one way."""

    paths: tuple[str, ...]
    answer: Answer
    methods: tuple[str, ...] = ("GET", "HEAD")
    instead: str = "This endpoint only reads."
    """What a client learns that comes with another method."""


class Endpoint:
    """A resource as an ASGI application."""

    def __init__(self, resource: Resource, services: Services) -> None:
        self._resource, self._services = resource, services
        self._allow = ", ".join((*resource.methods, "OPTIONS"))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or say which methods there are."""
        if scope["method"] == "OPTIONS":
            await send({"type": "http.response.start", "status": 204, "headers": raw({"allow": self._allow})})
            await send({"type": "http.response.body", "body": b""})
            return
        if scope["method"] not in self._resource.methods:
            headers = {"allow": self._allow, "connection": "close"}
            raise RefusedError(405, f"{self._resource.instead} It answers {self._allow}.", headers)
        response = await self._resource.answer(Request(scope, receive), self._services)
        await response(scope, receive, send)
