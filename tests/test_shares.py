"""Shares of topics, how they move, and bursts: worked numbers, and laws that hold for any stream."""

import itertools
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.network import network
from kg.shares import Telling, announced, bursts, effective, move, shares, tellings
from kg.table import Table

DAY = date(2026, 4, 26)
FIVE: dict[str, dict[str, float]] = {
    "cerebras": {"efficiency": 0.5, "memory": 0.5},
    "sunrise": {"memory": 0.5, "efficiency": 0.5},
    "prfaas": {"serving": 1.0},
    "callosum": {"interoperability": 1.0},
    "blue-energy": {"energy": 1.0},
}
"""The announcements of one week, and the bottlenecks that each is about."""


def told(weights: dict[str, float] | None = None) -> list[Telling]:
    return [Telling(name, DAY, parts, (weights or {}).get(name, 1.0)) for name, parts in FIVE.items()]


def test_five_announcements_are_spread_evenly() -> None:
    found = shares(told(), DAY, half_life=8)
    assert found == pytest.approx(dict.fromkeys(("efficiency", "memory", "serving", "interoperability", "energy"), 0.2))
    assert effective(found) == pytest.approx(5)


def test_money_weighs_by_its_amount() -> None:
    silent = dict.fromkeys(FIVE, 0.0)
    printed = shares(told(silent | {"cerebras": 3000, "blue-energy": 380}), DAY, half_life=8)
    assert [round(printed[topic], 4) for topic in ("efficiency", "memory", "energy")] == [0.4438, 0.4438, 0.1124]
    halved = shares(told(silent | {"cerebras": 1500, "blue-energy": 380}), DAY, half_life=8)
    assert [round(halved[topic], 4) for topic in ("efficiency", "memory", "energy")] == [0.3989, 0.3989, 0.2021]


def test_what_a_telling_weighs_halves() -> None:
    old = Telling("old", DAY - timedelta(weeks=8), {"memory": 1.0})
    found = shares([old, Telling("new", DAY, {"energy": 1.0})], DAY, half_life=8)
    assert found == pytest.approx({"memory": 1 / 3, "energy": 2 / 3})


def test_what_is_told_later_does_not_count() -> None:
    assert shares(told(), DAY - timedelta(days=1), half_life=8) == {}
    assert effective({}) == 0


def test_what_one_topic_loses_is_dealt_out_over_those_that_gain() -> None:
    before = {"training": 0.6, "memory": 0.2, "energy": 0.2}
    after = dict.fromkeys(("memory", "energy", "interoperability", "serving", "efficiency"), 0.2)
    found = move(before, after)
    assert found.moved == pytest.approx(0.6)
    assert [(source, target, round(part, 9)) for source, target, part in found.flows] == [
        ("training", "efficiency", 0.2),
        ("training", "interoperability", 0.2),
        ("training", "serving", 0.2),
    ]


def test_a_burst_is_where_a_topic_is_told_of_far_more_than_usual() -> None:
    (found,) = bursts([0, 0, 1, 0, 1, 3, 4, 3, 1, 0], [5] * 10)
    assert (found.first, found.last) == (5, 7)
    assert found.weight == pytest.approx(4.7672, abs=5e-5)


@pytest.mark.parametrize(("hits", "totals"), [([], []), ([0, 0], [3, 4]), ([3, 4], [3, 4]), ([0, 0], [0, 0])])
def test_where_a_topic_is_told_of_never_or_always_there_is_no_burst(hits: list[int], totals: list[int]) -> None:
    assert bursts(hits, totals) == []


def test_a_burst_can_last_to_the_end() -> None:
    (found,) = bursts([0] * 8 + [5, 5], [5] * 10)
    assert (found.first, found.last) == (8, 9)


def test_announcements_are_read_with_each_claim_once_under_each_group() -> None:
    columns = ("source", "relation", "target", "group", "day", "claim", "document")
    row = ("d/a", "touches", "bn:memory-wall", "bn:memory", "2026-04-26", "d/one", "d")
    other = (*row[:2], "bn:hbm-supply", *row[3:])
    energy = (*row[:2], "bn:energy", "bn:energy", "2026-04-25", "d/two", "d")
    net = network(Table.of(columns, [row, other, energy]))
    found = announced(net)["d/a"]
    assert found.day == date(2026, 4, 25)
    assert found.parts() == {"bn:energy": 0.5, "bn:memory": 0.5}
    assert set(announced(net, groups="target")["d/a"].claims) == {"bn:memory-wall", "bn:hbm-supply", "bn:energy"}
    assert [each.weight for each in tellings(announced(net), by_claims=True)] == [2.0]
    assert announced(net, by=date(2026, 4, 24)) == {}


PARTS = st.dictionaries(st.sampled_from("abcde"), st.floats(0.01, 10), min_size=1)


@given(PARTS, PARTS)
def test_flows_carry_just_what_changed(one: dict[str, float], two: dict[str, float]) -> None:
    before = {topic: value / sum(one.values()) for topic, value in one.items()}
    after = {topic: value / sum(two.values()) for topic, value in two.items()}
    found = move(before, after)
    assert 0 <= found.moved <= 1 + 1e-9
    assert sum(part for _, _, part in found.flows) == pytest.approx(found.moved, abs=1e-9)
    for topic in "abcde":
        gained = sum(part for _, target, part in found.flows if target == topic)
        lost = sum(part for source, _, part in found.flows if source == topic)
        assert gained - lost == pytest.approx(after.get(topic, 0) - before.get(topic, 0), abs=1e-9)


@given(st.lists(st.tuples(st.integers(0, 400), st.sampled_from("abc"), st.floats(0.1, 10))), st.floats(0.5, 50))
def test_shares_sum_to_one_in_any_order(stream: list[tuple[int, str, float]], half_life: float) -> None:
    held = [Telling(str(n), DAY - timedelta(days=ago), {topic: 1.0}, w) for n, (ago, topic, w) in enumerate(stream)]
    found = shares(held, DAY, half_life=half_life)
    assert sum(found.values()) == pytest.approx(1 if held else 0)
    assert found == shares(held[::-1], DAY, half_life=half_life)


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=30))
def test_bursts_are_apart_and_worth_their_price(batches: list[tuple[int, int]]) -> None:
    hits, totals = [min(batch) for batch in batches], [max(batch) for batch in batches]
    found = bursts(hits, totals)
    assert all(each.first <= each.last < len(batches) and each.weight > 0 for each in found)
    assert all(one.last + 1 < two.first for one, two in itertools.pairwise(found))
