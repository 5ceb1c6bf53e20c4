"""What the SQLite log does when disks fail, clocks differ and records were erased."""

import shutil
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path

import pytest

from kg.log import KeyTakenError, SqliteLog, StorageError
from kg.log.errors import Doing, named_errors
from tests.log.builders import NOW, counted, new, several

APPENDER = """
import sys
from pathlib import Path
from kg.errors import KgError
from kg.log import SqliteLog
from tests.log.builders import NOW, new
with SqliteLog(Path(sys.argv[1])) as log:
    for number in range(8):
        try:
            log.append([new(f"k{number}")], now=NOW)
        except KgError as error:
            sys.exit(f"{type(error).__name__}: {error}")
        print(number, flush=True)
"""
HEAD_OF_GOLDEN = "2bc14b514bcc710fae31d3b4b7ae5bc66659874f9f82ba2473726a1c0e83c012"


def test_the_format_on_disk_is_that_of_every_earlier_version(path: Path) -> None:
    with SqliteLog(path, mode="create", entropy=counted()) as log:
        log.append(several(5), now=NOW)
        log.append(several(5, 5), now=NOW)
        assert log.head().chain == HEAD_OF_GOLDEN


def test_a_full_disk_loses_nothing_and_the_log_goes_on_when_there_is_room(log: SqliteLog) -> None:
    log.append([new("a")], now=NOW)
    (pages,) = log._connection.execute("PRAGMA page_count").fetchone()
    log._connection.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(StorageError, match=r"disk is full.*Make room"):
        log.append([new("b"), new("c", "x" * 50_000)], now=NOW)
    assert [record.key for record in log.read()] == ["a"]
    log._connection.execute("PRAGMA max_page_count = 1000000")
    assert log.append([new("b"), new("c", "x" * 50_000)], now=NOW) == (2, 3)
    assert log.verify() is None


@pytest.mark.skipif(shutil.which("strace") is None, reason="strace makes the system calls fail")
@pytest.mark.parametrize("fault", ["fdatasync:error=EIO:when=6", "pwrite64:error=ENOSPC:when=20+"])
def test_a_failing_disk_is_reported_and_what_was_acknowledged_is_there(path: Path, root: Path, fault: str) -> None:
    SqliteLog(path, mode="create").close()
    call = fault.partition(":")[0]
    strace = ["strace", "-f", "-qq", "-o", "/dev/null", "-e", f"trace={call}", "-e", f"inject={fault}"]
    command = [*strace, sys.executable, "-c", APPENDER, str(path)]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 1
    assert done.stderr.startswith("StorageError: ")
    acknowledged = [f"k{line}" for line in done.stdout.split()]
    assert 0 < len(acknowledged) < 8
    with SqliteLog(path) as log:
        assert log.verify() is None
        found = [record.key for record in log.read()]
        assert found[: len(acknowledged)] == acknowledged
        assert log.append([new("next")], now=NOW) == (len(found) + 1,)


def test_a_known_batch_writes_no_byte(log: SqliteLog, path: Path) -> None:
    log.append(several(5), now=NOW)
    ahead = path.with_name("log.db-wal")
    before = ahead.read_bytes(), path.read_bytes()
    assert log.append(several(5), now=NOW) == (1, 2, 3, 4, 5)
    assert (ahead.read_bytes(), path.read_bytes()) == before


def test_the_key_of_an_erased_record_stays_taken(log: SqliteLog, path: Path) -> None:
    log.append(several(3), now=NOW)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("UPDATE records SET salt = NULL, payload = NULL WHERE position = 2")
    with pytest.raises(KeyTakenError, match="erased") as caught:
        log.append(several(3), now=NOW)
    assert caught.value.position == 2


def test_several_may_make_the_same_log_at_once(path: Path) -> None:
    barrier = threading.Barrier(5)
    positions: list[tuple[int, ...]] = []

    def make(number: int) -> None:
        barrier.wait()
        with SqliteLog(path, mode="create") as log:
            positions.append(log.append([new(f"k{number}")], now=NOW))

    threads = [threading.Thread(target=make, args=(number,)) for number in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(positions) == [(1,), (2,), (3,), (4,), (5,)]


@pytest.mark.parametrize(
    ("doing", "said"),
    [
        ("reading", "the disk is full, so that the log cannot be opened for reading"),
        ("opening", "the disk is full; nothing was recorded"),
        ("writing", "the disk refuses to read or write; the batch was not acknowledged"),
    ],
)
def test_a_disk_without_room_is_told_by_what_was_being_done(path: Path, doing: Doing, said: str) -> None:
    error = sqlite3.OperationalError("disk I/O error")
    error.sqlite_errorname = "SQLITE_IOERR_SHMSIZE"
    with pytest.raises(StorageError, match=said), named_errors(path, doing):
        raise error
