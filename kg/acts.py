"""An authored act and what the log knows in, the event that it is out, or one sentence why it cannot be."""

from kg.authoring import Act
from kg.claim import Link
from kg.erasure import ErasedError
from kg.errors import BadInputError, near_misses, quoted
from kg.events import (
    AssessmentRecorded,
    BackgroundRecorded,
    ClaimCorrected,
    ClaimRetracted,
    ClaimsLinked,
    ClaimSuperseded,
    DocumentRetracted,
    Event,
    ForecastResolved,
    WatchDeclared,
)
from kg.known import Known
from kg.resolution import judging
from kg.vocab import PREDICATES

_ASSUMED = ("owner", "supplier", "in_place_of")


def event_of(act: Act, known: Known) -> Event:
    """Return the event of `act`.

    Raises
    ------
    BadInputError
        It acts on a claim, document or entity that the ledger does not have, or a claim would end itself by a chain
        of corrections and supersessions; or a judgement of who is who does not fit those that count.

    """
    judged = judging.ACTS.get(act.act)
    return judged(act, known) if judged else _event_of(act, known)


def _event_of(act: Act, known: Known) -> Event:  # noqa: PLR0911 (one return for each act)
    where = act.place
    match act.act:
        case "correct" | "supersede":
            kind = ClaimCorrected if act.act == "correct" else ClaimSuperseded
            claim, by = _claim(act.claim, known, where), _claim(act.by_claim, known, where)
            _check_cycle(claim, by, known, where)
            return kind(claim=claim, by=by, because=act.reason, on=act.on)
        case "retract" if act.document:
            return DocumentRetracted(document=_document(act.document, known, where), because=act.reason, on=act.on)
        case "retract":
            return ClaimRetracted(claim=_claim(act.claim, known, where), because=act.reason, on=act.on)
        case "link":
            claim, to = _claim(act.claim, known, where), _claim(act.to, known, where)
            if claim == to:
                raise BadInputError(f"{claim} cannot be linked to itself", where=where)
            return ClaimsLinked(claim=claim, link=Link(relation=act.relation, to=to), because=act.reason)
        case "resolve":
            by_claim = _claim(act.by_claim, known, where) if act.by_claim else None
            return ForecastResolved(
                claim=_claim(act.claim, known, where), outcome=act.outcome, because=act.reason, by=by_claim, on=act.on
            )
        case "background":
            return _background(act, known, where)
        case "assess":
            return _assessment(act, known, where)
        case "watch":
            return WatchDeclared(
                who=_entity(act.who, known, where),
                scope=act.scope or "",
                since=act.since or "",
                because=act.reason,
                until=act.until,
            )
        case _:
            raise AssertionError(f"nobody records {act.act}")


def _assessment(act: Act, known: Known, where: str) -> AssessmentRecorded:
    named = {name: _entity(given, known, where) for name in _ASSUMED if (given := getattr(act, name))}
    parts = {name: getattr(act, name) for name in ("need", "readiness", "criticality", "share", "chance")}
    return AssessmentRecorded(
        claim=_claim(act.claim, known, where),
        statement=act.statement or "",
        because=act.reason,
        author=act.author or "editor",
        and_claim=_claim(act.and_claim, known, where) if act.and_claim else None,
        **named,
        **parts,
    )


def _background(act: Act, known: Known, where: str) -> BackgroundRecorded:
    predicate = act.predicate or ""
    if predicate not in PREDICATES or PREDICATES[predicate].takes != "entity":
        takers = [name for name, term in PREDICATES.items() if term.takes == "entity"]
        raise BadInputError(
            f"{quoted(predicate)} is no predicate between two entities",
            where=where,
            next_step=near_misses(predicate, takers) or "`kg terms WORD` finds predicates.",
        )
    return BackgroundRecorded(
        subject=_entity(act.subject, known, where),
        predicate=predicate,
        object=_entity(act.object, known, where),
        because=act.reason,
        author=act.author or "editor",
    )


def _claim(name: str | None, known: Known, where: str) -> str:
    assert name, "the reader of acts asks for the fields that an act needs"
    document, _, key = name.partition("/")
    _check_not_erased(document, known)
    if known.claim(name):
        return name
    held = known.document(document)
    if held is None:
        hint = near_misses(document, known.names()) or "Ingest its document first."
        raise BadInputError(f"there is no document {quoted(document)} in this ledger", where=where, next_step=hint)
    raise BadInputError(
        f"{document} has no claim {quoted(key)}",
        where=where,
        next_step=near_misses(key, held.readings) or f"`kg show {document}` lists its claims.",
    )


def _document(name: str, known: Known, where: str) -> str:
    _check_not_erased(name, known)
    if known.document(name) is None:
        hint = near_misses(name, known.names()) or "`kg query documents` lists them."
        raise BadInputError(f"there is no document {quoted(name)} in this ledger", where=where, next_step=hint)
    return name


def _check_not_erased(document: str, known: Known) -> None:
    erasure = known.erased(document)
    if erasure and erasure.depth == "claims":
        raise ErasedError(erasure)


def _entity(name: str | None, known: Known, where: str) -> str:
    assert name, "the reader of acts asks for the fields that an act needs"
    if known.entity(name) is None:
        hint = near_misses(name, known.names()) or "Declare it in a file under `entities:` first."
        raise BadInputError(f"nobody declared {quoted(name)}", where=where, next_step=hint)
    return name


def _check_cycle(claim: str, by: str, known: Known, where: str) -> None:
    """Refuse an end that leads back to itself: what replaces a claim may not be replaced, however far, by it."""
    if claim == by:
        raise BadInputError(f"{claim} cannot take its own place", where=where, next_step="Name the newer claim.")
    seen, waiting = {by}, [by]
    while waiting:
        later = _replacements(waiting.pop(), known) - seen
        if claim in later:
            raise BadInputError(
                f"{by} was itself replaced by {claim}, directly or by others",
                where=where,
                next_step="Name as the newer claim one that came later.",
            )
        seen |= later
        waiting += later


def _replacements(claim: str, known: Known) -> set[str]:
    held = known.document(claim.partition("/")[0])
    return {end.by for end in held.ends if end.target == claim and end.by} if held else set()
