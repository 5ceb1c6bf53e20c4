"""What a report is made of, as plain values: the same blocks are written as HTML and as Markdown.

A text is a row of pieces. A piece that cites names claims; whoever writes the report gives them numbers.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field

from kg.pictures import Drawing

_ID = r"\b([a-z0-9][a-z0-9._-]*/[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)"
_CITED = re.compile(rf"\s*(?:\[{_ID}\]|\({_ID}\)|{_ID})")
_RECORD = re.compile(r"\bevent/(\d+)")
MOST_CITED = 5
"""Footnotes at one place; the claims behind them lead to the others."""


@dataclass(frozen=True, slots=True)
class Strong:
    """Words that stand out."""

    words: str


@dataclass(frozen=True, slots=True)
class Code:
    """A command."""

    words: str


@dataclass(frozen=True, slots=True)
class Tag:
    """One word that marks what is new, overdue or open."""

    word: str


@dataclass(frozen=True, slots=True)
class Cite:
    """The claims on which what stands before it rests."""

    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Jump:
    """A part of the report, by its name."""

    part: str
    words: str


@dataclass(frozen=True, slots=True)
class Marks:
    """Footnotes at one place, of claims that have numbers: each with the number of times it was cited so far."""

    notes: tuple[tuple[int, int], ...]


Piece = str | Strong | Code | Tag | Cite | Marks | Jump
Text = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; a remark is set smaller."""

    text: Text
    remark: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a list, with lines below it."""

    text: Text
    below: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class Items:
    """A list."""

    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table with a caption and a heading over each column."""

    caption: str
    headings: tuple[str, ...]
    rows: tuple[tuple[Text, ...], ...]
    numbers: frozenset[int] = field(default=frozenset())
    """Columns that hold numbers."""
    tight: frozenset[int] = field(default=frozenset())
    """Columns whose words stay on one line, such as dates."""


@dataclass(frozen=True, slots=True)
class Image:
    """A picture for a telephone and for a page, and the command that draws it."""

    narrow: Drawing
    wide: Drawing
    command: str


Block = Paragraph | Items | Grid | Image


@dataclass(frozen=True, slots=True)
class Part:
    """A section of a report."""

    name: str
    title: str
    blocks: tuple[Block, ...]


def said(*pieces: Piece) -> Paragraph:
    """Return a paragraph."""
    return Paragraph(pieces)


def remark(*pieces: Piece) -> Paragraph:
    """Return a paragraph that is set smaller."""
    return Paragraph(pieces, remark=True)


def cite(*claims: str) -> Cite:
    """Return the footnotes of some claims, each once, and no more than a reader follows."""
    return Cite(tuple(dict.fromkeys(claims))[:MOST_CITED])


def more(count: int, command: str) -> Iterator[Paragraph]:
    """Yield the line that tells how many were left out and which command lists them, where there are any."""
    if count > 0:
        yield remark(f"and {count:,} more: ", Code(command))


def linked(text: str, known: Collection[str]) -> Text:
    """Return a text of a finding with the ids of claims in it turned into footnotes.

    Brackets around an id go with it: `Reuters [d1/a]; AMD [d2/b]` reads `Reuters¹; AMD²`.
    """
    found: list[Piece] = []
    at = 0
    for match in _CITED.finditer(text):
        name = next(filter(None, match.groups()))
        if name in known:
            between = text[at : match.start()]
            if found and isinstance(found[-1], Cite) and between.strip() in {",", ""}:
                found[-1] = Cite((*found[-1].claims, name))
            else:
                found += [between, Cite((name,))]
            at = match.end()
    found.append(text[at:])
    return tuple(part for piece in found for part in (_parts(piece) if isinstance(piece, str) else (piece,)))


def _parts(words: str) -> Iterator[Piece]:
    """Yield words with their commands apart, and records called as people call them."""
    for number, part in enumerate(words.split("`")):
        if part:
            yield Code(part) if number % 2 else _RECORD.sub(r"record \1", part)


def named(texts: Iterable[object], known: Collection[str]) -> tuple[str, ...]:
    """Return the ids of claims in some texts, each once, in the order in which they stand."""
    found = (match for text in texts if isinstance(text, str) for match in _CITED.finditer(text))
    names = (next(filter(None, match.groups())) for match in found)
    return tuple(dict.fromkeys(name for name in names if name in known))
