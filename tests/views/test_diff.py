"""What two readers of one ledger see otherwise."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kg.horizon import read_moment
from kg.opening import open_reader
from kg.views.diff import State, diff, difference
from tests.ledger import Ledger, opened

NOBODY = State({}, frozenset(), {})


def a_state(*claims: str, contests: tuple[tuple[str, str, str], ...] = ()) -> State:
    """Return a state of claims written as `document/key content status`."""
    held = {name: (content, status, name.partition("/")[0]) for name, content, status in map(str.split, claims)}
    return State(held, frozenset(contests), {document: (document,) for _, _, document in held.values()})


def test_each_claim_falls_into_one_part() -> None:
    before = a_state("d/a 1 stands", "d/b 1 stands", "d/c 1 stands", "e/x 1 stands")
    after = a_state("d/a 1 stands", "d/b 2 stands", "d/c 1 retracted", "f/y 1 stands")
    found = difference(before, after)
    assert (found.new, found.gone, found.changed) == (("f/y",), ("e/x",), ("d/b",))
    assert found.ended == (("d/c", "stands", "retracted"),)
    assert (found.documents, found.documents_gone) == (("f",), ("e",))


def test_nothing_differs_from_itself() -> None:
    state = a_state("d/a 1 stands", contests=(("d/a", "disputed", "e/b"),))
    assert not difference(state, state)
    assert not difference(NOBODY, NOBODY)
    assert difference(NOBODY, state)


def test_the_way_back_is_the_opposite() -> None:
    before = a_state("d/a 1 stands", contests=(("d/a", "disputed", "e/b"),))
    after = a_state("d/a 2 stands", "d/b 1 stands")
    there, back = difference(before, after), difference(after, before)
    assert (there.new, there.settled) == (back.gone, back.contested)
    assert there.changed == back.changed


def test_disputes_come_before_what_only_qualifies() -> None:
    contests = (("a/a", "qualified", "x/x"), ("c/c", "differs", "x/x"), ("b/b", "disputed", "x/x"))
    found = difference(NOBODY, State({}, frozenset(contests), {}))
    assert [relation for _, relation, _ in found.contested] == ["disputed", "differs", "qualified"]


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with opened(tmp_path) as made:
        made.ingest(made.document("old", {"published": "2026-03-01"}, c="ash usesHardware h100", d="ash madeBy birch"))
        yield made


def told(ledger: Ledger, first: str, second: str) -> tuple[str, dict[str, Any]]:
    moments = [read_moment(text, recorded=False) for text in (first, second)]
    with (
        open_reader(ledger.workspace, horizon=moments[0]) as before,
        open_reader(ledger.workspace, horizon=moments[1]) as after,
    ):
        shown, differs = diff(before, after, (moments[0].words(), moments[1].words()))
        data = json.loads(json.dumps(shown.data()))
    assert differs == ("Nothing is otherwise." not in shown.page.text(width=100, color=False))
    return shown.page.text(width=100, color=False), data


def test_it_tells_what_a_week_brought(ledger: Ledger) -> None:
    first = str(ledger.position)
    ledger.ingest(ledger.document("new", c={"subject": "ash", "states": "It works.", "disputes": "old/c"}))
    ledger.ingest(ledger.acts({"act": "retract", "claim": "old/d"}))
    text, data = told(ledger, first, str(ledger.position))
    assert data["documents"] == {"new": ["new"], "gone": []}
    assert data["new"] == [{"claim": "new/c", "says": "It works."}]
    assert data["ended"] == [{"claim": "old/d", "was": "stands", "is": "retracted", "says": "ash — made by — birch"}]
    assert data["contested"] == [{"claim": "old/c", "relation": "disputed", "by": "new/c"}]
    for words in ("1 document, 1 claim", "RETRACTED  ash — made by — birch", "disputed by", "Now contested"):
        assert words in text


def test_it_shows_both_readings_of_a_claim(ledger: Ledger) -> None:
    first = str(ledger.position)
    ledger.ingest(
        ledger.document("old", {"published": "2026-03-01"}, c="ash usesHardware h200", d="ash madeBy birch"),
        revise="The other chip.",
    )
    text, data = told(ledger, first, str(ledger.position))
    before, after = "ash — uses hardware — h100", "ash — uses hardware — h200"
    assert data["changed"] == [{"claim": "old/c", "says": after, "before": before}]
    assert f"before  {before}" in text


def test_it_names_what_replaced_a_claim(ledger: Ledger) -> None:
    ledger.ingest(ledger.document("new", c="ash usesHardware h200"))
    first = str(ledger.position)
    ledger.ingest(ledger.acts({"act": "supersede", "claim": "old/c", "by_claim": "new/c"}))
    text, _ = told(ledger, first, str(ledger.position))
    assert "SUPERSEDED  ash — uses hardware — h100" in text
    assert "by      ash — uses hardware — h200" in text


def test_nothing_otherwise_is_said(ledger: Ledger) -> None:
    text, data = told(ledger, str(ledger.position), str(ledger.position))
    assert "Nothing is otherwise." in text
    assert data["new"] == []


def test_long_parts_are_cut_on_the_page_and_whole_as_data(ledger: Ledger) -> None:
    first = str(ledger.position)
    claims = {f"c{number:02}": {"subject": "ash", "states": f"Sentence {number}."} for number in range(30)}
    ledger.ingest(ledger.document("many", **claims))
    text, data = told(ledger, first, str(ledger.position))
    assert len(data["new"]) == 30
    assert "and 22 more; `-f json` lists all" in text
