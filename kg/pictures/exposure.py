"""An index over time and what moved it in, a picture out: line, band, and the same companies as before.

Each event is a number over the line and a row above the picture, so that no labels can meet.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import pairwise

from kg.analyses import analysis
from kg.analyses.base import Finding, Given, Parameter, Value
from kg.pictures.base import (
    BLUE,
    EDGE,
    INK,
    LINE,
    SIZE,
    SMALL,
    Draw,
    Drawing,
    Frame,
    NothingToDrawError,
    Picture,
    Spec,
    fitted,
    measured,
    time_axis,
)
from kg.views.phrases import counted
from kg.views.values import Asking

_PLOT, _ROW, _LEFT, _BELOW = 190, 17, 34, 22
"""Pixels: of the plot, of a row of the key, of the labels at the left, and for the axis below."""
_LEVEL, _ABOVE = 15, 8
"""Pixels of a row of numbers above the plot, and between these and the key."""
_MOST = 10
_STILL = 5e-4
"""A change below it is not shown as one."""


@dataclass(frozen=True, slots=True)
class Step:
    """The index after the events of one day."""

    day: date
    value: float
    low: float
    high: float
    """The value if disputed claims fail, and if they hold."""
    event: str = ""
    """What was announced that day, in words; empty for where the line begins."""
    same: float | None = None
    """The mean over those that were there from the beginning of the line."""


@dataclass(frozen=True, slots=True)
class Series:
    """An index of exposure to one vendor."""

    vendor: str
    steps: tuple[Step, ...]
    until: date
    members: int
    """Companies and projects in the mean at the end."""
    coverage: float
    """Needs that are known, as a part of those that are expected, at the end."""
    claims: int
    documents: int


def draw(series: Series, width: int) -> Drawing:
    """Return the picture of an index.

    Raises
    ------
    NothingToDrawError
        There is no index.

    """
    if not series.steps:
        raise NothingToDrawError(f"there is no index of exposure to {series.vendor}")
    steps = series.steps
    moved = [
        (step, step.value - before.value) for before, step in pairwise(steps) if step.event and _differs(before, step)
    ]
    most = sorted(range(len(moved)), key=lambda place: (-abs(moved[place][1]), -place))[:_MOST]
    shown = [moved[place] for place in sorted(most)]
    frame_for = Frame("", "", width, 1, left=_LEFT)
    span = max(1, (series.until - steps[0].day).days)
    at = [(step.day - steps[0].day).days / span * frame_for.inner for step, _ in shown]
    levels = _levels(at)
    numbers = (max(levels, default=-1) + 1) * _LEVEL
    key = len(shown) * _ROW + (_ABOVE if shown else 0)
    frame = Frame(
        f"Exposure to {series.vendor}: the part that stops without it",
        _subtitle(series, len(moved) - len(shown)),
        width,
        _PLOT + numbers + key,
        left=_LEFT,
        below=_BELOW,
    )
    events = [
        {
            "number": number,
            "day": step.day.isoformat(),
            "event": fitted(f"{number}  {step.day}  {_signed(change)}  {step.event}", width - 2 * EDGE),
            "row": 1 + (numbers + key - (number - 0.5) * _ROW) / _PLOT,
            "level": 1 + (level + 0.5) * _LEVEL / _PLOT,
        }
        for number, ((step, change), level) in enumerate(zip(shown, levels, strict=True), 1)
    ]
    told = "; ".join(f"{step.day} {_signed(change)} {step.event}" for step, change in shown)
    alt = f"{frame.title}. {frame.subtitle} {told}"
    return Drawing(frame.spec(_layers(series, events, frame)), alt.strip())


def series(survey: Finding, credited: Finding, until: date) -> Series | None:
    """Return the index that two findings of `dependence` tell: who is counted, and what each announcement did.

    None where there is no index, for want of members.
    """
    steps: list[Step] = []
    titles: dict[object, list[str]] = {}
    rows = _rows(credited)
    for row in rows:
        titles.setdefault(row["day"], []).append(str(row["event"]))
        if isinstance(row["index"], float):
            values = [row[name] for name in ("index", "low", "high", "cohort")]
            value, low, high, same = (each if isinstance(each, float) else None for each in values)
            assert value is not None
            steps.append(
                Step(
                    date.fromisoformat(str(row["day"])),
                    value,
                    value if low is None else low,
                    value if high is None else high,
                    "; ".join(titles[row["day"]]),
                    same,
                )
            )
    if not steps:
        return None
    counted_last = [row["counted"] for row in rows if isinstance(row["counted"], int)]
    known = [str(row["known"]).split(" of ") for row in _rows(survey) if row["known"] and row["counted"] == "yes"]
    expected = sum(int(of) for _, of in known)
    return Series(
        survey.title.removeprefix("What stops without "),
        tuple(steps),
        until,
        counted_last[-1] if counted_last else 0,
        sum(int(number) for number, _ in known) / expected if expected else 0.0,
        len(survey.claims),
        len({claim.partition("/")[0] for claim in survey.claims}),
    )


def _rows(finding: Finding) -> list[dict[str, Value]]:
    names = [column.name for column in finding.columns]
    return [dict(zip(names, row, strict=True)) for row in finding.rows]


def _differs(before: Step, after: Step) -> bool:
    return (
        any(abs(getattr(after, name) - getattr(before, name)) >= _STILL for name in ("value", "low", "high"))
        or abs((after.same or 0) - (before.same or 0)) >= _STILL
    )


def _levels(at: Sequence[float]) -> list[int]:
    """Return for each number the lowest row above the plot in which it does not touch the one before."""
    ends: list[float] = []
    found = []
    for place in at:
        half = measured("00", SMALL) / 2 + 2
        level = next((row for row, end in enumerate(ends) if end <= place - half), len(ends))
        ends[level : level + 1] = [place + half]
        found.append(level)
    return found


def _signed(change: float) -> str:
    return f"{change:+.2f}".replace("-", "\u2212") if abs(change) >= _STILL else "±0"


def _subtitle(series: Series, left_out: int) -> str:
    first, last = series.steps[0], series.steps[-1]
    same = "" if last.same is None else f"; for the same companies as before {last.same:.2f}"
    return (
        f"From {first.value:.2f} to {last.value:.2f} on {series.until} ({last.low:.2f} to {last.high:.2f} if disputed "
        f"claims fail or hold){same}. Mean of {counted(series.members, 'member')}, of whose expected needs "
        f"{100 * series.coverage:.0f} % are known; from {counted(series.claims, 'claim')} in "
        f"{counted(series.documents, 'document')}. Solid: all. Dashed: the same companies as before. Grey: the band."
        + (f" {counted(left_out, 'event')} that moved it less not named." if left_out else "")
    )


def _layers(series: Series, events: Sequence[Spec], frame: Frame) -> list[Spec]:
    rows = [
        {"day": step.day.isoformat(), "value": step.value, "low": step.low, "high": step.high, "same": step.same}
        for step in series.steps
    ]
    if rows[-1]["day"] != series.until.isoformat():
        rows.append(rows[-1] | {"day": series.until.isoformat()})
    x: Spec = {
        "field": "day",
        "type": "temporal",
        "scale": {"type": "utc", "domain": [rows[0]["day"], rows[-1]["day"]]},
        "axis": time_axis(series.steps[0].day, series.until, max(2, round(frame.inner / 110))) | {"grid": False},
    }
    y: Spec = {
        "type": "quantitative",
        "scale": {"domain": [0, frame.height / _PLOT]},
        "axis": {"title": None, "values": [0, 0.25, 0.5, 0.75, 1], "format": ".2f", "domain": False, "ticks": False},
    }
    data: Spec = {"values": rows}
    step = {"interpolate": "step-after"}
    at: Spec = {"values": list(events)}
    known = [row for row in rows if row["same"] is not None]
    return [
        {
            "data": data,
            "mark": {"type": "area", "color": "#d5d5d5", "opacity": 1, **step},
            "encoding": {"x": x, "y": y | {"field": "low"}, "y2": {"field": "high"}},
        },
        {
            "data": at,
            "mark": {"type": "rule", "color": LINE, "strokeDash": [2, 2]},
            "encoding": {"x": x, "y": y | {"field": "level"}, "y2": {"datum": 0}},
        },
        {
            "data": {"values": known},
            "mark": {"type": "line", "color": INK, "strokeDash": [5, 4], "strokeWidth": 1.5, **step},
            "encoding": {"x": x, "y": y | {"field": "same"}},
        },
        {
            "data": data,
            "mark": {"type": "line", "color": BLUE, "strokeWidth": 2.5, **step},
            "encoding": {"x": x, "y": y | {"field": "value"}},
        },
        {
            "data": at,
            "mark": {"type": "text", "fontSize": SMALL, "color": INK, "stroke": "#ffffff", "strokeWidth": 3},
            "encoding": {"x": x, "y": y | {"field": "level"}, "text": {"field": "number"}},
        },
        {
            "data": at,
            "mark": {"type": "text", "fontSize": SMALL, "color": INK},
            "encoding": {"x": x, "y": y | {"field": "level"}, "text": {"field": "number"}},
        },
        {
            "data": at,
            "mark": {
                "type": "text",
                "fontSize": SIZE,
                "color": INK,
                "align": "left",
                "dx": -_LEFT,
                "baseline": "middle",
            },
            "encoding": {"x": {"value": 0}, "y": y | {"field": "row"}, "text": {"field": "event"}},
        },
    ]


def _read(asking: Asking, given: Given) -> Draw:
    chosen, vendor, until = analysis("dependence"), str(given["vendor"]), given["today"]
    assert isinstance(until, date), "the parameter is needed"
    since = {"since": str(given["since"])} if given["since"] else {}
    survey, credited = (
        chosen.run(asking, chosen.given({"vendor": vendor} | more)) for more in ({}, {"credit": "in-order"} | since)
    )
    told = series(survey, credited, until)
    if told is None:
        raise NothingToDrawError(credited.explanation.rstrip("."), next_step="`kg analyze dependence` says more.")
    return partial(draw, told)


EXPOSURE = Picture(
    "exposure",
    "Exposure to a vendor over time",
    "What part stops without a vendor, since when, and which announcement moved it?",
    _read,
    (
        Parameter("vendor", "id", "the one that is thought away", required=True),
        Parameter("since", "day", "the day from which the line is drawn"),
        Parameter("today", "day", "the day up to which the line is drawn", required=True),
    ),
)
