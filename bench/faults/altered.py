"""Bits that turned, and records that were taken out, exchanged or doubled with their hashes made to fit.

A turned bit may fall where nothing is kept. So each trial ends in one of two ways: verifying names the record or the
file, or everything that was recorded reads back byte for byte, along every index too.
"""

import json
import random
import shutil
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from pathlib import Path

import pyoxigraph as ox

from bench.faults.base import Campaign, Run, Tally
from bench.faults.worlds import NOW, world, write
from kg.errors import KgError
from kg.ingest import ingest
from kg.log import GENESIS, Query, Record, SqliteLog
from kg.log.chain import Row, hash_payload, link, row_of
from kg.log.tables import INSERT_ROW, INSERT_TAG
from kg.stores.oxigraph import snapshots
from kg.verification import check_graph, check_segments, verify
from kg.workspace import Workspace

PLACES = ("log",) * 14 + ("write-ahead log",) * 2 + ("segment",) * 2 + ("snapshot", "store")
"""Where bits turn, by how often."""


def turned(content: bytes, chance: random.Random) -> bytes:
    """Return `content` with one bit turned."""
    changed = bytearray(content)
    changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


# Bits


def flip(run: Run) -> Tally:
    """Turn one bit in each trial."""
    chance, tally = random.Random(run.draw), Tally()
    whole = world(run.folder / "whole", documents=10)
    ahead = _with_write_ahead_log(whole, run.folder / "ahead")
    with SqliteLog(whole.log, mode="read") as log:
        records = list(log.read())
    flips: dict[str, Callable[[Path], str]] = {
        "log": lambda at: in_log(whole.log, at, records, chance),
        "write-ahead log": lambda at: in_write_ahead_log(ahead, at, chance),
        "segment": lambda at: in_segment(whole, at, chance),
    }
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as workers:
        for number in range(run.trials):
            place, at = PLACES[number % len(PLACES)], run.folder / "trial"
            at.mkdir()
            if place in flips:
                outcome = flips[place](at)
            else:
                # Its files are read by foreign code, which a turned bit may bring down; a worker bears that.
                try:
                    outcome = workers.submit(in_graph, whole, at, place, chance.random()).result()
                except BrokenProcessPool:
                    tally.faults[f"{place}: the process died"] += 1
                    return tally
            tally.trials += 1
            (tally.faults if outcome.startswith("FAULT") else tally.seen)[f"{place}: {outcome}"] += 1
            shutil.rmtree(at)
    return tally


def in_log(path: Path, at: Path, records: Sequence[Record], chance: random.Random) -> str:
    """Turn a bit in a copy of a log and return what came of it, in words."""
    copy = at / "log.db"
    copy.write_bytes(turned(path.read_bytes(), chance))
    return what_a_log_shows(copy, records)


def what_a_log_shows(path: Path, records: Sequence[Record]) -> str:
    """Return whether a log is refused, verifying names what is wrong, or all of it reads as `records`."""
    try:
        with SqliteLog(path, mode="read") as log:
            if damage := log.verify():
                return "verifying names the record" if damage.position else "verifying names the file"
            tags = {tag for record in records for tag in record.tags}
            along = {tag: [record for record in records if tag in record.tags] for tag in tags}
            whole = list(log.read()) == records
            whole &= all(list(log.read((Query(tags=(tag,)),))) == found for tag, found in along.items())
            return "reads as it was" if whole else "FAULT: something reads otherwise, and verifying finds nothing"
    except KgError:
        return "it is refused with a sentence"
    except Exception as error:  # noqa: BLE001 (an error that nobody named is what is looked for)
        return f"FAULT: {type(error).__name__}, which nobody foresaw"


def _with_write_ahead_log(whole: Workspace, at: Path) -> Path:
    """Return a copy of a workspace whose last records stand in the write-ahead log only, as after a kill."""
    shutil.copytree(whole.root, at)
    workspace = Workspace(at)
    with SqliteLog(workspace.log) as log:
        ingest(workspace, log, [write(at.with_name("late"), "late")], now=lambda: NOW)
        kept = {path: path.read_bytes() for path in at.glob("log.db*") if path.suffix != ".db-shm"}
    for path, content in kept.items():
        path.write_bytes(content)
    return at


def in_write_ahead_log(ahead: Path, at: Path, chance: random.Random) -> str:
    """Turn a bit in a write-ahead log.

    SQLite takes what stands behind it for a write that was never finished, so the log itself cannot tell; the graph,
    which has seen the records, can.
    """
    copy = Workspace(at / "copy")
    shutil.copytree(ahead, copy.root)
    path = copy.root / "log.db-wal"
    path.write_bytes(turned(path.read_bytes(), chance))
    with SqliteLog(copy.log, mode="read") as log:
        if log.verify():
            return "verifying names the record"
        last = next(iter(log.read(after=log.head().position - 1)))
        if any("late" in tag for tag in last.tags):
            return "reads as it was"
        problems = check_graph(copy, log).problems
    return "verifying tells that the graph is ahead" if problems else "FAULT: records are gone, and nothing tells"


def in_segment(whole: Workspace, at: Path, chance: random.Random) -> str:
    """Turn a bit in a sealed segment."""
    copy = Workspace(at)
    shutil.copytree(whole.segments, copy.segments)
    path = chance.choice(sorted(copy.segments.iterdir()))
    path.write_bytes(turned(path.read_bytes(), chance))
    with SqliteLog(whole.log, mode="read") as log:
        problems = check_segments(copy, log).problems
    named = any(path.name in problem or "position" in problem for problem in problems)
    return "verifying names the file" if named else "FAULT: verifying does not name the segment"


