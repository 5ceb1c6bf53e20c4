"""Six laws of exposure on generated needs with cycles, and two oracles that compute it in another way."""

import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.dependence.model import Level, Model, Need, Option, Substitute
from kg.dependence.solve import Aggregator, Solver, band
from tests.dependence.networks import acyclic, cyclic, hitting, stops_without

NAMES = [f"n{number}" for number in range(7)]
PARTS = st.integers(0, 20).map(lambda n: n / 20)
LEVELS = st.tuples(PARTS, PARTS, PARTS).map(lambda three: Level(*(sorted(three)[i] for i in (1, 0, 2))))
OPTIONS = st.lists(
    st.builds(Option, st.sampled_from(NAMES), st.none(), LEVELS), min_size=1, max_size=3, unique_by=lambda o: o.supplier
).map(tuple)
STAND_INS = st.builds(Substitute, st.sampled_from(NAMES), LEVELS)
NEEDS = st.builds(
    Need,
    st.sampled_from(NAMES),
    st.sampled_from(["a", "b", "c"]),
    OPTIONS,
    st.lists(STAND_INS, max_size=2).map(tuple),
    LEVELS,
)
LISTS = st.lists(NEEDS, min_size=1, max_size=10, unique_by=lambda n: (n.owner, n.name))
ORDERED = st.sampled_from(["leontief", "noisyor"])
NEAR = 1e-9


@given(LISTS, st.sampled_from(NAMES), st.sampled_from(["leontief", "noisyor", "linear"]))
@settings(deadline=None)
def test_exposure_is_a_part_and_a_fixpoint(needs: list[Need], vendor: str, aggregator: Aggregator) -> None:
    solver = Solver(Model.of(needs), aggregator)
    found = solver.exposure(vendor)
    assert all(-NEAR <= value <= 1 + NEAR for value in found.values())
    assert found.get(vendor, 1.0) == 1
    for owner, mine in Model.of(needs).by_owner.items():
        if owner != vendor and aggregator == "leontief":
            assert found[owner] == pytest.approx(max(naive_loss(need, found) for need in mine), abs=1e-8)


def naive_loss(need: Need, lost: dict[str, float]) -> float:
    served = zip(need.options, need.shares(), strict=True)
    loss = need.criticality.point * sum(q * o.strength.point * lost[o.supplier] for o, q in served)
    for stand_in in need.substitutes:
        loss *= 1 - stand_in.readiness.point * (1 - lost[stand_in.supplier])
    return loss


@given(LISTS, NEEDS, st.sampled_from(NAMES), ORDERED)
@settings(deadline=None)
def test_a_further_need_never_lowers_an_exposure(
    needs: list[Need], more: Need, vendor: str, aggregator: Aggregator
) -> None:
    before = Solver(Model.of(needs), aggregator).exposure(vendor)
    after = Solver(Model.of([*needs, replace(more, name="more")]), aggregator).exposure(vendor)
    assert all(after[name] >= value - NEAR for name, value in before.items())


@given(LISTS, st.data(), st.sampled_from(NAMES), ORDERED)
@settings(deadline=None)
def test_a_further_stand_in_never_raises_an_exposure(
    needs: list[Need], data: st.DataObject, vendor: str, aggregator: Aggregator
) -> None:
    place = data.draw(st.integers(0, len(needs) - 1))
    more = replace(needs[place], substitutes=(*needs[place].substitutes, data.draw(STAND_INS)))
    before = Solver(Model.of(needs), aggregator).exposure(vendor)
    after = Solver(Model.of([*needs[:place], more, *needs[place + 1 :]]), aggregator).exposure(vendor)
    assert all(after[name] <= value + NEAR for name, value in before.items())


@given(LISTS, st.sampled_from(NAMES))
@settings(deadline=None)
def test_a_stand_in_that_rests_on_the_vendor_helps_nothing(needs: list[Need], vendor: str) -> None:
    free = [replace(need, substitutes=()) for need in needs]
    stuck = [replace(need, substitutes=(Substitute(vendor, Level.sure(1.0)),)) for need in free]
    before = Solver(Model.of(free)).exposure(vendor)
    after = Solver(Model.of(stuck)).exposure(vendor)
    assert {name: after[name] for name in before} == pytest.approx(before, abs=NEAR)


@given(LISTS, st.sampled_from(NAMES), ORDERED)
@settings(deadline=None)
def test_what_is_counted_lies_within_its_band(needs: list[Need], vendor: str, aggregator: Aggregator) -> None:
    for level in band(Model.of(needs), vendor, aggregator=aggregator).values():
        assert -NEAR <= level.low <= level.point <= level.high <= 1 + NEAR


@given(LISTS, st.sampled_from(NAMES), st.randoms(use_true_random=False))
@settings(deadline=None)
def test_the_order_of_arrival_changes_nothing(needs: list[Need], vendor: str, draw: random.Random) -> None:
    other = list(needs)
    draw.shuffle(other)
    assert Solver(Model.of(other)).exposure(vendor) == Solver(Model.of(needs)).exposure(vendor)


@given(LISTS, st.sampled_from(NAMES))
@settings(deadline=None)
def test_one_step_is_part_of_all_steps(needs: list[Need], vendor: str) -> None:
    solver = Solver(Model.of(needs))
    whole = solver.exposure(vendor)
    assert all(value <= whole[name] + NEAR for name, value in solver.direct(vendor).items())


@pytest.mark.parametrize("seed", range(150))
def test_whole_exposure_is_what_node_removal_finds(seed: int) -> None:
    model = acyclic(random.Random(seed), 9)  # noqa: S311 (a seeded network, no secret)
    for vendor in model.nodes:
        for owner, exposed in Solver(model).exposure(vendor).items():
            assert (exposed > 1 - NEAR) == stops_without(model, owner, vendor), (owner, vendor)


@pytest.mark.parametrize("seed", range(150))
def test_with_one_need_each_it_is_the_chance_that_a_walk_meets_the_vendor(seed: int) -> None:
    model = cyclic(random.Random(seed), 8)  # noqa: S311 (a seeded network, no secret)
    for vendor in model.nodes[:3]:
        assert Solver(model).exposure(vendor) == pytest.approx(hitting(model, vendor), abs=1e-6)
