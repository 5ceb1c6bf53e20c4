"""Edges that analyses read: which way they run, what they rest on, and what is not among them."""

import pytest

from kg.query.engine import Engine
from tests.queries.asking import SHIPPED, ask

NETWORKS = [name for name, question in SHIPPED.items() if question.folder == "networks"]


@pytest.mark.parametrize("name", NETWORKS)
def test_each_edge_has_two_ends_a_relation_and_what_it_rests_on(engine: Engine, name: str) -> None:
    for row in ask(engine, name):
        assert {"source", "target"} <= set(row)
        assert {"relation", "effect"} & set(row)
        assert "claim" in row or row["source"].count("/") == 1


def test_supply_edges_carry_need_and_share_and_say_what_they_rest_on(engine: Engine) -> None:
    edges = {(row["source"], row["relation"], row["target"]): row for row in ask(engine, "supply-edges")}
    hall = edges["larch-hall", "kg:usesHardware", "h200"]
    assert (hall["category"], hall["criticality"]) == ("accelerator", "essential")
    assert (hall["basis"], hall["claim"]) == ("claim", "summer-report/serves")
    assert edges["g42", "kg:customerOf", "cerebras"]["share"] == "about half"
    known = edges["h200", "kg:madeBy", "nvidia"]
    assert known["basis"] == "background"
    assert known["claim"].startswith("event/")


def test_supply_edges_leave_out_plans_and_what_was_withdrawn(engine: Engine) -> None:
    claims = {row["claim"] for row in ask(engine, "supply-edges")}
    assert "inference-pivot/tx-owner" not in claims
    assert not claims & {"summer-report/taken-back", "withdrawn-note/claim"}


def test_background_is_left_out_where_a_document_is_asked_for(engine: Engine) -> None:
    found = ask(engine, "supply-edges", document="summer-report")
    assert {row["basis"] for row in found} == {"claim"}
    assert {row["document"] for row in found} == {"summer-report"}


def test_argument_edges_run_from_the_claim_that_speaks(engine: Engine) -> None:
    found = {(row["source"], row["relation"], row["target"]) for row in ask(engine, "argument-edges")}
    assert ("summer-report/speed-lower", "kg:disputes", "inference-pivot/cs3-21x") in found
    assert ("summer-report/worth-february", "kg:disputes", "inference-pivot/val-feb26") in found
    inside = ask(engine, "argument-edges", document="inference-pivot")
    supported = [row["target"] for row in inside if row["relation"] == "kg:supports"]
    assert supported.count("inference-pivot/pivot-real") == 10


def test_a_product_counts_for_its_maker(engine: Engine) -> None:
    found = [row for row in ask(engine, "company-topic-edges", document="inference-pivot") if row["through"] == "cs-3"]
    assert {row["source"] for row in found} == {"cerebras"}
    assert ("kg:addressesBottleneck", "bn:memory-bandwidth") in {(row["relation"], row["target"]) for row in found}
