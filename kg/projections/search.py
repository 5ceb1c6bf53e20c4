"""A recorded event in, what can be found by its words and figures out, for the side index."""

from collections.abc import Iterator

from kg.claim import Claim
from kg.figures import Figure, base, factor
from kg.projections.base import Recorded
from kg.stores.search import BETWEEN, Entry, FigureEntry
from kg.vocab import UNITS


def entries(recorded: Recorded) -> Iterator[Entry]:
    """Return names, titles and sentences."""
    for entity in recorded.entities:
        yield Entry(entity.id, "entity", BETWEEN.join((entity.label, *entity.aliases)))
    for document in recorded.documents:
        yield Entry(document.id, "document", BETWEEN.join(filter(None, (document.title, document.summary))))
    for name, occurrence in recorded.occurrences:
        yield Entry(f"{name}/{occurrence.key}", "announcement", occurrence.title)
    for reading in recorded.readings:
        if words := _words(reading.claim):
            yield Entry(reading.id, "claim", words)


def figures(recorded: Recorded) -> Iterator[FigureEntry]:
    """Return the figures of the claims, comparisons as their factor too."""
    for reading in recorded.readings:
        claim = reading.claim
        second = claim.second.quantity if claim.second else None
        for figure in (claim.quantity, claim.baseline_quantity, second):
            if figure:
                yield _figure(reading.id, figure)
        if claim.quantity and claim.quantity.ratio:
            low, high = factor(claim.quantity)
            yield FigureEntry(reading.id, "Factor", low, high, claim.quantity.text)


def _figure(claim: str, figure: Figure) -> FigureEntry:
    low, high = base(figure)
    return FigureEntry(claim, UNITS[figure.unit].kind, low, high, figure.text)


def _words(claim: Claim) -> str:
    texts = (claim.states, claim.quantity and claim.quantity.text, claim.workload, claim.condition, claim.note)
    return BETWEEN.join(text for text in texts if text)
