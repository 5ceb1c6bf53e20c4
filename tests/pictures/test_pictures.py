"""Every picture at both widths: equal bytes, nothing wider than the picture, and what it refuses."""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.analyses.base import UnknownNodeError
from kg.analyses.forecasts import Forecast
from kg.debate import Clash, debate
from kg.pictures import (
    NARROW,
    WIDE,
    Drawing,
    NothingToDrawError,
    UnknownPictureError,
    bottlenecks,
    claim_tree,
    due,
    exposure,
    movers,
    picture,
    supply,
)
from kg.pictures.base import EDGE, measured, time_axis, wrapped
from kg.pictures.bottlenecks import Count
from kg.pictures.exposure import Series, Step
from kg.pictures.movers import Change, Mover
from kg.pictures.render import png, svg

DAY = date(2026, 11, 25)
LONG = "A very long sentence about a company and what it says that it will do by then, with many further words"


def forecast(claim: str, due_on: date | None, **more: Any) -> Forecast:  # noqa: ANN401 (fields of a forecast)
    return Forecast(claim, "Ash", more.pop("says", LONG), ("Ash",), due_on, date(2026, 1, 1), **more)


def a_dispute() -> Any:  # noqa: ANN401 (a network)
    net: Any = nx.MultiDiGraph()
    for name, says in (("d/a", LONG), ("e/b", "B"), ("f/c", "C")):
        net.add_node(name, says=(says,), speaker=(name,), modality=("asserted",))
    net.add_edge("e/b", "d/a", relation="disputes")
    net.add_edge("f/c", "e/b", relation="supports")
    return net


def some_supply() -> Any:  # noqa: ANN401 (a network)
    net: Any = nx.MultiDiGraph()
    for name in ("service", "chip", "maker", "fab", "user"):
        net.add_node(name, label=name.title())
    for source, relation, target, basis in (
        ("service", "usesHardware", "chip", "claim"),
        ("chip", "madeBy", "maker", "background"),
        ("fab", "supplies", "maker", "claim"),
        ("maker", "usesTechnology", "chip", "claim"),
        ("user", "runsOn", "service", "claim"),
        ("user", "competesWith", "maker", "claim"),
    ):
        claim = "event/7" if basis == "background" else f"d/{source}-{target}"
        net.add_edge(source, target, relation=relation, claim=claim, basis=basis)
    return net


SERIES = Series(
    "Vendor",
    (
        Step(date(2026, 1, 1), 1.0, 1.0, 1.0, "", 1.0),
        Step(date(2026, 4, 17), 0.9, 0.9, 0.9, LONG, 0.9),
        Step(date(2026, 4, 18), 0.93, 0.9, 0.95, "Second", 0.9),
        Step(date(2026, 4, 19), 0.93, 0.9, 0.95, "Without effect", 0.9),
    ),
    DAY,
    7,
    0.62,
    41,
    12,
)
CHANGE = Change("Vendor", 1.0, (Mover(LONG, -0.3), Mover("Up", 0.1, 0.01), Mover("Still", 0)), -0.1, -0.1, 0, 41, 12)


def drawings(width: int) -> Iterator[Drawing]:
    """Yield one drawing of each picture."""
    held = due.promises([forecast("d/a", DAY - timedelta(days=9)), forecast("d/b", DAY + timedelta(days=900))], DAY)
    yield due.draw(held, DAY, width)
    yield bottlenecks.draw(
        [Count("2026-03", "Memory", 3, 2), Count("2026-04", "Energy and something long", 1, 1)], width
    )
    yield claim_tree.draw(debate(a_dispute()), "d/a", width)
    yield supply.draw(some_supply(), "service", width)
    yield exposure.draw(SERIES, width)
    yield movers.draw(CHANGE, width)


def texts(value: object) -> Iterator[str]:
    """Yield the words in the data of a specification."""
    if isinstance(value, dict):
        for name, each in value.items():
            if name in {"label", "text", "remark", "event"}:
                yield from (t for t in (each if isinstance(each, list) else [each]) if isinstance(t, str))
            yield from texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from texts(each)


@pytest.mark.parametrize("width", [NARROW, WIDE])
def test_drawings_are_deterministic_and_fit(width: int) -> None:
    for one, other in zip(drawings(width), drawings(width), strict=True):
        assert one.json() == other.json()
        assert json.loads(one.json()) == one.spec
        words = list(texts(one.spec))
        assert words
        assert max(map(measured, words)) <= width - 2 * EDGE
        assert one.alt


def test_every_drawing_is_valid_and_its_image_always_the_same() -> None:
    pytest.importorskip("vl_convert")
    every = list(drawings(NARROW))
    images = [svg(one) for one in every]
    for image in images:
        assert f'width="{NARROW}"' in image
        assert "http://www.w3.org" in image
        assert image.count("http") == image.count("http://www.w3.org"), "nothing is asked of another machine"
    assert svg(every[0]) == images[0]
    assert png(every[0]).startswith(b"\x89PNG")


