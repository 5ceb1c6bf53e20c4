"""What follows a number in, its scale, unit and kind of ratio out: `bn USD`, `M requests/s`, `-fold less`."""

import re
from dataclasses import dataclass
from typing import NoReturn

from kg.errors import BadInputError, near_misses, quoted
from kg.term import RatioKind, Unit
from kg.units import is_money, unit_called, units_called, units_written_exactly
from kg.vocab import UNITS

SCALES = {"thousand": 3, "million": 6, "mn": 6, "mln": 6, "billion": 9, "bn": 9, "trillion": 12, "tn": 12}
_LETTERS = {"k": 3, "K": 3, "M": 6, "B": 9, "T": 12}
_LETTERS_OF_MONEY = {"m": 6, "b": 9, "t": 12}
"""With other units, a lone m, b or t would more likely be metres, bits or tonnes."""
UP = (
    "higher",
    "more",
    "greater",
    "larger",
    "bigger",
    "better",
    "faster",
    "longer",
    "increase",
    "premium",
    "gain",
    "growth",
)
DOWN = ("lower", "less", "fewer", "smaller", "cheaper", "shorter", "reduction", "decrease", "discount", "saving")
_AS_MUCH = ("as much", "as many")

_SCALE = re.compile(rf"(?:(?P<word>(?i:{'|'.join(SCALES)}))|(?P<letter>[kKMBTmbt]))(?![^\W_])")
_TIMES = re.compile(r"-? ?fold\b ?|(?:[x\u00d7]|times\b)(?![^\W_]) ?", re.IGNORECASE)
_OTHER_NUMBER = re.compile(r"(?<![^\W_])[0-9]")
_PERCENT = re.compile(r"(?:%|percent\b|per cent\b) ?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Tail:
    """What follows a number."""

    scale: int | None = None
    unit: Unit | None = None
    ratio: RatioKind | None = None


def read_tail(tail: str, *, currency: Unit | None, where: str) -> Tail:
    """Return what `tail`, the text after a number, says; `currency` is the one written before the number.

    Raises
    ------
    BadInputError
        A word in it is no scale, unit or direction, or it names a second currency.

    """
    if not tail:
        return Tail(unit=currency)
    plain = _plain(tail, currency)
    scale = _SCALE.match(tail)
    if scale and (plain is None or scale.end() == len(tail)):
        if plain and not currency and units_written_exactly(tail):
            assert plain.unit is not None, "a tail without scale has a unit"
            raise BadInputError(
                f"{quoted(tail)} after a number can be a scale or the {plain.unit.label}",
                where=where,
                next_step=f"Write the word: {_word_for(scale)}, or the {plain.unit.label}.",
            )
        scaled = _scaled(scale, tail[scale.end() :].strip(), currency)
        if scaled:
            return scaled
    if plain is None:
        _unknown(tail, currency, where=where)
    return plain


def _scaled(scale: re.Match[str], rest: str, currency: Unit | None) -> Tail | None:
    said = _plain(rest, currency) if rest else Tail(unit=currency)
    if said is None:
        return None
    if scale["word"]:
        return Tail(SCALES[scale["word"].lower()], said.unit, said.ratio)
    of_money = currency or (said.unit and is_money(said.unit))
    power = (_LETTERS | _LETTERS_OF_MONEY if of_money else _LETTERS).get(scale["letter"])
    return Tail(power, said.unit, said.ratio) if power else None


def _plain(text: str, currency: Unit | None) -> Tail | None:
    """Return what `text` says without a scale, or None."""
    return (None if currency else _ratio(text)) or _unit(text, currency)


def _ratio(text: str) -> Tail | None:
    times, percent = _TIMES.match(text), _PERCENT.match(text)
    found = times or percent
    if not found:
        return None
    direction = text[found.end() :].lower()
    if times:
        if not direction or direction in UP or direction in _AS_MUCH:
            return Tail(unit=UNITS["UNITLESS"], ratio="timesAsMuch")
        return Tail(unit=UNITS["UNITLESS"], ratio="foldReduction") if direction in DOWN else None
    if not direction:
        return Tail(unit=UNITS["PERCENT"])
    if direction in UP:
        return Tail(unit=UNITS["PERCENT"], ratio="percentIncrease")
    return Tail(unit=UNITS["PERCENT"], ratio="percentReduction") if direction in DOWN else None


def _unit(text: str, currency: Unit | None) -> Tail | None:
    if currency is None:
        found = units_called(text)
        return Tail(unit=found[0]) if len(found) == 1 else None
    if _is_divisor(text):
        for symbol in (*currency.symbols, currency.name):
            found = units_called(_price(symbol, text))
            if len(found) == 1:
                return Tail(unit=found[0])
    return Tail(unit=currency) if units_called(text) == (currency,) else None


def _is_divisor(text: str) -> bool:
    return text.lower().startswith(("/", "per "))


def _price(currency: str, divisor: str) -> str:
    return currency + divisor if divisor.startswith("/") else f"{currency} {divisor}"


def _unknown(tail: str, currency: Unit | None, *, where: str) -> NoReturn:
    """Say what is wrong with `tail`, which nothing in the grammar fits."""
    if _OTHER_NUMBER.search(tail):
        raise BadInputError(
            f"there is a second number in {quoted(tail)}, and the two form no range",
            where=where,
            next_step="Write a range as '2 to 4 years', thousands as 10,000, and one figure at a time.",
        )
    compared = _TIMES.match(tail) or _PERCENT.match(tail)
    if compared and not currency:
        word = tail[compared.end() :]
        raise BadInputError(
            f"{quoted(word)} says neither more nor less",
            where=where,
            next_step=near_misses(word, (*UP, *DOWN)) or "Write 'higher' or 'lower' after the ratio, or nothing.",
        )
    scale = _SCALE.match(tail)
    rest = tail[scale.end() :].strip() if scale else ""
    if scale and not rest:
        raise BadInputError(
            f"{quoted(tail)} stands for {_word_for(scale)} only in an amount of money",
            where=where,
            next_step=f"Write {_word_for(scale)}.",
        )
    word = rest or tail
    if currency and _is_divisor(word):
        unit_called(_price(currency.symbols[0], word), where=where)
    unit = unit_called(word, where=where)
    if currency:
        raise BadInputError(
            f"the amount is in {currency.label} and in {unit.label}", where=where, next_step="Write one unit."
        )
    assert scale is not None, "a unit without a scale would have been read"
    raise BadInputError(
        f"{quoted(tail)} has a scale that stands with money only",
        where=where,
        next_step=f"Write {_word_for(scale)} {rest}.",
    )


def _word_for(scale: re.Match[str]) -> str:
    power = SCALES.get(scale.group().lower()) or (_LETTERS | _LETTERS_OF_MONEY)[scale.group()]
    return next(word for word, exponent in SCALES.items() if exponent == power)
