"""Rows of properties in, one record for each claim out, with the names of what it speaks of."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from kg.table import Table
from kg.term import QUALIFIERS
from kg.views.values import Asking, Named, Values, needed, one, short, text, texts, values

MOST_CLAIMS = 1000
"""Claims in one answer of `queries/views/claims.rq`; where there are as many, there may be more."""
_AT_ONCE = 20
"""Claims that one question asks for by their ids."""
RELATIONS = ("supports", "disputes", "qualifies", "restates", "derivedFrom", "corrects", "supersedes")


@dataclass(frozen=True, slots=True)
class Place:
    """Where the words of a claim stand in the text of its document, in code points."""

    start: int
    end: int
    words_hash: str


@dataclass(frozen=True, slots=True)
class Bearing:
    """How one claim bears on another."""

    relation: str
    claim: str
    """Id of the other claim."""


@dataclass(frozen=True, slots=True)
class ClaimView:
    """One claim as a reader sees it."""

    id: str
    subject: Named
    predicate: Named
    objects: tuple[Named, ...]
    figure: str | None
    states: str | None
    negated: bool
    modality: Named
    hedges: tuple[str, ...]
    condition: str | None
    said_by: tuple[Named, ...]
    said_by_inferred: bool
    document: Named
    published: str
    """When the document was published, as it is known."""
    published_latest: str
    """The last day that this can mean; empty where it is open."""
    announcement: Named | None
    places: tuple[Place, ...]
    locator: str | None
    when: str | None
    earliest: str | None
    latest: str | None
    topics: tuple[Named, ...]
    shift: tuple[Named, Named] | None
    metric: Named | None
    baseline: Named | None
    baseline_figure: str | None
    workload: str | None
    ratio: str | None
    factor: str | None
    """As a number, or `1.5 to 3`, or `over 3`."""
    second: str | None
    dependence: str | None
    dependence_on: Named | None
    qualifiers: tuple[tuple[str, str], ...]
    window: str | None
    resolution: str | None
    note: str | None
    status: Named
    evidence: str
    """`located` or `reported`; whether the words can be quoted is decided where the text is."""
    method: str | None
    confidence: str | None
    record: int | None
    """Position of the record that brought this reading."""
    bears_on: tuple[Bearing, ...]
    borne_on_by: tuple[Bearing, ...]


def claims_around(reader: Asking, thing: str) -> dict[str, ClaimView]:
    """Return the claims that speak of `thing`, stand in it or bear on it, by their ids; itself, if it is a claim."""
    return _views(reader.table("views/claims", thing=thing))


def claims_named(reader: Asking, names: Iterable[str]) -> dict[str, ClaimView]:
    """Return the claims of these ids, and whatever bears on them, by their ids; many are asked for at once."""
    found: dict[str, ClaimView] = {}
    wanted = list(dict.fromkeys(names))
    for first in range(0, len(wanted), _AT_ONCE):
        some = tuple(wanted[first : first + _AT_ONCE])
        found |= _views(reader.table("views/claims", thing=some))
        # A claim that very many bear on can have pushed another out of the answer.
        for name in some:
            if name not in found:
                found |= claims_around(reader, name)
    return found


def claims_on(reader: Asking, topic: str) -> dict[str, ClaimView]:
    """Return the claims that bear on a topic or a narrower one, by their ids."""
    return _views(reader.table("views/claims", topic=topic))


def _views(table: Table) -> dict[str, ClaimView]:
    parts: dict[str, dict[str, list[tuple[str, str, str]]]] = {}
    for claim, part, name, value, label in sorted(texts(table)):
        parts.setdefault(short(claim), {}).setdefault(part, []).append((name, value, label))
    return {
        claim: _claim(claim, {part: values(found) for part, found in held.items()}) for claim, held in parts.items()
    }


def _claim(name: str, parts: Mapping[str, Values]) -> ClaimView:
    own = parts["claim"]
    shift_from, shift_to = one(own, "shiftFrom"), one(own, "shiftTo")
    record = text(own, "wasGeneratedBy")
    dependence = one(own, "dependenceEffect")
    return ClaimView(
        id=name,
        subject=needed(own, "subject"),
        predicate=needed(own, "predicate"),
        objects=own.get("object", ()),
        figure=text(parts.get("quantity", {}), "asText"),
        states=text(own, "states"),
        negated=text(own, "negated") == "true",
        modality=needed(own, "modality"),
        hedges=tuple(hedge.id for hedge in own.get("hedge", ())),
        condition=text(own, "condition"),
        said_by=own.get("wasAttributedTo", ()),
        said_by_inferred=text(own, "attributionInferred") == "true",
        document=needed(own, "reportedIn"),
        published=text(parts["document"], "publishedText") or "",
        published_latest=text(parts["document"], "publishedLatest") or "",
        announcement=one(own, "inAnnouncement"),
        places=tuple(sorted(_places(parts), key=lambda place: (place.start, place.end))),
        locator=text(own, "locator"),
        when=text(own, "timeText"),
        earliest=text(own, "timeEarliest"),
        latest=text(own, "timeLatest"),
        topics=own.get("bottleneck", ()),
        shift=(shift_from, shift_to) if shift_from and shift_to else None,
        metric=one(own, "metric"),
        baseline=one(own, "baseline"),
        baseline_figure=text(parts.get("baseline", {}), "asText"),
        workload=text(own, "workload"),
        ratio=text(own, "ratioKind"),
        factor=_factor(own),
        second=_second(parts.get("second", {})),
        dependence=dependence.label if dependence else None,
        dependence_on=one(own, "dependenceOn"),
        qualifiers=tuple((each, value.label) for each in QUALIFIERS for value in own.get(each, ())),
        window=text(own, "window"),
        resolution=text(own, "resolution"),
        note=text(own, "note"),
        status=needed(own, "status"),
        evidence=text(own, "evidence") or "reported",
        method=text(own, "method"),
        confidence=text(own, "extractionConfidence"),
        record=int(record.rpartition("/")[2]) if record else None,
        bears_on=_bearings(own),
        borne_on_by=_bearings(parts.get("incoming", {})),
    )


def _places(parts: Mapping[str, Values]) -> Iterator[Place]:
    for held in parts.values():
        start, end, words = text(held, "start"), text(held, "end"), text(held, "wordsHash")
        if start and end and words:
            yield Place(int(start), int(end), words)


def _bearings(held: Values) -> tuple[Bearing, ...]:
    return tuple(Bearing(name, other.id) for name in RELATIONS for other in held.get(name, ()))


def _factor(own: Values) -> str | None:
    exact, low, high = text(own, "factor"), text(own, "factorLow"), text(own, "factorHigh")
    if low and high:
        return f"{low} to {high}"
    return exact or (low and f"{low} or more") or (high and f"{high} or less")


def _second(held: Values) -> str | None:
    figure, relation = text(held, "asText"), text(held, "relation")
    if figure is None or relation is None:
        return figure
    return figure if figure.split(" ", 1)[0] == relation else f"{relation} {figure}"
