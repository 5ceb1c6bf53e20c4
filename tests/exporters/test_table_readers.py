"""Tables are read back by programs that nobody here wrote: text, numbers, dates, instants and lists as they were."""

import json
import subprocess
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import openpyxl

from tests.exporters.fixture import (
    CONTROL,
    EDGE_IDS,
    FIRST,
    FIXTURE,
    LARGE,
    MONEY,
    NODE_RECORDS,
    RECORDED,
    TOKYO,
    written,
)
from tests.readers import program

NODE_IDS = {str(node["id"]) for node in NODE_RECORDS}
ALIASES = ["エヌビディア", 'N; "V"']


def asked(query: str, path: Path) -> list[tuple[Any, ...]]:
    """Return what DuckDB answers about a file."""
    with duckdb.connect() as database:
        database.execute("SET TimeZone = 'UTC'")
        return database.execute(query, [str(path)]).fetchall()


def test_csv_is_read_by_duckdb(tmp_path: Path) -> None:
    path = written("csv", tmp_path, table="nodes")
    read = {
        row[0]: row for row in asked("SELECT id, label, claims, money, first_published, aliases FROM read_csv(?)", path)
    }
    assert set(read) == {"'=cmd()" if name == "=cmd()" else name for name in NODE_IDS}
    assert read["kg:nvidia"][1:5] == (TOKYO, LARGE, float(MONEY), FIRST)
    assert read["kg:nvidia"][5].split("; ")[0] == ALIASES[0]
    assert read["control"][1] == CONTROL.replace("\x00", "\ufffd")
    assert read["'=cmd()"][1] == "'=1+1", "no spreadsheet runs it"
    assert read["empty"][1] is None
    claims = written("csv", tmp_path)
    stamps = "SELECT count(DISTINCT id), max(recorded_at::TIMESTAMPTZ) FROM read_csv(?)"
    assert asked(stamps, claims) == [(4, RECORDED)]


def test_a_workbook_is_read_by_openpyxl(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(written("xlsx", tmp_path), read_only=True)
    assert book.sheetnames == ["claims", "nodes", "edges", "places", "sources", "records"]
    rows = list(book["nodes"].iter_rows(values_only=True))
    read = {row[0]: dict(zip(rows[0], row, strict=True)) for row in rows[1:]}
    assert set(read) == NODE_IDS
    nvidia = read["kg:nvidia"]
    assert (nvidia["label"], nvidia["claims"], nvidia["money"]) == (TOKYO, LARGE, float(MONEY))
    assert (nvidia["first_published"], nvidia["aliases"]) == (datetime(2026, 4, 22), "; ".join(ALIASES))  # noqa: DTZ001 (a day)
    assert read["=cmd()"]["label"] == "=1+1", "a text and no formula"
    assert read["control"]["label"] == CONTROL.replace("\x07", "\ufffd").replace("\x00", "\ufffd")
    edges = list(book["edges"].iter_rows(values_only=True))[1:]
    assert {row[0] for row in edges} == EDGE_IDS
    claims = list(book["claims"].iter_rows(values_only=True))
    stamp = claims[1][claims[0].index("recorded_at")]
    assert isinstance(stamp, datetime)
    assert abs(stamp.replace(tzinfo=UTC) - RECORDED).total_seconds() < 0.01
    book.close()


def test_sqlite_is_read_by_its_command_line(tmp_path: Path) -> None:
    path = written("sqlite", tmp_path)
    query = "SELECT id, label, claims, money, first_published, json_extract(aliases, '$[1]') AS alias FROM nodes"
    ran = subprocess.run([program("sqlite3"), "-json", str(path), query], capture_output=True, check=True, timeout=60)
    read = {row["id"]: row for row in json.loads(ran.stdout)}
    assert set(read) == NODE_IDS
    nvidia = read["kg:nvidia"]
    assert (nvidia["label"], nvidia["claims"], nvidia["money"]) == (TOKYO, LARGE, float(MONEY))
    assert (nvidia["first_published"], nvidia["alias"]) == ("2026-04-22", ALIASES[1])
    joined = "SELECT count(*) FROM edges JOIN nodes s ON s.id = source JOIN nodes t ON t.id = target"
    ran = subprocess.run([program("sqlite3"), str(path), joined], capture_output=True, check=True, timeout=60)
    assert ran.stdout.strip() == str(len(EDGE_IDS)).encode()


def test_lists_in_parquet_are_lists(tmp_path: Path) -> None:
    path = written("parquet", tmp_path, table="edges")
    read = asked("SELECT id, source, target, published, times FROM read_parquet(?)", path)
    assert {row[0] for row in read} == EDGE_IDS
    assert {row[0]: row[4] for row in read}["d3/gap"] == ["../2026-03-31", "2027-01-01/2027-06-30"]
    assert {row[0]: row[3] for row in read}["d1/uses"] == FIRST


def test_parquet_is_read_by_duckdb_with_exact_money_and_utc(tmp_path: Path) -> None:
    path = written("parquet", tmp_path, table="nodes")
    read = {
        row[0]: row
        for row in asked("SELECT id, label, claims, money, first_published, aliases FROM read_parquet(?)", path)
    }
    assert set(read) == NODE_IDS
    assert read["kg:nvidia"][1:] == (TOKYO, LARGE, MONEY, date(2026, 4, 22), ALIASES)
    assert isinstance(read["kg:nvidia"][3], Decimal)
    assert read["control"][1] == CONTROL
    assert read["empty"][1] is None
    claims = written("parquet", tmp_path)
    types = {row[0]: row[1] for row in asked("DESCRIBE SELECT * FROM read_parquet(?)", claims)}
    assert (types["recorded_at"], types["low"], types["published"]) == (
        "TIMESTAMP WITH TIME ZONE",
        "DECIMAL(38,18)",
        "DATE",
    )
    assert (types["objects"], types["record"]) == ("VARCHAR[]", "BIGINT")
    assert asked("SELECT max(recorded_at) FROM read_parquet(?)", claims) == [(RECORDED,)]
    codecs = asked("SELECT DISTINCT compression FROM parquet_metadata(?)", claims)
    assert codecs == [("SNAPPY",)]


def test_every_sheet_is_in_the_database(tmp_path: Path) -> None:
    path = written("sqlite", tmp_path)
    names = "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"
    ran = subprocess.run([program("sqlite3"), str(path), names], capture_output=True, check=True, timeout=60)
    assert ran.stdout.decode().split() == sorted((*FIXTURE.names, "about"))
