"""The graph in, sorted N-Triples out: one statement a line, byte for byte the same for the same graph."""

from typing import IO

import pyoxigraph as ox

from kg.exporters.base import Exporter


def _write(store: ox.Store, file: IO[bytes]) -> int:
    data = store.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=ox.DefaultGraph())
    assert data is not None, "without an output, dump returns bytes"
    lines = sorted(data.splitlines(keepends=True))
    file.writelines(lines)
    return len(lines)


NTRIPLES = Exporter("ntriples", ".nt", "one statement a line, sorted; for other stores and for comparing", _write)
