# ruff: noqa: RUF001 - typographic marks are what is tested
import pytest

from kg.authoring.locate import Source
from kg.errors import BadInputError

TEXT = (
    "Prices rise\n\nAcme\u00a0Corp asks “12 USD” – up\nfrom 10 USD. It’s the third rise… Zoë agrees.\n"
    "Acme asks 12 USD again."
)


def found(words: str, nth: int | None = None) -> str:
    span = Source(TEXT).locate(words, nth=nth, where="x")
    return TEXT[span.start : span.end]


@pytest.mark.parametrize(
    ("written", "stands"),
    [
        ("Prices rise", "Prices rise"),
        ('Acme Corp asks "12 USD" - up from 10 USD', "Acme\u00a0Corp asks “12 USD” – up\nfrom 10 USD"),
        ("It's the third rise...", "It’s the third rise…"),
        ("  third\n  rise ", "third rise"),
        ("Zoe\u0308 agrees", "Zoë agrees"),
        ("a\u00adgain", "again"),
    ],
)
def test_words_are_found_whatever_their_blanks_and_marks(written: str, stands: str) -> None:
    assert found(written) == stands


def test_exact_words_win_over_similar_ones() -> None:
    source = Source("it's here and it’s there")
    assert source.locate("it's", where="x").start == 0
    assert source.locate("it’s", where="x").start == 14


def test_words_at_several_places_are_refused_with_the_places() -> None:
    with pytest.raises(BadInputError) as caught:
        found("12 USD")
    sentence = str(caught.value)
    assert "2 times: 1 in line 3 (" in sentence
    assert "2 in line 5 (" in sentence
    assert "nth: 1" in sentence


def test_the_second_place_can_be_asked_for() -> None:
    source = Source(TEXT)
    assert source.locate("12 USD", nth=2, where="x").start == TEXT.rindex("12 USD")
    with pytest.raises(BadInputError, match="no place 3"):
        source.locate("12 USD", nth=3, where="x")


def test_words_that_are_not_there_are_refused_with_the_nearest_passage() -> None:
    with pytest.raises(BadInputError, match=r"not in the text. The nearest words, in line 5: 'Acme asks 12 USD'"):
        found("Acme asks 13 USD")
    with pytest.raises(BadInputError, match="No word of it is there"):
        found("quite different")


def test_moved_words_are_found_by_their_hash() -> None:
    old = Source("A few words.").locate("few words", where="x")
    (moved,) = Source("Now a few words.").moved([old])[old]
    assert (moved.start, moved.end, moved.words_hash) == (6, 15, old.words_hash)
    assert Source("Nothing of it is here").moved([old]) == {}
    assert Source("short").moved([old]) == {}


def test_very_many_places_are_counted_to_ten_thousand() -> None:
    with pytest.raises(BadInputError, match="stands in the text 10,000 times or more: 1 in line 1"):
        Source("a " * 20_000).locate("a", where="x")


def test_the_nearest_words_are_not_looked_for_where_words_repeat_too_often() -> None:
    with pytest.raises(BadInputError, match=r"not in the text\. Check that these are its exact words"):
        Source("a b " * 20_000).locate("a a " * 200, where="x")


def test_quotes_are_looked_for_as_long_as_that_takes_little_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.authoring.locate._LOOKED_THROUGH", 5_000)
    source = Source("one two three")
    assert source.locate("two", where="x").start == 4
    source.locate("two", where="x")
    monkeypatch.setattr("kg.authoring.locate._LOOKED_THROUGH", 10)
    with pytest.raises(BadInputError, match="was not looked for: there are too many for a text of this length"):
        source.locate("two", where="x")
