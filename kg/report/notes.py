"""A claim in, the footnote of it out: what it says, who said it, where and in which words, and a link to the place."""

from dataclasses import dataclass
from urllib.parse import quote

from kg.report.material import Material
from kg.views.claims import ClaimView
from kg.views.evidence import evidence
from kg.views.phrases import names, sentence

_LONG = 8
"""Words beyond which a link names the first and the last words of a place and not all of it."""
_ENDS = 4


@dataclass(frozen=True, slots=True)
class Note:
    """A ready footnote."""

    number: int
    claim: str
    says: str
    said_by: str
    """With a mark where we inferred it."""
    title: str
    origin: str
    """Kind, publisher and date of the document."""
    place: str
    """The locator, or the characters of the text, or empty."""
    words: tuple[str, ...]
    """The words of the source, where its text is attached."""
    url: str
    """Where the document was read, if browsers may be sent there."""
    link: str
    """The URL, with the words as a text fragment where they are known."""
    read_on: str
    record: str
    status: str
    places: int = 1
    """How often the report cites it."""


def note(held: Material, claim: ClaimView, number: int, places: int) -> Note:
    """Return the footnote of a claim."""
    found = held.source(claim.document.id)
    words = tuple(words.words for words in evidence(claim, held.texts).words)
    spans = ", ".join(f"{place.start}-{place.end}" for place in claim.places)
    url = found.url if found.url and found.url.startswith(("https://", "http://")) else ""
    return Note(
        number=number,
        claim=claim.id,
        says=sentence(claim),
        said_by=names(claim.said_by) + (" (as this ledger infers)" if claim.said_by_inferred else ""),
        title=found.title,
        origin=", ".join(filter(None, (found.kind.lower(), found.publisher, found.published))),
        place=f"characters {spans} of the text" if spans else (claim.locator or ""),
        words=words,
        url=url,
        link=fragment(url, words[0]) if url and words else url,
        read_on=found.read_on or "",
        record="" if claim.record is None else str(claim.record),
        status="" if claim.status.id == "stands" else claim.status.label,
        places=places,
    )


def fragment(url: str, words: str) -> str:
    """Return a URL that leads to words on a page, as the text fragments of the WICG say (`#:~:text=`)."""
    each = words.split()
    if not each:
        return url
    parts = [each] if len(each) <= _LONG else [each[:_ENDS], each[-_ENDS:]]
    told = ",".join(quote(" ".join(part), safe="").replace("-", "%2D") for part in parts)
    return f"{url}{':~:' if '#' in url else '#:~:'}text={told}"


def host(url: str) -> str:
    """Return the name of the machine in a URL, as a reader knows it."""
    return url.partition("://")[2].partition("/")[0].removeprefix("www.")
