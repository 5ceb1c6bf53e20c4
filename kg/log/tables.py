"""Rows in, rows out: what the log asks of its two SQLite tables, inside whatever transaction its caller holds."""

import sqlite3
from collections.abc import Iterable, Sequence

from kg.log.chain import Row
from kg.log.query import Queries, where
from kg.log.record import Head

SCHEMA = (
    """CREATE TABLE records (
    position INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    type TEXT NOT NULL,
    schema INTEGER NOT NULL,
    recorded_at TEXT NOT NULL,
    meta TEXT NOT NULL,
    tags TEXT NOT NULL,
    payload_hash TEXT NOT NULL,
    chain TEXT NOT NULL,
    salt BLOB,
    payload BLOB
) STRICT""",
    "CREATE INDEX records_by_type ON records (type, position)",
    """CREATE TABLE tags (
    tag TEXT NOT NULL,
    position INTEGER NOT NULL,
    PRIMARY KEY (tag, position)
) STRICT, WITHOUT ROWID""",
)
"""`records.tags` is the text that the chain covers; the table `tags` is the index that queries use."""

PAGE = 1000
COLUMNS = ", ".join(Row._fields)
INSERT_ROW = f"INSERT INTO records ({COLUMNS}) VALUES ({', '.join('?' * len(Row._fields))})"  # noqa: S608  our own names
INSERT_TAG = "INSERT INTO tags (tag, position) VALUES (?, ?)"

Known = dict[str, tuple[int, str, bytes | None]]
"""Key to position, type and payload."""


def last(connection: sqlite3.Connection) -> Head:
    """Return where the log ends."""
    query = "SELECT position, chain FROM records ORDER BY position DESC LIMIT 1"
    row = connection.execute(query).fetchone()
    return Head(*row) if row else Head()


def known(connection: sqlite3.Connection, keys: Sequence[str]) -> Known:
    """Return which of `keys` the log holds."""
    found: Known = {}
    for start in range(0, len(keys), PAGE):
        some = keys[start : start + PAGE]
        query = f"SELECT key, position, type, payload FROM records WHERE key IN ({','.join('?' * len(some))})"  # noqa: S608
        found.update(
            (key, (position, type_, payload)) for key, position, type_, payload in connection.execute(query, some)
        )
    return found


def page(connection: sqlite3.Connection, queries: Queries, *, after: int, limit: int) -> list[Row]:
    """Return the first `limit` matching rows behind position `after`."""
    clause, parameters = where(queries, after=after, limit=limit)
    query = f"SELECT {COLUMNS} FROM records WHERE {clause} ORDER BY position LIMIT ?"  # noqa: S608  values are bound
    return [Row._make(row) for row in connection.execute(query, [*parameters, limit])]


def chains(connection: sqlite3.Connection, first: int, final: int) -> dict[int, str]:
    """Return position to chain value for the records from `first` to `final`."""
    query = "SELECT position, chain FROM records WHERE position BETWEEN ? AND ?"
    return dict(connection.execute(query, (first, final)).fetchall())


def blank(connection: sqlite3.Connection, positions: Iterable[int]) -> int:
    """Set payload and salt at `positions` to null, and return how many records held one."""
    connection.execute("PRAGMA secure_delete = ON")
    query = "UPDATE records SET salt = NULL, payload = NULL WHERE position = ? AND payload IS NOT NULL"
    return sum(connection.execute(query, (position,)).rowcount for position in positions)


def insert(connection: sqlite3.Connection, rows: Iterable[Row], tags: Iterable[tuple[str, int]]) -> None:
    """Write rows, and tags with their positions."""
    connection.executemany(INSERT_ROW, rows)
    connection.executemany(INSERT_TAG, tags)
