"""Small worlds for tests: claims, documents and streams of events with short names."""

import itertools
import random
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from hypothesis import strategies as st

from kg.claim import Claim, Document, Entity, Link, Occurrence
from kg.dates import When
from kg.events import (
    AnnouncementRecorded,
    BackgroundRecorded,
    ClaimCorrected,
    ClaimRetracted,
    ClaimsLinked,
    ClaimSuperseded,
    DocumentRecorded,
    DocumentRetracted,
    EntitiesKeptApart,
    EntitiesMerged,
    EntityDeclared,
    Event,
    ExtractionCorrected,
    JudgementUndone,
)
from kg.figures import read_figure
from kg.log import SqliteLog
from kg.pipeline import append
from kg.replay import apply_events, project
from kg.stores.oxigraph import OxigraphStore
from kg.vocab import PREDICATES

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
_log_names = itertools.count()


def claim(key: str, subject: str, predicate: str = "usesHardware", **fields: object) -> Claim:
    """Return a claim of the voice `voice`; `value` is read as a figure."""
    if "value" in fields:
        fields["quantity"] = read_figure(str(fields.pop("value")), where=key)
    fields.setdefault("attributed_to", ("voice",))
    return Claim.model_validate({"key": key, "subject": subject, "predicate": predicate, **fields})


def document(name: str, *claims: Claim, published: str = "2026-04-22") -> DocumentRecorded:
    """Return a document of one day with claims in its own voice."""
    day = date.fromisoformat(published)
    info = Document(
        id=name, title=f"Title of {name}", kind="article", voice="voice", published=When(day, day, published)
    )
    return DocumentRecorded(document=info, claims=claims)


def announcement(name: str, key: str, *claims: Claim) -> AnnouncementRecorded:
    """Return an announcement inside the document called `name`."""
    return AnnouncementRecorded(document=name, occurrence=Occurrence(key=key, title=f"Title of {key}"), claims=claims)


def entity(name: str, *aliases: str, cls: str = "Company") -> EntityDeclared:
    """Return a declaration whose label is the id."""
    return EntityDeclared(entity=Entity(id=name, cls=cls, label=name, aliases=aliases))


def log_of(folder: Path, events: Iterable[Event]) -> SqliteLog:
    """Return a new open log in `folder` with `events`, recorded a minute apart."""
    log = SqliteLog(folder / f"log-{next(_log_names)}.db", mode="create")
    for number, group in enumerate((event,) for event in events):
        append(log, list(group), now=NOW + timedelta(minutes=number))
    return log


def rebuilt(log: SqliteLog) -> OxigraphStore:
    """Return a store in memory, projected from the whole log at once."""
    store = OxigraphStore(None)
    project(log, store)
    return store


def caught_up(folder: Path, events: Sequence[Event], cuts: Iterable[int]) -> OxigraphStore:
    """Return a store in memory that caught up with `events` in the pieces that `cuts` makes."""
    store = OxigraphStore(None)
    log = log_of(folder, ())
    project(log, store)
    number = 0
    for cut in sorted({*cuts, len(events)}):
        for event in events[number:cut]:
            append(log, [event], now=NOW + timedelta(minutes=number))
            number += 1
        apply_events(log, store, after=store.position())
    log.close()
    return store


def lines_of(store: OxigraphStore) -> set[str]:
    """Return the default graph as lines, so that a difference can be read."""
    return set(store.dump().splitlines())


_RECORD_ONLY = ("/event/", "wasGeneratedBy")


def current_view(store: OxigraphStore) -> set[tuple[str, str, str]]:
    """Return what the store says apart from who recorded it when: claims, status, entities, direct triples."""
    lines = store.dump().splitlines()
    statements = {tuple(line.removesuffix(" .").split(" ", 2)) for line in lines}
    return {(s, p, o) for s, p, o in statements if not any(mark in s + p + o for mark in _RECORD_ONLY)}


def direct_triples(store: OxigraphStore) -> set[tuple[str, str, str]]:
    """Return the triples of the current view whose predicate is one that claims make."""
    iris = {f"<{term.iri}>" for term in PREDICATES.values()}
    return {(s, p, o) for s, p, o in current_view(store) if p in iris and "/id/" in s}


NAMES = ("ash", "birch", "cedar", "h100")
_PREDICATES = ("usesHardware", "madeBy", "partnerOf")


@st.composite
def claims(draw: st.DrawFn, key: str) -> Claim:
    """Draw a claim between few entities, so that several support the same triple."""
    fields: dict[str, object] = {
        "objects": tuple(draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=2, unique=True))),
        "negated": draw(st.sampled_from([False, False, False, True])),
        "modality": draw(st.sampled_from(["asserted", "reported", "planned"])),
    }
    return claim(key, draw(st.sampled_from(NAMES)), draw(st.sampled_from(_PREDICATES)), **fields)


SOURCES = ("correct", "supersede", "retract", "link", "revise", "withdraw")
JUDGES = ("merge", "merge", "apart", "undo", "declare", "rename", "remark", "more")


