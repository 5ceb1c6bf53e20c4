"""Taking in files and texts, and writing them."""

import json
from pathlib import Path

import pytest

from kg.texts import text_hash
from tests.cli.running import CORPUS, Kg

EXTRA = """
document: extra
title: Extra
kind: post
published: 2026-06-01
voice: larch
claims:
  cores:
    subject: orchid
    predicate: coreCount
    value: {cores}
    locator: line 1
"""


@pytest.fixture
def extra(tmp_path: Path) -> Path:
    path = tmp_path / "extra.yaml"
    path.write_text(EXTRA.format(cores=96))
    return path


def position(kg: Kg, at: Path) -> int:
    return int(json.loads(kg("status", "-f", "json", at=at).out)["position"])


def test_new_then_known_then_changed_then_revised(kg: Kg, ledger: Path, extra: Path) -> None:
    first = kg("ingest", str(extra), at=ledger)
    assert (first.code, first.out.split()[:2]) == (0, ["new", "extra"])
    again = kg("ingest", str(extra), at=ledger)
    assert again.out == f"1 file: 1 known; the graph shows all {position(kg, ledger)} records\n"
    extra.write_text(EXTRA.format(cores=128))
    before = position(kg, ledger)
    changed = kg("ingest", str(extra), at=ledger)
    assert changed.code == 4
    assert "- value: 96" in changed.out
    assert "+ value: 128" in changed.out
    assert position(kg, ledger) == before
    revised = kg("ingest", str(extra), "--revise", "A digit was misread.", at=ledger)
    assert (revised.code, revised.out.split()[:2]) == (0, ["revised", "extra"])
    assert "128" in kg("show", "extra/cores", at=ledger).out
    assert "A digit was misread." in kg("log", "extra/cores", at=ledger).out


