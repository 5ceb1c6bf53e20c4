"""The text of a figure in, the figure out: its words of bound, its range, its amounts."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from kg.errors import BadInputError, quoted
from kg.figures.amounts import Amount, read_amount
from kg.figures.record import HAS_HIGH, HAS_LOW, Bound, Figure
from kg.figures.tails import read_tail
from kg.term import RatioKind

LONGEST = 200
"""Characters in a figure."""

BEFORE: tuple[tuple[Bound, str], ...] = (
    ("greaterThan", r"(?:just )?over|more than|above|exceeding|greater than|larger than|>"),
    ("atLeast", r"at least|no less than|no fewer than|not less than|>=|≥"),
    ("lessThan", r"(?:just )?under|less than|fewer than|below|<"),
    ("atMost", r"up to|at most|no more than|not more than|as much as|as many as|<=|≤"),
    ("approximately", r"about|approximately|approx\.?|around|roughly|circa|ca\.?|nearly|almost|closer? to|some|~|≈"),
)
AFTER: tuple[tuple[Bound, str], ...] = (
    ("atLeast", r"or (?:more|higher|greater|above|longer)"),
    ("atMost", r"or (?:less|lower|fewer|below|under|shorter)"),
)
_WORD_ENDS = r"(?!(?<=[a-z])[a-z])(?!=)"
_BOUNDS: tuple[tuple[Bound, re.Pattern[str]], ...] = (
    *((bound, re.compile(rf"^(?:{words}){_WORD_ENDS}", re.IGNORECASE)) for bound, words in BEFORE),
    *((bound, re.compile(rf" {words}$", re.IGNORECASE)) for bound, words in AFTER),
    ("atLeast", re.compile(r"(?<=[^ +-]) ?\+(?= |x|$)")),
)
_BETWEEN = re.compile(r"between (?P<low>.+?) and (?P<high>.+)", re.IGNORECASE)
_SEPARATOR = re.compile(r" to | ?- ?(?=[+-]?[^0-9 +-]{0,4} ?[+-]?[0-9])", re.IGNORECASE)
_DIGITS = re.compile(r"[0-9][0-9.,]*")
_FROM = re.compile(r"^(?:from|between) ", re.IGNORECASE)
_ORDERS = re.compile(
    r"(?P<order>tens|hundreds|thousands|millions|billions|trillions)"
    r"(?: of (?P<of>thousands|millions|billions|trillions))?(?: of (?P<tail>.+))?",
    re.IGNORECASE,
)
_ORDER: Mapping[str, tuple[int, int]] = {"tens": (10, 99), "hundreds": (100, 999)}
_POWER: Mapping[str, int] = {"thousands": 3, "millions": 6, "billions": 9, "trillions": 12}
NUMBER_WORDS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_NUMBER_WORD = re.compile(rf"\b(?:{'|'.join(NUMBER_WORDS)})\b", re.IGNORECASE)
_FRACTION = re.compile(r"[0-9] ?/ ?[0-9]")
_DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe63\uff0d"), "-")
_X_LESS: tuple[RatioKind, RatioKind] = ("timesAsMuch", "foldReduction")
"""`2x to 3x less`: the direction is said once, at the end."""


def read_figure(text: str, *, where: str) -> Figure:
    """Return the figure that `text` says.

    Parameters
    ----------
    text
        A figure as people write it, in at most `LONGEST` characters: `$35B+`, `2-4 years`, `64 % lower`.
    where
        The place it comes from, for an error.

    Raises
    ------
    BadInputError
        The text is empty or too long, has no number or two that form no range, has a word that is no unit,
        currency, scale, bound or direction, or contradicts itself.

    """
    shown = text.strip()
    if len(shown) > LONGEST:
        raise BadInputError(
            f"a figure has at most {LONGEST} characters, this text has {len(shown)}",
            where=where,
            next_step="Write the figure alone; a sentence goes under `states`.",
        )
    if not shown:
        raise BadInputError("the figure is empty", where=where, next_step="Write a number with its unit.")
    bound, rest = _bound(_plain_text(shown, where=where), where=where)
    orders = _ORDERS.fullmatch(rest)
    amounts = _of_order(orders, where=where) if orders else _amounts(rest, where=where)
    first, last = amounts[0], amounts[-1]
    if len(amounts) > 1:
        if bound not in (None, "approximately"):
            raise BadInputError(
                f"{quoted(shown)} is a range with a bound",
                where=where,
                next_step="Write the range alone, or one end with the bound.",
            )
        bound = "range"
    bound = bound or "exact"
    try:
        return Figure(
            low=first.value if bound in HAS_LOW else None,
            high=last.value if bound in HAS_HIGH else None,
            bound=bound,
            unit=last.unit.name if last.unit else "NUM",
            ratio=last.ratio,
            text=shown,
        )
    except ValueError as error:
        raise BadInputError(
            f"{quoted(shown)} is no figure: {error}", where=where, next_step="Correct the figure."
        ) from error


def _plain_text(text: str, *, where: str) -> str:
    """Return `text` with plain spaces and dashes and number words as digits."""
    if _FRACTION.search(text) or any(map(_is_strange_digit, text, " " + text)):
        raise BadInputError(
            f"{quoted(text)} has a fraction or other digits than 0-9",
            where=where,
            next_step="Write decimals, such as 0.5.",
        )
    if any(unicodedata.category(char) in {"Cc", "Cf", "Cs", "Co"} and not char.isspace() for char in text):
        raise BadInputError(f"{quoted(text)} has invisible characters", where=where, next_step="Type the figure anew.")
    plain = " ".join(text.translate(_DASHES).split())
    return _NUMBER_WORD.sub(lambda word: str(NUMBER_WORDS.index(word.group().lower()) + 1), plain)


def _is_strange_digit(char: str, before: str) -> bool:
    """Whether `char` is a number but no plain digit; squares and cubes of a unit are fine (`m²`)."""
    return char.isnumeric() and not char.isascii() and not (char in "²³" and before.isalpha())


def _bound(text: str, *, where: str) -> tuple[Bound | None, str]:
    """Return the bound that words and marks of `text` say, and what is left."""
    said: list[Bound] = []
    for bound, pattern in _BOUNDS * 2:
        found = pattern.search(text)
        if found:
            said.append(bound)
            text = (text[: found.start()] + text[found.end() :]).strip()
    if len(said) > 1:
        raise BadInputError(
            f"the figure has two bounds, {said[0]} and {said[1]}",
            where=where,
            next_step="Keep the one that the source means.",
        )
    return (said[0] if said else None), text


def _amounts(text: str, *, where: str) -> tuple[Amount, ...]:
    """Return the one amount of `text`, or the two ends of its range."""
    ends = _BETWEEN.fullmatch(text)
    if ends:
        low, high = ends.groups()
    else:
        number = _DIGITS.search(text)
        separator = _SEPARATOR.search(text, number.end()) if number else None
        if separator is None:
            return (read_amount(text, where=where),)
        low, high = _FROM.sub("", text[: separator.start()]), text[separator.end() :]
    first = read_amount(low, where=where)
    return _matched(first, read_amount(high, currency=first.currency, where=where), where=where)


def _matched(low: Amount, high: Amount, *, where: str) -> tuple[Amount, Amount]:
    """Return the ends of a range after each took from the other what was written once for both."""
    if low.unit in (None, low.currency) and low.currency in (None, high.currency):
        scale = high.scale if low.scale is None else low.scale
        return replace(low, scale=scale, unit=high.unit, ratio=high.ratio), high
    if low.unit == high.unit and (low.ratio in (None, high.ratio) or (low.ratio, high.ratio) == _X_LESS):
        return low, high
    raise BadInputError(
        "the two ends of the range differ in unit or direction",
        where=where,
        next_step="Write both ends in one unit, as in '0.5 to 1.5 GW'.",
    )


def _of_order(found: re.Match[str], *, where: str) -> tuple[Amount, Amount]:
    """Return the ends of what `hundreds of`, `millions of` and the like say: up to, not into, the next word."""
    order, of = found["order"].lower(), (found["of"] or "").lower()
    tail = read_tail(found["tail"] or "", currency=None, where=where)
    power = _POWER.get(order, 0) + _POWER.get(of, 0) + (tail.scale or 0)
    low, high = (Amount(Decimal(end), None, power, tail.unit, tail.ratio) for end in _ORDER.get(order, (1, 999)))
    return low, high


def parse_search(text: str) -> Figure | None:
    """Return the figure that a search for `text` asks for, or None if the text is no figure."""
    if not _DIGITS.search(text):
        return None
    try:
        return read_figure(text, where="search")
    except BadInputError:
        return None
