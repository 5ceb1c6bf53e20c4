"""A small network with everything that breaks exports: ids, labels, times, numbers and lists as bad as they come."""

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

from kg.exporters import Counts, Exporter, Options, exporter
from kg.tabular import Column, Content, Sheet, Value
from kg.tabular.claims import CLAIMS, PLACES
from kg.tabular.edges import CLAIM_EDGES
from kg.tabular.sources import RECORDS, SOURCES

TOKYO = 'NVIDIA & Co "東京" 🚀'
CONTROL = "bell \x07, tab \t, line\nbreak, null \x00, \x85 and <b>"
LARGE, MONEY = 2**40, Decimal("35000000000.25")
FIRST = date(2026, 4, 22)
RECORDED = datetime(2026, 5, 1, 12, 30, 1, 250_000, tzinfo=UTC)
NODES = (
    *map(Column, ("id", "label", "class")),
    *(Column("aliases", "texts"), Column("claims", "integer"), Column("money", "decimal")),
    *(Column("first_published", "date"), Column("start", "date"), Column("end", "date"), Column("times", "texts")),
)
NODE_RECORDS: tuple[dict[str, Value], ...] = (
    {
        "id": "kg:nvidia",
        "label": TOKYO,
        "class": "Company",
        "aliases": ("エヌビディア", 'N; "V"'),
        "claims": LARGE,
        "money": MONEY,
        "first_published": FIRST,
        "start": date(2026, 1, 1),
    },
    {"id": "openai", "label": "OpenAI", "class": "Company", "aliases": (), "claims": 0, "money": Decimal(0)},
    {"id": "a/b c/d", "label": "slash & <tag>", "class": "Project", "claims": 3, "end": date(2027, 12, 31)},
    {"id": "control", "label": CONTROL, "class": "Effect", "aliases": ("\x00\x1f",), "claims": 1},
    {"id": "empty", "label": None, "class": None},
    {"id": "=cmd()", "label": "=1+1", "class": "Company", "money": Decimal("-1.5")},
    {
        "id": "東京",
        "label": "東京都",
        "class": "Place",
        "start": date(2026, 1, 1),
        "end": date(2026, 12, 31),
        "times": ("2026-01-01/2026-03-31", "2026-07-01/2026-12-31"),
    },
    {"id": "alone", "label": "\\N backslash \\ and 'quotes'", "class": "Company"},
)
EDGE_RECORDS: tuple[dict[str, Value], ...] = (
    {
        "id": "d1/uses",
        "source": "kg:nvidia",
        "target": "openai",
        "relation": "supplies",
        "label": "supplies",
        "status": "stands",
        "disputed": "no",
        "published": FIRST,
        "start": date(2026, 1, 1),
    },
    {
        "id": "d2/uses",
        "source": "kg:nvidia",
        "target": "openai",
        "relation": "supplies",
        "label": "supplies",
        "status": "stands",
        "disputed": "yes",
        "start": date(2026, 1, 1),
        "end": date(2026, 1, 1),
    },
    {
        "id": "d1/self",
        "source": "openai",
        "target": "openai",
        "relation": "builtBy",
        "label": "built by",
        "status": "retracted",
        "disputed": "no",
        "negated": "yes",
    },
    {
        "id": "d3/gap",
        "source": "a/b c/d",
        "target": "東京",
        "relation": "locatedIn",
        "label": "located in",
        "status": "stands",
        "start": None,
        "end": date(2027, 6, 30),
        "times": ("../2026-03-31", "2027-01-01/2027-06-30"),
    },
    {"id": "d3/to-control", "source": "control", "target": "empty", "relation": "states", "label": CONTROL},
    {"id": "openai", "source": "=cmd()", "target": "kg:nvidia", "relation": "acquired", "label": "acquired"},
)
"""The last has the id of a node, which some formats forbid."""
EDGE_IDS = {str(edge["id"]) for edge in EDGE_RECORDS}
CLAIM_IDS = {*EDGE_IDS} - {"openai"}
_CLAIM: dict[str, Value] = {
    **dict.fromkeys(column.name for column in CLAIMS if column.kind == "text"),
    **{column.name: () for column in CLAIMS if column.kind == "texts"},
    "document": "d1",
    "modality": "reported",
    "negated": "no",
    "status": "stands",
    "evidence": "located",
    "published": FIRST,
    "recorded_at": RECORDED,
    "record": 1,
    "method": "authored",
}
CLAIM_RECORDS: tuple[dict[str, Value], ...] = (
    _CLAIM
    | {
        "id": "d1/uses",
        "subject": "kg:nvidia",
        "subject_label": TOKYO,
        "relation": "supplies",
        "relation_label": "supplies",
        "objects": ("openai",),
        "object_labels": ("OpenAI",),
        "disputed_by": ("d2/uses", "d3/gap"),
    },
    _CLAIM
    | {"id": "d1/worth", "subject": "openai", "subject_label": "OpenAI", "relation": "valuation"}
    | {"relation_label": "valuation", "figure": "35.00000000025 bn USD", "low": MONEY, "high": MONEY}
    | {"base_unit": "USD", "unit": "USD", "bound": "exact"},
    _CLAIM
    | {"id": "d1/due", "subject": "東京", "subject_label": "東京都", "relation": "states", "modality": "planned"}
    | {"relation_label": "states", "states": f"{TOKYO}, a long plan; with commas\\ and {'more ' * 20}words"}
    | {"latest": date(2027, 6, 30), "time": "mid 2027", "said_by": ("openai",), "said_by_labels": ("OpenAI",)}
    | {"url": "https://example.org/a?b=c&d=e,f"},
    _CLAIM
    | {"id": "d2/control", "subject": "control", "subject_label": CONTROL, "relation": "states"}
    | {"relation_label": "states", "states": CONTROL, "status": "retracted"},
)
SOURCE_RECORDS: tuple[dict[str, Value], ...] = (
    {
        "id": "d1",
        "title": f"{TOKYO}: 50% of {{all}} $5_000 #1 ~x^y\\z",
        "kind": "article",
        "publisher": "The Wire & Sons",
        "authors": ("Ann Author", "Bo & Co"),
        "voice": "Ann Author",
        "published": FIRST,
        "published_latest": FIRST,
        "published_text": "2026-04-22",
        "url": "https://example.org/a_b?c=d&e=%20",
        "read_on": date(2026, 4, 23),
        "language": "en",
        "status": "stands",
        "claims": 3,
    },
    {
        "id": "d2",
        "title": CONTROL,
        "kind": "post",
        "authors": (),
        "status": "retracted",
        "claims": 1,
        "published": date(2026, 5, 1),
        "published_latest": date(2026, 5, 31),
        "published_text": "May 2026",
    },
)
RECORD_RECORDS: tuple[dict[str, Value], ...] = (
    {
        "position": 1,
        "type": "document-recorded",
        "recorded_at": RECORDED,
        "brought": ("d1",),
        "titles": (TOKYO,),
        "ended": (),
        "concerns": (),
        "claims": 3,
        "document": "d1",
        "url": "https://example.org/a?b=c&d=e",
    },
    {
        "position": 2,
        "type": "document-retracted",
        "recorded_at": RECORDED.replace(day=2),
        "brought": (),
        "titles": (),
        "ended": ("d2",),
        "ending": "retracted",
        "concerns": (),
        "claims": 0,
        "reason": CONTROL,
    },
)


