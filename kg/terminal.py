"""Text from anywhere in, text that a terminal shows as it is out: safe characters, true widths, columns that fit."""

import unicodedata
from collections.abc import Iterator, Sequence

GAP = "  "
_NARROWEST = 12
_WIDE = frozenset("WF")
_NO_WIDTH = frozenset({"Mn", "Me", "Cf"})
_ZERO_WIDTH_JOINER, _EMOJI_STYLE = "\u200d", "\ufe0f"
_SKIN_TONES = range(0x1F3FB, 0x1F400)
_BREAK_AFTER = frozenset(" /-,;")


def width_of(text: str) -> int:
    """Return how many columns of a terminal `text` takes: two for CJK and emoji, none for accents and joiners."""
    if text.isascii():
        return len(text)
    total, before, last = 0, "", 0
    for char in text:
        if before == _ZERO_WIDTH_JOINER or ord(char) in _SKIN_TONES:
            step = 0
        elif char == _EMOJI_STYLE:
            step = 2 - last if last else 0
        elif unicodedata.category(char) in _NO_WIDTH:
            step = 0
        else:
            step = last = 2 if unicodedata.east_asian_width(char) in _WIDE else 1
        total, before = total + step, char
    return total


def layout(columns: Sequence[str], rows: Sequence[Sequence[str]], right: Sequence[bool], width: int | None) -> str:
    """Return headings, a rule and rows in columns.

    Parameters
    ----------
    columns, rows
        Headings and cells, each on one line.
    right
        Which columns stand to the right, as numbers do.
    width
        Columns of the terminal; cells are wrapped to fit it, and where even that is too narrow each row becomes a
        block of lines `heading  cell`. None wraps nothing.

    """
    natural = [max(map(width_of, (head, *cells))) for head, *cells in zip(columns, *rows, strict=True)]
    widths = natural if width is None else _fitted(natural, width)
    if widths is None:
        assert width is not None, "without a width everything fits"
        return "\n".join(_block(columns, row, width) for row in rows)
    head = list(_lines(columns, widths, right))
    rule = GAP.join("─" * column for column in widths)
    body = (line for row in rows for line in _lines(row, widths, right))
    return "".join(f"{line.rstrip()}\n" for line in (*head, rule, *body))


def _fitted(natural: Sequence[int], width: int) -> list[int] | None:
    """Return column widths that fit, the widest columns cut down to one same width, or None if that is too narrow."""
    room = width - len(GAP) * (len(natural) - 1)
    if sum(natural) <= room:
        return list(natural)
    for cap in range(max(natural), _NARROWEST - 1, -1):
        widths = [min(column, cap) for column in natural]
        if sum(widths) <= room:
            return widths
    return None


def _lines(cells: Sequence[str], widths: Sequence[int], right: Sequence[bool]) -> Iterator[str]:
    wrapped = [list(wrap(cell, width)) for cell, width in zip(cells, widths, strict=True)]
    for n in range(max(map(len, wrapped), default=1)):
        parts = (lines[n] if n < len(lines) else "" for lines in wrapped)
        yield GAP.join(_padded(*column) for column in zip(parts, widths, right, strict=True))


def _padded(text: str, width: int, right: bool) -> str:
    space = " " * (width - width_of(text))
    return space + text if right else text + space


def _block(columns: Sequence[str], row: Sequence[str], width: int) -> str:
    label = max(map(width_of, columns), default=0)
    room = max(_NARROWEST, width - label - len(GAP))
    lines = []
    for column, cell in zip(columns, row, strict=True):
        for n, part in enumerate(wrap(cell, room)):
            lines.append(f"{_padded(column if n == 0 else '', label, right=False)}{GAP}{part}".rstrip())
    return "".join(f"{line}\n" for line in lines)


def wrap(text: str, width: int) -> Iterator[str]:
    """Yield `text` in lines of at most `width` columns, broken after a space, slash, hyphen or comma if possible."""
    text = text.strip()
    while width_of(text) > width:
        end = _room_for(text, width)
        cut = next((n for n in range(end, end // 2, -1) if text[n - 1] in _BREAK_AFTER or text[n : n + 1] == " "), end)
        yield text[:cut].rstrip()
        text = text[cut:].lstrip()
    yield text


def _room_for(text: str, width: int) -> int:
    """Return how many characters of `text` fit, at least one."""
    end = min(len(text), width)
    while end > 1 and width_of(text[:end]) > width:
        end -= 1
    while end < len(text) and width_of(text[: end + 1]) <= width:
        end += 1
    return end
