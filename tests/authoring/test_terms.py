import pytest

from kg.authoring import find_terms
from kg.claim import Entity
from kg.vocab import CLASSES, METRICS, MODALITIES, PREDICATES, TOPICS, UNITS

ACME = Entity(
    id="acme-corp", cls="Company", label="Acme Corporation", aliases=("Acme", "the chip firm"), note="of Ohio"
)


@pytest.mark.parametrize(
    ("word", "kind", "name"),
    [
        ("offerPrice", "predicate", "offerPrice"),
        ("offer price", "predicate", "offerPrice"),
        ("MW", "unit", "MW"),
        ("mW", "unit", "mW"),
        ("CCY_USD", "unit", "USD"),
        ("gigawatt", "unit", "GW"),
        ("gpu supply", "topic", "gpu-supply"),
        ("planned", "modality", "planned"),
        ("post-money", "qualifier", "post-money"),
        ("press-release", "kind", "press-release"),
        ("FundingRound", "class", "FundingRound"),
        ("throughput", "metric", "throughput"),
        ("acme", "entity", "acme-corp"),
        ("chip firm", "entity", "acme-corp"),
    ],
)
def test_a_name_label_or_symbol_leads_to_its_term(word: str, kind: str, name: str) -> None:
    best = find_terms(word, [ACME])[0]
    assert (best.kind, best.name, best.near) == (kind, name, False)


def test_every_term_is_found_by_its_name() -> None:
    for table in (PREDICATES, METRICS, MODALITIES, TOPICS, CLASSES):
        for name in table:
            assert any(hit.name == name for hit in find_terms(name)), name
    for unit in list(UNITS.values())[::8]:
        assert any(hit.label == unit.label for hit in find_terms(unit.name)), unit.name


def test_exact_names_come_before_parts_and_parts_before_comments() -> None:
    hits = find_terms("valuation")
    assert {hit.name for hit in hits[:2]} == {"valuation", "hasValuation"}
    in_name = ["valuation" in f"{hit.name} {hit.label}".lower() for hit in hits]
    assert in_name == sorted(in_name, reverse=True)


def test_a_predicate_says_what_it_takes() -> None:
    assert find_terms("constructionStart")[0].comment.endswith("Takes `when`.")


def test_near_names_stand_in_where_nothing_matches() -> None:
    hits = find_terms("offerPryce")
    assert "offerPrice" in [hit.name for hit in hits]
    assert all(hit.near for hit in hits)


@pytest.mark.parametrize("word", ["", "   ", "qqqqqqqqq"])
def test_nothing_is_found_for_nothing(word: str) -> None:
    assert find_terms(word, [ACME]) == ()
