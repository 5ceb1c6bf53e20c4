"""Lists of sources, calendars and feeds are read back by programs that nobody here wrote."""

import calendar
import json
import subprocess
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import bibtexparser
import feedparser
import icalendar
import pytest

from tests.exporters.fixture import RECORDED, SOURCE_RECORDS, TOKYO, written
from tests.readers import program

TITLE = str(SOURCE_RECORDS[0]["title"])


def cited(path: Path, form: str) -> str:
    """Return the sources as pandoc cites them, in plain text."""
    command = [program("pandoc"), "-f", form, "-t", "plain", "--wrap=none", "--citeproc", str(path)]
    return subprocess.run(command, capture_output=True, check=True, timeout=60).stdout.decode()


@pytest.mark.parametrize(("name", "form"), [("csljson", "csljson"), ("bibtex", "bibtex")])
def test_sources_are_cited_by_pandoc(tmp_path: Path, name: str, form: str) -> None:
    text = cited(written(name, tmp_path), form)
    assert TOKYO.replace('"', "").split(" & ")[0] in text
    for word in (
        "東京",
        "🚀",
        "50% of",
        "$5_000 #1 ~x^y\\z",
        "Bo & Co",
        "Wire & Sons",
        "2026",
        "https://example.org/a_b?c=d&e=%20",
    ):
        assert word in text


def test_sources_are_read_as_data_by_pandoc(tmp_path: Path) -> None:
    """Title, date and list of authors are the same, whichever of the two formats pandoc read."""
    read = {}
    for name in ("csljson", "bibtex"):
        command = [program("pandoc"), "-f", name, "-t", "csljson", str(written(name, tmp_path))]
        entries = json.loads(subprocess.run(command, capture_output=True, check=True, timeout=60).stdout)
        read[name] = {entry["id"]: entry for entry in entries}
        assert set(read[name]) == {"d1", "d2"}
        assert [author.get("literal") or author["family"] for author in read[name]["d1"]["author"]] == [
            "Ann Author",
            "Bo & Co",
        ]
        assert read[name]["d1"]["issued"]["date-parts"] == [[2026, 4, 22]]
        assert read[name]["d2"]["issued"]["date-parts"] == [[2026, 5]], "no more than is known"
    assert read["csljson"]["d1"]["URL"] == read["bibtex"]["d1"]["URL"] == SOURCE_RECORDS[0]["url"]


def test_bibtex_is_read_by_bibtexparser(tmp_path: Path) -> None:
    read = bibtexparser.loads(written("bibtex", tmp_path).read_text(encoding="utf-8")).entries_dict
    assert set(read) == {"d1", "d2"}
    assert (read["d1"]["ENTRYTYPE"], read["d1"]["year"], read["d1"]["month"]) == ("article", "2026", "April")
    assert read["d1"]["author"] == r"{Ann Author} and {Bo \& Co}"
    assert read["d1"]["note"] == "3 claims in the ledger"
    assert read["d2"]["note"].startswith("retracted")


def test_due_dates_are_read_by_icalendar(tmp_path: Path) -> None:
    path = written("ics", tmp_path)
    event: Any
    (event,) = icalendar.Calendar.from_ical(path.read_bytes()).walk("VEVENT")
    assert event["uid"] == "d1/due@claimledger"
    assert event["summary"].startswith(f"{TOKYO}, a long plan; with commas\\ and more more")
    assert (event.start, event.end) == (date(2027, 6, 30), date(2027, 7, 1))
    assert event["dtstamp"].dt == RECORDED.replace(microsecond=0).astimezone(UTC)
    assert event["description"].split("\n")[0] == "planned, as said by OpenAI"
    assert event["url"] == "https://example.org/a?b=c&d=e,f"
    assert max(map(len, path.read_bytes().split(b"\r\n"))) <= 75


def test_changes_are_read_by_feedparser(tmp_path: Path) -> None:
    feed = feedparser.parse(written("atom", tmp_path).read_bytes())
    assert not feed.bozo
    assert feed.version == "atom10"
    ended, brought = feed.entries
    assert brought.title == f"document recorded: {TOKYO}"
    assert brought.link == "https://example.org/a?b=c&d=e"
    assert ended.id == "https://w3id.org/claimledger/id/event/2"
    updated = datetime.fromtimestamp(calendar.timegm(ended.updated_parsed), UTC)
    assert updated == RECORDED.replace(day=2, microsecond=0)
    assert "Reason: bell \ufffd, tab \t, line\nbreak" in ended.summary
    assert feed.feed.updated == "2026-05-02T12:30:01.250000Z"
