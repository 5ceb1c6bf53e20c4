"""What every log can do, whatever keeps it: the five verbs, taking over records of another copy, and erasing."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Literal, Protocol, Self

from kg.log.query import Condition, Queries
from kg.log.record import Damage, Head, NewRecord, Record

Mode = Literal["create", "write", "read"]
"""`create` makes the log if there is none; `write` and `read` want one."""


Admit = Callable[[NewRecord | Record], None]
"""What raises an error of the input where a record must not be taken in; the log itself knows no events."""


class Log(Protocol):
    """An append-only log. `tests/contracts/test_log.py` holds each implementation to what is written here."""

    def __enter__(self) -> Self:
        """Return the open log."""
        ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the log."""
        ...

    def append(
        self, records: Sequence[NewRecord], condition: Condition | None = None, *, now: datetime
    ) -> tuple[int, ...]:
        """Append a batch, all of it or nothing, and return the position of each record once it is durable.

        A record whose key is known, with the same type and payload, is not written again: its old position is
        returned. A batch of known records changes nothing and asks no condition, so a retry is always safe, unless
        the condition wants all of them to be new.

        Raises
        ------
        KeyTakenError
            A key is known with another type or payload, or with an erased one.
        ConditionFailedError
            A record that `condition` excludes has been appended meanwhile, or is known.
        LockedError
            Another process kept writing for longer than this log waits.
        StorageError
            The disk is full or failing.

        """
        ...

    def read(self, queries: Queries = (), *, after: int = 0, limit: int | None = None) -> Iterator[Record]:
        """Yield matching records behind position `after` in order, at most `limit`.

        Once a position has been seen, no record at or below it ever appears. Records appended during the reading are
        included.
        """
        ...

    def head(self) -> Head:
        """Return the last position and its chain value."""
        ...

    def subscribe(self, queries: Queries = (), *, after: int = 0, poll_seconds: float = 1.0) -> Iterator[Record]:
        """Yield what `read` yields, then wait for more, without end."""
        ...

    def verify(self, start: int = 1, stop: int | None = None) -> Damage | None:
        """Return the first damage among positions `start` to `stop` (None: to the end), or None.

        A range is judged from the chain value that stands before it. Records missing at the end cannot be seen from
        inside: compare `head` with one that was kept elsewhere.
        """
        ...

    def restore(self, records: Iterable[Record]) -> int:
        """Take over records of another copy of this log, with positions, instants, salts and chain; all or nothing.

        Records that this log already holds are skipped. Returns the number of records written. The records may come
        from a generator; what it raises leaves the log as it was.

        Raises
        ------
        BadInputError
            The records do not follow the head, or differ from those held at the same positions.
        VerificationError
            Their chain does not hold.

        """
        ...

    def erase(self, positions: Collection[int]) -> int:
        """Blank payload and salt at `positions` for ever, and leave no byte of them in the files of the log.

        All else stays as it is, and so does the chain. What is blank already stays so; the files are cleaned each
        time, so a call that was interrupted is made good by the next one. Returns the number of records blanked.

        Raises
        ------
        LockedError
            Another process reads or writes; the records are blank, but their bytes may still be in the files.
        StorageError
            The disk is full or failing; the same holds.

        """
        ...

    def close(self) -> None:
        """Let go of the log."""
        ...


class OpenLog(Protocol):
    """How a log is opened: `SqliteLog` is one."""

    def __call__(self, path: Path, *, mode: Mode = "write") -> Log:
        """Return the open log at `path`."""
        ...
