"""Batches and single records into a log, against a plain SQLite script: CPU time per record, and syncs per record.

    python -m bench.log.append [--rounds 9] [--batches 10]

Both sides write 1 KB payloads, 1,000 to a batch, into the same tables and indexes, with salts and hashes from the same
functions and the same durability. The script is the least that fills these columns: no keys are looked up, nothing is
checked, named or returned. Sides take turns within a round, so that a change in the machine's load meets both. CPU time
is of this process; the ratio is what to trust. Syncs are counted from outside, by strace.
"""

import argparse
import os
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from kg.log import NewRecord, SqliteLog
from kg.log.chain import hash_payload, link, tags_text
from kg.log.tables import SCHEMA

ROOT = Path(__file__).parents[2]
BATCH = 1000
PAYLOAD_BYTES = 1024
NOW = datetime(2026, 1, 1, tzinfo=UTC)
SINGLES = 200


def payload(number: int) -> bytes:
    """Return a JSON payload of 1 KB that no other number has."""
    text = sha256(str(number).encode()).hexdigest() * (PAYLOAD_BYTES // 64)
    start = f'{{"n":{number},"text":"'
    return (start + text[: PAYLOAD_BYTES - len(start) - 2] + '"}').encode()


def make_batch(start: int) -> list[NewRecord]:
    """Return the records numbered from `start` on."""
    return [
        NewRecord(
            key=f"document-{number // 10}/claim-{number}",
            type="announcement-recorded",
            schema=1,
            payload=payload(number),
            tags=(f"document:document-{number // 10}", f"entity:e{number % 97}"),
        )
        for number in range(start, start + BATCH)
    ]


def plain(path: Path, batches: list[list[NewRecord]]) -> None:
    """Write the batches by a plain script."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    for statement in SCHEMA:
        connection.execute(statement)
    position, chain = 0, "0" * 64
    recorded_at = NOW.replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"
    for batch in batches:
        rows, tags = [], []
        for record in batch:
            position += 1
            salt = os.urandom(16)
            names = tags_text(record.tags)
            hashed = hash_payload(salt, record.payload)
            covered = (position, record.key, record.type, record.schema, recorded_at, record.meta, names, hashed)
            chain = link(chain, covered)
            rows.append((*covered, chain, salt, record.payload))
            tags += [(tag, position) for tag in record.tags]
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany("INSERT INTO records VALUES (?,?,?,?,?,?,?,?,?,?,?)", rows)
        connection.executemany("INSERT INTO tags VALUES (?,?)", tags)
        connection.execute("COMMIT")
    connection.close()


def ours(path: Path, batches: list[list[NewRecord]]) -> None:
    """Write the batches through the log."""
    with SqliteLog(path, mode="create") as log:
        for batch in batches:
            log.append(batch, now=NOW)


def cpu_seconds(write: Callable[[Path, list[list[NewRecord]]], None], batches: list[list[NewRecord]]) -> float:
    """Return the CPU time of one side for all batches, in a folder of its own."""
    with tempfile.TemporaryDirectory() as folder:
        before = time.process_time()
        write(Path(folder, "log.db"), batches)
        return time.process_time() - before


def compare(rounds: int, batches: int) -> tuple[float, float]:
    """Return the median CPU seconds of the plain script and of the log."""
    work = [make_batch(start * BATCH) for start in range(batches)]
    times = [(cpu_seconds(plain, work), cpu_seconds(ours, work)) for _ in range(rounds)]
    return statistics.median(first for first, _ in times), statistics.median(second for _, second in times)


def append_singles(path: Path, count: int) -> None:
    """Append `count` records, each acknowledged before the next."""
    with SqliteLog(path, mode="create") as log:
        for record in make_batch(0)[:count]:
            log.append([record], now=NOW)


def syncs(count: int) -> int:
    """Return how often a process that appends `count` single records asks the system to sync a file."""
    with tempfile.TemporaryDirectory() as folder:
        trace = Path(folder, "trace")
        command = [sys.executable, "-m", "bench.log.append", "--singles", str(count), folder]
        strace = ["strace", "-f", "-qq", "-e", "trace=fsync,fdatasync", "-o", str(trace)]
        subprocess.run([*strace, *command], cwd=ROOT, check=True)
        return len(trace.read_text().splitlines())


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--batches", type=int, default=10)
    parser.add_argument("--singles", nargs=2, metavar=("COUNT", "FOLDER"), help="only append single records")
    options = parser.parse_args()
    if options.singles:
        count, folder = options.singles
        append_singles(Path(folder, "log.db"), int(count))
        return
    script, log = compare(options.rounds, options.batches)
    records = options.batches * BATCH
    print(f"batches of {BATCH}, {PAYLOAD_BYTES} B payloads, {records} records, median of {options.rounds} rounds")
    print(f"  plain script   {script / records * 1e6:6.1f} us CPU a record")
    print(f"  log            {log / records * 1e6:6.1f} us CPU a record   {script / log:.2f} of the script's speed")
    extra = syncs(SINGLES) - syncs(0)
    print(f"single records   {extra / SINGLES:6.2f} syncs an acknowledged append ({extra} for {SINGLES}, strace)")


if __name__ == "__main__":
    main()
