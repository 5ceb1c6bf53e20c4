"""Requests over HTTP with parameters that are unknown, misspelt, doubled or do not fit, and what must come back.

The shipped corpus is behind them. A refusal is 400 with the near name; `open` where another answer is as good.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

_ASK = "ASK { ?s ?p ?o }"
_MAKE = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o } LIMIT 1"
_PICK = "SELECT ?s { ?s ?p ?o } LIMIT 1"
_CONTESTED = "/questions/contested"
_TURTLE, _XML, _JSON, _LD = (
    "text/turtle",
    "application/rdf+xml",
    "application/sparql-results+json",
    "application/ld+json",
)
_RESULTS_XML = "application/sparql-results+xml"


@dataclass(frozen=True, slots=True)
class Asked:
    """One request and what must come."""

    path: str
    pairs: tuple[tuple[str, str], ...] = ()
    """Parameters, in the address; in a form where the method is POST."""
    status: frozenset[int] = frozenset({400})
    near: str | None = None
    """What a refusal must name."""
    media: str | None = None
    """What an answer must be."""
    headers: Mapping[str, str] = field(default_factory=dict)
    method: str = "GET"
    in_address: tuple[tuple[str, str], ...] = ()
    """Parameters of the address beside a form."""

    @property
    def target(self) -> str:
        """Return path and query as they stand in the first line of the request."""
        pairs = self.pairs if self.method != "POST" else self.in_address
        return f"{self.path}?{urlencode(pairs)}" if pairs else self.path

    @property
    def body(self) -> bytes:
        """Return the form."""
        return urlencode(self.pairs).encode() if self.method == "POST" else b""


_OK, _OPEN = frozenset({200}), frozenset({200, 400, 404, 406})


def _q(query: str, *pairs: tuple[str, str]) -> tuple[tuple[str, str], ...]:
    return (("query", query), *pairs)


def _accepting(media: str) -> dict[str, str]:
    return {"accept": media}


WRONG: tuple[Asked, ...] = (
    Asked("/sparql", _q(_ASK, ("as_of", "2026-04-30")), near="as-of"),
    Asked("/sparql", _q(_ASK, ("asof", "2026-04-30")), near="as-of"),
    Asked("/sparql", _q(_ASK, ("As-Of", "2026-04-30")), near="as-of"),
    Asked("/sparql", _q(_ASK, ("recorded_by", "2026-04-30")), near="recorded-by"),
    Asked("/sparql", _q(_ASK, ("withhout", "1")), near="without"),
    Asked("/sparql", _q(_ASK, ("timeout", "5"))),
    Asked("/sparql", _q(_ASK, ("limit", "5"))),
    Asked("/sparql", _q(_ASK, ("default-graph-url", "urn:a")), near="default-graph-uri"),
    Asked("/sparql", _q(_ASK, ("as-of", "2026-04-30"), ("as-of", "2026-05-30"))),
    Asked("/sparql", _q(_ASK, ("recorded-by", "1"), ("recorded-by", "2"))),
    Asked("/sparql", _q(_ASK, ("query", _PICK))),
    Asked("/sparql", _q(_ASK), method="POST", in_address=(("query", _PICK),)),
    Asked("/sparql", _q(_ASK, ("as_of", "2026-04-30")), method="POST", near="as-of"),
    Asked("/sparql", _q(_ASK), method="POST", in_address=(("as_of", "2026-04-30"),), near="as-of"),
    Asked("/sparql", (("querry", _ASK),), near="query"),
    Asked("/sparql", _q(_ASK, ("as-of", "2026-13-45"))),
    Asked("/sparql", _q(_ASK, ("as-of", "yesterday"))),
    Asked("/sparql", _q(_ASK, ("without", "no-such-record-at-all"))),
    Asked("/store", (("default", ""), ("as_of", "2026-04-30")), near="as-of"),
    Asked("/store", (("default", ""), ("grpah", "urn:a")), near="graph"),
    Asked("/store", (("defualt", ""),), near="default"),
    Asked("/store", (("default", ""), ("graph", "urn:a"))),
    Asked("/store", (("default", ""), ("default", ""))),
    Asked("/store", (("graph", "urn:a"), ("graph", "urn:b"))),
    Asked("/store", (("default", ""), ("query", _ASK))),
    Asked("/store", ()),
    Asked(_CONTESTED, (("entiti", "cerebras"),), near="entity"),
    Asked(_CONTESTED, (("Entity", "cerebras"),), near="entity"),
    Asked(_CONTESTED, (("documents", "inference-pivot"),), near="document"),
    Asked(_CONTESTED, (("_entity_id", "cerebras"),)),
    Asked(_CONTESTED, (("entity", "cerebras"), ("as_of", "2026-04-30")), near="as-of"),
    Asked(_CONTESTED, (("limit", "5"),)),
    Asked(_CONTESTED, (("vendor", "nvidia"),)),
    Asked(_CONTESTED, (("parameters", "entity=cerebras"),)),
    Asked(_CONTESTED, (("entity", "cerebras"), ("as-of", "2026-04-30"), ("as-of", "2026-05-30"))),
    Asked(_CONTESTED, (("entity[]", "cerebras"),)),
    Asked("/questions/contestd", (), frozenset({404}), near="contested"),
    Asked("/questions", (("tag", "claims"),)),
    Asked("/questions", (("entity", "cerebras"),)),
    Asked("/questions", (("as-of", "2026-04-30"),), _OPEN),
    Asked("/.well-known/void", (("as_of", "2026-04-30"),), near="as-of"),
    Asked("/.well-known/void", (("graph", "urn:a"),)),
    Asked("/", (("query", _ASK),), _OPEN),
    Asked("/", (("utm_source", "letter"),), _OPEN),
)
RIGHT: tuple[Asked, ...] = (
    Asked("/sparql", _q(_ASK), _OK),
    Asked("/sparql", _q(_ASK, ("format", "json"), ("output", "json"), ("results", "json")), _OK, media=_JSON),
    Asked("/sparql", _q(_ASK, ("default-graph-uri", "urn:a"), ("default-graph-uri", "urn:b")), _OK),
    Asked("/sparql", _q(_ASK, ("named-graph-uri", "urn:a")), _OK),
    Asked("/sparql", _q(_ASK, ("as-of", "2026-04-30"), ("without", "inference-pivot")), frozenset({200, 503})),
    Asked("/sparql", _q(_MAKE, ("format", "xml")), _OK, media=_XML, headers=_accepting(_XML)),
    Asked("/sparql", _q(_MAKE, ("format", "xml")), _OK, media=_XML),
    Asked("/sparql", _q(_MAKE, ("format", "rdf")), _OK, media=_XML),
    Asked("/sparql", _q(_MAKE, ("format", "application/rdf+xml")), _OK, media=_XML),
    Asked("/sparql", _q(_MAKE, ("format", "text/turtle")), _OK, media=_TURTLE),
    Asked("/sparql", _q(_MAKE, ("format", "n3")), _OK),
    Asked(
        "/sparql",
        _q(_MAKE, ("format", "json-ld"), ("format", f"{_LD},application/x-json+ld")),
        _OK,
        media=_LD,
        headers=_accepting(_LD),
    ),
    Asked("/sparql", _q(_MAKE, ("format", "csv")), _OK, media=_TURTLE, headers=_accepting(_TURTLE)),
    Asked("/sparql", _q(_MAKE, ("format", "json")), _OK, media=_TURTLE, headers=_accepting(_TURTLE)),
    Asked("/sparql", _q(_PICK, ("format", "turtle")), _OK, media=_JSON, headers=_accepting(_JSON)),
    Asked("/sparql", _q(_PICK, ("format", "xml"), ("format", "json")), _OK, media=_JSON, headers=_accepting(_JSON)),
    Asked(
        "/sparql",
        _q(_PICK, ("format", "json"), ("format", "json")),
        _OK,
        media=_RESULTS_XML,
        headers=_accepting(_RESULTS_XML),
    ),
    Asked("/sparql", _q(_PICK, ("format", _JSON)), _OK, media=_JSON),
    Asked("/sparql", _q(_PICK, ("format", "text/csv")), _OK, media="text/csv"),
    Asked("/sparql", _q(_PICK), _OK, media=_RESULTS_XML, headers=_accepting("application/sparql-results+xml")),
    Asked("/sparql", (), _OK),
    Asked("/store", (("default", ""),), _OK),
    Asked("/store", (("default", ""), ("format", "turtle")), _OK, media=_TURTLE),
    Asked(_CONTESTED, (("entity", "cerebras"),), _OK),
    Asked(_CONTESTED, (("document", "inference-pivot"), ("format", "csv")), _OK, media="text/csv"),
    Asked(_CONTESTED, (("as-of", "2026-04-30"),), frozenset({200, 503})),
    Asked("/questions", (("format", "csv"),), _OK, media="text/csv"),
    Asked("/.well-known/void", (), _OK),
    Asked("/", (), _OK),
)
"""What the clients in the documentation send, and what must stay right when parameters are closed."""
