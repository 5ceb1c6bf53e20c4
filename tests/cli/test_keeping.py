"""Keeping a ledger: make it, see where it stands, check it, rebuild it, seal and import it; and its log."""

import json
import os
import shutil
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kg.locking import writing
from kg.log import NewRecord, SqliteLog
from kg.workspace import Workspace
from tests.cli.running import Kg


def test_init_makes_a_workspace_and_says_what_to_do_next(kg: Kg) -> None:
    done = kg("init", "my ledger", at=None)
    assert done.code == 0
    assert "kg -C 'my ledger' ingest FILE" in done.err
    assert kg("show", "nobody", at=Path("my ledger")).code == 4
    assert "already" in kg("init", "my ledger", at=None).err


def test_init_touches_no_folder_with_other_things(kg: Kg, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    done = kg("init", at=None)
    assert (done.code, done.err.count("\n")) == (4, 1)
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


def test_status_and_how_it_shows_a_graph_that_is_behind(kg: Kg, ledger: Path) -> None:
    state = json.loads(kg("status", "-f", "json", at=ledger).out)
    assert state["behind"] == 0
    assert state["counts"] == {"announcements": 1, "claims": 8, "documents": 2, "entities": 7}
    shutil.rmtree(ledger / "snapshots")
    assert "`kg rebuild` makes it" in kg("status", at=ledger).out
    # the next question makes the graph anew without being told
    assert kg("show", "orchid", at=ledger).code == 0
    assert json.loads(kg("status", "-f", "json", at=ledger).out)["behind"] == 0


def test_doctor_works_with_and_without_a_workspace(kg: Kg) -> None:
    assert "everything can be written" in kg("doctor").out
    outside = kg("doctor", at=None)
    assert outside.code == 0
    assert "none: there is no workspace here" in outside.out


@pytest.mark.parametrize(
    "words",
    [
        ("show", "x"),
        ("status",),
        ("verify",),
        ("log",),
        ("ingest", "x"),
        ("rebuild",),
        ("seal",),
        ("import", "."),
        ("search", "x"),
        ("query", "contested"),
        ("cite", "x"),
        ("retract", "x", "--reason", "y"),
    ],
)
def test_without_a_workspace_the_exit_code_is_3(kg: Kg, words: tuple[str, ...]) -> None:
    done = kg(*words, at=None)
    assert (done.code, done.out) == (3, "") or words == ("import", ".")
    assert done.err.count("\n") == 1


@pytest.mark.parametrize(
    ("content", "hint"),
    [
        ("format = 99\n", "Upgrade kg"),
        ("format = \n", "cannot be read"),
        ("", "name no format"),
        ("format = 0", "no format"),
    ],
)
def test_a_workspace_of_another_kind_is_exit_code_3(kg: Kg, ledger: Path, content: str, hint: str) -> None:
    (ledger / "kg.toml").write_text(content)
    done = kg("show", "orchid", at=ledger)
    assert (done.code, done.err.count("\n")) == (3, 1)
    assert hint in done.err


@pytest.mark.parametrize("size", [0, 1000])
def test_a_half_written_log_is_one_sentence(kg: Kg, ledger: Path, size: int) -> None:
    os.truncate(ledger / "log.db", size)
    done = kg("show", "orchid", at=ledger)
    assert done.code in {3, 5}
    assert done.err.count("\n") == 1


def test_a_missing_log_is_one_sentence(kg: Kg, ledger: Path) -> None:
    (ledger / "log.db").unlink()
    done = kg("show", "orchid", at=ledger)
    assert (done.code, done.err.count("\n")) == (3, 1)


def test_a_broken_snapshot_is_made_anew_and_one_sentence_says_so(kg: Kg, ledger: Path) -> None:
    for snapshot in (ledger / "snapshots").iterdir():
        for file in snapshot.iterdir():
            file.unlink()
            file.write_bytes(b"junk")
    done = kg("show", "orchid", at=ledger)
    assert (done.code, done.err.count("\n")) == (0, 1)
    assert "the graph was damaged (kg.inventory is not as it was written) and is made anew" in done.err


def test_a_reader_goes_on_with_the_older_graph_while_another_process_writes(
    kg: Kg, ledger: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kg.ingest.catch_up", lambda *_: None)
    (tmp_path / "more.yaml").write_text("entities:\n  ash: {class: Company, label: Ash}\n")
    kg("ingest", "more.yaml", at=ledger)
    with writing(Workspace(ledger)):
        done = kg("show", "orchid", at=ledger)
    assert done.code == 0
    assert "another process writes this workspace" in done.err


def test_a_writer_that_waits_in_vain_is_exit_code_8(kg: Kg, ledger: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter(range(0, 10_000, 20))
    monkeypatch.setattr("kg.locking.time.monotonic", lambda: next(clock))
    with writing(Workspace(ledger)):
        done = kg("rebuild", at=ledger)
    assert (done.code, done.err.count("\n")) == (8, 1)


def test_a_workspace_that_cannot_be_written_is_read_as_it_is(kg: Kg, ledger: Path) -> None:
    ledger.chmod(0o555)
    if os.access(ledger, os.W_OK):
        pytest.skip("nothing is read-only for this user")
    folders = [ledger, *(path for path in ledger.rglob("*") if path.is_dir())]
    for folder in folders:
        folder.chmod(0o555)
    try:
        assert kg("show", "orchid", at=ledger).code == 0
        assert kg("search", "orchid", at=ledger).code == 0
        assert "NOT writable: ledger" in kg("doctor", at=ledger).out
        assert kg("retract", "orchid-launch", "--reason", "x", at=ledger).code == 3
    finally:
        for folder in folders:
            folder.chmod(0o755)


def test_verify_holds_and_is_a_table(kg: Kg) -> None:
    done = kg("verify")
    assert (done.code, done.err) == (0, "")
    assert {check["holds"] for check in json.loads(done.out)} == {"yes"}


def test_verify_names_a_changed_record(kg: Kg, ledger: Path) -> None:
    with sqlite3.connect(ledger / "log.db") as connection:
        connection.execute(
            "UPDATE records SET payload = CAST(replace(payload, 'Orchid', 'Orchis') AS BLOB) WHERE position = 4"
        )
    connection.close()
    done = kg("verify", at=ledger)
    assert done.code == 5
    assert "position 4" in done.err
    assert "no" in {check["holds"] for check in json.loads(done.out)}


def test_verify_names_a_changed_text(kg: Kg, ledger: Path) -> None:
    (ledger / "documents" / "orchid-launch" / "text.txt").write_text("Another text")
    done = kg("verify", at=ledger)
    assert done.code == 5
    assert "orchid-launch: the text is not the one that was recorded" in done.err


def test_verify_runs_the_questions_that_must_be_empty(kg: Kg, ledger: Path) -> None:
    (ledger / "queries" / "checks").mkdir(parents=True)
    (ledger / "queries" / "checks" / "no-chips.rq").write_text(
        "#+ summary: There are no chips\n#+ question: Which chips are there?\nSELECT ?c WHERE { ?c a kg:Chip }\n"
    )
    done = kg("verify", at=ledger)
    assert done.code == 5
    assert "There are no chips: orchid" in done.err


def test_rebuild_gives_the_same_graph(kg: Kg, ledger: Path) -> None:
    before = json.loads(kg("verify", at=ledger).out)
    shutil.rmtree(ledger / "store")
    assert kg("rebuild", at=ledger).code == 0
    assert json.loads(kg("verify", at=ledger).out) == before


def test_seal_and_import_give_the_same_head(kg: Kg, ledger: Path) -> None:
    sealed = kg("seal", "--size", "5", at=ledger)
    assert sealed.code == 0
    assert "nothing new to seal" in kg("seal", at=ledger).err
    kg("init", "copy", at=None)
    done = kg("import", str(ledger / "segments"), at=Path("copy"))
    assert done.code == 0
    heads = [json.loads(kg("status", "-f", "json", at=at).out)["chain"] for at in (ledger, Path("copy"))]
    assert heads[0] == heads[1]
    assert kg("show", "orchid-launch/power", at=Path("copy")).code == 0


def test_import_of_nothing_and_of_something_else(kg: Kg, ledger: Path, tmp_path: Path) -> None:
    (tmp_path / "segment-00000001-00000002.jsonl").write_text("{}\n")
    for path in (".", "missing"):
        done = kg("import", path, at=ledger)
        assert done.code in {4, 5}
        assert done.err.count("\n") == 1


def test_log_newest_first_limited_and_filtered(kg: Kg) -> None:
    lines = kg("log", "--oneline", "--limit", "2").out.splitlines()
    positions = [int(line.split()[0]) for line in lines]
    assert positions == sorted(positions, reverse=True)
    assert len(lines) == 2
    assert "--limit 0" in kg("log", "--limit", "2").err
    assert {line.split()[2] for line in kg("log", "--type", "document-recorded", "--oneline").out.splitlines()} == {
        "document-recorded"
    }


def test_log_of_one_thing(kg: Kg) -> None:
    assert [json.loads(line)["type"] for line in kg("log", "orchid-launch/speed", "--json").out.splitlines()] == [
        "announcement-recorded"
    ]
    assert {json.loads(line)["type"] for line in kg("log", "orchid-launch", "-f", "jsonl").out.splitlines()} == {
        "document-recorded",
        "announcement-recorded",
    }
    assert kg("log", "orchid-launch", "--type", "claim-corrected").out == ""
    assert "Did you mean orchid" in kg("log", "orchyd").err


def test_a_record_shows_reason_and_what_it_brought(kg: Kg) -> None:
    shown = kg("log", "orchid-launch").out
    assert "orchid-launch/launch: Larch presents the Orchid" in shown
    assert "4 claims" in shown


def test_records_of_a_later_version_are_named_by_whatever_asks(kg: Kg, ledger: Path) -> None:
    of_later = NewRecord("k", "of-a-later-version", 1, b"{}", ("document:x",))
    with SqliteLog(ledger / "log.db") as log:  # which lets pass what the door of this version would refuse
        (position,) = log.append([of_later], now=datetime(2026, 10, 1, tzinfo=UTC))
    asked = (
        ("query", "contested"),
        ("show", "orchid"),
        ("export", "--to", "turtle"),
        ("--recorded-by", str(position), "query", "contested"),
    )
    for words in asked:
        done = kg(*words, at=ledger)
        assert done.code == 0
        named = f"1 record is left out, which this version cannot read: {position}; `kg verify` says more"
        assert done.err.count(named) == 1
    assert kg("-f", "json", "status", at=ledger).out.count(f'"set_aside": [\n    {position}') == 1
