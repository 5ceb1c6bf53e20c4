"""A part of a whole as people write it in, the part with the ends between which it lies out.

`0.5`, `50 %` and a word of a closed list (`rewrite`) are one number; `0.2 to 0.8` is a range, and its middle counts.
"""

import re
from dataclasses import dataclass

from kg.vocab import PARTS

_NUMBER = r"(\d{1,9}(?:\.\d{1,9})?)\s*(%)?"
_ONE = re.compile(_NUMBER)
_RANGE = re.compile(rf"{_NUMBER}\s*(?:to|-)\s*{_NUMBER}")


@dataclass(frozen=True, slots=True)
class Part:
    """A part between 0 and 1, with the ends between which it is disputed or unknown."""

    point: float
    low: float
    high: float

    def __post_init__(self) -> None:
        assert 0 <= self.low <= self.point <= self.high <= 1, f"0 <= {self.low} <= {self.point} <= {self.high} <= 1"

    @classmethod
    def sure(cls, value: float) -> "Part":
        """Return a part that nobody disputes."""
        return cls(value, value, value)


def read_part(text: str, qualifier: str = "") -> Part | None:
    """Return the part that somebody wrote, or None where it is none.

    Parameters
    ----------
    text
        A number from 0 to 1, a percentage, a range of them, or a word of the closed list of `qualifier`.
    qualifier
        `readiness` or `criticality`; without one, words are none.

    """
    text = text.strip()
    if (word := PARTS.get(f"{qualifier}-{text}")) is not None:
        return Part.sure(word)
    if one := _ONE.fullmatch(text):
        low = high = _number(*one.groups())
    elif two := _RANGE.fullmatch(text):
        first, sign, second, other = two.groups()
        low, high = _number(first, sign or other), _number(second, other)
    else:
        return None
    # The middle of two decimals may fall beyond one of them by the last digit of a float.
    return Part(min(high, max(low, (low + high) / 2)), low, high) if 0 <= low <= high <= 1 else None


def _number(text: str, percent: str | None) -> float:
    return float(text) / 100 if percent else float(text)
