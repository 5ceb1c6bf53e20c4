"""A few things and what is said of them: which are alike, and what became of them."""

from typing import TYPE_CHECKING

import pytest

from kg.analyses.base import UnknownNodeError
from kg.analyses.precedents import survey
from kg.network import network
from kg.table import Table

if TYPE_CHECKING:
    from kg.network import Network

COLUMNS = (
    "source",
    "source_label",
    "source_class",
    "relation",
    "does",
    "target",
    "target_label",
    "target_class",
    "target_group",
    "claim",
)
TOPIC = ("bn:lock-in", "Lock-in", "bottleneck", "Interoperability")
OTHER = ("bn:scheduling", "Scheduling", "bottleneck", "Interoperability")


def said(name: str, relation: str, to: tuple[str, str, str, str | None], kind: str = "tool") -> tuple[str | None, ...]:
    return (name, name.title(), kind, relation, relation, *to, f"d/{name}-{relation}")


def thing(name: str, kind: str) -> tuple[str, str, str, None]:
    return (name, name.title(), kind, None)


def told() -> "Network":
    rows = [
        said("plumb", "bottleneck", TOPIC),
        said("plumb", "runsOn", thing("gpu", "chip")),
        said("plumb", "hasPrecedent", thing("old", "tool")),
        said("old", "bottleneck", OTHER),
        said("old", "runsOn", thing("gpu", "chip")),
        said("old", "absorbedInto", thing("cuda", "platform")),
        said("pipe", "runsOn", thing("tpu", "chip")),
        said("maker", "acquired", thing("pipe", "tool"), "company"),
        said("far", "competesWith", thing("away", "tool")),
        said("firm", "bottleneck", TOPIC, "company"),
    ]
    return network(Table.of(COLUMNS, rows))


def test_the_likest_of_its_kind_comes_first_with_what_became_of_it() -> None:
    finding = survey(told(), "plumb")
    names = [column.name for column in finding.columns]
    first, second = (dict(zip(names, row, strict=True)) for row in finding.rows)
    assert (first["id"], second["id"]) == ("old", "pipe")
    assert first["shared"] == "runsOn Gpu, runsOn a chip, touches Interoperability as a group"
    assert (first["only_it"], first["only_other"]) == ("touches Lock-in", "touches Scheduling")
    assert first["became"] == "absorbedInto Cuda (d/old-absorbedInto)"
    assert second["became"] == "Maker acquired it (d/maker-acquired)"
    assert "d/old-absorbedInto" in finding.claims
    assert "absorbedInto Cuda" in finding.explanation


def test_how_a_thing_ended_makes_it_like_nothing() -> None:
    rows = [
        said("one", "absorbedInto", thing("cuda", "platform")),
        said("two", "absorbedInto", thing("cuda", "platform")),
    ]
    finding = survey(network(Table.of(COLUMNS, rows)), "one")
    assert finding.rows == ()
    assert finding.explanation == "No other tool of which this is told shares a feature with One."


def test_only_things_whose_end_is_told_and_no_more_than_asked_for() -> None:
    assert {row[-1] for row in survey(told(), "plumb", ended=True).rows} == {"old", "pipe"}
    assert len(survey(told(), "plumb", top=1).rows) == 1
    assert [row[-1] for row in survey(told(), "pipe", ended=True).rows] == ["old"]


def test_what_sources_hold_up_is_named() -> None:
    assert survey(told(), "plumb").notes == ("Sources hold up as a precedent: Old (d/plumb-hasPrecedent).",)


def test_an_unknown_thing_is_refused_with_near_misses() -> None:
    with pytest.raises(UnknownNodeError, match="plum") as caught:
        survey(told(), "plum")
    assert "plumb" in str(caught.value)
