"""The corpus as shipped, held against the column that it was read from and against the digest's own text."""

import json
import re
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from kg.dates import read_when
from kg.figures import base, read_figure
from kg.resources import folder
from kg.texts import normalise, read_text_file, text_hash, words_hash
from kg.vocab import PREDICATES, UNITS

IDS = {
    "doc": "inference-pivot",
    "inference-pivot": "inference-pivot-thesis",
    "(any single vendor)": "any-single-vendor",
}
"""Ids that differ: the column is a document here, so what it argues for has an id of its own."""
OUR_READING = {("tx-nuclear", "derived_from", "tx-start"), ("tx-nuclear", "derived_from", "be-timeline")}
"""Links that the corpus adds, each explained in the claim's note."""
RETOLD = {("load", "second"): "at 1 M requests/s or more"}
"""Where the digest says a number for a word of size, its claim has what it says."""
PLACES = {
    None: None,
    "E1": "cerebras-ipo-plan",
    "E2": "sunrise-round",
    "E3": "prfaas-introduced",
    "E4": "callosum-investment-announced",
    "E5": "blue-energy-project",
}
BOUNDS = {
    "exact": "exact",
    "gt": "greaterThan",
    "ge": "atLeast",
    "approx": "approximately",
    "range": "range",
}
RELATIONS = ("supports", "disputes", "qualifies", "restates", "derived_from")
WHEN_AS_VALUE = {"constructionStart", "gasPowerOnlineBy", "nuclearPowerOnlineBy", "expectedCompletion"}
TITLE = re.compile(r"^title: .*$", re.MULTILINE)
"""Titles of pages are given as they are, and the column uses words of one of them."""
SHINGLE = 8
"""So many words in a row, the same as in the column, would be a quotation."""


@cache
def document(name: str) -> dict[str, Any]:
    content: dict[str, Any] = yaml.load((folder("events") / f"{name}.yaml").read_text(), yaml.BaseLoader)  # noqa: S506
    return content


def claims_of(name: str) -> list[tuple[str | None, str, dict[str, Any]]]:
    """Return (announcement, key, claim), with a key twice where it stands in two places."""
    content = document(name)
    places = {None: content["claims"]}
    places |= {key: occurrence.get("claims", {}) for key, occurrence in content.get("announcements", {}).items()}
    return [(place, key, claim) for place, claims in places.items() for key, claim in claims.items()]


def spans_of(claim: dict[str, Any]) -> tuple[int, int, str]:
    place, _, digest = claim["at"].partition(" ")
    start, _, end = place.partition("-")
    return int(start), int(end), digest


def entity(name: str) -> str:
    return IDS.get(name, name)


def days(when: str | dict[str, str], key: str) -> tuple[str | None, str | None]:
    """Return the first and the last possible day of a claim's time."""
    if isinstance(when, dict):
        return when.get("from"), when.get("to")
    time = read_when(when, where=key)
    first, last = (None if end is None else end.isoformat() for end in (time.earliest, time.latest))
    return first, last


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


@pytest.fixture
def column(shared: Path) -> str:
    (path,) = shared.glob("*/inference-pivot.txt")
    return read_text_file(path)


@pytest.fixture
def read_by_hand(shared: Path) -> dict[str, dict[str, Any]]:
    (path,) = shared.glob("*/facts.json")
    return {item["key"]: item for item in json.loads(path.read_text())["facts"]}


@pytest.fixture
def shipped() -> dict[str, dict[str, Any]]:
    return {key: claim for _, key, claim in claims_of("inference-pivot")}


def test_each_of_the_170_claims_is_there_once(read_by_hand: dict[str, dict[str, Any]]) -> None:
    keys = [key for _, key, _ in claims_of("inference-pivot")]
    assert len(keys) == 170
    assert set(keys) == set(read_by_hand)


def test_each_claim_stands_in_the_announcement_it_is_about(read_by_hand: dict[str, dict[str, Any]]) -> None:
    assert {key: place for place, key, _ in claims_of("inference-pivot")} == {
        key: PLACES[item["ev"]] for key, item in read_by_hand.items()
    }


def test_the_words_under_each_span_are_the_words_read(
    column: str, shipped: dict[str, dict[str, Any]], read_by_hand: dict[str, dict[str, Any]]
) -> None:
    assert document("inference-pivot")["text"] == text_hash(column)
    for key, claim in shipped.items():
        start, end, digest = spans_of(claim)
        assert (column[start:end], digest) == (read_by_hand[key]["q"], words_hash(read_by_hand[key]["q"])), key


def test_who_says_what_of_whom_and_how(
    shipped: dict[str, dict[str, Any]], read_by_hand: dict[str, dict[str, Any]]
) -> None:
    for key, item in read_by_hand.items():
        claim = shipped[key]
        assert claim["subject"] == entity(item["s"]), key
        assert claim.get("modality", "asserted") == item["mod"], key
        assert (claim.get("negated") == "true") == (item["pol"] == "-"), key
        assert claim.get("by", ["column"]) == [item["by"]], key
        inferred = item["by"] in {"moonshot", "benchmark-source"}
        assert claim.get("by_inferred", "false") == str(inferred).lower(), key
        assert claim.get("topics", []) == item["bn"], key
        effect, on = item["dep"] or ("", "")
        assert claim.get("dependence", " ") == f"{effect} {entity(on)}", key


