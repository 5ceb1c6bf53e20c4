"""A folder of sealed segments: written, read, and imported into a log."""

import fcntl
import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from kg.errors import BadInputError, LockedError, NoWorkspaceError, VerificationError
from kg.log import (
    DamagedSegmentError,
    Head,
    SqliteLog,
    StorageError,
    import_segments,
    read_segments,
    seal,
    segment_paths,
)
from tests.log.builders import NOW, several


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "segments"


@pytest.fixture
def other(tmp_path: Path) -> Iterator[SqliteLog]:
    with SqliteLog(tmp_path / "other.db", mode="create") as opened:
        yield opened


@pytest.fixture
def filled(log: SqliteLog) -> SqliteLog:
    log.append(several(5), now=NOW)
    log.append(several(5, 5), now=NOW + timedelta(hours=1))
    return log


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_sealing_writes_full_segments_and_a_rest(filled: SqliteLog, folder: Path) -> None:
    written = seal(filled, folder, size=4)
    assert [path.name for path in written] == [
        "segment-000000000001-000000000004.jsonl",
        "segment-000000000005-000000000008.jsonl",
        "segment-000000000009-000000000010.jsonl",
    ]
    assert names(folder) == [path.name for path in written]
    assert segment_paths(folder) == written


def test_sealing_twice_writes_nothing_new_and_later_records_begin_a_segment(filled: SqliteLog, folder: Path) -> None:
    first = seal(filled, folder, size=4)
    before = {path: path.read_bytes() for path in first}
    assert seal(filled, folder, size=4) == []
    filled.append(several(3, 10), now=NOW)
    assert [path.name for path in seal(filled, folder, size=4)] == ["segment-000000000011-000000000013.jsonl"]
    assert {path: path.read_bytes() for path in first} == before


def test_sealed_records_are_those_of_the_log(filled: SqliteLog, folder: Path) -> None:
    seal(filled, folder, size=4)
    assert list(read_segments(folder)) == list(filled.read())


def test_an_empty_log_and_an_empty_folder_give_nothing(log: SqliteLog, folder: Path) -> None:
    assert seal(log, folder, size=4) == []
    assert list(read_segments(folder)) == []
    assert import_segments(log, []) == 0


def test_an_import_gives_the_same_head_and_records(filled: SqliteLog, other: SqliteLog, folder: Path) -> None:
    paths = seal(filled, folder, size=4)
    assert import_segments(other, reversed(paths)) == 10
    assert other.head() == filled.head()
    assert list(other.read()) == list(filled.read())
    assert other.verify() is None


def test_an_import_skips_what_is_there_and_goes_on_from_the_head(
    filled: SqliteLog, other: SqliteLog, folder: Path
) -> None:
    paths = seal(filled, folder, size=4)
    other.restore(list(filled.read(limit=6)))
    assert import_segments(other, paths) == 4
    assert import_segments(other, paths) == 0
    assert other.head() == filled.head()


def test_what_was_sealed_again_from_an_import_is_the_same_to_the_byte(
    filled: SqliteLog, other: SqliteLog, folder: Path, tmp_path: Path
) -> None:
    paths = seal(filled, folder, size=4)
    import_segments(other, paths)
    again = seal(other, tmp_path / "again", size=4)
    assert [path.read_bytes() for path in again] == [path.read_bytes() for path in paths]


def test_erased_records_stay_erased_on_both_ways(
    filled: SqliteLog, other: SqliteLog, folder: Path, tmp_path: Path
) -> None:
    before = seal(filled, folder, size=4)
    filled._connection.execute("UPDATE records SET salt = NULL, payload = NULL WHERE position = 2")
    after = seal(filled, tmp_path / "after", size=4)
    assert import_segments(filled, before) == 0
    assert import_segments(other, after) == 10
    for log in (filled, other):
        assert [record.position for record in log.read() if record.payload is None] == [2]
        assert log.verify() is None


def test_a_file_with_damage_is_refused_with_all_the_others(filled: SqliteLog, other: SqliteLog, folder: Path) -> None:
    paths = seal(filled, folder, size=4)
    paths[1].write_bytes(paths[1].read_bytes().replace(b'"type":"type-1"', b'"type":"type-2"', 1))
    with pytest.raises(DamagedSegmentError, match=r"000000000008\.jsonl:2: "):
        import_segments(other, paths)
    assert other.head() == Head()
    assert other.verify() is None
    with pytest.raises(DamagedSegmentError):
        list(read_segments(folder))


