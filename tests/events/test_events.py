import json
from pathlib import Path

import pytest

from kg.claim import Document, Entity, Link, Occurrence
from kg.dates import read_when
from kg.errors import VerificationError
from kg.events import (
    BY_TYPE,
    EVENTS,
    AnnouncementRecorded,
    AssessmentRecorded,
    BackgroundRecorded,
    ClaimCorrected,
    ClaimRetracted,
    ClaimsLinked,
    ClaimSuperseded,
    DocumentErased,
    DocumentRecorded,
    DocumentRetracted,
    EntitiesKeptApart,
    EntitiesMerged,
    EntityDeclared,
    Event,
    ExtractionCorrected,
    ForecastResolved,
    JudgementUndone,
    WatchDeclared,
    decode,
    encode,
)
from tests.builders import claim

FROZEN = Path(__file__).parent.parent / "golden" / "events"
CLAIM = claim(
    "capacity",
    "ash",
    "plannedCapacity",
    value="1.5 to 2 GW",
    modality="planned",
    hedges=("could",),
    condition="if the permit comes",
    attribution_inferred=True,
    spans=[{"start": 3, "end": 9, "words_hash": "0123456789ab"}],
    when=read_when("by 2028", where="test"),
    topics=("grid-capacity",),
    links=[{"relation": "derivedFrom", "to": "d0/permit"}],
    baseline_quantity={
        "low": "0.5",
        "high": None,
        "bound": "atLeast",
        "unit": "GigaW",
        "ratio": None,
        "text": "0.5 GW",
    },
    dependence={"effect": "reduces", "on": "grid"},
    qualifiers=[("milestone", "listed")],
    second={
        "relation": "at",
        "quantity": {"low": "3", "high": "3", "bound": "exact", "unit": "NUM", "ratio": None, "text": "3"},
    },
    window="by the end of 2028",
    resolution="the grid operator's list",
    note="Three halls.",
    confidence=0.8,
)
DOCUMENT = Document(
    id="d1",
    title="Ash plans «three» halls 電力",
    kind="article",
    voice="paper",
    publisher="paper",
    authors=("ada",),
    url="https://example.org/a?b=c",
    read_on="2026-05-02",
    published=read_when("2026-04-20 to 2026-04-26", where="test"),
    published_note="The week of the issue.",
    language="de-CH",
    summary="Ash wants to build.",
    text_hash="sha256:" + "0" * 64,
)
OCCURRENCE = Occurrence(
    key="plan",
    title="Ash plans",
    type="historic",
    on=read_when("2026-04", where="test"),
    about=("ash",),
    missing="Cost.",
)
EXAMPLES: tuple[tuple[Event, str, tuple[str, ...]], ...] = (
    (
        AnnouncementRecorded(document="d1", occurrence=OCCURRENCE, claims=(CLAIM,)),
        "announcement/d1/plan",
        ("document:d1", "entity:ash"),
    ),
    (
        AssessmentRecorded(claim="d1/capacity", statement="Of the site.", because="As before.", author="ada"),
        "assessment/d1/capacity/ada/",
        ("claim:d1/capacity", "document:d1"),
    ),
    (
        BackgroundRecorded(subject="h100", predicate="madeBy", object="nvidia", because="Its product.", author="ada"),
        "background/h100/madeBy/nvidia",
        ("entity:h100", "entity:nvidia"),
    ),
    (
        ClaimCorrected(claim="d1/a", by="d2/b", because="Misprint.", on="2026-05-03"),
        "corrected/d1/a/d2/b",
        ("claim:d1/a", "document:d1"),
    ),
    (
        ClaimRetracted(claim="d1/a", because="Withdrawn.", on="2026-05-03"),
        "retracted/d1/a",
        ("claim:d1/a", "document:d1"),
    ),
    (
        ClaimSuperseded(claim="d1/a", by="d2/b", because="Newer.", on="2026-05-03"),
        "superseded/d1/a/d2/b",
        ("claim:d1/a", "document:d1"),
    ),
    (
        ClaimsLinked(claim="d1/a", link=Link(relation="disputes", to="d2/b"), because="Other figure."),
        "link/d1/a/disputes/d2/b",
        ("claim:d1/a", "claim:d2/b"),
    ),
    (
        DocumentErased(document="d1", depth="claims", because="A court said so."),
        "erased/d1/claims",
        ("document:d1",),
    ),
    (DocumentRecorded(document=DOCUMENT, claims=(CLAIM,)), "document/d1", ("document:d1",)),
    (DocumentRetracted(document="d1", because="Gone.", on="2026-05-03"), "retracted/d1", ("document:d1",)),
    (
        EntitiesKeptApart(one="nscale", other="nuscale", because="Two firms.", author="ada", nth=2),
        "apart/nscale/nuscale/2",
        ("judgement:apart/nscale/nuscale/2", "entity:nscale", "entity:nuscale"),
    ),
    (
        EntitiesMerged(keep="run-ai", fold="runai", because="One firm.", author="ada", nth=2),
        "merge/run-ai/runai/2",
        ("judgement:merge/run-ai/runai/2", "entity:run-ai", "entity:runai"),
    ),
    (
        EntityDeclared(entity=Entity(id="ash", cls="Company", label="Ash", aliases=("A",), note="The tree.")),
        "entity/ash/",
        ("entity:ash", "declares:ash"),
    ),
    (
        ExtractionCorrected(because="Misread.", previous="f" * 64, occurrence=OCCURRENCE, inside="d1", nth=2),
        "correction/d1/plan/ffffffffffffffff/",
        ("document:d1", "claim:d1/plan"),
    ),
    (
        ForecastResolved(claim="d1/a", outcome="kept-late", because="It came.", by="d2/b", on="2026-05-03"),
        "resolved/d1/a/kept-late/d2/b",
        ("claim:d1/a", "document:d1"),
    ),
    (
        JudgementUndone(
            judgement="merge/run-ai/runai/2", entities_judged=("run-ai", "runai"), because="Two.", author="ada"
        ),
        "undo/merge/run-ai/runai/2",
        ("judgement:undo/merge/run-ai/runai/2", "judgement:merge/run-ai/runai/2", "entity:run-ai", "entity:runai"),
    ),
    (
        WatchDeclared(who="ash", scope="power", since="2026-05-03", because="Silent.", until="2026-06-03"),
        "watch/ash/2026-05-03/",
        ("entity:ash",),
    ),
)
"""An event of each type with every field in use, the beginning of its key, and its tags."""


