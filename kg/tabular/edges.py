"""Claims in, edges between what they speak of out: one a fact (subject, relation, object), or one a claim.

A fact is what affirmed claims that stand agree in; `weight` counts them. With one edge a claim, plans, denials,
opinions and what no longer stands are edges too, and each says so.
"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Literal

from kg.claim import AFFIRMING
from kg.tabular.claims import Record
from kg.tabular.sheet import Column, Value

Edges = Literal["facts", "claims"]
_ENDS = tuple(map(Column, ("id", "source", "target", "relation", "label")))
_TIMES = (Column("start", "date"), Column("end", "date"), Column("times", "texts"))
FACTS = (
    *_ENDS,
    *(Column("weight", "integer"), Column("claim_ids", "texts"), Column("documents", "integer")),
    *(Column("disputed"), Column("first_published", "date"), *_TIMES),
)
CLAIM_EDGES = (
    *(*_ENDS, Column("claim_id"), Column("weight", "integer")),
    *map(Column, ("status", "modality", "negated", "condition", "disputed", "document")),
    *(Column("published", "date"), *_TIMES),
)
Span = tuple[date | None, date | None]
"""First and last day; None where open."""


def claim_edges(claims: Iterable[Record]) -> Iterator[Record]:
    """Yield an edge for each claim and object; its id is that of the claim, with the object where there are several."""
    for claim in claims:
        objects = _texts(claim["objects"])
        for target in objects:
            yield {
                "id": claim["id"] if len(objects) == 1 else f"{claim['id']} {target}",
                "source": claim["subject"],
                "target": target,
                "relation": claim["relation"],
                "label": claim["relation_label"],
                "claim_id": claim["id"],
                "weight": 1,
                "disputed": "yes" if claim["disputed_by"] else "no",
                **{name: claim[name] for name in ("status", "modality", "negated", "condition", "document")},
                "published": claim["published"],
                **times([_span(claim)]),
            }


def fact_edges(claims: Iterable[Record]) -> Iterator[Record]:
    """Yield an edge for each subject, relation and object that affirmed claims which stand agree in."""
    facts: dict[tuple[str, str, str], list[Record]] = {}
    for claim in claims:
        if is_affirmed(claim):
            for target in _texts(claim["objects"]):
                facts.setdefault((str(claim["subject"]), str(claim["relation"]), target), []).append(claim)
    for (source, relation, target), held in sorted(facts.items()):
        days = [found for claim in held if isinstance(found := claim["published"], date)]
        yield {
            "id": f"{source} {relation} {target}",
            "source": source,
            "target": target,
            "relation": relation,
            "label": held[0]["relation_label"],
            "weight": len(held),
            "claim_ids": tuple(str(claim["id"]) for claim in held),
            "documents": len({claim["document"] for claim in held}),
            "disputed": "yes" if any(claim["disputed_by"] for claim in held) else "no",
            "first_published": min(days, default=None),
            **times([_span(claim) for claim in held]),
        }


def is_affirmed(claim: Record) -> bool:
    """Return whether a claim stands and its source vouches for it, as in the current view."""
    vouched = claim["modality"] in AFFIRMING and claim["negated"] == "no" and claim["condition"] is None
    return vouched and claim["status"] == "stands"


def times(spans: Iterable[Span]) -> dict[str, Value]:
    """Return the first and the last day of some spans, and each span for itself where days lie between them.

    Spans that touch or overlap are one. One that is open on both sides says nothing of when, and then nothing is known.
    A span is written as ISO 8601 writes it, with `..` for an open end: `2026-01-01/2026-03-31`, `2027-01-01/..`.
    """
    joined = union(spans)
    if not joined or (None, None) in joined:
        return {"start": None, "end": None, "times": ()}
    written = tuple(f"{start or '..'}/{end or '..'}" for start, end in joined)
    return {"start": joined[0][0], "end": joined[-1][1], "times": written if len(written) > 1 else ()}


def union(spans: Iterable[Span]) -> list[Span]:
    """Return spans in order, those that touch or overlap as one."""
    ordered = sorted((start or date.min, end or date.max) for start, end in spans)
    joined: list[tuple[date, date]] = []
    for start, end in ordered:
        if joined and (joined[-1][1] == date.max or start <= joined[-1][1] + timedelta(days=1)):
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return [(None if a == date.min else a, None if b == date.max else b) for a, b in joined]


def spans_of(record: Record) -> list[Span]:
    """Return the spans of an edge or node that `times` described; an open one where nothing is known."""
    if written := _texts(record["times"]):
        return [_read_span(text) for text in written]
    start, end = record["start"], record["end"]
    return [(start if isinstance(start, date) else None, end if isinstance(end, date) else None)]


def _read_span(text: str) -> Span:
    start, _, end = text.partition("/")
    return _day(start), _day(end)


def _day(text: str) -> date | None:
    return None if text == ".." else date.fromisoformat(text)


def _span(claim: Record) -> Span:
    start, end = claim["earliest"], claim["latest"]
    return (start if isinstance(start, date) else None, end if isinstance(end, date) else None)


def _texts(value: Value) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else ()