def test_promises_of_one_thing_are_one_line_and_settled_ones_none() -> None:
    told = [
        forecast("d/a", DAY - timedelta(days=1), says="same"),
        forecast("e/a", DAY - timedelta(days=1), says="same"),
        forecast("e/b", None),
        forecast("e/c", DAY, outcome="kept", settled=DAY),
        forecast("e/d", DAY + timedelta(days=3)),
    ]
    held = due.promises(told, DAY)
    assert [(each.state, each.claims) for each in held] == [("overdue", ("d/a", "e/a")), ("due", ("e/d",))]
    assert "1 overdue" in str(due.draw(held, DAY, WIDE).spec)


def test_a_lane_says_how_many_claims_of_how_many_documents() -> None:
    drawn = bottlenecks.draw([Count("2026-03", "Memory", 3, 2), Count("2026-04", "Memory", 2, 1)], WIDE)
    assert "Memory: 5 claims of 3 documents" in set(texts(drawn.spec))
    assert "2026-03 3, 2026-04 2" in drawn.alt


def test_a_claim_tree_says_who_objects_and_what_falls() -> None:
    drawn = claim_tree.draw(debate(a_dispute()), "d/a", WIDE)
    assert "falls" in drawn.alt
    assert "objects, stands, e/b" in drawn.alt
    clash = debate(a_dispute(), [Clash(("d/a", "f/c"), 2)])
    assert "cannot hold beside it, by its figure" in claim_tree.draw(clash, "d/a", WIDE).alt
    with pytest.raises(UnknownNodeError, match="d/x"):
        claim_tree.draw(debate(a_dispute()), "d/x", WIDE)


def test_supply_is_followed_through_cycles_and_background_is_told_apart() -> None:
    drawn = supply.draw(some_supply(), "service", WIDE)
    assert "made by Maker (background knowledge, event/7)" in drawn.alt
    assert "is supplied by Fab" in drawn.alt
    assert "shown above" in drawn.alt, "the chip that its maker uses"
    assert "User runs on Service" in drawn.alt
    assert "competes" not in drawn.alt
    lonely = some_supply()
    lonely.add_node("lonely", label="Lonely")
    with pytest.raises(NothingToDrawError, match="no claim says"):
        supply.draw(lonely, "lonely", WIDE)


def test_exposure_says_band_coverage_and_sources_and_names_what_moved_it() -> None:
    drawn = exposure.draw(SERIES, WIDE)
    for words in ("0.90 to 0.95", "62 %", "7 members", "41 claims", "12 documents", "same companies as before"):
        assert words in drawn.alt
    assert "Without effect" not in drawn.alt
    with pytest.raises(NothingToDrawError):
        exposure.draw(Series("Vendor", (), DAY, 0, 0, 0, 0), WIDE)


def test_movers_add_up_and_say_the_split_and_the_error() -> None:
    drawn = movers.draw(CHANGE, WIDE)
    assert "after: 0.80" in drawn.alt
    assert "newcomers" in drawn.alt
    assert "standard error 0.01" in drawn.alt
    many = Change("V", 0.0, tuple(Mover(f"m{n}", 0.01) for n in range(20)), 0.2, 0, 0, 1, 1)
    assert "after: 0.20" in movers.draw(many, WIDE).alt
    assert "8 other events" in movers.draw(many, WIDE).alt
    with pytest.raises(NothingToDrawError):
        movers.draw(Change("V", 1.0, (Mover("m", 0),), 0, 0, 0, 1, 1), WIDE)


def test_an_unknown_picture_has_near_misses() -> None:
    with pytest.raises(UnknownPictureError, match="claim-tree"):
        picture("claimtree")


@pytest.mark.parametrize(
    ("days", "form", "labels"),
    [
        (0, "%Y-%m-%d", 1),
        (3, "%Y-%m-%d", 4),
        (40, "%Y-%m-%d", 5),
        (364, "%Y-%m", 5),
        (4000, "%Y", 6),
        (20_000, "%Y", 6),
    ],
)
def test_time_axes_name_each_label_once(days: int, form: str, labels: int) -> None:
    axis = time_axis(date(2026, 1, 1), date(2026, 1, 1) + timedelta(days=days), 6)
    values = axis["values"]
    assert axis["format"] == form
    assert isinstance(values, list)
    assert 1 <= len(values) <= 7
    assert len(values) >= labels - 1
    assert len({(each["year"], each["month"], each["date"]) for each in values}) == len(values)


@given(st.text(max_size=200), st.integers(40, 900), st.integers(1, 4))
def test_wrapped_lines_fit(text: str, room: int, most: int) -> None:
    lines = wrapped(text, room, most=most)
    assert len(lines) <= most
    assert all(measured(line) <= room for line in lines)
