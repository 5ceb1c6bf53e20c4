"""Spans of days: joined where they touch, kept apart where days lie between them, written and read back."""

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from kg.tabular.edges import Span, spans_of, times, union

DAY = date(2026, 1, 1)


def in_order(one: date | None, other: date | None) -> Span:
    """Return two days as a span, the earlier one first."""
    return (other, one) if one and other and other < one else (one, other)


days = st.one_of(st.none(), st.integers(0, 60).map(lambda n: DAY + timedelta(days=n)))
spans = st.tuples(days, days).map(lambda pair: in_order(*pair))


def covered(found: list[Span]) -> set[date]:
    """Return the days around those that are drawn which some span covers."""
    every = [DAY + timedelta(days=n) for n in range(-3, 65)]
    return {day for day in every if any((a or date.min) <= day <= (b or date.max) for a, b in found)}


@given(st.lists(spans, max_size=8))
def test_a_union_covers_the_same_days_with_gaps_between(found: list[Span]) -> None:
    joined = union(found)
    assert covered(joined) == covered(found)
    for (_, end), (start, _) in pairwise(joined):
        assert end is not None
        assert start is not None
        assert start - end > timedelta(days=1)


@given(st.lists(spans, min_size=1, max_size=8))
def test_times_read_back(found: list[Span]) -> None:
    assert covered(spans_of(times(found))) == covered(found)


def test_what_is_open_on_both_sides_says_nothing() -> None:
    assert times([(DAY, DAY), (None, None)]) == {"start": None, "end": None, "times": ()}
    assert times([]) == {"start": None, "end": None, "times": ()}
    assert times([(DAY, None)]) == {"start": DAY, "end": None, "times": ()}
