"""A recorded event in, the claim nodes that it brings out, each as it stands by itself.

Whether a claim still stands is not written here: `settle.py` derives it from what the store holds about the claim.
"""

from collections.abc import Iterator
from decimal import Decimal

from kg import ids
from kg.claim import Claim, Reading
from kg.figures import Figure, base, factor
from kg.projections.base import Recorded, Statement
from kg.projections.documents import time_statements
from kg.vocab import METRICS, PREDICATES, UNITS

_NUMERIC_VALUE = f"<{ids.QUDT}numericValue>"
_UNIT = f"<{ids.QUDT}hasUnit>"
_LOWEST = f"<{ids.SCHEMA}minValue>"
_HIGHEST = f"<{ids.SCHEMA}maxValue>"
_SOURCE = f"<{ids.OA}hasSource>"
_SPECIFIC_RESOURCE = f"<{ids.OA}SpecificResource>"
_EFFECTS = {
    "creates": ids.kg("createsDependence"),
    "reduces": ids.kg("reducesDependence"),
    "avoids": ids.kg("avoids"),
}


def claims(recorded: Recorded) -> Iterator[Statement]:
    """Return the node of each claim with its figures and spans."""
    record = ids.node(f"event/{recorded.position}")
    for reading in recorded.readings:
        yield from _claim(reading, record, recorded)


def _claim(reading: Reading, record: str, recorded: Recorded) -> Iterator[Statement]:
    claim = reading.claim
    name = reading.id
    node = ids.node(name)
    document = ids.node(reading.document)
    yield node, ids.RDF_TYPE, ids.kg("Claim")
    yield node, ids.kg("key"), ids.text(claim.key)
    yield node, ids.RDF_SUBJECT, recorded.node(claim.subject)
    yield node, ids.kg("subjectAsWritten"), ids.node(claim.subject)
    yield node, ids.RDF_PREDICATE, ids.kg(claim.predicate)
    for value in claim.objects:
        yield node, ids.RDF_OBJECT, object_term(recorded, claim, value)
    if claim.states:
        yield node, ids.kg("states"), ids.text(claim.states)
    yield node, ids.kg("negated"), ids.boolean(claim.negated)
    yield node, ids.kg("affirmed"), ids.boolean(claim.affirmed)
    yield node, ids.kg("modality"), ids.kg(claim.modality)
    yield node, ids.kg("reportedIn"), document
    if reading.occurrence:
        yield node, ids.kg("inAnnouncement"), ids.node(f"{reading.document}/{reading.occurrence}")
    for agent in claim.attributed_to:
        yield node, ids.ATTRIBUTED_TO, recorded.node(agent)
    if claim.attribution_inferred:
        yield node, ids.kg("attributionInferred"), ids.boolean(value=True)
    yield node, ids.GENERATED_BY, record
    yield node, ids.kg("method"), ids.text(claim.method)
    yield node, ids.kg("contentHash"), ids.text(claim.content_hash())
    yield node, ids.kg("evidence"), ids.kg("located" if claim.spans else "reported")
    yield from _place(claim, name, node, document)
    yield from _meaning(claim, node)
    yield from _figures(claim, name, node)
    yield from _bearings(claim, node)
    if claim.baseline:
        yield node, ids.kg("baseline"), recorded.node(claim.baseline)
    if claim.dependence:
        yield node, ids.kg("dependenceEffect"), _EFFECTS[claim.dependence.effect]
        yield node, ids.kg("dependenceOn"), recorded.node(claim.dependence.on)
    yield from recorded.names_as_written(node, _entities(claim))


def _entities(claim: Claim) -> Iterator[str]:
    """Return the entities that a claim names beside its subject."""
    if PREDICATES[claim.predicate].takes != "topic":
        yield from claim.objects
    yield from claim.attributed_to
    if claim.baseline:
        yield claim.baseline
    if claim.dependence:
        yield claim.dependence.on


def object_term(recorded: Recorded, claim: Claim, value: str) -> str:
    """Return the term at the other end: a topic where the predicate takes topics, else an entity."""
    return ids.topic(value) if PREDICATES[claim.predicate].takes == "topic" else recorded.node(value)


