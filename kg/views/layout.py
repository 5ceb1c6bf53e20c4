"""Pieces of text with a style in, the lines of a page of a given width out.

A style is never the only carrier of a meaning: what is marked by colour is also marked by a word or a sign.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from kg.characters import on_one_line
from kg.terminal import width_of

Style = Literal["plain", "strong", "faint", "mark", "warn"]
_CODES: dict[Style, str] = {"plain": "", "strong": "1", "faint": "2", "mark": "1;4", "warn": "33"}
_WIDE = "\u2e80-\u9fff\uac00-\ud7a3\uf900-\ufaff\uff00-\uff60"
_WORDS = re.compile(rf"[{_WIDE}]|[^\s{_WIDE}]+|\s+")
"""Where a line may break: at blanks, and around characters of scripts that are written without them."""
NARROWEST = 40
_WIDEST_RIGHT = 0.55
"""Part of a line that what stands at its right end may take; longer, it goes to a line of its own."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Some text of one style."""

    text: str
    style: Style = "plain"


def strong(text: str) -> Piece:
    """Return `text` as a title stands out."""
    return Piece(text, "strong")


def faint(text: str) -> Piece:
    """Return `text` as ids and remarks stand back."""
    return Piece(text, "faint")


def mark(text: str) -> Piece:
    """Return `text` as the words of a source are marked."""
    return Piece(text, "mark")


def warn(text: str) -> Piece:
    """Return `text` as a denial, an end or a dispute stands out."""
    return Piece(text, "warn")


@dataclass(frozen=True, slots=True)
class Line:
    """Pieces that stand on one line, or on several where they do not fit."""

    pieces: tuple[Piece, ...]
    indent: int = 0
    hang: int = 0
    """Columns by which the second and further lines stand further in."""
    right: Piece | None = None
    """What stands at the right end of the first line, if there is room."""


@dataclass(slots=True)
class Page:
    """A page in the making, from top to bottom."""

    lines: list[Line] = field(default_factory=list)

    def add(self, *pieces: Piece | str, indent: int = 0, hang: int = 0, right: Piece | None = None) -> None:
        """Add a line."""
        whole = tuple(Piece(piece) if isinstance(piece, str) else piece for piece in pieces)
        self.lines.append(Line(whole, indent, hang, right))

    def blank(self) -> None:
        """Add an empty line, unless the page begins or one is there."""
        if self.lines and self.lines[-1].pieces:
            self.lines.append(Line(()))

    def heading(self, text: str, right: str = "") -> None:
        """Add an empty line and a heading."""
        self.blank()
        self.add(strong(text), right=faint(right) if right else None)

    def field(self, name: str, *pieces: Piece | str, indent: int = 2, width: int = 14) -> None:
        """Add a name and what belongs to it, in two columns."""
        self.add(faint(name.ljust(width)), *pieces, indent=indent, hang=width)

    def text(self, *, width: int, color: bool) -> str:
        """Return the page as text, each line at most `width` columns wide where words allow."""
        return "".join(
            f"{line}\n" for whole in self.lines for line in _wrapped(whole, max(width, NARROWEST), color=color)
        )


def shortened(text: str, width: int) -> str:
    """Return `text` in at most `width` columns, with `…` at the end where something was left out."""
    if width_of(text) <= width:
        return text
    kept, room = "", width - 1
    for char in text:
        room -= width_of(char)
        if room < 0:
            break
        kept += char
    return kept.rstrip() + "…"


def _wrapped(line: Line, width: int, *, color: bool) -> Iterator[str]:
    rows: list[list[Piece]] = [[]]
    room = width - line.indent
    right = Piece(on_one_line(line.right.text), line.right.style) if line.right else None
    reserved = width_of(right.text) + 2 if right else 0
    beside = reserved <= room * _WIDEST_RIGHT
    used = 0
    for piece in line.pieces:
        for word in _WORDS.findall(on_one_line(piece.text)):
            size = width_of(word)
            if used and used + size > room - (reserved if beside and len(rows) == 1 else 0) and not word.isspace():
                rows.append([])
                room, used = width - line.indent - line.hang, 0
            if used or not word.isspace() or len(rows) == 1:
                rows[-1].append(Piece(word, piece.style))
                used += size
    for number, row in enumerate(rows):
        indent = line.indent + (line.hang if number else 0)
        shown = " " * indent + _row(row, color=color)
        if right and beside and number == 0:
            taken = indent + sum(width_of(piece.text) for piece in row)
            shown += " " * max(2, width - taken - width_of(right.text)) + _styled(right, color=color)
        yield shown.rstrip()
    if right and not beside:
        yield " " * (line.indent + line.hang) + _styled(right, color=color)


def _row(row: list[Piece], *, color: bool) -> str:
    while row and row[-1].text.isspace():
        row.pop()
    joined: list[Piece] = []
    for piece in row:
        if joined and joined[-1].style == piece.style:
            joined[-1] = Piece(joined[-1].text + piece.text, piece.style)
        else:
            joined.append(piece)
    return "".join(_styled(piece, color=color) for piece in joined)


def _styled(piece: Piece, *, color: bool) -> str:
    code = _CODES[piece.style]
    return f"\x1b[{code}m{piece.text}\x1b[0m" if color and code else piece.text
