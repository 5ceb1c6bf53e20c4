"""The words of a search, and searches that ask for too much."""

import pytest

from kg.errors import BadInputError
from kg.lengths import SEARCH, TERMS
from kg.sought import words_sought


def test_each_word_comes_once_without_what_stands_between() -> None:
    assert words_sought("GPU-supply, GPU & 2.2x") == ("GPU", "supply", "2", "2x")


@pytest.mark.parametrize("text", ["x" * SEARCH, " ".join(f"w{n}" for n in range(TERMS)), "a " * (SEARCH // 2)])
def test_what_people_search_for_is_sought(text: str) -> None:
    assert words_sought(text)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("x" * (SEARCH + 1), f"{SEARCH + 1:,}"),
        (" ".join(f"w{n}" for n in range(TERMS + 1)), "21"),
        ("a b c " * 100_000, "600,000"),
    ],
)
def test_a_search_for_too_much_is_refused(text: str, said: str) -> None:
    with pytest.raises(BadInputError, match=said):
        words_sought(text)
