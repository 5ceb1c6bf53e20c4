"""Words or a figure in, what holds them out, each with the line that shows it."""

from collections.abc import Iterator

from kg.reader import Reader
from kg.stores.search import Entry
from kg.views.claims import claims_around
from kg.views.phrases import sentence

_AROUND = 70


def found(reader: Reader, text: str, *, limit: int) -> list[tuple[str, str, str]]:
    """Return kind, id and a line of text for each hit; a claim shows as its whole sentence.

    Parameters
    ----------
    reader
        An opened workspace.
    text
        Words, all of which must be there as beginnings of words, or a figure.
    limit
        Most hits.

    """
    return list(
        dict.fromkeys((entry.kind, entry.id, _line(reader, entry, text)) for entry in _hits(reader, text, limit))
    )


def _hits(reader: Reader, text: str, limit: int) -> Iterator[Entry]:
    yield from reader.search(text, limit=limit)


def _line(reader: Reader, entry: Entry, text: str) -> str:
    if entry.kind == "claim":
        claim = claims_around(reader, entry.id).get(entry.id)
        return sentence(claim) if claim else entry.text
    return _excerpt(entry.text, text) if entry.kind == "passage" else entry.text


def _excerpt(passage: str, text: str) -> str:
    """Return the part of a passage around the first of the words that were searched for."""
    low = passage.lower()
    places = [low.find(word) for word in text.lower().split()]
    at = min((place for place in places if place >= 0), default=0)
    start, end = max(0, at - _AROUND), min(len(passage), at + _AROUND)
    before, after = "… " if start else "", " …" if end < len(passage) else ""
    return f"{before}{passage[start:end].strip()}{after}"
