"""An address in, what can be asked there out: for programs in RDF, for people as a page.

SPARQL 1.1 Service Description (W3C, 21 March 2013) and VoID (W3C interest group note, 3 March 2011).
"""

from collections.abc import Awaitable, Callable, Iterable, Sequence

import pyoxigraph as ox
from starlette.requests import Request
from starlette.responses import Response

from kg.prefixes import PREFIXES
from kg.server.answers import kept, table
from kg.server.asking import TIME, Given, base_of, given, graph_of
from kg.server.graphs import Graph
from kg.server.negotiation import GRAPHS, check_name, graph_form, media_type, not_acceptable, preferred
from kg.server.responding import conditional_headers, is_known
from kg.server.services import Services
from kg.server.views import text_of

_RDF = PREFIXES["rdf"]
_SD = "http://www.w3.org/ns/sparql-service-description#"
_VOID = "http://rdfs.org/ns/void#"
_FORMATS = "http://www.w3.org/ns/formats/"
_DCTERMS = PREFIXES["dcterms"]
_OWN = {"sd": _SD, "void": _VOID, "formats": _FORMATS, "dcterms": _DCTERMS, "kg": PREFIXES["kg"]}
_WRITTEN = (
    *("SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV"),
    *("Turtle", "N-Triples", "N-Quads", "TriG", "JSON-LD", "RDF_XML"),
)
_HTML = "text/html"
_PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>A ledger of claims: SPARQL endpoint</title>
<style>
  body { font: 1rem/1.5 system-ui, sans-serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem }
  body { color: #1b1b1b; background: #fff }
  textarea { width: 100%; box-sizing: border-box; font: .9rem/1.4 ui-monospace, monospace; padding: .5rem }
  label { display: block; margin: 1rem 0 .25rem }
  button, select { font: inherit; padding: .25rem .75rem }
  code { background: #f1f1f1; padding: .1rem .3rem }
</style>
<h1>A ledger of claims</h1>
<p>This address answers SPARQL queries, by GET and POST. It only reads.</p>
<form action="/sparql">
  <label for="query">A query; the prefixes kg:, id:, skos: and others need not be declared</label>
  <textarea id="query" name="query" rows="8">SELECT ?company ?name WHERE {
  ?company a kg:Company ; skos:prefLabel ?name .
}
ORDER BY ?name</textarea>
  <label for="format">Written as</label>
  <select id="format" name="format"><option>json<option>csv<option>tsv<option>xml</select>
  <button>Ask</button>
</form>
<h2>What there is beside</h2>
<ul>
  <li><a href="/questions">/questions</a>: the shipped questions, with their parameters;
    <a href="/questions/contested?format=csv">/questions/contested?format=csv</a> asks one
  <li><a href="/.well-known/void">/.well-known/void</a>: what the graph holds
  <li><a href="/sparql?format=turtle">/sparql?format=turtle</a>: the service description
  <li><a href="/store?default&amp;format=turtle">/store?default</a>: the whole graph
</ul>
<p>Add <code>as-of=2026-04-30</code> to any of these for what sources had published by then, or
<code>recorded-by=2026-04-30</code> for what this ledger had recorded.</p>
</html>
"""

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"

Statement = tuple[str, str, str | int]
"""Subject and predicate as IRIs; as object an IRI, a number, or a text within quotation marks."""
Make = Callable[[Services, Graph, str], Awaitable[list[Statement]]]


async def described(request: Request, services: Services, named: Sequence[str]) -> Response:
    """Return what can be asked here: a page for a browser, otherwise the service description."""
    check_name(named, GRAPHS)
    accept = request.headers.get("accept", "")
    offered = [(name, media) for name, (media, _) in GRAPHS.items()]
    if not named and preferred(accept, (*offered, ("html", _HTML))) == "html":
        return page()
    form = graph_form(accept, named)
    return await _rdf(request, services, form, _service)


async def void(request: Request, services: Services) -> Response:
    """Return what the graph holds, in VoID."""
    asked = given(request.scope["query_string"])
    asked.only("format", *TIME)
    named = asked.all("format")
    check_name(named, GRAPHS)
    return await _rdf(request, services, graph_form(request.headers.get("accept", ""), named), _holdings)


def page() -> Response:
    """Return the page for people."""
    policy = (
        "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    )
    return Response(_PAGE, media_type=_HTML, headers={"content-security-policy": policy, "vary": "accept, origin"})


async def _rdf(request: Request, services: Services, form: str | None, make: Make) -> Response:
    if form is None:
        raise not_acceptable(GRAPHS)
    graph = await graph_of(services, _times(request))
    base = base_of(request)
    tag = f'"{graph.tag}-{make.__name__.strip("_")}-{form}"'
    headers = {**conditional_headers(tag), "content-type": media_type(form)}
    if is_known(request, tag):
        return Response(status_code=304, headers=headers)
    return Response(_written(await make(services, graph, base), form), headers=headers)


def _times(request: Request) -> Given:
    return given(request.scope["query_string"])


async def _service(services: Services, graph: Graph, base: str) -> list[Statement]:
    triples, _ = await _size(services, graph)
    service, data, default = f"{base}/sparql", f"{base}/sparql#dataset", f"{base}/sparql#default-graph"
    return [
        (service, f"{_RDF}type", f"{_SD}Service"),
        (service, f"{_SD}endpoint", service),
        (service, f"{_SD}supportedLanguage", f"{_SD}SPARQL11Query"),
        *((service, f"{_SD}resultFormat", f"{_FORMATS}{name}") for name in _WRITTEN),
        (service, f"{_SD}defaultDataset", data),
        (data, f"{_RDF}type", f"{_SD}Dataset"),
        (data, f"{_SD}defaultGraph", default),
        (default, f"{_RDF}type", f"{_SD}Graph"),
        (default, f"{_VOID}triples", triples),
    ]


async def _holdings(services: Services, graph: Graph, base: str) -> list[Statement]:
    triples, subjects = await _size(services, graph)
    data = f"{base}/.well-known/void#ledger"
    found: list[Statement] = [
        (data, f"{_RDF}type", f"{_VOID}Dataset"),
        (data, f"{_DCTERMS}title", '"A ledger of claims"'),
        (data, f"{_DCTERMS}description", '"Who says what about an industry, since when and in which words."'),
        (data, f"{_VOID}sparqlEndpoint", f"{base}/sparql"),
        (data, f"{_VOID}dataDump", f"{base}/store?default"),
        (data, f"{_VOID}triples", triples),
        (data, f"{_VOID}distinctSubjects", subjects),
        (data, f"{_VOID}vocabulary", PREFIXES["kg"]),
    ]

    async def classes() -> list[tuple[str, int]]:
        rows = (await table(services, graph, text_of("partitions"))).rows
        return [(of.value, int(number.value)) for of, number in rows if of and number]

    for number, (of, count) in enumerate(await kept(services, "classes", graph, classes)):
        part = f"{base}/.well-known/void#class-{number}"
        found += [
            (data, f"{_VOID}classPartition", part),
            (part, f"{_VOID}class", of),
            (part, f"{_VOID}entities", count),
        ]
    return found


async def _size(services: Services, graph: Graph) -> tuple[int, int]:
    async def size() -> tuple[int, int]:
        triples, subjects = (await table(services, graph, text_of("triples"))).rows[0]
        assert triples is not None, "a count has a value"
        assert subjects is not None, "a count has a value"
        return int(triples.value), int(subjects.value)

    return await kept(services, "size", graph, size)


def _written(statements: Iterable[Statement], form: str) -> bytes:
    triples = [ox.Triple(ox.NamedNode(s), ox.NamedNode(p), _term(o)) for s, p, o in statements]
    data = ox.serialize(triples, format=getattr(ox.RdfFormat, GRAPHS[form][1]), prefixes=_OWN)
    assert data is not None, "serialize returns bytes when no file is given"
    return data


def _term(value: str | int) -> ox.NamedNode | ox.Literal:
    if isinstance(value, int):
        return ox.Literal(value)
    return ox.Literal(value[1:-1]) if value.startswith('"') else ox.NamedNode(value)
