"""A document's id in, what a reference to it needs out."""

from dataclasses import dataclass

from kg.views.thing import Thing, thing
from kg.views.values import Asking, Named, one, text


@dataclass(frozen=True, slots=True)
class Source:
    """A document as a reference names it."""

    id: str
    title: str
    kind: str
    publisher: str | None
    authors: tuple[str, ...]
    published: str
    earliest: str | None
    latest: str | None
    published_note: str | None
    url: str | None
    read_on: str | None
    language: str | None
    voice: Named | None
    summary: str | None
    text_hash: str | None
    text_erased: bool
    """Whether the text was taken away for good."""

    @property
    def origin(self) -> str:
        """Return kind, publisher and date in one line."""
        return ", ".join(filter(None, (self.kind.lower(), self.publisher, f"published {self.published}")))


def source(reader: Asking, name: str) -> Source:
    """Return the document called `name`."""
    found = thing(reader, name)
    assert found is not None, "the caller took the name from a claim of the same graph"
    assert found.kind == "document", "claims stand in documents"
    return source_of(found)


def source_of(document: Thing) -> Source:
    """Return a document that was looked up."""
    held = document.held
    publisher = one(held, "publisher")
    return Source(
        id=document.id,
        title=document.label,
        kind=document.classes[0].label if document.classes else "document",
        publisher=publisher.label if publisher else None,
        authors=tuple(author.label for author in held.get("creator", ())),
        published=text(held, "publishedText") or "at an unknown time",
        earliest=text(held, "publishedEarliest"),
        latest=text(held, "publishedLatest"),
        published_note=text(held, "publishedNote"),
        url=text(held, "url"),
        read_on=text(held, "readOn"),
        language=text(held, "language"),
        voice=one(held, "voice"),
        summary=text(held, "abstract"),
        text_hash=text(held, "textHash"),
        text_erased="erasure" in held,
    )
