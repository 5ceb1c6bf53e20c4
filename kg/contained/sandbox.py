"""A folder in, this process shut off from every other file, from the network and from other programs, for good.

Python and Oxigraph offer no such switch, so the kernel is asked: Landlock for files and TCP, seccomp for sockets of
any kind and for starting programs. Where the system has neither (macOS, old kernels) nothing happens, and the words
that come back say so. Constants and structures are those of linux/landlock.h, linux/seccomp.h and linux/filter.h.
"""

import contextlib
import ctypes
import os
import resource
import sys
from collections.abc import Iterator

NO_TCP = "no TCP (Landlock)"
NO_FILES = "no files but the snapshot (Landlock)"
NO_FILES_AT_ALL = "no files (Landlock)"
NO_SOCKETS = "no sockets, no programs (seccomp)"

_NO_NEW_PRIVILEGES, _SET_SECCOMP, _FILTER_MODE = 38, 22, 2
_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_VERSION_FLAG, _PATH_BENEATH = 1, 1
_FILE_RIGHTS = {1: 13, 2: 14, 3: 15, 4: 15, 5: 16}
"""How many rights over files each version of Landlock knows; later versions know as many as the last."""
_READ = 1 << 2 | 1 << 3
_TCP_SINCE, _BIND_AND_CONNECT = 4, 3
_SCOPES_SINCE, _ABSTRACT_SOCKETS_AND_SIGNALS = 6, 3

_ALLOW, _REFUSE, _KILL = 0x7FFF0000, 0x00050001, 0x80000000
_LOAD, _JUMP_EQUAL, _JUMP_AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_X32 = 0x40000000
_CALLS = {
    "x86_64": (0xC000003E, (41, 42, 49, 59, 101, 322, 425)),
    "aarch64": (0xC00000B7, (117, 198, 200, 203, 221, 281, 425)),
}
"""For each architecture its mark and the numbers of socket, connect, bind, execve, ptrace, execveat, io_uring_setup."""


class _Ruleset(ctypes.Structure):
    _fields_ = (("files", ctypes.c_uint64), ("network", ctypes.c_uint64), ("scoped", ctypes.c_uint64))


class _Beneath(ctypes.Structure):
    _pack_ = 1
    _layout_ = "ms"
    _fields_ = (("rights", ctypes.c_uint64), ("folder", ctypes.c_int32))


class _Instruction(ctypes.Structure):
    _fields_ = (("code", ctypes.c_uint16), ("yes", ctypes.c_uint8), ("no", ctypes.c_uint8), ("k", ctypes.c_uint32))


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_uint16), ("instructions", ctypes.POINTER(_Instruction)))


def shut_off(folder: str) -> tuple[str, ...]:
    """Leave this process only what lies in `folder`, for reading, and return in words what is in force.

    An empty name leaves it no file at all. It holds for the calling thread and those it starts, so call it while there
    is only one.
    """
    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if not sys.platform.startswith("linux"):
        return ()
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0):
        return ()
    return (*_landlock(libc, folder), *_seccomp(libc))


def _landlock(libc: ctypes.CDLL, folder: str) -> Iterator[str]:
    version = libc.syscall(_CREATE_RULESET, None, 0, _VERSION_FLAG)
    if version < 1:
        return
    rights = (1 << _FILE_RIGHTS.get(version, _FILE_RIGHTS[5])) - 1
    tcp = _BIND_AND_CONNECT if version >= _TCP_SINCE else 0
    rules = _Ruleset(rights, tcp, _ABSTRACT_SOCKETS_AND_SIGNALS if version >= _SCOPES_SINCE else 0)
    known = 8 if version < _TCP_SINCE else 16 if version < _SCOPES_SINCE else 24
    ruleset = libc.syscall(_CREATE_RULESET, ctypes.byref(rules), known, 0)
    if ruleset < 0:
        return
    done = (not folder or _allowed(libc, ruleset, folder)) and not libc.syscall(_RESTRICT_SELF, ruleset, 0)
    os.close(ruleset)
    if done:
        yield NO_FILES if folder else NO_FILES_AT_ALL
        if tcp:
            yield NO_TCP


def _allowed(libc: ctypes.CDLL, ruleset: int, folder: str) -> bool:
    opened = os.open(folder, os.O_PATH | os.O_CLOEXEC)
    beneath = _Beneath(_READ, opened)
    try:
        return not libc.syscall(_ADD_RULE, ruleset, _PATH_BENEATH, ctypes.byref(beneath), 0)
    finally:
        os.close(opened)


def _seccomp(libc: ctypes.CDLL) -> Iterator[str]:
    if os.uname().machine not in _CALLS:
        return
    mark, calls = _CALLS[os.uname().machine]
    checks = [_Instruction(_JUMP_EQUAL, len(calls) - n, 0, call) for n, call in enumerate(calls)]
    steps = [
        _Instruction(_LOAD, 0, 0, 4),
        _Instruction(_JUMP_EQUAL, 1, 0, mark),
        _Instruction(_RETURN, 0, 0, _KILL),
        _Instruction(_LOAD, 0, 0, 0),
        _Instruction(_JUMP_AT_LEAST, len(calls) + 1, 0, _X32),
        *checks,
        _Instruction(_RETURN, 0, 0, _ALLOW),
        _Instruction(_RETURN, 0, 0, _REFUSE),
    ]
    program = _Program(len(steps), (_Instruction * len(steps))(*steps))
    if not libc.prctl(_SET_SECCOMP, _FILTER_MODE, ctypes.byref(program), 0, 0):
        yield NO_SOCKETS
