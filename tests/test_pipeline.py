import shutil
import tempfile
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import kg.pipeline
from kg.claim import Document, Entity, Occurrence
from kg.errors import BadInputError, LimitError, NoWorkspaceError, VerificationError
from kg.events import ClaimRetracted, Event, ExtractionCorrected, encode
from kg.events.door import open_log
from kg.locking import writing
from kg.log import Head, NewRecord, SqliteLog
from kg.pipeline import append, attach, catch_up, rebuild
from kg.replay import apply_events, project
from kg.stores.oxigraph import OxigraphStore, reached, snapshots
from kg.stores.search import SearchIndex
from kg.texts import span_of, text_hash
from kg.verification import verify
from tests.builders import NOW, announcement, claim, document, entity, log_of, rebuilt, streams
from tests.ledger import Ledger

# Appending


def test_known_events_keep_their_positions(tmp_path: Path) -> None:
    with log_of(tmp_path, [entity("ash"), document("d1")]) as log:
        later = NOW + timedelta(days=1)
        assert append(log, [document("d1"), entity("oak"), entity("ash")], now=later) == (2, 3, 1)
        (record,) = log.read(after=2)
        assert (record.key, record.type, record.schema, record.recorded_at) == (
            entity("oak").key(),
            "entity-declared",
            1,
            later,
        )
        assert record.payload == encode(entity("oak"))
        assert record.tags == ("declares:oak", "entity:oak")


# Catching up


def test_catching_up_applies_what_is_new_and_says_how_much(ledger: Ledger) -> None:
    append(ledger.log, [document("d1", claim("c", "ash", objects=("h100",))), entity("oak")], now=NOW)
    first = catch_up(ledger.workspace, ledger.log)
    assert (first.position, first.applied, first.rebuilt, first.set_aside) == (7, 2, False, ())
    assert "id:ash kg:usesHardware id:h100" in ledger.statements()
    assert ledger.found("oak") == {("entity", "oak")}
    held = snapshots(ledger.workspace.snapshots)
    again = catch_up(ledger.workspace, ledger.log)
    assert (again.position, again.applied, again.rebuilt) == (7, 0, False)
    assert snapshots(ledger.workspace.snapshots) == held, "nothing new, no new snapshot"


