"""Words of a command line such as `document=inference-pivot` in, parameters by name out."""

from collections.abc import Iterable

from kg.errors import UsageError, quoted


def pairs(given: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Return the values of each name; one that stands several times has several.

    Raises
    ------
    UsageError
        A word is no name and value.

    """
    found: dict[str, tuple[str, ...]] = {}
    for pair in given:
        name, sign, value = pair.partition("=")
        if not sign or not name:
            raise UsageError(f"{quoted(pair)} is no parameter", next_step="Write it as name=value.")
        found[name] = (*found.get(name, ()), value)
    return found
