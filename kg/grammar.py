"""What may stand in a field of a record, for every kind of field: the closed grammars that the models are made of.

Records come from whoever made a log, and an id in one becomes the name of a folder, a part of an IRI and a word in
somebody's query. So nothing passes here that could be more than what the field is for: an id has no slash and no
space, an address is one of the web, a day is in the calendar, a name shows all its letters. The patterns run in
pydantic's own regular expressions, in which `$` is the end of the text and nothing is tried twice.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints, ValidationError

from kg import lengths
from kg.characters import hidden_in, unpaired_in, visible
from kg.errors import BadInputError

_NAME = r"[a-z0-9](?:[a-z0-9._-]{0,118}[a-z0-9])?"
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_FIRST_YEAR, _LAST_YEAR = 1000, 2999
_HIDDEN_IN_WORDS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufdd0-\ufdef\ufffe\uffff]")


def _shown(value: str) -> str:
    """Refuse a name of which nothing can be seen, or in which something hides."""
    if not visible(value):
        message = "nothing in it can be seen"
        raise ValueError(message)
    if not value.isascii() and (char := hidden_in(value)):
        message = f"U+{ord(char):04X} may not stand in a name"
        raise ValueError(message)
    return value


def _whole(value: str) -> str:
    """Refuse what no file can hold (half characters, controls, what is no character), and what is blank."""
    if unpaired_in(value) or _HIDDEN_IN_WORDS.search(value):
        message = "a character stands here that no text holds"
        raise ValueError(message)
    if not value.strip():
        message = "it is blank"
        raise ValueError(message)
    return value


def _in_the_calendar(value: str) -> str:
    if not _FIRST_YEAR <= date.fromisoformat(value).year <= _LAST_YEAR:
        message = f"the year is not from {_FIRST_YEAR} to {_LAST_YEAR}"
        raise ValueError(message)
    return value


def _as_a_day(value: object) -> object:
    """Refuse what pydantic would take for a day and nobody wrote as one: numbers, instants."""
    if isinstance(value, str) and _DAY.fullmatch(value):
        return _in_the_calendar(value)
    if value is not None and type(value) is not date:
        message = "a day is written as YYYY-MM-DD"
        raise ValueError(message)
    return value


def _line(most: int) -> StringConstraints:
    return StringConstraints(min_length=1, max_length=most, pattern=r"^[^\x00-\x1f\x7f-\x9f\u{2028}\u{2029}]*$")


Name = Annotated[str, StringConstraints(pattern=f"^{_NAME}$")]
"""An id of an entity or document, or the key of a claim or an announcement (`kg.ids.check_name`)."""
Reference = Annotated[str, StringConstraints(pattern=f"^{_NAME}/{_NAME}$")]
"""The id of a claim: `document/key`."""
Judgement = Annotated[str, StringConstraints(pattern=f"^(?:merge|apart)/{_NAME}/{_NAME}(?:/[1-9][0-9]{{0,6}})?$")]
"""The key of a merge or a keeping apart."""
Word = Annotated[str, StringConstraints(pattern=rf"^[A-Za-z0-9](?:[A-Za-z0-9_-]{{0,{lengths.WORD - 2}}}[A-Za-z0-9])?$")]
"""A word that a vocabulary could have; whether it has it is asked where it is read (`kg.projections.words`)."""
Language = Annotated[
    str, StringConstraints(pattern=r"^[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*$", max_length=lengths.LANGUAGE)
]
"""A language tag: `en`, `de-CH`, `zh-Hant`."""
Address = Annotated[
    str,
    StringConstraints(
        pattern=r'^https?://[^\s<>"{}|\\^`\x00-\x20\x7f-\x9f]+$', max_length=lengths.ADDRESS, min_length=len("http://a")
    ),
    AfterValidator(_shown),
]
"""The address of a page on the web, which somebody may follow: no other scheme."""
Day = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"), AfterValidator(_in_the_calendar)]
"""A day of the calendar as an ISO date."""
TextHash = Annotated[str, StringConstraints(pattern=r"^sha256:[0-9a-f]{64}$")]
ContentHash = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Label = Annotated[str, _line(lengths.LABEL), AfterValidator(_whole), AfterValidator(_shown)]
"""What something is called."""
Title = Annotated[str, _line(lengths.TITLE), AfterValidator(_whole), AfterValidator(_shown)]
Phrase = Annotated[str, _line(lengths.PHRASE), AfterValidator(_whole)]
"""A few words in a line."""
Sentence = Annotated[str, StringConstraints(min_length=1, max_length=lengths.SENTENCE), AfterValidator(_whole)]
"""A sentence or several in our own words."""
Time = Annotated[str, _line(lengths.TIME), AfterValidator(_whole)]
"""A time as it was written."""
Written = Annotated[str, _line(lengths.FIGURE), AfterValidator(_whole)]
"""A figure as it was written."""
Bound = Annotated[date, BeforeValidator(_as_a_day)]
"""The first or last day of a time."""
Count = Annotated[int, Field(ge=1, le=1_000_000)]


def refusal(error: ValidationError) -> tuple[str, str]:
    """Return which field of a record was refused first, and why, as the end of a sentence."""
    first = error.errors(include_url=False, include_input=False, include_context=False)[0]
    why = first["msg"].removeprefix("Value error, ").removeprefix("Assertion failed, ")
    return ".".join(map(str, first["loc"])), why[:1].lower() + why[1:200]


@contextmanager
def refused_at(where: str) -> Iterator[None]:
    """Turn what a model refuses into an error of the input that `where` names.

    Raises
    ------
    BadInputError
        A record was made of something that no record may hold.

    """
    try:
        yield
    except ValidationError as error:
        field, why = refusal(error)
        raise BadInputError(
            f"`{field}` cannot be recorded: {why}", where=where, next_step="Change it, or leave it out."
        ) from None
