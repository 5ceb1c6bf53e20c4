"""What a client accepts in, the form that suits it best out (RFC 9110, section 12.5.1; SPARQL 1.1 Protocol)."""

from collections.abc import Iterable, Mapping
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
_ALSO: Mapping[str, tuple[str, ...]] = {
    "application/sparql-results+json": ("application/json",),
    "application/sparql-results+xml": ("application/xml", "text/xml"),
}
"""What clients also call these forms."""
_MOST_RANGES = 50


def results_form(accept: str, named: str | None) -> str | None:
    """Return the short name of the form for a table or yes or no, or None where none is acceptable.

    Parameters
    ----------
    accept
        The header; empty where there is none, which accepts anything.
    named
        What the parameter `format` says; it goes before the header.

    """
    return _form(accept, named, RESULTS)


def graph_form(accept: str, named: str | None) -> str | None:
    """Return the short name of the form for a graph, as `results_form` does."""
    return _form(accept, named, GRAPHS)


def _form(accept: str, named: str | None, offered: Mapping[str, tuple[str, str]]) -> str | None:
    if named is not None:
        return named if named in offered else None
    return preferred(accept, tuple((name, media) for name, (media, _) in offered.items()))


def check_name(named: str | None, known: Iterable[str]) -> None:
    """Refuse a `format` that a resource does not write."""
    offered = tuple(known)
    if named is not None and named not in offered:
        hint = near_misses(named, offered) or f"There are {', '.join(offered)}."
        raise RefusedError(400, f"Nothing writes the format {quoted(named)} here. {hint}")


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
