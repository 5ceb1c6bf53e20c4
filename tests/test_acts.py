from pathlib import Path
from typing import Any

import pytest

from kg.acts import event_of
from kg.authoring import Act
from kg.errors import BadInputError
from kg.events import ClaimSuperseded
from kg.known import Known
from tests.builders import claim, document, entity, log_of
from tests.ledger import Fields, Ledger, problem, statuses


def record(ledger: Ledger, *acts: Fields) -> str:
    """Take in acts, and return what became of them: the status, or the problem."""
    report = ledger.ingest(ledger.acts(*acts))
    return problem(report) or statuses(report)["acts.yaml"]


@pytest.fixture
def told(ledger: Ledger) -> Ledger:
    """Return a ledger with these claims:

    d1/a | ash   usesHardware h100
    d1/b | ash   usesHardware h200
    d2/c | birch usesHardware h200
    """
    ledger.document("d1", a="ash usesHardware h100", b="ash usesHardware h200")
    ledger.document("d2", c="birch usesHardware h200")
    ledger.ingest()
    return ledger


ACTS: list[tuple[Fields, set[str]]] = [
    (
        {"act": "correct", "claim": "d1/a", "by_claim": "d1/b"},
        {"id:d1/a kg:status kg:corrected", "id:d1/b kg:corrects id:d1/a"},
    ),
    (
        {"act": "supersede", "claim": "d1/a", "by_claim": "d2/c"},
        {"id:d1/a kg:status kg:superseded", "id:d2/c kg:supersedes id:d1/a"},
    ),
    ({"act": "retract", "claim": "d1/a"}, {"id:d1/a kg:status kg:retracted"}),
    ({"act": "retract", "document": "d1"}, {"id:d1/a kg:status kg:retracted", "id:d1/b kg:status kg:retracted"}),
    ({"act": "link", "claim": "d1/a", "relation": "derived_from", "to": "d2/c"}, {"id:d1/a kg:derivedFrom id:d2/c"}),
    (
        {"act": "resolve", "claim": "d1/a", "outcome": "kept-late", "by_claim": "d2/c", "on": "2026-05-01"},
        {"id:event/8 kg:outcome kg:kept-late", "id:event/8 kg:concerns id:d1/a", "id:event/8 kg:shownBy id:d2/c"},
    ),
    (
        {"act": "background", "subject": "h100", "predicate": "madeBy", "object": "ash"},
        {"id:event/8 kg:backgroundSubject id:h100", "id:event/8 kg:backgroundObject id:ash"},
    ),
    (
        {"act": "assess", "claim": "d1/a", "statement": "Before new money.", "author": "ada"},
        {"id:event/8 kg:concerns id:d1/a", 'id:event/8 kg:statement "Before new money."'},
    ),
    (
        {"act": "watch", "who": "ash", "scope": "chips", "since": "2026-05-01"},
        {"id:event/8 kg:concerns id:ash", 'id:event/8 kg:scope "chips"'},
    ),
]


@pytest.mark.parametrize(("act", "shows"), ACTS, ids=lambda value: value["act"] if isinstance(value, dict) else "")
def test_an_act_shows_in_the_graph_and_is_recorded_once(told: Ledger, act: Fields, shows: set[str]) -> None:
    assert record(told, act) == "new"
    assert shows <= told.statements()
    assert record(told, act, act) == "known"
    assert told.position == 8


