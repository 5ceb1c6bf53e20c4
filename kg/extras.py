"""The name of an optional package in, its module out, or one sentence that tells how to install it."""

import importlib
from types import ModuleType

from kg.errors import KgError, quoted


class MissingExtraError(KgError):
    """A part of the program is asked for whose packages are not installed."""

    exit_code = 3

    def __init__(self, purpose: str, extra: str) -> None:
        super().__init__(
            f"{purpose} needs the extra {quoted(extra)}, which is not installed",
            next_step=f"`pip install 'claimledger[{extra}]'` installs it.",
        )


def load(module: str, *, extra: str, purpose: str) -> ModuleType:
    """Return an optional module.

    Parameters
    ----------
    module
        Its name as Python imports it.
    extra
        The extra of this distribution that brings it.
    purpose
        What needs it, as the subject of a sentence: `a PNG picture`.

    Raises
    ------
    MissingExtraError
        It is not installed.

    """
    try:
        return importlib.import_module(module)
    except ImportError:
        raise MissingExtraError(purpose, extra) from None
