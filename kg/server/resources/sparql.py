"""A query in, its answer out: SPARQL 1.1 Protocol (W3C, 21 March 2013), without updates.

Without a query it describes itself (SPARQL 1.1 Service Description).
"""

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp

from kg.server.asking import FORM, TIME, Given, base_of, body_of, content_type, given, graph_of
from kg.server.description import described
from kg.server.negotiation import GRAPHS, RESULTS, check_name, graph_form, results_form
from kg.server.problems import RefusedError
from kg.server.resources.base import Resource
from kg.server.responding import Answering, conditional_headers, etag, is_known
from kg.server.running import Task
from kg.server.services import Services

_UPDATES = ("update", "using-graph-uri", "using-named-graph-uri")
_NO_UPDATES = "This endpoint only reads; the ledger changes by events, with `kg ingest` for instance."
_FORMS = ("format", "output", "results")
"""Parameters in which clients name the form of the answer; SPARQLWrapper sends all three."""
_HARMLESS = ("infer", "queryLn", "debug", "stylesheet", "force-accept")
"""Parameters of other endpoints that their clients send here too: nothing is inferred, the language is SPARQL."""
_POSTED = f"A posted query is either {FORM} with a field `query`, or application/sparql-query."


async def answer(request: Request, services: Services) -> ASGIApp:
    """Return the answer to a query by GET or POST."""
    query, asked = await _query(request)
    if any(name in asked.values for name in _UPDATES):
        raise RefusedError(403, _NO_UPDATES)
    if query is None:
        asked.only("query", *_FORMS, *TIME, also=_HARMLESS)
    else:
        asked.only("query", "default-graph-uri", "named-graph-uri", *_FORMS, *TIME, also=_HARMLESS)
    named = tuple(value for name in _FORMS for value in asked.all(name))
    if query is None:
        return await described(request, services, named)
    check_name(named, {**RESULTS, **GRAPHS})
    accept = request.headers.get("accept", "")
    firm = not any(len(asked.all(name)) > 1 for name in _FORMS)
    task = Task(
        graph=await graph_of(services, asked),
        results=results_form(accept, named, firm=firm),
        triples=graph_form(accept, named, firm=firm),
        text=query,
        default_graphs=asked.all("default-graph-uri"),
        named_graphs=asked.all("named-graph-uri"),
        base=f"{base_of(request)}/sparql",
    )
    tag = etag(task)
    headers = conditional_headers(tag)
    if is_known(request, tag):
        return Response(status_code=304, headers=headers)
    return Answering(services, task, headers)


async def _query(request: Request) -> tuple[str | None, Given]:
    """Return the text of the query, None where it is asked for by GET without one, and the other parameters."""
    address: bytes = request.scope["query_string"]
    if request.method != "POST":
        asked = given(address)
        return asked.one("query"), asked
    media = content_type(request)
    if media == FORM:
        asked = given(address, await body_of(request))
        query = asked.one("query")
        if query is None and "update" not in asked.values:
            raise RefusedError(400, f"There is no query. {_POSTED}")
        return query, asked
    if media == "application/sparql-query":
        asked = given(address)
        try:
            return (await body_of(request)).decode(), asked
        except UnicodeDecodeError:
            raise RefusedError(400, "The query is not UTF-8.") from None
    closing = {"connection": "close"}
    if media == "application/sparql-update":
        raise RefusedError(403, _NO_UPDATES, closing)
    raise RefusedError(415, _POSTED, closing)


RESOURCES = (Resource(("/sparql", "/sparql/"), answer, ("GET", "HEAD", "POST")),)
