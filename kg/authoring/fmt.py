"""An authored file and its document's text in, the file with every quote replaced by the place of its words out.

Only the characters of the quotes, the `text:` line, blanks at line ends and the end of the file change; comments and
layout stay. Formatting a formatted file changes nothing.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile

from kg.authoring.locate import Source
from kg.authoring.nodes import Mapping, Node, Scalar, parse_nodes
from kg.authoring.places import read_quotes, read_spans, written
from kg.authoring.problems import AuthoringError, Place, Problem
from kg.authoring.source import checked
from kg.texts import Span, misfit, normalise, text_hash, words_under

_BODY = ("entities", "claims", "announcements")
# A backslash keeps the blank after it: "\ " is an escape in double quotes.
_TRAILING = re.compile(r"(?<![\\ \t])[ \t]+$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class _Edit:
    """Characters from `start` to `end` of the source give way to `new`."""

    start: int
    end: int
    new: str


def format_text(source: str, text: str | None, name: str) -> str:
    """Return `source` tidied and, if the document's `text` is given, with spans in the place of quotes.

    Parameters
    ----------
    source
        An authored file, YAML or JSON.
    text
        The text of its document; None tidies blanks and line ends only.
    name
        The file as named in errors.

    Raises
    ------
    AuthoringError
        The file cannot be read, a quote is not in the text or at several places, or a span that is already there
        no longer fits the text. Lists all of them; nothing is half replaced.

    """
    tidy = _tidied(checked(source, name))
    root = parse_nodes(tidy, name)
    if text is None:
        return tidy
    if not isinstance(root, Mapping) or root.get("document") is None:
        what = "the file names no `document`, so no text belongs to it"
        raise AuthoringError([Problem(name, 1, "", what, "Format it without --text.")])
    normal = Source(normalise(text))
    problems: list[Problem] = []
    misfits: list[tuple[Span, Place]] = []
    edits = [_text_line(tidy, root, text_hash(normal.text))]
    for claim, place in _claims(root, Place(name, 1)):
        for key, value in claim.items:
            here = place.inside(key.text, key.line)
            if key.text == "at":
                misfits += _misfits(value, here, normal)
            elif key.text == "quote" and claim.get("at") is not None:
                problems.append(here.problem("the claim has both `quote` and `at`", "Keep one of them."))
            elif key.text == "quote":
                edits += _quotes(key, value, here, normal, problems)
    problems += _advice(misfits, normal)
    if problems:
        raise AuthoringError(problems)
    return _tidied(_edited(tidy, edits))


def _tidied(source: str) -> str:
    unix = source.replace("\r\n", "\n").replace("\r", "\n")
    return _TRAILING.sub("", unix).rstrip("\n") + "\n"


def _edited(source: str, edits: list[_Edit]) -> str:
    pieces: list[str] = []
    done = 0
    for edit in sorted(edits, key=lambda edit: edit.start):
        # The parser counts the line break after a block of text to the block.
        old = source[edit.start : edit.end].rstrip()
        pieces += [source[done : edit.start], edit.new]
        done = edit.start + len(old)
    return "".join([*pieces, source[done:]])


def _like(key: Scalar, value: str) -> str:
    """Return `value` in quotation marks if `key` has them, as all of JSON does."""
    return value if key.plain else f'"{value}"'


def _text_line(source: str, root: Mapping, digest: str) -> _Edit:
    """Return the edit that gives the file its `text:`, after the fields that describe the document."""
    for key, value in root.items:
        if key.text == "text":
            blank = " " if value.start == value.end else ""
            return _Edit(value.start, value.end, blank + _like(key, digest))
    first_key = root.items[0][0]
    if root.flow:
        return _Edit(first_key.start, first_key.start, f"{_like(first_key, 'text')}: {_like(first_key, digest)}, ")
    indent = " " * (root.column - 1)
    described = [value for _, value in takewhile(lambda item: item[0].text not in _BODY, root.items)]
    if not described:
        return _Edit(root.start, root.start, f"text: {digest}\n{indent}")
    after = source.index("\n", len(source[: described[-1].end].rstrip())) + 1
    return _Edit(after, after, f"{indent}text: {digest}\n")


def _claims(root: Mapping, file: Place) -> Iterator[tuple[Mapping, Place]]:
    """Yield every claim of the file with its place; what is no mapping is for the reader to complain about."""
    homes = [(root.get("claims"), file.inside("claims", root.line))]
    announcements = root.get("announcements")
    for key, announcement in announcements.items if isinstance(announcements, Mapping) else ():
        if isinstance(announcement, Mapping):
            field = f"announcements.{key.text}.claims"
            homes.append((announcement.get("claims"), file.inside(field, key.line)))
    for home, place in homes:
        for key, claim in home.items if isinstance(home, Mapping) else ():
            if isinstance(claim, Mapping):
                yield claim, place.inside(key.text, key.line)


def _quotes(key: Scalar, value: Node, place: Place, source: Source, problems: list[Problem]) -> Iterator[_Edit]:
    yield _Edit(key.start, key.end, _like(key, "at"))
    for quote in read_quotes(value, place, problems):
        span = quote.locate(source, problems)
        if span:
            yield _Edit(quote.node.start, quote.node.end, _like(key, written(span)))


def _misfits(value: Node, place: Place, source: Source) -> Iterator[tuple[Span, Place]]:
    ignored: list[Problem] = []  # a malformed `at` is for the reader to complain about
    for span, here in read_spans(value, place, ignored):
        if misfit(source.text, span):
            yield span, here


def _advice(misfits: list[tuple[Span, Place]], source: Source) -> Iterator[Problem]:
    found = source.moved(span for span, _ in misfits if words_under(source.text, span) is None)
    for span, place in misfits:
        now = [f"`at: {written(other)}`" for other in found.get(span, ())[:3]]
        step = "The text was changed there: replace `at` by `quote: exact words`."
        if now:
            step = f"The words moved: write {' or '.join(now)}."
        yield place.problem(misfit(source.text, span) or "", step)
