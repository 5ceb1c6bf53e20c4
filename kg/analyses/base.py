"""What an analysis is, and what it finds: a table with an explanation, what it rests on, and how sure it is.

An analysis has two parts. `run` reads rows or a network through named questions; a pure function makes the finding of
them, so that it can be tested with a handful of rows and no workspace.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Literal, Protocol, runtime_checkable

from kg.errors import BadInputError, near_misses, quoted
from kg.table import Table
from kg.views.values import Asking

if TYPE_CHECKING:
    import pandas as pd

Value = str | int | float | bool | date | None
"""What stands in a place of a finding's table; None where there is nothing."""
Type = Literal["text", "id", "number", "count", "yes or no", "day"]
Given = Mapping[str, Value]
"""A value for each parameter of the analysis."""
_YES, _NO = frozenset({"yes", "true"}), frozenset({"no", "false"})


class UnknownAnalysisError(BadInputError):
    """No analysis has this name."""


class AnalysisParameterError(BadInputError):
    """An analysis takes no such parameter, or the value is none of its kind."""


class UnknownNodeError(BadInputError):
    """The graph has nothing of this id where the analysis looks for it."""

    def __init__(self, name: str, known: Iterable[str], *, parameter: str) -> None:
        super().__init__(
            f"nothing here is called {quoted(name)}",
            where=f"parameter {parameter}",
            next_step=near_misses(name, known) or "`kg search NAME` finds the id of a thing.",
        )


def check_document(asking: "Asking", document: str) -> None:
    """Raise `UnknownNodeError` if the ledger has no such document."""
    rows = asking.table("documents").rows
    known = sorted({cell.value.rpartition("/")[2] for row in rows for cell in row[:1] if cell})
    if document not in known:
        raise UnknownNodeError(document, known, parameter="document")


@dataclass(frozen=True, slots=True)
class Parameter:
    """A value that an analysis takes."""

    name: str
    type: Type
    about: str
    """What it means, in plain words."""
    default: Value = None
    """What stands unless another value is given; None means any, or whatever `about` says."""
    required: bool = False
    choices: tuple[str, ...] = ()
    """The words that may be given, for a text from a closed list."""

    def read(self, text: str) -> Value:
        """Return the value that a person wrote.

        Raises
        ------
        AnalysisParameterError
            It is none of this parameter's type.

        """
        try:
            return self._value(text.strip())
        except (ValueError, ArithmeticError):
            raise AnalysisParameterError(
                f"{quoted(text)} is {_NOT[self.type]}",
                where=f"parameter {self.name}",
                next_step=f"Write it like {_EXAMPLES[self.type]}.",
            ) from None

    def _value(self, text: str) -> Value:
        if not text:
            raise ValueError
        if self.choices and text not in self.choices:
            raise AnalysisParameterError(
                f"{quoted(text)} is no value of {self.name}",
                where=f"parameter {self.name}",
                next_step=near_misses(text, self.choices) or f"There are {', '.join(self.choices)}.",
            )
        match self.type:
            case "number":
                return _finite(text)
            case "count":
                if not 0 <= (count := int(text)) <= _LARGEST_COUNT:
                    raise ValueError
                return count
            case "day":
                return date.fromisoformat(text)
            case "yes or no":
                if text.lower() not in _YES | _NO:
                    raise ValueError
                return text.lower() in _YES
            case _:
                return text


_LARGEST_COUNT = 10_000
"""So many weeks reach back to before there was news of computers."""
_NOT: Mapping[Type, str] = {
    "text": "empty",
    "id": "no id",
    "number": "no number",
    "count": f"no whole number from 0 to {_LARGEST_COUNT:,}",
    "yes or no": "neither yes nor no",
    "day": "no day",
}
_EXAMPLES: Mapping[Type, str] = {
    "text": "some words",
    "id": "nvidia",
    "number": "0.5",
    "count": "10",
    "yes or no": "yes",
    "day": "2026-05-14",
}


