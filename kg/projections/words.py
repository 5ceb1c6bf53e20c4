"""A recorded event in, nothing out, or a complaint about the word that this version's vocabulary does not have.

Files are checked when they are read, but the log may hold what a version with more words wrote.
"""

from collections.abc import Container, Iterator

from kg.claim import Claim
from kg.errors import VerificationError, quoted
from kg.projections.base import Recorded
from kg.vocab import CLASSES, DOCUMENT_KINDS, METRICS, MODALITIES, PREDICATES, TOPICS, UNITS


def check_words(recorded: Recorded) -> None:
    """Look up every word of the vocabulary that an event uses.

    Raises
    ------
    VerificationError
        One of them is not known here.

    """
    for word, known in _words(recorded):
        if word not in known:
            raise VerificationError(
                f"the vocabulary here has no {quoted(word)}",
                where=f"position {recorded.position}",
                next_step="A newer version of kg may have written it: upgrade.",
            )


def _words(recorded: Recorded) -> Iterator[tuple[str, Container[str]]]:
    yield from ((entity.cls, CLASSES) for entity in recorded.event.entities())
    yield from ((document.kind, DOCUMENT_KINDS) for document in recorded.event.documents())
    for reading in recorded.event.readings():
        yield from _words_of(reading.claim)


def _words_of(claim: Claim) -> Iterator[tuple[str, Container[str]]]:
    yield claim.predicate, PREDICATES
    yield claim.modality, MODALITIES
    if claim.metric:
        yield claim.metric, METRICS
    second = claim.second.quantity if claim.second else None
    yield from ((figure.unit, UNITS) for figure in (claim.quantity, claim.baseline_quantity, second) if figure)
    yield from ((topic, TOPICS) for topic in (*claim.topics, claim.shift_from, claim.shift_to) if topic)
    if PREDICATES[claim.predicate].takes == "topic":
        yield from ((topic, TOPICS) for topic in claim.objects)
