"""All sheets in, one workbook out: real dates and numbers, a head line that stays in sight, written row by row."""

import math
import tempfile
import zipfile
from contextlib import suppress
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

from kg.errors import LimitError
from kg.exporters.base import Counts, Exporter, Options, one_sheet
from kg.extras import load
from kg.tabular import Content, Sheet, Value, as_text
from kg.tabular.xml import possible

_MOST_ROWS, _LONGEST, _EXACT = 1_048_575, 32_767, 2**53
_FIRST_YEAR = 1900
_MADE = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)
"""Stands for when the file was made, so that the same content gives the same bytes."""
_WIDTHS = {"text": 22, "texts": 22, "integer": 11, "decimal": 16, "date": 12, "instant": 20}


def _write(content: Content, path: Path, options: Options) -> Counts:
    xlsxwriter = load("xlsxwriter", extra="tables", purpose="a workbook")
    one_sheet(content, options)  # refuses what is no table
    with tempfile.TemporaryDirectory(prefix="kg-export-") as folder:
        settings = {
            "constant_memory": True,
            "tmpdir": folder,
            **dict.fromkeys(("strings_to_formulas", "strings_to_urls", "strings_to_numbers"), False),
        }
        book = xlsxwriter.Workbook(str(path), settings)
        try:
            counts = _write_book(book, content)
            book.close()
        except xlsxwriter.exceptions.FileCreateError as error:
            raise (error.args[0] if isinstance(error.args[0], OSError) else OSError(str(error))) from None
        finally:
            _let_go(book)
    return counts


def _let_go(book: Any) -> None:  # noqa: ANN401 (XlsxWriter brings no types)
    """Close the temporary files of a workbook that failed, which would otherwise be written when it is forgotten."""
    book.fileclosed = True
    for page in book.worksheets():
        with suppress(OSError):
            page._opt_close()  # noqa: SLF001 (only the workbook's own close, which has failed, would do it)


def _write_book(book: Any, content: Content) -> Counts:  # noqa: ANN401 (XlsxWriter brings no types)
    book.set_properties({"title": possible(content.title), "created": _MADE})
    styles = {
        "head": book.add_format({"bold": True}),
        "date": book.add_format({"num_format": "yyyy-mm-dd"}),
        "instant": book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"}),
    }
    return {sheet.name: _write_sheet(book.add_worksheet(sheet.name), sheet, styles) for sheet in content.sheets()}


def _write_sheet(page: Any, sheet: Sheet, styles: dict[str, Any]) -> int:  # noqa: ANN401 (XlsxWriter brings no types)
    if len(sheet.rows) > _MOST_ROWS:
        raise LimitError(
            f"{sheet.name} has {len(sheet.rows)} rows, and a sheet of a workbook holds {_MOST_ROWS}",
            next_step="Export a neighbourhood or a question, or ask for csv, sqlite or parquet.",
        )
    for n, column in enumerate(sheet.columns):
        page.set_column(n, n, _WIDTHS[column.kind])
        page.write_string(0, n, possible(column.name), styles["head"])
    page.freeze_panes(1, 1)
    if sheet.columns:
        page.autofilter(0, 0, len(sheet.rows), len(sheet.columns) - 1)
    for number, row in enumerate(sheet.rows, 1):
        for n, value in enumerate(row):
            if value is not None and value != ():
                _cell(page, number, n, value, styles)
    return len(sheet.rows)


def _cell(page: Any, row: int, column: int, value: Value, styles: dict[str, Any]) -> None:  # noqa: ANN401
    """Write a value; what a workbook cannot hold as it is (large numbers, days before 1900) as text."""
    if isinstance(value, datetime):
        naive = value.astimezone(UTC).replace(tzinfo=None)
        if naive.year >= _FIRST_YEAR:
            page.write_datetime(row, column, naive, styles["instant"])
            return
    elif isinstance(value, date):
        if value.year >= _FIRST_YEAR:
            page.write_datetime(row, column, value, styles["date"])
            return
    elif isinstance(value, int | Decimal) and _fits(value):
        page.write_number(row, column, float(value))
        return
    text = possible(as_text(value))
    page.write_string(row, column, text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…")


def _fits(value: int | Decimal) -> bool:
    try:
        return math.isfinite(float(value)) and (isinstance(value, Decimal) or abs(value) <= _EXACT)
    except OverflowError:
        return False


def _count(path: Path) -> Counts:
    with zipfile.ZipFile(path) as book:
        names = [each.get("name") or "" for each in _elements(book, "xl/workbook.xml", "sheet")]
        return {
            name: sum(1 for _ in _elements(book, f"xl/worksheets/sheet{n}.xml", "row")) - 1
            for n, name in enumerate(names, 1)
        }


def _elements(book: zipfile.ZipFile, member: str, tag: str) -> Any:  # noqa: ANN401
    with book.open(member) as file:
        for _, found in ET.iterparse(file):  # noqa: S314 (our own file, just written)
            if found.tag.endswith(f"}}{tag}"):
                yield found
                found.clear()


XLSX = Exporter(
    "xlsx",
    ".xlsx",
    "all tables in one workbook, for Excel and LibreOffice",
    _write,
    _count,
    is_text=False,
    takes=frozenset({"edges"}),
)
