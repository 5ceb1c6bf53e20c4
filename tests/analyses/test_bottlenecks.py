"""A stream with a planted change of what is written of, money by its currency, and what cannot be measured."""

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from kg.analyses.base import AnalysisParameterError, Finding, Value
from kg.analyses.bottlenecks import CAPITAL, LESS, MORE, SAME, UNKNOWN, survey
from kg.network import network
from kg.table import Table

if TYPE_CHECKING:
    from kg.network import Network

COLUMNS = ("source", "relation", "target", "group", "group_label", "day", "claim", "document")
MONEY = (
    "source",
    "relation",
    "target",
    "predicate",
    "currency",
    "amount",
    "low",
    "high",
    "put",
    "announcement",
    "claim",
)
START = date(2026, 1, 5)
TODAY = START + timedelta(weeks=30)


def stream(*told: tuple[int, str]) -> "Network":
    """Return a network of announcements, each a week after START and a group of bottlenecks."""
    rows = [
        (
            f"d{n}",
            "touches",
            f"bn:{group}",
            f"bn:{group}",
            group.title(),
            f"{START + timedelta(weeks=week)}",
            f"d{n}/c",
            f"d{n}",
        )
        for n, (week, group) in enumerate(told)
    ]
    return network(Table.of(COLUMNS, rows))


def by_group(finding: Finding) -> dict[str, dict[str, Value]]:
    names = [column.name for column in finding.columns]
    return {str(row[0]): dict(zip(names, row, strict=True)) for row in finding.rows}


PLANTED = [(week, "memory" if week < 18 else "energy") for week in range(30)] + [
    (week, "serving") for week in range(30)
]


def test_a_planted_change_is_found_and_what_stays_is_left_alone() -> None:
    found = by_group(survey(stream(*PLANTED), None, TODAY))
    assert {name: row["found"] for name, row in found.items()} == {"Energy": MORE, "Memory": LESS, "Serving": SAME}
    assert (found["Energy"]["told"], found["Energy"]["told_before"]) == (11, 1)
    assert found["Energy"]["burst"] == f"{START + timedelta(weeks=18)} to {START + timedelta(weeks=30, days=-1)}"
    assert found["Serving"]["burst"] is None


def test_the_explanation_says_from_where_to_where() -> None:
    said = survey(stream(*PLANTED), None, TODAY).explanation
    assert "from Memory to Energy" in said
    assert f"{MORE}: Energy; {LESS}: Memory" in said


def test_too_few_announcements_are_not_measured() -> None:
    found = survey(stream((0, "memory"), (29, "energy"), (29, "energy")), None, TODAY)
    assert {row["found"] for row in by_group(found).values()} == {UNKNOWN}
    assert "not measurable" in found.explanation


def test_without_anything_before_the_window_no_change_is_told() -> None:
    found = survey(stream((29, "energy")), None, TODAY)
    (row,) = by_group(found).values()
    assert (row["before"], row["now"], row["change"]) == (None, 1, None)
    assert "Nothing of the attention stands before the window" in found.explanation


def test_money_weighs_in_its_own_currency_and_each_deal_once() -> None:
    told = stream((0, "memory"), (0, "energy"), (29, "energy"))
    rows = [
        ("round", "amount", "capitalRaised", "roundAmount", "USD", "30 M", "30e6", "30e6", "asserted", "d0", "d0/m"),
        ("round", "amount", "capitalRaised", "roundAmount", "USD", "30 M", "30e6", "30e6", "asserted", "d2", "d2/m"),
        ("plan", "amount", "capitalRaised", "offeringSize", "USD", "20 M", "20e6", "20e6", "planned", "d1", "d1/m"),
        ("other", "amount", "capitalRaised", "roundAmount", "CNY", "1 bn", "1e9", "1e9", "asserted", "d1", "d1/n"),
        ("away", "amount", "capitalRaised", "roundAmount", "EUR", "1 bn", "1e9", "1e9", "asserted", "dx", "dx/m"),
        ("fund", "amount", "fundCapital", "fundSize", "GBP", "500 M", "500e6", "500e6", "asserted", "d2", "d2/f"),
    ]
    found = survey(told, network(Table.of(MONEY, rows)), TODAY, weigh=CAPITAL)
    shares = {(row[1], row[0]): row[3] for row in found.rows}
    assert shares == {("USD", "Memory"): 0.75, ("USD", "Energy"): 0.25, ("CNY", "Energy"): 1}
    assert found.notes == ("Deals told of only where no bottleneck is touched are left out: 1 in EUR.",)
    whole = survey(told, network(Table.of(MONEY, rows)), TODAY, weigh=CAPITAL, planned=1)
    assert {(row[1], row[0]): row[3] for row in whole.rows}["USD", "Memory"] == 0.6


def test_without_money_it_says_so() -> None:
    found = survey(stream((0, "memory")), network(Table.of(MONEY, [])), TODAY, weigh=CAPITAL)
    assert found.rows == ()
    assert "No announcement that touches a bottleneck tells of money raised." in found.explanation


def test_nothing_told_is_said() -> None:
    assert survey(stream(), None, TODAY).explanation.startswith("No claim that stands")
    assert survey(stream((0, "memory")), None, START - timedelta(days=1)).rows == ()


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"since": TODAY}, "the window from 2026-08-03 to 2026-08-03 is empty"),
        ({"half_life": 0.0}, "half_life is 0"),
        ({"planned": 1.5}, "planned is 1.5"),
    ],
)
def test_a_parameter_that_makes_no_sense_is_refused(wrong: dict[str, float], message: str) -> None:
    with pytest.raises(AnalysisParameterError, match=message):
        survey(stream((0, "memory")), None, TODAY, **wrong)  # type: ignore[arg-type]
