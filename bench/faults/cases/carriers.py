"""A payload in, the record that carries it out, with the key and tags that an older version would have written.

Keys and tags are made here from plain values, so that a payload can be carried which the events themselves refuse.
"""

import json
import re
from collections.abc import Callable, Mapping
from hashlib import sha256
from typing import Any

from bench.faults.cases.fields import Content, Field, content_of, tampered
from bench.faults.cases.news import world
from kg.log import NewRecord

Named = tuple[str, list[str]]
"""Key and tags of a record."""
_HALF = re.compile("[\ud800-\udfff]")


def payload_of(content: object) -> bytes:
    """Return plain values as canonical JSON; half of a surrogate pair, which UTF-8 has no place for, as an escape."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return _HALF.sub(lambda found: f"\\u{ord(found.group()):04x}", text).encode()


def record_of(kind: str, content: Content, *, schema: int = 1) -> NewRecord:
    """Return the record of a payload, with key and tags made of what stands in it."""
    key, tags = _NAMED[kind](content)
    return NewRecord(_sound(key), kind, schema, payload_of(content), tuple(dict.fromkeys(map(_sound, tags))))


def records_of_world() -> list[NewRecord]:
    """Return the records of the sound ledger."""
    return [record_of(event.type, content_of(event)) for event in world()]


def carried(field: Field, value: object) -> NewRecord:
    """Return the record of the field's event with `value` in the field."""
    return record_of(field.type, tampered(field, value))


def _sound(text: str) -> str:
    return _HALF.sub("\ufffd", text)


def _hash(part: Mapping[str, Any]) -> str:
    """Return the content hash of a part whose fields stand in the order of its class."""
    text = json.dumps(part, ensure_ascii=False, separators=(",", ":"))
    return sha256(text.encode(errors="replace")).hexdigest()


def _document(claim: str) -> str:
    return claim.partition("/")[0]


def _nth(key: str, content: Content) -> str:
    return key if content.get("nth", 1) == 1 else f"{key}/{content['nth']}"


def _ended(word: str, content: Content, *, outcome: str = "") -> Named:
    claim = str(content["claim"])
    by = f"/{content['by']}" if content.get("by") else ""
    return f"{word}/{claim}{outcome}{by}", [f"claim:{claim}", f"document:{_document(claim)}"]


def _judged(word: str, one: str, other: str, content: Content) -> Named:
    key = _nth(f"{word}/{one}/{other}", content)
    return key, [f"judgement:{key}", f"entity:{one}", f"entity:{other}"]


def _read_anew(content: Content) -> Named:
    (name,) = {"reading", "entity", "document", "occurrence"} & content.keys()
    part = content[name]
    target = part.get("id")
    if name == "reading":
        target = f"{part['document']}/{part['claim']['key']}"
    elif name == "occurrence":
        target = f"{content.get('inside')}/{part['key']}"
    before = str(content.get("previous") or "added")[:16]
    key = _nth(f"correction/{target}/{before}/{_hash(part)[:16]}", content)
    if name == "entity":
        return key, [f"entity:{target}", f"declares:{target}"]
    return key, [f"document:{_document(str(target))}", f"claim:{target}"]


def _assessed(content: Content) -> Named:
    claims = [content["claim"], *([content["and_claim"]] if content.get("and_claim") else [])]
    key = f"assessment/{claims[0]}/{content['author']}/{_hash(content)[:16]}"
    return key, [*(f"claim:{claim}" for claim in claims), *(f"document:{_document(claim)}" for claim in claims)]


def _announced(content: Content) -> Named:
    document, told = content["document"], content["occurrence"]
    tags = [f"document:{document}", *(f"entity:{name}" for name in told.get("about", ()))]
    return f"announcement/{document}/{told['key']}", tags


def _known(content: Content) -> Named:
    subject, far = content["subject"], content["object"]
    return f"background/{subject}/{content['predicate']}/{far}", [f"entity:{subject}", f"entity:{far}"]


def _linked(content: Content) -> Named:
    claim, to = content["claim"], content["link"]["to"]
    return f"link/{claim}/{content['link']['relation']}/{to}", [f"claim:{claim}", f"claim:{to}"]


def _declared(content: Content) -> Named:
    name = content["entity"]["id"]
    return f"entity/{name}/{_hash(content['entity'])[:16]}", [f"entity:{name}", f"declares:{name}"]


def _undone(content: Content) -> Named:
    undone, (one, other) = content["judgement"], content["entities_judged"]
    return f"undo/{undone}", [f"judgement:undo/{undone}", f"judgement:{undone}", f"entity:{one}", f"entity:{other}"]


def _of_document(key: str, document: str) -> Named:
    return key, [f"document:{document}"]


_NAMED: Mapping[str, Callable[[Content], Named]] = {
    "announcement-recorded": _announced,
    "assessment-recorded": _assessed,
    "background-recorded": _known,
    "claim-corrected": lambda c: _ended("corrected", c),
    "claim-superseded": lambda c: _ended("superseded", c),
    "claim-retracted": lambda c: _ended("retracted", c),
    "claims-linked": _linked,
    "document-erased": lambda c: _of_document(f"erased/{c['document']}/{c['depth']}", c["document"]),
    "document-recorded": lambda c: _of_document(f"document/{c['document']['id']}", c["document"]["id"]),
    "document-retracted": lambda c: _of_document(f"retracted/{c['document']}", c["document"]),
    "entities-kept-apart": lambda c: _judged("apart", c["one"], c["other"], c),
    "entities-merged": lambda c: _judged("merge", c["keep"], c["fold"], c),
    "entity-declared": _declared,
    "extraction-corrected": _read_anew,
    "forecast-resolved": lambda c: _ended("resolved", c, outcome=f"/{c['outcome']}"),
    "judgement-undone": _undone,
    "watch-declared": lambda c: (f"watch/{c['who']}/{c['since']}/{_hash(c)[:16]}", [f"entity:{c['who']}"]),
}
"""Key and tags of a payload by the type of its event, as `kg/events/` makes them."""
