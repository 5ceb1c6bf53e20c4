"""The worst inputs have the size that was asked for, and the same again."""

import pytest

from bench.faults.cases.worst import NAMES, TEXTS, Worst
from bench.faults.cases.worst_asked import HEADERS, OPTIONS, QUERIES, REQUESTS, SEGMENTS
from bench.faults.cases.worst_files import DRAFTS, FILES

ALL = (*TEXTS, *DRAFTS, *FILES, *QUERIES, *HEADERS, *REQUESTS, *OPTIONS, *SEGMENTS)


@pytest.mark.parametrize("n", [1_000, 4_000])
def test_sizes_are_as_asked(n: int) -> None:
    for each in ALL:
        made = each.make(n)
        assert 0.4 * n < len(made) < 2.5 * n + 800, (each.name, len(made))
        assert made == each.make(n), each.name


def test_twice_the_size_is_twice_as_much() -> None:
    def size(each: Worst, n: int) -> int:
        return len(each.make(n))

    odd = [each.name for each in ALL if not 1.7 < size(each, 80_000) / size(each, 40_000) < 2.3]
    assert odd == []


def test_each_is_there_once() -> None:
    assert len({(each.name, each.reader) for each in ALL}) == len(ALL) > 300


def test_there_are_as_many_names_as_asked() -> None:
    for each in NAMES:
        assert len(each.make(500)) == 500
        assert all(each.make(500)), each.name
