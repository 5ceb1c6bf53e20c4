# ruff: noqa: RUF001 - typographic marks are what is tested
import json

import pytest

from kg.authoring import AuthoringError, format_text
from kg.texts import text_hash

TEXT = (
    "Line one — title\n\nAcme raised $3.5 billion in a round. It said “we’re 21x faster” than B200.\n"
    "The chip draws 23 kW at peak. Again the chip draws 23 kW at  night."
)
HASH = text_hash(TEXT)

SOURCE = """\
# a comment
document: acme-round
title: "x"  # kept

# another comment
claims:
  a:
    subject: acme
    quote: raised $3.5 billion  # kept too
  b: {subject: acme, quote: "we're 21x faster", note: "quote: no"}
  c:
    quote:
      - The chip draws 23 kW   # first
      - >-
        Again the chip
        draws 23 kW
      # last
  d:
    quote: {words: the chip draws, nth: 1}
announcements:
  r:
    claims:
      e:
        quote: |
          It said
        note: after
"""

FORMATTED = f"""\
# a comment
document: acme-round
title: "x"  # kept
text: {HASH}

# another comment
claims:
  a:
    subject: acme
    at: 23-42 33c349f380a5  # kept too
  b: {{subject: acme, at: 64-80 c55054eed0b8, note: "quote: no"}}
  c:
    at:
      - 93-113 09cafa60e5fa   # first
      - 123-149 dbe85bc439d8
      # last
  d:
    at: 129-143 6cc3fb6cd42e
announcements:
  r:
    claims:
      e:
        at: 55-62 1fdfdbb4cbcc
        note: after
"""


def problems(source: str, text: str = TEXT) -> list[tuple[int, str, str]]:
    with pytest.raises(AuthoringError) as caught:
        format_text(source, text, "x.yaml")
    return [(problem.line, problem.field, problem.sentence()) for problem in caught.value.problems]


def test_quotes_give_way_to_places_and_nothing_else_changes() -> None:
    assert format_text(SOURCE, TEXT, "x.yaml") == FORMATTED


def test_formatting_twice_changes_nothing() -> None:
    assert format_text(FORMATTED, TEXT, "x.yaml") == FORMATTED


def test_the_text_is_normalised_before_it_is_searched() -> None:
    assert format_text(SOURCE, "\ufeff" + TEXT.replace("\n", "\r\n") + "\n\n", "x.yaml") == FORMATTED


def test_without_a_text_only_blanks_and_line_ends_change() -> None:
    ragged = SOURCE.replace("claims:\n", "claims:   \n", 1).replace("\n", "\r\n") + "\r\n\r\n"
    assert format_text(ragged, None, "x.yaml") == SOURCE


def test_json_stays_json() -> None:
    source = json.dumps({"document": "acme-round", "claims": {"a": {"quote": ["It said", "21x faster"]}}}, indent=2)
    formatted = json.loads(format_text(source, TEXT, "x.json"))
    assert formatted["text"] == HASH
    assert formatted["claims"]["a"] == {"at": ["55-62 1fdfdbb4cbcc", "70-80 2ce8912c6d5f"]}


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("document: a\ntext:\n", f"document: a\ntext: {HASH}\n"),
        ("text: sha256:old # why\ndocument: a\n", f"text: {HASH} # why\ndocument: a\n"),
        ("claims: {}\ndocument: a\n", f"text: {HASH}\nclaims: {{}}\ndocument: a\n"),
        ("document: a\nsummary: |\n  two\n  lines\n\nclaims: {}", None),
    ],
)
def test_the_hash_of_the_text_stands_among_the_fields_of_the_document(head: str, expected: str | None) -> None:
    expected = expected or f"document: a\nsummary: |\n  two\n  lines\ntext: {HASH}\n\nclaims: {{}}\n"
    assert format_text(head, TEXT, "x.yaml") == expected


def test_all_quotes_that_cannot_be_placed_are_named_together() -> None:
    source = (
        "document: a\nclaims:\n  b:\n    quote: raised $3.6 billion\n  c:\n    quote: 23 kW\n  d:\n    quote:\n"
        "  e: {quote: {words: B200, nth: first}}\n  f: {quote: {word: B200}}\n"
    )
    found = problems(source)
    assert [(line, field) for line, field, _ in found] == [
        (4, "claims.b.quote"),
        (6, "claims.c.quote"),
        (8, "claims.d.quote"),
        (9, "claims.e.quote"),
        (10, "claims.f.quote"),
    ]
    assert "The nearest words, in line 3: 'raised $3.5 billion'." in found[0][2]
    assert "stands in the text 2 times" in found[1][2]
    assert "nobody can see the words" in found[2][2]
    assert "nth: 2" in found[3][2]


def test_a_span_that_no_longer_fits_is_named_with_where_its_words_are_now() -> None:
    moved = problems(FORMATTED, TEXT.replace("Line one", "The line one"))
    assert moved[0][:2] == (10, "claims.a.at")
    assert moved[0][2].endswith("The words moved: write `at: 27-46 33c349f380a5`.")
    changed = problems(FORMATTED, TEXT.replace("3.5 billion", "3.7 billion"))
    assert [field for _, field, _ in changed] == ["claims.a.at"]
    assert "replace `at` by `quote: exact words`" in changed[0][2]


def test_a_claim_has_either_a_quote_or_a_place() -> None:
    source = "document: a\nclaims:\n  b: {quote: It said, at: 55-62 1fdfdbb4cbcc}\n"
    assert [(field, "both" in sentence) for _, field, sentence in problems(source)] == [("claims.b.quote", True)]


def test_a_text_belongs_to_a_document() -> None:
    assert problems("entities:\n  a: {class: Company, label: A}\n")[0][2].startswith("x.yaml:1: the file names no")
