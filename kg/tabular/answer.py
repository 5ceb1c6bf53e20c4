"""The answer to a question in, typed sheets out: one of its rows, and nodes and edges where its rows are edges."""

from collections.abc import Callable, Iterable, Sequence
from functools import partial

from kg.formats import short
from kg.ids import XSD
from kg.table import Answer, Boolean, Cell, Table, Triples
from kg.tabular.content import Content
from kg.tabular.scan import day, moment, number
from kg.tabular.sheet import Column, Kind, Row, Sheet, Value

_ENDS = ("source", "target")
_PREFIXES = ("source_", "target_")
_LARGEST = 2**63
_KINDS: dict[str, Kind] = {
    f"{XSD}integer": "integer",
    f"{XSD}decimal": "decimal",
    f"{XSD}double": "decimal",
    f"{XSD}float": "decimal",
    f"{XSD}date": "date",
    f"{XSD}dateTime": "instant",
}
_READ: dict[Kind, Callable[[str], Value]] = {
    "integer": lambda text: found if (found := _integer(text)) is not None and abs(found) < _LARGEST else None,
    "decimal": number,
    "date": day,
    "instant": moment,
}


def answered(answer: Answer, *, title: str) -> Content:
    """Return an answer as what can be exported: a table as sheets, a graph as triples."""
    if isinstance(answer, Triples):
        lines = sorted(answer.ntriples.splitlines(keepends=True))
        return Content(title, {}, lambda: lines)
    if isinstance(answer, Boolean):
        answer = Table.of(("answer",), (("yes" if answer.value else "no",),))
    sheet = typed(answer)
    if not set(_ENDS) <= set(answer.columns):
        return Content(title, {"answer": lambda: sheet})
    return Content(title, {"answer": lambda: sheet, "nodes": partial(_nodes, sheet), "edges": partial(_edges, sheet)})


def typed(table: Table) -> Sheet:
    """Return a table with the kind of each column found from its cells: text unless all agree on more."""
    rows = list(table.rows)
    kinds = [_kind(row[n] for row in rows) for n in range(len(table.columns))]
    columns = tuple(map(Column, _apart(table.columns), kinds))
    return Sheet("answer", columns, [tuple(map(_read, kinds, row)) for row in rows])


def _kind(cells: Iterable[Cell | None]) -> Kind:
    filled = [cell for cell in cells if cell is not None]
    kinds = {_KINDS.get(cell.datatype, "text") for cell in filled}
    if kinds == {"integer", "decimal"}:
        kinds = {"decimal"}
    kind: Kind = kinds.pop() if len(kinds) == 1 else "text"
    if kind == "integer" and any(_READ[kind](cell.value) is None for cell in filled):
        kind = "decimal"
    read = _READ.get(kind)
    return kind if read and all(read(cell.value) is not None for cell in filled) else "text"


def _read(kind: Kind, cell: Cell | None) -> Value:
    if cell is None:
        return None
    read = _READ.get(kind)
    return read(cell.value) if read else short(cell)


def _integer(text: str) -> int | None:
    try:
        return int(text)
    except ValueError:
        return None


def _apart(names: Sequence[str]) -> list[str]:
    """Return names of columns so that no two differ in their case only, which databases take for the same."""
    seen: dict[str, int] = {}
    found = []
    for name in names:
        seen[name.lower()] = seen.get(name.lower(), 0) + 1
        found.append(name if seen[name.lower()] == 1 else f"{name}_{seen[name.lower()]}")
    return found


def _nodes(sheet: Sheet) -> Sheet:
    """Return the ends of the edges, described by the columns `source_…` and `target_…`."""
    told: dict[str, dict[str, dict[str, None]]] = {}
    about = {column.name.partition("_")[2] for column in sheet.columns if column.name.startswith(_PREFIXES)}
    for record in _edge_rows(sheet):
        for end in _ENDS:
            node = told.setdefault(str(record[end]), {})
            for name in about:
                if (value := record.get(f"{end}_{name}")) is not None:
                    node.setdefault(name, {})[str(value)] = None
    more = sorted(about - {"label"})
    columns = (Column("id"), Column("label"), *(Column(name, "texts") for name in more))
    rows: list[Row] = [
        (name, min(held.get("label", {name: None})), *(tuple(sorted(held.get(each, {}))) for each in more))
        for name, held in sorted(told.items())
    ]
    return Sheet("nodes", columns, rows)


def _edges(sheet: Sheet) -> Sheet:
    """Return the rows as edges, each once; an edge's id is that of its claim with its relation."""
    taken = {*_ENDS, "relation", "id"}
    own = tuple(c for c in sheet.columns if c.name not in taken and not c.name.startswith(_PREFIXES))
    names = [column.name for column in own]
    rows: dict[Row, Row] = {}
    times: dict[str, int] = {}
    for record in _edge_rows(sheet):
        relation = record.get("relation") or record.get("effect") or "related"
        said = (record["source"], record["target"], relation, *(record[name] for name in names))
        if said not in rows:
            key = f"{record.get('claim') or f'row {len(rows) + 1}'} {relation}"
            times[key] = times.get(key, 0) + 1
            rows[said] = (key if times[key] == 1 else f"{key} {times[key]}", *said)
    return Sheet("edges", (*map(Column, ("id", "source", "target", "relation")), *own), list(rows.values()))


def _edge_rows(sheet: Sheet) -> Iterable[dict[str, Value]]:
    """Return the rows that have both ends."""
    return (r for r in sheet.records() if all(r[end] is not None for end in _ENDS))
