"""Nodes and edges in, GEXF 1.3 out, for Gephi, Gephi Lite and sigma: since when and until when each lasts, or static.

One block of static attributes for each class, since some readers take the last block only; times stand on the elements.
`kind` is the relation, so that Gephi keeps parallel edges of different relations apart. A span of one day ends on the
next, since Gephi fails on spans without length.
"""

import math
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from kg.exporters.base import Counts, Exporter, Options, text_file
from kg.tabular import Column, Content, Row, Sheet, Value, as_text
from kg.tabular.edges import Span, spans_of
from kg.tabular.xml import attributes, element, escape, tags

_TYPES = {"texts": "liststring", "integer": "long", "decimal": "double"}
_TIMES = ("start", "end", "times")
_NODE_OWN = frozenset({"id", "label"})
_EDGE_OWN = frozenset({"id", "source", "target", "label"})
_RENAMED = {"weight": "weight_"}
"""A column of this name that holds no numbers, which every reader takes for numbers all the same."""
_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<gexf xmlns="http://gexf.net/1.3" xmlns:viz="http://gexf.net/1.3/viz" version="1.3">
"""
Write = Callable[[Value], str]


def _write(content: Content, path: Path, options: Options) -> Counts:
    nodes, edges = (sheet.used() for sheet in content.graph())
    timed = not options.static and bool(_times_of(nodes) | _times_of(edges))
    mode = {"mode": "dynamic", "timeformat": "date", "timerepresentation": "interval"} if timed else {"mode": "static"}
    graph = {**mode, "defaultedgetype": "directed", "idtype": "string"}
    with text_file(path) as file:
        file.write(_HEAD)
        file.write(f"<meta>{element('creator', 'kg')}{element('description', content.title)}</meta>\n")
        file.write(f"<graph{attributes(graph)}>\n")
        weight = {c.name for c in edges.columns if c.name == "weight" and c.kind in {"integer", "decimal"}}
        node_own, edge_own = _NODE_OWN | _times_of(nodes), _EDGE_OWN | _times_of(edges) | weight
        file.writelines(_declared("node", nodes, node_own))
        file.writelines(_declared("edge", edges, edge_own))
        file.write(f'<nodes count="{len(nodes.rows)}">\n')
        file.writelines(_elements("node", nodes, node_own, ("id", "label"), timed))
        file.write(f'</nodes>\n<edges count="{len(edges.rows)}">\n')
        file.writelines(_elements("edge", edges, edge_own, ("id", "source", "target", "label", *weight), timed))
        file.write("</edges>\n</graph>\n</gexf>\n")
    return {"nodes": len(nodes.rows), "edges": len(edges.rows)}


def _times_of(sheet: Sheet) -> frozenset[str]:
    """Return the names of the columns that say since when and until when; others may have such names too."""
    kinds = {column.name: column.kind for column in sheet.columns}
    return frozenset(name for name in _TIMES if kinds.get(name) == ("texts" if name == "times" else "date"))


def _declared(kind: str, sheet: Sheet, own: frozenset[str]) -> Iterator[str]:
    yield f'<attributes class="{kind}" mode="static">\n'
    for column in sheet.columns:
        if column.name not in own:
            name = _RENAMED.get(column.name, column.name)
            said = {"id": name, "title": name, "type": _TYPES.get(column.kind, "string")}
            yield f"{element('attribute', values=said)}\n"
    yield "</attributes>\n"


def _elements(kind: str, sheet: Sheet, own: frozenset[str], heads: Iterable[str], timed: bool) -> Iterator[str]:
    """Yield one element a line; what it is stands in its head, everything else in `attvalues`."""
    at = {column.name: n for n, column in enumerate(sheet.columns)}
    head = [(f' {name}="', at[name]) for name in heads if name in at]
    if kind == "edge" and "relation" in at:
        head.append((' kind="', at["relation"]))
    inside = [
        (f'<attvalue for="{escape(_RENAMED.get(column.name, column.name))}" value="', n, _writer(column))
        for n, column in enumerate(sheet.columns)
        if column.name not in own
    ]
    size = at.get("claims") if kind == "node" else None
    label = at["id"] if kind == "node" and "label" not in at else None
    for row in sheet.rows:
        parts = [f"<{kind}"]
        parts += [f'{text}{escape(as_text(row[n]))}"' for text, n in head if row[n] is not None]
        if label is not None:
            parts.append(f' label="{escape(as_text(row[label]))}"')
        spells = ""
        if timed:
            bounds, spells = _times(row, at)
            parts.append(bounds)
        parts.append(">")
        said = [f'{text}{write(row[n])}"/>' for text, n, write in inside if row[n] is not None and row[n] != ()]
        if said:
            parts += ["<attvalues>", *said, "</attvalues>"]
        parts.append(spells)
        if size is not None and isinstance(count := row[size], int):
            parts.append(f'<viz:size value="{round(4 + 4 * math.sqrt(max(count, 0)), 1)}"/>')
        parts.append(f"</{kind}>\n")
        yield "".join(parts)


def _writer(column: Column) -> Write:
    if column.kind == "texts":
        return lambda value: escape(_list(value)) if isinstance(value, tuple) else ""
    if column.kind == "decimal":
        return lambda value: repr(float(value)) if isinstance(value, Decimal) else ""
    return lambda value: escape(as_text(value))


def _list(value: tuple[str, ...]) -> str:
    """Return a list as Gephi and graphology read it: in brackets, each text in quotes, backslashes before those."""
    quoted = (each.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") for each in value)
    inside = ", ".join(f'"{text}"' for text in quoted)
    return f"[{inside}]"


def _times(row: Row, at: dict[str, int]) -> tuple[str, str]:
    """Return start and end of an element, and its spells where days lie between them."""
    held = {name: row[at[name]] if name in at else None for name in _TIMES}
    if all(value is None or value == () for value in held.values()):
        return "", ""
    spans = [_lasting(span) for span in spans_of(held)]
    whole = attributes(_bounds((spans[0][0], spans[-1][1])))
    if len(spans) == 1:
        return whole, ""
    spells = "".join(element("spell", values=_bounds(span)) for span in spans)
    return whole, f"<spells>{spells}</spells>"


def _lasting(span: Span) -> Span:
    start, end = span
    return (start, end + timedelta(days=1)) if start and end == start and end < date.max else span


def _bounds(span: Span) -> dict[str, str | None]:
    start, end = span
    return {"start": start.isoformat() if start else None, "end": end.isoformat() if end else None}


def _count(path: Path) -> Counts:
    found = {"node": 0, "edge": 0}
    for tag in tags(path, found):
        found[tag] += 1
    return {"nodes": found["node"], "edges": found["edge"]}


GEXF = Exporter(
    "gexf",
    ".gexf",
    "the network with its times, for Gephi and Gephi Lite; --static without",
    _write,
    _count,
    takes=frozenset({"static", "edges"}),
)