def sheet(name: str, columns: Iterable[Column], records: Iterable[dict[str, Value]]) -> Callable[[], Sheet]:
    """Return what makes a sheet."""
    return partial(Sheet.of, name, tuple(columns), list(records))


PLACE_RECORDS: tuple[dict[str, Value], ...] = (
    {"claim": "d1/uses", "document": "d1", "start": 0, "end": 24, "words_hash": "0a1b"},
)
FIXTURE = Content(
    f"fixture {TOKYO}",
    {
        "claims": sheet("claims", CLAIMS, CLAIM_RECORDS),
        "nodes": sheet("nodes", NODES, NODE_RECORDS),
        "edges": sheet("edges", CLAIM_EDGES, EDGE_RECORDS),
        "places": sheet("places", PLACES, PLACE_RECORDS),
        "sources": sheet("sources", SOURCES, SOURCE_RECORDS),
        "records": sheet("records", RECORDS, RECORD_RECORDS),
    },
)


def written(
    name: str,
    folder: Path,
    content: Content = FIXTURE,
    **options: Any,  # noqa: ANN401 (those of a format)
) -> Path:
    """Write content in a format and return the file, after the format's own count agreed with what it wrote."""
    kind = exporter(name)
    path = folder / f"written{kind.ending}"
    path.unlink(missing_ok=True)
    counts = kind.write(content, path, Options(**options))
    assert list(kind.count(path).values()) == list(counts.values())
    return path


__all__ = ["FIXTURE", "Counts", "Exporter", "written"]
