"""A name in, the folder of shipped data out: `ontology`, `queries` or `events`, in a wheel and in a checkout alike."""

from pathlib import Path
from typing import Literal

Shipped = Literal["ontology", "queries", "events"]


def folder(name: Shipped) -> Path:
    """Return the folder of shipped data called `name`."""
    package = Path(__file__).parent
    installed = package / "data" / name
    return installed if installed.is_dir() else package.parent / name
