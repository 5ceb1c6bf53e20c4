"""What a claim's holding, or its never having been said, changes; and which assumptions are refused."""

import pytest

from kg.errors import BadInputError
from kg.horizon import read_horizon
from kg.opening import open_reader
from tests.ledger import Ledger, opened, shortened


def graph(ledger: Ledger, *assume: str) -> set[str]:
    with open_reader(ledger.workspace, horizon=read_horizon(assume=assume)) as reader:
        return shortened(reader.snapshot)


@pytest.fixture
def told(ledger: Ledger) -> Ledger:
    ledger.ingest(
        ledger.document(
            "d1",
            plan={
                "subject": "ash",
                "predicate": "usesHardware",
                "object": "h100",
                "modality": "planned",
                "condition": "x",
            },
            said="birch usesHardware h100",
        ),
        ledger.document(
            "d2",
            against={"subject": "ash", "states": "No.", "disputes": ["d1/said"]},
            denied={"subject": "birch", "predicate": "usesHardware", "object": "h100", "negated": True},
            newer="birch usesHardware h200",
        ),
    )
    ledger.ingest(
        ledger.acts(
            {"act": "supersede", "claim": "d1/said", "by_claim": "d2/newer", "on": "2026-05-01"},
            {"act": "assess", "claim": "d2/against", "statement": "It is a joke.", "author": "ada"},
        )
    )
    return ledger


def test_a_claim_that_holds_is_said_plainly_whatever_attacks_it(told: Ledger) -> None:
    found = graph(told, "d1/plan=true", "d1/said=true")
    assert {"id:ash kg:usesHardware id:h100", "id:birch kg:usesHardware id:h100"} <= found
    assert "id:d1/said kg:status kg:stands" in found
    assert not [line for line in found if "kg:disputes id:d1/said" in line or "kg:ends id:d1/said" in line]
    now = graph(told)
    assert "id:d1/said kg:status kg:superseded" in now
    assert "id:ash kg:usesHardware id:h100" not in now


def test_a_claim_that_was_never_said_leaves_nothing(told: Ledger) -> None:
    found = graph(told, "d2/against=false", "d2/newer=false")
    for name in ("d2/against", "d2/newer"):
        assert not [line for line in found if f"id:{name}" in line.replace(f"id:{name}/", "id:else/")], name
    assert "id:d1/said kg:status kg:stands" in found, "nothing took its place"
    assert not [line for line in found if "joke" in line]


def test_never_said_is_the_ledger_that_was_never_told(tmp_path_factory: pytest.TempPathFactory) -> None:

    with opened(tmp_path_factory.mktemp("other")) as other:
        other.ingest(other.document("d1", said="ash usesHardware h100"))
        other.ingest(other.document("d3", one="ash usesHardware h200", two="birch usesHardware h200"))
        without = graph(other, "d3/one=false")
        with opened(tmp_path_factory.mktemp("plain")) as plain:
            plain.ingest(plain.document("d1", said="ash usesHardware h100"))
            plain.ingest(plain.document("d3", two="birch usesHardware h200"))
            assert graph(plain) == without


def test_a_claim_of_a_document_that_was_withdrawn_can_hold(told: Ledger) -> None:
    told.ingest(told.acts({"act": "retract", "document": "d1", "on": "2026-06-01"}))
    found = graph(told, "d1/said=true")
    assert "id:d1/said kg:status kg:stands" in found
    assert "id:d1/plan kg:status kg:retracted" in found


def test_search_knows_what_was_never_said(told: Ledger) -> None:
    with open_reader(told.workspace, horizon=read_horizon(assume=["d2/against=false"])) as reader:
        assert "d2/against" not in {entry.id for entry in reader.search("No")}


@pytest.mark.parametrize(
    ("assume", "said"),
    [
        (("d1/sad=true",), "d1 has no claim 'sad'. Did you mean said?"),
        (("d9/said=true",), "there is no document 'd9' in this ledger"),
        (("d1/said",), "is no assumption"),
        (("said=true",), "is no assumption"),
        (("d1/said=perhaps",), "is no assumption"),
        (("d1/said=true", "d1/said=false"), "is assumed to hold and never to have been said"),
        (("d1/said=true", "d2/denied=true"), "d2/denied denies what d1/said says, so both cannot hold"),
        (("d1/said=true", "d2/against=true"), "d2/against disputes d1/said, so both cannot hold"),
    ],
)
def test_what_cannot_be_assumed_is_one_sentence(told: Ledger, assume: tuple[str, ...], said: str) -> None:
    with pytest.raises(BadInputError) as caught:
        graph(told, *assume)
    assert said in str(caught.value)
    assert "--assume" in str(caught.value)
