"""The nodes of a document's file in, the document with its entities, occurrences and claims out."""

import re
from dataclasses import dataclass

from kg.authoring.claims import Surroundings, read_claim
from kg.authoring.fields import ANNOUNCEMENT_FIELDS, DOCUMENT_FIELDS, ENTITY_FIELDS, EVENT_TYPES
from kg.authoring.form import Form
from kg.authoring.locate import Source
from kg.authoring.nodes import Mapping, Node
from kg.authoring.notes import Notes
from kg.authoring.problems import Place, Problem
from kg.claim import Document, Entity, Occurrence, Reading
from kg.dates import When
from kg.errors import quoted
from kg.texts import text_hash
from kg.vocab import CLASSES, DOCUMENT_KINDS

_URL = re.compile(r"https?://[^\s<>\"{}|\\^`]+")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_TEXT_HASH = re.compile(r"sha256:[0-9a-f]{64}")
_NO_TIME = When(earliest=None, latest=None, text="")
"""Stands in for a date of publication that could not be read."""


@dataclass(frozen=True, slots=True)
class DocumentFile:
    """What one file says about one document."""

    document: Document
    entities: tuple[Entity, ...]
    claims: tuple[Reading, ...]
    occurrences: tuple[Occurrence, ...]
    path: str
    references: tuple[tuple[str, Place], ...] = ()
    """Entity ids that the file names, each with its place; whether somebody declared them shows in the ledger."""
    warnings: tuple[Problem, ...] = ()
    """What is allowed and seldom meant."""


def read_document(root: Mapping, place: Place, notes: Notes, text: str | None) -> DocumentFile:
    """Return the document; what is wrong is noted. `text` is its normalised text, if the caller has it."""
    form = Form(root, DOCUMENT_FIELDS, place, notes)
    document = _document(form)
    if text is not None and document.text_hash not in (None, text_hash(text)):
        form.notes.note(
            form.place_of("text"), "the given text is another one than `text:` names", "Run `kg fmt --text FILE`."
        )
    entities = read_entities(form)
    for entity in entities:
        if entity.id == document.id:
            form.notes.note(
                form.place_of("entities"), f"{quoted(entity.id)} is the document's own id", "Give the entity another."
            )
    claims, occurrences = _claims(form, document, text)
    return DocumentFile(
        document=document,
        entities=entities,
        claims=claims,
        occurrences=occurrences,
        path=place.file,
        references=tuple(notes.references),
        warnings=tuple(notes.warnings),
    )


def read_entities(form: Form) -> tuple[Entity, ...]:
    """Return the entities declared under `entities:`."""
    return tuple(_entity(key, node, place, form.notes) for key, node, place in form.entries("entities"))


def _entity(key: str, node: Node, place: Place, notes: Notes) -> Entity:
    form = Form(node, ENTITY_FIELDS, place, notes)
    return notes.made(
        Entity,
        place,
        id=key,
        cls=form.word("class", CLASSES, "class") or "",
        label=form.label("label") or "",
        aliases=form.labels("aliases"),
        note=form.text("note"),
    )


def _document(form: Form) -> Document:
    publisher = form.entity("publisher")
    voice = form.entity("voice") or publisher or ""
    if not (form.given("voice") or form.given("publisher")):
        step = "Give `publisher`, or `voice` with the entity that speaks in the document."
        form.notes.note(form.place, "nobody speaks: neither `voice` nor `publisher` is given", step)
    return form.notes.made(
        Document,
        form.place,
        id=form.name("document") or "",
        title=form.label("title") or "",
        kind=form.word("kind", DOCUMENT_KINDS, "kind of document") or "",
        voice=voice,
        publisher=publisher,
        authors=form.entities("author"),
        url=_url(form),
        read_on=form.day("read_on"),
        published=_published(form),
        published_note=form.text("published_note"),
        language=_matching(form, "language", _LANGUAGE, "Write a language tag such as `en` or `de-CH`.") or "en",
        summary=form.text("summary"),
        text_hash=_matching(form, "text", _TEXT_HASH, "`kg fmt --text FILE` writes it."),
    )


def _url(form: Form) -> str | None:
    url = _matching(form, "url", _URL, "Write the address of the page, beginning with https://.")
    if url and not form.given("read_on"):
        step = "Add `read_on: YYYY-MM-DD`; a page that was not read gets no `url`."
        form.notes.note(form.place_of("url"), "`url` is given without the day on which it was read", step)
    return url


def _published(form: Form) -> When:
    when = form.when("published") or _NO_TIME
    if when.text and when.earliest is None and when.latest is None:
        form.notes.note(
            form.place_of("published"), "`published` names no days", "Write a day, or the first and last possible."
        )
    elif when.earliest != when.latest and not form.given("published_note"):
        step = "Add `published_note` with the reason, or write the one day: 2026-05-14."
        form.notes.note(form.place_of("published"), "`published` is a range, and nothing says why", step)
    return when


def _matching(form: Form, name: str, pattern: re.Pattern[str], step: str) -> str | None:
    text = form.text(name)
    if text is None or pattern.fullmatch(text):
        return text
    form.notes.note(form.place_of(name), f"{quoted(text)} cannot be a `{name}`", step)
    return None


def _claims(form: Form, document: Document, text: str | None) -> tuple[tuple[Reading, ...], tuple[Occurrence, ...]]:
    """Return all claims in the order of the file, and the occurrences."""
    announcements = [
        (key, Form(node, ANNOUNCEMENT_FIELDS, place, form.notes)) for key, node, place in form.entries("announcements")
    ]
    homes: list[tuple[str | None, list[tuple[str, Node, Place]]]] = [(None, list(form.entries("claims")))]
    homes += [(key, list(inner.entries("claims"))) for key, inner in announcements]
    around = Surroundings(
        document=document.id,
        voice=document.voice,
        keys=frozenset(key for _, entries in homes for key, _, _ in entries),
        announcements=frozenset(key for key, _ in announcements),
        hashed=document.text_hash is not None or text is not None,
        source=None if text is None else Source(text),
    )
    _check_keys(form, announcements, homes)
    readings = tuple(
        form.notes.made(
            Reading,
            place,
            document=document.id,
            occurrence=home,
            claim=read_claim(key, node, place, form.notes, around),
        )
        for home, entries in homes
        for key, node, place in entries
    )
    return readings, tuple(_occurrence(key, inner) for key, inner in announcements)


def _check_keys(
    form: Form,
    announcements: list[tuple[str, Form]],
    homes: list[tuple[str | None, list[tuple[str, Node, Place]]]],
) -> None:
    """Note every key that stands for two things of the document, in whatever part of the file."""
    used = [(key, inner.place) for key, inner in announcements]
    used += [(key, place) for _, entries in homes for key, _, place in entries]
    first: dict[str, Place] = {}
    for key, place in sorted(used, key=lambda pair: pair[1].line):
        if key in first:
            what = f"the key {quoted(key)} is used twice in this document, first in line {first[key].line}"
            form.notes.note(place, what, "Rename one; claims and announcements share their keys.")
        first.setdefault(key, place)


def _occurrence(key: str, form: Form) -> Occurrence:
    kind = form.word("type", EVENT_TYPES, "type of event")
    return form.notes.made(
        Occurrence,
        form.place,
        key=key,
        title=form.label("title") or "",
        type="historic" if kind == "historic" else "announcement",
        on=form.when("on"),
        about=form.entities("about"),
        missing=form.text("missing"),
    )
