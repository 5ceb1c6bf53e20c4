import multiprocessing
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from kg.cli.ingested import shown
from kg.errors import BadInputError, LockedError
from kg.events import Event
from kg.ingest import expand, ingest
from kg.log import Log, SqliteLog, StorageError
from kg.pipeline import append, rebuild
from kg.texts import text_hash
from kg.workspace import Workspace
from tests.ledger import NAMES, Ledger, company, page, problem, statuses

# What becomes of a file


def test_a_new_file_is_recorded_and_the_same_file_again_changes_nothing(ledger: Ledger) -> None:
    ledger.document("d1", c="ash usesHardware h100")
    first = ledger.ingest()
    assert statuses(first) == {"entities.yaml": "known", "d1": "new"}
    assert "id:ash kg:usesHardware id:h100" in ledger.statements()
    head, graph = ledger.log.head(), ledger.hash()
    again = ledger.ingest()
    assert statuses(again) == {"entities.yaml": "known", "d1": "known"}
    assert (ledger.log.head(), ledger.hash()) == (head, graph)


def test_a_changed_claim_is_shown_and_refused(ledger: Ledger) -> None:
    ledger.document("d1", c="ash usesHardware h100")
    ledger.ingest()
    before = ledger.position
    ledger.document("d1", c="ash usesHardware h200", new="ash usesHardware h100")
    outcome = ledger.ingest().outcomes[-1]
    assert outcome.status == "changed"
    assert outcome.plan is not None
    (change,) = outcome.plan.changes
    assert change.id == "d1/c"
    assert set(change.before) ^ set(change.after) == {"object: h100", "object: h200"}
    assert str(outcome.error) == (
        "d1: one known thing reads otherwise now. If the file is right: `kg ingest --revise REASON`."
    )
    assert ledger.position == before, "the new claim beside it waits too: a document is one batch"


def test_a_revised_claim_replaces_the_reading(ledger: Ledger) -> None:
    ledger.document("d1", c="ash usesHardware h100")
    ledger.ingest()
    ledger.document("d1", c="ash usesHardware h200")
    assert statuses(ledger.ingest(revise="misread"))["d1"] == "revised"
    assert "id:ash kg:usesHardware id:h200" in ledger.statements()
    assert "id:ash kg:usesHardware id:h100" not in ledger.statements()
    assert statuses(ledger.ingest())["d1"] == "known"


def test_a_reading_can_be_revised_back_and_forth(ledger: Ledger) -> None:
    ledger.document("d1", c="ash usesHardware h100")
    ledger.ingest()
    for turn, chip in enumerate(("h200", "h100", "h200", "h100")):
        ledger.document("d1", c=f"ash usesHardware {chip}")
        assert statuses(ledger.ingest(revise=f"reason {turn % 3}"))["d1"] == "revised"
        uses = {line for line in ledger.statements() if line.startswith("id:ash kg:usesHardware")}
        assert uses == {f"id:ash kg:usesHardware id:{chip}"}
    replayed = ledger.hash()
    rebuild(ledger.workspace, ledger.log)
    assert ledger.hash() == replayed


def test_a_vanished_claim_is_reported_and_stays(ledger: Ledger) -> None:
    ledger.document(
        "d1", {"announcements": {"ann": {"title": "News"}}}, a="ash usesHardware h100", b="ash usesHardware h200"
    )
    ledger.ingest()
    ledger.document("d1", a="ash usesHardware h100")
    outcome = ledger.ingest().outcomes[-1]
    assert outcome.plan is not None
    assert (outcome.status, outcome.plan.vanished) == ("known", ["d1/ann", "d1/b"])
    page = shown(ledger.ingest(), dry_run=False).page.text(width=100, color=False)
    assert "no longer in the file, kept in the ledger: d1/ann, d1/b" in page
    assert "id:ash kg:usesHardware id:h200" in ledger.statements()


