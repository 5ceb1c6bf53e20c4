"""The tables of fields and the vocabulary in, a JSON Schema (draft 2020-12) for editors out.

It helps while typing: names of fields, closed lists, what a word means. What it cannot say, such as what a predicate
takes, the reader checks.
"""

from collections.abc import Collection
from typing import Any

from kg.authoring.fields import (
    ACT,
    ACT_FIELDS,
    ACTS_FILE_FIELDS,
    ANNOUNCEMENT_FIELDS,
    CLAIM_FIELDS,
    DOCUMENT_FIELDS,
    ENTITY_FIELDS,
    ENTITY_FILE_FIELDS,
    Field,
    Shape,
)
from kg.authoring.form import WHEN_FIELDS
from kg.vocab import CLASSES, DOCUMENT_KINDS, METRICS, MODALITIES, PREDICATES, TOPICS

Schema = dict[str, Any]
_NAME = "^[a-z0-9]([a-z0-9._-]{0,118}[a-z0-9])?$"
# Editors type plain scalars themselves: 4 is a number there and `no` may be a truth value.
_SCALAR: Schema = {"type": ["string", "number", "boolean"]}


def json_schema() -> Schema:
    """Return the schema of document, entity and acts files, as plain JSON values in a fixed order."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "claimledger file",
        "description": "A document with its claims, a list of shared entities, or a list of acts.",
        "anyOf": [_ref("document-file"), _ref("entity-file"), _ref("acts-file")],
        "$defs": {
            "document-file": _object(DOCUMENT_FIELDS),
            "entity-file": _object(ENTITY_FILE_FIELDS),
            "acts-file": _object(ACTS_FILE_FIELDS),
            "entity": _object(ENTITY_FIELDS),
            "announcement": _object(ANNOUNCEMENT_FIELDS),
            "claim": _object(CLAIM_FIELDS),
            "act": {"anyOf": [_ref(f"act-{name}") for name in ACT_FIELDS]},
            **{f"act-{name}": _act(name) for name in ACT_FIELDS},
            "when": _object(WHEN_FIELDS),
            "name": {"type": ["string", "number"], "pattern": _NAME},
            "scalar": _SCALAR,
            "day": {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"},
            "predicate": _described(PREDICATES),
            "topic": _described(TOPICS),
            "metric": _described(METRICS),
            "modality": _described(MODALITIES),
            "class": _described(CLASSES),
            "kind": _described(DOCUMENT_KINDS),
        },
    }


def _act(name: str) -> Schema:
    schema = _object((ACT, *ACT_FIELDS[name]))
    schema["properties"]["act"] = {"const": name, "description": ACT.means}
    return schema


def _object(fields: tuple[Field, ...]) -> Schema:
    return {
        "type": "object",
        "properties": {field.name: {**_of(field), "description": field.means} for field in fields},
        "required": [field.name for field in fields if field.required],
        "additionalProperties": False,
    }


def _of(field: Field) -> Schema:
    words: Schema = {"enum": list(field.choices)}
    match field.shape:
        case "one-of":
            return words
        case "some-of":
            return _one_or_more(words)
        case _:
            return _BY_SHAPE[field.shape]


def _one_or_more(item: Schema) -> Schema:
    return {"anyOf": [item, {"type": "array", "items": item, "minItems": 1}]}


def _entries(name: str) -> Schema:
    return {"type": "object", "additionalProperties": _ref(name), "propertyNames": {"pattern": _NAME}}


def _described(table: Collection[str]) -> Schema:
    return {"enum": sorted(table)}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/$defs/{name}"}


_TEXT = _ref("scalar")
_QUOTE: Schema = {
    "anyOf": [
        _TEXT,
        {
            "type": "object",
            "properties": {"words": _TEXT, "nth": {"type": "integer", "minimum": 1}},
            "required": ["words"],
            "additionalProperties": False,
        },
    ]
}
_BY_SHAPE: dict[Shape, Schema] = {
    "text": _TEXT,
    "texts": _one_or_more(_TEXT),
    "name": _ref("name"),
    "names": _one_or_more(_ref("name")),
    "topic": _ref("topic"),
    "topics": _one_or_more(_ref("topic")),
    "objects": _one_or_more({"anyOf": [_ref("name"), _ref("topic")]}),
    "predicate": _ref("predicate"),
    "modality": _ref("modality"),
    "metric": _ref("metric"),
    "class": _ref("class"),
    "kind": _ref("kind"),
    "figure": _TEXT,
    "baseline": _TEXT,
    "second": {"type": "string", "pattern": "^(at|from|after|per) "},
    "dependence": {"type": "string", "pattern": "^(creates|reduces|avoids) "},
    "time": {"anyOf": [_TEXT, _ref("when")]},
    "day": _ref("day"),
    "flag": {"enum": [True, False, "true", "false", "yes", "no"]},
    "number": {"type": ["number", "string"]},
    "url": {"type": "string", "pattern": "^https?://"},
    "text-hash": {"type": "string", "pattern": "^sha256:[0-9a-f]{64}$"},
    "language": {"type": "string", "pattern": "^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$"},
    "spans": _one_or_more({"type": "string", "pattern": "^[0-9]+ ?- ?[0-9]+ +[0-9a-f]{12}$"}),
    "quotes": _one_or_more(_QUOTE),
    "claim": {"type": "string", "pattern": "^[^/]+/[^/]+$"},
    "claims": _one_or_more({"type": ["string", "number"]}),
    "part": {"type": ["string", "number"]},
    "record": {"type": ["string", "integer"], "pattern": "^([0-9]+|(merge|apart)/[^/]+/[^/]+(/[0-9]+)?)$"},
    "count": {"type": "integer", "minimum": 1},
    "entity-map": _entries("entity"),
    "claim-map": _entries("claim"),
    "announcement-map": _entries("announcement"),
    "act-list": {"type": "array", "items": _ref("act")},
}
