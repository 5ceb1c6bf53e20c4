"""`kg report`: a period in words, with footnotes; what it refuses, and what it remembers."""

import json
import re
from pathlib import Path

import pytest

from tests.cli.running import CORPUS, Kg
from tests.report.test_html import check


def test_a_report_tells_the_period_in_markdown(kg: Kg) -> None:
    done = kg("report", "--since", "2026-06-01", "--until", "2026-06-30")
    assert done.code == 0
    assert done.out.startswith("# What the sources claim: 2026-06-01 to 2026-06-30\n")
    assert "1 new document, 3 new claims" in done.out
    assert "Orchid in the laboratory" in done.out
    assert "**open** Orchid: relative throughput: 4x" in done.out
    assert "says so" not in done.err


def test_every_footnote_is_there_and_is_cited(kg: Kg) -> None:
    text = kg("report").out
    cited = set(re.findall(r"\[\^(\d+)\](?!:)", text))
    noted = re.findall(r"^\[\^(\d+)\]:", text, re.MULTILINE)
    assert cited
    assert [int(number) for number in noted] == list(range(1, len(noted) + 1))
    assert set(noted) == cited


def test_words_at_hand_are_quoted_and_linked(kg: Kg) -> None:
    text = kg("report").out
    assert re.search(
        r"\[\^\d+\]: benchmarked: Orchid — relative throughput — 4x.*“.*” ?.*<https://example.org/orchid#:~:text=", text
    )


def test_a_page_is_whole_and_the_same_each_time(kg: Kg, ledger: Path, tmp_path: Path) -> None:
    for name in ("a.html", "b.html"):
        words = ("report", "--since", "2026-06-01", "--as-of", "2026-06-30", "-o", name)
        assert kg(*words, at=ledger).code == 0
    page = (tmp_path / "a.html").read_text(encoding="utf-8")
    assert page == (tmp_path / "b.html").read_text(encoding="utf-8")
    found = check(page)
    assert {"glance", "news", "figures", "contested", "due", "silent", "money", "corpus", "notes"} <= found.ids.keys()


def test_pictures_can_be_left_out_and_are_where_the_extra_is_missing(
    kg: Kg, ledger: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert kg("report", "--no-pictures", "-o", "plain.html", at=ledger).err.strip() == "written to plain.html"
    monkeypatch.setattr("kg.pictures.render.available", lambda: False)
    done = kg("report", "-o", "without.html", at=ledger)
    assert done.code == 0
    assert "pictures are left out" in done.err
    assert "claimledger[plots]" in done.err
    for name in ("plain.html", "without.html"):
        assert "<img" not in (tmp_path / name).read_text(encoding="utf-8")


def test_a_report_says_that_nothing_is_told_about_how_the_corpus_was_chosen(kg: Kg, ledger: Path) -> None:
    assert "does not say how its documents were chosen" in kg("report").out
    mark = ledger / "kg.toml"
    mark.write_text('format = 1\n[corpus]\nname = "Chips"\nchosen = "All of two papers."\n', encoding="utf-8")
    told = kg("report", at=ledger).out
    assert told.startswith("# Chips: up to")
    assert "All of two papers." in told


def test_the_next_report_tells_late_news(kg: Kg, ledger: Path, tmp_path: Path) -> None:
    first = kg("report", "--since", "last", "-o", "first.md", at=ledger)
    assert "no report of this workspace is remembered yet" in first.err
    before = (ledger / "log.db").read_bytes()
    again = kg("report", "--since", "last", at=ledger).out
    assert "Nothing is new or otherwise." in again
    assert (ledger / "log.db").read_bytes() == before, "the ledger does not know of reports"
    late = (CORPUS / "wire-nine-report.yaml").read_text(encoding="utf-8")
    late = late.replace("document: wire-nine-report", "document: late").replace(
        "2026-06-10 to 2026-06-12", "2026-05-20"
    )
    (tmp_path / "late.yaml").write_text(late, encoding="utf-8")
    assert kg("ingest", str(tmp_path / "late.yaml"), at=ledger).code == 0
    told = kg("report", "--since", "last", at=ledger).out
    assert "1 new document, 3 new claims" in told, "published before the last report, recorded after it"
    assert "Since the last report, made 2026-06-15T09:30:00Z" in told


def test_what_is_not_written_to_a_file_is_not_remembered(kg: Kg, ledger: Path) -> None:
    kg("report", at=ledger)
    kg("report", "--without", "wire-nine-report", "-o", "without.md", at=ledger)
    assert not (ledger / "reports.json").exists()
    kg("report", "-o", "whole.md", at=ledger)
    assert json.loads((ledger / "reports.json").read_text(encoding="utf-8"))["day"] == "2026-06-15"


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("--since", "someday"), 4, "someday"),
        (("--since", "2026-06-30", "--until", "2026-06-01"), 4, "begins on 2026-06-30, after its last day, 2026-06-01"),
        (("--until", "2026-06-01", "--as-of", "2026-06-02"), 2, "two days for the same end"),
        (("--as-of", "2020-01-01"), 1, "nothing as of 2020-01-01, so there is nothing to report"),
        (("-f", "csv"), 2, "a report cannot be written as csv"),
        (("-o", "report.pdf"), 2, "cannot be written as pdf"),
    ],
)
def test_what_cannot_be_reported_is_one_sentence(kg: Kg, words: tuple[str, ...], code: int, said: str) -> None:
    done = kg("report", *words)
    assert done.code == code
    assert done.out == ""
    assert said in done.err
    assert len(done.err.splitlines()) == 1


def test_a_file_that_is_there_is_not_replaced(kg: Kg, tmp_path: Path) -> None:
    (tmp_path / "report.md").write_text("mine", encoding="utf-8")
    assert kg("report", "-o", "report.md").code == 4
    assert (tmp_path / "report.md").read_text(encoding="utf-8") == "mine"


def test_an_empty_ledger_is_said(kg: Kg, tmp_path: Path) -> None:
    assert kg("init", str(tmp_path / "empty"), at=None).code == 0
    done = kg("report", at=tmp_path / "empty")
    assert (done.code, done.out) == (1, "")
    assert "holds no claim yet" in done.err


def test_a_period_without_news_is_told_as_such(kg: Kg) -> None:
    done = kg("report", "--since", "2026-05-05", "--until", "2026-05-20")
    assert done.code == 0
    assert "Nothing was published in this period" in done.out


def test_sections_stand_in_their_order(kg: Kg) -> None:
    titles = re.findall(r"^## (.*)$", kg("report", "--since", "2026-06-01").out, re.MULTILINE)
    assert titles[:6] == [
        "At a glance",
        "What is new",
        "What cannot all hold",
        "What is contested, and what would settle it",
        "What fell due, and what comes next",
        "Who was silent",
    ]
    assert titles[-3:] == ["Money", "How the corpus was chosen", "Footnotes"]


def test_every_number_of_the_first_screen_leads_to_claims_or_to_its_section(kg: Kg) -> None:
    text = kg("report").out
    lines = text.partition("## At a glance\n\n")[2].partition("\n\n")[0].splitlines()
    titles = re.findall(r"^## (.*)$", text, re.MULTILINE)
    assert lines
    assert all(re.match(r"- \*\*(.*?)\.\*\* .", line) for line in lines)
    assert {re.match(r"- \*\*(.*?)\.\*\*", line)[1] for line in lines} <= set(titles)  # type: ignore[index]
