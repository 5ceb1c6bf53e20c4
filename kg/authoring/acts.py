"""The entries of a file of acts in, typed acts out: what later happened to claims, and what we know beside them."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from kg.authoring.fields import ACT, ACT_FIELDS, ACTS_FILE_FIELDS, Field
from kg.authoring.form import Form
from kg.authoring.nodes import Mapping, Node, Scalar, Sequence
from kg.authoring.notes import Notes
from kg.authoring.problems import Place
from kg.claim import Relation
from kg.errors import quoted
from kg.part import read_part
from kg.vocab import PREDICATES, QUALIFIER_VALUES

ActName = Literal[
    "correct",
    "supersede",
    "retract",
    "resolve",
    "link",
    "background",
    "assess",
    "merge",
    "keep-apart",
    "undo",
    "watch",
]
_RECORD = re.compile(r"[0-9]{1,15}|(?:merge|apart)/[^/\s]+/[^/\s]+(?:/[0-9]+)?")
_MOST_TIMES = 1_000_000
_IN_WORDS = ("readiness", "criticality")
_NEED = ("owner", "need", "supplier")
Resolution = Literal["kept", "kept-late", "missed", "slipped", "cannot-tell"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One entry of a file of acts; which fields are given depends on `act` (see `ACT_FIELDS`)."""

    act: ActName
    place: str
    """File, line and entry, for errors."""
    reason: str
    claim: str | None = None
    """Ids of claims are `document/key`."""
    by_claim: str | None = None
    relation: Relation | None = None
    to: str | None = None
    outcome: Resolution | None = None
    on: str | None = None
    """Days are ISO dates."""
    subject: str | None = None
    predicate: str | None = None
    object: str | None = None
    who: str | None = None
    scope: str | None = None
    since: str | None = None
    until: str | None = None
    statement: str | None = None
    author: str | None = None
    owner: str | None = None
    need: str | None = None
    supplier: str | None = None
    in_place_of: str | None = None
    readiness: str | None = None
    """Parts are texts that `kg.part.read_part` reads."""
    criticality: str | None = None
    share: str | None = None
    chance: str | None = None
    and_claim: str | None = None
    document: str | None = None
    keep: str | None = None
    fold: str | None = None
    one: str | None = None
    other: str | None = None
    nth: int = 1
    """Which time a judgement is made of the same two, where earlier ones were undone."""
    record: str | None = None
    """A position, or the key of a judgement."""


@dataclass(frozen=True, slots=True)
class ActsFile:
    """A file that records what later happened to claims."""

    acts: tuple[Act, ...]
    path: str


def read_acts(root: Mapping, place: Place, notes: Notes) -> ActsFile:
    """Return the acts of a file in its order; what is wrong is noted."""
    form = Form(root, ACTS_FILE_FIELDS, place, notes)
    listed = form.node("acts")
    if listed is not None and not isinstance(listed, Sequence):
        form.notes.note(form.place_of("acts"), "`acts` is not a list", "Begin each act with `- act: …`.")
    entries = listed.items if isinstance(listed, Sequence) else ()
    acts = (_act(node, place.inside(f"acts[{n}]", node.line), notes) for n, node in enumerate(entries, start=1))
    return ActsFile(tuple(act for act in acts if act), place.file)


def _act(node: Node, place: Place, notes: Notes) -> Act | None:
    given = node.get("act") if isinstance(node, Mapping) else None
    name = given.text if isinstance(given, Scalar) else ""
    if name not in ACT_FIELDS:
        if given is None:
            notes.note(place, "an entry does not say which `act` it is", f"Choose from {', '.join(ACT_FIELDS)}.")
        else:
            notes.is_known(name, ACT_FIELDS, "act", place)
        return None
    form = Form(node, (ACT, *ACT_FIELDS[name]), place, notes)
    values: dict[str, Any] = {field.name: _value(field, form) for field in ACT_FIELDS[name]}
    if name == "retract" and form.given("claim") == form.given("document"):
        form.notes.note(place, "a retraction names a claim or a document, one of them", "Give `claim` or `document`.")
    if values.get("until") and values.get("since") and values["until"] < values["since"]:
        form.notes.note(form.place_of("until"), "the watch ends before it starts", "Exchange `since` and `until`.")
    if name == "assess":
        _check_need(values, form)
    values["reason"] = values["reason"] or ""
    if "nth" in values:
        values["nth"] = values["nth"] or 1
    values["act"] = name
    return Act(place=str(place), **values)


def _check_need(values: dict[str, Any], form: Form) -> None:
    """Note where an assumption says only half of a need."""
    together = [name for name in _NEED if values[name]]
    if 0 < len(together) < len(_NEED) or (values["in_place_of"] and not together):
        missing = next(name for name in _NEED if not values[name])
        form.notes.note(
            form.place, f"a need is read out of the claim, and its `{missing}` is not given", f"Add `{missing}`."
        )


def _value(field: Field, form: Form) -> str | int | None:
    if field.name == "author":
        return form.label(field.name)
    match field.shape:
        case "predicate":
            return form.word(field.name, PREDICATES, "predicate")
        case "one-of":
            word = form.word(field.name, field.choices, field.name)
            return "derivedFrom" if word == "derived_from" else word
        case shape:
            return _READERS[shape](field.name, form)


def _claim_id(name: str, form: Form) -> str | None:
    text = form.text(name)
    if text is None:
        return None
    document, _, key = text.partition("/")
    place = form.place_of(name)
    if not key:
        form.notes.note(
            place, f"{quoted(text)} is no claim", "Write `document/key`, such as `inference-pivot/ipo-val`."
        )
        return None
    return text if form.notes.is_name(document, place) and form.notes.is_name(key, place) else None


def _count(name: str, form: Form) -> int | None:
    text = form.text(name)
    if text is None or (text.isascii() and text.isdigit() and 0 < int(text[:6]) < _MOST_TIMES):
        return int(text[:6]) if text else None
    form.notes.note(form.place_of(name), f"{quoted(text)} is not a count", "Write a whole number from 1.")
    return None


def _part(name: str, form: Form) -> str | None:
    text = form.text(name)
    if text is None or read_part(text, name):
        return text
    words = ", ".join(QUALIFIER_VALUES.get(name, ()) if name in _IN_WORDS else ())
    form.notes.note(
        form.place_of(name),
        f"{quoted(text)} is no part between 0 and 1",
        f"Write `0.5`, `50 %` or `0.2 to 0.8`{f', or a word: {words}' if words else ''}.",
    )
    return None


def _record(name: str, form: Form) -> str | None:
    text = form.text(name)
    if text is None or _RECORD.fullmatch(text):
        return text
    form.notes.note(
        form.place_of(name), f"{quoted(text)} is no record", "Write its position, or its key: `merge/acme/acme-inc`."
    )
    return None


_READERS: dict[str, Callable[[str, Form], str | int | None]] = {
    "claim": _claim_id,
    "count": _count,
    "day": lambda name, form: form.day(name),
    "name": lambda name, form: form.name(name),
    "part": _part,
    "record": _record,
    "text": lambda name, form: form.text(name),
}
