"""Laws of figures and times: what is written is read back as the same; any text is read or refused."""

from datetime import date
from decimal import Decimal
from typing import get_args

from hypothesis import example, given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from kg.dates import When, read_when, write_when
from kg.errors import BadInputError
from kg.figures import Bound, Figure, base, factor, read_figure, write_figure
from kg.term import RatioKind
from kg.vocab import UNITS

bounded = settings(max_examples=300, deadline=None)
PLAIN_UNITS = sorted(UNITS)
RATIOS: dict[RatioKind, str] = {
    "timesAsMuch": "UNITLESS",
    "foldReduction": "UNITLESS",
    "percentIncrease": "PERCENT",
    "percentReduction": "PERCENT",
}
DAYS = st.dates(date(1900, 1, 1), date(2200, 12, 31))
WORDS = (
    *(
        "1",
        "2.5",
        "1,000",
        "35",
        "-",
        "+",
        "$",
        "%",
        "x",
        "USD",
        "bn",
        "M",
        "m",
        "k",
        "MW",
        "kW",
        "/kW",
        "GPUs",
        "-fold",
    ),
    *("over", "at least", "about", "up to", "or more", "between", "and", "to", "from", "hundreds of", "millions of"),
    *(
        "lower",
        "higher",
        "less",
        "times",
        "as much",
        "per",
        "years",
        "\u2013",
        "\u00bd",
        "three",
        "th",
        "~",
        ">=",
        "requests/s",
    ),
)
TIME_WORDS = (
    *("2026", "2026-05", "2026-05-14", "May", "14", "Q3", "H1", "2200", "1900", "early", "mid", "end of", "half of"),
    *("by", "before", "since", "after", "to", "or", "-", "\u2013", "between", "and", "the", "first", "this week", ","),
)


def phrases(words: tuple[str, ...]) -> st.SearchStrategy[str]:
    pieces = st.lists(st.tuples(st.sampled_from(words), st.sampled_from(["", " "])), max_size=8)
    return pieces.map(lambda pairs: "".join(word + space for word, space in pairs))


@st.composite
def numbers(draw: st.DrawFn, *, smallest: int | None = None) -> Decimal:
    """Draw round and odd numbers, with scales that have a word and scales that have none."""
    coefficient = draw(st.integers(smallest if smallest is not None else -(10**12), 10**12))
    return Decimal(coefficient).scaleb(draw(st.integers(-9, 15)))


@st.composite
def figures(draw: st.DrawFn) -> Figure:
    ratio = draw(st.none() | st.sampled_from(sorted(RATIOS)))
    unit = RATIOS[ratio] if ratio else draw(st.sampled_from(PLAIN_UNITS))
    smallest = {None: None, "foldReduction": 1}.get(ratio, 0)
    bound: Bound = draw(st.sampled_from(get_args(Bound)))
    ends = sorted(draw(st.tuples(numbers(smallest=smallest), numbers(smallest=smallest))))
    low, high = ends if bound == "range" else (ends[0], ends[0])
    return Figure(
        low=None if bound in ("lessThan", "atMost") else low,
        high=None if bound in ("greaterThan", "atLeast") else high,
        bound=bound,
        unit=unit,
        ratio=ratio,
        text="as written",
    )


def without_text(figure: Figure) -> tuple[object, ...]:
    return figure.low, figure.high, figure.bound, figure.unit, figure.ratio


@bounded
@given(figures())
def test_a_figure_that_is_written_is_read_back_as_the_same(figure: Figure) -> None:
    written = write_figure(figure)
    back = read_figure(written, where="law")
    assert without_text(back) == without_text(figure)
    assert write_figure(back) == written


@bounded
@given(figures())
def test_a_figure_survives_json_and_keeps_its_bytes(figure: Figure) -> None:
    adapter = TypeAdapter(Figure)
    stored = adapter.dump_json(figure)
    assert adapter.validate_json(stored) == figure
    assert adapter.dump_json(adapter.validate_json(stored)) == stored


@bounded
@given(figures())
def test_factors_and_base_ends_keep_the_order_of_the_ends(figure: Figure) -> None:
    for low, high in (factor(figure), base(figure)):
        assert low is None or high is None or low <= high
    assert (base(figure)[0] is None, base(figure)[1] is None) == (figure.low is None, figure.high is None)
    if figure.ratio in ("foldReduction", "percentReduction"):
        assert (factor(figure)[1] is None, factor(figure)[0] is None) == (figure.low is None, figure.high is None)


@settings(max_examples=400, deadline=None)
@given(phrases(WORDS) | st.text(max_size=40))
@example("hundreds of")
@example("1 to")
@example("$ 1 to -")
def test_any_text_is_read_or_refused_and_what_is_read_holds_its_words(text: str) -> None:
    try:
        figure = read_figure(text, where="law")
    except BadInputError:
        return
    assert figure.text == text.strip()
    assert without_text(read_figure(write_figure(figure), where="law")) == without_text(figure)


@st.composite
def times(draw: st.DrawFn) -> When:
    """Draw bounds on arbitrary days and, half of the time, on the ends of months."""
    first, last = sorted(draw(st.tuples(DAYS, DAYS)))
    if draw(st.booleans()):
        months = st.tuples(st.integers(1900, 2200), st.integers(1, 12))
        start, end = sorted(draw(st.tuples(months, months)))
        spoken = read_when(f"{start[0]}-{start[1]:02} to {end[0]}-{end[1]:02}", where="law")
        assert spoken.earliest is not None
        assert spoken.latest is not None
        first, last = spoken.earliest, spoken.latest
    side = draw(st.sampled_from(("both", "since", "by")))
    return When(None if side == "by" else first, None if side == "since" else last, "")


@bounded
@given(times())
def test_a_time_that_is_written_is_read_back_as_the_same(when: When) -> None:
    written = write_when(when)
    back = read_when(written, where="law")
    assert (back.earliest, back.latest) == (when.earliest, when.latest)
    assert write_when(back) == written


@settings(max_examples=400, deadline=None)
@given(phrases(TIME_WORDS) | st.text(max_size=40))
def test_any_text_is_read_as_a_time_or_refused(text: str) -> None:
    try:
        when = read_when(text, where="law")
    except BadInputError:
        return
    assert when.text == text.strip()
    again = read_when(write_when(when), where="law")
    assert (again.earliest, again.latest) == (when.earliest, when.latest)
