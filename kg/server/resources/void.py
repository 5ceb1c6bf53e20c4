"""The well-known address of VoID in, how much the graph holds of which class out."""

from starlette.requests import Request
from starlette.types import ASGIApp

from kg.server.description import void
from kg.server.resources.base import Resource
from kg.server.services import Services


async def answer(request: Request, services: Services) -> ASGIApp:
    """Return what the graph holds."""
    return await void(request, services)


RESOURCES = (Resource(("/.well-known/void",), answer),)