@pytest.mark.parametrize(
    ("act", "says"),
    [
        ({"act": "retract", "claim": "d1/x"}, "d1 has no claim 'x'"),
        ({"act": "retract", "claim": "d1x/a"}, "there is no document 'd1x' in this ledger. Did you mean d1"),
        ({"act": "retract", "document": "d1x"}, "there is no document 'd1x' in this ledger. Did you mean d1"),
        ({"act": "retract", "document": "ash"}, "there is no document 'ash' in this ledger"),
        ({"act": "link", "claim": "d1/a", "relation": "supports", "to": "d1/a"}, "d1/a cannot be linked to itself"),
        ({"act": "supersede", "claim": "d1/a", "by_claim": "d1/a"}, "d1/a cannot take its own place"),
        ({"act": "supersede", "claim": "d1/a", "by_claim": "d9/z"}, "there is no document 'd9'"),
        (
            {"act": "background", "subject": "nobody", "predicate": "madeBy", "object": "ash"},
            "nobody declared 'nobody'",
        ),
        (
            {"act": "background", "subject": "ash", "predicate": "totalRaised", "object": "ash"},
            "no predicate between two",
        ),
        (
            {"act": "watch", "who": "ahs", "scope": "chips", "since": "2026-05-01"},
            "nobody declared 'ahs'. Did you mean ash",
        ),
    ],
)
def test_an_act_on_what_is_not_there_is_refused_with_its_line(told: Ledger, act: Fields, says: str) -> None:
    before = told.position
    answer = record(told, {"act": "retract", "claim": "d1/a"}, act)
    assert says in answer
    assert "acts.yaml:" in answer
    assert "acts[2]" in answer
    assert told.position == before, "a file of acts is one batch"


def test_an_act_that_is_recorded_already_with_another_reason_is_not_passed_over(told: Ledger) -> None:
    act = {"act": "retract", "claim": "d1/a"}
    assert record(told, act) == "new"
    assert "recorded already, with another reason or day" in record(told, act | {"reason": "Withdrawn."})
    assert "recorded already, with another reason or day" in record(told, act | {"on": "2026-05-02"})


def test_replacements_never_lead_back(told: Ledger) -> None:
    first, second = ("d1/a", "d1/b"), ("d1/b", "d2/c")
    steps = [{"act": "supersede", "claim": old, "by_claim": new} for old, new in (first, second)]
    back = {"act": "correct", "claim": "d2/c", "by_claim": "d1/a"}
    assert "d1/a was itself replaced by d2/c, directly or by others" in record(told, *steps, back), "in one file"
    assert record(told, *steps) == "new"
    assert "d1/a was itself replaced by d2/c, directly or by others" in record(told, back), "in two files"


def test_a_chain_of_a_thousand_replacements_can_go_on(tmp_path: Path) -> None:
    claims = [claim(f"c{number}", "ash", objects=("h100",)) for number in range(1501)]
    ends = [ClaimSuperseded(claim=f"d1/c{n}", by=f"d1/c{n + 1}", because="newer") for n in range(1499)]
    with log_of(tmp_path, ()) as log:
        known = Known(log, [entity("ash"), document("d1", *claims), *ends])
        step: dict[str, Any] = {"act": "supersede", "place": "here", "reason": "newer"}
        assert (
            event_of(Act(**step, claim="d1/c1499", by_claim="d1/c1500"), known).key() == "superseded/d1/c1499/d1/c1500"
        )
        with pytest.raises(BadInputError, match=r"d1/c0 was itself replaced by d1/c1499"):
            event_of(Act(**step, claim="d1/c1499", by_claim="d1/c0"), known)


def test_a_circle_that_is_in_the_log_already_is_walked_once(tmp_path: Path) -> None:
    """Two processes may have closed it before this was checked."""
    said = [claim(key, "ash", objects=("h100",)) for key in "abcd"]
    circle = [ClaimSuperseded(claim=f"d1/{old}", by=f"d1/{new}", because="x") for old, new in ("bc", "cd", "dc")]
    with log_of(tmp_path, [document("d1", *said), *circle]) as log:
        act = Act(act="supersede", place="here", reason="newer", claim="d1/a", by_claim="d1/b")
        assert event_of(act, Known(log)).key() == "superseded/d1/a/d1/b"


def test_an_end_and_a_second_claim_for_the_same_triple_stay_apart(told: Ledger) -> None:
    told.document("d3", again="ash usesHardware h100")
    told.ingest()
    assert record(told, {"act": "retract", "claim": "d1/a"}) == "new"
    assert "id:ash kg:usesHardware id:h100" in told.statements(), "d3 still says so"
    assert record(told, {"act": "retract", "claim": "d1/a"}, {"act": "retract", "document": "d3"}) == "new"
    assert "id:ash kg:usesHardware id:h100" not in told.statements()
