"""What a picture is: plain data in, a Vega-Lite specification and its words out; equal data gives equal bytes.

A picture is drawn for a width in pixels, 340 for a telephone and 900 for a page. Nothing in it is said by colour alone:
shapes, dashes and words carry the same. Texts are wrapped and cut here, by an estimate of their width, so that what
the specification holds is what is seen.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from kg.analyses.base import Given, Parameter, Value, read_given
from kg.errors import BadInputError
from kg.views.values import Asking

NARROW, WIDE = 340, 900
"""Widths in pixels that every picture is looked at in."""
SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
FONT = "Liberation Sans, Arial, Helvetica, sans-serif"
INK, FAINT, LINE, BLUE, RUST = "#1a1a1a", "#595959", "#c9c9c9", "#0b5394", "#a3420e"
"""Text, remarks, rules, and two colours that differ in lightness too."""
SIZE, SMALL = 12, 11
"""Of texts, in pixels."""
EDGE = 12
"""White around a picture, in pixels."""
_TITLE, _TITLE_LINE, _SUBTITLE_LINE = 15, 19, 15
_BOLD = 1.08
"""How much wider bold letters are."""
Spec = dict[str, object]


class NothingToDrawError(BadInputError):
    """The ledger has nothing that this picture shows."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture for one width."""

    spec: Spec
    alt: str
    """What it shows, for people who cannot see it."""

    def json(self) -> str:
        """Return the specification as JSON, always in the same bytes."""
        return json.dumps(self.spec, ensure_ascii=False, indent=1) + "\n"


Draw = Callable[[int], Drawing]
"""Draws for a width in pixels."""


@dataclass(frozen=True, slots=True)
class Picture:
    """One way to show something of the graph."""

    name: str
    title: str
    question: str
    """What it shows, in plain words."""
    read: Callable[[Asking, Given], Draw]
    """Reads through named questions and returns what draws for any width; either raises NothingToDrawError."""
    parameters: tuple[Parameter, ...] = ()

    def given(self, written: Mapping[str, str | Sequence[str]]) -> dict[str, Value]:
        """Return a value for each parameter; see `kg.analyses.base.read_given`."""
        return read_given(self.parameters, written, taker="picture", name=self.name)


_DAYS = 62
"""Of a span whose axis names single days."""
_THIN, _FAT = frozenset("iljtfrI.,:;'|!()[]- ·/"), frozenset("mwMW@%—…")
_DIGIT, _CAPITAL, _OTHER = 0.556, 0.69, 0.53


def measured(text: str, size: float = SIZE) -> float:
    """Return about how wide a text is, in pixels; rather too much than too little."""
    return size * sum(map(_em, text))


def _em(char: str) -> float:
    if char in _THIN:
        return 0.29
    if char in _FAT:
        return 0.9
    if ord(char) > 0x2E80:  # noqa: PLR2004 (scripts whose letters fill a square)
        return 1.0
    return _DIGIT if char.isdigit() else _CAPITAL if char.isupper() else _OTHER


def fitted(text: str, room: float, size: float = SIZE) -> str:
    """Return `text`, cut with `…` where it does not fit."""
    if measured(text, size) <= room:
        return text
    while text and measured(text + "…", size) > room:
        text = text[:-1]
    return text.rstrip() + "…"


def wrapped(text: str, room: float, size: float = SIZE, *, most: int = 9) -> list[str]:
    """Return `text` in lines, the last one cut where there would be more than `most`."""
    lines: list[str] = []
    for word in text.split():
        if lines and measured(f"{lines[-1]} {word}", size) <= room:
            lines[-1] += f" {word}"
        elif len(lines) == most:
            lines[-1] = fitted(f"{lines[-1]} {word}…", room, size)
            break
        else:
            lines.append(fitted(word, room, size))
    return lines


def time_axis(first: date, last: date, most: int) -> Spec:
    """Return a time axis with at most about `most` labels: days, months or years, whichever are far enough apart."""
    days = (last - first).days
    if days <= _DAYS:
        step = max(1, -(-days // most))
        places, form = [first + timedelta(days=n) for n in range(0, days + 1, step)], "%Y-%m-%d"
    else:
        months = range(first.year * 12 + first.month, last.year * 12 + last.month)
        step = next((each for each in (1, 2, 3, 6, 12, 24, 60) if len(months) / each <= most), 120)
        places = [
            date(n // 12, n % 12 + 1, 1) for n in months if n % min(step, 12) == 0 and n // 12 % max(1, step // 12) == 0
        ]
        form = "%Y-%m" if step < 12 else "%Y"  # noqa: PLR2004 (months of a year)
    values = [{"year": each.year, "month": each.month, "date": each.day, "utc": True} for each in places]
    return {"title": None, "values": values, "format": form, "labelFlush": True, "labelOverlap": True}


@dataclass(frozen=True, slots=True)
class Frame:
    """Title, size and edges around the layers of a picture."""

    title: str
    subtitle: str
    width: int
    height: float
    """Of what lies between the title and the axis below."""
    left: float = 0
    """Room for labels at the left."""
    below: float = 0
    """Room for the axis and its labels."""

    @property
    def inner(self) -> float:
        """Return the width between the edges."""
        return self.width - 2 * EDGE - self.left

    def spec(self, layers: Iterable[Spec]) -> Spec:
        """Return the specification of these layers."""
        room = self.width - 2 * EDGE
        title = wrapped(self.title, room, _TITLE * _BOLD, most=3)
        subtitle = wrapped(self.subtitle, room, SMALL, most=8)
        above = _TITLE_LINE * len(title) + _SUBTITLE_LINE * len(subtitle) + EDGE
        return {
            "$schema": SCHEMA,
            "background": "#ffffff",
            "width": self.inner,
            "height": self.height,
            "autosize": {"type": "none"},
            "padding": {"left": EDGE + self.left, "right": EDGE, "top": EDGE + above, "bottom": EDGE + self.below},
            "title": {
                "text": title,
                "subtitle": subtitle,
                "anchor": "start",
                "frame": "group",
                "offset": EDGE,
                "dx": -self.left,
                "color": INK,
                "subtitleColor": FAINT,
                "fontSize": _TITLE,
                "fontWeight": "bold",
                "lineHeight": _TITLE_LINE,
                "subtitleFontSize": SMALL,
                "subtitleLineHeight": _SUBTITLE_LINE,
                "subtitlePadding": 4,
            },
            "config": {
                "font": FONT,
                "view": {"stroke": None},
                "axis": {
                    "labelColor": INK,
                    "titleColor": FAINT,
                    "labelFontSize": SMALL,
                    "titleFontSize": SMALL,
                    "titleFontWeight": "normal",
                    "gridColor": "#e6e6e6",
                    "domainColor": LINE,
                    "tickColor": LINE,
                },
            },
            "layer": list(layers),
        }
