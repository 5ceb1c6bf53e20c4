import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.log import NewRecord, SqliteLog, seal, segment_paths
from kg.pipeline import append, catch_up, rebuild
from kg.stores.oxigraph import OxigraphStore, snapshots
from kg.texts import span_of, text_hash
from kg.verification import verify
from tests.builders import NOW, entity
from tests.ledger import Ledger

TEXT = "Ash runs on the H100."
LOG, RECORDS, SEGMENTS, TEXTS, ERASED, GRAPH, INDEX = (
    "the log is as it was written",
    "every record can be read",
    "the sealed segments are as they were sealed",
    "the attached texts fit",
    "what was erased is gone, and nothing else",
    "the graph is what the log gives",
    "the search index is what the log and the texts give",
)


SHOWS_IN = {TEXTS: {INDEX}, GRAPH: {INDEX}}
"""The index is made from texts too, and is behind together with the graph."""


@pytest.fixture
def whole(ledger: Ledger) -> Ledger:
    """Return a ledger with a text that a claim points into, sealed and caught up."""
    span = span_of(TEXT, 16, 20)
    said = {"subject": "ash", "predicate": "usesHardware", "object": "h100", "at": f"16-20 {span.words_hash}"}
    ledger.document("d1", {"text": text_hash(TEXT)}, c=said)
    ledger.write("texts/d1.txt", TEXT)
    ledger.ingest()
    seal(ledger.log, ledger.workspace.segments, size=4)
    return ledger


def problems(ledger: Ledger) -> dict[str, tuple[str, ...]]:
    """Return what does not hold, by the name of the check."""
    found = list(verify(ledger.workspace, ledger.log))
    assert [check.name for check in found] == [LOG, RECORDS, SEGMENTS, TEXTS, ERASED, GRAPH, INDEX]
    return {check.name: check.problems for check in found if check.problems}


def change(ledger: Ledger, sql: str) -> None:
    with sqlite3.connect(ledger.workspace.log) as connection:
        connection.execute(sql)
    connection.close()


def change_snapshot(ledger: Ledger, edit: Callable[[ox.Store], None]) -> None:
    """Write into the newest snapshot, which nobody should."""
    store = ox.Store(snapshots(ledger.workspace.snapshots)[-1])
    edit(store)
    store.flush()


def a_triple(store: ox.Store) -> ox.Quad:
    return next(store.quads_for_pattern(ox.NamedNode("https://w3id.org/claimledger/id/ash"), None, None, None))


def flip(path: Path, position: int = 300) -> None:
    content = bytearray(path.read_bytes())
    content[position] ^= 1
    path.write_bytes(content)


def replace(path: Path, old: bytes, new: bytes) -> None:
    content = path.read_bytes()
    assert old in content
    path.write_bytes(content.replace(old, new, 1))


def test_a_workspace_that_nobody_touched_holds_what_it_promises(whole: Ledger) -> None:
    assert problems(whole) == {}
    looked_at = {check.name: check.looked_at for check in verify(whole.workspace, whole.log)}
    assert looked_at[LOG] == f"6 events, head {whole.log.head().chain[:12]}"
    assert looked_at[SEGMENTS] == "6 events"
    assert looked_at[TEXTS] == "1 texts, 1 places"
    assert looked_at[GRAPH] == f"dataset {whole.hash()}"


def change_index(ledger: Ledger, sql: str) -> None:
    with sqlite3.connect(ledger.workspace.search) as connection:
        connection.execute(sql)
    connection.close()


def change_store(ledger: Ledger) -> None:
    with OxigraphStore(ledger.workspace.store) as store:
        store.remove([store.about("<https://w3id.org/claimledger/id/ash>")[0]])


