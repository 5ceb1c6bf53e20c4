"""A table, a yes or no, or triples in, the result and graph forms of the W3C out, with whole IRIs and types."""

import re
from collections.abc import Mapping

from kg import ids
from kg.prefixes import PREFIXES
from kg.table import Boolean, Cell, Table, Triples

RESULT_FORMS: Mapping[str, str] = {
    "sparql-json": "JSON",
    "sparql-xml": "XML",
    "sparql-csv": "CSV",
    "sparql-tsv": "TSV",
}
GRAPH_FORMS: Mapping[str, str] = {
    "turtle": "TURTLE",
    "ntriples": "N_TRIPLES",
    "nquads": "N_QUADS",
    "trig": "TRIG",
    "jsonld": "JSON_LD",
    "rdfxml": "RDF_XML",
}
"""Our names of the forms, and pyoxigraph's."""
_IN_XML = frozenset({"sparql-xml", "rdfxml"})
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""Characters for which XML 1.0 has no place and no escape; pyoxigraph writes them all the same."""
_PREFIX_LINES = re.compile(r"\A(?:@prefix .*\n)+")


def results(table: Table, form: str) -> str:
    """Return `table` in one of `RESULT_FORMS`."""
    lines = ("\t".join(map(_term, row)) for row in table.rows)
    tsv = "".join(f"{line}\n" for line in ("\t".join(f"?{column}" for column in table.columns), *lines))
    return tsv if form == "sparql-tsv" else _converted(tsv, "TSV", form)


def yes_or_no(answer: Boolean, form: str) -> str:
    """Return `answer` as `sparql-json` or `sparql-xml`, the two forms that have a place for it."""
    value = "true" if answer.value else "false"
    return _converted(f'{{"head": {{}}, "boolean": {value}}}', "JSON", form)


def graph(triples: Triples, form: str) -> str:
    """Return `triples` in one of `GRAPH_FORMS`, sorted, so that the same graph gives the same text."""
    import pyoxigraph as ox  # noqa: PLC0415 (most answers need it not at all)

    lines = b"".join(sorted(triples.ntriples.splitlines(keepends=True)))
    if form == "ntriples":
        return lines.decode()
    used = {prefix: iri for prefix, iri in PREFIXES.items() if iri.encode() in lines}
    read = ox.parse(lines, format=ox.RdfFormat.N_TRIPLES)
    data = ox.serialize(read, format=getattr(ox.RdfFormat, GRAPH_FORMS[form]), prefixes=used)
    assert data is not None, "serialize returns bytes when no file is given"
    return _well_formed(_PREFIX_LINES.sub(_sorted_lines, data.decode()), form)


def _sorted_lines(match: re.Match[str]) -> str:
    return "".join(sorted(match.group().splitlines(keepends=True)))


def _converted(text: str, read_as: str, form: str) -> str:
    import pyoxigraph as ox  # noqa: PLC0415 (most answers need it not at all)

    formats = ox.QueryResultsFormat
    found = ox.parse_query_results(text.encode(), format=getattr(formats, read_as))
    data = found.serialize(format=getattr(formats, RESULT_FORMS[form]))
    assert data is not None, "serialize returns bytes when no file is given"
    return _well_formed(data.decode(), form)


def _well_formed(text: str, form: str) -> str:
    """Return a text in which XML has a place for each character; those it has none for become U+FFFD."""
    return _NOT_IN_XML.sub("\ufffd", text).replace("\r", "&#13;") if form in _IN_XML else text


def _term(cell: Cell | None) -> str:
    """Return a cell as a term in TSV, literals written out in full."""
    if cell is None:
        return ""
    match cell.kind:
        case "iri":
            return ids.iri(cell.value)
        case "blank":
            return f"_:{cell.value}"
        case "triple":
            return cell.value
    text = ids.text(cell.value, language=cell.language or None)
    return f"{text}^^{ids.iri(cell.datatype)}" if cell.datatype else text
