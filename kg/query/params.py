"""A question's text and values for its parameters in, a query with those values in it out.

A parameter is a variable `?_name_type`. A line `VALUES ?_name_type { … }` in each group that uses it holds its
default: a value, `UNDEF` for no restriction, or nothing where a value must be given. Binding writes values between
those braces, each as a whole RDF term, and touches nothing else, so that no value can become part of the query.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from kg.errors import BadInputError, near_misses, quoted
from kg.query.errors import ParameterError, QueryTextError
from kg.query.lexer import Token, tokens
from kg.query.lists import looked_up
from kg.query.terms import ARTICLES, EXAMPLES, TYPES

Given = Mapping[str, str | Sequence[str]]
_ONE = frozenset({"date", "integer", "decimal"})
"""Types of bounds, of which two would mean the wider one."""
_VARIABLE = re.compile(r"_([a-z][a-z0-9_]*)_([a-z]+)")


@dataclass(frozen=True, slots=True)
class Parameter:
    """A value that a question takes."""

    name: str
    type: str
    default: str | None
    """What stands between the braces: RDF terms, `UNDEF`, or None where a value must be given."""

    @property
    def variable(self) -> str:
        """Return the variable without its question mark."""
        return f"_{self.name.replace('-', '_')}_{self.type}"

    @property
    def required(self) -> bool:
        """Whether the question answers nothing without a value."""
        return self.default is None


@dataclass(frozen=True, slots=True)
class _Clause:
    """One `VALUES ?_name_type { … }`."""

    variable: Token
    start: int
    open: int
    close: int


@lru_cache(maxsize=128)
def parameters(text: str, *, source: str) -> tuple[Parameter, ...]:
    """Return the parameters of a question in the order in which its text names them.

    Raises
    ------
    QueryTextError
        A variable with a leading underscore has no type, or no VALUES line of its own with one and the same default.

    """
    found: dict[str, Parameter] = {}
    for clause in _clauses(text, source):
        match = _VARIABLE.fullmatch(clause.variable.text[1:])
        if match is None or match[2] not in TYPES:
            raise QueryTextError(
                f"{clause.variable.text} names no type of parameter",
                text,
                clause.variable.start,
                source=source,
                next_step=f"End the name with one of {', '.join(f'_{name}' for name in TYPES)}.",
            )
        default = text[clause.open + 1 : clause.close].strip() or None
        parameter = Parameter(match[1].replace("_", "-"), match[2], default)
        if found.setdefault(parameter.name, parameter) != parameter:
            raise QueryTextError(
                f"The parameter {parameter.name} is declared twice, with different types or defaults",
                text,
                clause.start,
                source=source,
            )
    for token in tokens(text, source=source):
        if token.kind == "variable" and token.text[1] == "_" and _name(token) not in found:
            raise QueryTextError(
                f"The parameter {token.text} has no VALUES line",
                text,
                token.start,
                source=source,
                next_step=f"Write VALUES {token.text} {{ UNDEF }} in the group that uses it.",
            )
    return tuple(found.values())


def _name(token: Token) -> str:
    match = _VARIABLE.fullmatch(token.text[1:])
    return match[1].replace("_", "-") if match else ""


@lru_cache(maxsize=128)
def _clauses(text: str, source: str) -> tuple[_Clause, ...]:
    return tuple(_find_clauses(text, source))


def _find_clauses(text: str, source: str) -> Iterator[_Clause]:
    found = tuple(tokens(text, source=source))
    for n, (word, variable, bracket) in enumerate(zip(found, found[1:], found[2:], strict=False)):
        opens = word.kind == "word" and word.text.upper() == "VALUES" and bracket.text == "{"
        if opens and variable.kind == "variable" and variable.text[1] == "_":
            close = next((token for token in found[n + 3 :] if token.kind in ("open", "close")), None)
            if close is None or close.text != "}":
                raise QueryTextError("This brace is not closed", text, bracket.start, source=source)
            yield _Clause(variable, word.start, bracket.start, close.start)


def bind(text: str, given: Given, *, source: str = "query") -> str:
    """Return `text` with the values of `given` in place of the defaults.

    Where neither gives a value, the VALUES line is taken out, which means the same as `UNDEF` and keeps the engine's
    plan simple. Where an id is given that need not be, the plain lists of the question are looked up (`lists.py`).
    Lines keep their numbers.

    Parameters
    ----------
    text
        A question.
    given
        Values by parameter name, as people write them; several values mean any of them.
    source
        What to call the text in error messages.

    Raises
    ------
    ParameterError
        A name is unknown, a value is missing or not of its type.

    """
    known = {parameter.name: parameter for parameter in parameters(text, source=source)}
    for name in given:
        if name not in known:
            offered = f"It takes {', '.join(known)}." if known else "It takes none."
            raise ParameterError(
                f"the question takes no parameter {quoted(name)}",
                where=source,
                next_step=" ".join(filter(None, (near_misses(name, known), offered))),
            )
    if any(given.get(name) for name, each in known.items() if (each.type, each.default) == ("id", "UNDEF")):
        text = looked_up(text, source=source)
    for name, values in given.items():
        if not isinstance(values, str) and not values and not known[name].required:
            raise ParameterError(
                f"{name} has no value",
                where=source,
                next_step="Leave it out, or give it one: empty it would ask for all.",
            )
    terms = {name: _terms(parameter, given.get(name, ()), source) for name, parameter in known.items()}
    parts, at = [], 0
    for clause in _clauses(text, source):
        values = terms[_name(clause.variable)]
        parts.append(text[at : clause.start])
        parts.append(_lines_of(text[clause.start : clause.close]) if values == "UNDEF" else "")
        parts.append("" if values == "UNDEF" else f"{text[clause.start : clause.open]}{{ {values} }}")
        at = clause.close + 1
    return "".join((*parts, text[at:]))


def _lines_of(text: str) -> str:
    return "\n" * text.count("\n")


def _terms(parameter: Parameter, given: str | Sequence[str], source: str) -> str:
    values = (given,) if isinstance(given, str) else tuple(given)
    if len(values) > 1 and parameter.type in _ONE:
        raise ParameterError(
            f"{parameter.name} has {len(values)} values", where=source, next_step="Give one, or ask for each."
        )
    if values:
        return " ".join(_term(parameter, value) for value in values)
    if parameter.default is None:
        raise ParameterError(
            f"the question needs a value for {parameter.name}",
            where=source,
            next_step=f"Add `-p {parameter.name}={EXAMPLES[parameter.type]}`, for instance.",
        )
    return parameter.default


def _term(parameter: Parameter, value: str) -> str:
    try:
        return TYPES[parameter.type](value)
    except (ValueError, KeyError, BadInputError):
        raise ParameterError(
            f"{quoted(value)} is not {ARTICLES[parameter.type]}",
            where=f"parameter {parameter.name}",
            next_step=f"Write it like {EXAMPLES[parameter.type]}.",
        ) from None
