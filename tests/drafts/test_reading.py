"""Drafts in Markdown and in plain text: which sentences they have, and where in the file each figure stands."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.drafts.reading import LARGEST, LONGEST, Sentence, read_draft
from kg.errors import BadInputError, LimitError

MARKDOWN = """\
---
title: 1 kW
---
# The **3 kW** chips

It _draws_ 4&nbsp;kW [5 kW](https://example.org/a_(6_kW) "7 kW") and `8 kW` <https://example.org/9kW> 10
kW. See the U.S. case, e.g. 11 kW. \\*12 kW\\* ![13 kW](14kW.png) <b>15 kW</b>

> - 16 kW
>   in a list

| chip | draws |
| ---- | ----- |
| ash  | 17 kW |

    18 kW

```
19 kW
```
"""


def read(text: str, name: str = "draft.md") -> tuple[Sentence, ...]:
    return read_draft(Path(name), standard_input=text.encode())


def places(sentences: tuple[Sentence, ...]) -> list[tuple[int, int, str]]:
    return [(*each.place(said.start), said.text) for each in sentences for said in each.said]


def test_code_addresses_pictures_and_front_matter_are_left_out() -> None:
    found = [text.replace("\u00a0", " ") for _, _, text in places(read(MARKDOWN))]
    assert found == ["3 kW", "4 kW", "5 kW", "10 kW", "11 kW", "12 kW", "15 kW", "16 kW", "17 kW"]


def test_each_figure_stands_where_it_is_said_to() -> None:
    lines = MARKDOWN.split("\n")
    for line, column, text in places(read(MARKDOWN)):
        number = text.partition("\u00a0")[0].split()[0]
        assert lines[line - 1][column - 1 :].startswith(number), (line, column, text)


def test_a_sentence_ends_at_its_end_and_not_at_an_abbreviation() -> None:
    texts = [each.text for each in read("One vs. Two costs approx. 5 kW. Three! “Four?” 第一。第二。 U.S. law")]
    assert texts == ["One vs. Two costs approx. 5 kW.", "Three!", "“Four?”", "第一。", "第二。", "U.S. law"]


def test_plain_text_is_taken_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "draft.txt"
    path.write_text("\ufeff# no heading\r\n  *2* kW at\r\n3 kW.\r\n\r\n    4 kW", encoding="utf-8")
    found = read_draft(path)
    assert places(found) == [(2, 4, "2"), (3, 1, "3 kW"), (5, 5, "4 kW")]
    assert not any(each.heading for each in found)


@pytest.mark.parametrize(
    ("data", "says"),
    [(b"", "no sentence"), (b"  \n\n", "no sentence"), (b"\xff\xfe1", "UTF-8"), (b"a\0b", "zero bytes")],
)
def test_what_is_no_draft_is_one_sentence(data: bytes, says: str) -> None:
    with pytest.raises(BadInputError, match=says):
        read_draft(Path("-"), standard_input=data)


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match="the draft does not exist"):
        read_draft(tmp_path / "none.md")
    with pytest.raises(BadInputError, match="folder"):
        read_draft(tmp_path)
    (tmp_path / "large.md").write_bytes(b"a" * (LARGEST + 1))
    with pytest.raises(LimitError, match="more than"):
        read_draft(tmp_path / "large.md")


@given(st.text(st.sampled_from("ab1 .*_[]()`<>&#|-\n\\!$é曦"), max_size=120))
@settings(max_examples=60, deadline=None)
def test_any_text_is_read_and_every_place_is_in_the_file(text: str) -> None:
    try:
        found = read(text)
    except BadInputError:
        return
    lines = text.split("\n")
    for line, column, _ in places(found):
        assert 1 <= line <= len(lines)
        assert 1 <= column <= len(lines[line - 1]) + 1


def test_each_line_of_a_table_that_was_pasted_as_text_is_a_sentence() -> None:
    rows = [f"Ash {number} kW and {number} USD" for number in range(200)]
    sentences = read("\n".join(rows), "draft.txt")
    assert [each.text.strip() for each in sentences] == rows
    assert places(sentences)[2:4] == [(2, 5, "1 kW"), (2, 14, "1 USD")]


def test_a_line_without_end_is_cut_at_commas_and_loses_no_figure() -> None:
    text = " ".join(f"{number} kW," for number in range(2_000))
    sentences = read(text, "draft.txt")
    assert all(len(each.text) <= LONGEST for each in sentences)
    assert "".join(each.text for each in sentences) == text
    said = [said.text for each in sentences for said in (*each.said, *each.beyond)]
    assert said == [f"{number} kW" for number in range(2_000)]


def test_figures_behind_the_first_hundred_of_a_sentence_are_told_apart() -> None:
    (sentence,) = read(" ".join("5 kW" for _ in range(150)), "draft.txt")
    assert (len(sentence.said), len(sentence.beyond)) == (100, 50)


def test_a_table_of_very_many_columns_is_read_as_lines() -> None:
    head = "|".join(f"c{number}" for number in range(100))
    text = f"|{head}|\n|{'-|' * 100}\n" + "|5 kW|\n" * 3_000
    assert sum(len(each.said) for each in read(text)) == 3_000


def test_a_very_long_head_is_not_put_before_each_cell() -> None:
    (_, row) = read(f"| chip | {'draws ' * 50} |\n| --- | --- |\n| ash | 5 kW |\n")
    assert row.text == "ash | 5 kW"
