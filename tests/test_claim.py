import pytest
from pydantic import ValidationError

from kg.claim import AFFIRMING, Claim, Document, Reading, canonical
from kg.term import QUALIFIERS
from kg.texts import Span
from kg.vocab import MODALITIES, QUALIFIER_VALUES
from tests.builders import claim, document
from tests.ledger import Fields

FULL = claim(
    "ipo-val",
    "ash",
    "offeringValuation",
    value="over 35 bn USD",
    modality="planned",
    hedges=("could",),
    topics=("grid-capacity",),
    links=[{"relation": "disputes", "to": "d2/x"}],
    spans=[{"start": 3, "end": 9, "words_hash": "0123456789ab"}],
    qualifiers=[("aspect", "post-money")],
)


def test_content_leaves_out_what_holds_its_default() -> None:
    assert claim("c", "ash", objects=("h100",)).content() == {
        "key": "c",
        "subject": "ash",
        "predicate": "usesHardware",
        "objects": ["h100"],
        "attributed_to": ["voice"],
    }


def test_canonical_json_has_one_form_whatever_the_order() -> None:
    assert canonical({"b": 1, "a": {"z": "ü", "y": None}}) == '{"a":{"y":null,"z":"ü"},"b":1}'.encode()


def test_the_content_hash_of_a_claim_never_changes() -> None:
    """It stands in logs, as what a correction replaces; a field added with a default leaves it as it is."""
    assert FULL.content_hash() == "1d0d658db9ed71f95538cff0362d1ebeaaff9f64e240f78b7ba56fbf40539074"
    assert (
        Reading(document="d1", claim=FULL).content_hash()
        == "9a98c64426c85d69ef672fd245b3f0ae5beab156c6efec2a78a76b3e099b77cd"
    )
    assert document("d1").document.content_hash() == "bf24869ea981741685f6434cb0a2eb91b6b32b2bc30eb3ee3378db2a7be9546f"


def test_the_content_hash_tells_every_field_apart() -> None:
    plain = claim("c", "ash", objects=("h100",))
    others = [
        claim("c", "ash", objects=("h100",), negated=True),
        claim("c", "ash", objects=("h100",), note="x"),
        claim("c", "ash", objects=("h100",), hedges=("x",)),
        claim("c", "ash", objects=("h100",), condition="x"),
        claim("d", "ash", objects=("h100",)),
    ]
    assert len({each.content_hash() for each in (plain, *others)}) == len(others) + 1


@pytest.mark.parametrize(
    ("fields", "affirmed"),
    [
        ({}, True),
        ({"negated": True}, False),
        ({"condition": "if the permit comes"}, False),
        *(({"modality": name}, name in {"asserted", "reported", "benchmarked", "estimated"}) for name in MODALITIES),
    ],
)
def test_a_source_vouches_for_what_it_affirms_without_condition(fields: Fields, affirmed: bool) -> None:
    assert claim("c", "ash", objects=("h100",), **fields).affirmed is affirmed


def test_the_closed_lists_are_words_of_the_vocabulary() -> None:
    assert MODALITIES.keys() >= AFFIRMING
    assert QUALIFIER_VALUES.keys() <= set(QUALIFIERS)


@pytest.mark.parametrize(("start", "end"), [(5, 5), (5, 4), (-1, 2)])
def test_a_span_runs_forward(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="a span starts"):
        Span(start=start, end=end, words_hash="0123456789ab")


def test_records_are_frozen_and_know_their_fields() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        FULL.key = "other"  # type: ignore[misc]
    with pytest.raises(ValidationError, match="Extra inputs"):
        Claim.model_validate(FULL.content() | {"surprise": 1})
    with pytest.raises(ValidationError, match="confidence"):
        Claim.model_validate(FULL.content() | {"confidence": 1.5})
    with pytest.raises(ValidationError, match="published"):
        Document.model_validate({"id": "d", "title": "T", "kind": "article", "voice": "v"})


def test_a_reading_is_called_by_document_and_key() -> None:
    assert Reading(document="d1", occurrence="ann", claim=FULL).id == "d1/ipo-val"
