"""Times: what people write becomes the days that it can mean, and what needs a clock is refused."""

import time
from datetime import date
from pathlib import Path

import pytest
from pydantic import TypeAdapter, ValidationError

from kg.dates import When, read_when, write_when
from kg.errors import BadInputError


def read(text: str) -> When:
    return read_when(text, where="here")


def said(text: str) -> list[str]:
    when = read(text)
    return ["" if day is None else day.isoformat() for day in (when.earliest, when.latest)]


def test_each_example_of_the_documentation_is_read_as_its_row_says(root: Path) -> None:
    section = (root / "docs" / "figures.md").read_text().split("### Examples of times\n")[1]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in section.splitlines() if "|" in line][2:]
    assert len(rows) > 20
    for written, *expected in rows:
        assert [written, *said(written)] == [written, *expected]


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        (" MAY\u00a02026 ", "2026-05-01", "2026-05-31"),
        ("Sept. 3, 2026", "2026-09-03", "2026-09-03"),
        ("3rd September 2026", "2026-09-03", "2026-09-03"),
        ("2024-02-29", "2024-02-29", "2024-02-29"),
        ("February 2100", "2100-02-01", "2100-02-28"),
        ("2026\u201105\u201114", "2026-05-14", "2026-05-14"),
        ("in the first half of 2026", "2026-01-01", "2026-06-30"),
        ("during 2025", "2025-01-01", "2025-12-31"),
        ("late-2025", "2025-07-01", "2025-12-31"),
        ("beginning of 2027", "2027-01-01", "2027-03-31"),
        ("the end of 2027", "2027-10-01", "2027-12-31"),
        ("no later than 14 May 2026", "", "2026-05-14"),
        ("by early 2027", "", "2027-06-30"),
        ("before the end of 2030", "", "2030-12-31"),
        ("before Q3 2026", "", "2026-06-30"),
        ("after 14 May 2026", "2026-05-15", ""),
        ("since the end of 2024", "2024-10-01", ""),
        ("2026-2027", "2026-01-01", "2027-12-31"),
        ("2026\u20142027", "2026-01-01", "2027-12-31"),
        ("2026-04-20\u20132026-04-26", "2026-04-20", "2026-04-26"),
        ("2026-04-20 - 2026-04-26", "2026-04-20", "2026-04-26"),
        ("20-26 April 2026", "2026-04-20", "2026-04-26"),
        ("April 20-26, 2026", "2026-04-20", "2026-04-26"),
        ("28 April to 5 May 2026", "2026-04-28", "2026-05-05"),
        ("May-June 2026", "2026-05-01", "2026-06-30"),
        ("early to mid-2026", "2026-01-01", "2026-09-30"),
        ("between 2026 and 2027", "2026-01-01", "2027-12-31"),
        ("from 2026 to 2027", "2026-01-01", "2027-12-31"),
        ("in 2027 or 2028", "2027-01-01", "2028-12-31"),
        ("1900", "1900-01-01", "1900-12-31"),
        ("2200", "2200-01-01", "2200-12-31"),
    ],
)
def test_a_time_is_read_as_people_mean_it(text: str, earliest: str, latest: str) -> None:
    assert said(text) == [earliest, latest]
    assert read(text).text == text.strip()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "between 1 and 200 characters"),
        ("x" * 201, "between 1 and 200 characters"),
        ("NO", "cannot be read as a time"),
        ("12:30", "cannot be read as a time"),
        ("20260514", "cannot be read as a time"),
        ("14.05.2026", "cannot be read as a time"),
        ("05/06/2026", "cannot be read as a time"),
        ("2026-5-4", "cannot be read as a time"),
        ("2026-05-14T10:00", "cannot be read as a time"),
        ("May", "cannot be read as a time"),
        ("spring 2026", "cannot be read as a time"),
        ("for two years", "{text: the words, from: YYYY-MM-DD, to: YYYY-MM-DD}"),
        ("2026\u201305\u201314", "cannot be read as a time"),
        ("\uff12\uff10\uff12\uff16", "cannot be read as a time"),
        ("2026 and 2028", "cannot be read as a time"),
        ("by 2027 or 2028", "cannot be read as a time"),
        ("1 to 2 to 3", "cannot be read as a time"),
        ("this week", "{text: this week, from: YYYY-MM-DD, to: YYYY-MM-DD}"),
        ("two years ago", "depends on the day on which it is read"),
        ("today", "depends on the day on which it is read"),
        ("2026-13-01", "there is no month 13"),
        ("2026-00", "there is no month 0"),
        ("2026-27", "there is no month 27"),
        ("2026-02-30", "2026-02 has the days 1 to 28"),
        ("0 May 2026", "2026-05 has the days 1 to 31"),
        ("February 29, 2023", "2023-02 has the days 1 to 28"),
        ("Q5 2026", "four quarters and two halves"),
        ("H3 2026", "four quarters and two halves"),
        ("third half of 2026", "four quarters and two halves"),
        ("1899", "years go from 1900 to 2200"),
        ("0000", "years go from 1900 to 2200"),
        ("before 1900", "leaves the years 1900 to 2200"),
        ("after 2200", "leaves the years 1900 to 2200"),
        ("2027 to 2026", "Write the earlier end first"),
        ("December to January 2027", "Write the earlier end first"),
    ],
)
def test_what_is_unclear_is_refused_in_one_sentence_with_a_way_out(text: str, words: str) -> None:
    with pytest.raises(BadInputError) as refused:
        read_when(text, where="file.yaml:3 on")
    sentence = refused.value.sentence()
    assert sentence.startswith("file.yaml:3 on: ")
    assert words in sentence
    assert refused.value.next_step


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("14 May 2026", "2026-05-14"),
        ("May 2026", "2026-05"),
        ("third quarter of 2026", "Q3 2026"),
        ("early 2025", "H1 2025"),
        ("mid 2025", "2025-04 to 2025-09"),
        ("2027 or 2028", "2027 to 2028"),
        ("December 2026 to January 2027", "2026-12 to 2027-01"),
        ("20 to 26 April 2026", "2026-04-20 to 2026-04-26"),
        ("before 2030", "by 2029"),
        ("by Q3 2026", "by 2026-09"),
        ("by 14 May 2026", "by 2026-05-14"),
        ("after 2024", "since 2025"),
        ("from 14 May 2026", "since 2026-05-14"),
    ],
)
def test_the_canonical_text_is_the_plain_way_to_say_it(text: str, written: str) -> None:
    assert write_when(read(text)) == written


def test_a_time_of_which_nothing_is_known_keeps_its_words() -> None:
    assert write_when(When(None, None, "some day")) == "some day"


def test_a_time_survives_json() -> None:
    adapter = TypeAdapter(When)
    for text in ("2026-05-14", "by 2028", "since 2024"):
        assert adapter.validate_json(adapter.dump_json(read(text))) == read(text)


def test_a_stored_time_that_ends_before_it_begins_is_refused() -> None:
    sound = {"earliest": "2026-01-01", "latest": "2026-01-01", "text": "2026-01-01"}
    adapter = TypeAdapter(When)
    assert adapter.validate_python(sound).latest == date(2026, 1, 1)
    with pytest.raises(ValidationError, match="before it begins"):
        adapter.validate_python(sound | {"latest": "2025-12-31"})


@pytest.mark.parametrize("length", [200, 100_000])
@pytest.mark.parametrize(
    "piece", ["1", "-", "to ", "1 to ", "by ", "the ", "end of ", "between ", "may ", "\u2013", " "]
)
def test_hostile_text_is_refused_at_once(piece: str, length: int) -> None:
    started = time.perf_counter()
    with pytest.raises(BadInputError):
        read(piece * (length // len(piece)))
    assert time.perf_counter() - started < 1
