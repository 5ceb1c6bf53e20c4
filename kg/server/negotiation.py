"""What a client accepts in, the form that suits it best out (RFC 9110, section 12.5.1; SPARQL 1.1 Protocol)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from kg.errors import near_misses, quoted
from kg.server.problems import RefusedError

RESULTS: Mapping[str, tuple[str, str]] = {
    "json": ("application/sparql-results+json", "JSON"),
    "xml": ("application/sparql-results+xml", "XML"),
    "csv": ("text/csv", "CSV"),
    "tsv": ("text/tab-separated-values", "TSV"),
}
"""Forms of tables and of yes or no: for each short name its media type and pyoxigraph's name."""
GRAPHS: Mapping[str, tuple[str, str]] = {
    "turtle": ("text/turtle", "TURTLE"),
    "ntriples": ("application/n-triples", "N_TRIPLES"),
    "nquads": ("application/n-quads", "N_QUADS"),
    "trig": ("application/trig", "TRIG"),
    "jsonld": ("application/ld+json", "JSON_LD"),
    "rdfxml": ("application/rdf+xml", "RDF_XML"),
}
_ALL = {**RESULTS, **GRAPHS}
_JSON = ("application/json", "application/javascript", "text/javascript")
_XML = ("application/xml", "text/xml")
_ALSO: Mapping[str, tuple[str, ...]] = {
    "application/sparql-results+json": _JSON,
    "application/sparql-results+xml": _XML,
    "text/csv": ("application/csv",),
    "text/tab-separated-values": ("text/tsv",),
    "text/turtle": ("application/turtle", "application/x-turtle", "text/n3", "text/rdf+n3", "application/n3"),
    "application/ld+json": ("application/x-json+ld", *_JSON),
    "application/rdf+xml": _XML,
}
"""What clients also call these media types."""
_NAMES: Mapping[str, tuple[str, ...]] = {
    "ntriples": ("n-triples", "nt"),
    "nquads": ("n-quads", "nq"),
    "turtle": ("ttl", "n3"),
    "jsonld": ("json-ld", "ld+json"),
    "rdfxml": ("rdf+xml", "rdf/xml", "rdf-xml", "rdf", "xml"),
    "json": ("sparql-results+json", "sparql-json"),
    "xml": ("sparql-results+xml", "sparql-xml"),
}
"""What clients also call these forms in `format`."""
_INSTEAD: Mapping[str, str] = {"json": "jsonld", "jsonld": "json", "rdfxml": "xml"}
"""What comes nearest to a form where the query answers with the other kind, and the header says nothing else."""
_MOST_RANGES = 50
_LONGEST_NAME = 40
_LONGEST, _MOST_NAMES = 1000, 10
"""Characters of a header or a name, and names, that are looked at: what was worked out for them is kept."""


def results_form(accept: str, named: Sequence[str], *, firm: bool = True) -> str | None:
    """Return the short name of the form for a table or yes or no, or None where none is acceptable.

    Parameters
    ----------
    accept
        The header; empty where there is none, which accepts anything.
    named
        What the parameter `format` says, each time that it stands there. It goes before the header, unless it is no
        form of this kind or names two: then the header decides, and it only where that likes several alike.
    firm
        Whether `format` stands only once; otherwise the header decides likewise.

    """
    return _form(accept[:_LONGEST], _cut(named), firm, graph=False)


def graph_form(accept: str, named: Sequence[str], *, firm: bool = True) -> str | None:
    """Return the short name of the form for a graph, as `results_form` does."""
    return _form(accept[:_LONGEST], _cut(named), firm, graph=True)


def _cut(named: Sequence[str]) -> tuple[str, ...]:
    """Return no more of the names than may be remembered."""
    return tuple(value[:_LONGEST] for value in named[:_MOST_NAMES])


