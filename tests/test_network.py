"""Rows of a question as a network."""

import networkx as nx
import pytest

from kg.errors import BadInputError
from kg.network import network
from kg.table import Cell, Table

COLUMNS = ("source", "source_label", "source_class", "relation", "target", "target_label", "share", "claim")


def rows(*lines: str) -> Table:
    """Return a table of words; `-` is an empty place."""
    found = []
    for line in lines:
        words: list[Cell | None] = [None if word == "-" else Cell.of(word) for word in line.split()]
        for place in (0, 4, 7):
            cell = words[place]
            words[place] = Cell.node(cell.value) if cell else None
        found.append(words)
    return Table.of(COLUMNS, found)


TWO = ("cs-3 CS-3 Chip madeBy cerebras Cerebras - d1/made", "cs-3 CS-3 Product usesMemory sram SRAM half d1/uses")


def test_rows_are_edges_with_their_claims() -> None:
    found = network(rows(*TWO))
    assert found.nodes["cs-3"] == {"label": "CS-3", "class": ("Chip", "Product")}
    assert found.edges["cs-3", "sram", "d1/uses usesMemory"] == {
        "relation": "usesMemory",
        "share": "half",
        "claim": "d1/uses",
    }
    assert found.edges["cs-3", "cerebras", "d1/made madeBy"] == {"relation": "madeBy", "claim": "d1/made"}


def test_two_claims_are_two_edges_and_a_row_given_twice_is_one() -> None:
    found = network(rows(TWO[0], TWO[0], TWO[0].replace("d1/", "d2/")))
    assert found.number_of_edges("cs-3", "cerebras") == 2


def test_nobody_can_change_it() -> None:
    with pytest.raises(nx.NetworkXError):
        network(rows(*TWO)).add_node("another")


def test_no_rows_are_an_empty_network() -> None:
    assert network(rows()).number_of_nodes() == 0
    assert network(rows("- - - madeBy cerebras Cerebras - d1/x")).number_of_edges() == 0


def test_a_question_without_edges_is_refused() -> None:
    with pytest.raises(BadInputError, match="no column target, so its rows are no edges"):
        network(Table.of(("source", "claim"), ()), question="contested")
