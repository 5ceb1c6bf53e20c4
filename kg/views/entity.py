"""An entity in, what is said of it out: figures, relations, statements, by whom, in which documents."""

from collections import Counter
from dataclasses import asdict, dataclass

from kg.texts import Texts
from kg.views.claims import MOST_CLAIMS, ClaimView, claims_around
from kg.views.identity import Judgement, add_judgements, as_values, folded_into, kept_apart_from
from kg.views.layout import Page, faint
from kg.views.listing import GROUPS, as_data, group, in_order, list_claims
from kg.views.phrases import counted, names
from kg.views.shown import Reading, Shown
from kg.views.thing import Thing
from kg.views.values import short, texts


@dataclass(frozen=True, slots=True)
class Relation:
    """A direct relation of the current view."""

    outward: bool
    predicate: str
    other: str
    """Id of the other end."""
    label: str


@dataclass(frozen=True, slots=True)
class DocumentLine:
    """A document in a list."""

    id: str
    title: str
    publisher: str | None
    published: str
    url: str | None
    claims: int


@dataclass(frozen=True, slots=True)
class _Seen:
    """All that one page is made of."""

    thing: Thing
    about: list[ClaimView]
    """Claims whose subject it is."""
    others: list[ClaimView]
    relations: tuple[Relation, ...]
    documents: tuple[DocumentLine, ...]
    folded: tuple[Judgement, ...]
    apart: tuple[Judgement, ...]
    texts: Texts


def entity(reader: Reading, thing: Thing) -> Shown:
    """Return the view of an entity."""
    claims = in_order(claims_around(reader, thing.id).values())
    seen = _Seen(
        thing=thing,
        about=[claim for claim in claims if claim.subject.id == thing.id],
        others=[claim for claim in claims if claim.subject.id != thing.id],
        relations=_relations(reader, thing.id),
        documents=_documents(reader, thing.id),
        folded=folded_into(reader, thing.id),
        apart=kept_apart_from(reader, thing.id),
        texts=reader.texts,
    )

    def data() -> dict[str, object]:
        return {
            "id": thing.id,
            "kind": "entity",
            "label": thing.label,
            "classes": [each.id for each in thing.classes],
            "aliases": [each.id for each in thing.held.get("altLabel", ())],
            "notes": [each.id for each in thing.held.get("note", ())],
            "claims": [as_data(claim, reader.texts) for claim in seen.about],
            "mentioned_in": [as_data(claim, reader.texts) for claim in seen.others],
            "relations": [asdict(relation) for relation in seen.relations],
            "documents": [asdict(document) for document in seen.documents],
            "folded": as_values(seen.folded, "into"),
            "kept_apart_from": as_values(seen.apart, "label"),
        }

    return Shown(_page(seen), data)


def _page(seen: _Seen) -> Page:
    page = Page()
    _add_head(page, seen)
    for title in GROUPS:
        if chosen := [claim for claim in seen.about if group(claim) == title]:
            page.heading(title)
            list_claims(page, chosen, seen.texts, subject=False)
    if seen.others:
        page.heading("Mentioned in")
        list_claims(page, seen.others, seen.texts, subject=True)
    if seen.relations:
        page.heading("Relations that stand", "from claims that are affirmed and not ended")
    for relation in seen.relations:
        name = "this" if relation.outward else relation.label
        other = relation.label if relation.outward else "this"
        page.add(f"{name} — {relation.predicate} — {other}", faint(f"  {relation.other}"), indent=2, hang=4)
    if seen.documents:
        page.heading("Documents")
    for document in seen.documents:
        origin = ", ".join(filter(None, (document.publisher, document.published)))
        page.add(document.title, indent=2, hang=4)
        page.add(faint(f"{document.id} · {origin} · {counted(document.claims, 'claim')}"), indent=4, hang=2)
    add_judgements(page, seen.folded, seen.apart, seen.thing.id)
    return page


def _add_head(page: Page, seen: _Seen) -> None:
    held = seen.thing.held
    page.heading(seen.thing.label, f"{names(seen.thing.classes).lower()} · {seen.thing.id}")
    if aliases := held.get("altLabel"):
        page.field("also", ", ".join(alias.id for alias in aliases))
    for note in held.get("note", ()):
        page.field("note", note.id)
    if topics := Counter(topic.label for claim in seen.about for topic in claim.topics):
        page.field("bears on", ", ".join(f"{name} ({count})" for name, count in topics.most_common()))
    places = counted(len(seen.documents), "document")
    if len(seen.about) + len(seen.others) < MOST_CLAIMS:
        page.field("claims", f"{len(seen.about)} about it, {len(seen.others)} that mention it, in {places}")
    else:
        total = sum(document.claims for document in seen.documents)
        shown = f"{MOST_CLAIMS:,} of them are shown; `kg query claims-about entity={seen.thing.id}` lists all"
        page.field("claims", f"{total:,} in {places}; {shown}")


def _relations(reader: Reading, name: str) -> tuple[Relation, ...]:
    rows = texts(reader.table("views/relations", thing=name))
    return tuple(
        Relation(direction == "to", predicate, short(other), label) for direction, _, predicate, other, label in rows
    )


def _documents(reader: Reading, name: str) -> tuple[DocumentLine, ...]:
    rows = texts(reader.table("views/documents-about", thing=name))
    return tuple(
        DocumentLine(short(document), title, publisher or None, published, url or None, int(count))
        for document, title, publisher, published, url, count in rows
    )
