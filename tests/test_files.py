import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from kg.files import (
    TooLargeError,
    UnreadableError,
    make_folder,
    opened,
    read_bytes,
    unfinished,
    write_whole,
    writing_whole,
)


def test_a_regular_file_is_read(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"abc")
    assert read_bytes(tmp_path / "a", 3) == b"abc"
    with opened(tmp_path / "a", 3) as file:
        assert file.read(2) == b"ab"


def test_what_is_no_regular_file_is_refused_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "file").write_bytes(b"abcd")
    (tmp_path / "link").symlink_to("file")
    (tmp_path / "round").symlink_to("round")
    for path in (tmp_path / "pipe", Path("/dev/zero"), tmp_path, tmp_path / "none", tmp_path / "round", Path("a\0b")):
        with pytest.raises(UnreadableError):
            read_bytes(path, 10)
    with pytest.raises(TooLargeError):
        read_bytes(tmp_path / "file", 3)
    assert read_bytes(tmp_path / "link", 4) == b"abcd"
    with pytest.raises(UnreadableError, match="is a link"):
        read_bytes(tmp_path / "link", 4, link=False)


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "a"
    write_whole(path, "ä")
    assert path.read_bytes() == "ä".encode()

    def half() -> None:
        with writing_whole(path) as file:
            file.write(b"half")
            message = "stop"
            raise ValueError(message)

    with pytest.raises(ValueError, match="stop"):
        half()
    assert path.read_bytes() == "ä".encode()
    assert [each.name for each in tmp_path.iterdir()] == ["a"]


def test_the_mode_is_what_the_user_asks_of_new_files(tmp_path: Path) -> None:
    code = "import os; os.umask(0o027); from pathlib import Path; from kg.files import write_whole"
    path = tmp_path / "a"
    subprocess.run([sys.executable, "-c", f"{code}; write_whole(Path({str(path)!r}), '')"], check=True)
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_a_link_is_replaced_and_never_followed(tmp_path: Path) -> None:
    (tmp_path / "outside").write_bytes(b"kept")
    (tmp_path / "link").symlink_to("outside")
    write_whole(tmp_path / "link", b"new")
    assert (tmp_path / "outside").read_bytes() == b"kept"
    assert not (tmp_path / "link").is_symlink()


def test_nothing_is_written_in_the_place_of_a_device_a_pipe_or_a_folder(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "folder").mkdir()
    for path in (tmp_path / "pipe", tmp_path / "folder", Path(os.devnull)):
        before = path.stat().st_mode
        with pytest.raises(OSError, match="stands there"):
            write_whole(path, b"x")
        assert path.stat().st_mode == before


def test_a_file_that_is_there_may_be_kept(tmp_path: Path) -> None:
    write_whole(tmp_path / "a", b"first", replace=False)
    with pytest.raises(FileExistsError):
        write_whole(tmp_path / "a", b"second", replace=False)
    assert (tmp_path / "a").read_bytes() == b"first"
    assert unfinished(tmp_path) == ()


def test_below_a_folder_no_part_of_the_way_may_be_a_link(tmp_path: Path) -> None:
    root, elsewhere = tmp_path / "root", tmp_path / "elsewhere"
    elsewhere.mkdir()
    (root / "real" / "deep").mkdir(parents=True)
    (root / "planted").symlink_to(elsewhere)
    (tmp_path / "way").symlink_to(root)
    write_whole(root / "real" / "deep" / "a", b"x", below=root)
    write_whole(tmp_path / "way" / "real" / "b", b"x", below=tmp_path / "way")
    for path in (root / "planted" / "a", root / ".." / "elsewhere" / "a", elsewhere / "a", Path("/a")):
        with pytest.raises(OSError, match=r"link|leads out"):
            write_whole(path, b"x", below=root)
        with pytest.raises(OSError, match=r"link|leads out"):
            make_folder(path.parent, below=root)
    assert list(elsewhere.iterdir()) == []
    make_folder(root / "new" / "deeper", below=root)
    assert (root / "new" / "deeper").is_dir()
