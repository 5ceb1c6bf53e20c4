"""Calls of the tools of an assistant, and of SPARQLWrapper, that ask for what is not there, and what must come back.

Whoever misspells an argument must learn it: an answer to a wider question, byte for byte that of the unfiltered one,
is the worst of all answers. `requests.py` has the like over HTTP, `commands.py` for the command line.
"""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Call:
    """One call of a tool."""

    tool: str
    arguments: dict[str, Any]
    near: str | None = None
    """What the error must name, where something near is there; to name all that there are will do."""
    sound: dict[str, Any] = field(default_factory=dict)
    """The same call as it was meant, which must be answered."""


MISSPELT: tuple[Call, ...] = (
    Call(
        "ask",
        {"question": "contested", "entity": "cerebras"},
        "parameters",
        {"question": "contested", "parameters": {"entity": "cerebras"}},
    ),
    Call(
        "ask",
        {"question": "contested", "parameters": {"entiti": "cerebras"}},
        "entity",
        {"question": "contested", "parameters": {"entity": "cerebras"}},
    ),
    Call(
        "ask",
        {"question": "contested", "params": {"entity": "cerebras"}},
        "parameters",
        {"question": "contested", "parameters": {"entity": "cerebras"}},
    ),
    Call("ask", {"question": "contestd"}, "contested", {"question": "contested"}),
    Call("ask", {"quesion": "contested"}, "question", {"question": "contested"}),
    Call(
        "ask",
        {"question": "contested", "as-of": "2026-04-30"},
        "as_of",
        {"question": "contested", "as_of": "2026-04-30"},
    ),
    Call(
        "ask",
        {"question": "contested", "asOf": "2026-04-30"},
        "as_of",
        {"question": "contested", "as_of": "2026-04-30"},
    ),
    Call("ask", {"question": "contested", "max": 5}, None, {"question": "contested", "limit": 5}),
    Call("ask", {"question": "contested", "Limit": 5}, "limit", {"question": "contested", "limit": 5}),
    Call("analyze", {"analysis": "dependence", "vendor": "nvidia"}, "parameters"),
    Call("analyze", {"analysis": "dependence", "parameters": {"vendr": "nvidia"}}, "vendor"),
    Call("analyze", {"analysis": "chokepoint"}, "chokepoints", {"analysis": "chokepoints"}),
    Call("analyze", {"analysis": "chokepoints", "recorded-by": "2026-05-01"}, "recorded_by"),
    Call("search", {"text": "cerebras", "limits": 3}, "limit", {"text": "cerebras", "limit": 3}),
    Call("search", {"query": "cerebras"}, "text", {"text": "cerebras"}),
    Call("search", {"text": "cerebras", "kind": "claim"}, None, {"text": "cerebras"}),
    Call("search", {"text": "cerebras", "as_off": "2026-04-30"}, "as_of", {"text": "cerebras", "as_of": "2026-04-30"}),
    Call("show", {"id": "cerebras"}, "thing", {"thing": "cerebras"}),
    Call("show", {"thing": "cerebras", "document": "x"}, None, {"thing": "cerebras"}),
    Call("claims", {"thing": "cerebras", "documents": "inference-pivot"}, "document"),
    Call("claims", {"thing": "cerebras", "include_ended": True}, "ended", {"thing": "cerebras", "ended": True}),
    Call("claims", {"thing": "cerebras", "entity": "nvidia"}, None, {"thing": "cerebras"}),
    Call("cite", {"claim": "inference-pivot/ipo-val", "style": "bibtex"}, None, {"claim": "inference-pivot/ipo-val"}),
    Call("cite", {"claims": "inference-pivot/ipo-val"}, "claim", {"claim": "inference-pivot/ipo-val"}),
    Call("questions", {"tag": "claims"}, None, {}),
    Call("questions", {"as_of": "2026-04-30"}, None, {}),
    Call("changes", {"since": "2026-04-01", "untill": "2026-05-01"}, "until"),
    Call("changes", {"from": "2026-04-01"}, "since", {"since": "2026-04-01"}),
    Call("sparql", {"query": "ASK { ?s ?p ?o }", "timeout": 5}, None, {"query": "ASK { ?s ?p ?o }"}),
    Call("sparql", {"sparql": "ASK { ?s ?p ?o }"}, "query", {"query": "ASK { ?s ?p ?o }"}),
    Call("vocabulary", {"words": "valuation"}, "word", {"word": "valuation"}),
    Call("vocabulary", {"word": "valuation", "limit": 5}, None, {"word": "valuation"}),
)
"""Each must be an error that names the argument, and the near one where there is one; the question and parameter names
are those of the shipped corpus."""
ODD_VALUES: tuple[tuple[str, dict[str, Any]], ...] = (
    ("search", {"text": ["cerebras"]}),
    ("search", {"text": "cerebras", "limit": -1}),
    ("search", {"text": "cerebras", "limit": 0}),
    ("search", {"text": "cerebras", "limit": 10**30}),
    ("search", {"text": "cerebras", "limit": "many"}),
    ("search", {"text": ""}),
    ("search", {"text": None}),
    ("search", {}),
    ("show", {"thing": ""}),
    ("show", {"thing": "../../x"}),
    ("show", {"thing": "x> <y> <z> .\n<a"}),
    ("ask", {"question": "contested", "parameters": ["entity"]}),
    ("ask", {"question": "contested", "parameters": {"entity": ["cerebras"]}}),
    ("ask", {"question": "contested", "parameters": {"entity": None}}),
    ("ask", {"question": "contested", "parameters": "entity=cerebras"}),
    ("ask", {"question": "../answers/contested"}),
    ("ask", {"question": "contested", "as_of": "2026-13-45"}),
    ("ask", {"question": "contested", "recorded_by": "9999-99-99"}),
    ("claims", {"thing": "cerebras", "ended": "perhaps"}),
    ("cite", {"claim": "no/such"}),
    ("changes", {"since": "2026-05-01", "until": "2026-04-01"}),
    ("sparql", {"query": "DROP ALL"}),
    ("nothing", {"text": "x"}),
    ("Search", {"text": "x"}),
)
"""Each must be answered, by an error or by a sound answer, within seconds and without a word about our own program."""

