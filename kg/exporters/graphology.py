"""Nodes and edges in, the JSON that graphology imports out: a directed multigraph with keys and attributes."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kg.exporters.base import Counts, Exporter, Options, compact, json_lines, load_json, plain_records, text_file
from kg.tabular import Content, Sheet

_OPTIONS = {"type": "directed", "multi": True, "allowSelfLoops": True}


def _write(content: Content, path: Path, _: Options) -> Counts:
    nodes, edges = content.graph()
    with text_file(path) as file:
        file.write(f'{{"attributes":{compact({"name": content.title})},"options":{compact(_OPTIONS)},\n"nodes":[')
        json_lines(file, _keyed(nodes, ()))
        file.write('],\n"edges":[')
        json_lines(file, _keyed(edges, ("source", "target")))
        file.write("]}\n")
    return {"nodes": len(nodes.rows), "edges": len(edges.rows)}


def _keyed(sheet: Sheet, ends: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    at = {column.name: n for n, column in enumerate(sheet.columns)}
    for row, attributes in zip(sheet.rows, plain_records(sheet, ("id", *ends)), strict=True):
        yield {"key": row[at["id"]], **{end: row[at[end]] for end in ends}, "attributes": attributes}


def _count(path: Path) -> Counts:
    found = load_json(path)
    return {name: len(found[name]) for name in ("nodes", "edges")}


GRAPHOLOGY = Exporter(
    "graphology",
    ".graphology.json",
    "the network, for graphology and sigma on the web",
    _write,
    _count,
    takes=frozenset({"edges"}),
)
