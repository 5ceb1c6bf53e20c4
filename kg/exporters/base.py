"""What an exporter is: a name, a file ending, and a function from an opened graph to bytes."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import IO

import pyoxigraph as ox

Write = Callable[[ox.Store, IO[bytes]], int]
"""Writes the default graph of a read-only store and returns how many statements or rows it wrote."""


@dataclass(frozen=True, slots=True)
class Exporter:
    """One format that the graph can be written in."""

    name: str
    ending: str
    summary: str
    write: Write
