"""Requests on standard input in, answers on standard output out: the process in which contained work is done.

Python cannot stop a running query or C parser, and either can crash its process, so such work is done in this one,
which the parent (`process.py`) may kill at any moment. Requests and answers alike are a length in four bytes, a JSON
header of that length, and as many bytes of body as the header's `size` says. This file imports the standard library
only, and the module of the work should import little, since each start of it is waited for.
"""

import json
import math
import os
import resource
import select
import struct
import sys
import threading
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any

from kg.contained.sandbox import shut_off

Answer = tuple[dict[str, Any], bytes | bytearray]
"""A header, of which `kind` says what it is, and a body."""
Work = Callable[[Mapping[str, Any], bytes], Answer]
"""What the `start` of a module of work returns: it takes header and body of a request, and may `send` parts before."""

REQUESTS, ANSWERS = 0, 1
_STACK = 256 << 20
"""A query of 64 kB of nested brackets stays within it; the 8 MB of an ordinary thread end at 4.5 kB."""
_SMALL = 64 * 1024
_LEFT_TO_PARENT = 2
"""Seconds of processor time that a request gets beyond its deadline, which the parent keeps."""
LENGTH = struct.Struct(">I")
STOP: Mapping[str, Any] = {"kind": "stop", "size": 0}
"""The header with which a parent says that it wants no more of an answer; the process then need not be killed."""


def main(work: str, folder: str, memory: str) -> None:
    """Answer requests until the parent goes away.

    Parameters
    ----------
    work
        Name of a module whose `start(folder)` returns the function that answers; it may raise OSError, ValueError or
        RuntimeError where the folder is not what it should be.
    folder
        The one folder that may be read; empty where the work needs no file.
    memory
        How many bytes a request may take beyond what the started work needs.

    """
    statistics = _open_statistics()
    start = _module(work).start
    in_force = shut_off(folder)
    threading.stack_size(_STACK)
    given = (start, folder, int(memory), statistics, in_force)
    threading.Thread(target=_serve, args=given, daemon=True).start()
    # The work holds its thread for as long as it likes; this one notices that nobody waits for it any more.
    hangup = select.poll()
    hangup.register(REQUESTS, 0)
    hangup.poll()
    os._exit(0)


def _module(name: str) -> Any:  # noqa: ANN401 (a module has no better type)
    """Import a module, the packages around it put in place empty: what they import for users takes time."""
    package, _, _ = name.rpartition(".")
    above, _, last = package.rpartition(".")
    if package not in sys.modules:
        empty = sys.modules[package] = type(sys)(package)
        empty.__path__ = [f"{folder}/{last}" for folder in sys.modules[above].__path__]
    return import_module(name)


def _open_statistics() -> int | None:
    """Return Linux's file about this process's memory, opened while files can be, or None elsewhere."""
    try:
        return os.open("/proc/self/statm", os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return None


def _serve(
    start: Callable[[str], Work], folder: str, memory: int, statistics: int | None, in_force: tuple[str, ...]
) -> None:
    """Start the work and answer until something ends this process."""
    try:
        try:
            work = start(folder)
        except (OSError, ValueError, RuntimeError) as error:
            send({"kind": "error", "error": "start", "message": str(error)})
            return
        if statistics is not None:
            needed = int(os.pread(statistics, 100, 0).split()[0]) * resource.getpagesize()
            _limit(resource.RLIMIT_AS, needed + memory)
            in_force = (*in_force, "memory")
        send({"kind": "ready", "sandbox": (*in_force, "processor time")})
        while True:
            request = _received()
            if request == STOP:
                continue  # the answer that was meant had ended before
            _limit_processor_time(request["seconds"])
            send(*_done(work, request))
    finally:
        os._exit(1)


def _done(work: Work, request: Mapping[str, Any]) -> Answer:
    try:
        return work(request, _read(request["size"]))
    except MemoryError:
        return {"kind": "error", "error": "memory"}, b""
    except Exception as error:  # noqa: BLE001 (whatever goes wrong in there is told to the parent)
        return {"kind": "error", "error": "failed", "message": str(error)}, b""


def _limit_processor_time(seconds: float) -> None:
    """End this process by itself a little after the parent should have done so."""
    used = sum(os.times()[:2])
    _limit(resource.RLIMIT_CPU, math.ceil(used + seconds) + _LEFT_TO_PARENT)


def _limit(kind: int, value: int) -> None:
    _, hard = resource.getrlimit(kind)
    resource.setrlimit(kind, (value if hard == resource.RLIM_INFINITY else min(value, hard), hard))


def _received() -> dict[str, Any]:
    header: dict[str, Any] = json.loads(_read(*LENGTH.unpack(_read(LENGTH.size))))
    return header


def told_to_stop() -> bool:
    """Return whether the parent wants no more of the answer under way; nothing else comes while one is made."""
    comes = select.poll()
    comes.register(REQUESTS, select.POLLIN)
    return bool(_come or comes.poll(0)) and _received() == STOP


_come = bytearray()
"""What has come of requests and has not been taken yet."""


def _read(size: int) -> bytes:
    while len(_come) < size:
        part = os.read(REQUESTS, max(_SMALL, size - len(_come)))
        if not part:
            os._exit(0)
        _come.extend(part)
    data = bytes(_come[:size])
    del _come[:size]
    return data


def send(header: Mapping[str, object], body: bytes | bytearray = b"") -> None:
    """Write an answer, or a part of one before it is whole; it waits while nobody reads."""
    head = json.dumps({**header, "size": len(body)}).encode()
    begin = LENGTH.pack(len(head)) + head
    # A small answer is one piece, so that the parent wakes only once for it.
    for piece in (begin, body) if len(body) > _SMALL else (begin + body,):
        part, sent = memoryview(piece), 0
        while sent < len(part):
            sent += os.write(ANSWERS, part[sent:])
