"""Words or a figure in, what holds them out, each with the line that shows it and whether it was withdrawn."""

from collections.abc import Iterator

from kg.reader import Reader
from kg.stores.search import Entry
from kg.views.claims import claims_around
from kg.views.history import ended, history
from kg.views.phrases import sentence

_AROUND = 70
_IN_DOCUMENTS = frozenset({"document", "announcement", "passage"})


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
    withdrawn: dict[str, str] = {}
    rows: dict[tuple[str, str, str], None] = {}
    for entry in _hits(reader, text, limit):
        document = entry.id.partition("/")[0]
        if entry.kind in _IN_DOCUMENTS and document not in withdrawn:
            withdrawn[document] = "RETRACTED: " if ended(history(reader, document)) else ""
        rows[entry.kind, entry.id, withdrawn.get(document, "") + _line(reader, entry, text)] = None
    return list(rows)


def _hits(reader: Reader, text: str, limit: int) -> Iterator[Entry]:
    yield from reader.search(text, limit=limit)


def _line(reader: Reader, entry: Entry, text: str) -> str:
    if entry.kind == "claim":
        claim = claims_around(reader, entry.id).get(entry.id)
        if claim is None:
            return entry.text
        return sentence(claim) if claim.status.id == "stands" else f"{claim.status.label.upper()}: {sentence(claim)}"
    return _excerpt(entry.text, text) if entry.kind == "passage" else entry.text


def _excerpt(passage: str, text: str) -> str:
    """Return the part of a passage around the first of the words that were searched for."""
    low = passage.lower()
    places = [low.find(word) for word in text.lower().split()]
    at = min((place for place in places if place >= 0), default=0)
    start, end = max(0, at - _AROUND), min(len(passage), at + _AROUND)
    before, after = "… " if start else "", " …" if end < len(passage) else ""
    return f"{before}{passage[start:end].strip()}{after}"
