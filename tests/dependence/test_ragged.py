"""Rows folded rank by rank give what each row gives by itself."""

from functools import reduce

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.dependence.ragged import Ragged

PARTS = st.integers(0, 16).map(lambda n: n / 16)
ROWS = st.lists(st.lists(PARTS, min_size=1, max_size=14), min_size=1, max_size=9)


@given(ROWS, st.sampled_from([np.add, np.multiply, np.maximum]))
def test_each_row_by_itself_gives_the_same(rows: list[list[float]], ufunc: np.ufunc) -> None:
    layout = Ragged.of([len(row) for row in rows])
    values = np.array([item for row in rows for item in row])[layout.items]
    found = dict(zip(layout.rows.tolist(), layout.fold(ufunc, values).tolist(), strict=True))
    for number, row in enumerate(rows):
        assert found[number] == pytest.approx(reduce(ufunc, row), abs=1e-12)


def test_no_rows_are_no_rows() -> None:
    layout = Ragged.of([])
    assert layout.fold(np.add, np.array([])).tolist() == []
