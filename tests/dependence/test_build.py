"""Which needs facts make: what is one need, what repeats another, what counts by then and how much."""

import random
from dataclasses import replace

import pytest

from kg.dependence.build import UNKNOWN_READINESS, Built, Made, build
from kg.dependence.course import Look, coarser, credit, steps
from kg.dependence.explain import reach, resting_on
from kg.dependence.facts import Fact, Facts, Happening, Objection, Thing
from kg.dependence.index import mean
from kg.dependence.model import VENDOR, Level, Need
from kg.dependence.solve import Solver
from kg.vocab import PARTS
from tests.dependence.networks import cyclic


def use(owner: str, supplier: str, need: str = "accelerator", **more: object) -> Fact:
    """Return a claim that names no role, of an event of its own."""
    claim = f"{owner}/{supplier}"
    made = Fact(
        "use", owner, supplier, need, claim, "relation", "usesHardware", general=True, events=frozenset({claim})
    )
    return replace(made, **more)  # type: ignore[arg-type]


def instead(supplier: str, replaced: str, **more: object) -> Fact:
    made = Fact("instead", "", supplier, "", f"{supplier}/{replaced}", "text", in_place_of=replaced)
    return replace(made, **more)  # type: ignore[arg-type]


def facts(*given: Fact, objections: tuple[Objection, ...] = (), days: dict[str, str] | None = None) -> Facts:
    events = {event for fact in given for event in fact.events | fact.ended_by} | {o.event for o in objections}
    names = {name for fact in given for name in (fact.owner, fact.supplier)}
    happenings = {event: Happening((days or {}).get(event, "2026-01-01"), "d", event) for event in events}
    return Facts(given, {name: Thing(name, name) for name in names}, happenings, objections)


def need(built: Built, owner: str, name: str = "accelerator") -> Need:
    return next(each for each in built.model.by_owner[owner] if each.name == name)


def test_suppliers_of_one_need_share_it_and_roles_are_needs_of_their_own() -> None:
    built = build(facts(use("x", "a"), use("x", "b"), use("y", "a", "prefill", general=False), use("y", "b")))
    assert [option.supplier for option in need(built, "x").options] == ["a", "b"]
    assert Solver(built.model).exposure("a")["x"] == pytest.approx(0.5)
    assert {each.name for each in built.model.by_owner["y"]} == {"prefill", "accelerator"}


def test_a_claim_without_a_role_repeats_the_one_that_names_it() -> None:
    named = use("x", "a", "prefill", general=False, claim="d/named")
    built = build(facts(named, use("x", "a", claim="d/again")))
    (only,) = built.model.by_owner["x"]
    assert only.name == "prefill"
    assert only.options[0].claims == ("d/named", "d/again")


def test_plans_wait_until_somebody_gives_them_a_chance() -> None:
    plan = use("x", "a", affirmed=False)
    assert build(facts(plan)).left_out == ("x/a",)
    assert not build(facts(plan)).model.needs
    built = build(facts(replace(plan, chance=Level(0.5, 0.2, 0.8))))
    assert need(built, "x").options[0].strength == Level(0.5, 0.2, 0.8)
    assert not built.left_out


@pytest.mark.parametrize(
    ("objections", "point"),
    [
        ([("d/no", "x/a")], 0.0),
        ([("d/no", "x/a"), ("d/answer", "d/no")], 1.0),
        ([("d/no", "x/a"), ("x/a", "d/no")], 0.5),
    ],
)
def test_a_disputed_claim_counts_as_it_stands_and_opens_the_band(
    objections: list[tuple[str, str]], point: float
) -> None:
    built = build(facts(use("x", "a"), objections=tuple(Objection(*pair, "e") for pair in objections)))
    assert need(built, "x").options[0].strength == Level(point, 0.0, 1.0)
    assert built.disputed == ("x/a",)


def test_one_undisputed_claim_of_several_is_enough() -> None:
    against = (Objection("d/no", "d/one", "e"),)
    built = build(facts(use("x", "a", claim="d/one"), use("x", "a", claim="d/two"), objections=against))
    assert need(built, "x").options[0].strength == Level.sure(1.0)


def test_what_is_said_of_an_owner_goes_before_what_is_said_of_anybody() -> None:
    general = instead("s", "a")
    own = instead("t", "a", owner="x", readiness=Level.sure(0.8))
    built = build(facts(use("x", "a"), use("y", "a"), general, own))
    assert [(s.supplier, s.readiness.point) for s in need(built, "x").substitutes] == [("t", 0.8)]
    unknown = PARTS[f"readiness-{UNKNOWN_READINESS}"]
    assert [(s.supplier, s.readiness.point) for s in need(built, "y").substitutes] == [("s", unknown)]
    assert built.ready_by_default == (("y", "s"),)


