"""Hostile strings for every field that bears an id, and harmless values that must still pass: all of point one.

For each field of `fields()` and each entry of `HOSTILE` for which `must_refuse(field.shape, entry.text)` holds, no door
may take the record `carried(field, entry.text)`: not import, not restore, not the pipeline. For each entry of
`HARMLESS`, every door takes it in each field of its shape.
"""

from collections.abc import Iterator

from bench.faults.cases.carriers import carried, payload_of, record_of, records_of_world
from bench.faults.cases.fields import Content, Field, content_of, fields, tampered
from bench.faults.cases.harmless import HARMLESS, UNCERTAIN, Harmless
from bench.faults.cases.hostile import HOSTILE, Hostile, Shape, must_refuse
from bench.faults.cases.news import RECORDED, world

RECORD_HOSTILE: tuple[tuple[str, str, str], ...] = (
    ("key", "", "no key"),
    ("key", "document/../../x", "a key that is a path"),
    ("key", "x> <y> <z> .\n<a", "a key that breaks out of an IRI"),
    ("key", "document/acme\0", "NUL in a key"),
    ("key", "k" * 1_000_000, "a key of a million letters"),
    ("key", "document/another-one", "a key of another event"),
    ("key", " document/acme-prices", "a key with a space"),
    ("type", "", "no type"),
    ("type", "../kg/events", "a type that is a path"),
    ("type", "document-recorded\n", "a type with a line break"),
    ("type", "kg.events.document_recorded.DocumentRecorded", "a path of Python"),
    ("type", "t" * 1_000_000, "a type of a million letters"),
    ("tag", "", "an empty tag"),
    ("tag", "document:../../x", "a tag with a path"),
    ("tag", "document:x> <y> <z> .\n<a", "a tag that breaks out"),
    ("tag", "document:another-one", "a tag of another document, which erasing that one would blank"),
    ("tag", "nothing", "a tag without a kind"),
    ("tag", "document:" + "d" * 1_000_000, "a tag of a million letters"),
    ("meta", "", "no JSON"),
    ("meta", "{", "half an object"),
    ("meta", "[1]", "a list"),
    ("meta", "NaN", "no JSON, though Python reads it"),
    ("meta", '{"a":' * 100_000 + "1" + "}" * 100_000, "depth of a hundred thousand"),
    ("meta", '{"a":"' + "m" * 10_000_000 + '"}', "ten million letters"),
)
"""Values of the record around a payload: which of key, type, tag or meta, the value, and what it is."""


_TOGETHER = {"earliest", "latest", "until", "one", "other", "judgement", "need"}
"""Fields that have to fit another one: an end behind its beginning, two ids in order, a word of the need."""


def hostile_pairs() -> Iterator[tuple[Field, Hostile]]:
    """Yield every field that bears an id, word or number, with every string that it must refuse."""
    for field in fields():
        for entry in HOSTILE:
            if must_refuse(field.shape, entry.text):
                yield field, entry


def harmless_pairs() -> Iterator[tuple[Field, Harmless]]:
    """Yield every field with every harmless value of its kind, but for those of which two must agree."""
    for field in fields():
        if field.path[-1] in _TOGETHER or "entities_judged" in field.path:
            continue
        for entry in HARMLESS:
            if entry.shape == field.shape:
                yield field, entry


__all__ = [
    "HARMLESS",
    "HOSTILE",
    "RECORDED",
    "RECORD_HOSTILE",
    "UNCERTAIN",
    "Content",
    "Field",
    "Harmless",
    "Hostile",
    "Shape",
    "carried",
    "content_of",
    "fields",
    "harmless_pairs",
    "hostile_pairs",
    "must_refuse",
    "payload_of",
    "record_of",
    "records_of_world",
    "tampered",
    "world",
]
