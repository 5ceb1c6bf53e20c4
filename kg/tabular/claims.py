"""A store in, the claims and the places of their words as sheets out, one row a claim, one row a place."""

from collections.abc import Callable, Collection, Iterator

from kg import ids
from kg.tabular.scan import RDF, Scan, day, first, moment, number
from kg.tabular.sheet import Column, Sheet, Value
from kg.term import Unit
from kg.vocab import UNITS

Record = dict[str, Value]
CLAIMS = (
    *map(Column, ("id", "subject", "subject_label", "relation", "relation_label")),
    *(Column("objects", "texts"), Column("object_labels", "texts")),
    *(Column("figure"), Column("low", "decimal"), Column("high", "decimal")),
    *map(Column, ("base_unit", "unit", "bound", "states", "negated", "modality", "condition")),
    *(Column("hedges", "texts"), Column("said_by", "texts"), Column("said_by_labels", "texts")),
    *(Column("document"), Column("published", "date"), Column("announcement")),
    *(Column("time"), Column("earliest", "date"), Column("latest", "date"), Column("topics", "texts")),
    *map(Column, ("metric", "baseline", "workload", "status", "evidence")),
    *(Column(name, "texts") for name in ("disputed_by", "supported_by", "qualified_by", "restates")),
    *map(Column, ("outcome", "locator", "note", "method")),
    *(Column("confidence", "decimal"), Column("record", "integer"), Column("recorded_at", "instant"), Column("url")),
)
PLACES = (
    Column("claim"),
    Column("document"),
    Column("start", "integer"),
    Column("end", "integer"),
    Column("words_hash"),
)
_SUBJECT, _PREDICATE, _OBJECT = (f"{RDF}{name}" for name in ("subject", "predicate", "object"))
_BROUGHT_BY, _SAID_BY = f"{ids.PROV}wasGeneratedBy", f"{ids.PROV}wasAttributedTo"
_BY_IRI = {unit.iri: unit for unit in UNITS.values()}
_BASE = {
    unit.kind: unit for unit in sorted(UNITS.values(), key=lambda unit: unit.name, reverse=True) if unit.factor == 1
}


def claim_records(scan: Scan) -> list[Record]:
    """Return all claims in the order of their ids, each as a mapping from the names of `CLAIMS`."""
    parts = (_what, _figure, _how, _where, _when, _standing)
    readers = [part(scan) for part in parts]
    found: list[Record] = []
    for name in scan.of_class("Claim"):
        claim: Record = {"id": name}
        for read in readers:
            claim.update(read(name))
        found.append(claim)
    return found


def places(scan: Scan, claims: Collection[str]) -> Sheet:
    """Return where the words of these claims stand: code points in the text of the document, and a hash of the words.

    The words themselves are left out: they belong to whoever published them; `kg cite` shows them.
    """
    start, end, hashes, documents = (scan.kg(name) for name in ("start", "end", "wordsHash", "reportedIn"))

    def rows() -> Iterator[Record]:
        for claim, anchors in sorted(scan.kg("anchor").items()):
            if claim in claims:
                found = [(int(start[at][0]), int(end[at][0]), hashes[at][0]) for at in anchors]
                for first_point, last_point, words in sorted(found):
                    yield {
                        "claim": claim,
                        "document": first(documents, claim),
                        "start": first_point,
                        "end": last_point,
                        "words_hash": words,
                    }

    return Sheet.of("places", PLACES, rows())


Read = Callable[[str], Record]


def _what(scan: Scan) -> Read:
    subjects, predicates, objects = scan.all(_SUBJECT), scan.all(_PREDICATE), scan.all(_OBJECT)
    texts = {name: scan.kg(name) for name in ("states", "condition", "workload")}
    negated, metrics, baselines = scan.kg("negated"), scan.kg("metric"), scan.kg("baseline")

    def read(name: str) -> Record:
        subject, predicate, others = first(subjects, name), first(predicates, name), objects.get(name, ())
        return {
            "subject": subject,
            "subject_label": scan.label(subject or ""),
            "relation": predicate,
            "relation_label": scan.label(predicate or ""),
            "objects": others,
            "object_labels": scan.labels(others),
            **{label: first(held, name) for label, held in texts.items()},
            "negated": "yes" if first(negated, name) == "true" else "no",
            "metric": first(metrics, name),
            "baseline": first(baselines, name),
        }

    return read


