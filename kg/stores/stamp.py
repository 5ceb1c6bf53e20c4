"""A log position and its chain in, the name under which a snapshot of the graph at that point is handed out.

The name also tells what the graph was built with, by a hash of the program's own files, so that a reader sees in
milliseconds and without the write side whether a snapshot shows the log to its end as this program would show it. The
store keeps the same hash in its books: whatever changes the program rebuilds the graph, and nobody has to remember
to raise a number.
"""

import hashlib
from functools import cache
from pathlib import Path

from kg.files import read_bytes
from kg.resources import LARGEST, folder

DECIDE = tuple(
    f"{part}*.py" for part in ("", "dates/", "events/", "figures/", "projections/", "resolution/", "stores/")
)
"""Files of the package that decide what the graph says; `tests/stores/test_stamp.py` holds the list to the imports."""
_DIGITS = 12


@cache
def program() -> str:
    """Return a short hash of the files that decide what the graph says."""
    package = Path(__file__).parent.parent
    files = [path for pattern in DECIDE for path in sorted(package.glob(pattern))]
    digest = hashlib.sha256()
    for path in (*files, *sorted(folder("ontology").glob("*.ttl"))):
        digest.update(read_bytes(path, LARGEST))
    return digest.hexdigest()[:_DIGITS]


def of(position: int, chain: str) -> str:
    """Return what a snapshot's name says behind its serial number."""
    return f"{position}-{chain[:_DIGITS]}-{program()}"