def _finite(text: str) -> float:
    number = Decimal(text)
    if not number.is_finite():
        raise ValueError
    return float(number)


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a finding: its name for programs, its heading for people, what it holds in a sentence."""

    name: str
    heading: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """What an analysis found. Equal input gives an equal finding, rows and lists in one order."""

    title: str
    explanation: str
    """One paragraph in plain words."""
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]
    claims: tuple[str, ...] = ()
    """Ids of the claims that it rests on."""
    events: tuple[str, ...] = ()
    """Ids of the announcements and records of the ledger that it rests on."""
    uncertainty: str = ""
    """What could make it come out otherwise, in plain words."""
    judged_on: str = ""
    """Which claims, of which documents, by which day: how much was looked at, and what could not be."""
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        assert all(len(row) == len(self.columns) for row in self.rows), "each row has a value for each column"

    def table(self) -> Table:
        """Return the rows as a table of cells."""
        return Table.of((column.name for column in self.columns), self.rows)

    def df(self) -> "pd.DataFrame":
        """Return the rows as a pandas DataFrame with one type a column.

        Raises
        ------
        MissingExtraError
            pandas is not installed.

        """
        return self.table().df()

    def _repr_html_(self) -> str:
        from kg.notebook import article  # noqa: PLC0415 (only notebooks need it)

        return article(self.title, self.explanation, self.table(), self.told(), headings=self.headings())

    def told(self) -> tuple[tuple[str, str], ...]:
        """Return what is told below the rows, each with its name: what it is judged on, how sure it is, notes."""
        notes = (("note", note) for note in self.notes)
        return (("judged on", self.judged_on), ("uncertain", self.uncertainty), *notes)

    def headings(self) -> dict[str, str]:
        """Return the headings for people, by the name of the column."""
        return {column.name: column.heading for column in self.columns}

    def data(self) -> dict[str, object]:
        """Return the finding as plain values, as JSON writes them."""
        names = [column.name for column in self.columns]
        return {
            "title": self.title,
            "explanation": self.explanation,
            "columns": [{"name": c.name, "heading": c.heading, "about": c.about} for c in self.columns],
            "rows": [dict(zip(names, map(_plain, row), strict=True)) for row in self.rows],
            "claims": list(self.claims),
            "events": list(self.events),
            "uncertainty": self.uncertainty,
            "judged_on": self.judged_on,
            "notes": list(self.notes),
        }


def _plain(value: Value) -> str | int | float | bool | None:
    return value.isoformat() if isinstance(value, date) else value


@runtime_checkable
class Remembering(Asking, Protocol):
    """One who asks and keeps what analyses found, since several parts of a whole may rest on one finding."""

    found: dict[tuple[str, tuple[tuple[str, Value], ...]], Finding]
    """By name and parameters."""


@dataclass(frozen=True, slots=True)
class Analysis:
    """One way to look for a pattern."""

    name: str
    title: str
    question: str
    """What it asks, in plain words."""
    look: Callable[[Asking, Given], Finding]
    """Does the work; `run` calls it."""
    parameters: tuple[Parameter, ...] = ()

    def run(self, asking: Asking, given: Given) -> Finding:
        """Return what is found with a value for each parameter; a `Remembering` is given what it found before."""
        if not isinstance(asking, Remembering):
            return self.look(asking, given)
        key = (self.name, tuple(sorted(given.items(), key=lambda pair: pair[0])))
        if key not in asking.found:
            asking.found[key] = self.look(asking, given)
        return asking.found[key]

    def given(self, written: Mapping[str, str | Sequence[str]]) -> dict[str, Value]:
        """Return a value for each parameter: what people wrote, else the default; see `read_given`."""
        return read_given(self.parameters, written, taker="analysis", name=self.name)


def read_given(
    parameters: Iterable[Parameter], written: Mapping[str, str | Sequence[str]], *, taker: str, name: str
) -> dict[str, Value]:
    """Return a value for each parameter of what is called `name`: what people wrote, else the default.

    Raises
    ------
    AnalysisParameterError
        A name is unknown, a value is missing, given twice, or none of its type.

    """
    known = {parameter.name: parameter for parameter in parameters}
    for each, value in written.items():
        if each not in known:
            offered = f"It takes {', '.join(known)}." if known else "It takes none."
            raise AnalysisParameterError(
                f"the {taker} takes no parameter {quoted(each)}",
                where=name,
                next_step=" ".join(filter(None, (near_misses(each, known), offered))),
            )
        if not isinstance(value, str) and len(value) != 1:
            raise AnalysisParameterError(
                f"{each} has more than one value", where=name, next_step="Give one, or run it for each."
            )
    return {each: _read(parameter, written.get(each), taker, name) for each, parameter in known.items()}


def _read(parameter: Parameter, value: str | Sequence[str] | None, taker: str, name: str) -> Value:
    if value is not None:
        return parameter.read(value if isinstance(value, str) else value[0])
    if parameter.required:
        raise AnalysisParameterError(
            f"the {taker} needs a value for {parameter.name} ({parameter.about})",
            where=name,
            next_step=f"Add `{parameter.name}={_EXAMPLES[parameter.type]}`, for instance.",
        )
    return parameter.default
