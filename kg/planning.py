"""An authored file and what the log knows in, the events that it asks for out; nothing is written here.

A file that says nothing new asks for no event. What it says otherwise than before under a known key is a change: it
is shown, and becomes events only with a reason, as corrections of our reading.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from kg.authoring import DocumentFile, EntityFile, describe
from kg.claim import Document, Entity, Occurrence, Reading, Value
from kg.errors import BadInputError, near_misses
from kg.events import AnnouncementRecorded, DocumentRecorded, EntityDeclared, Event, ExtractionCorrected
from kg.known import Known, KnownDocument, new_declaration

ADDED = "found in the source at a later reading"


@dataclass(frozen=True, slots=True)
class Change:
    """Something that a file says otherwise than the log."""

    id: str
    before: tuple[str, ...]
    """The known content, one `field: value` a line."""
    after: tuple[str, ...]


@dataclass(slots=True)
class Plan:
    """What taking in one file would do."""

    name: str
    events: list[Event] = field(default_factory=list)
    new: list[str] = field(default_factory=list)
    """Ids of what the log does not have yet."""
    unchanged: int = 0
    """Things that the log has just so."""
    changes: list[Change] = field(default_factory=list)
    vanished: list[str] = field(default_factory=list)
    """Ids that the log has and the file no longer names; they stay."""


def plan_entities(file: EntityFile, known: Known, *, revise: str | None) -> Plan:
    """Return the declarations that a file of entities asks for."""
    plan = Plan(str(file.path))
    _entities(file.entities, known, plan, revise)
    return plan


def plan_document(file: DocumentFile, known: Known, *, revise: str | None) -> Plan:
    """Return the events that one document asks for.

    Raises
    ------
    BadInputError
        The document names entities or claims that nobody declared, or uses one id for two things.

    """
    plan = Plan(file.document.id)
    before = known.document(file.document.id)
    _check_identity(file, known, before)
    _entities(file.entities, known, plan, revise)
    _check_references(file, known)
    if before is None:
        plan.events += _first_reading(file)
        plan.new += [file.document.id]
        plan.new += [f"{file.document.id}/{occurrence.key}" for occurrence in file.occurrences]
        plan.new += [reading.id for reading in file.claims]
        return plan
    _document(file.document, before.document, plan, revise)
    for occurrence in file.occurrences:
        _occurrence(file, occurrence, before, plan, revise)
    new = {o.key for o in file.occurrences} - before.occurrences.keys()
    for reading in file.claims:
        _reading(reading, before, plan, revise, inside_new=reading.occurrence in new)
    named = {reading.claim.key for reading in file.claims} | {occurrence.key for occurrence in file.occurrences}
    missing = (before.readings.keys() | before.occurrences.keys()) - named
    plan.vanished = [f"{file.document.id}/{key}" for key in sorted(missing)]
    return plan


def _first_reading(file: DocumentFile) -> Iterator[Event]:
    own = tuple(reading.claim for reading in file.claims if reading.occurrence is None)
    yield DocumentRecorded(document=file.document, claims=own)
    for occurrence in file.occurrences:
        yield _announcement(file, occurrence)


def _announcement(file: DocumentFile, occurrence: Occurrence) -> AnnouncementRecorded:
    claims = tuple(reading.claim for reading in file.claims if reading.occurrence == occurrence.key)
    return AnnouncementRecorded(document=file.document.id, occurrence=occurrence, claims=claims)


def _entities(entities: tuple[Entity, ...], known: Known, plan: Plan, revise: str | None) -> None:
    for entity in entities:
        before = known.entity(entity.id)
        if before and before.cls != entity.cls:
            raise BadInputError(
                f"{entity.id!r} is a {before.cls} in this ledger and cannot also be a {entity.cls}",
                where=plan.name,
                next_step="Give the other thing an id of its own.",
            )
        if before and before.label != entity.label:
            event = ExtractionCorrected(
                because=revise or "", previous=before.content_hash(), entity=_with_names(before, entity)
            )
            _change(plan, entity.id, before, entity, event, revise=revise)
            known.expect(event)
        elif declaration := new_declaration(before, entity):
            _declare(declaration, known, plan)
        else:
            plan.unchanged += 1


def _with_names(before: Entity, entity: Entity) -> Entity:
    kept = tuple(name for name in (before.label, *before.aliases) if name not in (entity.label, *entity.aliases))
    return entity.model_copy(update={"aliases": entity.aliases + kept})


def _declare(declaration: EntityDeclared, known: Known, plan: Plan) -> None:
    plan.events.append(declaration)
    plan.new.append(declaration.entity.id)
    known.expect(declaration)


def _document(document: Document, before: Document, plan: Plan, revise: str | None) -> None:
    if document == before:
        plan.unchanged += 1
        return
    event = ExtractionCorrected(because=revise or "", previous=before.content_hash(), document=document)
    _change(plan, document.id, before, document, event, revise=revise)


def _occurrence(
    file: DocumentFile, occurrence: Occurrence, before: KnownDocument, plan: Plan, revise: str | None
) -> None:
    name = f"{file.document.id}/{occurrence.key}"
    old = before.occurrences.get(occurrence.key)
    if old is None:
        plan.events.append(_announcement(file, occurrence))
        plan.new.append(name)
    elif old == occurrence:
        plan.unchanged += 1
    else:
        event = ExtractionCorrected(
            because=revise or "", previous=old.content_hash(), occurrence=occurrence, inside=file.document.id
        )
        _change(plan, name, old, occurrence, event, revise=revise)


def _reading(reading: Reading, before: KnownDocument, plan: Plan, revise: str | None, *, inside_new: bool) -> None:
    old = before.readings.get(reading.claim.key)
    if old is None:
        plan.new.append(reading.id)
        if not inside_new:
            plan.events.append(ExtractionCorrected(because=revise or ADDED, reading=reading))
    elif old == reading:
        plan.unchanged += 1
    else:
        event = ExtractionCorrected(because=revise or "", previous=old.content_hash(), reading=reading)
        _change(plan, reading.id, old, reading, event, revise=revise)


def _change(plan: Plan, name: str, before: Value, after: Value, event: Event, *, revise: str | None) -> None:
    plan.changes.append(Change(name, describe(before), describe(after)))
    if revise:
        plan.events.append(event)


def _check_identity(file: DocumentFile, known: Known, before: KnownDocument | None) -> None:
    name = file.document.id
    if before is None and known.entity(name):
        raise BadInputError(
            f"{name!r} is an entity in this ledger and cannot also be a document",
            where=str(file.path),
            next_step="Give the document an id of its own.",
        )
    for entity in file.entities:
        if entity.id == name or known.document(entity.id):
            raise BadInputError(
                f"{entity.id!r} is a document and cannot also be an entity",
                where=str(file.path),
                next_step="Give the entity an id of its own.",
            )
    if before is None:
        return
    keys = {reading.claim.key for reading in file.claims}
    for key in sorted(keys & before.occurrences.keys()):
        raise BadInputError(
            f"{name}/{key} is an announcement in this ledger and cannot become a claim",
            where=str(file.path),
            next_step="Give the claim a key of its own.",
        )


def _check_references(file: DocumentFile, known: Known) -> None:
    problems = []
    for name, place in file.references:
        if name != file.document.id and known.entity(name) is None and known.document(name) is None:
            hint = near_misses(name, known.names()) or "Declare it under `entities:`; `kg terms WORD` finds known ones."
            problems.append(f"{place}: nobody declared {name!r}. {hint}")
    for reading in file.claims:
        for link in reading.claim.links:
            document = link.to.partition("/")[0]
            if document != file.document.id and known.claim(link.to) is None:
                problems.append(
                    f"{file.path}: {reading.id} {link.relation} {link.to!r}, which the ledger does not have. "
                    f"Ingest {document} first, or mend the id."
                )
    if problems:
        raise BadInputError("\n".join(dict.fromkeys(problems)))
