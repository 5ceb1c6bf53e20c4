"""What an assistant gives a tool in, a sentence out where a tool would not do with it what was meant.

An argument that a tool does not know would be left out of account, and the answer be wider than what was asked. So the
arguments of every tool are closed: unknown names, wrong types and missing values are refused, with the near name.
"""

import inspect
from collections.abc import Callable, Mapping
from typing import Any

from kg.errors import BadInputError, near_misses

_LONGEST = 60
_LEAST, _MOST = 1, 1000
"""Of a limit; of more than 100 rows an answer says that some were left out."""
_KINDS: Mapping[type, str] = {str: "a text", int: "a whole number", bool: "true or false"}


def check(tool: Callable[..., object], given: Mapping[str, Any]) -> None:
    """Refuse what a tool does not take.

    Parameters
    ----------
    tool
        A tool as an assistant sees it.
    given
        Arguments by name, as they came.

    Raises
    ------
    BadInputError
        An argument is unknown, is needed, or is not of its type.

    """
    known = inspect.signature(tool).parameters
    name = getattr(tool, "__name__", "the tool")
    takes = f"It takes {', '.join(known)}." if known else "It takes none."
    for each in given:
        if each not in known:
            nested = "What narrows a question goes into `parameters`." if "parameters" in known else ""
            hints = (near_misses(each[:_LONGEST], known), takes, nested)
            raise BadInputError(f"{name} has no argument {each[:_LONGEST]!r}", next_step=" ".join(filter(None, hints)))
    for each, parameter in known.items():
        if each in given:
            _check_type(each, parameter.annotation, given[each])
        elif parameter.default is inspect.Parameter.empty:
            raise BadInputError(f"{name} needs the argument {each}", next_step=takes)


def _check_type(name: str, kind: object, value: object) -> None:
    if isinstance(kind, type) and kind in _KINDS:
        if type(value) is not kind:
            raise BadInputError(f"the argument {name} is {_said(value)}", next_step=f"Give {_KINDS[kind]}.")
        if name == "limit" and isinstance(value, int) and not _LEAST <= value <= _MOST:
            raise BadInputError("the argument limit is out of its range", next_step="Give a number from 1 to 100.")
        return
    if isinstance(value, str) and value.lstrip().startswith("{"):
        return  # some assistants write an object as a text, which is read as one
    if value is not None and not isinstance(value, Mapping):
        raise BadInputError(f"the argument {name} is {_said(value)}", next_step='Give an object, {"entity": "ID"} say.')
    for each, inner in (value or {}).items():
        if not isinstance(inner, str):
            raise BadInputError(f"the parameter {each[:_LONGEST]} is {_said(inner)}", next_step="Give a text.")


def by_name(given: Mapping[str, str]) -> dict[str, str]:
    """Return the parameters of a question under its own names, in which words are joined by hyphens.

    Raises
    ------
    BadInputError
        Two of them are one name written in two ways.

    """
    found: dict[str, str] = {}
    for written, value in given.items():
        name = written.replace("_", "-")
        if name in found:
            raise BadInputError(f"the parameter {name[:_LONGEST]} is given twice", next_step="Give it once.")
        found[name] = value
    return found


def _said(value: object) -> str:
    words = {
        type(None): "null",
        bool: "true or false",
        int: "a number",
        float: "a number",
        str: "a text",
        list: "a list",
    }
    return words.get(type(value), "an object")
