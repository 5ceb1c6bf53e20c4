"""A workspace and its log in, one line for each promise that can be checked out: what holds, and what does not.

Nothing is mended here. The log and its segments are compared with their own hashes, snapshot and store with a replay of
the log in memory, the search index with one made anew, the texts with what the documents and spans say of them.
"""

import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from kg.claim import Reading
from kg.erasing import unfinished
from kg.erasure import erasures, records_of
from kg.errors import KgError, LockedError, NoWorkspaceError, VerificationError
from kg.events.door import admit
from kg.known import Known
from kg.locking import writing
from kg.log import Head, Log, read_segments
from kg.pipeline import fill
from kg.replay import project
from kg.stores.compared import disordered, first_difference
from kg.stores.inventory import Inventory
from kg.stores.oxigraph import OxigraphStore, books, dataset_hash, reached, read_only, snapshots
from kg.stores.search import SearchIndex
from kg.texts import Texts, misfit, text_hash
from kg.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Check:
    """One promise, and whether it holds."""

    name: str
    looked_at: str
    """How much was compared, in words."""
    problems: tuple[str, ...] = ()


def verify(workspace: Workspace, log: Log) -> Iterator[Check]:
    """Yield the checks one by one, the quick ones first."""
    yield check_log(log)
    yield check_records(log)
    yield check_segments(workspace, log)
    yield check_texts(workspace, log)
    yield check_erasures(workspace, log)
    yield check_graph(workspace, log)
    yield check_index(workspace, log)


def check_log(log: Log) -> Check:
    """Recompute every hash of the log."""
    name = "the log is as it was written"
    try:
        head, damage = log.head(), log.verify()
    except KgError as error:
        return Check(name, "nothing", (str(error),))
    where = f"position {damage.position}: " if damage and damage.position else ""
    problems = (f"{where}{damage.what} ({damage.field})",) if damage else ()
    return Check(name, f"{head.position} events, head {head.chain[:12]}", problems)


def check_records(log: Log) -> Check:
    """Let every record pass the door again: those that do not are in no answer."""
    name = "every record can be read"
    count, problems = 0, []
    try:
        for record in log.read():
            count += 1
            try:
                admit(record)
            except VerificationError as error:
                problems.append(f"{error.sentence()} It is set aside, and in no answer.")
    except KgError as error:
        problems.append(str(error))
    return Check(name, f"{count} records", tuple(problems))


def check_segments(workspace: Workspace, log: Log) -> Check:
    """Recompute the hashes of sealed segments, and compare each record's chain with the log's."""
    name = "the sealed segments are as they were sealed"
    count = 0
    try:
        for sealed in read_segments(workspace.segments):
            count += 1
            held = next(iter(log.read((), after=sealed.position - 1, limit=1)), None)
            if held is None or held.chain != sealed.chain:
                problem = f"position {sealed.position}: the segment and the log differ"
                return Check(name, f"{count} events", (problem,))
    except KgError as error:
        return Check(name, f"{count} events", (str(error),))
    return Check(name, f"{count} events" if count else "nothing is sealed yet")


def check_texts(workspace: Workspace, log: Log) -> Check:
    """Compare attached texts with the recorded hashes, and the words under each span with its hash."""
    texts, known = Texts(workspace.documents), Known(log)
    problems: list[str] = []
    spans = 0
    for name in texts.attached():
        try:
            document, text = known.document(name), texts.get(name) or ""
        except KgError as error:
            problems.append(f"{name}: {error}")
            continue
        if document is None:
            problems.append(f"{name}: a text without a document")
        elif document.document.text_hash != text_hash(text):
            problems.append(f"{name}: the text is not the one that was recorded")
        else:
            spans += sum(len(reading.claim.spans) for reading in document.readings.values())
            problems += _misfits(document.readings, text)
    return Check("the attached texts fit", f"{len(texts.attached())} texts, {spans} places", tuple(problems))


def _misfits(readings: dict[str, Reading], text: str) -> Iterator[str]:
    for reading in readings.values():
        if found := next(filter(None, (misfit(text, span) for span in reading.claim.spans)), None):
            yield f"{reading.id}: {found}"


