"""One sheet in, comma-separated values as RFC 4180 has them out: a head line, UTF-8, ISO dates, `; ` in lists."""

import csv
from collections.abc import Callable
from pathlib import Path

from kg.exporters.base import Counts, Exporter, Options, one_sheet, text_file, written_text
from kg.formats import harmless
from kg.tabular import Column, Content, Value, as_text

_LONGEST = 1 << 30


def _write(content: Content, path: Path, options: Options) -> Counts:
    sheet = one_sheet(content, options)
    shown = [_shown(column) for column in sheet.columns]
    with text_file(path, newline="") as file:
        out = csv.writer(file, lineterminator="\r\n")
        out.writerow([harmless(column.name) for column in sheet.columns])
        out.writerows([show(value) for show, value in zip(shown, row, strict=True)] for row in sheet.rows)
    return {sheet.name: len(sheet.rows)}


def _shown(column: Column) -> Callable[[Value], str]:
    """Return how a column's values are written: text so that no spreadsheet runs it, without NUL, which ends texts."""
    if column.kind in {"text", "texts"}:
        return lambda value: harmless(as_text(value).replace("\x00", "\ufffd"))
    return as_text


def _count(path: Path) -> Counts:
    csv.field_size_limit(_LONGEST)
    with written_text(path, newline="") as file:
        return {"rows": sum(1 for _ in csv.reader(file)) - 1}


CSV = Exporter(
    "csv",
    ".csv",
    "one table, for spreadsheets, pandas, R and DuckDB; --table chooses which",
    _write,
    _count,
    takes=frozenset({"table"}),
)
