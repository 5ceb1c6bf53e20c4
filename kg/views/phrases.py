"""A claim in, what it says in plain words out, as pieces of a line.

The words are those of the vocabulary's labels, joined by dashes: a predicate is not conjugated, so that what is shown
is what is recorded. A denied claim says so in front, in capitals.
"""

from collections.abc import Iterable, Iterator

from kg.views.claims import Bearing, ClaimView
from kg.views.layout import Piece, faint, strong, warn
from kg.views.values import Named

DENIED = "does NOT hold: "
_OTHERWISE = {"asserted", "reported"}
"""Modalities that go without saying in a sentence."""
_BOTH_WAYS = {
    "supports": ("supports", "supported by"),
    "disputes": ("disputes", "disputed by"),
    "qualifies": ("qualifies", "qualified by"),
    "restates": ("restates", "restated by"),
    "derivedFrom": ("follows from", "basis of"),
    "corrects": ("corrects", "corrected by"),
    "supersedes": ("supersedes", "superseded by"),
}


def names(things: Iterable[Named]) -> str:
    """Return names joined by commas."""
    return ", ".join(thing.label for thing in things)


def statement(claim: ClaimView, *, subject: bool = True) -> str:
    """Return what a claim says: `Cerebras IPO — offering valuation — over 35 bn USD`."""
    return "".join(piece.text for piece in statement_pieces(claim, subject=subject))


def sentence(claim: ClaimView) -> str:
    """Return what a claim says with its modality in front, where that is no plain statement."""
    said = statement(claim)
    return said if claim.modality.id in _OTHERWISE else f"{claim.modality.label}: {said}"


def statement_pieces(claim: ClaimView, *, subject: bool = True) -> Iterator[Piece]:
    """Return what a claim says, denial and figure standing out; without its subject where that stands above."""
    if claim.negated:
        yield warn(DENIED)
    if claim.states:
        yield Piece(claim.states.removesuffix(".") if claim.condition else claim.states)
    else:
        if subject:
            yield Piece(f"{claim.subject.label} — ")
        yield Piece(claim.predicate.label)
        if claim.shift:
            yield Piece(f" — from {claim.shift[0].label} to {claim.shift[1].label}")
        if claim.objects:
            yield Piece(f" — {names(claim.objects)}")
        if claim.figure:
            yield Piece(" — ")
            yield strong(claim.figure)
        elif not claim.objects and not claim.shift and claim.when:
            yield Piece(" — ")
            yield strong(claim.when)
    yield from _compared(claim)
    if claim.condition:
        yield Piece(f", if {claim.condition}")


def _compared(claim: ClaimView) -> Iterator[Piece]:
    if claim.second:
        yield Piece(f", {claim.second}")
    against = claim.baseline.label if claim.baseline else claim.baseline_figure
    if against:
        yield Piece(f" against {against}")
    if claim.workload:
        yield Piece(f", {claim.workload}")


def remarks(claim: ClaimView, grade: str) -> Iterator[Piece]:
    """Return the line below a claim: its id, how it is said, by whom, when it was published, how it is evidenced."""
    if claim.status.id != "stands":
        yield warn(f"{claim.status.label.upper()} ")
    said = names(claim.said_by) + (" (inferred)" if claim.said_by_inferred else "")
    parts = [claim.id, claim.modality.label, *(f'"{hedge}"' for hedge in claim.hedges), said]
    if claim.when and (claim.states or claim.figure or claim.objects or claim.shift):
        parts.append(f"of {claim.when}")
    parts.append(f"published {claim.published}")
    if grade != "reported":
        parts.append(grade)
    yield faint(" · ".join(parts))


def bearing(one: Bearing, *, outward: bool) -> str:
    """Return how a claim bears on another, or the other on it: `disputes`, `disputed by`."""
    return _BOTH_WAYS[one.relation][0 if outward else 1]


def contest(claim: ClaimView) -> str | None:
    """Return how many other claims dispute or qualify a claim, or None."""
    counts = {
        words: sum(other.relation == relation for other in claim.borne_on_by)
        for relation, words in (("disputes", "disputed by"), ("qualifies", "qualified by"))
    }
    said = [f"{words} {count}" for words, count in counts.items() if count]
    return ", ".join(said) or None


def counted(number: int, word: str) -> str:
    """Return a number with its word: `1 claim`, `2 claims`."""
    return f"{number:,} {word}{'' if number == 1 else 's'}"


def spaced(name: str) -> str:
    """Return a name of the vocabulary as words: `endedBy` is `ended by`."""
    return "".join(f" {char.lower()}" if char.isupper() else char for char in name)
