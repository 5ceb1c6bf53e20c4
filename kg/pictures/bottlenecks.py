"""Claims by month and bottleneck in, a picture of the stream out: a lane for each, as wide as it is spoken of.

A month without a bar is one in which no document here speaks of it. Lanes stand apart, so that no colour has to tell
them from each other, and a month is a bar, since nothing is known between two months.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import groupby

from kg.analyses.base import Given
from kg.pictures.base import (
    BLUE,
    INK,
    LINE,
    SIZE,
    Draw,
    Drawing,
    Frame,
    NothingToDrawError,
    Picture,
    Spec,
    fitted,
    time_axis,
)
from kg.table import Table
from kg.views.phrases import counted
from kg.views.values import Asking, texts

_NAME, _LANE, _BELOW = 18, 34, 22
"""Pixels: of a lane's name, of its widest bar, and for the axis below."""
_MOST_MONTHS = 24


@dataclass(frozen=True, slots=True)
class Count:
    """How much was said about a bottleneck in a month."""

    month: str
    """`2026-04`."""
    bottleneck: str
    claims: int
    documents: int


def counts(table: Table) -> tuple[Count, ...]:
    """Return the rows of `bottlenecks-by-month`, the last two years of them."""
    held = [Count(month, name, int(claims), int(documents)) for month, name, claims, documents in texts(table)]
    newest = max((each.month for each in held), default="")
    return tuple(each for each in held if _months(each.month, newest) < _MOST_MONTHS)


def _months(first: str, last: str) -> int:
    """Return how many months lie between two."""
    return (int(last[:4]) - int(first[:4])) * 12 + int(last[5:7]) - int(first[5:7])


def draw(held: Iterable[Count], width: int) -> Drawing:
    """Return the picture of the stream, those bottlenecks first that most claims speak of.

    Raises
    ------
    NothingToDrawError
        No claim touches a bottleneck.

    """
    lanes = _lanes(held)
    if not lanes:
        raise NothingToDrawError("no claim here touches a bottleneck", next_step="`kg terms` lists the topics.")
    months = sorted({each.month for lane in lanes for each in lane})
    most = max(each.claims for lane in lanes for each in lane)
    subtitle = (
        f"Claims that touch a bottleneck, by month of publication, in the {_MOST_MONTHS} months up to the newest. "
        f"The height of a bar is the number of claims; the highest stands for {most}. One long document can make a "
        "month, so documents are counted too."
    )
    frame = Frame(
        "What is said to hold things up, month by month", subtitle, width, len(lanes) * (_NAME + _LANE), below=_BELOW
    )
    bars, names = [], []
    for number, lane in enumerate(lanes):
        top = number * (_NAME + _LANE)
        middle = top + _NAME + _LANE / 2
        names.append({"label": fitted(_said(lane), frame.inner), "text": top + _NAME / 2, "line": middle})
        for each in lane:
            half = max(1.0, each.claims / most * (_LANE - 4) / 2)
            bars.append(
                {
                    "from": f"{each.month}-01",
                    "to": _next(each.month),
                    "claims": each.claims,
                    "documents": each.documents,
                    "bottleneck": each.bottleneck,
                    "high": round(middle - half, 2),
                    "low": round(middle + half, 2),
                }
            )
    alt = "; ".join(
        f"{lane[0].bottleneck}: " + ", ".join(f"{each.month} {each.claims}" for each in lane) for lane in lanes
    )
    return Drawing(
        frame.spec(_layers(bars, names, (f"{months[0]}-01", _next(months[-1])), frame)),
        f"Claims that touch each bottleneck, by month of publication. {alt}.",
    )


def _lanes(held: Iterable[Count]) -> list[list[Count]]:
    ordered = sorted(held, key=lambda each: (each.bottleneck, each.month))
    lanes = [list(group) for _, group in groupby(ordered, key=lambda each: each.bottleneck)]
    return sorted(lanes, key=lambda lane: (-sum(each.claims for each in lane), lane[0].bottleneck))


def _said(lane: Sequence[Count]) -> str:
    """Return how much a bottleneck was spoken of; each document is of one month, so these add up."""
    claims, documents = sum(each.claims for each in lane), sum(each.documents for each in lane)
    return f"{lane[0].bottleneck}: {counted(claims, 'claim')} of {counted(documents, 'document')}"


def _next(month: str) -> str:
    year, number = int(month[:4]), int(month[5:7])
    return f"{year + number // 12}-{number % 12 + 1:02}-01"


def _layers(bars: Sequence[Spec], names: Sequence[Spec], span: tuple[str, str], frame: Frame) -> list[Spec]:
    axis = time_axis(date.fromisoformat(span[0]), date.fromisoformat(span[1]), max(3, round(frame.inner / 80)))
    x: Spec = {"field": "from", "type": "temporal", "scale": {"type": "utc", "domain": list(span)}, "axis": axis}
    y: Spec = {"type": "quantitative", "scale": {"domain": [frame.height, 0]}, "axis": None}
    return [
        {
            "data": {"values": list(names)},
            "mark": {"type": "rule", "color": LINE},
            "encoding": {"x": {"value": 0}, "x2": {"value": frame.inner}, "y": y | {"field": "line"}},
        },
        {
            "data": {"values": list(bars)},
            "mark": {"type": "rect", "color": BLUE, "stroke": "#ffffff", "strokeWidth": 1},
            "encoding": {"x": x, "x2": {"field": "to"}, "y": y | {"field": "high"}, "y2": {"field": "low"}},
        },
        {
            "data": {"values": list(names)},
            "mark": {"type": "text", "align": "left", "baseline": "middle", "fontSize": SIZE, "color": INK},
            "encoding": {"x": {"value": 0}, "y": y | {"field": "text"}, "text": {"field": "label"}},
        },
    ]


def _read(asking: Asking, given: Given) -> Draw:
    del given
    return partial(draw, counts(asking.table("bottlenecks-by-month")))


BOTTLENECKS = Picture(
    "bottlenecks",
    "What is said to hold things up",
    "How many claims touch each bottleneck, month by month?",
    _read,
)
