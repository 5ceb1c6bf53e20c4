"""Figures and times in sentences: which words belong to them, and what only looks like one."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.dates import find_times
from kg.figures import find_figures, read_figure


@pytest.mark.parametrize(
    ("sentence", "figures"),
    [
        ("It plans a $3B+ offering at a valuation exceeding $35 billion.", ["$3B+", "exceeding $35 billion"]),
        ("A 60% premium over $22 billion, over 10 years.", ["60% premium", "$22 billion", "over 10 years"]),
        ("It takes 2-4 years, or between 2 and 4 years.", ["2-4 years", "between 2 and 4 years"]),
        ("From ~$10,000/kW to $2,000\u2013$5,000 per kilowatt.", ["~$10,000/kW", "$2,000\u2013$5,000 per kilowatt"]),
        ("A 1.5-GW project draws hundreds of megawatts.", ["1.5-GW", "hundreds of megawatts"]),
        ("At millions of requests per second and 27 PB/s.", ["millions of requests per second", "27 PB/s"]),
        ("It is 21x higher, 13-fold less and 54 % more.", ["21x higher", "13-fold less", "54 % more"]),
        ("All 4 chips, the 7th round and four boards.", ["4 chips", "7th", "four"]),
        ("A cache 31-fold larger; 5 a day.", ["31-fold larger", "5"]),
        ("In 2026, Q3, F-16, H100, v2.3.1 and [3] are none.", []),
        ("23 kW and 14.3 kW", ["23 kW", "14.3 kW"]),
        ("10\u00a0000 is written with a blank, 5\u202fkW too", ["10", "000", "5\u202fkW"]),
    ],
)
def test_figures_of_a_sentence(sentence: str, figures: list[str]) -> None:
    assert [sentence[start:end] for start, end, _ in find_figures(sentence)] == figures


@pytest.mark.parametrize(
    ("sentence", "times"),
    [
        ("Work begins in Q3 2026, power comes by 2031.", ["Q3 2026", "by 2031"]),
        ("On May 14, 2026 or in the third quarter of 2027.", ["May 14, 2026", "the third quarter of 2027"]),
        ("From 2022 to 2025, and 2027 or 2028.", ["From 2022 to 2025", "2027 or 2028"]),
        ("On 31 February 2026 nothing happened.", []),
        ("GPT-2024 and 20265 are none.", []),
    ],
)
def test_times_of_a_sentence(sentence: str, times: list[str]) -> None:
    assert [sentence[start:end] for start, end, _ in find_times(sentence)] == times


@given(st.text(st.sampled_from("0123456789 .,-%$xkWMB/andto"), max_size=60))
@settings(max_examples=150, deadline=None)
def test_what_is_found_reads_as_what_it_was_found_as(sentence: str) -> None:
    end = 0
    for start, last, figure in find_figures(sentence):
        assert end <= start < last <= len(sentence)
        end = last
        assert figure.text
        assert read_figure(figure.text, where="here") == figure
