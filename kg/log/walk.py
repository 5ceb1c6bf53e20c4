"""An open log database in, the first damage in it out."""

import re
import sqlite3
from collections.abc import Iterator

from kg.log.chain import Row, inspect, link, tags_text
from kg.log.record import GENESIS, Damage
from kg.log.tables import COLUMNS, PAGE, chains

_BEFORE_ALL, _BEHIND_ALL = -(2**63), 2**63 - 1


def first_damage(connection: sqlite3.Connection, start: int, stop: int | None) -> Damage | None:
    """Return the first damage among positions `start` to `stop`, or None.

    A whole log (from 1 to the end) is also looked at as a file: tables and indexes must agree with each other, since a
    query that runs along a damaged index would silently miss records.
    """
    start = max(start, 1)
    final = _BEHIND_ALL if stop is None else stop
    damage = _in_chain(connection, start, final)
    # The chain vouches for the tags of the records before the damage; only with those can the index be compared.
    trusted = final if damage is None or damage.position is None else damage.position - 1
    damage = _in_tags(connection, start, trusted) or damage
    if damage is None and (start, stop) == (1, None):
        damage = _in_file(connection)
    return damage


def _in_chain(connection: sqlite3.Connection, start: int, final: int) -> Damage | None:
    previous = GENESIS if start == 1 else chains(connection, start - 1, start - 1).get(start - 1)
    expected = start
    try:
        for row in _rows(connection, _BEFORE_ALL if start == 1 else start - 1, final):
            if previous is None:
                return Damage(start - 1, "position", f"record {start - 1} is missing")
            damage = inspect(row, previous=previous, expected=expected)
            if damage:
                return _narrowed(connection, damage, row, previous)
            previous, expected = row.chain, expected + 1
    except sqlite3.DatabaseError as error:
        if not _is_damage(error):
            raise
        return Damage(expected, "row", f"the row cannot be read: {error}")
    except TypeError:
        return Damage(expected, "row", "a value of the row has another type")
    return None


def _rows(connection: sqlite3.Connection, after: int, final: int) -> Iterator[Row]:
    """Yield rows by pages; where a page cannot be read, one by one up to the row that is the cause."""
    query = f"SELECT {COLUMNS} FROM records WHERE position > ? AND position <= ? ORDER BY position LIMIT ?"  # noqa: S608
    size = PAGE
    while True:
        try:
            rows = connection.execute(query, (after, final, size)).fetchall()
        except sqlite3.DatabaseError:
            if size == 1:
                raise
            size = 1
            continue
        yield from map(Row._make, rows)
        if len(rows) < size:
            return
        after = rows[-1][0]


def _is_damage(error: sqlite3.DatabaseError) -> bool:
    """Tell a malformed file, or text that is no UTF-8 (which comes without a code), from a disk or lock that fails."""
    return getattr(error, "sqlite_errorname", "SQLITE_CORRUPT").startswith("SQLITE_CORRUPT")


def _narrowed(connection: sqlite3.Connection, damage: Damage, row: Row, previous: str) -> Damage:
    """Say which value was changed, where the tags index or the next record still knows."""
    if damage.field != "covered fields":
        return damage
    indexed = connection.execute("SELECT tag FROM tags WHERE position = ?", (row.position,)).fetchall()
    tags = tags_text(tuple(tag for (tag,) in indexed))
    if link(previous, (*row[:6], tags, row.payload_hash)) == row.chain:
        return Damage(row.position, "tags", "the tags were changed; the index still has those that the chain covers")
    following = next(_rows(connection, row.position, row.position + 1), None)
    if following and link(link(previous, row[:8]), following[:8]) == following.chain:
        return Damage(row.position, "chain", "the chain value was changed; the next record continues the right one")
    return damage


def _in_tags(connection: sqlite3.Connection, start: int, final: int) -> Damage | None:
    """Compare the tags index with the tags that the chain covers, both ways."""
    first = _BEFORE_ALL if start == 1 else start
    indexed = "SELECT position, tag FROM tags WHERE position BETWEEN ?1 AND ?2"
    covered = "SELECT position, value FROM records, json_each(records.tags) WHERE position BETWEEN ?1 AND ?2"
    difference = f"SELECT * FROM ({indexed} EXCEPT {covered}) UNION SELECT * FROM ({covered} EXCEPT {indexed})"  # noqa: S608
    found = connection.execute(f"{difference} ORDER BY 1, 2 LIMIT 1", (first, final)).fetchone()
    if found is None:
        return None
    return Damage(found[0], "tags index", f"the index and the record disagree about the tag {found[1]!r}")


def _in_file(connection: sqlite3.Connection) -> Damage | None:
    twice = "SELECT max(position), key FROM records GROUP BY key HAVING count(*) > 1 ORDER BY 1 LIMIT 1"
    row = connection.execute(twice).fetchone()
    if row:
        return Damage(row[0], "key", f"the key {row[1]!r} stands at an earlier position too")
    (report,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
    if report == "ok":
        return None
    named = re.match(r"row (\d+) missing from index", report)
    return Damage(int(named[1]) if named else None, "file", f"SQLite finds: {report}")
