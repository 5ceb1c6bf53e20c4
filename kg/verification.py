"""A workspace and its log in, one line for each promise that can be checked out: what holds, and what does not.

Nothing is mended here. The log and its segments are compared with their own hashes, the store with a replay of the log
in memory, the texts with what the documents and spans say of them.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from kg.claim import Reading
from kg.errors import KgError
from kg.known import Known
from kg.log import Log, read_segments
from kg.replay import project
from kg.stores.oxigraph import OxigraphStore, dataset_hash, reached, snapshots
from kg.texts import Texts, text_hash, words_under
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
    yield check_segments(workspace, log)
    yield check_texts(workspace, log)
    yield check_store(workspace, log)


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
            problems += [f"{claim}: other words stand at its place" for claim in _misfits(document.readings, text)]
    return Check("the attached texts fit", f"{len(texts.attached())} texts, {spans} places", tuple(problems))


def _misfits(readings: dict[str, Reading], text: str) -> Iterator[str]:
    for reading in readings.values():
        if any(words_under(text, span) is None for span in reading.claim.spans):
            yield reading.id


def check_store(workspace: Workspace, log: Log) -> Check:
    """Replay the log into memory and compare the dataset with the newest snapshot, by hash."""
    name = "the graph is what the log gives"
    found = snapshots(workspace.snapshots)
    if not found:
        return Check(name, "no snapshot", ("there is no graph yet: `kg rebuild` makes it",))
    try:
        head = log.head().position
        if reached(found[-1]) != head:
            behind = f"the graph has reached position {reached(found[-1])}, the log {head}: `kg rebuild`"
            return Check(name, found[-1].name, (behind,))
        with OxigraphStore(None) as replayed:
            project(log, replayed)
            expected = replayed.dataset_hash()
        actual = dataset_hash(ox.Store.read_only(str(found[-1])))
    except KgError as error:
        return Check(name, found[-1].name, (str(error),))
    except (OSError, RuntimeError) as error:
        # Files that are damaged inside are a RuntimeError of pyoxigraph's.
        return Check(name, found[-1].name, (f"{found[-1]} cannot be read ({error}): `kg rebuild`",))
    problems = (
        () if actual == expected else (f"dataset {actual[:12]}, and a replay gives {expected[:12]}: `kg rebuild`",)
    )
    return Check(name, f"dataset {actual}", problems)
