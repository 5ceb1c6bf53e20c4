import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from kg.authoring import json_schema
from kg.authoring.fields import (
    ACT_FIELDS,
    ANNOUNCEMENT_FIELDS,
    CLAIM_FIELDS,
    DOCUMENT_FIELDS,
    ENTITY_FIELDS,
    Field,
)
from kg.claim import RELATIONS
from kg.resources import folder
from kg.term import QUALIFIERS
from kg.vocab import PREDICATES, TOPICS

SCHEMA = json_schema()
KEYWORDS = {
    "$ref", "type", "enum", "const", "pattern", "properties", "required", "additionalProperties", "propertyNames",
    "items", "minItems", "minimum", "anyOf", "description", "title", "$schema", "$defs",
}  # fmt: skip
TYPES: dict[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "number": (int, float),
    "integer": (int,),
    "boolean": (bool,),
}


def faults(value: Any, schema: dict[str, Any], path: str = "") -> list[str]:  # noqa: ANN401
    """Return where `value` breaks `schema`: as much of draft 2020-12 as the schema uses."""
    if "$ref" in schema:
        return faults(value, SCHEMA["$defs"][schema["$ref"].removeprefix("#/$defs/")], path)
    if "anyOf" in schema:
        found = [faults(value, choice, path) for choice in schema["anyOf"]]
        return [] if [] in found else min(found, key=len)
    if "const" in schema or "enum" in schema:
        return [] if value in schema.get("enum", [schema.get("const")]) else [f"{path}: {value!r} is not in the list"]
    kinds = schema.get("type", [])
    kinds = [kinds] if isinstance(kinds, str) else kinds
    if kinds and not any(isinstance(value, TYPES[kind]) for kind in kinds):
        return [f"{path}: {value!r} is no {kinds}"]
    if isinstance(value, str) and not re.search(schema.get("pattern", ""), value):
        return [f"{path}: {value!r} does not fit {schema['pattern']}"]
    problems = []
    if isinstance(value, list):
        for number, item in enumerate(value):
            problems += faults(item, schema.get("items", {}), f"{path}[{number}]")
    if isinstance(value, dict):
        problems += [f"{path}: {name} is missing" for name in schema.get("required", []) if name not in value]
        for name, item in value.items():
            problems += faults(name, schema.get("propertyNames", {}), f"{path}.{name}")
            inner = schema.get("properties", {}).get(name, schema.get("additionalProperties", {}))
            problems += faults(item, inner, f"{path}.{name}") if inner is not False else [f"{path}: no field {name}"]
    return problems


class EditorLoader(yaml.SafeLoader):
    """YAML 1.2 as editors read it: days stay texts, and `no` is a word."""


EditorLoader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith((":timestamp", ":bool", ":int"))]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
EditorLoader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("^(true|false)$"), list("tf"))
EditorLoader.add_implicit_resolver("tag:yaml.org,2002:int", re.compile("^[-+]?[0-9]+$"), list("-+0123456789"))


def load(source: str) -> Any:  # noqa: ANN401
    return yaml.load(source, Loader=EditorLoader)  # noqa: S506 (a safe loader with fewer types)


@pytest.mark.parametrize("path", sorted(folder("events").glob("*.yaml")), ids=lambda path: path.stem)
def test_the_shipped_files_fit_the_schema(path: Path) -> None:
    assert faults(load(path.read_text()), SCHEMA) == []


@pytest.mark.parametrize(
    "source",
    [
        "document: a",
        "entities: {a: {class: Compny, label: A}}",
        "acts: [{act: retract, claim: a/b}]",
        "acts: [{act: link, claim: a/b, relation: likes, to: c/d, reason: e}]",
        "{document: a, title: b, kind: post, published: 2026-05-14, claims: {c: {subject: d, modalty: e}}}",
        "{document: a, title: b, kind: post, published: 2026-05-14, claims: {c: {subject: d, predicate: e}}}",
        "{document: a, title: b, kind: post, published: 2026-05-14, claims: {C D: {subject: d, states: e}}}",
    ],
)
def test_what_is_no_such_file_does_not_fit_the_schema(source: str) -> None:
    assert faults(load(source), SCHEMA) != []


def test_the_schema_uses_no_keyword_that_the_check_above_leaves_out() -> None:
    def keywords(schema: dict[str, Any]) -> set[str]:
        found = set(schema)
        for name in ("properties", "$defs"):
            for inner in schema.get(name, {}).values():
                found |= keywords(inner)
        for inner in (schema.get("items"), schema.get("additionalProperties"), schema.get("propertyNames")):
            found |= keywords(inner) if isinstance(inner, dict) else set()
        for inner in schema.get("anyOf", []):
            found |= keywords(inner)
        return found

    assert keywords(SCHEMA) <= KEYWORDS


def test_every_reference_leads_somewhere() -> None:
    named = set(re.findall(r"#/\$defs/([a-z-]+)", str(SCHEMA)))
    assert named <= set(SCHEMA["$defs"])
    assert set(SCHEMA["$defs"]) <= named | {"document-file"}


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("document-file", DOCUMENT_FIELDS),
        ("entity", ENTITY_FIELDS),
        ("announcement", ANNOUNCEMENT_FIELDS),
        ("claim", CLAIM_FIELDS),
        *((f"act-{act}", fields) for act, fields in ACT_FIELDS.items()),
    ],
)
def test_schema_and_reader_know_the_same_fields(name: str, fields: tuple[Field, ...]) -> None:
    schema = SCHEMA["$defs"][name]
    assert set(schema["properties"]) - {"act"} == {field.name for field in fields}
    assert set(schema["required"]) - {"act"} == {field.name for field in fields if field.required}
    assert all(field.means == schema["properties"][field.name]["description"] for field in fields)


def test_the_claim_has_a_field_for_every_relation_and_qualifier_of_the_model() -> None:
    names = {field.name.replace("_", "") for field in CLAIM_FIELDS}
    assert {name.lower() for name in (*RELATIONS, *QUALIFIERS)} <= names


def test_closed_lists_come_from_the_vocabulary() -> None:
    assert SCHEMA["$defs"]["predicate"]["enum"] == sorted(PREDICATES)
    assert SCHEMA["$defs"]["topic"]["enum"] == sorted(TOPICS)
