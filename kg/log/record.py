"""What a log takes and gives: new records in, recorded ones out, with the chain that shows any later change.

The log knows no event classes: a payload is UTF-8 text (JSON, by the convention of its writers) that comes back byte
for byte.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime

BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
GENESIS = "0" * 64
"""The chain value before the first record."""


@dataclass(frozen=True, slots=True)
class NewRecord:
    """A record that asks to be appended.

    Parameters
    ----------
    key
        Names the content for ever: a second record under it is the same one, or an error.
    type, schema
        Stable name of the event type and the version of its payload.
    payload
        UTF-8 text.
    tags
        What conditions and queries can ask for; a set, kept sorted.
    meta
        JSON text about the recording itself (program, version); not compared when a key comes back.

    """

    key: str
    type: str
    schema: int
    payload: bytes
    tags: tuple[str, ...] = ()
    meta: str = "{}"


@dataclass(frozen=True, slots=True)
class Record:
    """A record of the log. Positions count from 1 without gaps; hashes are SHA-256 in hexadecimal."""

    position: int
    key: str
    type: str
    schema: int
    recorded_at: datetime
    """When the log learnt it, in UTC. Order is given by the position alone: clocks go back."""
    meta: str
    payload: bytes | None
    """None once erased."""
    payload_hash: str
    """Hash of salt and payload; it stays when both are erased, and so does the chain."""
    chain: str
    """Hash over the previous chain and all fields but payload and salt."""
    tags: tuple[str, ...] = ()
    salt: bytes | None = field(default=None, repr=False)
    """Sixteen random bytes, so that an erased payload cannot be guessed from its hash."""
    damaged: bool = False
    """Whether instant or tags were changed to what is none: the one is `BEGINNING` then, the others are missing."""


@dataclass(frozen=True, slots=True)
class Head:
    """The end of a log: its last position (0 when empty) and the chain there, which vouches for all before."""

    position: int = 0
    chain: str = GENESIS


@dataclass(frozen=True, slots=True)
class Damage:
    """The first place where a log is not as it was written."""

    position: int | None
    """None where the file as a whole is damaged and no record can be named."""
    field: str
    """What disagrees, as far as can be told: `position`, `payload`, `payload hash`, `chain`, `covered fields`
    (one of key, type, schema, recorded_at, meta and tags), `tags index`, `key`, `row` or `file`."""
    what: str
    """One sentence without a full stop."""


def instant_text(value: datetime) -> str:
    """Return `value` as the log writes it: UTC, always with microseconds, so that text sorts as time does."""
    assert value.tzinfo is not None, "an instant without a zone would depend on the machine"
    return value.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"
