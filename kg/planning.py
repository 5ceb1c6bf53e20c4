"""An authored file and what the log knows in, the events that it asks for out; nothing is written here.

A file that says nothing new asks for no event. What it says otherwise than before under a known key is a change: it
is shown, and becomes events only with a reason, as corrections of our reading.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from kg.authoring import DocumentFile, EntityFile, describe
from kg.authoring.problems import MOST_SHOWN
from kg.claim import Document, Entity, Occurrence, Reading, Value
from kg.erasure import ErasedError
from kg.errors import BadInputError, near_misses, quoted
from kg.events import AnnouncementRecorded, DocumentRecorded, Event, ExtractionCorrected
from kg.known import Known, KnownDocument, new_declaration

ADDED = "found in the source at a later reading"
_ONLY_SHOWN = "no reason was given"
"""Stands in the events of changes that nobody gave a reason for, which are shown and not recorded."""
_RECORDS = "event"
"""The ledger's own records are called `event/12`, so a document of this name could claim one of them."""


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
    positions: tuple[int, ...] = ()
    """Where the events stand in the log, once they do."""
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
    ErasedError
        The document was erased with its claims.

    """
    plan = Plan(file.document.id)
    erasure = known.erased(file.document.id)
    if erasure and erasure.depth == "claims":
        raise ErasedError(erasure)
    before = known.document(file.document.id)
    _check_identity(file, known, before)
    _entities(file.entities, known, plan, revise)
    _check_references(file, known, before)
    if before is None:
        plan.events += _first_reading(file)
        plan.new += [file.document.id]
        plan.new += [f"{file.document.id}/{occurrence.key}" for occurrence in file.occurrences]
        plan.new += [reading.id for reading in file.claims]
        return plan
    anew = _Anew(known, plan, revise or "")
    _document(file.document, before.document, anew)
    for occurrence in file.occurrences:
        _occurrence(file, occurrence, before, anew)
    new = {o.key for o in file.occurrences} - before.occurrences.keys()
    for reading in file.claims:
        _reading(reading, before, anew, inside_new=reading.occurrence in new)
    named = {reading.claim.key for reading in file.claims} | {occurrence.key for occurrence in file.occurrences}
    missing = (before.readings.keys() | before.occurrences.keys()) - named
    plan.vanished = [f"{file.document.id}/{key}" for key in sorted(missing)]
    return plan


def _first_reading(file: DocumentFile) -> Iterator[Event]:
    own = tuple(reading.claim for reading in file.claims if reading.occurrence is None)
    yield DocumentRecorded(document=file.document, claims=own)
    for occurrence in file.occurrences:
        yield _announcement(file, occurrence, {})


def _announcement(file: DocumentFile, occurrence: Occurrence, held: Mapping[str, Reading]) -> AnnouncementRecorded:
    """Return the event of an announcement with its claims, but those that are already held elsewhere."""
    inside = (reading.claim for reading in file.claims if reading.occurrence == occurrence.key)
    claims = tuple(claim for claim in inside if claim.key not in held)
    return AnnouncementRecorded(document=file.document.id, occurrence=occurrence, claims=claims)


def _entities(entities: tuple[Entity, ...], known: Known, plan: Plan, revise: str | None) -> None:
    for entity in entities:
        before = known.entity(entity.id)
        if before and before.cls != entity.cls:
            raise BadInputError(
                f"{quoted(entity.id)} is a {before.cls} in this ledger and cannot also be a {entity.cls}",
                where=plan.name,
                next_step="Give the other thing an id of its own.",
            )
        if before and (before.label != entity.label or (before.note and entity.note and before.note != entity.note)):
            event = ExtractionCorrected(because=revise or _ONLY_SHOWN, entity=_with_names(before, entity))
            _Anew(known, plan, revise or "").change(before, entity, event)
        elif declaration := new_declaration(before, entity):
            plan.events.append(declaration)
            plan.new.append(entity.id)
        else:
            plan.unchanged += 1


def _with_names(before: Entity, entity: Entity) -> Entity:
    """Return `entity` with all names that it had, since a text may use any of them, and with the last note."""
    kept = tuple(name for name in (before.label, *before.aliases) if name not in (entity.label, *entity.aliases))
    return entity.model_copy(update={"aliases": entity.aliases + kept, "note": entity.note or before.note})


@dataclass(frozen=True, slots=True)
class _Anew:
    """Where a new reading of known things goes, and why they are read anew; an empty reason only shows changes."""

    known: Known
    plan: Plan
    reason: str

    def change(self, before: Value, after: Value, event: ExtractionCorrected) -> None:
        self.plan.changes.append(Change(event.target(), describe(before), describe(after)))
        if self.reason:
            nth = self.known.times_read_anew(event.target()) + 1
            self.plan.events.append(event.model_copy(update={"previous": before.content_hash(), "nth": nth}))


def _document(document: Document, before: Document, anew: _Anew) -> None:
    if document == before:
        anew.plan.unchanged += 1
    else:
        anew.change(before, document, ExtractionCorrected(because=anew.reason or _ONLY_SHOWN, document=document))


def _occurrence(file: DocumentFile, occurrence: Occurrence, before: KnownDocument, anew: _Anew) -> None:
    old = before.occurrences.get(occurrence.key)
    inside = file.document.id
    if old is None:
        anew.plan.events.append(_announcement(file, occurrence, before.readings))
        anew.plan.new.append(f"{inside}/{occurrence.key}")
    elif old == occurrence:
        anew.plan.unchanged += 1
    else:
        anew.change(
            old,
            occurrence,
            ExtractionCorrected(because=anew.reason or _ONLY_SHOWN, occurrence=occurrence, inside=inside),
        )


def _reading(reading: Reading, before: KnownDocument, anew: _Anew, *, inside_new: bool) -> None:
    old = before.readings.get(reading.claim.key)
    if old is None:
        anew.plan.new.append(reading.id)
        if not inside_new:
            anew.plan.events.append(ExtractionCorrected(because=anew.reason or ADDED, reading=reading))
    elif old == reading:
        anew.plan.unchanged += 1
    else:
        anew.change(old, reading, ExtractionCorrected(because=anew.reason or _ONLY_SHOWN, reading=reading))


def _check_identity(file: DocumentFile, known: Known, before: KnownDocument | None) -> None:
    name = file.document.id
    if name == _RECORDS:
        raise BadInputError(
            f"{quoted(name)} is what the ledger calls its own records",
            where=str(file.path),
            next_step="Give the document another id.",
        )
    if before is None and known.entity(name):
        raise BadInputError(
            f"{quoted(name)} is an entity in this ledger and cannot also be a document",
            where=str(file.path),
            next_step="Give the document an id of its own.",
        )
    for entity in file.entities:
        if entity.id == name or known.document(entity.id):
            raise BadInputError(
                f"{quoted(entity.id)} is a document and cannot also be an entity",
                where=str(file.path),
                next_step="Give the entity an id of its own.",
            )
    if before is None:
        return
    claims, occurrences = {reading.claim.key for reading in file.claims}, {one.key for one in file.occurrences}
    swapped = (claims & before.occurrences.keys()) | (occurrences & before.readings.keys())
    for key in sorted(swapped):
        was, now = ("a claim", "an announcement") if key in occurrences else ("an announcement", "a claim")
        raise BadInputError(
            f"{name}/{key} is {was} in this ledger and cannot become {now}",
            where=str(file.path),
            next_step="Give the new thing a key of its own.",
        )


def _check_references(file: DocumentFile, known: Known, before: KnownDocument | None) -> None:
    problems: list[str] = []
    declared = {file.document.id, *(entity.id for entity in file.entities)}
    for name, place in file.references:
        held = name in declared or known.entity(name) or known.document(name) or known.erased(name)
        if not held:
            close = near_misses(name, known.names()) if len(problems) < MOST_SHOWN else ""
            hint = close or "Declare it under `entities:`; `kg terms WORD` finds known ones."
            problems.append(f"{place}: nobody declared {quoted(name)}. {hint}")
    for reading in file.claims:
        for link in reading.claim.links:
            document = link.to.partition("/")[0]
            old = before.readings.get(reading.claim.key) if before else None
            if document == file.document.id or (old and link in old.claim.links):
                continue  # what was recorded once stays, also where the other document was erased since
            erasure = known.erased(document)
            if erasure and erasure.depth == "claims":
                problems.append(f"{file.path}: {reading.id} {link.relation} {quoted(link.to)}. {ErasedError(erasure)}")
            elif known.claim(link.to) is None:
                problems.append(
                    f"{file.path}: {reading.id} {link.relation} {quoted(link.to)}, which the ledger does not have. "
                    f"Ingest {document} first, or mend the id."
                )
    if problems:
        told = list(dict.fromkeys(problems))
        more = [f"and {len(told) - MOST_SHOWN} more problems"] if len(told) > MOST_SHOWN else []
        raise BadInputError((*told[:MOST_SHOWN], *more))
