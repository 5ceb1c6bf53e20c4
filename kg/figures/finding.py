"""A sentence in, the figures in it out, each with its place; what `read_figure` cannot read is left out."""

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache

from kg.errors import BadInputError
from kg.figures.reading import AFTER, BEFORE, NUMBER_WORDS, read_figure
from kg.figures.record import Figure
from kg.figures.tails import DOWN, SCALES, UP
from kg.units import is_currency
from kg.vocab import UNITS

_NUMBER = r"[0-9][0-9,]*(?:\.[0-9]+)?"
_ORDER = r"(?:tens|hundreds|thousands|millions|billions|trillions) of(?: (?:thousands|millions|billions|trillions) of)?"
_YEAR = re.compile(r"(?:19|20|21)[0-9]{2}")
_HYPHEN = re.compile(r"(?<=[0-9])[-\u2010\u2011](?=[A-Za-z])(?!fold)")
_COMPARED = re.compile(rf"\b(?:{'|'.join((*UP, 'lead', 'advantage', 'win'))}) $", re.IGNORECASE)
_FEW = 20
"""Characters before a figure in which a word of comparison is looked for."""
_SHORT = 3
_LINE_ENDS = str.maketrans("\n\t\u00a0\u2009\u202f", "     ")


def find_figures(sentence: str) -> Iterator[tuple[int, int, Figure]]:
    """Yield start, end and meaning of each figure of a sentence, from left to right.

    The longest reading counts: `over $35 billion`, `2-4 years`, `54 % higher`. A bare year, a number glued to a
    letter (`Q3`, `F-16`) and a number in square brackets are no figures.
    """
    plain = sentence.translate(_LINE_ENDS)
    pattern, end = _pattern(), 0
    while found := pattern.search(plain, end):
        end = found.end()
        if _YEAR.fullmatch(found.group()) or _is_a_reference(plain, found):
            continue
        before = plain[max(found.start() - _FEW, 0) : found.start()]
        for first, last in _spans(found, compared=_COMPARED.search(before) is not None):
            figure = _read(plain[first:last])
            if figure:
                yield first, last, figure
                end = last
                break
        else:
            end = max(found.end("size"), found.start() + 1)


def _is_a_reference(text: str, found: re.Match[str]) -> bool:
    return text.startswith("[", max(found.start() - 1, 0), found.start()) and text.startswith("]", found.end())


def _spans(found: re.Match[str], *, compared: bool) -> Iterator[tuple[int, int]]:
    """Yield the places to be tried: all of a match, then less of it at either side.

    Behind `premium` and the like, `over` says what is compared with, and is no bound.
    """
    starts = dict.fromkeys((*(() if compared else (found.start(),)), found.start("first"), found.start("order")))
    ends = dict.fromkeys((found.end(), found.end("second"), found.end("first"), found.end("order"), found.end("size")))
    for end in ends:
        for start in starts:
            if 0 <= start < end:
                yield start, end


@lru_cache(maxsize=4096)
def _read(text: str) -> Figure | None:
    try:
        return read_figure(_HYPHEN.sub(" ", text), where="draft")
    except BadInputError:
        return None


def _any(words: Iterable[str]) -> str:
    """Return the pattern of words; short ones keep their case: `all 4` is no money, and `5 a day` no current."""
    longest_first = sorted(dict.fromkeys(words), key=len, reverse=True)
    short = [word for word in longest_first if len(word) <= _SHORT and word.isalpha()]
    others = [re.escape(word) for word in longest_first if word not in short]
    return "|".join((*others, f"(?-i:{'|'.join(map(re.escape, short))})"))


@cache
def _pattern() -> re.Pattern[str]:
    """Return the pattern of what may be a figure: bound, amount, and for a range a second amount."""
    money = [symbol for unit in UNITS.values() if is_currency(unit) for symbol in unit.symbols if symbol]
    words = [word for unit in UNITS.values() for word in (*unit.symbols, unit.label) if word]
    words += [f"{word}s" for word in words if len(word) > 2 and word.isascii() and not word.endswith("s")]  # noqa: PLR2004
    words += [word.replace("/", " per ") for word in words if "/" in word]
    direction = "|".join((*UP, *DOWN, "as much", "as many"))
    compared = r"\s?(?:x|\u00d7|times)(?!\w)|[\s-]?fold(?!\w)|\s?(?:%|percent(?!\w)|per\scent(?!\w))"
    ratio = rf"(?:{compared})(?:\s(?:{direction})(?!\w))?"
    unit = rf"[\s-]?(?:{_any(words)})(?:\s?(?:/|per\s)(?:{_any(words)}))?(?![\w/])"
    divisor = rf"\s?(?:/\s?|per\s)(?:{_any(words)})(?![\w/])"
    scale = rf"[\s-]?(?:(?:{'|'.join(sorted(SCALES, key=len, reverse=True))}|[kKMBTmbt])(?![\w/]))"
    currency = rf"(?:(?:{_any(money)})\s?)?"
    number = rf"(?:{_NUMBER}|(?:{'|'.join(NUMBER_WORDS)})(?!\w))"

    def amount(name: str, size: str = "") -> str:
        return rf"(?P<{name}>{size}(?:{ratio}|{divisor}|{unit})?)"

    first = amount("first", rf"(?P<size>{currency}{number}(?:{scale}|(?:st|nd|rd|th)(?!\w))?)")
    order = rf"(?P<order>{_ORDER}\s(?:{_any(words)})(?!\w))"
    second = amount("second", rf"{currency}{number}(?:{scale})?")
    before = "|".join(said for _, said in BEFORE)
    after = "|".join(said for _, said in AFTER)
    return re.compile(
        rf"(?<![\w.,/])(?<![A-Za-z][-\u2011])(?:(?:{before})(?![A-Za-z])\s?)?(?:(?:from|between)\s)?"
        rf"(?:{first}(?:\s?(?:to|and|[-\u2013\u2014])\s?{second})?|{order})(?:\s?\+|\s(?:{after}))?(?![\w/]|-[A-Za-z]|[.,][0-9])",
        re.IGNORECASE,
    )
