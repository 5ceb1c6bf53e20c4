"""An answer in TSV in, its rows out in one form for every engine: how many they are, and whether they say the same."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Protocol

_LITERAL = re.compile(r'"((?:[^"\\]|\\.|"")*)"(?:\^\^\S+|@[\w-]+)?')
_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")
_BOOLEANS = {"true": "1", "false": "0"}
_ESCAPES = {"t": "\t", "n": "\n", "r": "\r"}
Row = tuple[str, ...]


class Answer(Protocol):
    """What an engine answered."""

    def rows(self) -> Sequence[Row]:
        """Return the cells of each row, each in the form of `plain`."""


@dataclass(frozen=True, slots=True)
class Tsv:
    """An answer as SPARQL 1.1 writes it in TSV, one row a line after a line of names."""

    body: bytes

    def rows(self) -> Sequence[Row]:
        """Return the cells of each row, each in the form of `plain`."""
        lines = self.body.decode().removesuffix("\n").split("\n")[1:]
        return [tuple(plain(cell) for cell in line.split("\t")) for line in lines]


def plain(cell: str) -> str:
    """Return the IRI or the lexical form of a term, numbers as Python writes a float of twelve digits.

    Virtuoso doubles a quotation mark as CSV does (elsewhere two of them never stand together inside a literal) and
    turns yes and no into 1 and 0.
    """
    match = _LITERAL.fullmatch(cell)
    if match:
        value = re.sub(r"\\(.)", lambda found: _ESCAPES.get(found[1], found[1]), match[1].replace('""', '"'))
    else:
        value = cell[1:-1] if cell.startswith("<") and cell.endswith(">") else cell
    value = _BOOLEANS.get(value, value)
    return f"{float(value):.12g}" if _NUMBER.fullmatch(value) else value


def digest(rows: Iterable[Row]) -> str:
    """Return a short hash over the rows, whatever their order."""
    lines = sorted("\t".join(row) for row in rows)
    return sha256("\n".join(lines).encode()).hexdigest()[:12]
