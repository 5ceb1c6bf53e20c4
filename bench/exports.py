"""What exports of a large network cost, beside networkx's writers where those can write the data at all.

    python -m bench.exports [--nodes 50000] [--edges 100000] [--rounds 3]

Both get the same columns, reduced to what networkx's writer of the format can hold: no lists, no dates, no empty
places, no decimals. Ours is measured on the full network too. CPU is of this process, the least of the rounds.
"""

import argparse
import json
import random
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from pathlib import Path

import networkx as nx

from kg.exporters import EXPORTERS, Options, exporter
from kg.exporting import export
from kg.tabular import Column, Content, Row, Sheet

_PLAIN = {"text", "integer"}
_TIMED = {"start", "end"}


def world(nodes: int, edges: int) -> Content:
    """Return a network like that of a ledger: six columns beside ids and ends, some of them dates, lists and money."""
    random.seed(7)
    day = date(2024, 1, 1)
    node_columns = (
        *(Column("id"), Column("label"), Column("class"), Column("claims", "integer"), Column("documents", "integer")),
        *(Column("aliases", "texts"), Column("money", "decimal"), Column("first_published", "date")),
    )
    node_rows: list[Row] = [
        (
            *(f"company-{n}", f"Company & Sons {n}", ("Company", "Chip", "Project")[n % 3], n % 40, n % 7),
            *((f"C{n}", f"Co. {n}") if n % 3 == 0 else (), Decimal(n) / 4 if n % 5 == 0 else None),
            day + timedelta(days=n % 900),
        )
        for n in range(nodes)
    ]
    edge_columns = (
        *map(Column, ("id", "source", "target", "relation", "label")),
        *(Column("weight", "integer"), Column("documents", "integer"), Column("disputed")),
        *(Column("claim_ids", "texts"), Column("first_published", "date")),
        *(Column("start", "date"), Column("end", "date")),
    )
    relations = (("usesHardware", "uses hardware"), ("madeBy", "made by"), ("partnerOf", "partner of"))
    edge_rows: list[Row] = []
    for n in range(edges):
        start = day + timedelta(days=random.randrange(900))
        edge_rows.append(
            (
                *(f"news-{n}/claim", f"company-{random.randrange(nodes)}", f"company-{random.randrange(nodes)}"),
                *(*relations[n % 3], 1 + n % 5, 1 + n % 3, "yes" if n % 9 == 0 else "no"),
                *((f"news-{n}/claim", f"news-{n + 1}/claim"), start, start, start + timedelta(days=90)),
            )
        )
    made = {"nodes": Sheet("nodes", node_columns, node_rows), "edges": Sheet("edges", edge_columns, edge_rows)}
    return _content(made)


def _content(sheets: dict[str, Sheet]) -> Content:
    return Content("world", {name: partial(sheets.__getitem__, name) for name in sheets})


def reduced(content: Content) -> Content:
    """Return the network without what networkx's writers cannot hold."""
    sheets = {}
    for name in ("nodes", "edges"):
        sheet = content.sheet(name)
        kept = [n for n, column in enumerate(sheet.columns) if column.kind in _PLAIN]
        rows = [tuple(row[n] for n in kept) for row in sheet.rows]
        sheets[name] = Sheet(name, tuple(sheet.columns[n] for n in kept), rows)
    return _content(sheets)


def as_networkx(content: Content) -> "nx.MultiDiGraph":
    """Return the reduced network as networkx holds it."""
    nodes, edges = content.graph()
    graph = nx.MultiDiGraph()
    graph.add_nodes_from((record.pop("id"), record) for record in nodes.records())
    for record in edges.records():
        graph.add_edge(record.pop("source"), record.pop("target"), key=record.pop("id"), **record)
    return graph


def _dump(data: object, path: Path) -> None:
    path.write_text(json.dumps(data), encoding="utf-8")


OTHERS: dict[str, Callable[["nx.MultiDiGraph", Path], None]] = {
    "gexf": lambda graph, path: nx.write_gexf(graph, path, version="1.3"),
    "graphml": nx.write_graphml,
    "cyjs": lambda graph, path: _dump(nx.cytoscape_data(graph), path),
    "nodelink": lambda graph, path: _dump(nx.node_link_data(graph, edges="links"), path),
}


def cpu(work: Callable[[], object], rounds: int) -> float:
    """Return the least seconds of CPU that some work took."""
    found = []
    for _ in range(rounds):
        before = time.process_time()
        work()
        found.append(time.process_time() - before)
    return min(found)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser()
    for name, default in (("nodes", 50_000), ("edges", 100_000), ("rounds", 3)):
        parser.add_argument(f"--{name}", type=int, default=default)
    asked = parser.parse_args()
    content = world(asked.nodes, asked.edges)
    small = reduced(content)
    graph = as_networkx(small)
    networks = [kind for kind in EXPORTERS if kind.name in {*OTHERS, "dot", "graphology"}]
    tables = [exporter(name) for name in ("csv", "sqlite", "parquet", "xlsx")]
    print(f"{asked.nodes} nodes, {asked.edges} edges, networkx {nx.__version__}, least of {asked.rounds} rounds\n")
    print("| format | ours: CPU s | MB | networkx: CPU s | MB | ours / networkx | ours in full: CPU s | MB |")
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
    with tempfile.TemporaryDirectory() as folder:
        ours, theirs = Path(folder, "ours"), Path(folder, "theirs")
        for kind in (*networks, *tables):
            options = Options(table="edges" if kind.name in {"csv", "parquet"} else None)
            times, sizes = [], []
            for one in (small, content):
                times.append(cpu(partial(export, one, kind, ours, options, force=True), asked.rounds))
                sizes.append(ours.stat().st_size / 1e6)
            other = ("", "", "")
            if kind.name in OTHERS:
                seconds = cpu(partial(OTHERS[kind.name], graph, theirs), asked.rounds)
                other = (f"{seconds:.2f}", f"{theirs.stat().st_size / 1e6:.1f}", f"{times[0] / seconds:.2f}")
            print(
                f"| {kind.name} | {times[0]:.2f} | {sizes[0]:.1f} | {' | '.join(other)} "
                f"| {times[1]:.2f} | {sizes[1]:.1f} |"
            )


if __name__ == "__main__":
    main()
