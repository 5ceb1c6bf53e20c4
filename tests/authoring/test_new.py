from datetime import date

import pytest

from kg.authoring import AuthoringError, DocumentFile, format_text, read_string, skeleton
from kg.errors import BadInputError

TEXT = (
    "\nAcme “sets” a price: C:\\chips\n\nIt asks over $35 billion. No figure here! In 2026 the B200 was 21x faster.\n"
    "Power fell to 23 kW in 2 tests.\n"
)
TODAY = date(2026, 11, 22)


def uncommented(draft: str) -> str:
    stubs = draft[draft.index("# claims:") :]
    return draft[: draft.index("# claims:")] + stubs.replace("\n# ", "\n").removeprefix("# ")


def test_the_first_line_becomes_the_title_and_the_file_name_the_id() -> None:
    draft = skeleton(TEXT, "inbox/Acme prices, again.txt", today=TODAY)
    lines = draft.splitlines()
    assert "document: acme-prices-again" in lines
    assert 'title: "Acme “sets” a price: C:\\\\chips"' in lines
    assert "# read_on: 2026-11-22" in lines


def test_each_sentence_with_a_number_becomes_a_stub_with_its_figure() -> None:
    draft = skeleton(TEXT, "a.txt", today=TODAY)
    values = [line.partition("value: ")[2] for line in draft.splitlines() if "value: " in line]
    quotes = [line.partition("quote: ")[2] for line in draft.splitlines() if "quote: " in line]
    assert values == ['"over $35 billion"', '"21x faster"', '"23 kW"']
    assert quotes == [
        '"It asks over $35 billion."',
        '"In 2026 the B200 was 21x faster."',
        '"Power fell to 23 kW in 2 tests."',
    ]


def test_an_untouched_draft_says_what_is_still_to_be_written() -> None:
    with pytest.raises(AuthoringError) as caught:
        read_string(skeleton(TEXT, "a.txt", today=TODAY), "a.yaml")
    assert [problem.field for problem in caught.value.problems] == ["kind", "publisher", "published", "summary"]


def test_a_completed_draft_can_be_formatted_and_read() -> None:
    draft = uncommented(skeleton(TEXT, "a.txt", today=TODAY))
    for field, value in {
        "kind:": "kind: post",
        "publisher:": "publisher: p",
        "published:": "published: 2026-05-14",
        "summary:": "summary: s",
        "    subject:": "    subject: acme",
        "    predicate:": "    predicate: offerPrice",
    }.items():
        draft = "\n".join(value if line.startswith(field) else line for line in draft.splitlines())
    file = read_string(format_text(draft, TEXT, "a.yaml"), "a.yaml")
    assert isinstance(file, DocumentFile)
    assert [reading.claim.spans[0].start for reading in file.claims] == [
        TEXT.index("It asks"),
        TEXT.index("In 2026"),
        TEXT.index("Power fell"),
    ]


@pytest.mark.parametrize("mark", ["\u2028", "\x85", "\t", '"', "\\", "😀"])
def test_any_mark_of_the_text_comes_back_through_yaml(mark: str) -> None:
    text = f"Title with {mark} inside\nIt costs 12 USD {mark} today."
    draft = uncommented(skeleton(text, "a.txt", today=TODAY))
    assert format_text(draft, text, "a.yaml").count("    at: ") == 1


def test_a_text_without_words_is_refused() -> None:
    with pytest.raises(BadInputError, match="the text is empty"):
        skeleton(" \n\n", "a.txt", today=TODAY)


def test_a_file_name_without_letters_still_gives_an_id() -> None:
    assert "document: document" in skeleton(TEXT, "…", today=TODAY).splitlines()


def test_of_very_many_sentences_with_figures_the_first_become_stubs() -> None:
    draft = skeleton("It raised 5 bn USD.\n" * 600, "a.txt", today=date(2026, 5, 14))
    assert draft.count("#     value:") == 500
    assert draft.endswith("# More sentences have figures; these are the first 500.\n")


def test_what_is_too_long_to_be_a_sentence_gives_no_stub() -> None:
    assert "value:" not in skeleton("5 bn USD and " * 1_000, "a.txt", today=date(2026, 5, 14))
