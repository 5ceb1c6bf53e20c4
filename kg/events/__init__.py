"""The types of events, and their passage to and from stored bytes.

To add a type, write a class in a file of this folder and name it in `EVENTS`.
"""

import json
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from pydantic import ValidationError

from kg.claim import canonical
from kg.errors import VerificationError, near_misses, quoted
from kg.events.announcement_recorded import AnnouncementRecorded
from kg.events.assessment_recorded import AssessmentRecorded
from kg.events.background_recorded import BackgroundRecorded
from kg.events.base import Depth, End, Erased, Event, Remark
from kg.events.claim_ended import ClaimCorrected, ClaimRetracted, ClaimSuperseded
from kg.events.claims_linked import ClaimsLinked
from kg.events.document_erased import DocumentErased
from kg.events.document_recorded import DocumentRecorded
from kg.events.document_retracted import DocumentRetracted
from kg.events.entities_kept_apart import EntitiesKeptApart
from kg.events.entities_merged import EntitiesMerged
from kg.events.entity_declared import EntityDeclared
from kg.events.extraction_corrected import ExtractionCorrected
from kg.events.forecast_resolved import ForecastResolved
from kg.events.judgement_undone import JudgementUndone
from kg.events.watch_declared import WatchDeclared

EVENTS: tuple[type[Event], ...] = (
    AnnouncementRecorded,
    AssessmentRecorded,
    BackgroundRecorded,
    ClaimCorrected,
    ClaimRetracted,
    ClaimSuperseded,
    ClaimsLinked,
    DocumentErased,
    DocumentRecorded,
    DocumentRetracted,
    EntitiesKeptApart,
    EntitiesMerged,
    EntityDeclared,
    ExtractionCorrected,
    ForecastResolved,
    JudgementUndone,
    WatchDeclared,
)
BY_TYPE: Mapping[str, type[Event]] = MappingProxyType({event.type: event for event in EVENTS})
JUDGEMENTS = (EntitiesKeptApart.type, EntitiesMerged.type, JudgementUndone.type)
"""The types of events that say who is who."""


def encode(event: Event) -> bytes:
    """Return the payload of `event` as canonical JSON."""
    return canonical(event.content())


def decode(type_name: str, schema: int, payload: bytes, *, where: str) -> Event:
    """Return the event that was stored, lifted to today's schema.

    Raises
    ------
    VerificationError
        Nobody knows the type or schema version, or the payload does not have its shape.

    """
    kind = BY_TYPE.get(type_name)
    if kind is None:
        raise VerificationError(
            f"the event type {quoted(type_name)} is unknown here",
            where=where,
            next_step=near_misses(type_name, BY_TYPE) or "A newer version of kg may have written it: upgrade.",
        )
    if not 1 <= schema <= kind.schema_version:
        raise VerificationError(
            f"{type_name} has schema version {schema}, and this version of kg reads 1 to {kind.schema_version}",
            where=where,
            next_step="Upgrade kg.",
        )
    try:
        if schema == kind.schema_version:
            return kind.model_validate_json(payload)
        content: dict[str, Any] = json.loads(payload)
        for upcast in kind.upcasters[schema - 1 :]:
            content = upcast(content)
        return kind.model_validate(content)
    except (ValidationError, ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        # An upcaster may trip over a payload that is not of its version; pydantic has checked nothing by then.
        first = next(iter(str(error).splitlines()), type(error).__name__)
        raise VerificationError(
            f"the payload is not a {type_name} event ({first})",
            where=where,
            next_step="Run `kg verify` to see whether the log was changed.",
        ) from None


__all__ = [
    "BY_TYPE",
    "EVENTS",
    "JUDGEMENTS",
    "AnnouncementRecorded",
    "AssessmentRecorded",
    "BackgroundRecorded",
    "ClaimCorrected",
    "ClaimRetracted",
    "ClaimSuperseded",
    "ClaimsLinked",
    "Depth",
    "DocumentErased",
    "DocumentRecorded",
    "DocumentRetracted",
    "End",
    "EntitiesKeptApart",
    "EntitiesMerged",
    "EntityDeclared",
    "Erased",
    "Event",
    "ExtractionCorrected",
    "ForecastResolved",
    "JudgementUndone",
    "Remark",
    "WatchDeclared",
    "decode",
    "encode",
]
