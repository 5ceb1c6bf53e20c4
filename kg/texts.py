"""A document's text in, its normal form, hashes and words out; texts live in `documents/<id>/` and nowhere else.

A newspaper may ask for its text back, so no event and no store holds a text or a quote: the words under a span are
read from here when they are shown.
"""

import hashlib
import os
import re
import unicodedata
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from kg.characters import visible
from kg.errors import BadInputError, VerificationError
from kg.files import (
    TooLargeError,
    UnreadableError,
    make_folder,
    read_bytes,
    remove,
    write_whole,
)
from kg.folders import NotOursError, names, remove_folder
from kg.ids import check_name, is_name
from kg.lengths import LINES

_TEXT = "text.txt"
_HASH = re.compile(r"[0-9a-f]{12}")
LARGEST_TEXT = 16 * 2**20
"""Bytes; a longer file is a book or a mistake."""
MOST_MARKS = 30


@dataclass(frozen=True, slots=True)
class Span:
    """A place in a document's normalised text, as Unicode code points, end exclusive."""

    start: int
    end: int
    words_hash: str
    """First 12 hexadecimal digits of the SHA-256 of the words in UTF-8."""

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            message = f"a span starts at 0 or later and ends after it starts, not {self.start}-{self.end}"
            raise ValueError(message)
        if self.end > LARGEST_TEXT:
            message = f"no text has {LARGEST_TEXT} letters, and a span ends at {self.end}"
            raise ValueError(message)
        if not _HASH.fullmatch(self.words_hash):
            message = f"a span's hash has 12 hexadecimal digits, not {self.words_hash!r}"
            raise ValueError(message)


def normalise(raw: str) -> str:
    """Return `raw` in NFC, with line feeds as line ends, none at the end, and no byte order mark at the beginning."""
    unix = raw.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", unix).rstrip("\n")


def text_hash(text: str) -> str:
    """Return `sha256:` and the hash of a normalised text."""
    return "sha256:" + hashlib.sha256(text.encode()).hexdigest()


def words_hash(words: str) -> str:
    """Return the short hash that a span carries of its words."""
    return hashlib.sha256(words.encode()).hexdigest()[:12]


def span_of(text: str, start: int, end: int) -> Span:
    """Return the span from `start` to `end` with the hash of the words that stand there."""
    return Span(start=start, end=end, words_hash=words_hash(text[start:end]))


def words_under(text: str, span: Span) -> str | None:
    """Return the words at `span`, or None if other words stand there or the text is too short."""
    words = text[span.start : span.end]
    return words if span.end <= len(text) and words_hash(words) == span.words_hash else None


def misfit(text: str, span: Span) -> str | None:
    """Return why what stands at `span` is no evidence, or None: other words, or nothing that a reader sees."""
    words = words_under(text, span)
    if words is None:
        return f"other words stand at {span.start}-{span.end} of the text"
    return None if visible(words) else f"nothing that can be seen stands at {span.start}-{span.end} of the text"


def check_seen(spans: Iterable[tuple[str, Span]], text: str) -> None:
    """Refuse a text in which the words of a claim cannot be seen; `spans` come with the ids of their claims.

    Raises
    ------
    BadInputError
        Zero-width, tag or other characters without a shape are all that stands at a claim's place.

    """
    for claim, span in spans:
        words = words_under(text, span)
        if words is not None and not visible(words):
            raise BadInputError(
                f"nothing that can be seen stands at {span.start}-{span.end} of the text",
                where=claim,
                next_step="What nobody can see is no evidence: give the place of words, or a locator.",
            )


def paragraph_around(text: str, span: Span) -> tuple[str, str, str]:
    """Return the line that holds the span in three parts: before, the words, after."""
    begin = text.rfind("\n", 0, span.start) + 1
    finish = text.find("\n", span.end)
    return text[begin : span.start], text[span.start : span.end], text[span.end : finish if finish >= 0 else None]


