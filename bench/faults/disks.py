"""A size in, a small disk of its own out: an ext4 file system in a file, or memory that is full after so many bytes.

Everything is mounted in a mount namespace of this process, which nobody else sees and which ends with it, so that
nothing stays mounted whatever happens. It needs root and Linux.
"""

import ctypes
import fcntl
import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

_NEW_MOUNTS = 0x00020000  # CLONE_NEWNS
_SHUTDOWN = 0x8004587D  # EXT4_IOC_SHUTDOWN
_WITHOUT_JOURNAL = 2  # EXT4_GOING_FLAGS_NOLOGFLUSH: what the journal holds in memory is lost too
_MOST_TRIES = 100


def _call(*command: str) -> None:
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    if done.returncode:
        message = f"{' '.join(command)}: {done.stderr.strip()}"
        raise OSError(message)


@cache
def _alone() -> None:
    """Give this process, and the children that it starts from now on, mounts of its own."""
    library = ctypes.CDLL(None, use_errno=True)
    if library.unshare(_NEW_MOUNTS):
        raise OSError(ctypes.get_errno(), "a mount namespace of its own was refused")
    _call("mount", "--make-rslave", "/")


@contextmanager
def memory(at: Path, *, kibibytes: int) -> Iterator[Path]:
    """Mount memory that is full after so many KiB at the folder `at`, for the block."""
    _alone()
    at.mkdir(exist_ok=True)
    _call("mount", "-t", "tmpfs", "-o", f"size={kibibytes}k", "tmpfs", str(at))
    try:
        yield at
    finally:
        _unmount(at)


def enlarge(at: Path, *, kibibytes: int) -> None:
    """Give mounted memory another size."""
    _call("mount", "-o", f"remount,size={kibibytes}k", str(at))


def make_ext4(image: Path, *, mebibytes: int) -> None:
    """Make a file that holds an empty ext4 file system."""
    with image.open("wb") as file:
        file.truncate(mebibytes * 2**20)
    _call("mkfs.ext4", "-q", "-F", "-O", "has_journal", str(image))


@contextmanager
def ext4(image: Path, at: Path) -> Iterator[Path]:
    """Mount a file system at the folder `at`, for the block; its journal is replayed as after a power cut."""
    _alone()
    at.mkdir(exist_ok=True)
    _call("mount", "-o", "loop", str(image), str(at))
    try:
        yield at
    finally:
        _unmount(at)


def cut_power(at: Path) -> None:
    """Shut a mounted ext4 down: nothing reaches the disk any more, and what was not synced is lost."""
    descriptor = os.open(at, os.O_RDONLY)
    try:
        fcntl.ioctl(descriptor, _SHUTDOWN, _WITHOUT_JOURNAL.to_bytes(4, "little"))
    finally:
        os.close(descriptor)


def _unmount(at: Path) -> None:
    """Unmount, waiting a moment for a process that was killed to let go."""
    for _ in range(_MOST_TRIES):
        if not subprocess.run(["umount", str(at)], check=False, capture_output=True).returncode:
            return
        time.sleep(0.02)
    _call("umount", "--lazy", str(at))
