"""Records that no door should take, or that must not stop the reading of the rest, each with what is expected.

`refuse`: import, restore and the pipeline refuse the whole log before its first record is taken in; where such a record
stands in a log that is there already, it is set aside, counted and named, `verify` fails, and all others are read.
`open`: refused, set aside or taken, but never a crash, a hang or a word less of the rest. `take`: it is a sound record.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Literal

from bench.faults.cases.carriers import payload_of
from bench.faults.cases.fields import Content, content_of
from bench.faults.cases.news import world
from bench.faults.cases.records import Raw, changed, erasing, placed, raw_of, raw_world

Expect = Literal["refuse", "open", "take"]


@dataclass(frozen=True, slots=True)
class Bad:
    """One record beside a sound ledger."""

    name: str
    record: Raw
    expect: Expect = "refuse"
    only_in_a_file: bool = False
    """Whether no segment can hold it, so that it comes only in a `log.db`."""


_DECLARED: Content = {"entity": {"cls": "Company", "id": "new-one", "label": "New One"}}
_ENTITY = raw_of("entity-declared", _DECLARED)
_SOUND = payload_of(_DECLARED)
_payload = partial(changed, _ENTITY)
_MANY = 10_000_000


def _bytes() -> Iterator[Bad]:
    """Yield payloads that are no event as JSON has it."""
    texts = {
        "no byte": b"",
        "half an object": b"{",
        "null": b"null",
        "a list": b"[]",
        "a number": b"1",
        "a string": b'"entity"',
        "an empty object": b"{}",
        "no JSON": b"entity: {id: new-one}",
        "a byte order mark": b"\xef\xbb\xbf" + _SOUND,
        "two values": _SOUND + _SOUND,
        "NaN": b'{"entity":{"cls":"Company","id":"new-one","label":NaN}}',
        "infinity": b'{"entity":{"cls":"Company","id":"new-one","label":-Infinity}}',
        "a huge integer": b'{"entity":{"cls":"Company","id":"new-one","label":"x","note":' + b"9" * 5_000 + b"}}",
        "a number for an id": b'{"entity":{"cls":"Company","id":7,"label":"x"}}',
        "a list for an id": b'{"entity":{"cls":"Company","id":["new-one"],"label":"x"}}',
        "null for an id": b'{"entity":{"cls":"Company","id":null,"label":"x"}}',
        "a field that nobody knows": b'{"entity":{"cls":"Company","id":"new-one","label":"x","root":"/"}}',
        "a field beside": b'{"entity":{"cls":"Company","id":"new-one","label":"x"},"eval":"1"}',
        "a field twice": b'{"entity":{"cls":"Company","id":"new-one","id":"../../x","label":"x"}}',
        "an object twice": b'{"entity":{"cls":"Company","id":"../../x","label":"x"},' + _SOUND[1:],
        "half of a pair": b'{"entity":{"cls":"Company","id":"new-one","label":"\\ud83d"}}',
        "a name of half a pair": b'{"entity":{"cls":"Company","id":"new-one","label":"x","\\ud83d":1}}',
        "NUL in a label": b'{"entity":{"cls":"Company","id":"new-one","label":"a\\u0000b"}}',
        "depth of a hundred thousand": b'{"entity":' * 100_000 + b"1" + b"}" * 100_000,
        "lists of a hundred thousand": b"[" * 100_000 + b"]" * 100_000,
        "ten million letters": b'{"entity":{"cls":"Company","id":"new-one","label":"' + b"x" * _MANY + b'"}}',
        "a million aliases": b'{"entity":{"aliases":['
        + b'"a",' * 1_000_000
        + b'"b"],"cls":"Company","id":"new-one","label":"x"}}',
    }
    for name, payload in texts.items():
        yield Bad(f"payload: {name}", _payload(payload=payload))
    for name, payload in {"no UTF-8": b"\xff\xfe{}", "UTF-16": _SOUND.decode().encode("utf-16")}.items():
        yield Bad(f"payload: {name}", _payload(payload=payload), only_in_a_file=True)
    written = json.loads(_SOUND)
    loose = {
        "spaces": json.dumps(written, indent=1).encode(),
        "another order": b'{"entity":{"label":"New One","id":"new-one","cls":"Company"}}',
        "escapes": _SOUND.replace(b"New", b"\\u004eew"),
        "a line end": _SOUND + b"\n",
        "a default written out": _SOUND.replace(b'{"cls"', b'{"aliases":[],"cls"'),
    }
    for name, payload in loose.items():
        yield Bad(f"payload: sound, but with {name}", _payload(payload=payload), "open")


def _around() -> Iterator[Bad]:
    """Yield records of which the fields around the payload are wrong, or say something else than it."""
    for schema in (0, -1, 2**31, 2**62):
        yield Bad(f"schema {schema}", changed(_ENTITY, schema=schema))
    yield Bad("schema 99, of a newer version", changed(_ENTITY, schema=99), "open")
    yield Bad("a type of a newer version", changed(_ENTITY, type="document-translated"), "open")
    for name, kind in {
        "no type": "",
        "a type in capitals": "Entity-Declared",
        "a type with a space": "entity-declared ",
    }.items():
        yield Bad(name, changed(_ENTITY, type=kind))
    yield Bad("another type than its payload", changed(_ENTITY, type="document-recorded"))
    yield Bad("a key of something else", changed(_ENTITY, key="document/acme-prices-2"))
    yield Bad("a key of another hash", changed(_ENTITY, key="entity/new-one/0123456789abcdef"))
    yield Bad("no key", changed(_ENTITY, key=""))
    yield Bad("no tags", changed(_ENTITY, tags=()))
    yield Bad("a tag too few", changed(_ENTITY, tags=_ENTITY.tags[:1]))
    yield Bad("a tag too many", changed(_ENTITY, tags=(*_ENTITY.tags, "document:acme-prices")))
    yield Bad("tags of something else", changed(_ENTITY, tags=("entity:nvidia", "declares:nvidia")))
    for name, meta in {"no text": "", "half an object": "{", "a word": "meta", "a list": "[]", "NaN": "NaN"}.items():
        yield Bad(f"meta: {name}", changed(_ENTITY, meta=meta), "open" if name == "a list" else "refuse")
    yield Bad("meta: depth", changed(_ENTITY, meta='{"a":' * 100_000 + "1" + "}" * 100_000))
    for name, instant in {
        "the year 1": "0001-01-01T00:00:00.000000Z",
        "the year 9999": "9999-12-31T23:59:59.999999Z",
        "a year before the others": "2025-06-01T12:00:00.000000Z",
    }.items():
        yield Bad(f"recorded in {name}", changed(_ENTITY, recorded_at=instant), "open")
    for name, instant in {
        "no instant": "yesterday",
        "no zone": "2026-06-01T12:00:00.000000",
        "another zone": "2026-06-01T14:00:00.000000+02:00",
        "a day": "2026-06-01",
        "no such day": "2026-13-45T12:00:00.000000Z",
        "nothing": "",
    }.items():
        yield Bad(f"recorded at: {name}", changed(_ENTITY, recorded_at=instant))
    yield Bad("an erased record that nobody erased", changed(_ENTITY, payload=None), "open")
    for name, tags in {"no list": "{}", "no JSON": "[", "numbers": "[1]", "blanks": '[ "a" ]'}.items():
        yield Bad(f"tags: {name}", changed(_ENTITY, tags_as_written=tags), only_in_a_file=True)


ERASED: tuple[tuple[str, str, Expect], ...] = (
    ("an absolute path", "{outside}", "refuse"),
    ("an absolute path with a slash behind", "{outside}/", "refuse"),
    ("a path up", "../../{name}", "refuse"),
    ("the folder of all documents", "", "refuse"),
    ("the folder of all documents, by a dot", ".", "refuse"),
    ("the workspace", "..", "refuse"),
    ("the workspace behind an id", "acme-prices/../..", "refuse"),
    ("the store", "../store", "refuse"),
    ("the segments", "../segments", "refuse"),
    ("below another document", "acme-prices/proposals", "refuse"),
    ("home", "~", "refuse"),
    ("a star", "*", "refuse"),
    ("a NUL behind", "acme-prices\0", "refuse"),
    ("a line behind", "acme-prices\n", "refuse"),
    ("a document that is not there", "never-recorded", "open"),
    ("an entity", "acme", "open"),
)
"""What an erasure may name: `{outside}` is the path of a folder of the campaign's own, `{name}` the name of one that
stands beside the workspace. Neither may be touched."""


def erasures(outside: str, name: str) -> Iterator[Bad]:
    """Yield records of erasures that would delete what is not a document."""
    for what, document, expect in ERASED:
        for depth in ("text", "claims"):
            record = erasing(document.format(outside=outside, name=name), depth)
            yield Bad(f"erases {what}, {depth}", record, expect)


def _acts() -> Iterator[Bad]:
    """Yield records that are well formed and make no sense, or that a projection may stumble over."""
    because = {"because": "b"}
    claim = "acme-prices/maker"
    acts: dict[str, tuple[str, Content]] = {
        "a retraction with a claim in its place": ("claim-retracted", {"claim": claim, "by": "acme-later/price"}),
        "a correction by itself": ("claim-corrected", {"claim": claim, "by": claim}),
        "a correction of nothing": ("claim-corrected", {"claim": "never/recorded"}),
        "a correction by nothing": ("claim-corrected", {"claim": claim, "by": "never/recorded"}),
        "a link to itself": ("claims-linked", {"claim": claim, "link": {"relation": "disputes", "to": claim}}),
        "a link from nothing": (
            "claims-linked",
            {"claim": "never/recorded", "link": {"relation": "disputes", "to": claim}},
        ),
        "a merge with itself": ("entities-merged", {"keep": "acme", "fold": "acme"}),
        "a merge of nothing": ("entities-merged", {"keep": "nobody", "fold": "nothing"}),
        "a merge back": ("entities-merged", {"keep": "fab1", "fold": "fab-one"}),
        "kept apart from itself": ("entities-kept-apart", {"one": "acme", "other": "acme"}),
        "kept apart in the wrong order": ("entities-kept-apart", {"one": "nvidia", "other": "acme"}),
        "a merge of a count of nought": ("entities-merged", {"keep": "acme", "fold": "analyst", "nth": 0}),
        "a merge of a huge count": ("entities-merged", {"keep": "acme", "fold": "analyst", "nth": 2**70}),
        "an undoing of nothing": ("judgement-undone", {"judgement": "merge/a/b", "entities_judged": ["a", "b"]}),
        "an undoing of other ones": (
            "judgement-undone",
            {"judgement": "merge/a/b", "entities_judged": ["acme", "nvidia"]},
        ),
        "a watch that ends before it begins": (
            "watch-declared",
            {"who": "acme", "scope": "s", "since": "2026-06-02", "until": "2026-06-01"},
        ),
        "a retraction of no document": ("document-retracted", {"document": "never-recorded"}),
        "a settled claim of nothing": ("forecast-resolved", {"claim": "never/recorded", "outcome": "kept"}),
        "background with a word that nobody knows": (
            "background-recorded",
            {"subject": "acme", "predicate": "noSuchWord", "object": "nvidia"},
        ),
        "background with a word of figures": (
            "background-recorded",
            {"subject": "acme", "predicate": "unitPrice", "object": "nvidia"},
        ),
        "an entity of no class": ("entity-declared", {"entity": {"id": "new-one", "cls": "NoSuchClass", "label": "x"}}),
        "an entity of another class": ("entity-declared", {"entity": {"id": "acme", "cls": "Chip", "label": "x"}}),
        "an entity with the id of a document": (
            "entity-declared",
            {"entity": {"id": "acme-prices", "cls": "Chip", "label": "x"}},
        ),
        "an entity with one name a thousand times": (
            "entity-declared",
            {"entity": {"id": "new-one", "cls": "Chip", "label": "x", "aliases": ["y"] * 1000}},
        ),
        "a new reading of nothing": (
            "extraction-corrected",
            {"previous": "0" * 64, "entity": {"id": "new-one", "cls": "Chip", "label": "x"}},
        ),
        "a new reading of two things": (
            "extraction-corrected",
            {"entity": {"id": "b", "cls": "Chip", "label": "x"}, "inside": "a/b"},
        ),
    }
    for name, (kind, content) in acts.items():
        held = content if kind == "entity-declared" else because | content
        yield Bad(f"act: {name}", raw_of(kind, held), "open")
    yield from _documents()


def _documents() -> Iterator[Bad]:
    """Yield documents with a claim that no reader of files would have let through."""
    at = next(number for number, event in enumerate(world()) if event.type == "document-recorded")
    page: Content = content_of(world()[at])
    page["document"]["id"] = "odd-page"
    good = {"key": "c", "subject": "acme", "predicate": "unitPrice", "attributed_to": ["acme"]}
    figure = {"low": "1", "high": "1", "bound": "exact", "unit": "NUM", "ratio": None, "text": "1"}
    odd: dict[str, Content] = {
        "a word that nobody knows": good | {"predicate": "noSuchWord", "quantity": figure},
        "a unit that nobody knows": good | {"quantity": figure | {"unit": "NO_SUCH"}},
        "a figure under a word for entities": good | {"predicate": "madeBy", "quantity": figure},
        "entities under a word for figures": good | {"objects": ["acme"]},
        "nothing under its word": good,
        "a topic that nobody knows": good | {"quantity": figure, "topics": ["no-such-topic"]},
        "a modality that nobody knows": good | {"quantity": figure, "modality": "shouted"},
        "a qualifier that nobody knows": good | {"quantity": figure, "qualifiers": [["colour", "red"]]},
        "a figure of many digits": good | {"quantity": figure | {"low": "9" * 40, "high": "9" * 40}},
        "a figure that is not its text": good | {"quantity": figure | {"text": "two"}},
        "nobody who says it": good | {"quantity": figure, "attributed_to": []},
        "a place beyond any text": good
        | {"quantity": figure, "spans": [{"start": 2**40, "end": 2**40 + 1, "words_hash": "0" * 12}]},
        "a place of huge numbers": good
        | {"quantity": figure, "spans": [{"start": 0, "end": 2**70, "words_hash": "0" * 12}]},
        "a link to itself": good | {"quantity": figure, "links": [{"relation": "supports", "to": "odd-page/c"}]},
        "a time in the year 1": good
        | {"quantity": figure, "when": {"earliest": "0001-01-01", "latest": None, "text": "x"}},
        "a time in the year 9999": good
        | {"quantity": figure, "when": {"earliest": None, "latest": "9999-12-31", "text": "x"}},
        "a confidence of a half": good | {"quantity": figure, "confidence": 0.5},
        "everything at once": good | {"quantity": figure, "objects": ["acme"], "states": "s", "shift_from": "compute"},
    }
    for name, claim in odd.items():
        yield Bad(f"claim: {name}", raw_of("document-recorded", page | {"claims": [claim]}), "open")
    twice = page | {"claims": [good | {"quantity": figure}] * 2}
    yield Bad("claim: a key twice", raw_of("document-recorded", twice), "open")
    many = page | {"claims": [good | {"key": f"c{number}", "quantity": figure} for number in range(20_000)]}
    yield Bad("claims: twenty thousand", raw_of("document-recorded", many), "open")


BAD: tuple[Bad, ...] = (*_bytes(), *_around(), *_acts())
PLACES = ("first", "middle", "last")
SOUND = Bad("a sound record", _ENTITY, "take")


def logs() -> Iterator[tuple[str, Bad, list[Raw], int]]:
    """Yield each bad record at each place: a name, the record, the log, and the position of the bad one."""
    for bad in BAD:
        for where in PLACES:
            raws, position = placed(bad.record, where)
            yield f"{bad.name}, {where}", bad, raws, position


def with_a_key_twice() -> list[Raw]:
    """Return a log in which two records have one key; a `log.db` cannot hold it, segments can. It must be refused."""
    return [*raw_world(), _ENTITY, changed(_ENTITY, payload=_SOUND.replace(b"New", b"Old"))]
