"""A text in, what the search index holds of it out; where the text reads as a figure, claims that say it come first."""

import sqlite3
from pathlib import Path

from kg.errors import NoWorkspaceError
from kg.figures import Figure, base, factor, parse_search
from kg.sought import words_sought
from kg.stores.search import Entry, SearchIndex
from kg.vocab import UNITS


def look_up(file: Path, text: str, *, limit: int) -> tuple[Entry, ...]:
    """Return what the index in `file` holds of all words of `text`, at most `limit` entries.

    Raises
    ------
    BadInputError
        The text is too long for a search.
    LimitError
        The search took too long.
    NoWorkspaceError
        The search index is not there or cannot be read.

    """
    words_sought(text)
    try:
        with SearchIndex(file, read_only=True) as index:
            wanted = parse_search(text)
            figures = _by_figure(index, wanted, limit) if wanted else ()
            return (*figures, *index.find(text, limit=limit))[:limit]
    except sqlite3.Error as error:
        raise NoWorkspaceError(
            f"the search index cannot be read ({error})",
            where=str(file),
            next_step="`kg rebuild` makes it anew.",
        ) from None


def _by_figure(index: SearchIndex, wanted: Figure, limit: int) -> tuple[Entry, ...]:
    kind, ends = (UNITS[wanted.unit].kind, base(wanted))
    if wanted.ratio:
        kind, ends = "Factor", factor(wanted)
    found = index.find_figure(kind, *ends, limit=limit)
    return tuple(Entry(figure.claim, "claim", figure.text) for figure in found)
