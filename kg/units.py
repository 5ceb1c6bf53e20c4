"""A word as people write it in, the unit of measure or currency that it names out.

Case tells `MW` from `mW` and `GB/s` from `Gb/s`, so a word is looked up as it stands first; another case is accepted
only where no such pair could be meant. Labels are words too, and plurals of them: `gigawatts`, `requests per second`.
"""

import re
from collections.abc import Iterable, Mapping

from kg.errors import BadInputError, near_misses, quoted
from kg.term import Unit
from kg.vocab import UNITS

_PER = re.compile(r"(?:(?<=.) |^)per (?=.)", re.IGNORECASE)
_LETTERS = re.compile(r"[^\W\d_]+")
_CURRENCY = re.compile(r"CCY_[A-Z]{3}")
_LONG_WORD = 5
"""Shorter words may be symbols, in which the case of some letters carries meaning."""
_PLURAL = 4
"""Letters of the shortest word that can be a plural."""
_TELLING = re.compile(r"^[mp]|b", re.IGNORECASE)
"""Milli or mega, pico or peta, bit or byte."""


def _index(pairs: Iterable[tuple[str, Unit]]) -> Mapping[str, tuple[Unit, ...]]:
    found: dict[str, tuple[Unit, ...]] = {}
    for key, unit in pairs:
        if unit not in found.get(key, ()):
            found[key] = (*found.get(key, ()), unit)
    return found


def _singular(word: str) -> str:
    return word[:-1] if len(word) >= _PLURAL and word.endswith("s") and not word.endswith("ss") else word


def _stem(phrase: str) -> str:
    words = re.split(r"([ /])", phrase.casefold().replace("-", " "))
    return "".join(map(_singular, words))


def _with_slash(phrase: str) -> str:
    return _PER.sub("/", phrase).replace(" /", "/").replace("/ ", "/")


def _in_words(unit: Unit) -> list[str]:
    return [unit.label, *(symbol for symbol in unit.symbols if symbol.islower() and len(symbol) >= _PLURAL)]


_EXACT = _index((symbol, unit) for unit in UNITS.values() for symbol in unit.symbols if symbol)
_FOLDED = _index((symbol.casefold(), unit) for unit in UNITS.values() for symbol in unit.symbols if symbol)
_STEMS = _index((_stem(_with_slash(word)), unit) for unit in UNITS.values() for word in _in_words(unit))


def _differs_safely(word: str, unit: Unit) -> bool:
    """Whether `word` spells `unit` with no letter in a case that commonly means another unit."""
    if is_money(unit):
        return True
    ours = next(symbol for symbol in unit.symbols if symbol.casefold() == word.casefold())
    return all(
        len(right) >= _LONG_WORD or _TELLING.findall(right) == _TELLING.findall(written)
        for right, written in zip(_LETTERS.findall(ours), _LETTERS.findall(word), strict=True)
    )


def is_money(unit: Unit) -> bool:
    """Whether `unit` is a currency, or one per something."""
    return unit.kind.startswith("Money")


def is_currency(unit: Unit) -> bool:
    """Whether `unit` is a currency as such."""
    return _CURRENCY.fullmatch(unit.name) is not None


def units_written_exactly(word: str) -> tuple[Unit, ...]:
    """Return the units that have `word`, letter for letter, as a symbol."""
    return _EXACT.get(word, ())


def units_called(word: str) -> tuple[Unit, ...]:
    """Return the units that `word` can mean: none if it is unknown, several if it is ambiguous."""
    spelled = _with_slash(word)
    exact = _EXACT.get(word) or _EXACT.get(spelled) or _EXACT.get(_singular(spelled))
    if exact:
        return exact
    folded = _FOLDED.get(spelled.casefold(), ())
    if len(folded) > 1 or (folded and _differs_safely(spelled, folded[0])):
        return folded
    named = (UNITS[word],) if word in UNITS else ()
    return _STEMS.get(_stem(spelled)) or named


def unit_called(word: str, *, where: str) -> Unit:
    """Return the one unit that `word` means.

    Raises
    ------
    BadInputError
        No unit is called so, the case of a letter leaves open which is meant, or several are called so.

    """
    found = units_called(word)
    if len(found) == 1:
        return found[0]
    if found:
        raise BadInputError(
            f"{quoted(word)} can mean {' or '.join(unit.label for unit in found)}",
            where=where,
            next_step=f"Write {' or '.join(unit.symbols[0] for unit in found)}.",
        )
    other_case = _FOLDED.get(_with_slash(word).casefold())
    if other_case:
        raise BadInputError(
            f"{quoted(word)} leaves open which unit is meant, since the case of a letter changes the unit",
            where=where,
            next_step=f"Write {other_case[0].symbols[0]} if it is the {other_case[0].label}.",
        )
    choices = (word for unit in UNITS.values() for word in (*unit.symbols, unit.label) if word)
    raise BadInputError(
        f"{quoted(word)} is no unit or currency of the vocabulary",
        where=where,
        next_step=near_misses(word, choices) or "The units and the ways to write them are in ontology/units.ttl.",
    )
