"""The names of all entities and a sentence in, whom and what the sentence speaks of out: the longest name counts.

Names are compared word by word, so that no name is found inside a word; characters of scripts without blanks between
words count as words. A name that begins with a capital is not found where the draft has a small letter (`sunrise`).
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

_WORD = re.compile(
    "[\u1100-\u11ff\u2e80-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\uff66-\uffdc\U00020000-\U0003ffff]"
    "|[^\\W_\u1100-\u11ff\u2e80-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\uff66-\uffdc\U00020000-\U0003ffff]+"
)
_PARTS = re.compile('[,;!?()|\u201c\u201d"]|[.:] ')
"""What stands between words of one name in no text."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text, as it is compared."""

    text: str
    start: int
    end: int
    capital: bool = False


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in a sentence, and whom it may name."""

    start: int
    end: int
    ids: tuple[str, ...]


def words(text: str) -> list[Word]:
    """Return the words of a text, folded to one form of letters and case."""
    return [
        Word(unicodedata.normalize("NFKD", found.group()).casefold(), *found.span(), found.group()[0].isupper())
        for found in _WORD.finditer(text)
    ]


class Names:
    """The names by which entities are known; made once for a draft."""

    def __init__(self, pairs: Iterable[tuple[str, str]]) -> None:
        self._known: dict[tuple[str, ...], dict[str, bool]] = {}
        sizes: dict[str, set[int]] = {}
        for thing, name in pairs:
            parts = words(name)
            if parts and not (len(parts) == 1 and len(parts[0].text) == 1 and parts[0].text.isascii()):
                key = tuple(part.text for part in parts)
                self._known.setdefault(key, {})[thing] = parts[0].capital
                sizes.setdefault(key[0], set()).add(len(key))
        self._sizes = {first: sorted(found, reverse=True) for first, found in sizes.items()}
        """How many words the names have that begin with a word, the longest first."""

    def mentions(self, sentence: str, *, leaving_out: str = "") -> Iterator[Mention]:
        """Yield the names of a sentence from left to right, the longest at each place.

        `leaving_out` is the id of a thing that is not looked for: what a name is made of, is found without it.
        """
        parts, at = words(sentence), 0
        while at < len(parts):
            found = self._longest(sentence, parts, at, leaving_out)
            if found:
                size, ids = found
                yield Mention(parts[at].start, parts[at + size - 1].end, ids)
                at += size
            else:
                at += 1

    def _longest(
        self, sentence: str, parts: list[Word], at: int, leaving_out: str
    ) -> tuple[int, tuple[str, ...]] | None:
        first = parts[at]
        for size in dict.fromkeys((*self._sizes.get(first.text, ()), 1)):
            inside = parts[at : at + size]
            if len(inside) < size or _apart(sentence, inside):
                continue
            *firsts, last = (word.text for word in inside)
            for ending in dict.fromkeys((last, _singular(last))):
                ids = tuple(
                    sorted(
                        thing
                        for thing, capital in self._known.get((*firsts, ending), {}).items()
                        if (first.capital or not capital) and thing != leaving_out
                    )
                )
                if ids:
                    return size, ids
        return None


def _singular(word: str) -> str:
    return word.removesuffix("s")


def _apart(sentence: str, inside: list[Word]) -> bool:
    return any(_PARTS.search(sentence[one.end : other.start]) for one, other in pairwise(inside))