def _figure(scan: Scan) -> Read:
    nodes, texts, bounds = scan.kg("quantity"), scan.kg("asText"), scan.kg("bound")
    lows, highs, units = scan.kg("low"), scan.kg("high"), scan.all(f"{ids.QUDT}hasUnit")

    def read(name: str) -> Record:
        node = first(nodes, name)
        if node is None:
            return {}
        unit = _BY_IRI.get(first(units, node) or "")
        base = _BASE.get(unit.kind) if unit else None
        return {
            "figure": first(texts, node),
            "bound": first(bounds, node),
            "low": number(first(lows, node)),
            "high": number(first(highs, node)),
            "unit": _symbol(unit),
            "base_unit": _symbol(base),
        }

    return read


def _symbol(unit: Unit | None) -> str | None:
    """Return how people write a unit."""
    return (unit.symbols[0] if unit.symbols else unit.label) if unit else None


def _how(scan: Scan) -> Read:
    modalities, hedges, said_by = scan.kg("modality"), scan.kg("hedge"), scan.all(_SAID_BY)
    methods, confidences, notes = scan.kg("method"), scan.kg("extractionConfidence"), scan.all(f"{ids.SKOS}note")

    def read(name: str) -> Record:
        speakers = said_by.get(name, ())
        return {
            "modality": first(modalities, name),
            "hedges": hedges.get(name, ()),
            "said_by": speakers,
            "said_by_labels": scan.labels(speakers),
            "note": first(notes, name),
            "method": first(methods, name),
            "confidence": number(first(confidences, name)),
        }

    return read


def _where(scan: Scan) -> Read:
    documents, announcements, locators = scan.kg("reportedIn"), scan.kg("inAnnouncement"), scan.kg("locator")
    published, urls = scan.kg("publishedLatest"), scan.all(f"{ids.SCHEMA}url")

    def read(name: str) -> Record:
        document = first(documents, name) or ""
        return {
            "document": document,
            "announcement": first(announcements, name),
            "locator": first(locators, name),
            "published": day(first(published, document)),
            "url": first(urls, document),
        }

    return read


def _when(scan: Scan) -> Read:
    words, earliest, latest = scan.kg("timeText"), scan.kg("timeEarliest"), scan.kg("timeLatest")
    records, recorded, topics = scan.all(_BROUGHT_BY), scan.kg("recordedAt"), scan.kg("bottleneck")

    def read(name: str) -> Record:
        record = first(records, name)
        return {
            "time": first(words, name),
            "topics": topics.get(name, ()),
            "earliest": day(first(earliest, name)),
            "latest": day(first(latest, name)),
            "record": int(record.rpartition("/")[2]) if record else None,
            "recorded_at": moment(first(recorded, record or "")),
        }

    return read


def _standing(scan: Scan) -> Read:
    status, evidence, restates = scan.kg("status"), scan.kg("evidence"), scan.kg("restates")
    stands = {name for name, values in status.items() if values == ("stands",)}
    incoming = {
        label: _reversed(scan, relation, stands)
        for label, relation in (
            ("disputed_by", "disputes"),
            ("supported_by", "supports"),
            ("qualified_by", "qualifies"),
        )
    }
    outcomes = _outcomes(scan)

    def read(name: str) -> Record:
        return {
            "status": first(status, name),
            "evidence": first(evidence, name),
            "restates": restates.get(name, ()),
            **{label: held.get(name, ()) for label, held in incoming.items()},
            "outcome": outcomes.get(name),
        }

    return read


def _reversed(scan: Scan, relation: str, stands: Collection[str]) -> dict[str, tuple[str, ...]]:
    """Return which standing claims bear on each claim."""
    found: dict[str, list[str]] = {}
    for by, claims in sorted(scan.kg(relation).items()):
        for claim in claims if by in stands else ():
            found.setdefault(claim, []).append(by)
    return {claim: tuple(by) for claim, by in found.items()}


def _outcomes(scan: Scan) -> dict[str, str]:
    """Return what the last record about each forecast says became of it."""
    concerns, positions = scan.kg("concerns"), scan.kg("position")
    records = sorted(scan.kg("outcome").items(), key=lambda held: int(first(positions, held[0]) or 0))
    return {claim: outcome[0] for record, outcome in records for claim in concerns.get(record, ())}
