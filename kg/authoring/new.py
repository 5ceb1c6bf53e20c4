"""A document's text in, a first draft of its file out: a head to fill in, and stubs of claims."""

import json
import re
from collections.abc import Iterator
from datetime import date
from itertools import chain, islice
from pathlib import PurePath

from kg.errors import BadInputError
from kg.figures import Figure, read_figure
from kg.lengths import QUOTE
from kg.texts import normalise, text_hash

MOST_STUBS = 500
"""Stubs of claims that are written; nobody works through more."""
_LONGEST_TITLE = 200
_SENTENCE_END = re.compile(r"(?<=[.!?])[\"'”’)]*\s+(?=[\"'“‘(]*[A-Z0-9])")  # noqa: RUF001 (the marks themselves are meant)
_NUMBER = re.compile(r"(?<!\w)[0-9](?:[0-9.,]*[0-9])?")
"""Leaves out the digits of names such as B200."""
_WORDS_AROUND = 4
"""Words before and after a number among which its currency, bound, scale and unit can stand."""
_MOST_NUMBERS = 8
"""Numbers of one sentence that are tried; one that names a unit or a comparison is preferred."""
_EDGES = ".,;:!?()[]\"'“”‘’"  # noqa: RUF001
_NOT_ID = re.compile(r"[^a-z0-9]+")
_LONGEST_ID = 60


def skeleton(text: str, name: str, *, today: date) -> str:
    """Return a YAML file about `text` with all fields of a document and commented stubs of claims.

    Parameters
    ----------
    text
        The document's text.
    name
        The text's file name; its stem becomes the document's id.
    today
        Day of reading, for `read_on`.

    Raises
    ------
    BadInputError
        The text is empty.

    """
    normal = normalise(text)
    title = next((line.strip() for line in normal.split("\n") if line.strip()), None)
    if title is None:
        raise BadInputError("the text is empty", where=name, next_step="Give the article's words.")
    found = list(islice(_figures(normal), MOST_STUBS + 1))
    stubs = [line for number, stub in enumerate(found[:MOST_STUBS], start=1) for line in _stub(number, *stub)]
    if len(found) > MOST_STUBS:
        stubs.append(f"# More sentences have figures; these are the first {MOST_STUBS}.")
    return "\n".join([*_head(title, name, normal, today), "", *_CLAIMS, *stubs]) + "\n"


def _head(title: str, name: str, text: str, today: date) -> list[str]:
    return [
        "# Fill in what is empty, and delete the lines that you do not need. docs/authoring.md explains each field.",
        f"document: {_identifier(name)}",
        f"title: {_quoted(title[:_LONGEST_TITLE])}",
        "kind:  # article, column, press-release, filing, paper, post, digest, wire or page",
        "publisher:  # id of an entity; `kg terms NAME` finds known ones",
        "# author:",
        "# url:  # only if you read the page itself",
        f"# read_on: {today.isoformat()}",
        "published:  # a day, or `2026-04-20 to 2026-04-26` with a `published_note`",
        "language: en",
        "summary:  # one sentence in your own words",
        f"text: {text_hash(text)}",
        "",
        "# Whom and what no other file declares:",
        "# entities:",
        "#   some-company: {class: Company, label: Some Company}",
    ]


_CLAIMS = [
    "# What is announced goes under `announcements:`, each with its claims; the rest stands here. Below are the",
    "# sentences with figures. Take the `# ` away from those that you use, complete them, delete the others, and",
    "# run `kg fmt --text FILE` to turn the quotes into places.",
    "# claims:",
]


def _stub(number: int, line: int, sentence: str, value: str) -> list[str]:
    return [
        f"#   figure-{number}:  # line {line}",
        "#     subject:",
        "#     predicate:",
        f"#     value: {_quoted(value)}",
        f"#     quote: {_quoted(sentence)}",
    ]


def _figures(text: str) -> Iterator[tuple[int, str, str]]:
    """Yield line, sentence and one figure of each sentence that holds a number."""
    for line, paragraph in enumerate(text.split("\n"), start=1):
        for sentence in _SENTENCE_END.split(paragraph):
            if len(sentence) > QUOTE:
                continue  # no sentence of a text, and too long to be quoted
            numbers = list(islice(_NUMBER.finditer(sentence), _MOST_NUMBERS))
            if numbers:
                figures = [_figure_at(sentence, number.start(), number.end()) for number in numbers]
                telling = (figure.text for figure in figures if figure and (figure.ratio or figure.unit != "NUM"))
                plain = (figure.text for figure in figures if figure)
                yield line, sentence.strip(), next(chain(telling, plain), numbers[0].group())


def _figure_at(sentence: str, start: int, end: int) -> Figure | None:
    """Return the longest words around a number that can be read as a figure."""
    before = sentence[:start].split(" ")[-_WORDS_AROUND:]
    after = sentence[end:].split(" ")[: _WORDS_AROUND + 1]
    lefts = ["", *(" ".join(before[n:]) for n in range(len(before)))]
    rights = ["", *(" ".join(after[: n + 1]) for n in range(len(after)))]
    number = sentence[start:end]
    candidates = [f"{left}{number}{right}".strip(_EDGES + " ") for left in lefts for right in rights]
    for candidate in sorted(candidates, key=len, reverse=True):
        try:
            return read_figure(candidate, where="the text")
        except BadInputError:
            continue
    return None


def _identifier(name: str) -> str:
    """Return the stem of a file name as an id, or `document` if nothing of it can stand in one."""
    return _NOT_ID.sub("-", PurePath(name).stem.lower()).strip("-")[:_LONGEST_ID].strip("-") or "document"


def _quoted(text: str) -> str:
    """Return `text` in double quotes, which YAML reads as JSON does."""
    quoted = json.dumps(text, ensure_ascii=False)
    return re.sub("[\x7f-\x9f\u2028\u2029\ufeff]", lambda match: f"\\u{ord(match.group()):04x}", quoted)
