"""The name of a question and values for its parameters in, its answer out; and the list of all questions.

They are answered as `kg query` does, in its forms: ids instead of IRIs, plain numbers.
"""

import hashlib
import json
from collections.abc import Mapping
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp

from kg.formats import render
from kg.ids import ID
from kg.query.catalogue import Question, day_of_judgement, find, questions, read_question
from kg.query.folded import FOLDED, as_read, folded_in
from kg.query.params import bind
from kg.resources import folder
from kg.server.answers import answered, kept, table
from kg.server.asking import TIME, Given, given, graph_of
from kg.server.background import in_thread
from kg.server.graphs import Graph
from kg.server.negotiation import preferred, unknown_form
from kg.server.problems import RefusedError
from kg.server.resources.base import Resource
from kg.server.responding import conditional_headers, is_known, while_waited_for
from kg.server.sending import Written
from kg.server.services import Services
from kg.table import Answer, Table, Triples

_TABLES: Mapping[str, str] = {
    "json": "application/json",
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
    "jsonl": "application/jsonl",
    "md": "text/markdown",
    "sparql-json": "application/sparql-results+json",
    "sparql-xml": "application/sparql-results+xml",
}
"""Forms of `kg.formats` and their media types."""
_GRAPHS: Mapping[str, str] = {
    "turtle": "text/turtle",
    "ntriples": "application/n-triples",
    "jsonld": "application/ld+json",
}
_FORMS = {**_TABLES, **_GRAPHS}
_LISTS = ("json", "csv")
_MUCH = 1000
"""Rows that are written at once; more are written beside the loop."""


async def listed(request: Request, services: Services) -> ASGIApp:
    """Return all questions: what each asks, which parameters it takes, where its answer is."""
    asked = given(request.scope["query_string"])
    asked.only("format")
    lists = {name: _TABLES[name] for name in _LISTS}
    form = _form(request, asked, lists)
    if form is None:
        raise RefusedError(406, f"The list of questions comes as {' or '.join(lists.values())}.")
    found = await in_thread(lambda: questions(services.folders))  # many files, and a user's own are read contained
    base = "/questions"
    if form == "json":
        body = (
            json.dumps({"questions": [_described(each, base) for each in found]}, ensure_ascii=False, indent=2) + "\n"
        )
    else:
        rows = [(q.name, q.folder, q.question, " ".join(p.name for p in q.parameters)) for q in found]
        body = render(Table.of(("name", "kind", "question", "parameters"), rows), "csv")
    return _written(services, body, _TABLES[form], conditional_headers(None))


def _described(question: Question, base: str) -> dict[str, object]:
    return {
        "name": question.name,
        "kind": question.folder,
        "title": question.title,
        "question": question.question,
        "note": question.note,
        "tags": list(question.tags),
        "href": f"{base}/{question.name}",
        "parameters": [
            {
                "name": p.name,
                "type": p.type,
                "needed": p.required,
                "default": p.default,
                "about": question.about.get(p.name),
            }
            for p in question.parameters
        ],
    }


async def answer(request: Request, services: Services) -> ASGIApp:
    """Return the answer to the question of this name."""
    asked = given(request.scope["query_string"])
    name = request.path_params["name"]
    question = await in_thread(lambda: find(name, services.folders))
    asked.only(*(each.name for each in question.parameters), "format", *TIME)
    tables, graphs = (
        _form(request, asked, _FORMS, _TABLES),
        _form(request, asked, _FORMS, _GRAPHS),
    )
    graph = await graph_of(services, asked)
    values = {name: tuple(each) for name, each in asked.values.items() if name not in {*TIME, "format"}}
    headers = {}
    if judged := day_of_judgement(question, values):
        values[judged] = (graph.horizon.today(services.now()).isoformat(),)
        headers["kg-judged-on"] = values[judged][0]
    async with while_waited_for(request.receive):
        read, folded = await _as_read(services, graph, question, values)
        text = bind(question.text, read, source=question.name)
        digest = hashlib.sha256(f"{text}\n{tables}\n{graphs}".encode()).hexdigest()[:16]
        headers |= conditional_headers(f'"{graph.tag}-{digest}"') | folded
        if is_known(request, headers["etag"]):
            return Response(status_code=304, headers=headers)
        found = await answered(services, graph, text)
        if isinstance(found, Table) and not found.rows:
            headers |= await _unknown(services, graph, question, read)
        return await _rendered(services, found, tables, graphs, headers)


async def _as_read(
    services: Services, graph: Graph, question: Question, values: dict[str, tuple[str, ...]]
) -> tuple[dict[str, tuple[str, ...]], dict[str, str]]:
    """Return the parameters with the ids of folded entities replaced, and a header that says which."""

    async def ask() -> dict[str, tuple[str, str]]:
        view = read_question(folder("queries") / f"{FOLDED}.rq", "views")
        return folded_in(await table(services, graph, bind(view.text, {}, source=view.name)))

    folded = await kept(services, FOLDED, graph, ask)
    met: dict[str, str] = {}

    def read_as(name: str) -> str:
        if name not in folded:
            return name
        met[name] = folded[name][0]
        return folded[name][0]

    read = as_read(question.text, values, read_as, source=question.name)
    pairs = ", ".join(f"{quote(old)}={quote(new)}" for old, new in met.items())
    return read, {"kg-read-as": pairs} if pairs else {}


async def _unknown(
    services: Services, graph: Graph, question: Question, read: Mapping[str, tuple[str, ...]]
) -> dict[str, str]:
    """Return a header that says which of the ids that were given nothing in the graph has."""
    given = [(p.name, value) for p in question.parameters if p.type == "id" for value in read.get(p.name, ())]
    if not given:
        return {}
    view = read_question(folder("queries") / "views" / "unknown.rq", "views")
    text = bind(view.text, {"thing": [value for _, value in given]}, source=view.name)
    gone = {cell.value.removeprefix(ID) for row in (await table(services, graph, text)).rows for cell in row if cell}
    pairs = [(name, value) for name, value in given if value.removeprefix("id:").removeprefix(ID) in gone]
    return {"kg-unknown": ", ".join(f"{name}={quote(value)}" for name, value in pairs)} if pairs else {}


async def _rendered(
    services: Services, found: Answer, tables: str | None, graphs: str | None, headers: dict[str, str]
) -> ASGIApp:
    form = graphs if isinstance(found, Triples) else tables
    offered = _GRAPHS if isinstance(found, Triples) else _TABLES
    if form is None:
        raise RefusedError(406, f"This question answers in other forms: {', '.join(offered.values())}.")
    if isinstance(found, Table) and len(found.rows) <= _MUCH:
        body = render(found, form)
    else:
        body = await in_thread(lambda: render(found, form))
    return _written(services, body, offered[form], headers)


def _form(
    request: Request, asked: Given, known: Mapping[str, str], among: Mapping[str, str] | None = None
) -> str | None:
    """Return the form that the client wants of those in `among`, None where it accepts none of them."""
    among = known if among is None else among
    named = asked.one("format")
    if named is not None:
        if named not in known:
            raise unknown_form(named, known)
        return named if named in among else None
    return preferred(request.headers.get("accept", ""), tuple(among.items()))


def _written(services: Services, body: str, media: str, headers: Mapping[str, str]) -> ASGIApp:
    kind = f"{media}; charset=utf-8" if media.startswith("text/") else media
    return Written(services.room, body.encode(), {**headers, "content-type": kind})


RESOURCES = (
    Resource(("/questions", "/questions/"), listed),
    Resource(("/questions/{name}",), answer),
)
