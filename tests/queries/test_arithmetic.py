"""Figures that follow from each other and figures that do not, told apart by definitions (world/accounts.yaml)."""

import pytest

from kg.query.engine import Engine
from tests.queries.asking import ask

QUESTION = "figures-that-do-not-follow"
HOLD = {
    "growth": True,
    "growth-near": True,
    "growth-open": True,
    "growth-wrong": False,
    "energy-less": False,
    "power-fold": True,
    "power-times": False,
    "per-watt": True,
    "proceeds": False,
    "build-time": True,
    "one-announcement": True,
}
NUMBERS = {
    # Between which ends the figure lies by its parts, in its own unit, and how far it is off.
    "growth": (50, 50, 1),
    "growth-wrong": (50, 50, 50 / 80),
    "energy-less": (50, 50, 50 / 60),
    "power-fold": (2, 2.5, 1),
    "power-times": (0.4, 0.5, 0.5 / 0.6),
    "per-watt": (6, 7.5, 1),
    "proceeds": (800e6, 800e6, 0.8),
    "build-time": (2.75, 3.25, 1),
    "one-announcement": (1, 1, 1),
}


def checked(engine: Engine, **given: str | list[str]) -> dict[str, dict[str, str]]:
    """Return the rows about the accounts by the key of their claim, each claim once."""
    found = ask(engine, QUESTION, **{"document": "accounts", "holds": ["yes", "no"], **given})
    rows = {row["claim"].removeprefix("accounts/"): row for row in found}
    assert len(rows) == len(found)
    return rows


def test_what_holds_and_what_does_not(engine: Engine) -> None:
    assert {key: row["holds"] == "true" for key, row in checked(engine).items()} == HOLD


@pytest.mark.parametrize("key", NUMBERS)
def test_the_figure_that_the_parts_give(engine: Engine, key: str) -> None:
    row = checked(engine)[key]
    found = [float(row[column]) for column in ("computed_low", "computed_high", "off_by")]
    assert found == pytest.approx(NUMBERS[key], rel=0.003)


def test_of_two_values_of_one_subject_the_earlier_is_the_base(engine: Engine) -> None:
    assert checked(engine)["growth"]["used"] == "accounts/sales-2026, accounts/sales-2025"


def test_what_would_have_to_be_for_it_to_hold(engine: Engine) -> None:
    rows = checked(engine)
    shares = rows["proceeds"]
    assert shares["implied"] == "shares offered, shares"
    assert (float(shares["implied_low"]), float(shares["implied_high"])) == pytest.approx((50e6, 50e6))
    speed = rows["per-watt"]
    assert speed["implied"] == "throughput, factor"
    assert (float(speed["implied_low"]), float(speed["implied_high"])) == pytest.approx((2.8, 3.5))


def test_the_tolerance_is_in_points_for_percentages_and_in_percent_for_the_rest(engine: Engine) -> None:
    strict, lenient = checked(engine, tolerance="0.5"), checked(engine, tolerance="26")
    assert strict["growth-near"]["holds"] == "false"
    assert {key for key, row in lenient.items() if row["holds"] == "false"} == {"growth-wrong"}


def test_without_being_asked_it_shows_what_does_not_hold(engine: Engine) -> None:
    found = {row["claim"].removeprefix("accounts/") for row in ask(engine, QUESTION, document="accounts")}
    assert found == {key for key, holds in HOLD.items() if not holds}
