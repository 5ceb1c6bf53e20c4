"""A log in, a few lines that vouch for where it stands out; and a later state of it judged by such lines.

A hash chain shows every change but one: that the end was cut off, or an older copy put in its place. For that something
must be kept outside. A checkpoint is a text file that any tool can sign; after each command that records, the newest
one is also kept in the user's own state folder, by the path of the workspace.
"""

import hashlib
import os
import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from kg.errors import BadInputError
from kg.files import UnreadableError, read_bytes, remove, write_whole
from kg.log import Log

FORMAT = "claimledger checkpoint 1"
LARGEST = 10_000
"""Bytes; signatures may stand behind the lines."""
_LINES = re.compile(
    rf"\A{FORMAT}\nledger ([0-9a-f]{{64}})\nposition ([0-9]{{1,15}})\nchain ([0-9a-f]{{64}})\nsaved ([0-9TZ:.+-]+)\n"
)


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """Where a log stood."""

    ledger: str
    """The chain at its first record, which no other ledger has."""
    position: int
    chain: str
    saved: str
    """When this was written, as an ISO instant."""

    def text(self) -> str:
        """Return the lines that are kept and signed."""
        return f"{FORMAT}\nledger {self.ledger}\nposition {self.position}\nchain {self.chain}\nsaved {self.saved}\n"


def checkpoint(log: Log, *, now: datetime) -> Checkpoint | None:
    """Return where a log stands, or None where it is empty."""
    first = next(log.read(limit=1), None)
    if first is None:
        return None
    head = log.head()
    return Checkpoint(first.chain, head.position, head.chain, now.isoformat(timespec="seconds").replace("+00:00", "Z"))


def read_checkpoint(text: str, *, where: str) -> Checkpoint:
    """Return the checkpoint at the beginning of `text`; what stands behind it, such as a signature, is not looked at.

    Raises
    ------
    BadInputError
        There is none.

    """
    found = _LINES.match(text.replace("\r\n", "\n"))
    if found is None:
        raise BadInputError(
            "this is no checkpoint of a ledger", where=where, next_step="`kg checkpoint -o FILE` writes one."
        )
    return Checkpoint(found[1], int(found[2]), found[3], found[4])


def differs(log: Log, kept: Checkpoint) -> str | None:
    """Return in what a log is not the one that a checkpoint vouches for, or None where it is, or has gone on since."""
    first, head = next(log.read(limit=1), None), log.head()
    if first is None or first.chain != kept.ledger:
        return f"another ledger stood here on {kept.saved[:10]}, with {kept.position} records"
    if head.position < kept.position:
        return f"the log ends at record {head.position}, and on {kept.saved[:10]} it had {kept.position}"
    held = next(log.read(after=kept.position - 1, limit=1), None)
    if held is None or held.chain != kept.chain:
        return f"record {kept.position} is not the one that stood there on {kept.saved[:10]}"
    return None


def place(state: Path, workspace: Path) -> Path:
    """Return where the newest checkpoint of the workspace at a path is kept, below the user's state folder."""
    name = hashlib.sha256(str(workspace.absolute()).encode(errors="surrogateescape")).hexdigest()[:32]
    return state / "claimledger" / "checkpoints" / f"{name}.txt"


def kept_at(path: Path) -> Checkpoint | None:
    """Return the checkpoint that is kept at `path`, or None where there is none.

    Raises
    ------
    BadInputError
        There is one, and it cannot be read: what it vouched for cannot be told.

    """
    if not os.path.lexists(path):
        return None
    try:
        return read_checkpoint(read_bytes(path, LARGEST, link=False).decode(), where=str(path))
    except (UnreadableError, UnicodeDecodeError, BadInputError):
        raise BadInputError(
            "the checkpoint that is kept here cannot be read",
            where=str(path),
            next_step="If you know why, `kg checkpoint --renew` writes it anew.",
        ) from None


def doubt(log: Log, path: Path) -> str | None:
    """Return what the checkpoint that is kept at `path` says against a log, or None where it says nothing."""
    try:
        kept = kept_at(path)
    except BadInputError as error:
        return error.sentence()
    return differs(log, kept) if kept else None


def keep(path: Path, saved: Checkpoint) -> None:
    """Write a checkpoint so that it is there whole or not at all; OSError says why it cannot be."""
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, saved.text())


def forget(path: Path) -> None:
    """Remove the checkpoint that is kept at `path`, if there is one."""
    remove(path)