def test_what_nobody_says_counts_by_a_default_that_is_told() -> None:
    built = build(facts(use("x", "a"), use("a", "v", VENDOR), use("y", "a", criticality=Level.sure(0.3))))
    assert built.critical_by_default == (("x", "accelerator"),)
    assert Solver(built.model).exposure("v")["y"] == pytest.approx(0.3)


def test_only_what_was_out_counts_and_what_was_ended_no_more() -> None:
    given = facts(use("x", "a"), use("x", "b", ended_by=frozenset({"end"})))
    assert [o.supplier for o in need(build(given, {"x/a"}), "x").options] == ["a"]
    assert len(need(build(given, {"x/a", "x/b"}), "x").options) == 2
    assert [o.supplier for o in need(build(given, {"x/a", "x/b", "end"}), "x").options] == ["a"]
    assert [o.supplier for o in need(build(given), "x").options] == ["a"], "all facts means those that stand"


def look(given: Facts) -> Look:
    return Look(given, "v", lambda thing: thing.id in {"x", "y"})


def test_an_act_gets_credit_for_what_it_takes_away_and_never_comes_first() -> None:
    given = facts(use("x", "v"), use("y", "v", ended_by=frozenset({"end"})), use("y", "b"), days={"end": "2026-02-01"})
    seen = look(given)
    each = steps(seen.bearing())
    assert [event.id for event in each[-1]] == ["end"]
    for how in ("in-order", "shared"):
        amounts = {c.event: c.amount for c in credit(seen, how, frozenset(), each)}
        assert sum(amounts.values()) == pytest.approx(seen.at(frozenset(given.happenings)).mean, abs=1e-12)
        assert amounts["end"] < 0


def test_what_has_nothing_to_do_with_it_is_no_event_of_it() -> None:
    given = facts(use("x", "a"), use("a", "v", VENDOR), use("z", "a"), use("q", "w"))
    assert {event.id for event in look(given).bearing()} == {"x/a", "a/v"}


def test_the_vendor_and_what_it_makes_are_not_counted() -> None:
    given = facts(use("x", "v"), use("y", "v", VENDOR), use("y", "x"))
    now = look(given).at(frozenset(given.happenings))
    assert now.population == {"x"}
    assert now.mean == mean(now.exposure, ["x"]) == 1


def test_steps_are_joined_only_where_there_are_too_many() -> None:
    days = [(Happening(f"2026-01-{day:02}", "d", f"d/{day}"),) for day in range(1, 32)]
    assert coarser(days, 31) == days
    joined = coarser(days, 4)
    assert [len(step) for step in joined] == [8, 8, 8, 7]
    assert [event for step in joined for event in step] == [event for step in days for event in step]
    assert coarser([], 4) == []


def test_needs_that_are_kept_are_those_that_would_be_made_anew() -> None:
    draw = random.Random(7)  # noqa: S311 (a test that repeats)
    names = [f"n{number}" for number in range(8)]
    for _ in range(40):
        said = [use(*draw.sample(names, k=2), claim=f"d/{n}", events=frozenset({f"e{n % 9}"})) for n in range(14)]
        said += [
            instead(*draw.sample(names, k=2), claim=f"i/{n}", events=frozenset({f"e{n}"}), ended_by=frozenset({"e8"}))
            for n in range(6)
        ]
        objections = (Objection("d/1", "d/0", "e7"), Objection("d/2", "i/3", "e6"))
        everything = facts(*said, objections=objections)
        made: Made = {}
        for _ in range(6):
            counting = frozenset(draw.sample(sorted(everything.happenings), k=draw.randint(3, 9)))
            assert build(everything, counting, made=made) == build(everything, counting)


def test_who_rests_on_a_supplier_is_whoever_reaches_it() -> None:
    draw = random.Random(11)  # noqa: S311
    for _ in range(60):
        model = cyclic(draw, 9, most_needs=2, stand_ins=True)
        for supplier in model.nodes:
            assert resting_on(model, supplier) == {x for x in model.nodes if supplier in reach(model, [x])}
        assert reach(model, model.nodes[:3]) == frozenset().union(*(reach(model, [x]) for x in model.nodes[:3]))