def in_graph(whole: Workspace, at: Path, place: str, draw: float) -> str:
    """Turn a bit in a file of the snapshot that readers open, or of the store behind it."""
    chance, copy = random.Random(draw), Workspace(at / "copy")
    shutil.copytree(whole.root, copy.root)
    folder = snapshots(copy.snapshots)[-1] if place == "snapshot" else copy.store
    path = chance.choice(sorted(path for path in folder.iterdir() if path.stat().st_size))
    path.write_bytes(turned(path.read_bytes(), chance))
    with SqliteLog(copy.log, mode="read") as log:
        problems = check_graph(copy, log).problems
    if problems:
        named = all(folder.name in problem for problem in problems)
        return "verifying names the folder" if named else "FAULT: verifying does not name the folder"
    same = _read(folder) == _read(snapshots(whole.snapshots)[-1])
    return "reads as it was" if same else "FAULT: it reads otherwise, and verifying finds nothing"


def _read(folder: Path) -> tuple[set[str], ...]:
    """Return the statements of a store along each of its orders."""
    store, default = ox.Store.read_only(str(folder)), ox.DefaultGraph()
    quads = list(store.quads_for_pattern(None, None, None, default))
    by_predicate = (q for p in {q.predicate for q in quads} for q in store.quads_for_pattern(None, p, None, default))
    by_object = (q for o in {q.object for q in quads} for q in store.quads_for_pattern(None, None, o, default))
    return tuple({str(quad) for quad in order} for order in (quads, by_predicate, by_object))


# Records


def tamper(run: Run) -> Tally:
    """Take out, exchange or double a record in the middle, with its own hashes or all behind it made to fit."""
    chance, tally = random.Random(run.draw), Tally()
    whole = world(run.folder / "whole", documents=10)
    with SqliteLog(whole.log, mode="read") as log:
        rows = [row_of(record) for record in log.read()]
    for number in range(run.trials):
        way, at = ("taken out", "exchanged", "doubled")[number % 3], chance.randrange(1, len(rows) - 2)
        thorough = number % 2 == 1
        copy = Workspace(run.folder / "trial")
        shutil.copytree(whole.root, copy.root)
        rewrite(copy.log, fitted(changed(rows, way, at), at, thorough=thorough))
        found = what_is_found(copy, at + 1)
        tally.trials += 1
        said = f"{way}, {'all hashes behind it' if thorough else 'its own hashes'} made to fit"
        tally.seen[f"{said}: {found}"] += found != "nothing"
        tally.faults[f"{said}: verifying finds nothing"] += found == "nothing"
        tally.faults[f"{said}: only the chain can tell, and does not"] += not thorough and "chain" not in found
        shutil.rmtree(copy.root)
    return tally


def changed(rows: Sequence[Row], way: str, at: int) -> list[Row]:
    """Return rows of which the one at index `at` was taken out, exchanged with the next, or doubled behind itself."""
    match way:
        case "taken out":
            return [*rows[:at], *rows[at + 1 :]]
        case "exchanged":
            return [*rows[:at], rows[at + 1], rows[at], *rows[at + 2 :]]
        case _:
            return [*rows[: at + 1], rows[at]._replace(key=f"{rows[at].key}/again"), *rows[at + 1 :]]


def fitted(rows: Sequence[Row], at: int, *, thorough: bool) -> list[Row]:
    """Return rows numbered without gaps; the hashes of the row at index `at`, or of all from there on, fit."""
    made: list[Row] = []
    for position, row in enumerate(rows, start=1):
        numbered = row._replace(position=position)
        if position == at + 1 or (thorough and position > at):
            hashed = numbered._replace(payload_hash=hash_payload(row.salt or b"", row.payload or b""))
            numbered = hashed._replace(chain=link(made[-1].chain if made else GENESIS, hashed[:8]))
        made.append(numbered)
    return made


def rewrite(path: Path, rows: Sequence[Row]) -> None:
    """Put other rows in place of those of a log, with an index of tags that fits."""
    with SqliteLog(path) as log:
        connection = log._connection  # noqa: SLF001 (tampering goes behind the door)
        tags = [(tag, row.position) for row in rows for tag in _tags(row)]
        connection.execute("BEGIN")
        connection.execute("DELETE FROM records")
        connection.execute("DELETE FROM tags")
        connection.executemany(INSERT_ROW, rows)
        connection.executemany(INSERT_TAG, tags)
        connection.execute("COMMIT")


def _tags(row: Row) -> list[str]:
    return list(json.loads(row.tags))


def what_is_found(workspace: Workspace, position: int) -> str:
    """Return which check finds the tampering: the chain at or behind `position`, or what was kept elsewhere."""
    with SqliteLog(workspace.log, mode="read") as log:
        damage = log.verify()
        if damage and damage.position and position <= damage.position <= position + 2:
            return "the chain names the place"
        failed = [check.name for check in verify(workspace, log) if check.problems]
    return f"not the log itself, but {len(failed)} of the other checks" if failed else "nothing"


CAMPAIGNS = (
    Campaign(
        "D5",
        "one bit turned in the log, its write-ahead log, a segment, the graph",
        "verifying names record or file, or all reads back byte for byte",
        2000,
        flip,
    ),
    Campaign(
        "D6",
        "a record in the middle taken out, exchanged or doubled, hashes made to fit",
        "the chain names the place; where the whole chain was made anew, segments and graph tell",
        300,
        tamper,
    ),
)