def test_some_refused_is_6_and_all_refused_is_4(kg: Kg, ledger: Path, extra: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad.yaml"
    bad.write_text(EXTRA.replace("document: extra", "document: bad").format(cores="many"))
    some = kg("ingest", str(bad), str(extra), at=ledger)
    assert some.code == 6
    assert "bad.yaml:11 claims.cores.value" in " ".join(some.out.split())
    assert kg("ingest", str(bad), at=ledger).code == 4


def test_dry_run_prints_the_events_and_records_nothing(kg: Kg, ledger: Path, extra: Path) -> None:
    before = position(kg, ledger)
    done = kg("ingest", str(extra), "--dry-run", at=ledger)
    (event,) = map(json.loads, done.out.splitlines())
    assert (event["type"], event["key"]) == ("document-recorded", "document/extra")
    assert position(kg, ledger) == before
    kg("ingest", str(extra), at=ledger)
    recorded = json.loads(kg("log", "extra", "--json", at=ledger).out)
    assert {name: recorded[name] for name in event} == event


def test_ingest_from_standard_input(kg: Kg, ledger: Path, extra: Path) -> None:
    assert kg("ingest", "-", at=ledger, stdin=extra.read_text()).out.startswith("new      extra")


def test_ingest_as_json(kg: Kg, ledger: Path, extra: Path) -> None:
    report = json.loads(kg("ingest", str(extra), "-f", "json", at=ledger).out)
    assert [(file["name"], file["status"]) for file in report["files"]] == [("extra", "new")]
    assert report["position"] == position(kg, ledger)


@pytest.mark.parametrize("path", ["missing.yaml", "."])
def test_nothing_to_ingest_is_one_sentence(kg: Kg, ledger: Path, path: str) -> None:
    done = kg("ingest", path, at=ledger)
    assert (done.code, done.err.count("\n")) == (4, 1)


def test_a_folder_with_a_workspace_in_it_gives_its_files_and_nothing_of_the_workspace(
    kg: Kg, ledger: Path, extra: Path, tmp_path: Path
) -> None:
    kg("show", "orchid", "--as-of", "2026-06-01", at=ledger)
    assert list(ledger.glob("views/*/about.json")), "a past view is kept inside the workspace"
    (ledger / "reports.json").write_text("{}")
    extra.rename(ledger / extra.name)
    report = json.loads(kg("ingest", str(tmp_path), "-f", "json", at=ledger).out)
    assert [(file["name"], file["status"]) for file in report["files"]] == [("extra", "new")]


def test_a_key_that_left_the_file_is_reported_and_kept(kg: Kg, ledger: Path, extra: Path) -> None:
    kg("ingest", str(extra), at=ledger)
    extra.write_text(extra.read_text().replace("cores:\n", "nuclei:\n"))
    assert "kept in the ledger: extra/cores" in kg("ingest", str(extra), at=ledger).out
    assert kg("show", "extra/cores", at=ledger).code == 0


def test_attach(kg: Kg, ledger: Path) -> None:
    text = CORPUS / "texts" / "orchid-launch.txt"
    assert "attached already" in kg("attach", "orchid-launch", str(text), at=ledger).err
    (ledger / "documents" / "orchid-launch" / "text.txt").unlink()
    assert json.loads(kg("show", "orchid-launch/speed", "-f", "json", at=ledger).out)["evidence"] == "located"
    done = kg("attach", "orchid-launch", str(text), at=ledger)
    assert (done.code, done.err) == (0, "attached: 5 places of orchid-launch now show their words\n")
    assert json.loads(kg("show", "orchid-launch/speed", "-f", "json", at=ledger).out)["evidence"] == "quoted"


def test_attach_of_another_text_says_which_places_fit(kg: Kg, ledger: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.txt"
    other.write_text((CORPUS / "texts" / "orchid-launch.txt").read_text().replace("900 watts", "800 watts"))
    done = kg("attach", "orchid-launch", str(other), at=ledger)
    assert done.code == 4
    assert "4 of 5 places fit it, not orchid-launch/power" in done.err
    assert "kg fmt" in done.err


@pytest.mark.parametrize(("name", "hint"), [("orchid-lunch", "Did you mean orchid-launch"), ("x", "kg ingest")])
def test_attach_to_an_unknown_document(kg: Kg, ledger: Path, name: str, hint: str) -> None:
    done = kg("attach", name, str(CORPUS / "texts" / "orchid-launch.txt"), at=ledger)
    assert done.code == 4
    assert hint in done.err


def test_new_writes_a_draft_that_knows_its_text(kg: Kg, tmp_path: Path) -> None:
    text = tmp_path / "launch-day.txt"
    text.write_text("Launch day\nThe chip costs 40 dollars.\n")
    draft = kg("new", "--text", str(text), at=None).out
    assert "document: launch-day" in draft
    assert text_hash("Launch day\nThe chip costs 40 dollars.") in draft
    assert "read_on: 2026-06-15" in draft
    assert kg("new", at=None).code == 2


def test_fmt_replaces_quotes_and_check_tells_that_it_would(kg: Kg, tmp_path: Path) -> None:
    text = CORPUS / "texts" / "orchid-launch.txt"
    file = tmp_path / "orchid-launch.yaml"
    file.write_text(
        (CORPUS / "orchid-launch.yaml").read_text().replace("at: 78-128 587ac795b22f", "quote: four times as many")
    )
    before = file.read_text()
    assert kg("fmt", str(file), "--text", str(text), "--check", at=None).code == 1
    assert file.read_text() == before
    assert kg("fmt", str(file), "--text", str(text), at=None).code == 0
    assert "quote" not in file.read_text()
    assert kg("fmt", str(file), "--text", str(text), "--check", at=None).code == 0
    piped = kg("fmt", "-", "--text", str(text), at=None, stdin=before)
    assert piped.out == file.read_text()


def test_fmt_of_words_that_are_not_in_the_text(kg: Kg, tmp_path: Path) -> None:
    file = tmp_path / "orchid-launch.yaml"
    file.write_text((CORPUS / "orchid-launch.yaml").read_text().replace("at: 78-128 587ac795b22f", "quote: five times"))
    done = kg("fmt", str(file), "--text", str(CORPUS / "texts" / "orchid-launch.txt"), at=None)
    assert done.code == 4
    assert "announcements.launch.claims.speed.quote" in done.err


def test_terms_finds_words_and_known_entities(kg: Kg) -> None:
    assert json.loads(kg("terms", "valuation", at=None).out)[0]["kind"] == "predicate"
    assert ("entity", "larch") in {(hit["kind"], hit["name"]) for hit in json.loads(kg("terms", "Larch").out)}
    assert kg("terms", "qqqqqqqq", at=None).code == 1


def test_schema_is_json(kg: Kg) -> None:
    assert json.loads(kg("schema", at=None).out)["$schema"].startswith("https://json-schema.org")
