"""Something derived and its like made anew in, the first difference out; both only read.

A store keeps each statement in three orders, and a question may run along any of them. A search index keeps entries,
figures and, by itself, the words that lead to them. What one of these lost, a question would silently miss.
"""

import sqlite3
import tempfile
from collections.abc import Callable, Iterable
from contextlib import closing
from pathlib import Path

import pyoxigraph as ox

from kg.readonly import open_to_read

_DEFAULT = ox.DefaultGraph()
_MOST = 2**64
_WORDS = "SELECT term, entry.id, offset FROM {words} JOIN {schema}.entry AS entry ON entry.row = doc"
_TABLES = (
    ("entry", "SELECT id, kind, text, first, last FROM {schema}.entry"),
    ("figure", "SELECT claim, kind, low, high, text FROM {schema}.figure"),
    ("word", _WORDS),
    ("book", "SELECT name, value FROM {schema}.book"),
)


def disordered(store: ox.Store) -> str | None:
    """Return which order of a store does not hold the statements that the others hold, or None.

    Raises
    ------
    OSError
        Files of the store are damaged inside.

    """
    quads = list(_all(store))
    expected = _sum(quads)
    by_predicate = {quad.predicate for quad in quads}
    by_object = {quad.object for quad in quads}
    del quads
    orders: tuple[tuple[str, Callable[[], Iterable[ox.Quad]]], ...] = (
        ("predicate", lambda: (q for p in by_predicate for q in store.quads_for_pattern(None, p, None, _DEFAULT))),
        # Oxigraph 0.5.13 finds what stands behind an object as well, where the object's stored form ends in 0xFF: 255.
        ("object", lambda: (q for o in by_object for q in _with_object(store, o) if q.object == o)),
    )
    return next((f"by {name} it holds other statements" for name, read in orders if _sum(read()) != expected), None)


def _with_object(store: ox.Store, value: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> Iterable[ox.Quad]:
    return store.quads_for_pattern(None, None, value, _DEFAULT)


def _all(store: ox.Store) -> Iterable[ox.Quad]:
    return store.quads_for_pattern(None, None, None, _DEFAULT)


def _sum(quads: Iterable[ox.Quad]) -> int:
    """Return a sum that does not depend on the order and changes with each statement."""
    return sum(hash(quad) for quad in quads) % _MOST


def first_difference(index: Path, fresh: Path) -> str | None:
    """Return in what a search index differs from one made anew, or None.

    Raises
    ------
    sqlite3.DatabaseError
        The index is damaged as a file, or none.

    """
    with tempfile.TemporaryDirectory() as name, closing(sqlite3.connect(Path(name) / "copy.db")) as copy:
        # A copy, since a list of the words is a table that SQLite wants to make beside them.
        with closing(open_to_read(index)) as source:
            source.backup(copy)
        (report,) = copy.execute("PRAGMA integrity_check(1)").fetchone()
        if report != "ok":
            return f"SQLite finds: {report}"
        copy.execute("ATTACH ? AS fresh", (str(fresh),))
        for schema in ("main", "fresh"):
            copy.execute(f"CREATE VIRTUAL TABLE temp.words_{schema} USING fts5vocab('{schema}', 'words', 'instance')")
        return next(filter(None, (_in_table(copy, what, query) for what, query in _TABLES)), None)


def _in_table(connection: sqlite3.Connection, what: str, query: str) -> str | None:
    here, anew = (query.format(schema=schema, words=f"temp.words_{schema}") for schema in ("main", "fresh"))
    for says, one, other in (("is not of the log", here, anew), ("is missing", anew, here)):
        found = connection.execute(f"SELECT * FROM ({one} EXCEPT {other}) LIMIT 1").fetchone()  # noqa: S608  own words
        if found:
            return f"the {what} {' '.join(str(value)[:60] for value in found[:2])} {says}"
    counts = {connection.execute(f"SELECT count(*) FROM ({one})").fetchone() for one in (here, anew)}  # noqa: S608
    return f"something stands twice as {what}" if len(counts) > 1 else None
