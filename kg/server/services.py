"""What every resource needs, put together once and handed to each request."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from kg.query.engine import Limits
from kg.server.graphs import Graphs
from kg.server.pool import Pool
from kg.server.spool import Room


@dataclass(frozen=True, slots=True)
class Services:
    """The parts of a running endpoint."""

    graphs: Graphs
    pool: Pool
    limits: Limits
    now: Callable[[], datetime]
    """The clock by which things are judged as due."""
    folders: tuple[Path, ...]
    """Where questions lie."""
    say: Callable[[str], None]
    """Tells whoever runs the server a sentence."""
    room: Room = field(default_factory=Room)
    """Where answers wait for their clients."""
    known: dict[str, object] = field(default_factory=dict)
    """What was found out about the newest graph, by name of what it is; see `kg/server/asking.py`."""
