"""The answer to a question of `queries/networks/` in, a network of nodes and edges out, which nobody can change.

Nodes are ids. Of a row's columns, `source_…` and `target_…` (label, class) describe the nodes at its ends, and all
others the edge. Each edge has the id of its claim for a key, so two claims of one relation are two edges, and an answer
with one row twice gives one edge.
"""

from typing import TYPE_CHECKING, TypeAlias

from kg.errors import BadInputError
from kg.table import Table
from kg.views.values import Asking, short

if TYPE_CHECKING:
    import networkx as nx

    Network: TypeAlias = nx.MultiDiGraph

_ENDS = ("source", "target")


def read_network(asking: Asking, question: str, /, **parameters: str) -> "Network":
    """Return the network that a named question answers.

    Raises
    ------
    BadInputError
        The rows have no source and target.

    """
    return network(asking.table(question, **parameters), question=question)


def network(table: Table, *, question: str = "network") -> "Network":
    """Return the rows of `table` as a frozen `networkx.MultiDiGraph`.

    Nodes have `label` and whatever else the columns `source_x` and `target_x` say (`x`, sorted values where several
    rows differ: `class` can be several). Edges have every other column that is filled in their row, as text. Nodes and
    edges come in the order of the rows.

    Raises
    ------
    BadInputError
        The rows have no source and target.

    """
    import networkx as nx  # noqa: PLC0415 (it takes long to load)

    if missing := [end for end in _ENDS if end not in table.columns]:
        raise BadInputError(
            f"the question answers with no column {' or '.join(missing)}, so its rows are no edges",
            where=question,
            next_step="Ask a question of queries/networks/.",
        )
    found: Network = nx.MultiDiGraph()
    told: dict[tuple[str, str], set[str]] = {}
    for number, row in enumerate(table.rows):
        held = {name: short(cell.value) for name, cell in zip(table.columns, row, strict=True) if cell}
        if not all(end in held for end in _ENDS):
            continue
        for end in _ENDS:
            node = held[end]
            found.add_node(node)
            for name, value in held.items():
                if name.startswith(f"{end}_"):
                    told.setdefault((node, name.removeprefix(f"{end}_")), set()).add(value)
        edge = {name: value for name, value in held.items() if not name.startswith(_ENDS)}
        relation = edge.get("relation") or edge.get("effect") or "related"
        key = f"{edge.get('claim', f'row {number}')} {relation}"
        found.add_edge(held["source"], held["target"], key=key, **(edge | {"relation": relation}))
    for (node, name), values in told.items():
        found.nodes[node][name] = min(values) if name == "label" else tuple(sorted(values))
    for node, about in found.nodes(data=True):
        about.setdefault("label", node)
    frozen: Network = nx.freeze(found)
    return frozen
