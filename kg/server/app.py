"""The services of an endpoint and who may come in, in; the ASGI application that answers out."""

from collections.abc import Callable
from functools import lru_cache

from starlette.routing import Route, Router
from starlette.types import ASGIApp, Receive, Scope, Send

from kg.errors import near_misses
from kg.server.gate import Door, Gate
from kg.server.problems import RefusedError
from kg.server.resources import RESOURCES
from kg.server.resources.base import Endpoint
from kg.server.services import Services


def application(services: Services, door: Door, *, log: Callable[[str], None] = lambda _: None) -> ASGIApp:
    """Return the application; `log` is called with a line for each request."""
    routes = [Route(path, Endpoint(each, services)) for each in RESOURCES for path in each.paths]
    router = Router(routes, redirect_slashes=False, default=_unknown)
    return Gate(router, door, log=log, say=services.say)


async def _unknown(scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG001 (nothing is sent: it refuses)
    raise RefusedError(404, _nothing_at(scope["path"]))


@lru_cache(maxsize=64)
def _nothing_at(path: str) -> str:
    known = [each for resource in RESOURCES for each in resource.paths if "{" not in each and not each.endswith("/")]
    hint = near_misses(path[:100], known) or f"There are {', '.join(sorted(known))}."
    return f"There is nothing at this address. {hint}"
