"""Nodes and edges in, node-link JSON as D3 reads it out: `nodes` and `links`; NetworkX wants `edges="links"`."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kg.exporters.base import Counts, Exporter, Options, compact, json_lines, load_json, plain_records, text_file
from kg.tabular import Content, Sheet


def _write(content: Content, path: Path, _: Options) -> Counts:
    nodes, edges = content.graph()
    with text_file(path) as file:
        head = {"directed": True, "multigraph": True, "graph": {"name": content.title}}
        file.write(f'{compact(head)[:-1]},\n"nodes":[')
        json_lines(file, plain_records(nodes))
        file.write('],\n"links":[')
        json_lines(file, _links(edges))
        file.write("]}\n")
    return {"nodes": len(nodes.rows), "edges": len(edges.rows)}


def _links(sheet: Sheet) -> Iterator[dict[str, Any]]:
    at = next(n for n, column in enumerate(sheet.columns) if column.name == "id")
    told = plain_records(sheet, ("id", "key"))
    return ({"key": row[at], **link} for row, link in zip(sheet.rows, told, strict=True))


def _count(path: Path) -> Counts:
    found = load_json(path)
    return {"nodes": len(found["nodes"]), "edges": len(found["links"])}


NODELINK = Exporter(
    "nodelink", ".d3.json", "the network, for D3 on the web", _write, _count, takes=frozenset({"edges"})
)
