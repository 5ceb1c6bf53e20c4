"""A report in, Markdown out, with tables and footnotes as GitHub writes them, and for a picture its command."""

import re
from collections.abc import Iterator

from kg.characters import on_one_line
from kg.report.blocks import Block, Code, Grid, Image, Items, Jump, Marks, Paragraph, Strong, Tag, Text
from kg.report.build import Report
from kg.report.notes import Note

_SPECIAL = re.compile(r"([\\`*_\[\]<>|~])")


def markdown(report: Report) -> str:
    """Return the text of a report."""
    return "\n".join(_lines(report)).rstrip() + "\n"


def _lines(report: Report) -> Iterator[str]:
    yield from (f"# {_plain(report.title)}", "")
    for lead in report.lead:
        yield from (_text(lead), "")
    yield from ("## At a glance", "")
    for jump, line in report.glance:
        yield f"- **{_plain(jump.words)}.** {_text(line)}"
    for part in report.parts:
        yield from ("", f"## {_plain(part.title)}", "")
        for block in part.blocks:
            yield from _block(block)
    if report.notes:
        yield from ("", "## Footnotes", "")
        for note in report.notes:
            yield from (_note(note), "")


def _block(block: Block) -> Iterator[str]:
    match block:
        case Paragraph():
            yield _text(block.text)
        case Items():
            for item in block.items:
                yield f"- {_text(item.text)}"
                yield from (f"  - {_text(line)}" for line in item.below)
        case Grid():
            yield from (f"**{_plain(block.caption)}**", "")
            yield f"| {' | '.join(map(_plain, block.headings))} |"
            rules = ("---:" if number in block.numbers else "---" for number in range(len(block.headings)))
            yield f"| {' | '.join(rules)} |"
            for row in block.rows:
                yield f"| {' | '.join(map(_text, row))} |"
        case Image():
            yield f"Picture: `{block.command}`"
    yield ""


def _text(text: Text) -> str:
    return "".join(map(_piece, text)).strip()


def _piece(piece: object) -> str:
    match piece:
        case str():
            return _plain(piece)
        case Strong(words):
            return f"**{_plain(words)}**"
        case Code(words):
            return f"`{words}`"
        case Tag(word):
            return f"**{_plain(word)}**"
        case Jump(words=words):
            return _plain(words)
        case Marks(notes):
            return "".join(f"[^{number}]" for number, _ in notes)
        case _:
            raise AssertionError(piece)


def _note(note: Note) -> str:
    status = f" ({_plain(note.status)})" if note.status else ""
    place = f", {_plain(note.place)}" if note.place else ""
    words = f": {' … '.join(f'“{_plain(each)}”' for each in note.words)}" if note.words else ""
    read = f", read on {note.read_on}" if note.read_on else ""
    url = f" <{note.link}>{read}." if note.url else ""
    record = f", record {note.record}" if note.record else ""
    return (
        f"[^{note.number}]: {_plain(note.says)}{status}. {_plain(note.said_by)}, in *{_plain(note.title)}* "
        f"({_plain(note.origin)}){place}{words}.{url} Claim `{note.claim}`{record}."
    )


def _plain(text: str) -> str:
    return " ".join(_SPECIAL.sub(r"\\\1", on_one_line(text)).split(" "))
