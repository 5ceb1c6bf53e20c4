"""Links to words on a page, as browsers read them (WICG, URL Fragment Text Directives)."""

from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.report.notes import fragment, host


@pytest.mark.parametrize(
    ("url", "words", "link"),
    [
        ("https://a.org/x", "about 2.2 times", "https://a.org/x#:~:text=about%202.2%20times"),
        ("https://a.org/x#part", "one", "https://a.org/x#part:~:text=one"),
        ("https://a.org", "wafer-scale, 5 & 6", "https://a.org#:~:text=wafer%2Dscale%2C%205%20%26%206"),
        ("https://a.org", "  ", "https://a.org"),
    ],
)
def test_fragments(url: str, words: str, link: str) -> None:
    assert fragment(url, words) == link


def test_long_words_are_named_by_their_ends() -> None:
    link = fragment("https://a.org", " ".join(map(str, range(20))))
    assert link == "https://a.org#:~:text=0%201%202%203,16%2017%2018%2019"


@given(st.text(min_size=1).filter(str.split))
def test_only_our_own_comma_parts_the_words(words: str) -> None:
    told = fragment("https://a.org", words).partition("text=")[2]
    ends = [unquote(part).split() for part in told.split(",")]
    assert len(ends) == (1 if len(words.split()) <= 8 else 2)
    assert ends[0] == words.split()[: len(ends[0])]
    assert "-" not in told
    assert "&" not in told


def test_a_link_is_called_by_its_host() -> None:
    assert host("https://www.example.org/a/b") == "example.org"
