"""A document in, what it is and its claims in the order of the text out, announcement by announcement."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass

from kg.texts import text_hash
from kg.views.claims import MOST_CLAIMS, ClaimView, claims_around
from kg.views.history import add_ending, add_history, ended, history
from kg.views.history import as_data as history_as_data
from kg.views.layout import Page, Piece, faint, warn
from kg.views.listing import as_data, in_order
from kg.views.phrases import contest, counted, names, statement_pieces
from kg.views.shown import Reading, Shown
from kg.views.source import Source, source, source_of
from kg.views.thing import Thing
from kg.views.values import short, texts


@dataclass(frozen=True, slots=True)
class Announcement:
    """An announcement in a document."""

    id: str
    title: str
    when: str | None
    claims: int


def document(reader: Reading, thing: Thing) -> Shown:
    """Return the view of a document."""
    found = source_of(thing)
    claims = in_order(claims_around(reader, thing.id).values())
    announcements = announcements_in(reader, thing.id)
    records = history(reader, thing.id)
    state, remark = _text_state(reader, found)

    def data() -> dict[str, object]:
        return {
            "id": thing.id,
            "kind": "document",
            "source": asdict(found),
            "text": state,
            "retracted": ended(records) is not None,
            "announcements": [asdict(each) for each in announcements],
            "claims": [as_data(claim, reader.texts) for claim in claims],
            "history": history_as_data(records),
        }

    page = Page()
    page.heading(found.title, f"{found.kind.lower()} · {thing.id}")
    _add_source(page, found)
    add_ending(page, records)
    page.field("text", remark)
    page.field("claims", _numbers(claims, announcements))
    titles = {each.id: each.title for each in announcements}
    own = [claim for claim in claims if claim.announcement is None]
    if own:
        page.heading("In its own voice" if announcements else "Claims", "place in the text · claim · key")
        _list(page, own)
    for name in dict.fromkeys(claim.announcement.id for claim in claims if claim.announcement):
        page.heading(titles.get(name, name), name)
        _list(page, [claim for claim in claims if claim.announcement and claim.announcement.id == name])
    add_history(page, records)
    return Shown(page, data)


def announcement(reader: Reading, thing: Thing) -> Shown:
    """Return the view of an announcement, or of an earlier event that a document refers to."""
    claims = in_order(claims_around(reader, thing.id).values())
    name = thing.held["reportedIn"][0].id
    found = source(reader, name)
    held = {key: [each.id for each in each_of] for key, each_of in thing.held.items()}
    records = history(reader, thing.id)

    def data() -> dict[str, object]:
        return {
            "id": thing.id,
            "kind": "announcement",
            "title": thing.label,
            "type": held["eventType"][0],
            "time": held.get("timeText", [None])[0],
            "about": held.get("about", []),
            "missing": held.get("missing", [None])[0],
            "retracted": ended(records) is not None,
            "source": asdict(found),
            "claims": [as_data(claim, reader.texts) for claim in claims],
            "history": history_as_data(records),
        }

    page = Page()
    page.heading(thing.label, f"{thing.held['eventType'][0].label.lower()} · {thing.id}")
    if "timeText" in held:
        page.field("time", held["timeText"][0])
    if "about" in thing.held:
        page.field("about", names(thing.held["about"]))
    page.field("reported in", found.title, faint(f" · {found.origin} · {found.id}"))
    add_ending(page, records)
    if "missing" in held:
        page.field("left out", held["missing"][0])
    if claims:
        page.heading("Claims", "place in the text · claim · key")
        _list(page, claims)
    add_history(page, records)
    return Shown(page, data)


def announcements_in(reader: Reading, name: str) -> tuple[Announcement, ...]:
    """Return the announcements reported in a document."""
    rows = texts(reader.table("views/parts", thing=name))
    return tuple(
        Announcement(short(part), title, when or None, int(count))
        for part, kind, title, when, count in rows
        if kind == "announcement"
    )


def _numbers(claims: list[ClaimView], announcements: tuple[Announcement, ...]) -> str:
    own = sum(claim.announcement is None for claim in claims)
    inside = f", {len(claims) - own} of them in {counted(len(announcements), 'announcement')}" if announcements else ""
    more = f"; there may be more than these {MOST_CLAIMS:,}" if len(claims) >= MOST_CLAIMS else ""
    return f"{len(claims):,}{inside}{more}"


def _add_source(page: Page, found: Source) -> None:
    people = [("publisher", found.publisher), ("author", ", ".join(found.authors))]
    voice = found.voice.label if found.voice and found.voice.label not in {value for _, value in people} else None
    for name, value in (*people, ("voice", voice), ("published", found.published), ("", found.published_note)):
        if value:
            page.field(name, value if name else faint(value))
    if found.url:
        page.field("url", found.url, faint(f"  read on {found.read_on}"))
    if found.summary:
        page.field("summary", found.summary)


def _text_state(reader: Reading, found: Source) -> tuple[str, Piece]:
    text = reader.texts.get(found.id)
    if text is None and found.text_erased:
        return "erased", warn("erased; the claims, in our own words, stay")
    if text is None:
        known = f"not attached; `kg attach {found.id} FILE` shows the words behind the claims"
        return "absent", Piece(known if found.text_hash else "not attached, and no text was recorded")
    if text_hash(text) != found.text_hash:
        return "changed", warn("attached, but it is NOT the recorded text: its hash differs")
    return "attached", Piece(f"attached and as recorded, {len(text):,} characters")


def _list(page: Page, claims: Iterable[ClaimView]) -> None:
    for claim in claims:
        place = str(claim.places[0].start) if claim.places else (claim.locator or "")
        mode = () if claim.modality.id == "asserted" else (faint(f"{claim.modality.label}: "),)
        ended = () if claim.status.id == "stands" else (warn(f"{claim.status.label.upper()} "),)
        key = faint(f"  {claim.id.partition('/')[2]}")
        said = contest(claim)
        more = (warn(f"  {said}"),) if said else ()
        page.add(faint(f"{place:>6}  "), *ended, *mode, *statement_pieces(claim), key, *more, indent=0, hang=10)
