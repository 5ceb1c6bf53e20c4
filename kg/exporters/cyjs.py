"""Nodes and edges in, Cytoscape's JSON out: ids in `data.id`, lists as lists, the relation in `interaction`."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from kg.exporters.base import Counts, Exporter, Options, compact, json_lines, load_json, plain_records, text_file
from kg.tabular import Content, Sheet

_RENAMED = {"parent": "parent_"}
"""Names that mean something else to Cytoscape: `parent` would put one node into another."""


def _write(content: Content, path: Path, _: Options) -> Counts:
    nodes, edges = content.graph()
    with text_file(path) as file:
        head = {"format_version": "1.0", "generated_by": "kg", "target_cytoscapejs_version": "~3.0"}
        file.write(f'{compact(head)[:-1]},"data":{compact({"name": content.title})},\n"elements":{{"nodes":[')
        json_lines(file, ({"data": _renamed(data, "name", "label")} for data in _data(nodes)))
        file.write('],\n"edges":[')
        names = {row[0] for row in nodes.rows}
        json_lines(file, ({"data": _edge(data, names)} for data in _data(edges)))
        file.write("]}}\n")
    return {"nodes": len(nodes.rows), "edges": len(edges.rows)}


def _data(sheet: Sheet) -> Iterator[dict[str, Any]]:
    columns = tuple(replace(column, name=_RENAMED.get(column.name, column.name)) for column in sheet.columns)
    return plain_records(replace(sheet, columns=columns))


def _renamed(data: dict[str, Any], name: str, same: str) -> dict[str, Any]:
    return {**data, name: data[same]} if same in data and name not in data else data


def _edge(data: dict[str, Any], nodes: set[Any]) -> dict[str, Any]:
    """Return the data of an edge, whose id no node may have."""
    data = _renamed(data, "interaction", "relation")
    return {**data, "id": f"edge {data['id']}"} if data["id"] in nodes else data


def _count(path: Path) -> Counts:
    elements = load_json(path)["elements"]
    return {name: len(elements[name]) for name in ("nodes", "edges")}


CYJS = Exporter(
    "cyjs", ".cyjs", "the network, for Cytoscape and cytoscape.js", _write, _count, takes=frozenset({"edges"})
)
