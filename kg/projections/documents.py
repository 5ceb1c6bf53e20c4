"""A recorded event in, its documents and the occurrences reported in them out."""

from collections.abc import Iterator

from kg import ids
from kg.claim import Document, Occurrence
from kg.dates import When
from kg.projections.base import NAMES_AS_WRITTEN, Recorded, Statement
from kg.vocab import DOCUMENT_KINDS

_DOCUMENT = ids.kg("Document")
_TITLE = f"<{ids.DCTERMS}title>"
_PUBLISHER = f"<{ids.DCTERMS}publisher>"
_AUTHOR = f"<{ids.DCTERMS}creator>"
_LANGUAGE = f"<{ids.DCTERMS}language>"
_URL = f"<{ids.SCHEMA}url>"
_SUMMARY = f"<{ids.SCHEMA}abstract>"

_TIMES = {
    prefix: tuple(ids.kg(f"{prefix}{end}") for end in ("Earliest", "Latest", "Text"))
    for prefix in ("time", "published")
}
OWN_DOCUMENT = frozenset(
    {
        *(ids.RDF_TYPE, ids.PREF_LABEL, ids.GENERATED_BY, _TITLE, _PUBLISHER, _AUTHOR, _LANGUAGE, _URL, _SUMMARY),
        NAMES_AS_WRITTEN,
        *(ids.kg(name) for name in ("voice", "readOn", "publishedNote", "textHash")),
        *_TIMES["published"],
    }
)
"""Properties that describe a document, and that a new reading of it therefore takes back."""
OWN_OCCURRENCE = frozenset(
    {
        *(ids.RDF_TYPE, ids.RDFS_LABEL, ids.GENERATED_BY, NAMES_AS_WRITTEN),
        *(ids.kg(name) for name in ("eventType", "key", "reportedIn", "about", "missing")),
        *_TIMES["time"],
    }
)
"""Properties that describe an occurrence, and that a new reading of it therefore takes back."""


def documents(recorded: Recorded) -> Iterator[Statement]:
    """Return the description of each document and each occurrence."""
    record = ids.node(f"event/{recorded.position}")
    for document in recorded.documents:
        yield from _document(document, record, recorded)
    for name, occurrence in recorded.occurrences:
        yield from _occurrence(name, occurrence, record, recorded)


def _document(document: Document, record: str, recorded: Recorded) -> Iterator[Statement]:
    subject = ids.node(document.id)
    yield subject, ids.RDF_TYPE, _DOCUMENT
    yield subject, ids.RDF_TYPE, f"<{DOCUMENT_KINDS[document.kind].iri}>"
    yield subject, ids.PREF_LABEL, ids.text(document.title)
    yield subject, _TITLE, ids.text(document.title)
    yield subject, _LANGUAGE, ids.text(document.language)
    yield subject, ids.kg("voice"), recorded.node(document.voice)
    yield subject, ids.GENERATED_BY, record
    yield from time_statements(subject, document.published, "published")
    if document.publisher:
        yield subject, _PUBLISHER, recorded.node(document.publisher)
    for author in document.authors:
        yield subject, _AUTHOR, recorded.node(author)
    named = (document.voice, *filter(None, (document.publisher,)), *document.authors)
    yield from recorded.names_as_written(subject, named)
    if document.url:
        yield subject, _URL, ids.typed(document.url, "anyURI")
    if document.read_on:
        yield subject, ids.kg("readOn"), ids.typed(document.read_on, "date")
    if document.published_note:
        yield subject, ids.kg("publishedNote"), ids.text(document.published_note)
    if document.summary:
        yield subject, _SUMMARY, ids.text(document.summary)
    if document.text_hash:
        yield subject, ids.kg("textHash"), ids.text(document.text_hash)


def _occurrence(name: str, occurrence: Occurrence, record: str, recorded: Recorded) -> Iterator[Statement]:
    subject = ids.node(f"{name}/{occurrence.key}")
    yield subject, ids.RDF_TYPE, ids.kg("ReportedEvent")
    yield subject, ids.kg("eventType"), ids.kg(occurrence.type)
    yield subject, ids.RDFS_LABEL, ids.text(occurrence.title)
    yield subject, ids.kg("key"), ids.text(occurrence.key)
    yield subject, ids.kg("reportedIn"), ids.node(name)
    yield subject, ids.GENERATED_BY, record
    if occurrence.on:
        yield from time_statements(subject, occurrence.on, "time")
    for about in occurrence.about:
        yield subject, ids.kg("about"), recorded.node(about)
    yield from recorded.names_as_written(subject, occurrence.about)
    if occurrence.missing:
        yield subject, ids.kg("missing"), ids.text(occurrence.missing)


def time_statements(subject: str, when: When, prefix: str) -> Iterator[Statement]:
    """Return the bounds and the words of a time under `<prefix>Earliest`, `<prefix>Latest`, `<prefix>Text`."""
    earliest, latest, words = _TIMES[prefix]
    if when.earliest:
        yield subject, earliest, ids.day(when.earliest)
    if when.latest:
        yield subject, latest, ids.day(when.latest)
    yield subject, words, ids.text(when.text)