def test_a_new_claim_under_a_known_document_is_recorded_as_found_later(ledger: Ledger) -> None:
    ledger.document("d1", a="ash usesHardware h100")
    ledger.ingest()
    ledger.document("d1", a="ash usesHardware h100", b="birch usesHardware h100")
    outcome = ledger.ingest().outcomes[-1]
    assert outcome.plan is not None
    assert (outcome.status, outcome.plan.new, outcome.plan.unchanged) == ("new", ["d1/b"], 2)
    assert f'id:event/{ledger.position} kg:reason "found in the source at a later reading"' in ledger.statements()


def test_a_refused_file_leaves_no_trace_and_the_others_go_on(ledger: Ledger) -> None:
    ledger.document("bad", {"entities": {"stray": company("Stray")}}, c="ash usesHardware nobody")
    ledger.document("good", c="ash usesHardware h100")
    ledger.write("broken.yaml", "claims: [")
    report = ledger.ingest()
    assert statuses(report) == {"broken.yaml": "refused", "entities.yaml": "known", "bad": "refused", "good": "new"}
    assert {outcome.name for outcome in report.refused()} == {"bad", str(ledger.files / "broken.yaml")}
    assert not any("stray" in line or "id:bad" in line for line in ledger.statements())
    assert {record.type for record in ledger.log.read()} == {"entity-declared", "document-recorded"}
    assert ledger.position == len(NAMES) + 1


def test_two_files_of_one_document_are_judged_one_after_the_other(ledger: Ledger) -> None:
    ledger.write("a.yaml", page("d1", c="ash usesHardware h100"))
    ledger.write("b.yaml", page("d1", c="ash usesHardware h200"))
    assert [outcome.status for outcome in ledger.ingest().outcomes] == ["known", "new", "changed"]


# Trying first


def test_a_dry_run_says_what_a_run_does_and_writes_nothing(ledger: Ledger) -> None:
    ledger.document("bad", {"entities": {"stray": company("Stray")}}, c="ash usesHardware nobody")
    ledger.document("needs-stray", {"published": "2026-05-01"}, c="stray usesHardware h100")
    ledger.document("d1", {"entities": {"oak": company("Oak")}}, c="oak usesHardware h100")
    ledger.document("d2", {"published": "2026-05-01"}, c={"subject": "oak", "states": "So it is.", "supports": "d1/c"})
    act = {"act": "retract", "claim": "d1/c", "reason": "Withdrawn."}
    ledger.write("acts-1.yaml", {"acts": [act, act | {"claim": "d1/gone"}]})
    ledger.write("acts-2.yaml", {"acts": [act, act]})
    before = ledger.position
    trial = ledger.ingest(dry_run=True)
    assert (ledger.position, trial.caught_up) == (before, None)
    assert statuses(trial) == statuses(ledger.ingest())
    planned = [event for outcome in trial.outcomes if outcome.plan for event in outcome.plan.events]
    assert [event.key() for event in planned] == [record.key for record in ledger.log.read(after=before)]


# Where files come from


def test_standard_input_is_a_file_called_minus(ledger: Ledger) -> None:
    text = "document: d1\ntitle: T\nkind: article\nvoice: voice\npublished: 2026-04-22\n"
    assert statuses(ledger.ingest(Path("-"), standard_input=text)) == {"d1": "new"}
    assert statuses(ledger.ingest(Path("-"), standard_input="")) == {"-": "refused"}


def test_what_is_no_authored_file_is_refused_by_name(ledger: Ledger) -> None:
    odd = {
        "utf16": (b"\xff\xfed\x00", "the file is not UTF-8 text"),
        "pdf": (b"%PDF-1.7\n%\x80\n", "the file is not UTF-8 text"),
        "nul": (b"document: d\x00", "the character U+0000 cannot stand in a file"),
        "list": (b"- a\n- b\n", "the file is not made of fields"),
        "html": (b"<!doctype html><p>", "the file is not made of fields"),
        "nothing": (b"", "the file is empty"),
    }
    for name, (content, _) in odd.items():
        ledger.write(f"{name}.yaml", content)
    errors = {Path(outcome.name).stem: str(outcome.error) for outcome in ledger.ingest().refused()}
    assert errors.keys() == odd.keys()
    for name, (_, says) in odd.items():
        assert errors[name].startswith(f"{ledger.files / name}.yaml:")
        assert says in errors[name]


