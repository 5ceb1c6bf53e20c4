"""The worked example of the column: population, order and assumed values are given, every figure was done by hand."""

from fractions import Fraction

import pytest

from kg.attribution import in_order, left_out, shared
from kg.dependence.explain import chain, cut_sets
from kg.dependence.index import Split, mean, split
from kg.dependence.model import VENDOR, Level, Model, Need, Option, Substitute
from kg.dependence.solve import Aggregator, Solver, band

EVENTS = ("e1", "e2", "e3", "e4", "e5")
MEMBERS = {"conventional": "e0", "startup": "e0", "cs-3": "e1", "s3": "e2", "prfaas": "e3"}
E0 = frozenset({"e0"})


def need(owner: str, name: str, *suppliers: str, instead: tuple[Substitute, ...] = ()) -> Need:
    return Need(owner, name, tuple(Option(s, claims=(f"{owner}/{s}",)) for s in suppliers), instead)


def model(events: frozenset[str], *, training: bool = False) -> Model:
    ready = Level(0.5, 0.2, 0.8) if "e4" in events else Level.sure(0.2)
    cs3 = (Substitute("cs-3", ready),) if "e1" in events else ()
    needs = [
        *(need(chip, VENDOR, "nvidia") for chip in ("gpu", "h200", "h20")),
        need("groq-lpu", VENDOR, "groq"),
        need("conventional", "accelerator", "gpu"),
        need("conventional", "memory", "hbm"),
        need("startup", "long-context", "gpu", instead=cs3),
        need("startup", "low-latency", "gpu", instead=(Substitute("groq-lpu", ready),)),
    ]
    if training:
        needs.append(need("startup", "training", "gpu"))
    if "e1" in events:
        needs.append(need("cs-3", VENDOR, "cerebras"))
    if "e2" in events:
        needs += [need("s3", VENDOR, "sunrise"), need("s3", "memory", "lpddr6")]
    if "e3" in events:
        needs += [need("prfaas", "prefill", "h200"), need("prfaas", "decode", "h20")]
    return Model.of(needs)


def population(events: frozenset[str]) -> set[str]:
    return {member for member, since in MEMBERS.items() if since in events | E0}


def index(events: frozenset[str], *, aggregator: Aggregator = "leontief", training: bool = False) -> float:
    found = mean(Solver(model(events, training=training), aggregator).exposure("nvidia"), population(events))
    assert found is not None
    return found


def series(aggregator: Aggregator = "leontief", *, training: bool = False) -> list[float]:
    return [index(frozenset(EVENTS[:n]), aggregator=aggregator, training=training) for n in range(6)]


def test_the_series() -> None:
    wanted = [Fraction(1), Fraction(3, 5), Fraction(9, 20), Fraction(14, 25), Fraction(1, 2), Fraction(1, 2)]
    assert series() == pytest.approx([float(f) for f in wanted], abs=1e-12)


def test_other_ways_to_put_needs_together() -> None:
    assert series("noisyor") == pytest.approx([1, 0.6533333, 0.49, 0.592, 0.55, 0.55], abs=1e-6)
    assert series(training=True)[-1] == pytest.approx(0.6, abs=1e-12)
    assert series("linear", training=True)[-1] == pytest.approx(0.4333333, abs=1e-6)
    startup = [Solver(model(frozenset(EVENTS[:n]), training=True), "linear").exposure("nvidia") for n in (0, 1, 4)]
    assert [found["startup"] for found in startup] == pytest.approx([0.9333333, 0.8666667, 0.6666667], abs=1e-6)


def test_most_of_the_fall_is_who_is_counted() -> None:
    parts = []
    for n in range(5):
        old, new = frozenset(EVENTS[:n]), frozenset(EVENTS[: n + 1])
        found = split(
            Solver(model(old)).exposure("nvidia"),
            population(old),
            Solver(model(new)).exposure("nvidia"),
            population(new),
        )
        assert found is not None
        parts.append(found)
    assert [part.within for part in parts] == pytest.approx([-0.10, 0, 0, -0.06, 0], abs=1e-12)
    assert [part.entry for part in parts] == pytest.approx([-0.30, -0.15, 0.11, 0, 0], abs=1e-12)
    assert sum(part.total for part in parts) == pytest.approx(-0.5, abs=1e-12)
    assert sum(part.within for part in parts) == pytest.approx(-0.16, abs=1e-12)


