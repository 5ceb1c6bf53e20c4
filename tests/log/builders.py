"""A number in, records for a log out; nothing depends on the clock or on chance."""

from collections.abc import Callable
from datetime import UTC, datetime
from hashlib import sha256

from kg.log import NewRecord

NOW = datetime(2026, 5, 14, 9, 30, tzinfo=UTC)
WORDS = "é \\n “x” "


def new(key: str, text: str = "{}", *, type_: str = "announcement-recorded", tags: tuple[str, ...] = ()) -> NewRecord:
    """Return a record that asks to be appended."""
    return NewRecord(key, type_, 1, text.encode(), tags)


def several(count: int, start: int = 0) -> list[NewRecord]:
    """Return records of three types with tags, and payloads of several sizes with characters beyond ASCII."""
    return [
        new(
            f"document-{number % 7}/claim-{number}",
            f'{{"n":{number},"text":"{WORDS * (number * 5 % 23)}"}}',
            type_=f"type-{number % 3}",
            tags=(f"entity:e{number % 5}", f"document:document-{number % 7}"),
        )
        for number in range(start, start + count)
    ]


def counted() -> Callable[[int], bytes]:
    """Return a source of salts that follow from a counter."""
    calls = iter(range(1, 1000))

    def entropy(size: int) -> bytes:
        blocks = (sha256(f"{next(calls)}".encode()).digest() for _ in range(0, size, 32))
        return b"".join(blocks)[:size]

    return entropy