def test_a_store_that_another_program_built_is_built_anew(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    graph = ledger.hash()
    (ours,) = {path.name.rpartition("-")[2] for path in snapshots(ledger.workspace.snapshots)}
    monkeypatch.setattr("kg.stores.stamp.program", lambda: "another")
    assert catch_up(ledger.workspace, ledger.log).rebuilt
    assert not catch_up(ledger.workspace, ledger.log).rebuilt
    assert snapshots(ledger.workspace.snapshots)[-1].name.endswith("-another")
    assert ours != "another"
    assert ledger.hash() == graph


@pytest.mark.parametrize("events_after", [0, 2])
def test_a_store_that_is_ahead_of_a_log_restored_from_a_backup_is_built_anew(ledger: Ledger, events_after: int) -> None:
    """The log goes on after the backup in another way, and may even be as long as before."""
    ledger.log.close()
    backup = shutil.copy(ledger.workspace.log, ledger.files / "backup.db")
    with SqliteLog(ledger.workspace.log) as log:
        append(log, [entity("zelkova"), document("gone", claim("c", "zelkova", objects=("h100",)))], now=NOW)
        catch_up(ledger.workspace, log)
    assert ledger.found("zelkova")
    shutil.copy(backup, ledger.workspace.log)
    with SqliteLog(ledger.workspace.log) as log:
        append(log, [entity("oak"), entity("elm")][:events_after], now=NOW)
        assert catch_up(ledger.workspace, log).rebuilt
        assert not [line for line in ledger.statements() if "zelkova" in line]
        assert (ledger.found("zelkova"), ledger.found("ash")) == (set(), {("entity", "ash")})
        assert ledger.found("oak") == ({("entity", "oak")} if events_after else set())
        assert ledger.hash() == rebuilt(log).dataset_hash()


def test_a_snapshot_that_a_crash_prevented_is_made_up_for(ledger: Ledger) -> None:
    """Killed after the store noted its position: the store has seen everything, and no reader has."""
    append(ledger.log, [entity("oak")], now=NOW)
    with OxigraphStore(ledger.workspace.store) as store:
        apply_events(ledger.log, store, after=store.position())
    assert reached(snapshots(ledger.workspace.snapshots)[-1]) == ledger.position - 1
    assert catch_up(ledger.workspace, ledger.log).applied == 0
    assert reached(snapshots(ledger.workspace.snapshots)[-1]) == ledger.position
    assert [line for line in ledger.statements() if line.startswith("id:oak ")]


def test_passages_that_a_crash_prevented_are_made_up_for(ledger: Ledger) -> None:
    """Killed while the index was built: it has seen no event yet, but a first passage."""
    for name in ("d1", "d2"):
        ledger.document(name, {"text": text_hash(f"A cooler in {name}.")})
        ledger.write(f"texts/{name}.txt", f"A cooler in {name}.")
    ledger.ingest()
    for path in ledger.workspace.root.glob("search.db*"):
        path.unlink()
    with SearchIndex(ledger.workspace.search) as index:
        index.replace_passages("d1", "A cooler in d1.")
    catch_up(ledger.workspace, ledger.log)
    assert ledger.found("cooler") == {("passage", "d1"), ("passage", "d2")}
    assert ledger.found("Title d1") == {("document", "d1")}


def test_the_words_of_an_earlier_reading_are_forgotten(ledger: Ledger) -> None:
    for states in ("The cooler hums.", "The heater hums."):
        ledger.document("d1", c={"subject": "ash", "states": states})
        ledger.ingest(revise="misread")
    assert (ledger.found("cooler"), ledger.found("hums")) == (set(), {("claim", "d1/c")})


def test_the_words_of_a_text_that_is_taken_away_are_forgotten(ledger: Ledger) -> None:
    for name in ("d1", "d2"):
        attach(ledger.workspace, ledger.log, name, text_hash(f"A cooler in {name}."), f"A cooler in {name}.")
    shutil.rmtree(ledger.workspace.documents / "d1")
    catch_up(ledger.workspace, ledger.log)
    assert ledger.found("cooler") == {("passage", "d2")}


def test_a_text_whose_indexing_a_crash_prevented_is_attached_again(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(SearchIndex, "replace_passages", killed)
    with pytest.raises(KeyboardInterrupt):
        attach(ledger.workspace, ledger.log, "d1", text_hash("A cooler."), "A cooler.")
    monkeypatch.undo()
    assert attach(ledger.workspace, ledger.log, "d1", text_hash("A cooler."), "A cooler.")
    assert ledger.found("cooler") == {("passage", "d1")}
    assert not attach(ledger.workspace, ledger.log, "d1", text_hash("A cooler."), "A cooler.")


def test_only_the_recorded_text_is_attached(ledger: Ledger) -> None:
    with pytest.raises(BadInputError, match="d1: the text is not the one that was recorded"):
        attach(ledger.workspace, ledger.log, "d1", text_hash("A cooler."), "A coaler.")
    with pytest.raises(BadInputError, match="d1: no text was recorded for the document"):
        attach(ledger.workspace, ledger.log, "d1", None, "A cooler.")
    assert list(ledger.workspace.documents.iterdir()) == []


# Applying again


@settings(max_examples=15, deadline=None)
@given(streams(), st.data())
def test_applying_events_again_after_a_crash_changes_nothing(events: list[Event], data: st.DataObject) -> None:
    """A crash between the statements and the note of the position leaves both behind the position noted last."""
    noted = data.draw(st.integers(0, len(events)))
    crashed = data.draw(st.integers(noted, len(events)))
    with tempfile.TemporaryDirectory() as name, log_of(Path(name), events[:crashed]) as log:
        store = OxigraphStore(None)
        project(log, store)
        for number, event in enumerate(events[crashed:], start=crashed):
            append(log, [event], now=NOW + timedelta(minutes=number))
        apply_events(log, store, after=noted)
        assert store.dataset_hash() == rebuilt(log).dataset_hash()


def _revisions() -> st.SearchStrategy[list[Event]]:
    """Streams in which entities, documents and announcements are read anew, and declared again."""
    title = st.sampled_from(["One", "Two"])
    entities = st.builds(
        lambda label, alias: ExtractionCorrected(
            because="x", previous="0" * 64, entity=Entity(id="ash", cls="Company", label=label, aliases=(alias,))
        ),
        title,
        title,
    )
    again = st.builds(lambda alias: entity("ash", alias), title)
    documents = st.builds(
        lambda title: ExtractionCorrected(
            because="x",
            previous="0" * 64,
            document=Document.model_validate(dict(document("d1").document) | {"title": title}),
        ),
        title,
    )
    occurrences = st.builds(
        lambda title: ExtractionCorrected(
            because="x", previous="0" * 64, inside="d1", occurrence=Occurrence(key="ann", title=title, about=("ash",))
        ),
        title,
    )
    return st.lists(st.one_of(entities, again, documents, occurrences), max_size=5)


@settings(max_examples=15, deadline=None)
@given(_revisions())
def test_new_readings_of_entities_documents_and_announcements_end_as_a_rebuild_does(revisions: list[Event]) -> None:
    said = claim("c", "ash", objects=("h100",)), claim("a", "ash", objects=("h100",))
    first = [entity("ash", "AI"), entity("h100"), document("d1", said[0]), announcement("d1", "ann", said[1])]
    events = list({event.key(): event for event in [*first, *revisions]}.values())
    with tempfile.TemporaryDirectory() as name, log_of(Path(name), events[:2]) as log:
        store = OxigraphStore(None)
        project(log, store)
        for number, event in enumerate(events[2:], start=2):
            append(log, [event], now=NOW + timedelta(minutes=number))
            apply_events(log, store, after=store.position())
        assert store.dataset_hash() == rebuilt(log).dataset_hash()


def test_a_projection_of_some_records_leaves_the_others_out(tmp_path: Path) -> None:
    said = document("d1", claim("c", "ash", objects=("h100",)))
    with log_of(tmp_path, [entity("ash"), said, ClaimRetracted(claim="d1/c", because="x")]) as log:
        kept = OxigraphStore(None)
        project(log, kept, keep=lambda record: record.type != "claim-retracted")
        with log_of(tmp_path, [entity("ash"), said]) as other:
            assert kept.dataset_hash() == rebuilt(other).dataset_hash()


# Bad events


def recorded(event: Event, *, schema: int = 1) -> NewRecord:
    return NewRecord(event.key(), event.type, schema, encode(event), event.tags())


DOLLARS = recorded(document("d9", claim("c", "ash", "totalRaised", value="3 USD")))
OAK = recorded(entity("oak"))
BAD = {
    "an unknown type": NewRecord("bad", "moon-landed", 1, b"{}"),
    "a newer schema": recorded(entity("oak"), schema=99),
    "another shape": replace(OAK, payload=b'{"entity":{}}'),
    "no JSON": replace(OAK, payload=b"{"),
    "deep JSON": replace(OAK, payload=b"[" * 100_000),
    "a key of another event": replace(OAK, key="entity/elm/0"),
    "a tag too many": replace(OAK, tags=(*OAK.tags, "document:d1")),
    "a class that nobody knows": recorded(entity("oak", cls="Moon")),
    "a predicate that nobody knows": recorded(document("d9", claim("c", "ash", "orbits"))),
    "a unit that nobody knows": replace(DOLLARS, payload=DOLLARS.payload.replace(b"CCY_USD", b"CCY_MOON")),
    "an id that leads out": replace(OAK, payload=OAK.payload.replace(b'"oak"', b'"../oak"')),
    "an erasure of a path": NewRecord(
        "erased//etc/text",
        "document-erased",
        1,
        b'{"because":"x","depth":"text","document":"/etc"}',
        ("document:/etc",),
    ),
}


@pytest.mark.parametrize("bad", BAD.values(), ids=BAD.keys())
def test_a_bad_event_is_set_aside_by_catching_up_and_by_a_rebuild_alike(ledger: Ledger, bad: NewRecord) -> None:
    ledger.log.append([bad], now=NOW)
    append(ledger.log, [entity("elm")], now=NOW)
    result = catch_up(ledger.workspace, ledger.log)
    assert (result.position, result.set_aside) == (7, (6,))
    assert [line for line in ledger.statements() if line.startswith("id:elm ")], "what follows is applied"
    assert ledger.found("elm") == {("entity", "elm")}
    before = ledger.hash()
    assert rebuild(ledger.workspace, ledger.log).set_aside == (6,)
    assert ledger.hash() == before
    append(ledger.log, [entity("fir")], now=NOW)
    assert catch_up(ledger.workspace, ledger.log).set_aside == (6,), "it is still said later"
    failed = [check for check in verify(ledger.workspace, ledger.log) if check.problems]
    assert [check.name for check in failed] == ["every record can be read"]
    assert failed[0].problems[0].startswith("position 6: ")


@pytest.mark.parametrize("bad", BAD.values(), ids=BAD.keys())
def test_a_bad_event_is_taken_in_by_no_door(tmp_path: Path, bad: NewRecord) -> None:
    with open_log(tmp_path / "log.db", mode="create") as log:
        with pytest.raises(VerificationError):
            log.append([bad], now=NOW)
        with log_of(tmp_path, [entity("ash")]) as theirs:
            theirs.append([bad], now=NOW)
            with pytest.raises(VerificationError, match="position 2: "):
                log.restore(theirs.read())
        assert log.head() == Head()


def test_what_was_set_aside_is_taken_up_by_a_version_that_knows_it(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as older:
        types = {"entity-declared": type(entity("ash"))}
        for module in ("kg.events", "kg.events.door"):
            older.setattr(f"{module}.BY_TYPE", types)
        older.setattr("kg.stores.stamp.program", lambda: "older")
        catch_up(ledger.workspace, ledger.log)
        append(ledger.log, [document("d1", claim("c", "ash", objects=("h100",)))], now=NOW)
        assert catch_up(ledger.workspace, ledger.log).set_aside == (6,)
    assert catch_up(ledger.workspace, ledger.log).set_aside == ()
    assert "id:ash kg:usesHardware id:h100" in ledger.statements()


def test_an_erased_event_is_neither_bad_nor_there(ledger: Ledger) -> None:
    append(ledger.log, [entity("oak"), entity("elm")], now=NOW)
    ledger.log._connection.execute("UPDATE records SET payload = NULL, salt = NULL WHERE position = 6")
    assert catch_up(ledger.workspace, ledger.log).set_aside == ()
    assert not [line for line in ledger.statements() if line.startswith("id:oak ")]
    caught_up = ledger.hash()
    rebuild(ledger.workspace, ledger.log)
    assert ledger.hash() == caught_up


def test_a_store_that_lost_files_in_a_power_cut_is_built_anew(ledger: Ledger) -> None:
    ledger.ingest(ledger.document("d1", c="ash usesHardware h100"))
    before = ledger.hash()
    for path in ledger.workspace.store.glob("*.sst"):
        path.write_bytes(b"")
    ledger.ingest(ledger.document("d2", c="ash usesHardware h200"))
    assert ledger.hash() != before
    caught_up = ledger.hash()
    rebuild(ledger.workspace, ledger.log)
    assert ledger.hash() == caught_up


def test_a_disk_that_takes_no_graph_is_a_limit_and_not_a_missing_workspace(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise NoWorkspaceError("the store cannot be opened (Input/output error)")

    monkeypatch.setattr(kg.pipeline, "OxigraphStore", refuse)
    with pytest.raises(LimitError, match="the graph cannot be built here"):
        rebuild(ledger.workspace, ledger.log)


def test_a_text_in_which_nobody_sees_the_words_of_a_claim_is_not_attached(ledger: Ledger) -> None:
    text = "So: \u200b\u200b. And more."
    place = span_of(text, 4, 6)
    claim = {"subject": "ash", "states": "It hums.", "at": f"4-6 {place.words_hash}"}
    ledger.document("d1", {"text": text_hash(text)}, c=claim)
    ledger.ingest()
    with pytest.raises(BadInputError, match="d1/c: nothing that can be seen stands at 4-6 of the text"):
        attach(ledger.workspace, ledger.log, "d1", text_hash(text), text)
    assert list(ledger.workspace.documents.iterdir()) == []
    ledger.write("texts/d1.txt", text)
    assert "nothing that can be seen" in str(ledger.ingest().outcomes[-1].error)


def test_of_two_that_attach_the_same_text_one_is_first(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    told = []

    def other_first(*given: Any, **options: Any) -> Any:  # noqa: ANN401 (what the lock takes and gives)
        monkeypatch.undo()
        told.append(attach(ledger.workspace, ledger.log, "d1", text_hash("A cooler."), "A cooler."))
        return writing(*given, **options)

    monkeypatch.setattr("kg.pipeline.writing", other_first)
    told.append(attach(ledger.workspace, ledger.log, "d1", text_hash("A cooler."), "A cooler."))
    assert told == [True, False]
