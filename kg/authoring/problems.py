"""What is wrong with an authored file, each with its line and field, collected and raised together."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from kg.errors import BadInputError, KgError
from kg.lengths import NAME

MOST_SHOWN = 50
"""Problems listed in one message; a file with more has one cause behind them."""
MOST_PROBLEMS = 500
"""Problems after which a file is read no further."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend in an authored file."""

    file: str
    line: int
    """1-based; 0 where the whole file is meant."""
    field: str
    """Path of the field, such as `claims.price.value`; empty where the whole file is meant."""
    message: str
    """One sentence without a final full stop."""
    next_step: str | None = None
    column: int | None = None
    """1-based; given where the line alone would not lead to the spot."""

    @property
    def where(self) -> str:
        """Return `file:line:column field`, without the parts that are not known."""
        numbers = "".join(f":{number}" for number in (self.line, self.column) if number)
        return f"{self.file}{numbers} {self.field}".rstrip()

    def sentence(self) -> str:
        """Return place, problem and next step as one line of text."""
        return KgError(self.message, where=self.where, next_step=self.next_step).sentence()


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in an authored file."""

    file: str
    line: int
    field: str = ""

    def inside(self, name: str, line: int) -> Self:
        """Return the place of the field `name` inside this one."""
        return type(self)(self.file, line, f"{self.field}.{name[:NAME]}" if self.field else name[:NAME])

    def problem(self, message: str, next_step: str | None = None) -> Problem:
        """Return a problem at this place."""
        return Problem(self.file, self.line, self.field, message, next_step)

    def __str__(self) -> str:
        return f"{self.file}:{self.line} {self.field}".rstrip()


class AuthoringError(BadInputError):
    """An authored file cannot be taken in; the sentence lists every problem, one a line."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems, key=lambda problem: (problem.file, problem.line)))
        assert self.problems, "an error needs a problem"
        first, *others = self.problems
        if not others:
            super().__init__(first.message, where=first.where, next_step=first.next_step)
            return
        lines = [problem.sentence() for problem in self.problems[:MOST_SHOWN]]
        hidden = len(self.problems) - MOST_SHOWN
        stopped = "; the rest was not read" if len(self.problems) >= MOST_PROBLEMS else ""
        lines += [f"and {hidden} more problems{stopped}"] if hidden > 0 else []
        super().__init__(tuple(lines))
