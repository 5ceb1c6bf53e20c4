"""Likeness of things by their features: rare ones weigh more, and laws for any bags."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.likeness import compare, weights

BAGS = st.lists(st.frozensets(st.sampled_from("abcdefg")), min_size=2, max_size=8)


def test_a_rare_feature_weighs_more() -> None:
    found = weights([{"a", "b"}, {"a"}, {"a"}])
    assert found == {"a": pytest.approx(1.0), "b": pytest.approx(1 + math.log(4 / 2))}


def test_what_is_shared_is_set_against_what_either_has() -> None:
    found = compare({"a", "b", "c"}, {"b", "c", "d"}, {"a": 1.0, "b": 2.0, "c": 3.0, "d": 4.0})
    assert (found.score, found.plain) == (0.5, 0.5)
    assert (found.shared, found.only_first, found.only_second) == (("c", "b"), ("a",), ("d",))


def test_nothing_is_like_nothing() -> None:
    assert compare(set(), set(), {}).score == 0


@given(BAGS)
def test_likeness_is_even_handed_and_whole_for_the_same(bags: list[frozenset[str]]) -> None:
    weigh = weights(bags)
    one, two = bags[0], bags[1]
    found = compare(one, two, weigh)
    assert 0 <= found.score <= 1
    assert found.score == compare(two, one, weigh).score
    assert compare(one, one, weigh).score == (1 if one else 0)
    assert {*found.shared, *found.only_first, *found.only_second} == one | two
