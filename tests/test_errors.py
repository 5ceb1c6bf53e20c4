"""What every error keeps to, whatever a stranger wrote."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.characters import hidden_in
from kg.errors import LONGEST, BadInputError, KgError, near_misses, quoted

ANY = st.text(st.characters(), max_size=40) | st.sampled_from(
    ["\u202e" * 900, "a" * 5000, "\x1b[2J", "one\ntwo", "\ud800" * 300, "\U000e0041" * 500, "é" * 700, "\u2028x"]
)

MAY_BREAK = {None, "\u00ad", "\u200b"}
"""Places to break a line, which may stand in a text as they are."""


@given(what=ANY, where=st.none() | ANY, step=st.none() | ANY)
def test_a_sentence_is_one_short_line_in_which_nothing_hides(what: str, where: str | None, step: str | None) -> None:
    sentence = KgError(what, where=where, next_step=step).sentence()
    assert len(sentence) <= LONGEST
    assert hidden_in(sentence) in MAY_BREAK
    assert not {unicodedata.category(char) for char in sentence} & {"Cc", "Cs", "Zl", "Zp"}


@given(st.lists(ANY, min_size=1, max_size=4))
def test_several_sentences_stay_one_a_line(lines: list[str]) -> None:
    told = BadInputError(tuple(lines)).sentence().split("\n")
    assert len(told) == len(lines)
    assert all(len(line) <= LONGEST and hidden_in(line) in MAY_BREAK for line in told)


def test_a_sentence_of_usual_length_stays_as_it_is() -> None:
    error = KgError("there is no document 'x'", where="a.yaml:3 claims.x", next_step="Name another.")
    assert error.sentence() == "a.yaml:3 claims.x: there is no document 'x'. Name another."


def test_of_a_long_place_beginning_and_end_are_shown() -> None:
    where = KgError("no", where="/begin/" + "x" * 5000 + "/end.yaml:12 claims.price").where
    assert where is not None
    assert where.startswith("/begin/")
    assert where.endswith("/end.yaml:12 claims.price")


@pytest.mark.parametrize(
    ("text", "echo"),
    [
        ("plain", "'plain'"),
        ("it's", '"it\'s"'),
        ("a\nb\x1b", "'a b\\x1b'"),
        ("\u202eevil", "'\\u202eevil'"),
        ("x" * 100, "'" + "x" * 59 + "…'"),
        ("", "''"),
    ],
)
def test_an_echo_is_cut_and_shows_what_hides(text: str, echo: str) -> None:
    assert quoted(text) == echo


@given(ANY, st.integers(2, 80))
def test_an_echo_is_never_longer_than_asked(text: str, most: int) -> None:
    assert len(quoted(text, most)) <= most + 2


def test_a_very_long_word_is_no_misspelt_name() -> None:
    assert near_misses("nvidai", ["nvidia"]) == "Did you mean nvidia?"
    assert near_misses("n" * 10**6, ["n" * 10**6]) == ""
