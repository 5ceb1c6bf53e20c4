"""A log position and its chain in, the name under which a snapshot of the graph at that point is handed out.

The name also tells what the graph was built with, from the program's own files, so that a reader sees in a
millisecond and without the write side whether a snapshot shows the log to its end as this version would show it.
"""

import hashlib
from functools import cache
from pathlib import Path

from kg.resources import folder

_DECIDE = ("*.py", "events/*.py", "figures/*.py", "projections/*.py")
"""Files of the package that decide what the graph says."""
_DIGITS = 12


@cache
def program() -> str:
    """Return a short hash of the files that decide what the graph says."""
    package = Path(__file__).parent.parent
    files = [path for pattern in _DECIDE for path in sorted(package.glob(pattern))]
    digest = hashlib.sha256()
    for path in (*files, *sorted(folder("ontology").glob("*.ttl"))):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:_DIGITS]


def stamp(position: int, chain: str) -> str:
    """Return what a snapshot's name says behind its serial number."""
    return f"{position}-{chain[:_DIGITS]}-{program()}"