def test_an_empty_folder_is_said_to_be_empty(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("not ours")
    with pytest.raises(BadInputError, match=r"the folder holds no YAML or JSON file. `kg new` writes a first one."):
        list(expand([tmp_path]))


def test_a_missing_path_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match=r"nowhere.yaml: the path does not exist"):
        list(expand([tmp_path / "nowhere.yaml"]))


@pytest.mark.parametrize("kind", ["fifo", "device", "broken link"])
def test_what_is_no_regular_file_is_never_read(tmp_path: Path, kind: str) -> None:
    """Reading one of these would wait for ever or never end."""
    path = tmp_path / "odd.yaml"
    if kind == "fifo":
        os.mkfifo(path)
    else:
        path.symlink_to("/dev/zero" if kind == "device" else tmp_path / "gone")
    with pytest.raises(BadInputError, match=r"odd.yaml: the path (is not a regular file|does not exist)"):
        list(expand([path]))


def test_what_is_no_regular_file_in_a_folder_is_refused_and_the_others_go_on(ledger: Ledger) -> None:
    ledger.document("fine", c="ash usesHardware h100")
    os.mkfifo(ledger.files / "pipe.yaml")
    (ledger.files / "device.yaml").symlink_to("/dev/zero")
    (ledger.files / "gone.yaml").symlink_to(ledger.files / "nowhere")
    (ledger.files / "elsewhere.yaml").symlink_to(ledger.files / "fine.yaml")
    found = statuses(ledger.ingest())
    assert {name for name, status in found.items() if status == "refused"} == {
        "pipe.yaml",
        "device.yaml",
        "gone.yaml",
        "elsewhere.yaml",
    }
    assert found["fine"] == "new"


def test_a_file_given_twice_and_folders_inside_folders_are_read_once(tmp_path: Path) -> None:
    (tmp_path / "deep" / "er").mkdir(parents=True)
    (tmp_path / "deep" / "er" / "a.yml").touch()
    (tmp_path / "deep" / "loop").symlink_to(tmp_path)
    found = tmp_path / "deep" / "er" / "a.yml"
    assert list(expand([tmp_path, found, tmp_path / "deep"])) == [found]


def test_an_id_cannot_lead_out_of_the_workspace(ledger: Ledger) -> None:
    names = ["../../escape", "..", ".", "a/b", "/etc/passwd", "a\\b", "~", "a b", "-a", "ä", ""]
    for number, name in enumerate(names):
        ledger.write(f"odd-{number}.yaml", page(name, {"text": text_hash("Words.")}))
    ledger.write("escape.txt", "Words.")
    report = ledger.ingest()
    assert len(report.refused()) == len(names)
    assert ledger.position == len(NAMES)
    assert list(ledger.workspace.documents.iterdir()) == []


# Texts that lie beside


def test_a_text_beside_its_file_is_attached_and_found(ledger: Ledger) -> None:
    ledger.document("d1", {"text": text_hash("The cooler hums.")}, c="ash usesHardware h100")
    ledger.write("texts/d1.txt", "The cooler hums.\n")
    assert [outcome.text_attached for outcome in ledger.ingest().outcomes] == [False, True]
    assert (ledger.workspace.documents / "d1" / "text.txt").read_text() == "The cooler hums."
    assert ledger.found("cooler") == {("passage", "d1")}
    assert [outcome.text_attached for outcome in ledger.ingest().outcomes] == [False, False]


