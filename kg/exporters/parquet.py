"""One sheet in, a Parquet file out: typed columns, exact decimals, days, instants in UTC, real lists."""

from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any

from kg.exporters.base import Counts, Exporter, Options, one_sheet
from kg.extras import load
from kg.tabular import Column, Content, Sheet, Value

_DIGITS, _FRACTION = 38, 18
"""Decimals have 38 digits, 18 of them behind the point: what the store holds fits, except very large doubles."""
_GROUP = 50_000


def _write(content: Content, path: Path, options: Options) -> Counts:
    pa = load("pyarrow", extra="tables", purpose="a Parquet file")
    parquet = load("pyarrow.parquet", extra="tables", purpose="a Parquet file")

    sheet = one_sheet(content, options)
    exact = [_is_exact(sheet, n) for n in range(len(sheet.columns))]
    kinds = [_kind(pa, column, is_exact) for column, is_exact in zip(sheet.columns, exact, strict=True)]
    fields = [pa.field(_written(c.name), kind) for c, kind in zip(sheet.columns, kinds, strict=True)]
    schema = pa.schema(fields, metadata={"title": content.title.encode("utf-8", "replace")})
    rows = iter(sheet.rows)
    with parquet.ParquetWriter(path, schema, compression="snappy") as file:
        while group := list(islice(rows, _GROUP)):
            columns = [pa.array([_value(row[n], exact[n]) for row in group], type=kind) for n, kind in enumerate(kinds)]
            file.write_table(pa.Table.from_arrays(columns, schema=schema))
    return {sheet.name: len(sheet.rows)}


def _kind(pa: Any, column: Column, is_exact: bool) -> Any:  # noqa: ANN401 (pyarrow brings no types)
    return {
        "text": pa.string(),
        "texts": pa.list_(pa.string()),
        "integer": pa.int64(),
        "decimal": pa.decimal128(_DIGITS, _FRACTION) if is_exact else pa.float64(),
        "date": pa.date32(),
        "instant": pa.timestamp("us", tz="UTC"),
    }[column.kind]


def _is_exact(sheet: Sheet, n: int) -> bool:
    """Return whether all decimals of a column fit; otherwise the column is one of doubles."""
    if sheet.columns[n].kind != "decimal":
        return False
    found = (row[n] for row in sheet.rows)
    return all(_fits(value) for value in found if isinstance(value, Decimal))


def _fits(value: Decimal) -> bool:
    exponent = value.as_tuple().exponent
    return isinstance(exponent, int) and exponent >= -_FRACTION and value.adjusted() < _DIGITS - _FRACTION


def _value(value: Value, is_exact: bool) -> object:
    if isinstance(value, Decimal):
        return value if is_exact else float(value)
    if isinstance(value, tuple):
        return [_written(each) for each in value]
    return _written(value) if isinstance(value, str) else value


def _written(text: str) -> str:
    """Return a text without halves of surrogate pairs, which UTF-8 has not."""
    return text.encode("utf-8", "replace").decode()


def _count(path: Path) -> Counts:
    parquet = load("pyarrow.parquet", extra="tables", purpose="a Parquet file")

    with parquet.ParquetFile(path) as file:
        return {"rows": sum(batch.num_rows for batch in file.iter_batches())}


PARQUET = Exporter(
    "parquet",
    ".parquet",
    "one table with types, for DuckDB, pandas and Spark; --table chooses",
    _write,
    _count,
    is_text=False,
    takes=frozenset({"table"}),
)
