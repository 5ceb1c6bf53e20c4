"""What each event added to a change in, a picture of who moved it out: bars, each from where the last one ended."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from itertools import accumulate, pairwise

from kg.analyses import analysis
from kg.analyses.base import Finding, Given, Parameter, Value
from kg.pictures.base import (
    BLUE,
    EDGE,
    FAINT,
    INK,
    RUST,
    SIZE,
    Draw,
    Drawing,
    Frame,
    NothingToDrawError,
    Picture,
    Spec,
    wrapped,
)
from kg.views.phrases import counted
from kg.views.values import Asking

_TEXT, _BAR, _GAP, _BELOW, _MOST, _LINES = 15, 11, 10, 22, 12, 2
"""Pixels of a line of text, of a bar, between rows, for the axis; most events; lines of a label."""


@dataclass(frozen=True, slots=True)
class Mover:
    """What one event, or the events of one day, added to a change."""

    label: str
    amount: float
    error: float = 0.0
    """Standard error where the credit was sampled."""


@dataclass(frozen=True, slots=True)
class Change:
    """A change of an index with what made it."""

    vendor: str
    start: float
    movers: tuple[Mover, ...]
    within: float
    entry: float
    exit: float
    """The split: the same companies as before, newcomers counted, leavers no longer counted."""
    claims: int
    documents: int

    @property
    def end(self) -> float:
        """Return where the index ends."""
        return self.start + sum(mover.amount for mover in self.movers)


def draw(change: Change, width: int) -> Drawing:
    """Return the picture of a change; the events that moved least are put together as one.

    Raises
    ------
    NothingToDrawError
        Nothing moved.

    """
    if not any(mover.amount for mover in change.movers):
        raise NothingToDrawError(f"nothing moved the exposure to {change.vendor}")
    movers = _most(change.movers)
    ends = [*accumulate((mover.amount for mover in movers), initial=change.start)]
    labels = [
        f"before: {change.start:.2f}",
        *(f"{_signed(mover.amount)}{_error(mover)}  {mover.label}" for mover in movers),
        f"after: {change.end:.2f}",
    ]
    bars = [(0.0, change.start), *pairwise(ends), (0.0, change.end)]
    words = [wrapped(label, width - 2 * EDGE, most=_LINES) for label in labels]
    tops = [*accumulate((len(each) * _TEXT + _BAR + _GAP for each in words), initial=0)]
    subtitle = (
        f"Change {_signed(change.end - change.start)}: {_signed(change.within)} among the same companies as before, "
        f"{_signed(change.entry)} by newcomers counted, {_signed(change.exit)} by leavers. A full bar rises, a hollow "
        f"one falls. From {counted(change.claims, 'claim')} in {counted(change.documents, 'document')}; the unit is "
        "the part that stops, 0 to 1."
    )
    frame = Frame(f"What moved the exposure to {change.vendor}", subtitle, width, tops[-1], below=_BELOW)
    rows: list[Spec] = [
        {
            "label": lines,
            "from": round(first, 12),
            "to": round(last, 12),
            "kind": "level" if number in {0, len(bars) - 1} else "rise" if last >= first else "fall",
            "text": top,
            "high": top + len(lines) * _TEXT + 1,
            "low": top + len(lines) * _TEXT + _BAR,
        }
        for number, (lines, top, (first, last)) in enumerate(zip(words, tops, bars, strict=False))
    ]
    return Drawing(frame.spec(_layers(rows, frame)), f"{frame.title}. {subtitle} {'; '.join(labels)}.")


def change(credited: Finding) -> Change | None:
    """Return the change that a finding of `dependence` with credit tells; None where nothing has credit."""
    names = [column.name for column in credited.columns]
    rows = [dict(zip(names, row, strict=True)) for row in credited.rows]
    told = [row for row in rows if isinstance(row["credit"], float)]
    last = next((row["index"] for row in reversed(rows) if isinstance(row["index"], float)), None)
    if not told or not isinstance(last, float):
        return None
    movers = tuple(Mover(f"{row['day']} {row['event']}", _number(row["credit"]), _number(row["error"])) for row in told)
    within, entry, leavers = (sum(_number(row[name]) for row in rows) for name in ("within", "entry", "exit"))
    return Change(
        credited.title.removeprefix("Who moved the index of exposure to "),
        last - sum(mover.amount for mover in movers),
        movers,
        within,
        entry,
        leavers,
        len(credited.claims),
        len({claim.partition("/")[0] for claim in credited.claims}),
    )


def _number(value: Value) -> float:
    return value if isinstance(value, float) else 0.0


def _most(movers: Sequence[Mover]) -> list[Mover]:
    ranked = sorted(movers, key=lambda mover: -abs(mover.amount))
    kept = {id(mover) for mover in ranked[:_MOST] if mover.amount}
    rest = [mover for mover in movers if id(mover) not in kept]
    shown = [mover for mover in movers if id(mover) in kept]
    if any(mover.amount for mover in rest):
        shown.append(Mover(counted(len(rest), "other event"), sum(mover.amount for mover in rest)))
    return shown


def _signed(amount: float) -> str:
    return f"{amount:+.2f}".replace("-", "\u2212")


def _error(mover: Mover) -> str:
    return f" (standard error {mover.error:.2g})" if mover.error else ""


def _layers(rows: Sequence[Spec], frame: Frame) -> list[Spec]:
    axis = {"title": None, "format": ".2f", "tickCount": 5, "labelFlush": True}
    highest = max(float(str(row[end])) for row in rows for end in ("from", "to"))
    x: Spec = {
        "field": "from",
        "type": "quantitative",
        "scale": {"domain": [0, 1 if highest > 0.5 else highest * 1.1]},  # noqa: PLR2004 (half of the whole)
        "axis": axis,
    }
    y: Spec = {"type": "quantitative", "scale": {"domain": [frame.height, 0]}, "axis": None}
    kinds = {
        "domain": ["level", "rise", "fall"],
        "range": [FAINT, RUST, "#ffffff"],
    }
    edges = kinds | {"range": [FAINT, RUST, BLUE]}
    return [
        {
            "data": {"values": list(rows)},
            "mark": {"type": "rect", "strokeWidth": 1.5},
            "encoding": {
                "x": x,
                "x2": {"field": "to"},
                "y": y | {"field": "high"},
                "y2": {"field": "low"},
                "fill": {"field": "kind", "type": "nominal", "scale": kinds, "legend": None},
                "stroke": {"field": "kind", "type": "nominal", "scale": edges, "legend": None},
            },
        },
        {
            "data": {"values": list(rows)},
            "mark": {
                "type": "text",
                "align": "left",
                "baseline": "top",
                "fontSize": SIZE,
                "color": INK,
                "lineHeight": _TEXT,
            },
            "encoding": {"x": {"value": 0}, "y": y | {"field": "text"}, "text": {"field": "label"}},
        },
    ]


def _read(asking: Asking, given: Given) -> Draw:
    chosen, since = analysis("dependence"), given["since"]
    written = {"vendor": str(given["vendor"]), "credit": "in-order"} | ({"since": str(since)} if since else {})
    credited = chosen.run(asking, chosen.given(written))
    told = change(credited)
    if told is None:
        raise NothingToDrawError(credited.explanation.rstrip("."), next_step="`kg analyze dependence` says more.")
    return partial(draw, told)


MOVERS = Picture(
    "movers",
    "Who moved the exposure to a vendor",
    "Which announcement moved the exposure to a vendor, and by how much?",
    _read,
    (
        Parameter("vendor", "id", "the one that is thought away", required=True),
        Parameter("since", "day", "only what was published from this day on"),
    ),
)