@lru_cache(maxsize=256)
def _form(accept: str, named: tuple[str, ...], firm: bool, *, graph: bool) -> str | None:
    offered = GRAPHS if graph else RESULTS
    meant = {form for name in _each(named) for form in _meant(name, offered)}
    if firm and len(meant) == 1:
        return meant.pop()
    near = meant or {_INSTEAD.get(form, "") for name in _each(named) for form in _meant(name, _ALL)}
    first = sorted(offered, key=lambda name: name not in near)
    return preferred(accept, tuple((name, offered[name][0]) for name in first))


def _each(named: Sequence[str]) -> Iterator[str]:
    """Yield the names in `format`, of which clients write several with commas; a bare + in an address is a space."""
    for value in named:
        yield from (name.strip().lower().replace(" ", "+") for name in value.split(",") if name.strip())


def _meant(name: str, offered: Mapping[str, tuple[str, str]]) -> tuple[str, ...]:
    """Return the forms among `offered` that a name or a media type means."""
    return tuple(form for form in _called(name) if form in offered)


@lru_cache(maxsize=256)
def _called(name: str) -> tuple[str, ...]:
    media = name.partition(";")[0].strip()
    return tuple(
        form
        for form, (kind, _) in _ALL.items()
        if name == form or name in _NAMES.get(form, ()) or media == kind or media in _ALSO.get(kind, ())
    )


def check_name(named: Sequence[str], known: Mapping[str, tuple[str, str]]) -> None:
    """Refuse a `format` that is none of the forms `known`."""
    names = tuple(name[:_LONGEST] for name in _each(named))
    if named and not names:
        raise RefusedError(400, f"The parameter format is empty. There are {', '.join(known)}.")
    for name in names:
        if not _meant(name, known):
            raise unknown_form(name, known)


def unknown_form(name: str, offered: Iterable[str]) -> RefusedError:
    """Return the refusal of a `format` that a resource does not write."""
    offered = tuple(offered)
    hint = near_misses(name[:_LONGEST_NAME], offered) or f"There are {', '.join(offered)}."
    return RefusedError(400, f"Nothing writes the format {quoted(name)} here. {hint}")


@lru_cache(maxsize=256)
def preferred(accept: str, offered: tuple[tuple[str, str], ...]) -> str | None:
    """Return the name that a client likes best of `offered`, pairs of name and media type; of equals the first."""
    if not accept.strip():
        return offered[0][0]
    ranges = _ranges(accept)
    quality = {name: _quality(ranges, media) for name, media in offered}
    found = max(quality, key=lambda name: quality[name])
    return found if quality[found] > 0 else None


def _ranges(accept: str) -> dict[str, float]:
    found: dict[str, float] = {}
    for part in accept.split(",")[:_MOST_RANGES]:
        media, *parameters = (piece.strip().lower() for piece in part.split(";"))
        quality = 1.0
        for parameter in parameters:
            name, _, value = parameter.partition("=")
            if name.strip() == "q":
                try:
                    quality = min(1.0, max(0.0, float(value)))
                except ValueError:
                    quality = 0.0
        found[media] = max(quality, found.get(media, 0.0))
    return found


def _quality(ranges: Mapping[str, float], media: str) -> float:
    exact = [ranges[each] for each in (media, *_ALSO.get(media, ())) if each in ranges]
    if exact:
        return max(exact)
    return ranges.get(f"{media.partition('/')[0]}/*", ranges.get("*/*", 0.0))


def media_type(name: str) -> str:
    """Return the media type of a form, with the character set where text is meant."""
    media = _ALL[name][0]
    return f"{media}; charset=utf-8" if media.startswith("text/") else media


def engine_name(name: str | None) -> str | None:
    """Return pyoxigraph's name of a form."""
    return None if name is None else _ALL[name][1]


def not_acceptable(offered: Iterable[str]) -> RefusedError:
    """Return the refusal where the client accepts none of the forms `offered`."""
    listed = ", ".join(_ALL[name][0] for name in offered)
    return RefusedError(406, f"The answer cannot be written in a form that the request accepts. There are {listed}.")
