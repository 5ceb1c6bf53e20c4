"""Counts of a handful of claims."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.analyses.sources import Bearing, Said, equal, tally

SAID = (
    Said("Ash", "d1/a", "d1", "stands", "quoted"),
    Said("Ash", "d1/b", "d1", "corrected", "located"),
    Said("Ash", "d2/c", "d2", "stands", "reported", inferred=True),
    Said("Elm", "d2/c", "d2", "stands", "reported"),
    Said("people", "d2/d", "d2", "stands", "reported", unnamed=True),
)
BEARING = Bearing(frozenset({("d2/d", "d1/a"), ("d1/b", "d1/a")}), frozenset({("d2/c", "d1/b"), ("d2/d", "d1/b")}))


def row(name: str) -> dict[str, object]:
    finding = tally(SAID, BEARING)
    found = next(each for each in finding.rows if each[0] == name)
    return {c.name: v for c, v in zip(finding.columns, found, strict=True) if v is not None}


def test_a_source_is_counted_by_claims_documents_and_how_they_fared() -> None:
    assert row("Ash") == {
        "source": "Ash", "claims": 3, "share": "75 %", "documents": 2, "placed": 2, "corrected": 1, "disputed": 1,
        "confirmed": 1, "inferred": 1,
    }  # fmt: skip
    assert row("people")["unnamed"] is True


def test_what_a_source_says_of_its_own_claim_is_neither_dispute_nor_confirmation() -> None:
    own = tally(SAID, Bearing(frozenset({("d2/c", "d1/a")}), frozenset({("d2/c", "d1/b")})))
    assert own.rows[0][8:10] == (None, None)


def test_no_claims_are_one_sentence() -> None:
    assert tally((), Bearing()).explanation == "There are no claims."


def test_small_sources_are_counted_and_not_shown() -> None:
    finding = tally(SAID, BEARING, least=2)
    assert [each[0] for each in finding.rows] == ["Ash"]
    assert finding.explanation == tally(SAID, BEARING).explanation
    assert finding.notes


@given(st.dictionaries(st.text(), st.integers(1, 1000), min_size=1))
def test_no_spread_is_more_even_than_equal_parts(counts: dict[str, int]) -> None:
    assert equal(counts) + 1e-9 >= 1
    assert equal(counts) <= len(counts) + 1e-9
    assert equal(dict.fromkeys(counts, 7)) == pytest.approx(len(counts))


@given(st.permutations(SAID))
def test_order_changes_nothing(order: list[Said]) -> None:
    assert tally(order, BEARING) == tally(SAID, BEARING)
