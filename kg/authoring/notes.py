"""What is noted while one file is read: problems, warnings, and the entities it names; and the checks that note."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import TypeVar

from kg.authoring.problems import MOST_PROBLEMS, AuthoringError, Place, Problem
from kg.errors import BadInputError, near_misses
from kg.ids import check_name
from kg.texts import check_marks

FEW = 12
"""Names listed in an error when none is close; more are looked up with `kg terms`."""
_Read = TypeVar("_Read")


@dataclass(slots=True)
class Notes:
    """The notes on one file."""

    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    references: list[tuple[str, Place]] = field(default_factory=list)
    """Entity ids that the file names, each with its place."""

    def note(self, place: Place, message: str, next_step: str | None = None) -> None:
        """Note a problem. Raises AuthoringError where there are so many that reading on would help nobody."""
        self.problems.append(place.problem(message, next_step))
        if len(self.problems) >= MOST_PROBLEMS:
            raise AuthoringError(self.problems)

    def warn(self, place: Place, message: str, next_step: str | None = None) -> None:
        """Note something that is allowed and seldom meant."""
        self.warnings.append(place.problem(message, next_step))

    def attempt(self, reader: Callable[..., _Read], text: str, place: Place) -> _Read | None:
        """Return what `reader` makes of `text`, or None after noting why it cannot be read."""
        try:
            read: _Read = reader(text, where=str(place))
        except BadInputError as error:
            self.note(place, error.what, error.next_step)
            return None
        return read

    def is_readable(self, text: str, place: Place) -> bool:
        """Return whether `text` can be brought into its normal form in little time, noting it if not."""
        try:
            check_marks(text, where=str(place))
        except BadInputError as error:
            self.note(place, error.what, error.next_step)
            return False
        return True

    def is_name(self, text: str, place: Place) -> bool:
        """Return whether `text` can be an id, noting it if not."""
        return self.attempt(check_name, text, place) is not None

    def is_reference(self, text: str, place: Place) -> bool:
        """Return whether `text` can be an entity's id, remembering that it was named."""
        if self.is_name(text, place):
            self.references.append((text, place))
            return True
        return False

    def is_known(self, word: str, known: Collection[str], what: str, place: Place) -> bool:
        """Return whether `word` is in `known`, noting it with near misses if not."""
        if word in known:
            return True
        close = near_misses(word, known)
        if len(known) <= FEW:
            step = close or f"Choose from {', '.join(sorted(known))}."
        else:
            step = f"{close} `kg terms {word.split(maxsplit=1)[0][:40]}` searches the vocabulary.".lstrip()
        self.note(place, f"there is no {what} {word[:60]!r}", step)
        return False
