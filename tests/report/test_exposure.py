"""The section on a vendor: its picture begins later where the whole cannot be told, and each finding is made once."""

from types import SimpleNamespace
from typing import cast

from kg.analyses.base import Analysis, Column, Finding, Given, Value
from kg.errors import LimitError
from kg.report.blocks import Block, said
from kg.report.material import Material, Remembered
from kg.report.sections.exposure import _drawn
from kg.views.values import Asking


def test_the_line_begins_with_the_period_where_the_whole_takes_too_long() -> None:
    asked: list[dict[str, Value]] = []
    line = said("a picture")

    def image(name: str, **given: Value) -> tuple[Block, ...]:
        asked.append({"name": name, **given})
        if "since" not in given:
            raise LimitError("too many announcements bear on it")
        return (line,)

    held = cast("Material", SimpleNamespace(image=image, vendor="ash"))
    assert _drawn(held, {"since": "2026-05-01"}) == (line,)
    assert asked == [
        {"name": "exposure", "vendor": "ash"},
        {"name": "exposure", "vendor": "ash", "since": "2026-05-01"},
    ]


def test_a_finding_is_made_once_for_each_choice_of_parameters() -> None:
    made: list[Given] = []

    def look(_: Asking, given: Given) -> Finding:
        made.append(given)
        return Finding("Title", "So it is.", (Column("who", "who"),), ((given["who"],),))

    kind = Analysis("kind", "Title", "Who?", look)
    report = Remembered(cast("Asking", None))
    first = kind.run(report, {"who": "ash", "by": None})
    assert kind.run(report, {"by": None, "who": "ash"}) is first
    assert kind.run(report, {"who": "birch", "by": None}).rows == (("birch",),)
    assert len(made) == 2
    assert kind.run(cast("Asking", None), {"who": "ash", "by": None}) == first
    assert len(made) == 3