Tamper = Callable[[Ledger], object]
TAMPERED: dict[str, tuple[Tamper, str, str]] = {
    "a payload": (
        lambda at: change(at, "UPDATE records SET payload = CAST('{}' AS BLOB) WHERE position = 6"),
        LOG,
        "position 6: payload or salt is not what was recorded",
    ),
    "an instant": (
        lambda at: change(at, "UPDATE records SET recorded_at = '2020-01-01T00:00:00.000000Z' WHERE position = 3"),
        LOG,
        "position 3: ",
    ),
    "a record taken out": (lambda at: change(at, "DELETE FROM records WHERE position = 2"), LOG, "position 2: "),
    "a byte of a segment": (
        lambda at: flip(segment_paths(at.workspace.segments)[1]),
        SEGMENTS,
        "segment-000000000005-000000000006.jsonl:2: ",
    ),
    "a segment that is missing": (
        lambda at: segment_paths(at.workspace.segments)[0].unlink(),
        SEGMENTS,
        "a segment that begins at position 1 belongs here",
    ),
    "another word in a text": (
        lambda at: replace(at.workspace.documents / "d1" / "text.txt", b"Ash", b"Elm"),
        TEXTS,
        "d1: the text is not the one that was recorded",
    ),
    "bytes that are no text": (
        lambda at: replace(at.workspace.documents / "d1" / "text.txt", b"Ash", b"\xff"),
        TEXTS,
        "d1: ",
    ),
    "a text of no document": (
        lambda at: shutil.copytree(at.workspace.documents / "d1", at.workspace.documents / "d9"),
        TEXTS,
        "d9: a text without a document",
    ),
    "a statement taken out of the graph": (
        lambda at: change_snapshot(at, lambda store: store.remove(a_triple(store))),
        GRAPH,
        "is missing: `kg rebuild`",
    ),
    "a statement put into the graph": (
        lambda at: change_snapshot(at, lambda store: store.add(ox.Quad(*[ox.NamedNode("x:x")] * 3))),
        GRAPH,
        "is missing: `kg rebuild`",
    ),
    "a graph that is damaged": (
        lambda at: flip(snapshots(at.workspace.snapshots)[-1] / "CURRENT", 1),
        GRAPH,
        "CURRENT is not as it was written: `kg rebuild`",
    ),
    "a graph that is behind": (
        lambda at: append(at.log, [entity("oak")], now=NOW),
        GRAPH,
        "the graph has reached position 6, the log 7: `kg rebuild`",
    ),
    "a statement taken out of the store behind the graph": (change_store, GRAPH, "store: dataset "),
    "the place in the log at which the store stands": (
        lambda at: OxigraphStore(at.workspace.store).reach(6, "0" * 64),
        GRAPH,
        "store stands at another place of the log: `kg rebuild`",
    ),
    "an entry put into the index": (
        lambda at: change_index(at, "INSERT INTO entry (id, kind, text) VALUES ('x', 'claim', 'made up')"),
        INDEX,
        "search.db: the entry x claim is not of the log: `kg rebuild`",
    ),
    "an entry taken out of the index": (
        lambda at: change_index(at, "DELETE FROM entry WHERE kind = 'document'"),
        INDEX,
        "search.db: the entry d1 document is missing: `kg rebuild`",
    ),
    "the words of an entry": (
        lambda at: change_index(
            at, "INSERT INTO words (words, rowid, text) SELECT 'delete', row, text FROM entry WHERE id = 'd1'"
        ),
        INDEX,
        "search.db: the word d1 d1 is missing: `kg rebuild`",
    ),
    "an entry that stands twice": (
        lambda at: change_index(
            at, "INSERT INTO entry (id, kind, text) SELECT id, kind, text FROM entry WHERE id = 'd1'"
        ),
        INDEX,
        "search.db: something stands twice as entry: `kg rebuild`",
    ),
    "a page of the index": (lambda at: flip(at.workspace.search, 5), INDEX, "search.db: it cannot be read ("),
    "no index": (lambda at: at.workspace.search.unlink(), INDEX, "there is no search index yet: `kg rebuild` makes it"),
    "no graph": (
        lambda at: shutil.rmtree(at.workspace.snapshots),
        GRAPH,
        "there is no graph yet: `kg rebuild` makes it",
    ),
}


@pytest.mark.parametrize(("tamper", "check", "says"), TAMPERED.values(), ids=TAMPERED.keys())
def test_what_was_tampered_with_is_named(whole: Ledger, tamper: Tamper, check: str, says: str) -> None:
    tamper(whole)
    found = problems(whole)
    assert says in "\n".join(found.pop(check))
    assert check == LOG or found.keys() <= SHOWS_IN.get(check, set()), "the other checks do not take it for theirs"


def test_a_log_that_was_replaced_differs_from_its_segments(whole: Ledger) -> None:
    """Every hash of the new log fits; only what was kept elsewhere can tell."""
    change(whole, "DELETE FROM records WHERE position > 4")
    change(whole, "DELETE FROM tags WHERE position > 4")
    append(whole.log, [entity("oak"), entity("elm")], now=NOW)
    found = problems(whole)
    assert found[SEGMENTS] == ("position 5: the segment and the log differ",)
    assert LOG not in found


def test_words_that_moved_under_a_span_are_named(whole: Ledger) -> None:
    """The text was read anew, and the place of a claim was left as it was."""
    other = "Now Ash runs on the H100."
    whole.document("d1", {"text": text_hash(other)}, c=page_claim(TEXT))
    whole.write("texts/d1.txt", other)
    whole.ingest(revise="another edition")
    assert problems(whole) == {TEXTS: ("d1/c: other words stand at 16-20 of the text",)}


def page_claim(text: str) -> dict[str, str]:
    span = span_of(text, 16, 20)
    return {"subject": "ash", "predicate": "usesHardware", "object": "h100", "at": f"16-20 {span.words_hash}"}


def test_an_event_that_cannot_be_read_is_named_and_the_other_checks_go_on(whole: Ledger) -> None:
    whole.log.append([NewRecord("bad", "document-recorded", 1, b"{}", ("document:d1",))], now=NOW)
    catch_up(whole.workspace, whole.log)
    found = problems(whole)
    assert found.keys() == {RECORDS}
    assert found[RECORDS][0].startswith("position 7: the payload is not a document-recorded event")


def test_what_was_done_to_the_store_shows_with_its_next_snapshot(whole: Ledger) -> None:
    with OxigraphStore(whole.workspace.store) as store:
        store.remove([store.about("<https://w3id.org/claimledger/id/ash>")[0]])
    append(whole.log, [entity("oak")], now=NOW)
    catch_up(whole.workspace, whole.log)
    assert problems(whole).keys() == {GRAPH}


def test_a_log_whose_pages_are_overwritten_is_named_by_every_check_that_needs_it(whole: Ledger) -> None:
    whole.log.close()
    content = whole.workspace.log.read_bytes()
    whole.workspace.log.write_bytes(content[:4096] + b"\xff" * (len(content) - 4096))
    with SqliteLog(whole.workspace.log, mode="read") as log:
        checks = {check.name: check.problems for check in verify(whole.workspace, log)}
    assert all(checks.values()), checks


def test_a_record_that_is_blank_without_an_erasure_is_named(whole: Ledger) -> None:
    """Whoever blanks content and salt leaves the chain whole, so only the record of an erasure can explain it."""
    change(whole, "UPDATE records SET payload = NULL, salt = NULL WHERE position = 2")
    rebuild(whole.workspace, whole.log)
    assert problems(whole) == {ERASED: ("position 2: its content is gone, and no erasure explains it",)}
