"""A snapshot and queries in, answers out: the work of the process in which queries run (`kg/contained/`).

This file imports pyoxigraph and the standard library only, since each start of the process is waited for.
"""

import json
from collections.abc import Callable, Mapping
from typing import IO, Any, cast

import pyoxigraph as ox

from kg.contained.serve import Answer, Work


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


def start(snapshot: str) -> Work:
    """Open the store in the folder `snapshot`, read-only, and return what answers queries over it.

    A request's body is a JSON object with `query`, `prefixes`, and the most `rows` and `bytes` of an answer.
    """
    store = ox.Store.read_only(snapshot)

    def answer(_: Mapping[str, Any], body: bytes) -> Answer:
        try:
            return _run(store, json.loads(body))
        except SyntaxError as error:
            return {"kind": "error", "error": "syntax", "message": str(error)}, b""

    return answer


def _run(store: ox.Store, request: Mapping[str, Any]) -> Answer:
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
