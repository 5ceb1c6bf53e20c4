"""What was asked for on every command alike: which workspace, which form, where to, how talkative."""

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import typer

from kg.errors import BadInputError, LimitError, UsageError, near_misses, quoted

if TYPE_CHECKING:
    from kg.horizon import Horizon
    from kg.workspace import Workspace

FORMATS = (
    *("auto", "text", "table", "json", "jsonl", "csv", "tsv", "md"),
    *("sparql-json", "sparql-xml", "sparql-csv", "sparql-tsv"),
    *("turtle", "ntriples", "nquads", "trig", "jsonld", "rdfxml"),
    *("html", "svg", "png"),
)
"""`auto`, `text` for pages, `kg.formats.FORMS`, `html` for reports and what pictures are written in.

They are listed here so that help needs no import.
"""

_LARGEST_INPUT = 16 << 20
"""Characters of standard input, more than any file may have; it may come from a device without end."""
_BY_ENDING = {
    ".csv": "csv",
    ".tsv": "tsv",
    ".json": "json",
    ".jsonl": "jsonl",
    ".md": "md",
    ".ttl": "turtle",
    ".nt": "ntriples",
    ".nq": "nquads",
    ".trig": "trig",
    ".jsonld": "jsonld",
    ".rdf": "rdfxml",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """The options that stand before or after any command."""

    now: Callable[[], datetime]
    """The clock."""
    workspace: Path | None = None
    format: str = "auto"
    output: Path | None = None
    force: bool = False
    quiet: bool = False
    no_color: bool = False
    no_progress: bool = False
    debug: bool = False
    as_of: str | None = None
    recorded_by: str | None = None
    without: tuple[str, ...] = ()
    assume: tuple[str, ...] = ()

    @property
    def form(self) -> str:
        """Return the format that was named, otherwise the one that the ending of the file names, or `auto`."""
        ending = self.output.suffix.lower() if self.output else ""
        return self.format if self.format != "auto" else _BY_ENDING.get(ending, "auto")

    @property
    def horizon(self) -> "Horizon":
        """Return what of the ledger was asked for."""
        from kg.horizon import PRESENT, read_horizon  # noqa: PLC0415 (only for commands that read the ledger)

        if self.as_of is None and self.recorded_by is None and not self.without and not self.assume:
            return PRESENT
        return read_horizon(self.as_of, self.recorded_by, self.without, self.assume)

    def with_given(self, given: dict[str, Any]) -> Self:
        """Return these options, those in `given` instead of what was said before.

        Raises
        ------
        UsageError
            Nobody writes the format.

        """
        name = given.get("format")
        if name is not None and name not in FORMATS:
            raise UsageError(
                f"nothing writes the format {quoted(name)}",
                next_step=near_misses(name, FORMATS) or f"There are {', '.join(FORMATS)}.",
            )
        return replace(self, **given)

    @property
    def state(self) -> Path:
        """Return the folder in which programs of this user keep their state."""
        named = os.environ.get("XDG_STATE_HOME", "")
        return Path(named) if Path(named).is_absolute() else Path.home() / ".local" / "state"

    def find(self) -> "Workspace":
        """Return the workspace that was named, or the nearest one from the current folder upwards."""
        from kg.workspace import find  # noqa: PLC0415 (only for commands that need a workspace)

        start = self.workspace or Path.cwd()
        return find(start.expanduser().absolute(), named=self.workspace is not None)


def asked(context: typer.Context) -> Asked:
    """Return what was asked for around this command."""
    found = context.obj
    assert isinstance(found, Asked), "the group's callback sets it"
    return found


def standard_input() -> str:
    """Return all of standard input.

    Raises
    ------
    BadInputError
        It is not text in the encoding of the terminal, as a rule UTF-8.
    LimitError
        It goes on and on.

    """
    try:
        content = sys.stdin.read(_LARGEST_INPUT + 1)
    except UnicodeDecodeError as error:
        raise BadInputError(
            f"it is not UTF-8 text (byte {error.start})", where="standard input", next_step="Convert it to UTF-8 first."
        ) from None
    if len(content) > _LARGEST_INPUT:
        raise LimitError(
            f"it has more than {_LARGEST_INPUT:,} characters", where="standard input", next_step="Give a part of it."
        )
    return content
