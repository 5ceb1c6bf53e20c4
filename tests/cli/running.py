"""What tests of commands share: the clock, the small corpus, what a command leaves behind."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

CORPUS = Path(__file__).parent / "corpus"
NOW = datetime(2026, 6, 15, 9, 30, tzinfo=UTC)


@dataclass(frozen=True)
class Ran:
    """What a command left behind."""

    code: int
    out: str
    err: str


Kg = Callable[..., Ran]
