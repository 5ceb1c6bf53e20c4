"""What is noted while one file is read: problems, warnings, and the entities it names; and the checks that note."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import TypeVar, cast

from pydantic import ValidationError

from kg.authoring.problems import MOST_PROBLEMS, AuthoringError, Place, Problem
from kg.characters import hidden_in, named, visible
from kg.claim import Value
from kg.errors import BadInputError, near_misses, quoted
from kg.grammar import refusal
from kg.ids import check_name
from kg.texts import check_marks

FEW = 12
"""Names listed in an error when none is close; more are looked up with `kg terms`."""
_Read = TypeVar("_Read")
_Made = TypeVar("_Made", bound=Value)


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

    def made(self, model: type[_Made], place: Place, /, **fields: object) -> _Made:
        """Return a record of `model`, or a stand-in after noting why the model refuses it.

        Where something of the fields was noted before, that is the reason, and it is not said twice.
        """
        try:
            return model.model_validate(fields)
        except ValidationError as error:
            if not any(each.field.startswith(place.field) for each in self.problems):
                field, why = refusal(error)
                self.note(place, f"`{field}` cannot be recorded: {why}", "Change it, or leave it out.")
            return cast("_Made", model.model_construct().model_copy(update=fields))

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

    def is_label(self, text: str, place: Place) -> bool:
        """Return whether `text` reads as what it is, noting what hides in it if not."""
        hidden = hidden_in(text)
        if hidden:
            self.note(place, f"the character {named(hidden)} hides in a name", "Delete it: nobody can see it.")
        elif not visible(text):
            self.note(place, f"{quoted(text)} is no name that can be seen", "Write it in letters, digits or symbols.")
        return hidden is None and visible(text)

    def is_known(self, word: str, known: Collection[str], what: str, place: Place) -> bool:
        """Return whether `word` is in `known`, noting it with near misses if not."""
        if word in known:
            return True
        close = near_misses(word, known)
        if len(known) <= FEW:
            step = close or f"Choose from {', '.join(sorted(known))}."
        else:
            step = f"{close} `kg terms {word.split(maxsplit=1)[0][:40]}` searches the vocabulary.".lstrip()
        self.note(place, f"there is no {what} {quoted(word)}", step)
        return False