def test_segments_of_another_log_are_refused(filled: SqliteLog, other: SqliteLog, folder: Path) -> None:
    paths = seal(filled, folder, size=4)
    other.append(several(10), now=NOW)
    before = other.head()
    with pytest.raises(BadInputError, match="differs"):
        import_segments(other, paths)
    with pytest.raises(BadInputError, match="another log"):
        seal(other, folder, size=4)
    assert other.head() == before
    assert names(folder) == [path.name for path in paths]


def test_a_log_that_is_behind_its_segments_does_not_seal_over_them(
    filled: SqliteLog, other: SqliteLog, folder: Path
) -> None:
    seal(filled, folder, size=4)
    other.restore(list(filled.read(limit=6)))
    with pytest.raises(BadInputError, match="another log"):
        seal(other, folder, size=4)


def test_segments_that_begin_behind_the_head_are_refused(filled: SqliteLog, other: SqliteLog, folder: Path) -> None:
    paths = seal(filled, folder, size=4)
    with pytest.raises(BadInputError, match="begin at 5"):
        import_segments(other, paths[1:])
    assert other.head() == Head()


def test_a_missing_overlapping_or_renamed_segment_is_named(filled: SqliteLog, folder: Path) -> None:
    first, second, third = seal(filled, folder, size=4)
    content = second.read_bytes()
    second.unlink()
    with pytest.raises(DamagedSegmentError, match="begins at position 5"):
        list(read_segments(folder))
    with pytest.raises(DamagedSegmentError, match="begins at position 5"):
        seal(filled, folder, size=4)
    second.write_bytes(content)
    overlapping = first.with_name("segment-000000000003-000000000004.jsonl")
    overlapping.write_bytes(content)
    with pytest.raises(DamagedSegmentError, match="begins at position 5"):
        segment_paths(folder)
    overlapping.rename(folder / "segment-1 (copy).jsonl")
    with pytest.raises(DamagedSegmentError, match="copy"):
        segment_paths(folder)
    assert third.exists()


def test_damage_in_the_log_is_not_sealed(filled: SqliteLog, folder: Path) -> None:
    filled._connection.execute("UPDATE records SET type = 'x' WHERE position = 6")
    with pytest.raises(VerificationError, match="position 6"):
        seal(filled, folder, size=4)
    assert names(folder) == ["segment-000000000001-000000000004.jsonl"]


def test_a_sealing_that_was_killed_is_finished_by_the_next(
    filled: SqliteLog, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class KilledError(Exception):
        pass

    def kill(_: int) -> None:
        raise KilledError

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", kill)
        with pytest.raises(KilledError):
            seal(filled, folder, size=4)
    assert segment_paths(folder) == []
    seal(filled, folder, size=4)
    assert len(names(folder)) == 3
    assert list(read_segments(folder)) == list(filled.read())


def test_two_sealings_of_one_folder_do_not_meet(filled: SqliteLog, folder: Path) -> None:
    folder.mkdir()
    held = os.open(folder, os.O_RDONLY)
    fcntl.flock(held, fcntl.LOCK_EX)
    with pytest.raises(LockedError):
        seal(filled, folder, size=4)
    os.close(held)
    assert len(seal(filled, folder, size=4)) == 3


def test_files_and_folders_that_fail_are_named(
    filled: SqliteLog, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(BadInputError, match=r"000000000009\.jsonl: the segment does not exist"):
        import_segments(filled, [tmp_path / "segment-000000000001-000000000009.jsonl"])
    (tmp_path / "file").touch()
    with pytest.raises(BadInputError):
        seal(filled, tmp_path / "file", size=4)
    for number, kind in ((13, NoWorkspaceError), (28, StorageError)):

        def fail(_: int, number: int = number) -> None:
            raise OSError(number, os.strerror(number))

        with monkeypatch.context() as patched:
            patched.setattr(os, "fsync", fail)
            with pytest.raises(kind, match=str(folder)):
                seal(filled, folder, size=4)
