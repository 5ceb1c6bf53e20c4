"""What a tool is given is closed: what it does not know is refused, and the near name is said."""

from collections.abc import Mapping
from typing import Any

import pytest

from kg.assistant.arguments import by_name, check
from kg.errors import BadInputError


def ask(question: str, *, parameters: Mapping[str, str] | None = None, limit: int = 50, ended: bool = False) -> None:
    """Stand for a tool."""


@pytest.mark.parametrize(
    "given",
    [
        {"question": "contested"},
        {"question": "contested", "parameters": {"entity": "x"}, "limit": 100, "ended": True},
        {"question": "contested", "parameters": None},
        {"question": "contested", "parameters": ' {"entity": "x"}'},
    ],
)
def test_what_fits_passes(given: dict[str, Any]) -> None:
    check(ask, given)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({}, "ask needs the argument question"),
        ({"question": "x", "entity": "y"}, "What narrows a question goes into `parameters`"),
        ({"question": "x", "Limit": 5}, "Did you mean limit?"),
        ({"quesion": "x"}, "Did you mean question?"),
        ({"question": 5}, "question is a number. Give a text"),
        ({"question": None}, "question is null"),
        ({"question": "x", "limit": "5"}, "limit is a text. Give a whole number"),
        ({"question": "x", "limit": True}, "limit is true or false"),
        ({"question": "x", "limit": 0}, "out of its range"),
        ({"question": "x", "limit": 10**30}, "out of its range"),
        ({"question": "x", "ended": 1}, "Give true or false"),
        ({"question": "x", "parameters": ["entity"]}, "parameters is a list. Give an object"),
        ({"question": "x", "parameters": "entity=y"}, "parameters is a text"),
        ({"question": "x", "parameters": {"entity": ["y"]}}, "the parameter entity is a list"),
        ({"question": "x", "y" * 500: 1}, "'" + "y" * 60 + "'"),
    ],
)
def test_what_does_not_fit_is_one_sentence(given: dict[str, Any], words: str) -> None:
    with pytest.raises(BadInputError) as caught:
        check(ask, given)
    assert words in caught.value.sentence()


def test_a_parameter_in_two_spellings_is_given_twice() -> None:
    assert by_name({"valid_on": "x", "entity": "y"}) == {"valid-on": "x", "entity": "y"}
    with pytest.raises(BadInputError, match="given twice"):
        by_name({"valid_on": "x", "valid-on": "y"})
