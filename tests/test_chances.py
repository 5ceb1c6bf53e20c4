"""Figures worked out by hand or published elsewhere, and what holds of all."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.chances import at_least, beta_below, beta_quantile, discoveries, rate, silence, surprise

COUNTS = st.integers(0, 200)


@pytest.mark.parametrize(
    ("kept", "broken", "expected"),
    [(3, 2, (0.583, 0.261, 0.872)), (0, 3, (0.125, 0.001, 0.444)), (8, 2, (0.773, 0.548, 0.940))],
)
def test_the_interval_of_a_rate(kept: int, broken: int, expected: tuple[float, ...]) -> None:
    assert [round(value, 3) for value in rate(kept, broken)] == list(expected)


def test_silence_after_fourteen_mentions_in_twelve_weeks_is_no_surprise() -> None:
    assert silence(14, 12) == pytest.approx(0.3414, abs=5e-5)
    assert surprise(silence(14, 12)) == pytest.approx(1.55, abs=5e-3)
    assert silence(14, 12, silent=2) > 0.05 > silence(14, 12, silent=3)
    assert [round(silence(mentions, 12), 4) for mentions in (36, 55)] == [0.0669, 0.0164]
    assert silence(39, 12) > 0.05 > silence(40, 12)


def test_few_cases_of_few() -> None:
    assert [round(at_least(hits, 5, 0.2), 5) for hits in (3, 4, 5)] == [0.05792, 0.00672, 0.00032]


def test_many_cases_of_very_many() -> None:
    exact = [sum(math.comb(60, k) * 0.3**k * 0.7 ** (60 - k) for k in range(hits, 61)) for hits in range(62)]
    assert [at_least(hits, 60, 0.3) for hits in range(62)] == pytest.approx(exact, abs=1e-12)
    assert at_least(5000, 10_000, 0.5) == pytest.approx(0.503989, abs=1e-6)
    assert [at_least(1, 3, chance) for chance in (0, 1)] == [0, 1]


def test_discoveries_are_judged_together() -> None:
    assert discoveries([0.01, 0.04, 0.03, 0.5]) == (True, False, False, False)
    assert discoveries([0.01, 0.02, 0.03, 0.04]) == (True, True, True, True)
    assert discoveries([]) == ()


@given(COUNTS, COUNTS)
def test_a_rate_lies_within_its_interval(kept: int, broken: int) -> None:
    mean, low, high = rate(kept, broken)
    assert 0 <= low < high <= 1
    assert rate(kept + 1, broken)[0] > mean
    assert beta_below(low, kept + 0.5, broken + 0.5) == pytest.approx(0.05, abs=1e-9)


@given(st.floats(0.001, 0.999), st.floats(0.5, 50), st.floats(0.5, 50))
def test_a_quantile_is_the_inverse(chance: float, a: float, b: float) -> None:
    assert beta_below(beta_quantile(chance, a, b), a, b) == pytest.approx(chance, abs=1e-6)


@given(COUNTS, st.integers(1, 100), st.integers(1, 20))
def test_more_mentions_make_silence_less_likely(mentions: int, windows: int, silent: int) -> None:
    assert 0 < silence(mentions + 1, windows, silent=silent) < silence(mentions, windows, silent=silent) < 1
