"""Laws of arithmetic over planted sets of every formula: scale, width, least sets, order, and what would reconcile."""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from itertools import combinations
from math import isfinite
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from bench.planted import MAKERS, Maker, Set, book
from kg.arithmetic.book import Book, FigureClaim
from kg.arithmetic.conflicts import verdicts
from kg.arithmetic.intervals import DAY, Interval, Printed
from kg.arithmetic.verdict import Verdict

FORMULAS = st.sampled_from(tuple(MAKERS))
SEEDS = st.integers(0, 10**6)
POWER = {"W": "kW", "kW": "MW", "MW": "GW", "GW": "TW"}
ENERGY = {"Wh": "kWh", "kWh": "MWh"}
MONEY = {"USD": "thousand USD", "thousand USD": "million USD", "million USD": "bn USD", "bn USD": "tn USD"}
SCALED = {
    "ratio": POWER, "quotient": POWER, "polarity": POWER, "same": POWER, "product": POWER | ENERGY,
    "per unit": POWER | MONEY, "proceeds": MONEY, "total": MONEY, "post-money": MONEY, "change": MONEY,
}  # fmt: skip
"""Of what is a thousand times as much of each formula's figures as much as before, as a whole."""


def planted(formula: str, seed: int, *, wrong: bool) -> Set:
    """Return a set of a formula; it has no figures of other levels beside it."""
    maker = Maker(seed)
    made = Set(formula, wrong and formula != "change", "doc")
    MAKERS[formula](maker, made)
    return made


def conflicts(held: Book) -> list[Verdict]:
    return [verdict for verdict in verdicts(held) if verdict.kind == "conflict"]


def found(held: Book) -> list[tuple[object, ...]]:
    return [(v.kind, v.formula, v.set, v.tier, v.computed, v.gap, v.members) for v in verdicts(held)]


def among(held: Book, ids: Iterable[str]) -> Book:
    """Return the claims with these ids, with the ties that are announcements or are among them."""
    kept = set(ids)
    ties = (tie for tie in held.ties if not tie.claim or tie.claim in kept)
    return Book((claim for claim in held.claims if claim.id in kept), ties, held.formulas)


def scaled(made: Set) -> Set:
    """Return a set in which each figure of a kind has the next larger unit."""
    units = SCALED[made.formula]
    pattern = re.compile(rf"(?<=[0-9] )({'|'.join(sorted(units, key=len, reverse=True))})$")

    def larger(fields: dict[str, str]) -> dict[str, str]:
        return fields | {
            name: pattern.sub(lambda unit: units[unit[1]], fields[name])
            for name in ("value", "second")
            if name in fields
        }

    return replace(made, claims={key: larger(fields) for key, fields in made.claims.items()})


@given(formula=st.sampled_from(sorted(SCALED)), seed=SEEDS, wrong=st.booleans())
@settings(max_examples=80, deadline=None)
def test_another_unit_for_all_figures_of_a_kind_changes_no_verdict(formula: str, seed: int, *, wrong: bool) -> None:
    made = planted(formula, seed, wrong=wrong)
    before, after = ([(v.kind, v.formula, v.set) for v in verdicts(book([each]))] for each in (made, scaled(made)))
    assert before == after
    gaps = [[round(v.gap, 6) for v in conflicts(book([each]))] for each in (made, scaled(made))]
    assert gaps[0] == gaps[1]


def wider(claim: FigureClaim, by: float) -> FigureClaim:
    """Return a claim whose figure is a range that holds all that it could stand for, and more."""
    figure = claim.figure
    if figure is None:
        first, last = claim.frame.time
        assert first
        assert last
        days = round(by * 900)
        time = (date.fromordinal(first.toordinal() - days), date.fromordinal(last.toordinal() + days))
        return replace(claim, frame=replace(claim.frame, time=time))
    ends = replace(claim, ratio="", baseline="").reading.strict  # in the figure's own terms, not as a factor
    low, high = (end if isfinite(end) else None for end in (ends.low, ends.high))
    bound = "range" if low is not None and high is not None else figure.bound
    low, high = None if low is None else low - by * abs(low), None if high is None else high + by * abs(high)
    return replace(claim, figure=replace(figure, text="a range", bound=bound, low=low, high=high))