def test_the_same_companies_as_before() -> None:
    cohort = {"conventional", "startup"}
    found = [mean(Solver(model(frozenset(EVENTS[:n]))).exposure("nvidia"), cohort) for n in range(6)]
    assert found == pytest.approx([1, 0.9, 0.9, 0.9, 0.75, 0.75], abs=1e-12)


def test_the_band_of_the_disputed_claim() -> None:
    every = frozenset(EVENTS)
    found = band(model(every), "nvidia")
    assert (found["startup"].low, found["startup"].high) == pytest.approx((0.2, 0.8), abs=1e-12)
    ends = [mean({x: getattr(level, end) for x, level in found.items()}, population(every)) for end in ("low", "high")]
    assert ends == pytest.approx([0.44, 0.56], abs=1e-12)


def test_shared_credit_is_exact() -> None:
    wanted = [Fraction(-1147, 3600), Fraction(-787, 3600), Fraction(263, 3600), Fraction(-43, 1200), Fraction(0)]
    found = [credit.amount for credit in shared(EVENTS, index)]
    assert found == pytest.approx([float(f) for f in wanted], abs=1e-12)
    assert sum(found) == pytest.approx(-0.5, abs=1e-12)


def test_credit_in_order_adds_up_and_leaving_out_does_not() -> None:
    found = [credit.amount for credit in in_order([[e] for e in EVENTS], index)]
    assert found == pytest.approx([-0.4, -0.15, 0.11, -0.06, 0], abs=1e-12)
    assert sum(found) == pytest.approx(-0.5, abs=1e-12)
    out = [credit.amount for credit in left_out(EVENTS, index)]
    assert out == pytest.approx([-0.25, -0.125, 0.125, -0.06, 0], abs=1e-12)


def test_two_that_only_work_together_share_the_cohorts_fall() -> None:
    def cohort(events: frozenset[str]) -> float:
        return mean(Solver(model(events)).exposure("nvidia"), {"conventional", "startup"}) or 0.0

    assert [c.amount for c in shared(("e1", "e4"), cohort)] == pytest.approx([-0.175, -0.075], abs=1e-12)


def test_what_stops_without_whom() -> None:
    whole = model(frozenset(EVENTS))
    assert cut_sets(whole, "prfaas") == (("nvidia",),)
    assert cut_sets(whole, "conventional") == (("hbm",), ("nvidia",))
    assert cut_sets(whole, "s3") == (("lpddr6",), ("sunrise",))
    assert cut_sets(whole, "startup") == (("cerebras", "nvidia"), ("groq", "nvidia"))
    assert cut_sets(model(frozenset(EVENTS), training=True), "startup") == (("nvidia",),)


def test_prfaas_rests_on_nvidia_alone_by_this_chain() -> None:
    whole = model(frozenset(EVENTS))
    assert Solver(whole).exposure("nvidia")["prfaas"] == 1
    steps = chain(whole, "prfaas", "nvidia")
    assert [(s.owner, s.need, s.supplier) for s in steps] == [
        ("prfaas", "decode", "h20"),
        ("h20", VENDOR, "nvidia"),
    ]
    assert steps[0].claims == ("prfaas/h20",)
    assert Solver(whole).exposure("hbm")["conventional"] == 1
    assert Solver(whole).exposure("hbm")["s3"] == 0
    assert Solver(whole).direct("nvidia")["prfaas"] == 1


@pytest.mark.parametrize(
    ("needs", "wanted"),
    [
        ([need("x", "n", "v", "a"), need("a", "n", "v")], 1),
        ([need("x", "n", "v"), need("x", "m", "b")], 1),
        ([need("x", "n", "v", instead=(Substitute("s", Level.sure(1)),))], 0),
    ],
)
def test_where_shares_walks_and_reachability_go_wrong(needs: list[Need], wanted: float) -> None:
    assert Solver(Model.of(needs)).exposure("v")["x"] == wanted


def test_nobody_in_both_populations_is_no_comparison() -> None:
    assert split({"a": 1.0}, ["a"], {"b": 1.0}, ["b"]) is None
    assert mean({}, []) is None
    assert Split(-0.1, 0.2, 0.0).total == pytest.approx(0.1)
