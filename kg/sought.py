"""What somebody searches for in, its words out; a search that asks for too much at once is refused.

Every word of a search costs a walk through an index, and no one asks for more than a few.
"""

import unicodedata

from kg.errors import BadInputError
from kg.lengths import SEARCH, TERMS

_STEP = "Search for the few words that tell most."


def words_sought(text: str) -> tuple[str, ...]:
    """Return the words of a search, each once, without what stands between words.

    Raises
    ------
    BadInputError
        The search is too long or has too many words.

    """
    if len(text) > SEARCH:
        raise BadInputError(f"a search has at most {SEARCH} characters, this one has {len(text):,}", next_step=_STEP)
    found = words_in(text)
    if len(found) > TERMS:
        raise BadInputError(f"a search has at most {TERMS} words, this one has {len(found)}", next_step=_STEP)
    return found


def words_in(text: str) -> tuple[str, ...]:
    """Return the words of a text, each once."""
    plain = "".join(char if char.isalnum() else " " for char in unicodedata.normalize("NFC", text))
    return tuple(dict.fromkeys(plain.split()))