def test_a_text_that_does_not_fit_stops_the_document_before_it_is_recorded(ledger: Ledger) -> None:
    ledger.document("d1", {"text": text_hash("The cooler hums.")}, c="ash usesHardware h100")
    ledger.write("texts/d1.txt", "The cooler hummed.\n")
    report = ledger.ingest()
    assert statuses(report)["d1"] == "refused"
    assert "the text is not the one that was recorded" in problem(report)
    assert ledger.position == len(NAMES)
    assert list(ledger.workspace.documents.iterdir()) == []


# What comes after recording


def _locked(*_: object, **__: object) -> Iterator[None]:
    raise LockedError("another process writes this workspace")


def test_a_text_that_cannot_be_attached_does_not_make_a_recorded_document_a_refused_one(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger.document("d1", {"text": text_hash("The cooler hums.")}, c="ash usesHardware h100")
    ledger.write("texts/d1.txt", "The cooler hums.\n")
    monkeypatch.setattr("kg.pipeline.writing", _locked)
    outcome = ledger.ingest().outcomes[-1]
    assert (outcome.status, outcome.text_attached, str(outcome.error)) == (
        "new",
        False,
        "another process writes this workspace",
    )
    monkeypatch.undo()
    again = ledger.ingest().outcomes[-1]
    assert (again.status, again.text_attached, again.error) == ("known", True, None)
    assert ledger.found("cooler") == {("passage", "d1")}


def test_a_graph_that_cannot_catch_up_does_not_cost_the_report(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    ledger.document("d1", c="ash usesHardware h100")
    ledger.document("bad", c="ash usesHardware nobody")
    monkeypatch.setattr("kg.pipeline.writing", _locked)
    report = ledger.ingest()
    assert (report.caught_up, str(report.behind)) == (None, "another process writes this workspace")
    assert statuses(report) == {"entities.yaml": "known", "bad": "refused", "d1": "new"}
    monkeypatch.undo()
    later = ledger.ingest()
    assert later.behind is None
    assert "id:ash kg:usesHardware id:h100" in ledger.statements()


# Two processes at once


def _overtaken(monkeypatch: pytest.MonkeyPatch, ledger: Ledger, other: Path) -> None:
    """Let another process take in `other` between the planning of a file and its recording."""

    def later(*given: Any, **options: Any) -> tuple[int, ...]:  # noqa: ANN401 (what append takes)
        monkeypatch.undo()
        assert statuses(ledger.ingest(other)).popitem()[1] == "new"
        return append(*given, **options)

    monkeypatch.setattr("kg.ingest.append", later)


@pytest.mark.parametrize(
    ("other", "status"),
    [
        (page("d1", c="ash usesHardware h100"), "known"),  # the same, word for word: new to the first only
        (page("d1", c="ash usesHardware h200"), "changed"),
        (page("d2", {"entities": {"oak": company("Oak")}}), "new"),
        (page("d2", {"entities": {"oak": company("Quercus")}}), "changed"),
        (page("d2", {"entities": {"oak": company("Oak") | {"class": "Chip"}}}), "refused"),
        (page("d2", {"entities": {"d1": company("D1")}}), "refused"),
        (page("oak"), "refused"),
    ],
)
def test_what_another_process_recorded_meanwhile_is_seen(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch, other: dict[str, Any], status: str
) -> None:
    fields = {"entities": {"oak": company("Oak")}} if other["document"] != "d1" else {}
    ours = ledger.write("ours/d1.yaml", page("d1", fields, c="ash usesHardware h100"))
    _overtaken(monkeypatch, ledger, ledger.write("theirs/other.yaml", other))
    assert statuses(ledger.ingest(ours)) == {"d1": status}
    keys = [record.key for record in ledger.log.read()]
    assert sum(key.startswith("entity/oak/") for key in keys) <= 1
    assert sum(key == "document/d1" for key in keys) <= 1
    rebuild(ledger.workspace, ledger.log)


def test_two_processes_cannot_close_a_circle_of_replacements(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    ledger.document("d1", a="ash usesHardware h100")
    ledger.document("d2", b="ash usesHardware h200")
    ledger.ingest()
    act = {"act": "supersede", "reason": "Newer."}
    ours = ledger.write("ours.yaml", {"acts": [act | {"claim": "d1/a", "by_claim": "d2/b"}]})
    theirs = ledger.write("theirs.yaml", {"acts": [act | {"claim": "d2/b", "by_claim": "d1/a"}]})
    _overtaken(monkeypatch, ledger, theirs)
    assert "d2/b was itself replaced by d1/a" in problem(ledger.ingest(ours))


def _ingest_in(root: Path, files: Path, ready: Any, results: Any) -> None:  # noqa: ANN401 (a barrier and a queue)
    workspace = Workspace(root)
    with SqliteLog(workspace.log) as log:
        ready.wait()
        report = ingest(workspace, log, [files], now=lambda: datetime.now(UTC))
        results.put((statuses(report), problem(report)))


def test_two_processes_that_take_in_different_and_shared_documents_lose_nothing(ledger: Ledger) -> None:
    for side, numbers in (("left", range(6)), ("right", range(6, 12))):
        ledger.write(f"{side}/entities.yaml", {"entities": {"oak": company("Oak")}})
        ledger.write(f"{side}/both.yaml", page("both", {"published": "2026-01-01"}, c="oak partnerOf ash"))
        for number in numbers:
            trees = {"entities": {f"tree-{number}": company(f"Tree {number}")}}
            ledger.write(f"{side}/d{number}.yaml", page(f"d{number}", trees, c=f"tree-{number} partnerOf oak"))
    context = multiprocessing.get_context("spawn")
    ready, results = context.Barrier(2), context.Queue()
    root, sides = ledger.workspace.root, (ledger.files / "left", ledger.files / "right")
    children = [context.Process(target=_ingest_in, args=(root, side, ready, results)) for side in sides]
    for child in children:
        child.start()
    found = [results.get(timeout=60) for _ in children]
    for child in children:
        child.join()
    assert [child.exitcode for child in children] == [0, 0]
    assert [error for _, error in found] == ["", ""]
    assert {done["both"] for done, _ in found} <= {"known", "new"}
    recorded = [record.key for record in ledger.log.read() if record.type == "document-recorded"]
    assert sorted(recorded) == sorted(["document/both", *(f"document/d{number}" for number in range(12))])
    assert ledger.log.verify() is None
    assert {f"id:tree-{n} kg:partnerOf id:oak" for n in range(12)} <= ledger.statements()
    caught_up = ledger.hash()
    rebuild(ledger.workspace, ledger.log)
    assert ledger.hash() == caught_up


def test_progress_counts_the_files(ledger: Ledger) -> None:
    ledger.document("d1", c="ash usesHardware h100")
    seen: list[tuple[str, int, int]] = []
    ledger.ingest(progress=lambda *call: seen.append(call))
    assert seen == [(str(ledger.files / "entities.yaml"), 1, 2), ("d1", 2, 2)]


def test_a_disk_that_is_full_stops_the_ingest_and_what_was_recorded_stays(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(log: Log, events: list[Event], **options: Any) -> tuple[int, ...]:  # noqa: ANN401 (those of append)
        if any("d2" in event.key() for event in events):
            raise StorageError("the disk is full", where="log.db")
        return append(log, events, **options)

    monkeypatch.setattr("kg.ingest.append", full)
    for name in ("d1", "d2", "d3"):
        ledger.document(name, c="ash usesHardware h100")
    report = ledger.ingest()
    assert statuses(report) == {"entities.yaml": "known", "d1": "new", "d2": "refused"}, "d3 was not tried"
    assert str(report.stopped) == "log.db: the disk is full"
    assert report.caught_up
    monkeypatch.undo()
    assert statuses(ledger.ingest())["d3"] == "new"
