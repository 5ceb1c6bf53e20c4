"""The file of a draft in, its sentences out, each with the figures and times in it and their line and column."""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

from kg.contained.parsing import Parser
from kg.dates import When, find_times
from kg.drafts.markdown import blocks_of
from kg.errors import BadInputError, LimitError
from kg.figures import Figure, find_figures
from kg.files import TooLargeError, UnreadableError, read_bytes

LARGEST = 500_000
"""Bytes of a draft: half a book."""
LONGEST = 2_000
"""Characters of a sentence. What goes on for longer is a table or a list: there each line is a sentence."""
MOST_SAID = 100
"""Figures and times of one sentence that are looked at."""
_PLAIN = frozenset({".txt", ".text"})
_SECONDS, _MEMORY = 20.0, 1 << 30
_PARAGRAPH = re.compile(r"\S[^\n]*(?:\n[^\S\n]*\S[^\n]*)*")
_END = re.compile(r"[.!?]['\"\u201d\u2019)\]]*(?=\s+[\"'\u201c\u2018(\[]*[^\W_a-z])|[\u3002\uff01\uff1f]")
_SHORT = re.compile(
    r"(?:\b(?:approx|vs|etc|Inc|Corp|Ltd|Co|Mr|Mrs|Ms|Dr|Prof|St|No|Nos|Fig|ca|cf|e\.g|i\.e|U\.S|U\.K)|\b[A-Z])\.$"
)
_FEW = 20
"""Characters before a full stop in which an abbreviation is looked for."""
_BLANKS = re.compile(r"\s*")


