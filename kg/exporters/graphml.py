"""Nodes and edges in, GraphML out, for igraph, Cytoscape, NetworkX and R: typed keys; lists are texts with `; `."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

from kg.exporters.base import Counts, Exporter, Options, text_file
from kg.tabular import Content, Sheet, Value, as_text
from kg.tabular.xml import element, escape, tags

_TYPES = {"integer": "long", "decimal": "double"}
_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns">
"""


def _write(content: Content, path: Path, _: Options) -> Counts:
    nodes, edges = (sheet.used() for sheet in content.graph())
    with text_file(path) as file:
        file.write(f"{_HEAD}{element('desc', content.title)}\n")
        file.writelines(_keys("node", "n", nodes))
        file.writelines(_keys("edge", "e", edges))
        file.write('<graph edgedefault="directed">\n')
        file.writelines(_elements("node", "n", nodes))
        file.writelines(_elements("edge", "e", edges))
        file.write("</graph>\n</graphml>\n")
    return {"nodes": len(nodes.rows), "edges": len(edges.rows)}


def _places(sheet: Sheet) -> list[tuple[str, str, int]]:
    """Return name, type and place of what stands in data: what the elements do not say themselves.

    Cytoscape looks for `name` at nodes and `interaction` at edges, and igraph calls an attribute of its own `id`.
    """
    kinds = {column.name: (n, _TYPES.get(column.kind, "string")) for n, column in enumerate(sheet.columns)}
    found = [(name, kind, n) for name, (n, kind) in kinds.items() if name not in {"id", "source", "target"}]
    for name, same in (("name", "label"), ("interaction", "relation")):
        if same in kinds and name not in kinds:
            found.append((name, "string", kinds[same][0]))
    return found


def _keys(kind: str, letter: str, sheet: Sheet) -> Iterator[str]:
    for number, (name, typ, _) in enumerate(_places(sheet)):
        said = {"id": f"{letter}{number}", "for": kind, "attr.name": name, "attr.type": typ}
        yield f"{element('key', values=said)}\n"


def _elements(kind: str, letter: str, sheet: Sheet) -> Iterator[str]:
    at = {column.name: n for n, column in enumerate(sheet.columns)}
    heads = [(f' {name}="', at[name]) for name in ("id", "source", "target") if name in at]
    inside = [(f'<data key="{letter}{number}">', n) for number, (_, _, n) in enumerate(_places(sheet))]
    for row in sheet.rows:
        head = "".join(f'{text}{escape(as_text(row[n]))}"' for text, n in heads)
        data = "".join(f"{text}{_text(row[n])}</data>" for text, n in inside if row[n] is not None and row[n] != ())
        yield f"<{kind}{head}>{data}</{kind}>\n"


def _text(value: Value) -> str:
    return repr(float(value)) if isinstance(value, Decimal) else escape(as_text(value))


def _count(path: Path) -> Counts:
    found = {"node": 0, "edge": 0}
    for tag in tags(path, found):
        found[tag] += 1
    return {"nodes": found["node"], "edges": found["edge"]}


GRAPHML = Exporter(
    "graphml",
    ".graphml",
    "the network, for igraph, Cytoscape, NetworkX and R",
    _write,
    _count,
    takes=frozenset({"edges"}),
)