def read_text_file(path: Path, *, link: bool = True) -> str:
    """Return the normalised text of a UTF-8 file, which may be a symbolic link if `link` says so.

    Raises
    ------
    BadInputError
        The file is missing, no regular file, too large, empty, not UTF-8 text, or no text of any language.

    """
    try:
        raw = read_bytes(path, LARGEST_TEXT, link=link).decode()
    except TooLargeError:
        raise BadInputError(
            "the text is larger than 16 MiB", where=str(path), next_step="Cut it to the article."
        ) from None
    except UnreadableError as error:
        raise BadInputError(
            f"the text {error}", where=str(path), next_step="Name a plain text file in UTF-8."
        ) from None
    except UnicodeDecodeError as error:
        raise BadInputError(
            f"the file is not UTF-8 text (byte {error.start})",
            where=str(path),
            next_step="Save it as UTF-8, or extract the text first.",
        ) from None
    if "\x00" in raw:
        raise BadInputError("the file holds NUL characters", where=str(path), next_step="Give a plain text file.")
    check_marks(raw, where=str(path))
    text = normalise(raw)
    if (lines := text.count("\n") + 1) > LINES:
        raise BadInputError(
            f"the text has {lines:,} lines, and {LINES:,} are the most",
            where=str(path),
            next_step="Cut it to the article.",
        )
    if not text.strip():
        raise BadInputError("the text is empty", where=str(path), next_step="Give the article's words.")
    return text


def check_marks(text: str, *, where: str) -> None:
    """Refuse a text with very many accents on one letter, whose normal form takes time by the square of their number.

    Raises
    ------
    BadInputError
        More than 30 combining marks follow each other, the limit of Unicode's own stream-safe format (UAX 15).

    """
    marks = "" if text.isascii() else "".join(sorted(char for char in set(text) if unicodedata.combining(char)))
    found = re.search(f"[{marks}]{{{MOST_MARKS + 1}}}", text) if marks else None
    if found:
        raise BadInputError(
            f"more than {MOST_MARKS} accents stand on one letter (character {found.start()})",
            where=where,
            next_step="Delete them; no language is written like this.",
        )


class Texts:
    """The folder of attached texts of one workspace."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def path(self, document: str) -> Path:
        """Return where the text of `document` lives. Raises BadInputError where no document is called so."""
        return self._folder / check_name(document, where=str(self._folder)) / _TEXT

    def holds(self, document: str) -> bool:
        """Return whether something lies where the text of `document` would."""
        return os.path.lexists(self.path(document))

    def remove(self, document: str) -> None:
        """Remove the folder of a document for good, if one was made here: one that holds a text, or nothing.

        A folder of this name that holds other things is not ours, and stays; so does what a link leads to.
        """
        folder = self.path(document).parent
        if folder.is_symlink():
            remove(folder, below=self._folder.parent)
        with suppress(NotOursError):
            remove_folder(folder, below=self._folder.parent, mark=_TEXT)

    def get(self, document: str) -> str | None:
        """Return the attached text, or None where none is attached.

        Raises
        ------
        VerificationError
            The file is no longer the text that was attached, or cannot be read.

        """
        path = self.path(document)
        if not os.path.lexists(path):
            return None
        try:
            return read_bytes(path, 2 * LARGEST_TEXT, below=self._folder.parent).decode()
        except (UnreadableError, UnicodeDecodeError) as error:
            raise VerificationError(
                f"the attached text cannot be read ({error})",
                where=str(path),
                next_step=f"Delete the file; `kg attach {document} FILE` attaches the text again.",
            ) from None

    def attached(self) -> tuple[str, ...]:
        """Return the ids of the documents that have a text, sorted."""
        found = names(self._folder, below=self._folder.parent, kind="any")
        return tuple(path.name for path in found if is_name(path.name) and os.path.lexists(path / _TEXT))

    def put(self, document: str, text: str) -> None:
        """Write a normalised text so that it is there whole or not at all, and stays there after a power cut."""
        path = self.path(document)
        make_folder(path.parent, below=self._folder.parent)
        write_whole(path, text, below=self._folder.parent)
