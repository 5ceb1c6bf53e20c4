"""A search index that somebody else changed is told from one that only its writers did."""

import os
import shutil
from pathlib import Path

import pytest

from kg.stores import untouched
from kg.stores.search import Entry, SearchIndex


@pytest.fixture
def index(tmp_path: Path) -> Path:
    path = tmp_path / "search.db"
    with SearchIndex(path) as made, made.step(1, "ab"):
        made.add([Entry("ash", "entity", "Ash Systems")])
    return path


def flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    path.write_bytes(content)


def test_what_its_writer_left_is_sound_and_so_is_a_copy_that_somebody_had_read(index: Path, tmp_path: Path) -> None:
    assert untouched.problem(index, hashing=False) is None
    assert untouched.problem(index) is None
    (tmp_path / "copy").mkdir()
    for path in (index, index.with_name("search.db.seen")):
        shutil.copy(path, tmp_path / "copy" / path.name)
    assert untouched.problem(tmp_path / "copy" / "search.db") is None
    flip(tmp_path / "copy" / "search.db")
    assert "is not as it was written" in (untouched.problem(tmp_path / "copy" / "search.db") or "")


@pytest.mark.parametrize("keep_times", [True, False])
@pytest.mark.parametrize("read", [True, False])
def test_a_turned_bit_is_noticed(index: Path, *, keep_times: bool, read: bool) -> None:
    assert untouched.problem(index, hashing=read) is None
    before = index.stat()
    flip(index)
    if keep_times:
        os.utime(index, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert "is not as it was written" in (untouched.problem(index) or "")


def test_an_index_of_which_nothing_is_noted_is_not_believed(index: Path) -> None:
    index.with_name("search.db.seen").unlink()
    assert "nothing vouches for search.db" in (untouched.problem(index) or "")


def test_what_a_killed_writer_left_is_for_sqlite_to_judge(index: Path) -> None:
    killed = SearchIndex(index)
    killed._connection.close()
    assert untouched.problem(index) is None
    with SearchIndex(index) as again, again.step(2, "cd"):
        again.add([Entry("oak", "entity", "Oak")])
    assert untouched.problem(index) is None
    flip(index)
    assert untouched.problem(index) is not None


def test_an_index_says_what_made_it(index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with SearchIndex(index, read_only=True) as made:
        assert made.fits()
        monkeypatch.setattr("kg.stores.stamp.program", lambda: "another")
        assert not made.fits()