@dataclass(frozen=True, slots=True)
class Said:
    """A figure or a time in a sentence; `start` and `end` count in the sentence."""

    start: int
    end: int
    text: str
    figure: Figure | None = None
    when: When | None = None


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a draft."""

    text: str
    block: int
    """Number of the paragraph or heading that it stands in."""
    heading: bool
    runs: tuple[tuple[int, int, int], ...]
    """Offset in the sentence, line and column of each stretch that stands side by side in the file."""
    said: tuple[Said, ...] = ()
    beyond: tuple[Said, ...] = ()
    """Figures and times behind the first hundred, at which nobody looks."""

    def place(self, offset: int) -> tuple[int, int]:
        """Return line and column, from one, of an offset in the sentence."""
        begin, line, column = self.runs[max(bisect_right(self.runs, offset, key=lambda run: run[0]) - 1, 0)]
        return line, column + offset - begin


def read_draft(path: Path, *, standard_input: bytes | None = None) -> tuple[Sentence, ...]:
    """Return the sentences of a draft: plain text if its name ends in `.txt`, else Markdown.

    Parameters
    ----------
    path
        The file.
    standard_input
        What was piped in, if that is the draft.

    Raises
    ------
    BadInputError
        The file is not there, is no text in UTF-8, or holds no sentence.
    LimitError
        It is too large, or reading it takes too long.

    """
    where = "standard input" if standard_input is not None else str(path)
    text = _text(_bytes(path, where) if standard_input is None else standard_input, where)
    blocks = _plain(text) if path.suffix.lower() in _PLAIN and standard_input is None else _prose(text, where)
    found = tuple(sentence for number, block in enumerate(blocks) for sentence in _sentences(number, *block))
    if not found:
        raise BadInputError("the draft has no sentence in it", where=where, next_step="Write some text, then check it.")
    return found


def _bytes(path: Path, where: str) -> bytes:
    try:
        return read_bytes(path, LARGEST)
    except TooLargeError:
        raise _too_large(where) from None
    except UnreadableError as error:
        raise BadInputError(f"the draft {error}", where=where, next_step="Name one file of text.") from None


def _text(data: bytes, where: str) -> str:
    if len(data) > LARGEST:
        raise _too_large(where)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        what = f"the draft is no text in UTF-8 (byte {error.start})"
        raise BadInputError(what, where=where, next_step="Save it as plain text or Markdown in UTF-8.") from None
    if "\0" in text:
        what = "the draft is no text: it has zero bytes in it"
        raise BadInputError(what, where=where, next_step="Save it as plain text or Markdown.")
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))


def _too_large(where: str) -> LimitError:
    return LimitError(f"the draft has more than {LARGEST:,} bytes", where=where, next_step="Check it in parts.")


Block = tuple[str, list[tuple[int, int, int]], bool]


@cache
def _parser() -> Parser:
    return Parser("kg.drafts.markdown", "markdown_it", seconds=_SECONDS, memory=_MEMORY)


def _prose(text: str, where: str) -> Iterator[Block]:
    _, answer = _parser().parse(text.encode(), where=where)
    for block in blocks_of(answer):
        yield block["text"], [(run[0], run[1], run[2]) for run in block["runs"]], block["heading"]


def _plain(text: str) -> Iterator[Block]:
    line, counted = 1, 0
    for found in _PARAGRAPH.finditer(text):
        line, counted = line + text.count("\n", counted, found.start()), found.start()
        column = found.start() - text.rfind("\n", 0, found.start())
        runs, offset = [], 0
        for number, part in enumerate(found.group().split("\n")):
            runs.append((offset, line + number, 1 if number else column))
            offset += len(part) + 1
        yield found.group().replace("\n", " "), runs, False


def _sentences(block: int, text: str, runs: list[tuple[int, int, int]], heading: bool) -> Iterator[Sentence]:
    lines = [after[0] for before, after in pairwise(runs) if after[1] != before[1]]
    for start, end in _short_enough(text, _cut(text), lines):
        first = max(bisect_right(runs, start, key=_offset) - 1, 0)
        inside = runs[first : bisect_left(runs, end, key=_offset)]
        moved = tuple((max(at - start, 0), line, column + max(start - at, 0)) for at, line, column in inside)
        part = text[start:end]
        said = _said(part)
        yield Sentence(part, block, heading, moved, tuple(said[:MOST_SAID]), tuple(said[MOST_SAID:]))


def _offset(run: tuple[int, int, int]) -> int:
    return run[0]


def _cut(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for found in _END.finditer(text):
        if _SHORT.search(text[max(start, found.start() - _FEW) : found.start() + 1]):
            continue
        yield start, found.end()
        start = _after_blanks(text, found.end())
    if _after_blanks(text, start) < len(text):
        yield start, len(text)


def _after_blanks(text: str, at: int) -> int:
    blanks = _BLANKS.match(text, at)
    assert blanks is not None, "no blank at all is enough"
    return blanks.end()


def _short_enough(text: str, sentences: Iterable[tuple[int, int]], lines: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield sentences as they are, of too long ones each line, and of too long lines parts at commas or blanks."""
    for start, end in sentences:
        if end - start <= LONGEST:
            yield start, end
            continue
        inner = lines[bisect_right(lines, start) : bisect_left(lines, end)]
        for first, last in pairwise((start, *inner, end)):
            at = first
            while last - at > LONGEST:
                ends = (text.rfind(mark, at, at + LONGEST) + len(mark) for mark in (", ", "; ", " "))
                until = next((end for end in ends if end > at + 2), at + LONGEST)
                yield at, until
                at = until
            yield at, last


def _said(sentence: str) -> list[Said]:
    """Return figures and times; what reads as both is a figure if it has a unit, and else a time."""
    figures = [Said(a, b, sentence[a:b], figure=figure) for a, b, figure in find_figures(sentence)]
    times = [Said(a, b, sentence[a:b], when=when) for a, b, when in find_times(sentence)]
    times = _apart(times, [each for each in figures if each.figure and each.figure.unit != "NUM"])
    return sorted((*_apart(figures, times), *times), key=lambda each: each.start)


def _apart(some: Sequence[Said], others: Sequence[Said]) -> list[Said]:
    """Return those that share no letter with any of `others`, which stand one behind the other."""
    ends = [other.end for other in others]
    return [each for each in some if not _meet(each, others, bisect_right(ends, each.start))]


def _meet(one: Said, others: Sequence[Said], first: int) -> bool:
    return first < len(others) and others[first].start < one.end
