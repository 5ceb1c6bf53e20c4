"""A snapshot and queries in, answers out in the forms of the W3C: the work of the processes behind the endpoint.

A small answer comes whole, so that whatever goes wrong with it is an error and not half an answer; a large one comes in
parts while it is made. This file imports pyoxigraph and the standard library only, since each start is waited for.
"""

import re
from collections.abc import Callable, Mapping
from typing import IO, Any, cast

import pyoxigraph as ox

from kg.contained.serve import Answer, Work, send, told_to_stop

PART = 256 * 1024
"""Bytes of a part; an answer up to this size comes whole."""
_XML = frozenset({"XML", "RDF_XML"})
_NOT_IN_XML = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]")
"""Characters for which XML 1.0 has no place and no escape; pyoxigraph writes them all the same."""
_REPLACEMENT = "\ufffd".encode()
_LONGEST_CHARACTER = 4


class _FullError(Exception):
    """The answer has reached the limit, or nobody wants more of it."""


class _Parts:
    """A file that sends on what is written to it, part by part, up to a size."""

    def __init__(self, form: str, size: int) -> None:
        self._kept = bytearray()
        self._form, self._left = form, size

    def write(self, data: bytes) -> int:
        """Keep `data`, and send what is kept when it is a part."""
        self._left -= len(data)
        if self._left < 0:
            raise _FullError
        self._kept += data
        if len(self._kept) > PART:
            whole = len(self._kept) - _LONGEST_CHARACTER  # a character may be divided between two writes
            send({"kind": "part", "form": self._form}, self._written(self._kept[:whole]))
            del self._kept[:whole]
            if told_to_stop():
                raise _FullError
        return len(data)

    def rest(self) -> bytes | bytearray:
        """Return what has not been sent."""
        return self._written(self._kept)

    def _written(self, data: bytearray) -> bytes | bytearray:
        if self._form not in _XML:
            return data
        return _NOT_IN_XML.sub(_REPLACEMENT, data).replace(b"\r", b"&#13;")

    def flush(self) -> None:
        """Do nothing: a part is sent when it is large enough."""


def start(snapshot: str) -> Work:
    """Open the store in the folder `snapshot`, read-only, and return what answers requests over it.

    The header of a request has `results` and `graph`, the wanted forms by pyoxigraph's names or None where none is
    acceptable, and `bytes`, the most of an answer. With `named` it asks for that graph (empty: the default graph) and
    has no body; otherwise the body is a query, and the header has what else pyoxigraph takes in `options`, and in
    `columns` and `star` the variables of a `SELECT *` in the order of the text, and where the star stands.
    """
    return answers(ox.Store.read_only(snapshot))


def answers(store: ox.Store) -> Work:
    """Return what answers requests over an opened store."""

    def answer(header: Mapping[str, Any], body: bytes) -> Answer:
        try:
            return _dumped(store, header) if "named" in header else _asked(store, header, body.decode())
        except SyntaxError as error:
            return {"kind": "error", "error": "syntax", "message": str(error)}, b""
        except _FullError:
            return {"kind": "error", "error": "size"}, b""

    return answer


def _asked(store: ox.Store, header: Mapping[str, Any], text: str) -> Answer:
    options = dict(header["options"])
    if "default_graph" in options:
        options["default_graph"] = [ox.NamedNode(iri) for iri in options["default_graph"]]
        options["named_graphs"] = [ox.NamedNode(iri) for iri in options["named_graphs"]]
    found = store.query(text, **options)
    kind = "graph" if isinstance(found, ox.QueryTriples) else "results"
    if header[kind] is None:
        return {"kind": "error", "error": "form", "of": kind}, b""
    if isinstance(found, ox.QueryTriples):
        return _sent(header, kind, lambda file: found.serialize(file, format=getattr(ox.RdfFormat, header[kind])))
    if isinstance(found, ox.QuerySolutions):
        there = [variable.value for variable in found.variables]
        wanted = [name for name in header["columns"] or () if name in there]
        if wanted and wanted != there:  # pyoxigraph sorts the columns of a star
            names = " ".join(f"?{name}" for name in wanted)
            found = store.query(f"{text[: header['star']]} {names} {text[header['star'] + 1 :]}", **options)
    return _sent(header, kind, lambda file: found.serialize(file, format=getattr(ox.QueryResultsFormat, header[kind])))


def _dumped(store: ox.Store, header: Mapping[str, Any]) -> Answer:
    graph = ox.NamedNode(header["named"]) if header["named"] else ox.DefaultGraph()
    if isinstance(graph, ox.NamedNode) and not store.contains_named_graph(graph):
        return {"kind": "error", "error": "no graph"}, b""
    form = getattr(ox.RdfFormat, header["graph"])
    prefixes = header["options"]["prefixes"]
    return _sent(header, "graph", lambda file: store.dump(file, format=form, from_graph=graph, prefixes=prefixes))


def _sent(header: Mapping[str, Any], kind: str, write: Callable[[IO[bytes]], object]) -> Answer:
    parts = _Parts(header[kind], header["bytes"])
    write(cast("IO[bytes]", parts))
    return {"kind": "end", "form": header[kind]}, parts.rest()
