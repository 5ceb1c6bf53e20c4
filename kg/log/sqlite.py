"""Records in, durable positions out: the log in one SQLite file.

One process writes at a time and gives positions inside its transaction, so the order of positions is the order in which
records become visible. SQLite syncs its write-ahead log before a commit returns, so what is acknowledged survives a
power cut.
"""

import os
import sqlite3
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Self

from kg.errors import BadInputError, LockedError, VerificationError
from kg.log import tables
from kg.log.chain import SALT_BYTES, Row, chained, first_break, record_of, row_of
from kg.log.database import open_database
from kg.log.errors import ConditionFailedError, ExchangedError, KeyTakenError, named_errors
from kg.log.exchange import OpenFiles
from kg.log.port import Admit, Mode
from kg.log.query import Condition, Queries
from kg.log.record import BEGINNING, Damage, Head, NewRecord, Record, instant_text
from kg.log.walk import first_damage


class SqliteLog:
    """The log at `path`; what its methods promise stands in `kg.log.port.Log`.

    Parameters
    ----------
    path
        The file; SQLite keeps `-wal` and `-shm` beside it while it is open.
    mode
        `create`, `write` or `read`. A reader opens a log also in a folder that it cannot write, and may then see only
        what was there when it opened.
    busy_seconds
        How long to wait for another writer.
    entropy
        Where salts come from: a number of bytes in, that many bytes out.
    admit
        Called with each record that is new to this log before anything is written; what it raises refuses the batch.

    """

    def __init__(
        self,
        path: Path,
        *,
        mode: Mode = "write",
        busy_seconds: float = 30.0,
        entropy: Callable[[int], bytes] = os.urandom,
        admit: Admit = lambda _: None,
    ) -> None:
        self._path, self._entropy, self._admit, self._busy_seconds = path, entropy, admit, busy_seconds
        self._connection = open_database(path, mode, busy_seconds=busy_seconds)
        self._writes, self._written = mode != "read", Head()
        self._exchanged: ExchangedError | None = None
        try:
            with named_errors(path):
                self._files = OpenFiles(path, self._connection, writes=self._writes)
        except BaseException:
            self._connection.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self.close()
        except ExchangedError:
            if kind is None:
                raise

    def close(self) -> None:
        """Close the file.

        Raises
        ------
        ExchangedError
            A file of the log was exchanged since the last batch, which was acknowledged and may be gone.

        """
        try:
            if self._writes and not self._exchanged and self._files.are_open:
                with self._noticing(), self._files.alone(self._busy_seconds):
                    self._files.check()
                    if self._written.position:
                        self._files.check_head(self._written)
                    self._connection.close()
            elif not self._exchanged:
                self._connection.close()
        except LockedError:
            self._connection.close()
        except ExchangedError:
            if self._written.position:
                raise
        finally:
            self._files.close()

    def append(
        self, records: Sequence[NewRecord], condition: Condition | None = None, *, now: datetime
    ) -> tuple[int, ...]:
        """Append a batch, or nothing of it, and return the position of each record once it is durable."""
        with self._writing() as connection:
            known = tables.known(connection, [record.key for record in records])
            if known and condition and condition.all_new:
                raise ConditionFailedError(max(position for position, *_ in known.values()), condition.after)
            head = tables.last(connection)
            positions: list[int] = []
            new: list[NewRecord] = []
            for record in records:
                if record.key not in known:
                    new.append(record)
                    known[record.key] = head.position + len(new), record.type, record.payload
                position, type_, payload = known[record.key]
                if type_ != record.type or payload != record.payload:
                    raise KeyTakenError(record.key, position, erased=payload is None)
                positions.append(position)
            for record in new:
                self._admit(record)
            if new and condition:
                self._refuse_if_overtaken(condition)
            salts = self._entropy(SALT_BYTES * len(new))
            rows = chained(new, head, recorded_at=instant_text(now), salts=salts)
            tables.insert(connection, rows, _tagged(new, head.position + 1))
        return tuple(positions)

    def read(self, queries: Queries = (), *, after: int = 0, limit: int | None = None) -> Iterator[Record]:
        """Yield matching records behind position `after` in order, at most `limit`.

        They are fetched by pages, each a short transaction of its own, so that a long reading stands in nobody's way.
        """
        left = limit
        while left is None or left > 0:
            size = tables.PAGE if left is None else min(tables.PAGE, left)
            page = self._page(queries, after, size)
            yield from map(_readable, page)
            if len(page) < size:
                return
            after = page[-1].position
            left = left and left - size

    def head(self) -> Head:
        """Return the last position and its chain value."""
        with self._reading() as connection:
            return tables.last(connection)

    def subscribe(self, queries: Queries = (), *, after: int = 0, poll_seconds: float = 1.0) -> Iterator[Record]:
        """Yield what `read` yields, then look again every `poll_seconds`, without end."""
        while True:
            for record in self.read(queries, after=after):
                yield record
                after = record.position
            time.sleep(poll_seconds)

    def verify(self, start: int = 1, stop: int | None = None) -> Damage | None:
        """Return the first damage among positions `start` to `stop`, or None."""
        with self._reading() as connection:
            return first_damage(connection, start, stop)

    def restore(self, records: Iterable[Record]) -> int:
        """Take over records of another copy of this log as they are, or none of them; return how many were new.

        They are written as they come, in one transaction: what is wrong with the last one takes back the first.
        """
        coming, count = iter(records), 0
        with self._writing() as connection:
            while some := list(islice(coming, tables.PAGE)):
                count += self._take_over(connection, some)
        return count

    def _take_over(self, connection: sqlite3.Connection, records: Sequence[Record]) -> int:
        head = tables.last(connection)
        held = tables.chains(connection, records[0].position, records[-1].position)
        new = [record for record in records if record.position not in held]
        rows = [row_of(record) for record in new]
        for record in records:
            if held.get(record.position, record.chain) != record.chain:
                raise self._unrelated(f"record {record.position} differs from the one in this log")
        if new and new[0].position != head.position + 1:
            raise self._unrelated(f"the records begin at {new[0].position}, this log ends at {head.position}")
        damage = first_break(rows, head)
        if damage:
            raise VerificationError(
                damage.what, where=f"position {damage.position}", next_step="Use another copy of these records."
            )
        for record in new:
            self._admit(record)
        tables.insert(connection, rows, _tagged(new, head.position + 1))
        return len(new)

    def erase(self, positions: Collection[int]) -> int:
        """Blank payload and salt at `positions` for ever, and leave no byte of them in the files of the log.

        SQLite leaves what it deletes in free pages and in its write-ahead log: so the file is written anew, and the
        write-ahead log is emptied before (VACUUM would otherwise copy beside it) and after.
        """
        with self._writing() as connection:
            blanked = tables.blank(connection, positions)
        with named_errors(self._path), self._noticing(), self._files.alone(self._busy_seconds):
            self._files.check()
            self._empty_write_ahead_log()
            self._connection.execute("VACUUM")
            self._empty_write_ahead_log()
            self._files.check(committed=True)
        return blanked

    def _empty_write_ahead_log(self) -> None:
        (busy, *_) = self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        if busy:
            raise LockedError(
                "another process reads the log, so erased bytes are still in its files",
                where=str(self._path),
                next_step="Wait until it has ended, then run the same command again.",
            )

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """Hold the write lock for one transaction; whatever goes wrong inside leaves the log as it was.

        What was written is read again before this ends, from the files that stand there then.
        """
        connection = self._connection
        with named_errors(self._path), self._noticing(), self._files.alone(self._busy_seconds):
            self._files.check()
            before = connection.total_changes
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            finally:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
            changed = connection.total_changes > before
            self._files.check(committed=changed)
            if changed:
                last = tables.last(connection)
                self._files.check_head(last)
                self._written = last

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        with named_errors(self._path, "reading"), self._noticing():
            self._files.check_shared()
            yield self._connection

    @contextmanager
    def _noticing(self) -> Iterator[None]:
        """Remember that a file of the log was exchanged: from then on it is neither asked nor closed any more."""
        if self._exchanged:
            raise self._exchanged
        try:
            yield
        except ExchangedError as error:
            self._exchanged = error
            self._files.abandon()
            raise

    def _page(self, queries: Queries, after: int, limit: int) -> list[Row]:
        with self._reading() as connection:
            return tables.page(connection, queries, after=after, limit=limit)

    def _refuse_if_overtaken(self, condition: Condition) -> None:
        overtaking = self._page(condition.fail_if, condition.after, 1)
        if overtaking:
            raise ConditionFailedError(overtaking[0].position, condition.after)

    def _unrelated(self, what: str) -> BadInputError:
        return BadInputError(
            what, where=str(self._path), next_step="Import into an empty log or into a copy of the same one."
        )


def _tagged(records: Sequence[NewRecord | Record], first: int) -> list[tuple[str, int]]:
    """Return the rows of the tags index for records that stand from position `first` on."""
    return [(tag, position) for position, record in enumerate(records, first) for tag in set(record.tags)]


def _readable(row: Row) -> Record:
    """Return the record of a row; one of which instant or tags were changed to what is none, as a damaged one."""
    try:
        return record_of(row)
    except (ValueError, TypeError):
        instant, tags = BEGINNING.isoformat(), "[]"
        return replace(record_of(row._replace(recorded_at=instant, tags=tags)), damaged=True)