@st.composite
def streams(draw: st.DrawFn, acts: Sequence[str] = SOURCES) -> list[Event]:
    """Draw a stream in which whatever acts on a claim comes after it."""
    events: list[Event] = [entity(name, f"{name} Inc") for name in NAMES]
    ids: list[str] = []
    held: dict[str, Claim] = {}
    for name in ("d1", "d2", "d3")[: draw(st.integers(1, 3))]:
        own = [draw(claims(f"c{number}")) for number in range(draw(st.integers(0, 2)))]
        told = [draw(claims(f"a{number}")) for number in range(draw(st.integers(1, 2)))]
        events += [document(name, *own), announcement(name, "ann", *told)]
        for one in (*own, *told):
            ids.append(f"{name}/{one.key}")
            held[ids[-1]] = one
    for number, act in enumerate(draw(st.lists(st.sampled_from(acts), max_size=8))):
        target = draw(st.sampled_from(ids))
        other = draw(st.sampled_from(ids))
        if act in JUDGES:
            events.append(_judge(draw, act, events, number))
            continue
        events.append(_act(draw, act, target=target, other=other, held=held, number=number))
    unique = {event.key(): event for event in events}
    return list(unique.values())


def _act(draw: st.DrawFn, act: str, *, target: str, other: str, held: dict[str, Claim], number: int) -> Event:
    because = f"reason {number}"
    match act:
        case "correct":
            return ClaimCorrected(claim=target, by=other, because=because)
        case "supersede":
            return ClaimSuperseded(claim=target, by=other, because=because)
        case "link":
            return ClaimsLinked(claim=target, link=Link(relation="disputes", to=other), because=because)
        case "revise":
            name, _, key = target.partition("/")
            old = held[target]
            new = draw(claims(key))
            held[target] = new
            occurrence = "ann" if key.startswith("a") else None
            reading = {"document": name, "occurrence": occurrence, "claim": new}
            return ExtractionCorrected.model_validate(
                {"because": because, "previous": old.content_hash(), "reading": reading}
            )
        case "withdraw":
            return DocumentRetracted(document=target.partition("/")[0], because=because)
        case _:
            return ClaimRetracted(claim=target, because=because)


def merge(keep: str, fold: str, nth: int = 1) -> EntitiesMerged:
    """Return the merge of one entity into another."""
    return EntitiesMerged(keep=keep, fold=fold, because="One thing.", nth=nth)


def undo(judgement: EntitiesMerged | EntitiesKeptApart) -> JudgementUndone:
    """Return the undoing of a judgement."""
    pair = judgement.merges() if isinstance(judgement, EntitiesMerged) else judgement.keeps_apart()
    return JudgementUndone(judgement=judgement.key(), entities_judged=pair, because="Two things.")


def _judge(draw: st.DrawFn, act: str, events: Sequence[Event], number: int) -> Event:  # noqa: PLR0911 (one return for each act)
    """Return a judgement, valid or not as the log may hold it, or something said of an entity meanwhile."""
    one, other = draw(st.permutations(NAMES))[:2]
    earlier = [event for event in events if isinstance(event, EntitiesMerged | EntitiesKeptApart)]
    match act:
        case "merge":
            return merge(one, other, nth=number + 1)
        case "undo" if earlier:
            return undo(draw(st.sampled_from(earlier)))
        case "apart":
            one, other = sorted((one, other))
            return EntitiesKeptApart(one=one, other=other, because="Two things.", nth=number + 1)
        case "rename":
            named = Entity(id=one, cls="Company", label=f"{one} {number}", aliases=(other,), note=other)
            return ExtractionCorrected(because="misread", previous="0" * 64, entity=named, nth=number + 1)
        case "remark":
            return BackgroundRecorded(subject=one, predicate="madeBy", object=other, because="Known.")
        case "more":
            spoken = draw(claims("c0")).model_copy(update={"baseline": one, "attributed_to": (other,)})
            return document(f"more-{number}", spoken)
        case _:
            return entity(one, f"{other} Ltd", f"{number}")


def admissible(events: Sequence[Event], seed: int) -> list[Event]:
    """Return `events` in another order in which documents precede what stands in them, and claims what acts on them.

    Acts on the same claim that read it anew keep their order, since each replaces the one before; so do judgements of
    who is who, of which each is made in the light of those before.
    """
    chance = random.Random(seed)  # noqa: S311 (a seeded order, no secret)
    rank = {EntityDeclared: 0, DocumentRecorded: 0, AnnouncementRecorded: 1}
    groups: dict[int, list[Event]] = {}
    for event in events:
        groups.setdefault(rank.get(type(event), 2), []).append(event)
    shuffled: list[Event] = []
    for number in sorted(groups):
        group = groups[number]
        ordered = (ExtractionCorrected, EntitiesMerged, EntitiesKeptApart, JudgementUndone)
        in_turn = [event for event in group if isinstance(event, ordered)]
        order = group[:]
        chance.shuffle(order)
        waiting = iter(in_turn)
        shuffled += [next(waiting) if isinstance(event, ordered) else event for event in order]
    return shuffled
