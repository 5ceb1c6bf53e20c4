"""A recorded event in, what is said of the record itself out: when it was learnt, what it ended, linked, remarked."""

from collections.abc import Iterator

from kg import ids
from kg.events.base import Detail, Event, Remark
from kg.projections.base import Recorded, Statement

_DEPTHS = {"text": ids.kg("textErased"), "claims": ids.kg("claimsErased")}
_ENDING_PROPERTY = {"corrected": ids.kg("corrects"), "superseded": ids.kg("supersedes")}


def records(recorded: Recorded) -> Iterator[Statement]:
    """Return the record node and what hangs on it."""
    event = recorded.event
    record = ids.node(f"event/{recorded.position}")
    yield record, ids.RDF_TYPE, ids.kg("LogEvent")
    yield record, ids.kg("position"), ids.integer(recorded.position)
    yield record, ids.kg("recordType"), ids.text(event.type)
    yield record, ids.kg("recordedAt"), ids.instant(recorded.recorded_at)
    if reason := event.reason():
        yield record, ids.kg("reason"), ids.text(reason)
    if replaced := event.replaces():
        yield record, ids.kg("revises"), ids.node(replaced)
    for end in recorded.ends:
        yield record, ids.kg("ends"), ids.node(end.target)
        yield record, ids.kg("ending"), ids.kg(end.ending)
        if end.on:
            yield record, ids.kg("endedOn"), ids.typed(end.on, "date")
        if end.by:
            yield record, ids.kg("endedBy"), ids.node(end.by)
            yield ids.node(end.by), _ENDING_PROPERTY[end.ending], ids.node(end.target)
    if erased := event.erases():
        document, depth = ids.node(erased.document), _DEPTHS[erased.depth]
        yield record, ids.kg("erases"), document
        yield record, ids.kg("erasure"), depth
        yield document, ids.kg("erasure"), depth
        if erased.depth == "claims":
            # The id stays, since records and other documents name it; it is a thing of its own kind with that name.
            yield document, ids.RDF_TYPE, ids.kg("ErasedDocument")
            yield document, ids.PREF_LABEL, ids.text(erased.document)
    for claim, link in recorded.links:
        yield ids.node(claim), ids.kg(link.relation), ids.node(link.to)
        yield record, ids.kg("linksFrom"), ids.node(claim)
        yield record, ids.kg("linkRelation"), ids.kg(link.relation)
        yield record, ids.kg("linksTo"), ids.node(link.to)
    for remark in recorded.remarks:
        yield from _remark(record, remark, recorded)
    yield from _judgement(record, event)


def _judgement(record: str, event: Event) -> Iterator[Statement]:
    """Return what a judgement said, under the ids that it was said of; a record never reads otherwise later."""
    merged, apart, undone = event.merges(), event.keeps_apart(), event.undoes()
    if merged or apart:
        yield record, ids.kg("judgement"), ids.text(event.key())
    if merged:
        yield record, ids.kg("keeps"), ids.node(merged[0])
        yield record, ids.kg("folds"), ids.node(merged[1])
    for one in apart or ():
        yield record, ids.kg("keepsApart"), ids.node(one)
    if undone:
        yield record, ids.kg("undoes"), ids.text(undone)


def _remark(record: str, remark: Remark, recorded: Recorded) -> Iterator[Statement]:
    yield record, ids.RDF_TYPE, ids.kg(remark.kind)
    yield record, ids.kg("concerns"), recorded.node(remark.about)
    named = (remark.about, *(detail.value for detail in remark.details if detail.kind == "id"))
    yield from recorded.names_as_written(record, named)
    for detail in remark.details:
        yield record, ids.kg(detail.name), _term(detail, recorded)


def _term(detail: Detail, recorded: Recorded) -> str:
    match detail.kind:
        case "id":
            return recorded.node(detail.value)
        case "term":
            return ids.kg(detail.value)
        case "day":
            return ids.typed(detail.value, "date")
        case "text":
            return ids.text(detail.value)
