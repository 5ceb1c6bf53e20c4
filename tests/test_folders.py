import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.files import MisplacedError, UnreadableError, read_bytes, remove
from kg.folders import (
    check_database,
    check_name,
    check_store,
    fresh_folder,
    locked,
    names,
    open_lock,
    put_in_place,
    remove_database,
    remove_folder,
    rename,
)


def test_only_a_folder_of_ours_is_removed(tmp_path: Path) -> None:
    root = tmp_path / "root"
    for name in ("ours", "theirs"):
        (root / name / "sub").mkdir(parents=True)
    (root / "ours" / "text.txt").write_bytes(b"x")
    (root / "empty").mkdir()
    (root / "link").symlink_to(tmp_path)
    for name in ("ours", "empty", "none"):
        remove_folder(root / name, below=root, mark="text.txt")
        assert not (root / name).exists()
    for path in (root / "theirs", root / "link", tmp_path, root, root / ".." / "root" / "theirs", Path("/")):
        with pytest.raises(OSError, match=r"not made here|holds the others|link|leads out"):
            remove_folder(path, below=root, mark="text.txt")
    assert (root / "theirs" / "sub").is_dir()


def test_an_interrupted_removal_can_be_finished(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "ours"
    (folder / "a").mkdir(parents=True)
    (folder / "text.txt").write_bytes(b"x")
    with monkeypatch.context() as patched:
        patched.setattr("kg.folders.remove", lambda *_, **__: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            remove_folder(folder, below=tmp_path, mark="text.txt")
    assert (folder / "text.txt").is_file()
    remove_folder(folder, below=tmp_path, mark="text.txt")
    assert not folder.exists()


def test_what_an_interrupted_writing_left_is_ours(tmp_path: Path) -> None:
    (tmp_path / "ours").mkdir()
    for name in (".kg-0123456789abcdef.new", "text.new"):
        (tmp_path / "ours" / name).write_bytes(b"half")
    remove_folder(tmp_path / "ours", below=tmp_path, mark="text.txt")
    assert not (tmp_path / "ours").exists()


@pytest.mark.parametrize("ending", ["", "-wal", "-shm", "-journal"])
def test_a_database_is_refused_of_which_a_file_is_no_regular_one(tmp_path: Path, ending: str) -> None:
    check_database(tmp_path / "a.db", below=tmp_path)
    (tmp_path / "a.db").touch()
    (tmp_path / "outside").touch()
    path = tmp_path / f"a.db{ending}"
    path.unlink(missing_ok=True)
    acts: tuple[Callable[[], object], ...] = (lambda: path.symlink_to("outside"), lambda: os.mkfifo(path), path.mkdir)
    for act in acts:
        act()
        with pytest.raises(MisplacedError, match="stands where a file"):
            check_database(tmp_path / "a.db", below=tmp_path)
        remove(path)
    path.symlink_to("outside")
    remove_database(tmp_path / "a.db", below=tmp_path)
    assert [each.name for each in tmp_path.iterdir()] == ["outside"]


def test_a_store_holds_regular_files_and_nothing_else(tmp_path: Path) -> None:
    store = tmp_path / "store"
    check_store(store)
    store.mkdir()
    (store / "CURRENT").touch()
    check_store(store)
    (store / "LOCK").symlink_to("elsewhere")
    with pytest.raises(MisplacedError, match="a link stands"):
        check_store(store)
    (tmp_path / "link").symlink_to("store")
    with pytest.raises(MisplacedError, match="where a folder"):
        check_store(tmp_path / "link")


def test_names_are_told_by_kind_and_no_link_is_followed(tmp_path: Path) -> None:
    root = tmp_path / "root"
    (root / "folder").mkdir(parents=True)
    (root / "file").touch()
    (root / "link").symlink_to("file")
    assert [path.name for path in names(root, below=root)] == ["file"]
    assert [path.name for path in names(root, below=root, kind="folder")] == ["folder"]
    assert [path.name for path in names(root, "f*", below=root, kind="any")] == ["file", "folder"]
    assert names(root / "none", below=root) == ()
    (tmp_path / "way").symlink_to("root")
    with pytest.raises(MisplacedError):
        names(tmp_path / "way", below=tmp_path)


def test_a_rename_does_not_leave_the_folder(tmp_path: Path) -> None:
    root, elsewhere = tmp_path / "root", tmp_path / "elsewhere"
    root.mkdir()
    elsewhere.mkdir()
    (root / "a").write_bytes(b"x")
    (root / "way").symlink_to(elsewhere)
    with pytest.raises(MisplacedError):
        rename(root / "a", root / "way" / "b", below=root)
    rename(root / "a", root / "b", below=root)
    assert [path.name for path in elsewhere.iterdir()] == []
    assert read_bytes(root / "b", 1) == b"x"


def test_removing_below_a_folder_follows_no_link(tmp_path: Path) -> None:
    root, elsewhere = tmp_path / "root", tmp_path / "elsewhere"
    root.mkdir()
    (elsewhere / "making").mkdir(parents=True)
    (root / "snapshots").symlink_to(elsewhere)
    with pytest.raises(MisplacedError):
        remove(root / "snapshots" / "making", below=root)
    remove(root / "snapshots", below=root)
    remove(root / "snapshots", below=root)
    assert (elsewhere / "making").is_dir()
    assert not os.path.lexists(root / "snapshots")


def test_what_a_library_wrote_is_put_in_its_place(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    with fresh_folder(path) as folder:
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        (folder / "export").write_text("a")
        put_in_place(folder / "export", path)
        (folder / "export").write_text("b")
        with pytest.raises(FileExistsError):
            put_in_place(folder / "export", path, replace=False)
    assert path.read_text() == "a"
    assert [each.name for each in tmp_path.iterdir()] == ["out.csv"]


@pytest.mark.parametrize("name", [os.devnull, "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1", ".", "pipe", "to a pipe"])
def test_names_of_devices_pipes_and_streams_are_no_places_for_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    os.mkfifo("pipe")
    Path("to a pipe").symlink_to("pipe")
    with pytest.raises(MisplacedError):
        check_name(Path(name))


def test_a_lock_is_a_regular_file(tmp_path: Path) -> None:
    path = tmp_path / "write.lock"
    first, second = open_lock(path, below=tmp_path), open_lock(path, below=tmp_path)
    assert locked(first)
    assert not locked(second)
    os.close(first)
    assert locked(second)
    os.close(second)
    path.unlink()
    path.symlink_to("made")
    with pytest.raises(MisplacedError):
        open_lock(path, below=tmp_path)
    assert not (tmp_path / "made").exists()
    path.unlink()
    os.mkfifo(path)
    with pytest.raises(MisplacedError):
        open_lock(path, below=tmp_path)


def test_below_a_folder_nothing_is_read_through_a_link(tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "a").write_bytes(b"x")
    (tmp_path / "root").mkdir()
    (tmp_path / "root" / "way").symlink_to("../outside")
    with pytest.raises(UnreadableError, match="cannot be reached"):
        read_bytes(tmp_path / "root" / "way" / "a", 1, below=tmp_path / "root")
