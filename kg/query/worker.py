"""A snapshot and requests on standard input in, answers on standard output out: the process in which queries run.

Python cannot stop a running query and a query can crash its process, so queries run in this one, which the parent
(`engine.py`) may kill at any moment. Requests and answers are a length in four bytes, a JSON header of that length
and, for answers, as many bytes of body as the header says. This file imports pyoxigraph and the standard library
only, since each start of it is waited for.
"""

import json
import math
import os
import resource
import select
import struct
import threading
from collections.abc import Callable, Mapping
from typing import IO, Any, cast

import pyoxigraph as ox

from kg.query.sandbox import shut_off

REQUESTS, ANSWERS = 0, 1
_STACK = 256 << 20
"""A query of 64 kB of nested brackets stays within it; the 8 MB of an ordinary thread end at 4.5 kB."""
_LEFT_TO_PARENT = 2
"""Seconds of processor time that a query gets beyond its deadline, which the parent keeps."""
LENGTH = struct.Struct(">I")


class _FullError(Exception):
    """The answer has reached a limit."""


class _Limited:
    """A file that keeps lines up to a number and a size."""

    def __init__(self, lines: int, size: int) -> None:
        self.kept = bytearray()
        self.truncated = False
        self._lines, self._size = lines, size

    def write(self, data: bytes) -> int:
        """Keep `data`, or raise when there is more than allowed."""
        self.kept += data
        self._lines -= data.count(b"\n")
        if self._lines < 0 or len(self.kept) > self._size:
            raise _FullError
        return len(data)

    def flush(self) -> None:
        """Do nothing: what is written is kept at once."""

    def take(self, serialize: Callable[[IO[bytes]], object]) -> None:
        """Let `serialize` write here and stop it at the limit, after a whole line."""
        try:
            serialize(cast("IO[bytes]", self))
        except _FullError:
            self.truncated = True
            end = len(self.kept)
            for _ in range(-self._lines):
                end = self.kept.rindex(b"\n", 0, end)
            del self.kept[self.kept.rfind(b"\n", 0, min(end, self._size)) + 1 :]


def main(snapshot: str, memory: str) -> None:
    """Answer requests about the store in the folder `snapshot` until the parent goes away.

    Parameters
    ----------
    snapshot
        A folder that pyoxigraph opens read-only.
    memory
        How many bytes a query may take beyond what the open store needs.

    """
    statistics = _open_statistics()
    in_force = shut_off(snapshot)
    threading.stack_size(_STACK)
    threading.Thread(target=_serve, args=(snapshot, int(memory), statistics, in_force), daemon=True).start()
    # A query holds its thread for as long as it likes; this one notices that nobody waits for it any more.
    hangup = select.poll()
    hangup.register(REQUESTS, 0)
    hangup.poll()
    os._exit(0)


def _open_statistics() -> int | None:
    """Return Linux's file about this process's memory, opened while files can be, or None elsewhere."""
    try:
        return os.open("/proc/self/statm", os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return None


def _serve(snapshot: str, memory: int, statistics: int | None, in_force: tuple[str, ...]) -> None:
    """Open the store and answer until something ends this process."""
    try:
        _answer_requests(snapshot, memory, statistics, in_force)
    finally:
        os._exit(1)


def _answer_requests(snapshot: str, memory: int, statistics: int | None, in_force: tuple[str, ...]) -> None:
    try:
        store = ox.Store.read_only(snapshot)
    except (OSError, ValueError, RuntimeError) as error:
        _answer({"kind": "error", "error": "snapshot", "message": str(error)})
        return
    if statistics is not None:
        needed = int(os.pread(statistics, 100, 0).split()[0]) * resource.getpagesize()
        _limit(resource.RLIMIT_AS, needed + memory)
        in_force = (*in_force, "memory")
    _answer({"kind": "ready", "sandbox": (*in_force, "processor time")})
    while True:
        request = json.loads(_read(*LENGTH.unpack(_read(LENGTH.size))))
        _limit_processor_time(request["seconds"])
        try:
            header, body = _run(store, request)
        except SyntaxError as error:
            header, body = {"kind": "error", "error": "syntax", "message": str(error)}, b""
        except MemoryError:
            header, body = {"kind": "error", "error": "memory"}, b""
        except Exception as error:  # noqa: BLE001 (whatever goes wrong in there is told to the parent)
            header, body = {"kind": "error", "error": "evaluation", "message": str(error)}, b""
        _answer(header, body)


def _run(store: ox.Store, request: Mapping[str, Any]) -> tuple[dict[str, Any], bytes | bytearray]:
    found = store.query(request["query"], prefixes=request["prefixes"])
    if isinstance(found, ox.QueryBoolean):
        return {"kind": "boolean", "value": bool(found)}, b""
    if isinstance(found, ox.QuerySolutions):
        columns = [variable.value for variable in found.variables]
        kept = _Limited(request["rows"] + 1, request["bytes"])
        kept.take(lambda file: found.serialize(file, format=ox.QueryResultsFormat.TSV))
        return {"kind": "table", "columns": columns, "truncated": kept.truncated}, kept.kept
    kept = _Limited(request["rows"], request["bytes"])
    kept.take(lambda file: found.serialize(file, format=ox.RdfFormat.N_TRIPLES))
    return {"kind": "triples", "truncated": kept.truncated}, kept.kept


def _limit_processor_time(seconds: float) -> None:
    """End this process by itself a little after the parent should have done so."""
    used = sum(os.times()[:2])
    _limit(resource.RLIMIT_CPU, math.ceil(used + seconds) + _LEFT_TO_PARENT)


def _limit(kind: int, value: int) -> None:
    _, hard = resource.getrlimit(kind)
    resource.setrlimit(kind, (value if hard == resource.RLIM_INFINITY else min(value, hard), hard))


def _read(size: int) -> bytes:
    data = b""
    while len(data) < size:
        part = os.read(REQUESTS, size - len(data))
        if not part:
            os._exit(0)
        data += part
    return data


def _answer(header: Mapping[str, object], body: bytes | bytearray = b"") -> None:
    head = json.dumps({**header, "size": len(body)}).encode()
    rest = memoryview(LENGTH.pack(len(head)) + head)
    for part in (rest, memoryview(body)):
        sent = 0
        while sent < len(part):
            sent += os.write(ANSWERS, part[sent:])
