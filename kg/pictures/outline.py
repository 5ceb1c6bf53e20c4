"""Lines of a tree in, the layers of an indented picture of it out, which is readable at any width.

Each line has a sign, a text and a remark. A sign's shape and the dash of the rule that leads to it say in form what the
remark says in words.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from kg.pictures.base import BLUE, EDGE, FAINT, INK, RUST, SIZE, SMALL, Frame, Spec, wrapped

Sign = Literal["full", "hollow", "crossed"]
_INDENT, _LINE_HEIGHT, _REMARK_HEIGHT, _GAP, _SIGN_ROOM = 20, 15, 14, 9, 14
_SIGNS: tuple[Sign, ...] = ("full", "hollow", "crossed")
_SHAPES = ("circle", "diamond", "cross")
_MOST_LINES = 4


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a tree."""

    depth: int
    text: str
    remark: str
    sign: Sign = "full"
    dashed: bool = False
    """Whether the rule that leads to it is dashed."""


def outlined(lines: Sequence[Line], title: str, subtitle: str, width: int) -> Spec:
    """Return the specification of a tree, whose first line is its root and in which each line's parent stands above."""
    placed, height = _placed(lines, width)
    frame = Frame(title, subtitle, width, height)
    y: Spec = {"type": "quantitative", "scale": {"domain": [height, 0]}, "axis": None}
    x: Spec = {"type": "quantitative", "scale": {"domain": [0, frame.inner]}, "axis": None}

    def words(name: str, size: int, color: str, line: int) -> Spec:
        mark = {
            "type": "text",
            "align": "left",
            "baseline": "top",
            "fontSize": size,
            "color": color,
            "lineHeight": line,
        }
        encoding = {"x": x | {"field": "at"}, "y": y | {"field": f"{name}_top"}, "text": {"field": name}}
        return {"data": {"values": placed}, "mark": mark, "encoding": encoding}

    return frame.spec(
        [
            *(_rules(_connections(placed), x, y, dashed=dashed) for dashed in (False, True)),
            {
                "data": {"values": placed},
                "mark": {"type": "point", "filled": True, "size": 75, "opacity": 1, "stroke": INK, "strokeWidth": 1},
                "encoding": {
                    "x": x | {"field": "sign_at"},
                    "y": y | {"field": "sign_y"},
                    "shape": _by_sign(_SHAPES),
                    "fill": _by_sign((BLUE, "#ffffff", RUST)),
                },
            },
            words("text", SIZE, INK, _LINE_HEIGHT),
            words("remark", SMALL, FAINT, _REMARK_HEIGHT),
        ]
    )


def _by_sign(values: Sequence[str]) -> Spec:
    return {
        "field": "sign",
        "type": "nominal",
        "scale": {"domain": list(_SIGNS), "range": list(values)},
        "legend": None,
    }


def _placed(lines: Sequence[Line], width: int) -> tuple[list[Spec], float]:
    """Return each line with its places in pixels, and the height of all."""
    found: list[Spec] = []
    top = 0.0
    for line in lines:
        at = line.depth * _INDENT + _SIGN_ROOM
        room = width - 2 * EDGE - at
        text, remark = wrapped(line.text, room, most=_MOST_LINES), wrapped(line.remark, room, SMALL, most=3)
        below = top + len(text) * _LINE_HEIGHT
        found.append(
            {
                "depth": line.depth,
                "sign": line.sign,
                "dashed": line.dashed,
                "text": text,
                "remark": remark,
                "at": at,
                "sign_at": at - _SIGN_ROOM + 5,
                "text_top": top,
                "sign_y": top + 6,
                "remark_top": below,
            }
        )
        top = below + len(remark) * _REMARK_HEIGHT + _GAP
    return found, top


def _connections(placed: Sequence[Spec]) -> list[Spec]:
    """Return the rules from each parent down to its children, as corners."""
    found: list[Spec] = []
    above: list[Spec] = []
    for line in placed:
        above = [*above[: int(str(line["depth"]))], line]
        if len(above) > 1:
            start = {"x": above[-2]["sign_at"], "y": above[-2]["sign_y"]}
            end = {"x": line["sign_at"], "y": line["sign_y"]}
            dashed = line["dashed"]
            found += [
                {"x": start["x"], "x2": start["x"], "y": start["y"], "y2": end["y"], "dashed": False},
                {"x": start["x"], "x2": end["x"], "y": end["y"], "y2": end["y"], "dashed": dashed},
            ]
    return found


def _rules(connections: Sequence[Spec], x: Spec, y: Spec, *, dashed: bool) -> Spec:
    return {
        "data": {"values": [each for each in connections if each["dashed"] == dashed]},
        "mark": {"type": "rule", "color": FAINT, "strokeWidth": 1.5} | ({"strokeDash": [3, 2]} if dashed else {}),
        "encoding": {"x": x | {"field": "x"}, "x2": {"field": "x2"}, "y": y | {"field": "y"}, "y2": {"field": "y2"}},
    }
