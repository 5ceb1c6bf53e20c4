"""What can be wrong with a question, each with the place in its text."""

from kg.characters import hidden_in
from kg.errors import BadInputError

_SHOWN = 100


class QueryTextError(BadInputError):
    """The text of a query cannot be read, or asks for something that is not offered.

    Parameters
    ----------
    what
        One sentence without a final full stop.
    text
        The whole query.
    offset
        Where in `text` the trouble begins, in code points.
    source
        What the text is, for the reader: a file's path, or "query".
    next_step
        What to do now.

    """

    def __init__(
        self, what: str, text: str, offset: int, *, source: str = "query", next_step: str | None = None
    ) -> None:
        offset = min(max(offset, 0), len(text))
        start = text.rfind("\n", 0, offset) + 1
        end = text.find("\n", start)
        self.line, self.column = text.count("\n", 0, offset) + 1, offset - start + 1
        self.excerpt = _excerpt(text[start : len(text) if end < 0 else end], self.column - 1)
        """The line in question and a second line with a caret below the place."""
        super().__init__(what, where=f"{source}, line {self.line}, column {self.column}", next_step=next_step)


def _excerpt(line: str, column: int) -> str:
    first = max(0, column - _SHOWN // 2)
    shown = "".join(
        char if char.isprintable() and not hidden_in(char) else " " for char in line[first : first + _SHOWN]
    )
    return f"{shown}\n{' ' * (column - first)}^"


class UnknownQuestionError(BadInputError):
    """No question file has this name."""


class QuestionFileError(BadInputError):
    """A question file breaks the rules of queries/README.md."""


class ParameterError(BadInputError):
    """A parameter is unknown, missing or not of its type."""
