"""A document's text and words quoted from it in, the span of the words out.

Words are looked for as they stand; where that fails, white space, quotation marks and dashes of any kind count as
equal, since they change whenever a text is copied.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import cached_property

from kg.errors import BadInputError, quoted
from kg.texts import Span, span_of, words_hash

_ALIKE = str.maketrans(
    dict.fromkeys("‘’‚‛′`´", "'")  # noqa: RUF001 (the look-alikes are what is meant)
    | dict.fromkeys("“”„‟«»″", '"')
    | dict.fromkeys("‐‑‒–—―−", "-")  # noqa: RUF001
    | {"…": "..."}
    # Soft hyphens and zero-width characters are invisible where the words are copied from.
    | dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff", "")
)
_WORD = re.compile(r"\w+")
_SEARCH_BUDGET = 3_000_000
"""Hashes made at most to find where moved words stand now; a few seconds."""
_HASHED_AT_ONCE = 256
"""Characters whose hash takes about twice the time of the shortest."""
_PLACES_SHOWN = 5
_MOST_PLACES = 10_000
"""Places of one quote that are counted; `nth` goes no further."""
_LOOKED_THROUGH = 3_000_000_000
"""Characters of the text that are looked through for all quotes of a file; a few seconds."""
_PLACE = 1_500
"""Characters that are looked through in the time that one more place takes."""
_COMPARED, _COMPARED_IN_ALL = 500_000, 5_000_000
"""Pairs of words that are compared for the nearest words of one quote, and of all."""


@dataclass(frozen=True)
class Source:
    """A normalised text in which quotes are looked for."""

    text: str
    _spent: Counter[str] = field(default_factory=Counter, init=False, repr=False, compare=False)
    """What was looked through so far."""

    @cached_property
    def _words(self) -> tuple[list[tuple[int, int]], list[str], Counter[str]]:
        """The places of the text's words, the words without regard to case, and how often each stands there."""
        found = [(word.span(), word.group().casefold()) for word in _WORD.finditer(self.text)]
        spelled = [word for _, word in found]
        return [span for span, _ in found], spelled, Counter(spelled)

    @cached_property
    def _folded(self) -> tuple[str, list[int]]:
        """The text with marks made alike and white space as single blanks, and the offset of each character."""
        letters: list[str] = []
        offsets: list[int] = []
        for offset, letter in enumerate(self.text):
            for mark in letter.translate(_ALIKE):
                if not mark.isspace():
                    letters.append(mark)
                    offsets.append(offset)
                elif letters and letters[-1] != " ":
                    letters.append(" ")
                    offsets.append(offset)
        return "".join(letters), offsets

    def locate(self, words: str, *, nth: int | None = None, where: str) -> Span:
        """Return the span of `words`, which stand in the text once, or of their `nth` place counted from 1.

        Raises
        ------
        BadInputError
            The words stand nowhere, at several places with `nth` not given, or at fewer than `nth` places; or so
            many quotes were looked for in this text before that it would take too long.

        """
        if self._spent["characters"] > _LOOKED_THROUGH:
            raise BadInputError(
                "the quote was not looked for: there are too many for a text of this length",
                where=where,
                next_step="Run the command for a part of the file.",
            )
        places = self.places(words)
        self._spent["characters"] += _PLACE * len(places)
        if not places:
            raise BadInputError("the quote is not in the text", where=where, next_step=self._nearest(words))
        if nth is None and len(places) > 1:
            shown = ", ".join(self._describe(index, place) for index, place in enumerate(places[:_PLACES_SHOWN], 1))
            raise BadInputError(
                f"the quote stands in the text {_times(places)}: {shown}",
                where=where,
                next_step="Lengthen it, or write `quote: {words: …, nth: 1}`.",
            )
        if nth is not None and not 1 <= nth <= len(places):
            raise BadInputError(
                f"the quote stands in the text {_times(places)}, so there is no place {nth}",
                where=where,
                next_step="`nth` counts its places from 1.",
            )
        return span_of(self.text, *places[(nth or 1) - 1])

    def places(self, words: str) -> list[tuple[int, int]]:
        """Return start and end of the places where `words` stand, in the order of the text, at most ten thousand."""
        self._spent["characters"] += len(self.text)
        wanted = unicodedata.normalize("NFC", words).strip()
        exact = [(found, found + len(wanted)) for found in _find_all(self.text, wanted)]
        if exact:
            return exact
        folded, offsets = self._folded
        alike = " ".join(wanted.translate(_ALIKE).split())
        return [(offsets[found], offsets[found + len(alike) - 1] + 1) for found in _find_all(folded, alike)]

    def moved(self, spans: Iterable[Span]) -> dict[Span, tuple[Span, ...]]:
        """Return where the words of each of `spans`, known by their hash alone, stand in this text.

        Looks as far as `_SEARCH_BUDGET` goes; spans beyond it are left out, as if their words were nowhere.
        """
        wanted: dict[int, dict[str, Span]] = {}
        for span in spans:
            wanted.setdefault(span.end - span.start, {})[span.words_hash] = span
        found: dict[Span, tuple[Span, ...]] = {}
        spent = 0
        for length, by_hash in sorted(wanted.items()):
            starts = range(len(self.text) - length + 1)
            spent += len(starts) * (1 + length // _HASHED_AT_ONCE)
            if spent > _SEARCH_BUDGET:
                break
            for start in starts:
                known = by_hash.get(words_hash(self.text[start : start + length]))
                if known is not None:
                    here = Span(start=start, end=start + length, words_hash=known.words_hash)
                    found[known] = (*found.get(known, ()), here)
        return found

    def _describe(self, index: int, place: tuple[int, int]) -> str:
        start, end = place
        line = self.text.count("\n", 0, start) + 1
        around = " ".join(self.text[max(start - 25, 0) : end + 25].split())
        return f"{index} in line {line} ({around[:120]})"

    def _nearest(self, words: str) -> str:
        """Return a sentence with the passage that shares the longest run of words with `words`."""
        here, spelled, counts = self._words
        mine = _WORD.findall(words.casefold())
        pairs = len(here) + sum(counts[word] for word in mine)
        self._spent["pairs"] += pairs
        if pairs > _COMPARED or self._spent["pairs"] > _COMPARED_IN_ALL:
            return "Check that these are its exact words."
        matcher = SequenceMatcher(None, spelled, mine, autojunk=False)
        run = matcher.find_longest_match()
        if not run.size:
            return "No word of it is there; check that this is the text of this document."
        first = max(run.a - run.b, 0)
        last = min(first + max(len(mine), run.size), len(here)) - 1
        passage = " ".join(self.text[here[first][0] : here[last][1]].split())
        line = self.text.count("\n", 0, here[run.a][0]) + 1
        return f"The nearest words, in line {line}: {quoted(passage, 200)}."


def _times(places: Sequence[object]) -> str:
    return f"{_MOST_PLACES:,} times or more" if len(places) == _MOST_PLACES else f"{len(places)} times"


def _find_all(text: str, words: str) -> Iterator[int]:
    """Yield the offsets of the first places of `words`, overlapping ones once."""
    found = text.find(words) if words else -1
    for _ in range(_MOST_PLACES):
        if found < 0:
            return
        yield found
        found = text.find(words, found + len(words))
