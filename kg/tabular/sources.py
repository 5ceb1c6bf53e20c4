"""A store in, its documents and the records of its ledger as sheets out."""

from collections.abc import Collection, Iterable, Iterator

from kg import ids
from kg.tabular.claims import Record
from kg.tabular.scan import RDF, Scan, day, first, moment
from kg.tabular.sheet import Column, Sheet
from kg.vocab import DOCUMENT_KINDS

SOURCES = (
    *map(Column, ("id", "title", "kind", "publisher")),
    *(Column("authors", "texts"), Column("voice")),
    *(Column("published", "date"), Column("published_latest", "date"), Column("published_text")),
    *(Column("url"), Column("read_on", "date"), Column("language"), Column("summary"), Column("status")),
    *(Column("claims", "integer"), Column("record", "integer")),
)
RECORDS = (
    *(Column("position", "integer"), Column("type"), Column("recorded_at", "instant"), Column("reason")),
    *(Column(name, "texts") for name in ("brought", "titles", "ended", "concerns")),
    *(Column("ending"), Column("claims", "integer"), Column("document"), Column("url")),
)
_URL, _BROUGHT_BY = f"{ids.SCHEMA}url", f"{ids.PROV}wasGeneratedBy"
_KINDS = {term.iri.removeprefix(ids.KG): name for name, term in DOCUMENT_KINDS.items()}


def sources(scan: Scan, claims: Iterable[Record], only: Collection[str] | None) -> Sheet:
    """Return the documents, all or only these, in the order of their ids; `status` says `retracted` where one was."""
    counts: dict[str, int] = {}
    for claim in claims:
        counts[str(claim["document"])] = counts.get(str(claim["document"]), 0) + 1
    ended = {target for targets in scan.kg("ends").values() for target in targets}
    texts = {
        "title": scan.all(f"{ids.DCTERMS}title"),
        "published_text": scan.kg("publishedText"),
        "url": scan.all(_URL),
        "language": scan.all(f"{ids.DCTERMS}language"),
        "summary": scan.all(f"{ids.SCHEMA}abstract"),
    }
    days = {
        "published": scan.kg("publishedEarliest"),
        "published_latest": scan.kg("publishedLatest"),
        "read_on": scan.kg("readOn"),
    }
    classes, publishers = scan.all(f"{RDF}type"), scan.all(f"{ids.DCTERMS}publisher")
    authors, voices, records = scan.all(f"{ids.DCTERMS}creator"), scan.kg("voice"), scan.all(_BROUGHT_BY)

    def rows() -> Iterator[Record]:
        for name in scan.of_class("Document"):
            if only is not None and name not in only:
                continue
            publisher, voice = first(publishers, name), first(voices, name)
            yield {
                "id": name,
                **{label: first(held, name) for label, held in texts.items()},
                **{label: day(first(held, name)) for label, held in days.items()},
                "kind": next((_KINDS[each] for each in classes.get(name, ()) if each in _KINDS), None),
                "publisher": publisher and scan.label(publisher),
                "voice": voice and scan.label(voice),
                "authors": scan.labels(authors.get(name, ())),
                "status": "retracted" if name in ended else "stands",
                "claims": counts.get(name, 0),
                "record": _position(first(records, name)),
            }

    return Sheet.of("sources", SOURCES, rows())


def records(scan: Scan) -> Sheet:
    """Return the records of the ledger by position: when each came, what it brought, ended or concerns, and why."""
    brought: dict[str, list[str]] = {}
    for name, by in sorted(scan.all(_BROUGHT_BY).items()):
        brought.setdefault(by[0], []).append(name)
    claims, documents = frozenset(scan.of_class("Claim")), frozenset(scan.of_class("Document"))
    types, times, reasons = scan.kg("recordType"), scan.kg("recordedAt"), scan.kg("reason")
    ends, endings, concerns = scan.kg("ends"), scan.kg("ending"), scan.kg("concerns")
    reported, urls = scan.kg("reportedIn"), scan.all(_URL)

    def rows() -> Iterator[Record]:
        for name in sorted(types, key=_number):
            all_brought = brought.get(name, [])
            things = tuple(each for each in all_brought if each not in claims)
            about = (*all_brought, *ends.get(name, ()), *concerns.get(name, ()))
            document = next((d for each in about for d in (each, first(reported, each)) if d in documents), None)
            yield {
                "position": _number(name),
                "type": first(types, name),
                "reason": first(reasons, name),
                "recorded_at": moment(first(times, name)),
                "brought": things,
                "titles": scan.labels(things),
                "ended": ends.get(name, ()),
                "ending": first(endings, name),
                "concerns": concerns.get(name, ()),
                "claims": len(all_brought) - len(things),
                "document": document,
                "url": first(urls, document or ""),
            }

    return Sheet.of("records", RECORDS, rows())


def _number(name: str) -> int:
    return int(name.rpartition("/")[2])


def _position(record: str | None) -> int | None:
    return _number(record) if record else None
