"""Nodes and edges in, a DOT file out that Graphviz draws as it stands: a colour a class, disputed edges dashed."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from kg.characters import shown
from kg.exporters.base import Counts, Exporter, Options, text_file, written_text
from kg.tabular import Content, Row, Sheet, as_text

_CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f]")
_ENTITY = re.compile(r"&(?=#?\w+;)")
_QUOTED = r'"(?:[^"\\]|\\.)*"'
_EDGE, _NODE = re.compile(rf"  {_QUOTED} -> {_QUOTED} \["), re.compile(rf"  {_QUOTED} \[")
_COLORS = ("#cfe2f3", "#d9ead3", "#fff2cc", "#f4cccc", "#d9d2e9", "#fce5cd", "#d0e0e3", "#ead1dc", "#e2e2e2")
"""Light enough that black letters read well on each; the last stands for all further classes."""
_HEAD = """  graph [layout=sfdp, overlap=prism, overlap_scaling=-3, splines=true, outputorder=edgesfirst]
  node [shape=box, style="rounded,filled", fillcolor="#eeeeee", color="#666666", fontname="sans-serif", fontsize=11]
  edge [color="#888888", fontcolor="#444444", fontname="sans-serif", fontsize=8, arrowsize=0.6]
"""


def _write(content: Content, path: Path, _: Options) -> Counts:
    nodes, edges = (sheet.used() for sheet in content.graph())
    with text_file(path) as file:
        file.write(f"digraph {_quoted(content.title)} {{\n{_HEAD}")
        colors = _colors(nodes)
        file.writelines(_nodes(nodes, colors))
        file.writelines(_edges(edges))
        file.write("}\n")
    return {"nodes": len(nodes.rows), "edges": len(edges.rows)}


def _colors(sheet: Sheet) -> Mapping[str, str]:
    """Return a colour for each class, the commonest first."""
    counts: dict[str, int] = {}
    for record in sheet.records():
        name = as_text(record.get("class"))
        counts[name] = counts.get(name, 0) + 1
    ordered = sorted(counts, key=lambda name: (-counts[name], name))
    return {name: _COLORS[min(n, len(_COLORS) - 1)] for n, name in enumerate(ordered)}


def _nodes(sheet: Sheet, colors: Mapping[str, str]) -> Iterator[str]:
    names = [column.name for column in sheet.columns]
    for row in sheet.rows:
        held = dict(zip(names, row, strict=True))
        said = {"label": _label(as_text(held.get("label") or held["id"]))}
        said["fillcolor"] = _quoted(colors[as_text(held.get("class"))])
        yield f"  {_quoted(as_text(held['id']))} [{_attributes(said, names, row)}]\n"


def _edges(sheet: Sheet) -> Iterator[str]:
    names = [column.name for column in sheet.columns]
    for row in sheet.rows:
        held = dict(zip(names, row, strict=True))
        label = as_text(held.get("label") or held.get("relation"))
        said = {"id": _quoted(as_text(held["id"])), "label": _label(f"not: {label}" if _is_denied(held) else label)}
        if held.get("disputed") == "yes":
            said["style"] = "dashed"
        ends = " -> ".join(_quoted(as_text(held[end])) for end in ("source", "target"))
        yield f"  {ends} [{_attributes(said, names, row)}]\n"


def _is_denied(held: Mapping[str, object]) -> bool:
    return held.get("negated") == "yes"


def _attributes(said: Mapping[str, str], names: list[str], row: Row) -> str:
    """Return the attributes that Graphviz draws by, then what else is known, under our names with `kg_` before them."""
    others = (
        f"kg_{re.sub(r'[^A-Za-z0-9_]', '_', name)}={_quoted(as_text(value))}"
        for name, value in zip(names, row, strict=True)
        if name not in {"id", "label", "source", "target"} and value is not None and value != ()
    )
    return ", ".join((*(f"{name}={value}" for name, value in said.items()), *others))


def _quoted(text: str) -> str:
    """Return a text in quotes, in which only quotes and backslashes mean anything."""
    clean = _CONTROL.sub("\ufffd", text.replace("\t", " ")).replace("\\", "\\\\").replace('"', '\\"')
    shown = clean.replace("\n", "\\n")
    return f'"{shown}"'


def _label(text: str) -> str:
    """Return a text that Graphviz shows as it stands, though it reads `&amp;` and the like as HTML does."""
    return _quoted(shown(_ENTITY.sub("&amp;", _CONTROL.sub("\ufffd", text))))


def _count(path: Path) -> Counts:
    counts = {"nodes": 0, "edges": 0}
    with written_text(path) as file:
        for line in file:
            counts["edges"] += bool(_EDGE.match(line))
            counts["nodes"] += bool(_NODE.match(line))
    return counts


DOT = Exporter("dot", ".dot", "the network, for Graphviz: sfdp -Tsvg FILE", _write, _count, takes=frozenset({"edges"}))
