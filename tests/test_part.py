"""Parts as people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.part import Part, read_part


@pytest.mark.parametrize(
    ("text", "qualifier", "wanted"),
    [
        ("0.5", "", Part.sure(0.5)),
        ("50 %", "", Part.sure(0.5)),
        ("0.2 to 0.8", "", Part(0.5, 0.2, 0.8)),
        ("20-80%", "", Part(0.5, 0.2, 0.8)),
        ("rewrite", "readiness", Part.sure(0.2)),
        ("essential", "criticality", Part.sure(1.0)),
    ],
)
def test_what_people_write(text: str, qualifier: str, wanted: Part) -> None:
    assert read_part(text, qualifier) == wanted


@pytest.mark.parametrize("text", ["", "half", "1.1", "0.8 to 0.2", "-1", "rewrite", "50 %%", "1e9", "120 %"])
def test_what_is_no_part(text: str) -> None:
    assert read_part(text) is None


def test_a_word_belongs_to_its_list() -> None:
    assert read_part("rewrite", "criticality") is None


@given(st.integers(0, 1000), st.integers(0, 1000))
def test_the_middle_lies_between_the_ends(one: int, other: int) -> None:
    low, high = sorted((one / 1000, other / 1000))
    found = read_part(f"{low} to {high}")
    assert found is not None
    assert found.low <= found.point <= found.high
