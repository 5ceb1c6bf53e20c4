"""The hostile and the harmless strings are what they say, and each has a sound carrier."""

import json
from pathlib import Path
from typing import Any

from bench.faults.cases.identifiers import (
    HARMLESS,
    HOSTILE,
    RECORDED,
    UNCERTAIN,
    carried,
    content_of,
    fields,
    harmless_pairs,
    hostile_pairs,
    must_refuse,
    record_of,
    records_of_world,
    tampered,
    world,
)
from kg.events import BY_TYPE, EVENTS, decode, encode
from kg.log import SqliteLog
from kg.pipeline import append, catch_up
from kg.workspace import create


def test_the_world_has_every_type_of_event_and_can_be_projected(tmp_path: Path) -> None:
    assert {event.type for event in world()} == {event.type for event in EVENTS}
    workspace = create(tmp_path / "w")
    with SqliteLog(workspace.log, mode="create") as log:
        append(log, world(), now=RECORDED)
        assert catch_up(workspace, log).set_aside == ()


def test_records_are_those_that_the_pipeline_would_write() -> None:
    for event, record in zip(world(), records_of_world(), strict=True):
        assert (record.key, record.payload) == (event.key(), encode(event))
        assert set(record.tags) == set(event.tags())
        assert decode(record.type, record.schema, record.payload, where="here") == event


def test_every_field_of_every_type_is_there_with_its_own_value() -> None:
    assert {field.type for field in fields()} == set(BY_TYPE)
    assert sum(field.bears_id for field in fields()) > 140
    assert len({field.name for field in fields()}) >= len(fields()) - 1
    for field in fields():
        content = tampered(field, "kg-canary")
        assert "kg-canary" in json.dumps(content)
        assert content != content_of(world()[field.event])
        assert record_of(field.type, content).key


def test_each_kind_of_field_has_enough_hostile_strings() -> None:
    assert len(HOSTILE) == len({entry.name for entry in HOSTILE}) == len({entry.text for entry in HOSTILE}) >= 100
    for field in fields():
        if field.bears_id:
            assert sum(must_refuse(field.shape, entry.text) for entry in HOSTILE) >= 40, field.name
    assert sum(1 for _ in hostile_pairs()) > 15_000


def test_nothing_is_both_hostile_and_harmless() -> None:
    assert len(HARMLESS) >= 80
    assert [entry for entry in HARMLESS if must_refuse(entry.shape, entry.text)] == []
    days = [day for time, _ in UNCERTAIN for name, day in time.items() if day and name != "text"]
    assert not any(must_refuse("day", day) for day in days)
    for field in fields():
        before: Any = content_of(world()[field.event])
        for part in field.path:
            before = before.get(part) if isinstance(before, dict) else before[part]
        assert before is None or not must_refuse(field.shape, str(before)), field.name


def test_harmless_values_are_taken_by_the_events() -> None:
    for field, entry in harmless_pairs():
        record = carried(field, entry.text)
        event = decode(record.type, 1, record.payload, where=field.name)
        assert (event.key(), set(event.tags())) == (record.key, set(record.tags)), field.name