def frozen(event: type[Event]) -> bytes:
    return (FROZEN / f"{event.type}.json").read_bytes().removesuffix(b"\n")


def test_there_is_an_example_of_each_type() -> None:
    assert [type(event) for event, _, _ in EXAMPLES] == list(EVENTS)
    assert sorted(path.stem for path in FROZEN.glob("*.json")) == sorted(BY_TYPE)


@pytest.mark.parametrize("kind", EVENTS, ids=BY_TYPE)
def test_a_payload_of_the_first_schema_is_read_for_ever(kind: type[Event]) -> None:
    """These bytes stand in people's logs. If this fails, raise `schema_version` and write an upcaster."""
    event = decode(kind.type, 1, frozen(kind), where="test")
    assert type(event) is kind
    if kind.schema_version == 1:
        assert encode(event) == frozen(kind)


@pytest.mark.parametrize(("event", "key", "tags"), EXAMPLES, ids=BY_TYPE)
def test_key_and_tags_of_an_event_never_change(event: Event, key: str, tags: tuple[str, ...]) -> None:
    assert event.key().startswith(key)
    assert event.key() == key or key.endswith("/")
    assert event.tags() == tags
    stored = decode(event.type, 1, frozen(type(event)), where="test")
    assert (stored.key(), stored.tags()) == (event.key(), event.tags())


@pytest.mark.parametrize(("event", "_key", "_tags"), EXAMPLES, ids=BY_TYPE)
def test_an_event_comes_back_as_it_was_written(event: Event, _key: str, _tags: tuple[str, ...]) -> None:
    again = decode(event.type, event.schema_version, encode(event), where="test")
    assert again == event
    assert again.key() == event.key()
    assert json.loads(encode(event)) == event.content()


def test_types_are_stable_words_and_not_names_of_classes() -> None:
    for kind in EVENTS:
        assert kind.type == kind.type.lower()
        assert set(kind.type) <= set("abcdefghijklmnopqrstuvwxyz-")
        assert len(kind.upcasters) == kind.schema_version - 1


@pytest.mark.parametrize(
    ("type_", "schema", "payload", "says"),
    [
        ("claim-retractd", 1, b"{}", r"the event type 'claim-retractd' is unknown here. Did you mean claim-retracted"),
        ("moon-landed", 1, b"{}", r"the event type 'moon-landed' is unknown here. A newer version"),
        (
            "claim-retracted",
            2,
            b"{}",
            r"claim-retracted has schema version 2, and this version of kg reads 1 to 1. Upgrade",
        ),
        ("claim-retracted", 0, b"{}", r"claim-retracted has schema version 0"),
        ("claim-retracted", 1, b"{}", r"the payload is not a claim-retracted event"),
        (
            "claim-retracted",
            1,
            b'{"claim":"a/b","because":"x","more":1}',
            r"the payload is not a claim-retracted event",
        ),
        ("claim-retracted", 1, b"\xff", r"the payload is not a claim-retracted event"),
        ("extraction-corrected", 1, b'{"because":"x"}', r"the payload is not a extraction-corrected event"),
    ],
)
def test_what_cannot_be_read_is_named_with_its_position(type_: str, schema: int, payload: bytes, says: str) -> None:
    with pytest.raises(VerificationError, match=f"^position 7: {says}") as caught:
        decode(type_, schema, payload, where="position 7")
    assert caught.value.exit_code == 5


def test_an_entity_is_declared_under_a_key_of_its_content() -> None:
    """Several files may declare one entity, each with other names."""
    one, other = (EntityDeclared(entity=Entity(id="ash", cls="Company", label="Ash", aliases=(a,))) for a in "AB")
    assert one.key() != other.key()
    assert one.key() == one.model_copy().key()


@pytest.mark.parametrize("kind", [EntitiesMerged, EntitiesKeptApart])
def test_what_was_undone_can_be_judged_again(kind: type[Event]) -> None:
    """Each time has a key of its own, so that the log takes it for something new."""
    example = next(event for event, _, _ in EXAMPLES if type(event) is kind)
    assert len({example.model_copy(update={"nth": nth}).key() for nth in (1, 2, 3)}) == 3


def test_a_reading_can_be_taken_back_and_taken_up_again() -> None:
    """Each turn has a key of its own, and the same turn again has the same."""
    event = ExtractionCorrected(because="x", previous="0" * 64, document=DOCUMENT)
    turns = [event.model_copy(update={"nth": nth}).key() for nth in (1, 2, 3, 3)]
    assert len(set(turns)) == 3
    assert event.replaces() == "d1"
    assert event.model_copy(update={"previous": None}).replaces() is None
