"""The text of one amount in, its number, scale, unit and kind of ratio out: `USD 380 million`, `-5 %`."""

import re
from dataclasses import dataclass
from decimal import Decimal

from kg.errors import BadInputError, near_misses, quoted
from kg.figures.record import EXACTLY, MOST_DIGITS, shortest
from kg.figures.tails import read_tail
from kg.term import RatioKind, Unit
from kg.units import is_currency, units_called
from kg.vocab import UNITS

_FIRST_WORDS = ("over", "more than", "at least", "under", "less than", "up to", "about", "roughly", "between")
_LONG = 4
"""Letters above which a word before the number is more likely a bound than a currency."""
_AMOUNT = re.compile(r"(?P<before>[^0-9]*)(?P<number>[0-9][0-9.,]*)(?P<after>.*)")
_BEFORE = re.compile(r"([+-]?) ?(.*?) ?([+-]?)")
_NUMBER = re.compile(r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?")
_ORDINAL = re.compile(r"(?:st|nd|rd|th)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Amount:
    """What one side of a range says; a side may leave scale and unit to the other."""

    number: Decimal
    currency: Unit | None = None
    """The currency written before this number, or before the other end of the range."""
    scale: int | None = None
    """Power of ten that a scale word stands for."""
    unit: Unit | None = None
    ratio: RatioKind | None = None

    @property
    def value(self) -> Decimal:
        """The number in its unit."""
        return shortest(self.number.scaleb(self.scale or 0, EXACTLY))


def read_amount(text: str, *, currency: Unit | None = None, where: str) -> Amount:
    """Return what `text` says, whose spaces and dashes are plain ones.

    Parameters
    ----------
    text
        One amount, without words of bound or range.
    currency
        The currency of the other side of a range, which stands for this side too where it names none.
    where
        The place, for an error.

    Raises
    ------
    BadInputError
        There is no number, a second one, an unclear one, or a word that is no scale, unit or direction.

    """
    found = _AMOUNT.fullmatch(text)
    if not found:
        raise BadInputError(
            f"there is no number in {quoted(text)}" if text else "there is no number",
            where=where,
            next_step="Write the number in digits, with its unit.",
        )
    after = found["after"]
    before = _BEFORE.fullmatch(found["before"].strip())
    assert before is not None, "the pattern takes any text without digits"
    first, prefix, second = before.groups()
    if first and second:
        raise BadInputError(f"{quoted(text)} has two signs", where=where, next_step="Write one sign, or none.")
    number = _number(found["number"], where=where)
    if "-" in (first, second):
        number = shortest(number.copy_negate())
    written = _currency(prefix, where=where) if prefix else None
    if _ORDINAL.fullmatch(after) and not prefix and number == number.to_integral_value():
        return Amount(number)
    tail = read_tail(after.strip(), currency=written or currency, where=where)
    return Amount(number, written or currency, tail.scale, tail.unit, tail.ratio)


def _number(text: str, *, where: str) -> Decimal:
    if not _NUMBER.fullmatch(text) or re.fullmatch(r"[1-9][0-9]{0,2}\.000", text):
        raise BadInputError(
            f"the number {quoted(text)} is not clear",
            where=where,
            next_step="Write a point before decimals and commas between thousands only, as in 1,234.5.",
        )
    digits = text.replace(",", "")
    if len(digits.replace(".", "")) > MOST_DIGITS:
        raise BadInputError(
            f"the number {text[:20]}… has more than {MOST_DIGITS} digits",
            where=where,
            next_step="Write it with a scale word (million, bn, tn) or a larger unit.",
        )
    return shortest(Decimal(digits))


def _currency(word: str, *, where: str) -> Unit:
    found = [unit for unit in units_called(word) if is_currency(unit)]
    if len(found) == 1:
        return found[0]
    currencies = (symbol for unit in UNITS.values() if is_currency(unit) for symbol in unit.symbols)
    choices = _FIRST_WORDS if len(word) > _LONG else currencies
    raise BadInputError(
        f"{quoted(word)} before the number is neither a currency nor a bound such as 'over' or 'about'",
        where=where,
        next_step=near_misses(word, choices) or "Write the figure alone, the number before its unit.",
    )
