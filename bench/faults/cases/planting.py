"""A path and a kind of plant in, what stands there then; and a canary outside that tells when it was touched."""

import errno
import hashlib
import os
import shutil
import socket
import stat
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Kind = Literal[
    "link to a file",
    "link to a folder",
    "link to nothing",
    "link to nothing in a folder",
    "link to a link",
    "link to itself",
    "two links in a circle",
    "link to what stood there",
    "hard link",
    "pipe",
    "link to a pipe",
    "socket",
    "endless device",
    "full device",
    "null device",
    "terminal",
    "file of the kernel",
    "a device node",
    "folder",
    "folder that holds something",
    "unreadable file",
    "unwritable folder",
    "file in the place of a folder",
    "huge sparse file",
]
KINDS: tuple[Kind, ...] = Kind.__args__  # type: ignore[attr-defined]  # the words above, in their order
ENDLESS: tuple[Kind, ...] = ("pipe", "link to a pipe", "endless device", "terminal")
"""Those on which a careless reader never ends."""


@dataclass(frozen=True, slots=True)
class Outside:
    """A folder that nobody may touch: a file, a folder with a file in it, and what is planted for others to follow."""

    root: Path

    @property
    def file(self) -> Path:
        """Return a file with words that no command writes."""
        return self.root / "canary.txt"

    @property
    def folder(self) -> Path:
        """Return a folder that looks like a document of the ledger."""
        return self.root / "canary"

    def state(self) -> Mapping[str, str]:
        """Return what stands there, by name: kind, permissions, and a hash of each file's bytes."""
        return dict(_states(self.root))


def _states(root: Path) -> Iterator[tuple[str, str]]:
    for path in sorted(root.rglob("*")):
        found = path.lstat()
        held = "" if not stat.S_ISREG(found.st_mode) else _hash(path) if found.st_size < 1 << 24 else str(found.st_size)
        yield str(path.relative_to(root)), f"{oct(found.st_mode)} {held}"


def _hash(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except PermissionError:
        return "unreadable"


def outside(root: Path) -> Outside:
    """Make the folder outside, at a path of its own, not below workspace, outputs or inputs."""
    made = Outside(root)
    (made.folder / "proposals").mkdir(parents=True)
    made.file.write_text("A canary sits here.\n")
    for name in ("text.txt", "CURRENT", "proposals/p.json", "canary.yaml"):
        (made.folder / name).write_text("A canary sits here.\n")
    return made


def next_pids(count: int = 400) -> range:
    """Return the numbers that the next processes will probably have."""
    try:
        last = int(Path("/proc/sys/kernel/ns_last_pid").read_text(encoding="ascii"))
    except (OSError, ValueError):
        last = os.getpid()
    return range(last + 1, last + 1 + count)


def plant(path: Path, kind: Kind, away: Outside) -> bool:
    """Put something at a path, in place of what stands there; return False where this machine or user cannot.

    Folders above it are made. Take `away.state()` afterwards: what stood there may be moved into it.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    if kind == "link to what stood there":
        if not os.path.lexists(path):
            return False
        shutil.move(path, away.root / "moved")
    elif path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
    try:
        _MAKERS[kind](path, away)
    except OSError as error:
        if error.errno in {errno.EPERM, errno.EACCES, errno.EXDEV, errno.ENAMETOOLONG}:
            return False
        raise
    return True


def _to(target: str) -> Callable[[Path, Outside], None]:
    return lambda path, _: path.symlink_to(target)


def _linked_twice(path: Path, away: Outside) -> None:
    (away.root / "link").symlink_to(away.file)
    path.symlink_to(away.root / "link")


def _circle(path: Path, _: Outside) -> None:
    other = path.with_name(f"{path.name}.other")
    other.symlink_to(path)
    path.symlink_to(other)


def _linked_pipe(path: Path, away: Outside) -> None:
    os.mkfifo(away.root / "pipe")
    path.symlink_to(away.root / "pipe")


def _socket(path: Path, _: Outside) -> None:
    """Bind by a short relative name, since the name of a socket may have 107 bytes only."""
    before = Path.cwd()
    os.chdir(path.parent)
    try:
        with socket.socket(socket.AF_UNIX) as made:
            made.bind(path.name)
    finally:
        os.chdir(before)


def _node(path: Path, _: Outside) -> None:
    os.mknod(path, 0o600 | stat.S_IFCHR, os.makedev(1, 5))


def _filled(path: Path, _: Outside) -> None:
    (path / "sub").mkdir(parents=True)
    (path / "sub" / "file").write_text("somebody's\n")


def _with_mode(path: Path, mode: int, *, folder: bool) -> None:
    path.mkdir() if folder else path.write_text("somebody's\n")
    path.chmod(mode)


def _sparse(path: Path, _: Outside) -> None:
    with path.open("wb") as file:
        file.truncate(1 << 40)


_MAKERS: Mapping[Kind, Callable[[Path, Outside], object]] = {
    "link to a file": lambda path, away: path.symlink_to(away.file),
    "link to a folder": lambda path, away: path.symlink_to(away.folder),
    "link to nothing": lambda path, away: path.symlink_to(away.root / "nothing"),
    "link to nothing in a folder": lambda path, away: path.symlink_to(away.folder / "text.new"),
    "link to a link": _linked_twice,
    "link to itself": lambda path, _: path.symlink_to(path.name),
    "two links in a circle": _circle,
    "link to what stood there": lambda path, away: path.symlink_to(away.root / "moved"),
    "hard link": lambda path, away: path.hardlink_to(away.file),
    "pipe": lambda path, _: os.mkfifo(path),
    "link to a pipe": _linked_pipe,
    "socket": _socket,
    "endless device": _to("/dev/zero"),
    "full device": _to("/dev/full"),
    "null device": _to("/dev/null"),
    "terminal": _to("/dev/tty"),
    "file of the kernel": _to("/proc/self/mem"),
    "a device node": _node,
    "folder": lambda path, _: path.mkdir(),
    "folder that holds something": _filled,
    "unreadable file": lambda path, _: _with_mode(path, 0o000, folder=False),
    "unwritable folder": lambda path, _: _with_mode(path, 0o500, folder=True),
    "file in the place of a folder": lambda path, _: path.write_text("somebody's\n"),
    "huge sparse file": _sparse,
}
