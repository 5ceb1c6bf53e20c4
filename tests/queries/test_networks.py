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


def test_bottleneck_edges_name_the_announcement_or_else_the_document(engine: Engine) -> None:
    found = {(row["source"], row["target"], row["claim"]): row for row in ask(engine, "bottleneck-edges")}
    inside = found["inference-pivot/sunrise-round", "bn:hbm-supply", "inference-pivot/s3-no-hbm"]
    assert (inside["group"], inside["group_label"], inside["day"]) == ("bn:memory", "Memory", "2026-04-26")
    assert any(source == row["document"] for (source, _, _), row in found.items())
    assert {row["document"] for row in ask(engine, "bottleneck-edges", document="inference-pivot")} == {
        "inference-pivot"
    }


def test_shift_edges_name_the_groups_of_both_ends(engine: Engine) -> None:
    found = {row["claim"]: row for row in ask(engine, "shift-edges")}
    grid = found["inference-pivot/shift-gpu-grid"]
    assert (grid["source"], grid["source_group"], grid["target"], grid["target_group"]) == (
        "bn:gpu-supply",
        "bn:compute",
        "bn:grid-capacity",
        "bn:energy",
    )


def test_feature_edges_tell_classes_and_groups_of_both_ends(engine: Engine) -> None:
    found = {(row["source"], row["relation"], row["target"]): row for row in ask(engine, "feature-edges")}
    solved = found["callosum-tools", "kg:reducesBottleneck", "bn:vendor-lock-in"]
    assert (solved["target_class"], solved["target_group"]) == ("bottleneck", "Interoperability and software")
    uses = found["prfaas", "kg:usesHardware", "h200"]
    assert (uses["source_class"], uses["target_class"]) == ("software framework or tool", "chip")
    assert "target_group" not in uses


def test_forecast_edges_carry_what_became_of_them(engine: Engine) -> None:
    found = {row["claim"]: row for row in ask(engine, "forecast-edges")}
    kept = found["inference-pivot/ipo-val"]
    assert (kept["outcome"], kept["settled"], kept["shown_by"]) == ("kg:kept", "2026-07-01", "summer-report/worth-now")
    assert found["summer-report/soon"]["due"] == "2026-06-30"
    assert not {"record", "outcome", "settled", "reason", "shown_by", "shown_due"} & set(found["summer-report/soon"])
    assert "summer-report/serves" not in found


def test_contest_edges_tell_of_both_claims(engine: Engine) -> None:
    edges = ask(engine, "contest-edges")
    found = next(row for row in edges if row["source"] == "summer-report/speed-lower")
    assert (found["relation"], found["target"]) == ("kg:disputes", "inference-pivot/cs3-21x")
    assert (found["source_modality"], found["source_metric"]) == ("kg:benchmarked", found["target_metric"])
    assert found["source_says"].endswith(": 12x")
    assert any(row["relation"] == "kg:restates" for row in edges)


def test_watch_edges_are_watches_and_mentions(engine: Engine) -> None:
    found = ask(engine, "watch-edges")
    watch = next(row for row in found if row["relation"] == "watches")
    assert (watch["target"], watch["scope"], watch["since"]) == ("langchain", "weekly column", "2026-04-20")
    mentions = {(row["source"], row["claim"]) for row in found if row["relation"] == "mentions"}
    assert ("summer-report", "summer-report/langchain-speaks") in mentions
    assert "inference-pivot/abs-langchain" not in {claim for _, claim in mentions}


def test_series_edges_name_the_kind_the_publisher_and_the_voice(engine: Engine) -> None:
    found = {(row["source"], row["relation"], row["target_label"]) for row in ask(engine, "series-edges")}
    assert ("inference-pivot", "rdf:type", "column") in found
    assert any(source == "inference-pivot" and relation == "kg:voice" for source, relation, _ in found)


def test_source_edges_mark_sources_without_a_name_and_claims_that_ended(engine: Engine) -> None:
    found = ask(engine, "source-edges")
    assert next(row for row in found if row["claim"] == "summer-report/wrong")["relation"] == "kg:corrected"
    unnamed = {row["source"] for row in found if "unnamed" in row}
    assert "press-reports" in unnamed
    assert "column-author" not in unnamed


def test_money_edges_keep_a_fund_apart_and_name_who_takes_part(engine: Engine) -> None:
    found = ask(engine, "money-edges")
    fund = next(row for row in found if row["claim"] == "inference-pivot/fund-size")
    assert (fund["target"], fund["currency"]) == ("kg:fundCapital", "GBP")
    assert ("sovereign-ai-fund", "kg:investedIn", "callosum") in {
        (r["source"], r["relation"], r["target"]) for r in found
    }
    assert "summer-report/taken-back" not in {row["claim"] for row in found}


def test_need_edges_say_for_what_on_what_they_rest_and_how_they_are_put(engine: Engine) -> None:
    found = {(row["source"], row["target"]): row for row in ask(engine, "need-edges")}
    hall = found["larch-hall", "h200"]
    assert (hall["kind"], hall["need"], hall["category"], hall["criticality"]) == (
        *("use", "accelerator", "accelerator", "essential"),
    )
    assert (hall["basis"], hall["put"], hall["affirmed"]) == ("relation", "kg:asserted", "true")
    assert found["prfaas", "h20"]["role"] == "decode"
    assert found["h200", "nvidia"]["basis"] == "background"
    assert found["h200", "nvidia"]["source_side"] == "true"
    kinds = {row["claim"]: row["kind"] for row in ask(engine, "need-edges") if row["target"] == "hbm"}
    assert (kinds["inference-pivot/s3-no-hbm"], kinds["withdrawn-note/claim"]) == ("without", "use")
    other = found["gpu", "cerebras-hardware"]
    assert (other["kind"], other["basis"]) == ("instead", "text")
    assert found["groq-lpu", "groq"]["affirmed"] == "false", "it is taken for granted and not said"


def test_assumed_needs_name_what_they_rest_on_and_who_assumes(engine: Engine) -> None:
    (found,) = ask(engine, "assumed-needs")
    assert (found["owner"], found["need"], found["supplier"], found["in_place_of"]) == (
        *("larch-hall", "accelerator", "cs-3", "h200"),
    )
    assert (found["readiness"], found["author"], found["and_claim"]) == (
        *("adaptation", "editor", "inference-pivot/cs3-made"),
    )


def test_objections_are_those_that_make_something_fall(engine: Engine) -> None:
    found = {(row["source"], row["target"]): row for row in ask(engine, "objection-edges")}
    assert found["summer-report/worth-february", "inference-pivot/val-feb26"]["document"] == "summer-report"
    every = {(r["source"], r["target"]) for r in ask(engine, "argument-edges") if r["relation"] == "kg:disputes"}
    assert found.keys() <= every


def test_ends_name_the_act_and_its_day(engine: Engine) -> None:
    found = {row["target"]: row for row in ask(engine, "end-edges")}
    assert {"summer-report/taken-back", "withdrawn-note/claim"} <= found.keys()
    assert all(row["day"] >= "2026" and row["source"].startswith("event/") for row in found.values())