_TABLES = frozenset(
    {"application/sparql-results+json", "application/sparql-results+xml", "text/csv", "text/tab-separated-values"}
)
_NOTATIONS = frozenset({"text/turtle", "application/n-triples", "text/n3", "text/rdf+n3", "application/n3"})
_GRAPHS = _NOTATIONS | {"application/ld+json", "application/rdf+xml", "application/n-quads", "application/trig"}
QUERIES: dict[str, str] = {
    "SELECT": "SELECT ?c ?name { ?c a kg:Company ; skos:prefLabel ?name } ORDER BY ?c LIMIT 3",
    "ASK": "ASK { ?c a kg:Company }",
    "CONSTRUCT": "CONSTRUCT { ?c skos:prefLabel ?name } WHERE { ?c a kg:Company ; skos:prefLabel ?name }",
    "DESCRIBE": "DESCRIBE id:nvidia",
}
"""A query of each form. SPARQLWrapper reads the form from the text, and needs no prefixes for that."""
RETURN_FORMATS: tuple[str | None, ...] = (
    None,
    "json",
    "xml",
    "turtle",
    "n3",
    "rdf",
    "rdf+xml",
    "csv",
    "tsv",
    "json-ld",
)
"""What `setReturnFormat` takes; None where it is not called, which is XML."""
_RESULT_MEDIA: dict[str | None, frozenset[str]] = {
    None: frozenset({"application/sparql-results+xml"}),
    "xml": frozenset({"application/sparql-results+xml"}),
    "json": frozenset({"application/sparql-results+json"}),
    "csv": frozenset({"text/csv"}),
    "tsv": frozenset({"text/tab-separated-values"}),
}
_GRAPH_MEDIA: dict[str | None, frozenset[str]] = {
    None: frozenset({"application/rdf+xml"}),
    "xml": frozenset({"application/rdf+xml"}),
    "rdf": frozenset({"application/rdf+xml"}),
    "rdf+xml": frozenset({"application/rdf+xml"}),
    "turtle": frozenset({"text/turtle"}),
    "n3": _NOTATIONS,
    "json-ld": frozenset({"application/ld+json"}),
}


def wrapper_table() -> tuple[tuple[str, str | None, frozenset[str]], ...]:
    """Return query form, return format, and the media types of which one must come, always with status 200.

    Where SPARQLWrapper knows no such form for that query it accepts anything and warns; anything that fits may come.
    """
    found = []
    for form in QUERIES:
        known, every = (_RESULT_MEDIA, _TABLES) if form in {"SELECT", "ASK"} else (_GRAPH_MEDIA, _GRAPHS)
        found += [(form, each, known.get(each, every)) for each in RETURN_FORMATS]
    return tuple(found)
