"""What the endpoint needs of a workspace: the graph of the present, again and again, and those of past views."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from kg.horizon import PRESENT, Horizon


class Vouching(Protocol):
    """What tells whether the files of a graph are as they were written."""

    def is_quick(self) -> bool:
        """Return whether a look takes no longer than asking the file system for each file."""
        ...

    def check(self, *, whole: bool = False) -> None:
        """Refuse the graph with a VerificationError where a file is not as it was written; `whole` hashes each."""
        ...


@dataclass(frozen=True, slots=True)
class Graph:
    """One read-only graph in a folder, which nobody writes to any more."""

    folder: Path
    position: int
    """The position of the log that it has reached."""
    tag: str
    """A short name that no graph with other statements has."""
    horizon: Horizon = PRESENT
    aside: tuple[int, ...] = ()
    """Positions of the records that it leaves out, since this version cannot read them."""
    vouching: Vouching | None = field(default=None, compare=False)
    """Is asked after each answer, before that is given; None for a graph that nobody else can reach."""


class Graphs(Protocol):
    """The port through which the endpoint sees a workspace; whoever composes the program hands it in."""

    def present(self) -> Graph:
        """Return the newest graph, at once.

        Raises
        ------
        KgError
            There is none; the sentence is for whoever runs the server.

        """
        ...

    def past(self, horizon: Horizon) -> Graph:
        """Return the graph of a past view, which may take minutes when it is first asked for. Raises as `present`."""
        ...

    def close(self) -> None:
        """Let go of what is held."""
        ...
