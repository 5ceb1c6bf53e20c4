"""Markdown in, its prose out, each piece with line and column: the work of a contained process (`kg/contained/`).

Code, raw HTML, pictures and front matter are left out. This file imports markdown-it and the standard library only,
since each start of the process is waited for.
"""

import json
import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

from kg.contained.serve import Answer, Work

Run = tuple[int, int, int]
"""Offset in the text of a block, line and column in the source; all that follows stands side by side there too."""
_FENCES = ("---", "...")
_BETWEEN = " | "
_WIDE = re.compile(rb"^[ >]*+\|?+(?:[ \t]*+:?+-++:?+[ \t]*+\|){64}", re.MULTILINE)
"""The line under the head of a table of more than 64 columns. Each row would be filled up to as many cells, however
short it is, so such a table is read as lines of text."""
_HEAD = 100
"""Characters of the head of a column that are put before each of its cells."""
_ADDRESS = 2_000
"""Characters behind a link in which its address ends."""


def start(_: str) -> Work:
    """Return the function that takes Markdown and answers with its blocks as JSON: text, runs, whether a heading."""
    plain = MarkdownIt("commonmark").disable("text_join")
    tables = MarkdownIt("commonmark").enable("table").disable("text_join")
    return lambda _header, body: _answer(plain if _WIDE.search(body) else tables, body)


def _answer(parser: MarkdownIt, body: bytes) -> Answer:
    blocks = [
        {"text": text, "runs": runs, "heading": heading} for text, runs, heading in _blocks(parser, body.decode())
    ]
    return {"kind": "blocks"}, json.dumps(blocks, ensure_ascii=False).encode()


def _blocks(parser: MarkdownIt, source: str) -> Iterator[tuple[str, list[Run], bool]]:
    lines = _without_front_matter(source.split("\n"))
    heading, first, used = False, 0, dict[int, int]()
    row: list[tuple[str, list[Run]]] | None = None
    head: list[tuple[str, list[Run]]] = []
    for token in parser.parse("\n".join(lines)):
        heading = token.type == "heading_open" or (heading and token.type != "heading_close")
        first = token.map[0] if token.map else first
        if token.type == "inline" and token.children:
            text, runs = _inline(token, _Source(lines, first, token.content, used))
            if row is not None:
                row.append((text, runs))
            elif text.strip():
                yield text, runs, heading
        elif token.type == "tr_open":
            row = []
        elif token.type == "tr_close" and row is not None:
            yield (*_joined(row, head), False)
            head = head or row
            row = None
        elif token.type == "table_close":
            head = []


def _joined(row: list[tuple[str, list[Run]]], head: list[tuple[str, list[Run]]]) -> tuple[str, list[Run]]:
    """Return the cells of a row as one text, each behind the words at the head of its column.

    What the cells say, they say of what stands in the first; a head with digits in it is left out,
    and so is a very long one.
    """
    text, runs = "", list[Run]()
    for number, (cell, at) in enumerate(row):
        text += _BETWEEN if text else ""
        above = head[number] if number and number < len(head) else ("", [])
        if len(above[0]) > _HEAD or any(map(str.isdigit, above[0])):
            above = ("", [])
        for words, places in (above, (cell, at)):
            runs += [(len(text) + offset, line, column) for offset, line, column in places]
            text += f"{words} " if words and words is not cell else words
    return text, runs


def _without_front_matter(lines: list[str]) -> list[str]:
    if not lines or lines[0].rstrip() != _FENCES[0]:
        return lines
    end = next((number for number, line in enumerate(lines[1:], 1) if line.rstrip() in _FENCES), None)
    return lines if end is None else [""] * (end + 1) + lines[end + 1 :]


class _Source:
    """Where the content of a block stands in the source, which may have marks of quotes and lists before each line."""

    def __init__(self, lines: list[str], first: int, content: str, used: dict[int, int]) -> None:
        self.content = content
        self._starts: list[tuple[int, int, int]] = []
        offset = 0
        for number, part in enumerate(content.split("\n")):
            line = min(first + number, len(lines) - 1)
            column = max(lines[line].find(part.strip(), used.get(line, 0)), 0) - (len(part) - len(part.lstrip()))
            used[line] = column + len(part)
            self._starts.append((offset, line, column))
            offset += len(part) + 1

    def place(self, offset: int) -> tuple[int, int]:
        """Return line and column, from one, of an offset in the content."""
        begin, line, column = self._starts[bisect_right(self._starts, offset, key=lambda start: start[0]) - 1]
        return line + 1, column + offset - begin + 1


def _inline(token: Token, source: _Source) -> tuple[str, list[Run]]:
    pieces: list[str] = []
    runs: list[Run] = []
    size = cursor = 0
    links: list[bool] = []
    for child in token.children or ():
        written = child.markup if child.type == "text_special" else child.content
        shown = {"text": child.content, "text_special": child.content, "softbreak": " ", "hardbreak": " "}.get(
            child.type
        )
        if child.type == "link_open":
            links.append(child.markup == "autolink")
        elif child.type == "link_close":
            cursor = cursor if links.pop() else _after_link(source.content, cursor)
        elif child.type == "image":
            cursor = _after_link(source.content, source.content.find("![", cursor) + 2)
        elif child.type in {"code_inline", "html_inline"}:
            cursor = max(source.content.find(written, cursor), cursor) + len(written)
            shown = " "
        elif shown is not None:
            begin = source.content.find("\n" if child.type.endswith("break") else written, cursor)
            cursor = max(begin, cursor) + (1 if child.type.endswith("break") else len(written))
        if shown is None or (links and links[-1] and child.type == "text"):
            continue
        at = max(cursor - (1 if child.type.endswith("break") else len(written)), 0)
        runs.append((size, *source.place(at)))
        pieces.append(shown)
        size += len(shown)
    return "".join(pieces), runs


def _after_link(content: str, cursor: int) -> int:
    """Return the offset behind the address of a link whose text ends at or after `cursor`."""
    close = content.find("]", cursor)
    if close < 0:
        return cursor
    opened = content[close + 1 : close + 2]
    if opened == "[":
        return max(content.find("]", close + 2), close) + 1
    depth, at = 0, close + 1
    while opened == "(" and at < min(len(content), close + _ADDRESS):
        depth += {"(": 1, ")": -1}.get(content[at], 0)
        at += 2 if content[at] == "\\" else 1
        if not depth:
            break
    return at


def blocks_of(answer: bytes | bytearray) -> list[Mapping[str, Any]]:
    """Return the blocks of an answer."""
    found: list[Mapping[str, Any]] = json.loads(answer)
    return found
