"""A claim in, everything behind it out: its words, who said it, where, against what, and what became of it."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from itertools import chain

from kg.texts import Texts
from kg.views.claims import ClaimView, claims_around
from kg.views.evidence import Evidence, evidence
from kg.views.history import Entry, add_history, history
from kg.views.history import as_data as history_as_data
from kg.views.layout import Page, Piece, faint, mark, strong, warn
from kg.views.listing import as_data
from kg.views.phrases import bearing, names, remarks, sentence, spaced, statement_pieces
from kg.views.shown import Reading, Shown
from kg.views.source import Source, source
from kg.views.thing import Thing

Line = tuple[str, tuple[Piece | str, ...]]
"""A name and what belongs to it."""
_LONGEST = 240
"""Characters shown of a paragraph on each side of the words."""


@dataclass(frozen=True, slots=True)
class _Seen:
    """All that one page is made of."""

    claim: ClaimView
    around: Mapping[str, ClaimView]
    """The claims that it bears on or that bear on it, and itself."""
    found: Evidence
    source: Source
    records: tuple[Entry, ...]
    texts: Texts


def claim(reader: Reading, thing: Thing) -> Shown:
    """Return the view of a claim."""
    around = claims_around(reader, thing.id)
    shown = around[thing.id]
    seen = _Seen(
        claim=shown,
        around=around,
        found=evidence(shown, reader.texts),
        source=source(reader, shown.document.id),
        records=history(reader, thing.id),
        texts=reader.texts,
    )

    def data() -> dict[str, object]:
        return as_data(shown, reader.texts) | {
            "kind": "claim",
            "sentence": sentence(shown),
            "source": asdict(seen.source),
            "bears_on": [_bearing(b.relation, around.get(b.claim), b.claim) for b in shown.bears_on],
            "borne_on_by": [_bearing(b.relation, around.get(b.claim), b.claim) for b in shown.borne_on_by],
            "history": history_as_data(seen.records),
        }

    return Shown(_page(seen), data)


def _bearing(relation: str, other: ClaimView | None, name: str) -> dict[str, object]:
    return {"relation": relation, "claim": name, "sentence": sentence(other) if other else None}


def _page(seen: _Seen) -> Page:
    page, shown, document = Page(), seen.claim, seen.source
    modality = () if shown.modality.id == "asserted" else (Piece(f"{shown.modality.label}: "),)
    page.add(*modality, *(strong(p.text) if p.style == "plain" else p for p in statement_pieces(shown)), hang=2)
    page.add(faint(f"claim · {shown.id}"))
    page.blank()
    _add_words(page, seen.found)
    inferred = faint("  (inferred: the text does not say who)") if shown.said_by_inferred else ""
    page.field("said by", names(shown.said_by), inferred)
    page.field("in", document.title, faint(f" · {document.origin} · {document.id}"))
    if shown.announcement:
        page.field("", f"announcement: {shown.announcement.label}", faint(f" · {shown.announcement.id}"))
    if document.url:
        page.field("", document.url, faint(f"  read on {document.read_on}"))
    page.field("evidence", *_grade(shown, seen.found))
    for name, pieces in chain(_manner(shown), _measure(shown), _meaning(shown)):
        page.field(name, *pieces)
    page.field("status", *_status(shown, seen.records))
    for name, pieces in _later(seen.records):
        page.field(name, *pieces)
    _add_bearings(page, seen)
    add_history(page, seen.records)
    return page


def _add_words(page: Page, found: Evidence) -> None:
    for words in found.words:
        before = words.before if len(words.before) <= _LONGEST else "… " + words.before[-_LONGEST:].partition(" ")[2]
        after = words.after if len(words.after) <= _LONGEST else words.after[:_LONGEST].rpartition(" ")[0] + " …"
        page.add(faint(before), mark(f"»{words.words}«"), faint(after), indent=4)
        page.blank()


def _grade(shown: ClaimView, found: Evidence) -> Iterator[Piece]:
    places = ", ".join(f"{place.start}-{place.end}" for place in shown.places)
    match found.grade:
        case "quoted":
            yield Piece(f"quoted: the words between » and « stand at {places} of the attached text")
        case "located":
            why = found.problem or "the text is not attached, `kg attach` shows the words"
            yield Piece(f"located: the place is {places} of the text; {why}")
        case "reported":
            where = f" ({shown.locator})" if shown.locator else ""
            yield Piece(f"reported{where}: not checked against a text")


def _manner(shown: ClaimView) -> Iterator[Line]:
    yield "said as", (shown.modality.label, *(Piece(f', hedged "{hedge}"') for hedge in shown.hedges))
    if shown.negated:
        yield "denied", (warn("the source says that this is NOT so"),)
    if shown.condition:
        yield "condition", (shown.condition,)
    if shown.when:
        bounds = " to ".join((shown.earliest or "open", shown.latest or "open"))
        yield "time", (shown.when, faint(f"  ({bounds})"))


def _measure(shown: ClaimView) -> Iterator[Line]:
    if shown.metric:
        ratio = f", {shown.factor} times the baseline" if shown.factor and shown.ratio != "absoluteFromTo" else ""
        yield "measures", (f"{shown.metric.label}{ratio}",)
    against = shown.baseline.label if shown.baseline else shown.baseline_figure
    if against:
        yield "compared with", (against, faint(f"  {shown.baseline.id}" if shown.baseline else ""))
    for name, value in (("workload", shown.workload), ("window", shown.window), ("resolved by", shown.resolution)):
        if value:
            yield name, (value,)


def _meaning(shown: ClaimView) -> Iterator[Line]:
    if shown.topics:
        yield "bears on", (names(shown.topics),)
    if shown.dependence and shown.dependence_on:
        yield "dependence", (f"{shown.dependence}: {shown.dependence_on.label}",)
    yield from ((spaced(name), (value,)) for name, value in shown.qualifiers)
    if shown.note:
        yield "our note", (shown.note,)
    if shown.confidence:
        yield "confidence", (f"{shown.confidence}, as {shown.method}",)


def _status(shown: ClaimView, records: tuple[Entry, ...]) -> Iterator[Piece]:
    if shown.status.id == "stands":
        yield Piece("stands: nothing in this ledger has ended it")
        return
    yield warn(shown.status.label.upper())
    for entry in records:
        if {"ended", "ended with its document"} & set(entry.how):
            on, by = entry.detail("endedOn"), entry.detail("endedBy")
            when = f"{f' on {on}' if on else ''}, recorded {entry.recorded_at[:10]}"
            yield Piece(when + (f", in its place: {by}" if by else ""))


def _later(records: tuple[Entry, ...]) -> Iterator[Line]:
    """Return what was said of the claim later: how a forecast came out, and what somebody assumes about it."""
    for entry in records:
        outcome, statement = entry.detail("outcome"), entry.detail("statement")
        if outcome:
            on, by = entry.detail("outcomeOn"), entry.detail("shownBy")
            shown = faint(f"  shown by {by}") if by else ""
            yield "outcome", (f"{outcome}{f' on {on}' if on else ''}: {entry.reason}", shown)
        if statement:
            yield "assumption", (statement, faint(f"  {entry.detail('author')}: {entry.reason}"))


def _add_bearings(page: Page, seen: _Seen) -> None:
    both = [(one, True) for one in seen.claim.bears_on] + [(one, False) for one in seen.claim.borne_on_by]
    for words in dict.fromkeys(bearing(one, outward=outward) for one, outward in both):
        page.heading(words[0].upper() + words[1:])
        for one, outward in both:
            if bearing(one, outward=outward) == words:
                _add_other(page, one.claim, seen)


def _add_other(page: Page, name: str, seen: _Seen) -> None:
    other = seen.around.get(name)
    if other is None:
        page.add(name, indent=2)
        return
    page.add(*statement_pieces(other), indent=2, hang=4)
    page.add(*remarks(other, evidence(other, seen.texts).grade), indent=4, hang=2)
