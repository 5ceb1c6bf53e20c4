"""Who stands when some attack others, and how far that moves them: cases worked out by hand, and laws."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.arguing import Link, balance, groups, labels

NODES = "abcdef"
LINKS = st.lists(st.builds(Link, st.sampled_from(NODES), st.sampled_from(NODES), st.floats(0, 1)), max_size=12)
SCORES = st.fixed_dictionaries({node: st.floats(0, 1) for node in NODES})
BASE = {
    "21x": 0.5, "2.2x": 0.5, "23kW": 0.5, "14.3kW": 0.5, "selected": 0.5, "13.06": 0.95,
    "advantage": 0.5, "b200": 0.7, "54%": 0.5, "near 15%": 0.5, "15%": 0.5, "measured": 0.5, "lpddr6": 0.5, "if": 0.25,
    "millions": 0.5, "1.08 GW": 0.95, "2-4 years": 0.5, "4.25 years": 0.95, "thesis": 0.5,
}  # fmt: skip
ATTACKS = [
    *(Link("13.06", claim, 0.25) for claim in ("21x", "2.2x", "23kW", "14.3kW")),
    Link("selected", "21x"), Link("selected", "2.2x"), Link("b200", "advantage"), Link("near 15%", "54%"),
    Link("if", "lpddr6"), Link("1.08 GW", "millions", 1 / 3), Link("4.25 years", "2-4 years", 0.5),
]  # fmt: skip
SUPPORTS = [Link("21x", "advantage"), Link("2.2x", "advantage"), Link("measured", "15%")]
EXPECTED = {
    "21x": 0.1906, "2.2x": 0.1906, "23kW": 0.3812, "advantage": 0.3225, "54%": 0.25, "15%": 0.75, "lpddr6": 0.375,
    "millions": 0.3417, "2-4 years": 0.2625,
}  # fmt: skip


def test_the_balance_of_the_column_with_the_findings_of_arithmetic() -> None:
    found = balance(BASE, ATTACKS, SUPPORTS)
    assert found.converged
    assert {claim: round(found.strength[claim], 4) for claim in EXPECTED} == EXPECTED


def test_the_thesis_is_carried_by_three_that_are_themselves_contested() -> None:
    three = [Link(claim, "thesis") for claim in ("advantage", "lpddr6", "54%")]
    assert balance(BASE, ATTACKS, SUPPORTS + three).strength["thesis"] == pytest.approx(0.8412, abs=5e-5)


def test_support_of_one_origin_counts_once() -> None:
    base = {"a": 0.5, "b": 0.5, "c": 0.5, "d": 0.5}
    supports = [Link(claim, "a") for claim in "bcd"]
    assert balance(base, [], supports).strength["a"] == pytest.approx(0.9375)
    assert balance(base, [], supports, {"b": "o", "c": "o", "d": "o"}).strength["a"] == pytest.approx(0.75)


@pytest.mark.parametrize(("base", "expected"), [(0.5, 1 / 3), (1.0, 0.5)])
def test_two_that_attack_each_other_come_to_rest(base: float, expected: float) -> None:
    found = balance({"a": base, "b": base}, [Link("a", "b"), Link("b", "a")], [])
    assert found.converged
    assert found.strength["a"] == pytest.approx(expected, abs=1e-6)
    assert labels("ab", [Link("a", "b"), Link("b", "a")]) == {"a": "open", "b": "open"}


def test_who_attacks_an_attacker_defends() -> None:
    chain = [Link("a", "b"), Link("b", "c")]
    assert labels("abc", chain) == {"a": "stands", "b": "falls", "c": "stands"}
    assert labels("a", [Link("a", "a")]) == {"a": "open"}


def test_a_hundred_thousand_in_a_row_take_one_pass() -> None:
    names = [f"{number:06}" for number in range(100_000)]
    found = labels(names, (Link(*pair) for pair in pairwise(names)))
    assert list(found.values())[:3] == ["stands", "falls", "stands"]


@given(LINKS)
def test_the_labels_are_consistent(attacks: list[Link]) -> None:
    found = labels(NODES, attacks)
    for node in NODES:
        by = {found[link.source] for link in attacks if link.target == node}
        expected = "falls" if "stands" in by else "stands" if by <= {"falls"} else "open"
        assert found[node] == expected


@settings(max_examples=40)
@given(SCORES, LINKS, LINKS)
def test_a_balance_is_bounded_and_order_changes_nothing(
    base: dict[str, float], attacks: list[Link], supports: list[Link]
) -> None:
    found = balance(base, attacks, supports)
    assert all(0 <= each <= 1 for each in found.strength.values())
    assert balance(dict(reversed(base.items())), attacks[::-1], supports[::-1]) == found


def test_groups_join_through_others() -> None:
    assert groups("abcd", [("b", "c"), ("c", "a")]) == {"a": "a", "b": "a", "c": "a", "d": "d"}
