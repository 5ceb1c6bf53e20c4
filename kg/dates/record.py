"""A time as a frozen record of its bounds."""

from dataclasses import dataclass

from kg.grammar import Bound, Time

FIRST_YEAR, LAST_YEAR = 1900, 2200


@dataclass(frozen=True, slots=True)
class When:
    """A stretch of time that is known by its bounds: `Q3 2026`, `by 2028`, `since 2024`.

    Raises `ValueError` where it would end before it begins.
    """

    earliest: Bound | None
    """First day that it can be; None where it is open to the past, or nothing is known."""
    latest: Bound | None
    """Last day that it can be, itself included; None where it is open to the future, or nothing is known."""
    text: Time
    """The time as it was written."""

    def __post_init__(self) -> None:
        if self.earliest and self.latest and self.earliest > self.latest:
            message = f"the time ends on {self.latest}, before it begins on {self.earliest}"
            raise ValueError(message)
