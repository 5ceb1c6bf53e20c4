"""What went wrong, as one sentence with a place and a next step; every class has an exit code that scripts can use."""

from collections.abc import Iterable

from kg.spelling import closest


class KgError(Exception):
    """A mistake that the user can mend.

    Parameters
    ----------
    what
        One sentence without a final full stop.
    where
        The place: a file with line and field, an id, a position.
    next_step
        What to do now, as an instruction.

    """

    exit_code = 4

    def __init__(self, what: str, *, where: str | None = None, next_step: str | None = None) -> None:
        self.what, self.where, self.next_step = what, where, next_step
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
    lowered = {choice.lower(): choice for choice in choices}
    close = closest(word.lower(), lowered, most=3)
    return f"Did you mean {' or '.join(lowered[name] for name in close)}?" if close else ""
