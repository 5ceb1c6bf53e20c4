"""A path or bytes in, the checked text of an authored file out."""

from pathlib import Path

from kg.authoring.problems import AuthoringError, Problem
from kg.characters import unpaired_in, unwanted
from kg.files import TooLargeError, UnreadableError, read_bytes

LARGEST_FILE = 5 * 10**6
"""Bytes; a hand-written document has some ten thousand."""


def read_source(path: Path, *, link: bool = True) -> str:
    """Return the text of the authored file at `path`, which may be a link if `link` says so.

    Raises
    ------
    AuthoringError
        The file is missing, no regular file, too large, not UTF-8, or holds control characters.

    """
    name = str(path)
    if unpaired_in(name):
        raise _refused(name, "the name of the file is not UTF-8 text", "Rename it.")
    try:
        raw = read_bytes(path, LARGEST_FILE, link=link)
    except TooLargeError:
        raise _refused(name, "the file is larger than 5 MB", "Write one document a file.") from None
    except UnreadableError as error:
        raise _refused(name, f"the file {error}", "Name a YAML or JSON file that you may read.") from None
    return checked(raw, name)


def checked(raw: bytes | str, name: str) -> str:
    """Return `raw` as text, without a byte order mark, after the checks of `read_source`."""
    if len(raw) > LARGEST_FILE:
        raise _refused(name, "the file is larger than 5 MB", "Write one document a file.")
    try:
        text = raw.decode() if isinstance(raw, bytes) else raw
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1 if isinstance(raw, bytes) else 0
        raise _refused(name, f"the file is not UTF-8 text (byte {error.start})", "Save it as UTF-8.", line) from None
    text = text.removeprefix("\ufeff")
    found = unwanted().search(text)
    if found:
        line, column = line_and_column(text, found.start())
        what = f"the character U+{ord(found.group()):04X} cannot stand in a file"
        raise _refused(name, what, "Delete it, or put a plain space or line break in its place.", line, column)
    return text


def line_and_column(text: str, offset: int) -> tuple[int, int]:
    """Return the 1-based line and column of `offset`."""
    before = text[:offset].replace("\r\n", "\n").replace("\r", "\n")
    return before.count("\n") + 1, len(before) - before.rfind("\n")


def _refused(name: str, message: str, next_step: str, line: int = 0, column: int | None = None) -> AuthoringError:
    return AuthoringError([Problem(name, line, "", message, next_step, column)])
