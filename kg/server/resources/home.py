"""The bare address in, a page out that says what can be asked here."""

from starlette.requests import Request
from starlette.types import ASGIApp

from kg.server.asking import given
from kg.server.description import page
from kg.server.resources.base import Resource
from kg.server.services import Services


async def answer(request: Request, services: Services) -> ASGIApp:  # noqa: ARG001 (a page that is always the same)
    """Return the page."""
    given(request.scope["query_string"]).only()
    return page()


RESOURCES = (Resource(("/",), answer),)
