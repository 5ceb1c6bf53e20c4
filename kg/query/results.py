"""The worker's answer in, rows of cells out: SPARQL 1.1 TSV as Oxigraph writes it, read only when somebody looks."""

import operator
import re
from collections.abc import Iterator, Sequence
from typing import overload

from kg.ids import XSD
from kg.table import Cell, Row

_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))")
_CHARACTERS = {"t": "\t", "n": "\n", "r": "\r", "b": "\b", "f": "\f"}
_new = tuple.__new__
"""Makes a cell of its four values without the detour over keyword arguments, which would double the time."""
_BOOLEAN, _INTEGER, _DECIMAL, _DOUBLE = (f"{XSD}{name}" for name in ("boolean", "integer", "decimal", "double"))


def rows_of(tsv: bytes | bytearray, order: Sequence[int] | None = None) -> "Rows":
    """Return the rows of a TSV answer; `order` names the columns to take, by number."""
    lines = tsv.decode().split("\n")
    return Rows(lines[1:-1], order)


class Rows(Sequence[Row]):
    """Rows of an answer, each read from its line when it is asked for."""

    __slots__ = ("_lines", "_order")

    def __init__(self, lines: list[str], order: Sequence[int] | None) -> None:
        self._lines, self._order = lines, order

    def __len__(self) -> int:
        return len(self._lines)

    def __iter__(self) -> Iterator[Row]:
        known: dict[str, Cell | None] = {"": None}
        return (self._row(line, known) for line in self._lines)

    @overload
    def __getitem__(self, index: int) -> Row: ...
    @overload
    def __getitem__(self, index: slice) -> "Rows": ...
    def __getitem__(self, index: int | slice) -> "Row | Rows":
        if isinstance(index, slice):
            return Rows(self._lines[index], self._order)
        return self._row(self._lines[index], {"": None})

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and len(self) == len(other) and all(map(operator.eq, self, other))

    __hash__ = None  # type: ignore[assignment]  # as for lists

    def __repr__(self) -> str:
        return f"<{len(self)} rows>"

    def _row(self, line: str, known: dict[str, Cell | None]) -> Row:
        found = [known[text] if text in known else known.setdefault(text, cell(text)) for text in line.split("\t")]
        return tuple(found) if self._order is None else tuple([found[n] for n in self._order])


def cell(text: str) -> Cell:
    """Return the cell that a term in TSV stands for."""
    first = text[0]
    if first == "<" and text[1] != "<":
        return _new(Cell, ("iri", text[1:-1], "", ""))
    if first == '"':
        return _literal(text)
    if text.startswith("_:"):
        return Cell("blank", text[2:])
    if text in ("true", "false"):
        return Cell("literal", text, _BOOLEAN)
    if first.isdigit() or first in "+-.":
        return Cell("literal", text, _DOUBLE if "e" in text or "E" in text else _DECIMAL if "." in text else _INTEGER)
    return Cell("triple", text)


def _literal(text: str) -> Cell:
    last = text[-1]
    if last == '"':
        value, datatype, language = text[1:-1], "", ""
    elif last == ">":
        end = text.rindex('"^^<')
        value, datatype, language = text[1:end], text[end + 4 : -1], ""
    else:
        end = text.rindex('"@')
        value, datatype, language = text[1:end], "", text[end + 2 :]
    return _new(Cell, ("literal", _ESCAPE.sub(_character, value) if "\\" in value else value, datatype, language))


def _character(match: re.Match[str]) -> str:
    code = match[1] or match[2]
    return chr(int(code, 16)) if code else _CHARACTERS.get(match[3], match[3])
