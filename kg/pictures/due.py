"""Plans and forecasts in, a picture of when each falls due out: a line from the day it was said to its last day."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import accumulate

from kg.analyses.base import Given, Parameter
from kg.analyses.forecasts import Forecast, forecasts
from kg.pictures.base import (
    BLUE,
    EDGE,
    FAINT,
    INK,
    RUST,
    SMALL,
    Draw,
    Drawing,
    Frame,
    NothingToDrawError,
    Picture,
    Spec,
    time_axis,
    wrapped,
)
from kg.views.phrases import counted
from kg.views.values import Asking

_MOST_PAST, _MOST_COMING = 6, 9
_LINES, _TEXT, _BAR, _ABOVE, _BELOW = 2, 15, 20, 18, 22
"""Most lines of a text; pixels of each, of the line below it, above the rows, and for the axis below them."""
_SHAPES = {"overdue": "triangle-up", "due": "diamond", "open": "circle"}


@dataclass(frozen=True, slots=True)
class Promise:
    """Something promised for a day, however many claims say it."""

    says: str
    state: str
    said: date
    due: date
    claims: tuple[str, ...]


def promises(told: Iterable[Forecast], day: date) -> tuple[Promise, ...]:
    """Return what has a date and no outcome on a day, by date; several claims of one thing are one."""
    found: dict[tuple[str, date], list[Forecast]] = {}
    for each in told:
        if each.due and each.state(day) in _SHAPES and (each.published or day) <= day:
            found.setdefault((f"{each.about}: {each.says}", each.due), []).append(each)
    return tuple(
        Promise(
            says,
            group[0].state(day),
            min((each.published or day) for each in group),
            due,
            tuple(sorted(each.claim for each in group)),
        )
        for (says, due), group in sorted(found.items(), key=lambda pair: (pair[0][1], pair[0][0]))
    )


def draw(held: Sequence[Promise], day: date, width: int) -> Drawing:
    """Return the picture of promises on a day: those overdue last, and those that come next.

    Raises
    ------
    NothingToDrawError
        There is no promise with a date and without an outcome.

    """
    past = [each for each in held if each.state == "overdue"]
    coming = [each for each in held if each.state != "overdue"]
    if not held:
        raise NothingToDrawError(
            f"on {day} no plan or forecast has a date and no outcome",
            next_step="`kg analyze forecasts` lists them all.",
        )
    shown = [*past[-_MOST_PAST:], *coming[:_MOST_COMING]]
    claims = {claim for each in shown for claim in each.claims}
    left_out = len(held) - len(shown)
    subtitle = (
        f"Judged on {day}: {len(past)} overdue (their day passed and no outcome is recorded), {len(coming)} still "
        f"open. Each line runs from the day it was said to its last day. From {counted(len(claims), 'claim')} in "
        f"{counted(len({claim.partition('/')[0] for claim in claims}), 'document')}"
        + (f"; {left_out} more are left out." if left_out else ".")
    )
    labels = [wrapped(_label(each, day), width - 2 * EDGE, most=_LINES) for each in shown]
    tops = [*accumulate((len(label) * _TEXT + _BAR for label in labels), initial=_ABOVE)]
    frame = Frame("What falls due", subtitle, width, tops[-1], below=_BELOW)
    rows: list[dict[str, object]] = [
        {
            "said": each.said.isoformat(),
            "due": each.due.isoformat(),
            "state": each.state,
            "label": label,
            "text": top,
            "line": top + len(label) * _TEXT + 6,
        }
        for each, label, top in zip(shown, labels, tops, strict=False)
    ]
    told = "; ".join(_label(each, day) for each in shown)
    return Drawing(frame.spec(_layers(rows, shown, day, frame)), f"What falls due, judged on {day}. {told}.")


def _label(promise: Promise, day: date) -> str:
    late = (day - promise.due).days
    words = f"overdue by {counted(late, 'day')}" if promise.state == "overdue" else promise.state
    return f"{promise.due} {words}: {promise.says}"


def _layers(rows: list[dict[str, object]], shown: Sequence[Promise], day: date, frame: Frame) -> list[Spec]:
    first = min([day, *(each.said for each in shown)])
    last = max([day, *(each.due for each in shown)])
    axis = time_axis(first, last, max(3, round(frame.inner / 80))) | {"orient": "bottom"}
    scale = {"type": "utc", "domain": [first.isoformat(), last.isoformat()]}
    x: Spec = {"field": "said", "type": "temporal", "scale": scale, "axis": axis}
    at_due: Spec = x | {"field": "due"}
    line: Spec = {"field": "line", "type": "quantitative", "scale": {"domain": [frame.height, 0]}, "axis": None}
    text: Spec = line | {"field": "text"}
    share = (day - first).days / max(1, (last - first).days)
    right = share > 0.5  # noqa: PLR2004 (half of the picture; its words stand on the side with more room)
    states = list(_SHAPES)
    return [
        {
            "data": {"values": [{"said": day.isoformat()}]},
            "mark": {"type": "rule", "color": INK, "strokeDash": [4, 3]},
            "encoding": {"x": x},
        },
        {
            "data": {"values": [{"said": day.isoformat(), "label": f"judged on {day}"}]},
            "mark": {
                "type": "text",
                "fontSize": SMALL,
                "color": FAINT,
                "baseline": "middle",
                "align": "right" if right else "left",
                "dx": -4 if right else 4,
            },
            "encoding": {"x": x, "y": {"value": 4}, "text": {"field": "label"}},
        },
        {
            "data": {"values": rows},
            "mark": {"type": "rule", "strokeWidth": 2, "color": FAINT},
            "encoding": {"x": x, "x2": {"field": "due"}, "y": line},
        },
        {
            "data": {"values": rows},
            "mark": {"type": "point", "filled": True, "size": 70, "opacity": 1},
            "encoding": {
                "x": at_due,
                "y": line,
                "shape": {
                    "field": "state",
                    "type": "nominal",
                    "scale": {"domain": states, "range": list(_SHAPES.values())},
                    "legend": None,
                },
                "color": {
                    "field": "state",
                    "type": "nominal",
                    "scale": {"domain": states, "range": [RUST, INK, BLUE]},
                    "legend": None,
                },
            },
        },
        *_haloed(rows, text),
    ]


def _haloed(rows: list[dict[str, object]], y: Spec) -> list[Spec]:
    """Return the layers of a text that stays readable where the rule of the day runs through it."""
    about: Spec = {"type": "text", "align": "left", "baseline": "top", "lineHeight": _TEXT, "color": INK}
    encoding = {"x": {"value": 0}, "y": y, "text": {"field": "label"}}
    white = {"stroke": "#ffffff", "strokeWidth": 4, "color": "#ffffff"}
    return [{"data": {"values": rows}, "mark": mark, "encoding": encoding} for mark in (about | white, about)]


def _read(asking: Asking, given: Given) -> Draw:
    day = given["today"]
    assert isinstance(day, date), "the parameter is needed"
    return partial(draw, promises(forecasts(asking.table("forecast-edges")), day), day)


DUE = Picture(
    "due",
    "What falls due",
    "Which promises are overdue and which come next?",
    _read,
    (Parameter("today", "day", "the day that is judged on", required=True),),
)
