"""What the formats of RDF share: the triples of what was asked for, and counting a file by parsing it."""

from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox

from kg.errors import UsageError
from kg.exporters.base import Count, Counts
from kg.tabular import Content
from kg.tabular.content import Statement


def lines(content: Content) -> list[bytes]:
    """Return the graph that was asked for as sorted lines of N-Triples.

    Raises
    ------
    UsageError
        It is a table.

    """
    if content.lines is None:
        raise UsageError(
            f"{content.title} is a table and no graph",
            next_step="Ask for csv, xlsx, sqlite or parquet, or a question with CONSTRUCT.",
        )
    return content.lines()


def triples(found: list[bytes]) -> Iterator[ox.Triple]:
    """Yield the triples of lines of N-Triples."""
    return (quad.triple for quad in ox.parse(b"".join(found), format=ox.RdfFormat.N_TRIPLES))


def events(content: Content) -> Iterator[tuple[str, list[Statement]]]:
    """Yield the graph of each event: its IRI, and its statements, sorted.

    Raises
    ------
    UsageError
        What was asked for is no whole ledger.

    """
    if content.events is None:
        raise UsageError(
            f"{content.title} is no whole ledger, and this format writes one graph an event",
            next_step="Leave out the question or --entity, or ask for turtle.",
        )
    for position, statements in content.events():
        yield f"https://w3id.org/claimledger/id/event/{position}", sorted(set(statements))


def counting(form: ox.RdfFormat) -> Count:
    """Return a function that counts the statements of a file, and its named graphs where it has some."""

    def count(path: Path) -> Counts:
        graphs: set[str] = set()
        number = 0
        for quad in ox.parse(path=str(path), format=form):
            number += 1
            if not isinstance(quad.graph_name, ox.DefaultGraph):
                graphs.add(str(quad.graph_name))
        return {"statements": number, "graphs": len(graphs)} if graphs else {"statements": number}

    return count
