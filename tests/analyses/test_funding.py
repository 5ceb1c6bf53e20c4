"""A handful of claims about money: what counts once, what is kept apart."""

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.analyses.base import AnalysisParameterError
from kg.analyses.funding import survey
from kg.network import network
from kg.table import Table

if TYPE_CHECKING:
    from kg.network import Network

COLUMNS = ("source", "relation", "target", "predicate", "currency", "amount", "low", "high", "put", "claim")
RAISED = ("a-round", "amount", "capitalRaised", "roundAmount", "USD")
ROWS: tuple[tuple[str | None, ...], ...] = (
    (*RAISED, "380 M", "380e6", "380e6", "asserted", "d1/raise"),
    (*RAISED, "380 M", "380e6", "380e6", "reported", "d2/raise"),
    ("b-ipo", "amount", "capitalRaised", "offeringSize", "USD", "3 bn or more", "3e9", None, "planned", "d1/size"),
    ("c-round", "amount", "capitalRaised", "roundAmount", "CNY", "over 1 bn", "1e9", None, "reported", "d1/c"),
    ("fund", "amount", "fundCapital", "fundSize", "GBP", "500 M", "500e6", "500e6", "asserted", "d1/fund"),
    ("fund", "investedIn", "callosum", None, None, None, None, None, "reported", "d1/stake"),
    ("a", "hadFundingRound", "a-round", None, None, None, None, None, "reported", "d1/a"),
)
PROCEEDS = (
    "b-ipo",
    "amount",
    "capitalRaised",
    "offeringProceeds",
    "USD",
    "5.5 bn",
    "5.5e9",
    "5.5e9",
    "reported",
    "d3/p",
)


def money(*rows: tuple[str | None, ...]) -> "Network":
    return network(Table.of(COLUMNS, rows))


def by_deal(net: "Network") -> dict[str, dict[str, object]]:
    finding = survey(net)
    return {str(row[0]): dict(zip([c.name for c in finding.columns], row, strict=True)) for row in finding.rows}


def test_a_round_told_by_two_documents_counts_once() -> None:
    deal = by_deal(money(*ROWS))["a-round"]
    assert (deal["status"], deal["low"], deal["high"], deal["claims"], deal["documents"]) == (
        "announced",
        380e6,
        380e6,
        2,
        2,
    )
    assert deal["of"] == "a"


def test_a_fund_is_no_deal_and_what_it_gave_stays_undisclosed() -> None:
    found = by_deal(money(*ROWS))
    assert found["fund"]["status"] == "fund, no deal"
    assert (found["callosum"]["status"], found["callosum"]["low"], found["callosum"]["by"]) == (
        "undisclosed",
        None,
        "fund",
    )
    assert "GBP" not in survey(money(*ROWS)).explanation


def test_what_an_investor_gives_is_no_deal_and_a_total_hides_no_undisclosed_stake() -> None:
    gives = ("fund", "amount", "capitalInvested", "investmentAmount", "GBP", "20 M", None, "20e6", "reported", "d4/t")
    total = (
        "callosum",
        "amount",
        "totalCapitalRaised",
        "totalRaised",
        "USD",
        "10 M",
        "10e6",
        "10e6",
        "reported",
        "d4/c",
    )
    finding = survey(money(*ROWS, gives, total))
    assert {row[3] for row in finding.rows if row[0] == "fund"} == {"fund, no deal", "what an investor gives, no deal"}
    assert {row[3] for row in finding.rows if row[0] == "callosum"} == {"undisclosed", "all rounds so far, no deal"}
    assert "GBP" not in finding.explanation


def test_currencies_and_statuses_stay_apart_and_lower_ends_are_said() -> None:
    text = survey(money(*ROWS)).explanation
    assert text.startswith(
        "at least 1 bn CNY announced in 1 deal; 380 M USD announced in 1 deal; at least 3 bn USD planned in 1 deal; "
        "1 of undisclosed amount."
    )


def test_what_came_in_takes_the_place_of_what_was_planned() -> None:
    deal = by_deal(money(*ROWS, PROCEEDS))["b-ipo"]
    assert (deal["status"], deal["low"], deal["printed"]) == ("closed", 5.5e9, "[3 bn or more]; 5.5 bn")


def test_an_unknown_currency_has_near_misses() -> None:
    with pytest.raises(AnalysisParameterError, match="no amount is in 'USB'"):
        survey(money(*ROWS), currency="USB")
    assert {row[2] for row in survey(money(*ROWS), currency="USD").rows} == {"USD"}


def test_no_money_is_one_sentence() -> None:
    assert survey(money()).explanation == "No claim tells of money raised or invested."


@given(st.permutations(ROWS))
def test_order_changes_nothing(order: list[tuple[str | None, ...]]) -> None:
    assert survey(money(*order)) == survey(money(*ROWS))