def check_erasures(workspace: Workspace, log: Log) -> Check:
    """Look for what was erased in the log, the segments and among the texts, and for records blank without reason."""
    name = "what was erased is gone, and nothing else"
    try:
        found = erasures(log)
        waiting = {each.document for each in unfinished(workspace, log)}
        problems = [f"{document}: the erasure is not complete: `kg rebuild`" for document in sorted(waiting)]
        blank = {
            record.position: record
            for each in found
            if each.depth == "claims"
            for record in records_of(log, each.document)
        }
        problems += [f"position {p}: still holds what was erased" for p, record in blank.items() if record.payload]
        unexplained = (r.position for r in log.read() if r.payload is None and r.position not in blank)
        problems += [f"position {p}: its content is gone, and no erasure explains it" for p in unexplained]
        if blank:
            sealed = (r.position for r in read_segments(workspace.segments) if r.position in blank and r.payload)
            problems += [f"position {position}: a segment still holds what was erased" for position in sealed]
    except KgError as error:
        return Check(name, "nothing", (str(error),))
    looked_at = f"{len(found)} erasures, {len(blank)} records" if found else "nothing was erased yet"
    return Check(name, looked_at, tuple(problems))


def check_graph(workspace: Workspace, log: Log) -> Check:
    """Replay the log into memory and compare it with the newest snapshot and with the store that is written to."""
    name = "the graph is what the log gives"
    found = snapshots(workspace.snapshots)
    if not found:
        return Check(name, "no snapshot", ("there is no graph yet: `kg rebuild` makes it",))
    try:
        head = log.head()
        if reached(found[-1]) != head.position:
            behind = f"the graph has reached position {reached(found[-1])}, the log {head.position}: `kg rebuild`"
            return Check(name, found[-1].name, (behind,))
        with OxigraphStore(None) as replayed:
            project(log, replayed)
            expected = replayed.dataset_hash()
        problems = [_otherwise(found[-1], expected)]
        with suppress(LockedError), _nobody_writing(workspace):
            problems += [_otherwise(workspace.store, expected), _elsewhere(workspace.store, head)]
    except KgError as error:
        return Check(name, found[-1].name, (str(error),))
    return Check(name, f"dataset {expected}", tuple(f"{problem}: `kg rebuild`" for problem in problems if problem))


@contextmanager
def _nobody_writing(workspace: Workspace) -> Iterator[None]:
    """Keep others from writing, since a store between two states would look damaged; LockedError where one writes."""
    with ExitStack() as held:
        with suppress(NoWorkspaceError):  # then nobody can write here
            held.enter_context(writing(workspace, patience=0.0))
        yield


def _otherwise(folder: Path, expected: str) -> str | None:
    """Return in what a store on disk differs from a replay, or from how its files were written."""
    if damage := Inventory(folder).problem(whole=True):
        return f"{folder}: {damage}"
    try:
        store = read_only(folder)
        actual = dataset_hash(store)
        if actual != expected:
            return f"{folder}: dataset {actual[:12]}, and a replay gives {expected[:12]}"
        disagreement = disordered(store)
    except (OSError, RuntimeError) as error:
        # Files that are damaged inside are a RuntimeError of pyoxigraph's.
        return f"{folder} cannot be read ({error})"
    return disagreement and f"{folder}: {disagreement}"


def _elsewhere(folder: Path, head: Head) -> str | None:
    """Return where in a log the store says that it stands, unless that is at its head."""
    try:
        position, chain = books(read_only(folder))
    except (OSError, RuntimeError):
        return None  # said already
    return None if (position, chain) == (head.position, head.chain) else f"{folder} stands at another place of the log"


def check_index(workspace: Workspace, log: Log) -> Check:
    """Compare the search index with one that is made anew from the log and the attached texts."""
    name = "the search index is what the log and the texts give"
    if not os.path.lexists(workspace.search):
        return Check(name, "no index", ("there is no search index yet: `kg rebuild` makes it",))
    try:
        with SearchIndex(workspace.search, read_only=True) as index:
            position, head = index.position(), log.head().position
        if position != head:
            behind = f"the search index has reached position {position}, the log {head}: `kg rebuild`"
            return Check(name, "its position", (behind,))
        with tempfile.TemporaryDirectory() as folder:
            with SearchIndex(Path(folder) / "search.db") as fresh:
                fill(fresh, log, Texts(workspace.documents))
            difference = first_difference(workspace.search, Path(folder) / "search.db")
    except KgError as error:
        return Check(name, "nothing", (str(error),))
    except sqlite3.DatabaseError as error:
        difference = f"it cannot be read ({error})"
    problems = (f"{workspace.search}: {difference}: `kg rebuild`",) if difference else ()
    return Check(name, "entries, figures and words", problems)
