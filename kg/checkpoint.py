"""A log in, a few lines that vouch for where it stands out; and a later state of it judged by such lines.

A hash chain shows every change but one: that the end was cut off, or an older copy put in its place. For that something
must be kept outside. A checkpoint is a text file that any tool can sign; after each command that records, the newest
one is also kept in the user's own state folder: once by the ledger itself, so that it follows a ledger that is moved,
linked or copied, and once by the path of the workspace, so that another ledger in its place shows.
"""

import hashlib
import json
import os
import re
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from kg.errors import BadInputError
from kg.files import UnreadableError, make_folder, read_bytes, remove, write_whole
from kg.log import Log

FORMAT = "claimledger checkpoint 1"
LARGEST = 10_000
"""Bytes; signatures may stand behind the lines."""
_LINES = re.compile(
    rf"\A{FORMAT}\nledger ([0-9a-f]{{64}})\nposition ([0-9]{{1,15}})\nchain ([0-9a-f]{{64}})\nsaved ([0-9TZ:.+-]+)\n"
    r'(?:at (".*")\n)?'
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
    at: str = ""
    """Folder of the workspace, in what kg keeps by itself."""

    def text(self) -> str:
        """Return the lines that are kept and signed."""
        lines = f"{FORMAT}\nledger {self.ledger}\nposition {self.position}\nchain {self.chain}\nsaved {self.saved}\n"
        return f"{lines}at {json.dumps(self.at)}\n" if self.at else lines


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
    at = ""
    with suppress(ValueError):
        at = str(json.loads(found[5] or '""'))
    return Checkpoint(found[1], int(found[2]), found[3], found[4], at)


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


def kept_at(path: Path, *, below: Path) -> Checkpoint | None:
    """Return the checkpoint that is kept at `path`, or None where there is none; no link is followed from `below` on.

    Raises
    ------
    BadInputError
        There is one, and it cannot be read: what it vouched for cannot be told.

    """
    if not os.path.lexists(path):
        return None
    try:
        return read_checkpoint(read_bytes(path, LARGEST, below=below).decode(), where=str(path))
    except (UnreadableError, UnicodeDecodeError, BadInputError):
        raise BadInputError(
            "the checkpoint that is kept here cannot be read",
            where=str(path),
            next_step="If you know why, `kg checkpoint --renew` writes it anew.",
        ) from None


class Kept:
    """What is kept of one workspace in the user's state folder.

    Parameters
    ----------
    state
        The folder in which programs of this user keep their state.
    workspace
        The folder of the workspace, by whatever path.

    """

    def __init__(self, state: Path, workspace: Path) -> None:
        self._state, self._folder = state, state / "claimledger" / "checkpoints"
        self._root = workspace.resolve()
        self._paths = tuple(self._folder / f"{_hashed(path)}.txt" for path in (self._root, workspace.absolute()))
        """By the path; the second was its name before, where a link leads to the workspace."""

    def place(self, log: Log) -> Path | None:
        """Return the file that has something to say of a log, if any."""
        found = (*self._paths, *self._of(log))
        return next((path for path in found if os.path.lexists(path)), None)

    def doubt(self, log: Log) -> str | None:
        """Return what the kept checkpoint says against a log, or None where it says nothing."""
        path = self.place(log)
        if path is None:
            return None
        try:
            kept = kept_at(path, below=self._state)
        except BadInputError as error:
            return error.sentence()
        found = differs(log, kept) if kept else None
        if not found or not kept or path in self._paths:
            return found
        where = f" in {kept.at}" if kept.at and kept.at != str(self._root) else ""
        return f"{found}{where}; this may be an older copy of it"

    def keep(self, saved: Checkpoint, *, renew: bool = False) -> None:
        """Write a checkpoint so that it is there whole or not at all; OSError says why it cannot be.

        What is kept of the ledger itself is not replaced by less, which a copy may have, unless with `renew`.
        """
        named, old = self._paths
        self._write(named, saved)
        if old != named:
            remove(old, below=self._state)
        path = self._by_ledger(saved.ledger)
        known = None
        with suppress(BadInputError):
            known = kept_at(path, below=self._state)
        if renew or known is None or known.position <= saved.position:
            self._write(path, saved)

    def forget(self) -> None:
        """Drop what is kept by the path: a new ledger begins there."""
        for path in self._paths:
            remove(path, below=self._state)

    def _of(self, log: Log) -> tuple[Path, ...]:
        first = next(log.read(limit=1), None)
        return (self._by_ledger(first.chain),) if first else ()

    def _write(self, path: Path, saved: Checkpoint) -> None:
        self._state.mkdir(parents=True, exist_ok=True)
        make_folder(self._folder, below=self._state)
        write_whole(path, replace(saved, at=str(self._root)).text(), below=self._state)

    def _by_ledger(self, ledger: str) -> Path:
        return self._folder / f"ledger-{ledger[:32]}.txt"


def _hashed(path: Path) -> str:
    return hashlib.sha256(str(path).encode(errors="surrogateescape")).hexdigest()[:32]
