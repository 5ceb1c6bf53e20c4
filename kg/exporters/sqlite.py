"""All sheets in, one SQLite database out, a table a sheet; lists are JSON, dates are text as ISO writes it."""

import json
import sqlite3
from contextlib import closing
from datetime import date
from decimal import Decimal
from pathlib import Path

from kg.exporters.base import Counts, Exporter, Options, one_sheet
from kg.tabular import Content, Sheet, Value, as_text

_TYPES = {
    **dict.fromkeys(("text", "texts", "date", "instant"), "TEXT"),
    "integer": "INTEGER",
    "decimal": "NUMERIC",
}
_INDEXED = {"edges": ("source", "target"), "claims": ("subject", "document"), "places": ("claim",)}


def _write(content: Content, path: Path, options: Options) -> Counts:
    one_sheet(content, options)  # refuses what is no table
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.execute("PRAGMA journal_mode = OFF")
        database.execute("PRAGMA synchronous = OFF")
        database.execute("BEGIN")
        database.execute("CREATE TABLE about (what TEXT, value TEXT)")
        database.execute("INSERT INTO about VALUES ('title', ?)", (_storable(content.title),))
        counts = {sheet.name: _write_table(database, sheet) for sheet in content.sheets()}
        database.execute("COMMIT")
    return counts


def _write_table(database: sqlite3.Connection, sheet: Sheet) -> int:
    names = [_quoted(column.name) for column in sheet.columns]
    typed = [f"{name} {_TYPES[column.kind]}" for name, column in zip(names, sheet.columns, strict=True)]
    if sheet.columns and sheet.columns[0].name == "id":
        typed[0] += " PRIMARY KEY"
    database.execute(f"CREATE TABLE {_quoted(sheet.name)} ({', '.join(typed) or 'nothing'})")
    marks = ", ".join("?" * len(names))
    rows = (tuple(map(_stored, row)) for row in sheet.rows)
    if names:
        database.executemany(f"INSERT INTO {_quoted(sheet.name)} VALUES ({marks})", rows)  # noqa: S608 (names quoted)
    held = {column.name for column in sheet.columns}
    for name in _INDEXED.get(sheet.name, ()):
        if name in held:
            index = _quoted(f"{sheet.name}_{name}")
            database.execute(f"CREATE INDEX {index} ON {_quoted(sheet.name)} ({_quoted(name)})")
    return len(sheet.rows)


def _quoted(name: str) -> str:
    doubled = name.replace('"', '""')
    return f'"{doubled}"'


def _stored(value: Value) -> str | int | None:
    if isinstance(value, tuple):
        return _storable(json.dumps(value, ensure_ascii=False)) if value else None
    if isinstance(value, str):
        return _storable(value)
    return as_text(value) if isinstance(value, date | Decimal) else value


def _storable(text: str) -> str:
    """Return a text without halves of surrogate pairs, and without NUL, at which the command line of SQLite stops."""
    return text.encode("utf-8", "replace").decode().replace("\x00", "\ufffd")


def _count(path: Path) -> Counts:
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as database:
        found = database.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name != 'about'").fetchall()
        count = "SELECT count(*) FROM {}"
        return {name: database.execute(count.format(_quoted(name))).fetchone()[0] for (name,) in found}


SQLITE = Exporter(
    "sqlite",
    ".sqlite",
    "all tables in one database, for SQL, Datasette and DB Browser",
    _write,
    _count,
    is_text=False,
    takes=frozenset({"edges"}),
)