def test_what_is_said_has_the_form_that_was_read(
    shipped: dict[str, dict[str, Any]], read_by_hand: dict[str, dict[str, Any]]
) -> None:
    """A figure stays a figure, an entity an entity; free text becomes a sentence, and four predicates take a time."""
    for key, item in read_by_hand.items():
        claim, said = shipped[key], item["o"]
        free_text = said is not None and (said == "true" or said.startswith('"'))
        if free_text and item["p"] not in WHEN_AS_VALUE:
            assert claim["states"].endswith("."), key
            assert "predicate" not in claim, key
            continue
        assert claim["predicate"] == item["p"], key
        if item["p"] == "bottleneckShift":
            assert f"{claim['shift_from']} -> {claim['shift_to']}" == said, key
        elif item["p"] in WHEN_AS_VALUE:
            assert claim["when"], key
        elif said is None:
            assert claim["value"], key
        else:
            objects = claim["object"] if isinstance(claim["object"], list) else [claim["object"]]
            assert objects == [entity(name) for name in said.split(", ")], key
        if item["cmp"]:
            assert PREDICATES[item["p"]].metric == item["cmp"]["metric"], key
            assert claim.get("workload") == item["cmp"]["workload"], key


def test_each_figure_means_what_was_read(
    shipped: dict[str, dict[str, Any]], read_by_hand: dict[str, dict[str, Any]]
) -> None:
    figures = {key: read_figure(claim["value"], where=key) for key, claim in shipped.items() if "value" in claim}
    quantities = {key: item["qty"] for key, item in read_by_hand.items() if item["qty"]}
    assert set(figures) == set(quantities)
    for key, (bound, number, unit) in quantities.items():
        numbers = number if isinstance(number, list) else [number]
        low, high = (Decimal(str(end)) * UNITS[unit].factor for end in (numbers[0], numbers[-1]))
        ends = (low, None if bound in ("gt", "ge") else high)
        assert (figures[key].bound, base(figures[key])) == (BOUNDS[bound], ends), key
        assert UNITS[figures[key].unit].kind == UNITS[unit].kind, key
        comparison = read_by_hand[key]["cmp"] or {}
        if comparison.get("kind") == "absoluteFromTo":
            assert read_figure(shipped[key]["baseline"], where=key).unit == figures[key].unit, key
        else:
            assert figures[key].ratio == comparison.get("kind"), key
            assert shipped[key].get("baseline") == comparison.get("baseline"), key


def test_each_time_has_the_bounds_that_were_read(
    shipped: dict[str, dict[str, Any]], read_by_hand: dict[str, dict[str, Any]]
) -> None:
    times = {key: claim["when"] for key, claim in shipped.items() if "when" in claim}
    bounds = {key: tuple(item["t"][:2]) for key, item in read_by_hand.items() if item["t"]}
    assert {key: days(when, key) for key, when in times.items()} == bounds


def test_claims_bear_on_one_another_as_read(
    shipped: dict[str, dict[str, Any]], read_by_hand: dict[str, dict[str, Any]]
) -> None:
    names = {"derivedFrom": "derived_from"}
    links = {
        (key, relation, to)
        for key, claim in shipped.items()
        for relation in RELATIONS
        for to in claim.get(relation, [])
    }
    read = {
        (key, names.get(relation, relation), to) for key, item in read_by_hand.items() for relation, to in item["rel"]
    }
    assert links == read | OUR_READING


def test_each_entity_is_declared_once_and_in_its_class(shared: Path) -> None:
    (path,) = shared.glob("*/facts.json")
    read = {
        entity(name): item["cls"] for name, item in json.loads(path.read_text())["entities"].items() if name != "doc"
    }
    declared = {name: item["class"] for name, item in document("entities")["entities"].items()}
    assert declared == read | {"any-single-vendor": "AgentGroup"}


def test_no_sentence_of_the_column_stands_in_the_corpus(column: str) -> None:
    body = words(column.partition("\n")[2])
    taken = {tuple(body[at : at + SHINGLE]) for at in range(len(body) - SHINGLE + 1)}
    for path in sorted(folder("events").rglob("*.*")):
        ours = words(TITLE.sub("", path.read_text()))
        same = [
            ours[at : at + SHINGLE] for at in range(len(ours) - SHINGLE + 1) if tuple(ours[at : at + SHINGLE]) in taken
        ]
        assert not same, path.name


def test_the_digest_points_into_its_own_text() -> None:
    text = normalise((folder("events") / "texts" / "week-17-digest.txt").read_text())
    assert document("week-17-digest")["text"] == text_hash(text)
    for _, key, claim in claims_of("week-17-digest"):
        start, end, digest = spans_of(claim)
        assert words_hash(text[start:end]) == digest, key


def test_each_claim_of_the_digest_restates_one_of_the_column(shipped: dict[str, dict[str, Any]]) -> None:
    """With the same subject and predicate, and the same figure, so that the retelling added and lost nothing."""
    for _, key, claim in claims_of("week-17-digest"):
        (original,) = claim["restates"]
        said = shipped[original.removeprefix("inference-pivot/")]
        for field in ("subject", "predicate", "object", "value", "when", "negated", "baseline", "workload", "second"):
            assert claim.get(field) == RETOLD.get((key, field), said.get(field)), (key, field)
