"""The IRI of a graph in, its triples out: SPARQL 1.1 Graph Store HTTP Protocol (W3C, 21 March 2013), reading only."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp

from kg.server.asking import TIME, given, graph_of
from kg.server.negotiation import GRAPHS, check_name, graph_form, not_acceptable
from kg.server.problems import RefusedError
from kg.server.resources.base import Resource
from kg.server.responding import Answering, conditional_headers, etag, is_known
from kg.server.running import Task
from kg.server.services import Services


async def answer(request: Request, services: Services) -> ASGIApp:
    """Return the triples of the graph that the parameter `graph` or `default` names."""
    asked = given(request.scope["query_string"])
    asked.only("graph", "default", "format", *TIME)
    graph, default = asked.one("graph"), asked.one("default")
    if (graph is None) == (default is None):
        raise RefusedError(400, "Name one graph: /store?default, or /store?graph=IRI.")
    if default not in {None, "", "true"}:
        raise RefusedError(400, "The parameter default takes no value.")
    if graph is not None and ":" not in graph:
        raise RefusedError(400, "A graph is named by an absolute IRI.")
    named = asked.all("format")
    check_name(named, GRAPHS)
    form = graph_form(request.headers.get("accept", ""), named)
    if form is None:
        raise not_acceptable(GRAPHS)
    task = Task(graph=await graph_of(services, asked), results=None, triples=form, named=graph or "")
    tag = etag(task)
    headers = conditional_headers(tag)
    if is_known(request, tag):
        return Response(status_code=304, headers=headers)
    return Answering(services, task, headers)


RESOURCES = (Resource(("/store", "/store/"), answer),)
