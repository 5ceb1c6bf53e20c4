"""An event in, nothing out, or a complaint about the word that this version's vocabulary does not have.

Files are checked when they are read, but a log may hold what a version with more words wrote.
"""

from collections.abc import Container, Iterator

from kg.claim import Claim
from kg.errors import VerificationError, quoted
from kg.events.base import Event
from kg.vocab import CLASSES, DOCUMENT_KINDS, METRICS, MODALITIES, PREDICATES, QUALIFIER_VALUES, TOPICS, UNITS


def check_words(event: Event, *, where: str) -> None:
    """Look up every word of the vocabulary that an event uses.

    Raises
    ------
    VerificationError
        One of them is not known here.

    """
    for word, known in _words(event):
        if word not in known:
            raise VerificationError(
                f"the vocabulary here has no {quoted(word)}",
                where=where,
                next_step="A newer version of kg may have written it: upgrade.",
            )


def _words(event: Event) -> Iterator[tuple[str, Container[str]]]:
    yield from ((entity.cls, CLASSES) for entity in event.entities())
    yield from ((document.kind, DOCUMENT_KINDS) for document in event.documents())
    for reading in event.readings():
        yield from _words_of(reading.claim)
    for remark in event.remarks():
        if remark.kind == "BackgroundClaim":
            yield from ((detail.value, PREDICATES) for detail in remark.details if detail.kind == "term")


def _words_of(claim: Claim) -> Iterator[tuple[str, Container[str]]]:
    yield claim.predicate, PREDICATES
    yield claim.modality, MODALITIES
    yield from ((value, QUALIFIER_VALUES[name]) for name, value in claim.qualifiers if name in QUALIFIER_VALUES)
    if claim.metric:
        yield claim.metric, METRICS
    second = claim.second.quantity if claim.second else None
    yield from ((figure.unit, UNITS) for figure in (claim.quantity, claim.baseline_quantity, second) if figure)
    yield from ((topic, TOPICS) for topic in (*claim.topics, claim.shift_from, claim.shift_to) if topic)
    if PREDICATES[claim.predicate].takes == "topic":
        yield from ((topic, TOPICS) for topic in claim.objects)
