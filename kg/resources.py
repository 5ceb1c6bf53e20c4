"""A name in, the folder of shipped data out: `ontology`, `queries` or `events`, in a wheel and in a checkout alike."""

from pathlib import Path
from typing import Literal

from kg.files import read_bytes

Shipped = Literal["ontology", "queries", "events"]
LARGEST = 16 << 20
"""Bytes of a shipped file."""


def folder(name: Shipped) -> Path:
    """Return the folder of shipped data called `name`."""
    package = Path(__file__).parent
    installed = package / "data" / name
    return installed if installed.is_dir() else package.parent / name


def text(name: Shipped, file: str) -> str:
    """Return the text of a shipped file."""
    return read_bytes(folder(name) / file, LARGEST).decode()