@given(formula=FORMULAS, seed=SEEDS, wrong=st.booleans(), by=st.floats(0, 3), data=st.data())
@settings(max_examples=120, deadline=None)
def test_a_wider_figure_never_makes_a_conflict(
    formula: str, seed: int, by: float, data: st.DataObject, *, wrong: bool
) -> None:
    before = book([planted(formula, seed, wrong=wrong)])
    chosen = data.draw(st.sampled_from(before.claims))
    widened = [wider(claim, by) if claim is chosen else claim for claim in before.claims]
    after = Book(widened, before.ties, before.formulas)
    known = {(v.formula, v.head.id) for v in conflicts(before)}
    assert {(v.formula, v.head.id) for v in conflicts(after)} <= known


@given(formula=FORMULAS, seed=SEEDS)
@settings(max_examples=100, deadline=None)
def test_a_set_that_cannot_hold_has_nothing_in_it_that_could_be_left_out(formula: str, seed: int) -> None:
    held = book([planted(formula, seed, wrong=True)])
    for verdict in conflicts(held):
        assert conflicts(among(held, verdict.set)), verdict.set
        for size in range(len(verdict.set)):
            for some in combinations(verdict.set, size):
                assert not conflicts(among(held, some)), (verdict.set, some)


@given(formulas=st.lists(FORMULAS, min_size=1, max_size=4), seed=SEEDS, shuffled=st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_the_order_of_claims_and_ties_does_not_matter(formulas: list[str], seed: int, shuffled: Random) -> None:
    maker = Maker(seed)
    sets = list(maker.sets(len(MAKERS)))
    held = book([made for made in sets if made.formula in formulas])
    claims, ties = list(held.claims), list(held.ties)
    shuffled.shuffle(claims)
    shuffled.shuffle(ties)
    assert found(Book(claims, ties, held.formulas)) == found(held)


def inside(interval: Interval) -> float:
    """Return a value of an interval, away from its ends where it has two."""
    if isfinite(interval.low) and isfinite(interval.high):
        return (interval.low + interval.high) / 2
    return interval.low * 1.01 if isfinite(interval.low) else interval.high * 0.99


def changed(claim: FigureClaim, value: float) -> FigureClaim:
    """Return a claim that gives `value`, in the base unit or as a factor."""
    if claim.figure is None:
        day = date.fromordinal(round(value / DAY))
        return replace(claim, frame=replace(claim.frame, time=(day, day)), time_text=day.isoformat())
    own = {
        "percentIncrease": value - 1,
        "percentReduction": 1 - value,
        "foldReduction": 1 / value if value else 0.0,
    }.get(claim.ratio if claim.compares else "", value)
    return replace(claim, figure=exactly(claim.figure, own))


def exactly(printed: Printed, value: float) -> Printed:
    return replace(printed, text="a range", bound="range", low=value * (1 - 1e-9), high=value * (1 + 1e-9))


@given(formula=FORMULAS, seed=SEEDS)
@settings(max_examples=120, deadline=None)
def test_each_single_change_that_is_named_does_reconcile_a_set(formula: str, seed: int) -> None:
    held = book([planted(formula, seed, wrong=True)])
    for verdict in conflicts(held):
        only = among(held, verdict.set)
        for member in verdict.members:
            if member.would_be.low > member.would_be.high or (member.claim.figure and member.would_be.high <= 0):
                continue  # no change of this one alone would do
            mended = [changed(c, inside(member.would_be)) if c.id == member.claim.id else c for c in only.claims]
            assert not conflicts(Book(mended, only.ties, only.formulas)), (verdict.set, member)
        for _, would_be in verdict.beside:
            head = verdict.head
            assert head.second
            mended = [
                replace(head, second=(head.second[0], exactly(head.second[1], inside(would_be))))
                if c.id == head.id
                else c
                for c in only.claims
            ]
            assert not conflicts(Book(mended, only.ties, only.formulas)), (verdict.set, would_be)
