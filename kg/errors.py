"""What went wrong, as one sentence with a place and a next step; every class has an exit code that scripts can use.

Errors echo what strangers wrote. So no error is longer than `LONGEST` characters a line, and none holds a character
that would move the cursor, turn the writing or begin a line of its own, whatever it is told of.
"""

from collections.abc import Iterable

from kg.characters import on_one_line, unpaired_in
from kg.spelling import closest

LONGEST = 600
"""Characters of one sentence with its place and next step."""
_LONGEST_PLACE = 200
_LEAST = 200
"""What a next step may take where the sentence before it is very long."""
_PLACE_BEGINS = 60
_LONGEST_NAME = 100
"""A longer word is no misspelt name, and comparing takes time by its length."""


class KgError(Exception):
    """A mistake that the user can mend.

    Parameters
    ----------
    what
        One sentence without a final full stop; or several, one a line, that are sentences with their places already.
    where
        The place: a file with line and field, an id, a position.
    next_step
        What to do now, as an instruction.

    """

    exit_code = 4

    def __init__(self, what: str | tuple[str, ...], *, where: str | None = None, next_step: str | None = None) -> None:
        self.where = where and cut_inside(where, _LONGEST_PLACE)
        room = LONGEST - len(self.where or "") - len(": . ")
        lines = (what,) if isinstance(what, str) else what
        said = [on_one_line(line[: LONGEST + 1]) for line in lines]
        self.next_step = next_step and cut(next_step, max(room - max(map(len, said), default=0), _LEAST))
        self.what = "\n".join(_shortened(line, room - len(self.next_step or "")) for line in said)
        super().__init__(self.sentence())

    def sentence(self) -> str:
        """Return place, problem and next step as one line of text."""
        head = f"{self.where}: {self.what}" if self.where else self.what
        return f"{head}. {self.next_step}" if self.next_step else head


class UsageError(KgError):
    """The command line asks for something that no command offers."""

    exit_code = 2


class NoWorkspaceError(KgError):
    """There is no workspace here, or it cannot be opened as one."""

    exit_code = 3


class BadInputError(KgError):
    """A file, value, id or query cannot be read as what it should be."""

    exit_code = 4


class VerificationError(KgError):
    """Stored bytes are not what was recorded."""

    exit_code = 5


class PartlyDoneError(KgError):
    """Some items were done and others set aside."""

    exit_code = 6


class LimitError(KgError):
    """A deadline, a memory cap or a size limit was reached."""

    exit_code = 7


class LockedError(KgError):
    """Another process holds what this one needs."""

    exit_code = 8


def near_misses(word: str, choices: Iterable[str]) -> str:
    """Return a sentence that names up to three choices close to `word`, or an empty string."""
    if len(word) > _LONGEST_NAME:
        return ""
    lowered = {choice.lower(): choice for choice in choices}
    close = closest(word.lower(), lowered, most=3)
    return f"Did you mean {' or '.join(lowered[name] for name in close)}?" if close else ""


def quoted(text: str, most: int = 60) -> str:
    """Return foreign text as an error echoes it: in quotation marks, on one line, cut, with nothing hidden in it."""
    plain = cut(text, most)
    mark = '"' if "'" in plain and '"' not in plain else "'"
    return f"{mark}{plain}{mark}"


def check_whole(text: str, *, where: str) -> None:
    """Refuse a text with half a character, which no answer can be written with.

    Raises
    ------
    BadInputError
        It holds a lone surrogate: bytes that are no UTF-8, or half of an escape in JSON.

    """
    if unpaired_in(text):
        raise BadInputError(
            f"{quoted(text)} holds half a character", where=where, next_step="Write whole characters, in UTF-8."
        )


def cut(text: str, most: int) -> str:
    """Return `text` on one line, what hides in it as escapes, and at most `most` characters of it."""
    return _shortened(on_one_line(text[: most + 1]), most)


def _shortened(plain: str, most: int) -> str:
    return plain if len(plain) <= most else f"{plain[: most - 1]}…"


def cut_inside(text: str, most: int) -> str:
    """Return `text` as `cut` does, but with its beginning and its end where it is too long, as a path is read."""
    plain = on_one_line(text if len(text) <= most else f"{text[:_PLACE_BEGINS]}…{text[-most:]}")
    return plain if len(plain) <= most else f"{plain[:_PLACE_BEGINS]}…{plain[_PLACE_BEGINS + 1 - most :]}"