def _place(claim: Claim, name: str, node: str, document: str) -> Iterator[Statement]:
    for number, span in enumerate(claim.spans, start=1):
        part = ids.node(f"{name}/span" if number == 1 else f"{name}/span-{number}")
        yield node, ids.kg("anchor"), part
        yield part, ids.RDF_TYPE, _SPECIFIC_RESOURCE
        yield part, _SOURCE, document
        yield part, ids.kg("start"), ids.integer(span.start)
        yield part, ids.kg("end"), ids.integer(span.end)
        yield part, ids.kg("wordsHash"), ids.text(span.words_hash)
    if claim.locator:
        yield node, ids.kg("locator"), ids.text(claim.locator)


def _meaning(claim: Claim, node: str) -> Iterator[Statement]:
    for hedge in claim.hedges:
        yield node, ids.kg("hedge"), ids.text(hedge)
    if claim.when:
        yield from time_statements(node, claim.when, "time")
    for name in claim.topics:
        yield node, ids.kg("bottleneck"), ids.topic(name)
    for label, value in (
        ("condition", claim.condition),
        ("workload", claim.workload),
        ("window", claim.window),
        ("resolution", claim.resolution),
    ):
        if value:
            yield node, ids.kg(label), ids.text(value)
    if claim.shift_from and claim.shift_to:
        yield node, ids.kg("shiftFrom"), ids.topic(claim.shift_from)
        yield node, ids.kg("shiftTo"), ids.topic(claim.shift_to)
    if claim.note:
        yield node, ids.NOTE, ids.text(claim.note)
    if claim.confidence is not None:
        yield node, ids.kg("extractionConfidence"), ids.number(Decimal(str(claim.confidence)))


def _figures(claim: Claim, name: str, node: str) -> Iterator[Statement]:
    metric = claim.metric or PREDICATES[claim.predicate].metric
    if metric:
        yield node, ids.kg("metric"), f"<{METRICS[metric].iri}>"
    if claim.quantity:
        yield node, ids.kg("quantity"), ids.node(f"{name}/quantity")
        yield from quantity(f"{name}/quantity", claim.quantity)
        if claim.quantity.ratio:
            yield node, ids.kg("ratioKind"), ids.kg(claim.quantity.ratio)
            low, high = factor(claim.quantity)
            if low is not None and low == high:
                yield node, ids.kg("factor"), ids.number(low)
            else:
                yield from _bounds(node, low, high, "factorLow", "factorHigh")
        elif claim.baseline or claim.baseline_quantity:
            yield node, ids.kg("ratioKind"), ids.kg("absoluteFromTo")
    if claim.baseline_quantity:
        yield node, ids.kg("baselineQuantity"), ids.node(f"{name}/baseline")
        yield from quantity(f"{name}/baseline", claim.baseline_quantity)
    if claim.second:
        part = ids.node(f"{name}/second")
        yield node, ids.kg("secondQuantity"), part
        yield part, ids.kg("relation"), ids.text(claim.second.relation)
        yield from quantity(f"{name}/second", claim.second.quantity)


def quantity(name: str, figure: Figure) -> Iterator[Statement]:
    """Return the node of a figure: as printed, in its unit, and in the base unit of its kind."""
    node = ids.node(name)
    yield node, ids.RDF_TYPE, ids.kg("Quantity")
    yield node, _UNIT, f"<{UNITS[figure.unit].iri}>"
    yield node, ids.kg("bound"), ids.kg(figure.bound)
    yield node, ids.kg("asText"), ids.text(figure.text)
    single = figure.low if figure.low is not None else figure.high
    if figure.bound == "range" and figure.low is not None and figure.high is not None:
        yield node, _LOWEST, ids.number(figure.low)
        yield node, _HIGHEST, ids.number(figure.high)
    elif single is not None:
        yield node, _NUMERIC_VALUE, ids.number(single)
    low, high = base(figure)
    yield from _bounds(node, low, high, "low", "high")


def _bounds(node: str, low: Decimal | None, high: Decimal | None, *names: str) -> Iterator[Statement]:
    for name, bound in zip(names, (low, high), strict=True):
        if bound is not None:
            yield node, ids.kg(name), ids.double(bound)


def _bearings(claim: Claim, node: str) -> Iterator[Statement]:
    for link in claim.links:
        yield node, ids.kg(link.relation), ids.node(link.to)
    for name, value in claim.qualifiers:
        yield node, ids.kg(name), ids.text(value)
