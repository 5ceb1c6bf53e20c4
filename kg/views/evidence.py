"""A claim and the attached texts in, how well it is evidenced and the words it came from out."""

from dataclasses import dataclass
from typing import Literal

from kg.texts import Span, Texts, misfit, paragraph_around
from kg.views.claims import ClaimView

Grade = Literal["quoted", "located", "reported"]
"""Words checked against the text; place known, text not here or changed; known from a page, with no text to check."""


@dataclass(frozen=True, slots=True)
class Words:
    """Words of a source inside their paragraph."""

    before: str
    words: str
    after: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """What stands behind a claim here and now."""

    grade: Grade
    words: tuple[Words, ...]
    """The words at each of the claim's places, if the text is attached and all of them fit."""
    problem: str | None = None
    """Why words cannot be shown although a text is attached."""


def evidence(claim: ClaimView, texts: Texts) -> Evidence:
    """Return what stands behind a claim: it is quoted only if the recorded words can be seen at each of its places."""
    if not claim.places:
        return Evidence("reported", ())
    text = texts.get(claim.document.id)
    if text is None:
        return Evidence("located", ())
    found = []
    for place in claim.places:
        span = Span(start=place.start, end=place.end, words_hash=place.words_hash)
        if problem := misfit(text, span):
            return Evidence("located", (), problem)
        found.append(Words(*paragraph_around(text, span)))
    return Evidence("quoted", tuple(found))
