"""Credit for a change: what adds up, what does not, and what must come first."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.attribution import MOST_EXACT, CircularError, in_order, left_out, shared

NUMBERS = st.floats(-10, 10, allow_nan=False)


def game(values: list[float]) -> dict[frozenset[int], float]:
    count = (len(values) - 1).bit_length()
    return {frozenset(i for i in range(count) if mask >> i & 1): v for mask, v in enumerate(values[: 1 << count])}


@given(st.integers(1, 5).flatmap(lambda n: st.lists(NUMBERS, min_size=1 << n, max_size=1 << n)))
@settings(deadline=None)
def test_credit_adds_up(values: list[float]) -> None:
    worth = game(values)
    events = sorted(frozenset().union(*worth))
    change = worth[frozenset(events)] - worth[frozenset()]
    assert sum(c.amount for c in shared(events, worth.__getitem__)) == pytest.approx(change, abs=1e-12, rel=1e-12)
    steps = [[event] for event in events]
    assert sum(c.amount for c in in_order(steps, worth.__getitem__)) == pytest.approx(change, abs=1e-12, rel=1e-12)
    together = in_order([events[:2], events[2:]], worth.__getitem__)
    assert sum(c.amount for c in together) == pytest.approx(change, abs=1e-12, rel=1e-12)


@given(st.lists(NUMBERS, min_size=8, max_size=8))
def test_the_order_in_which_events_are_named_changes_no_credit(values: list[float]) -> None:
    worth = game(values)
    one = {c.event: c.amount for c in shared([0, 1, 2], worth.__getitem__)}
    other = {c.event: c.amount for c in shared([2, 0, 1], worth.__getitem__)}
    assert one == pytest.approx(other, abs=1e-12)


def test_events_of_one_step_share_it() -> None:
    found = in_order([["a"], ["b", "c"]], lambda some: float({"b", "c"} <= some))
    assert [(c.event, c.amount) for c in found] == [("a", 0), ("b", 0.5), ("c", 0.5)]


def test_only_orders_in_which_what_is_needed_came_first_count() -> None:
    """b needs a, so of the six orders of three only three can be; abc, acb, cab."""
    worth = {"": 0, "a": 6, "c": 0, "ab": 6, "ac": 6, "abc": 12}
    found = shared("abc", lambda some: float(worth["".join(sorted(some))]), needs={"b": frozenset("a")})
    assert [c.amount for c in found] == pytest.approx([6, 4, 2])
    assert Fraction(12) == sum(Fraction(c.amount).limit_denominator(100) for c in found)


def test_events_that_need_each_other_are_refused() -> None:
    with pytest.raises(CircularError, match="need each other first: a, b"):
        shared("ab", len, needs={"a": frozenset("b"), "b": frozenset("a")})


def test_beyond_twelve_it_is_sampled_with_its_error_and_still_adds_up() -> None:
    events = tuple(range(MOST_EXACT + 2))

    def worth(some: frozenset[int]) -> float:
        return float(len(some) ** 2)

    found = shared(events, worth, samples=400)
    assert sum(c.amount for c in found) == pytest.approx(196, abs=1e-9)
    assert all(abs(c.amount - 14) < 4 * c.error for c in found)
    assert all(c.error > 0 for c in found)
    assert found == shared(events, worth, samples=400)


def test_exact_credit_asks_each_set_once() -> None:
    asked: list[frozenset[int]] = []

    def worth(some: frozenset[int]) -> float:
        asked.append(some)
        return float(len(some))

    shared(range(6), worth)
    assert len(asked) == len(set(asked)) == 64


def test_left_out_need_not_add_up() -> None:
    assert [c.amount for c in left_out("ab", lambda some: float(bool(some)))] == [0, 0]
