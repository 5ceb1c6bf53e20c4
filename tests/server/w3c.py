"""The tests that the W3C publishes in, requests and what is expected of their answers out."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

_MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
_QT = "http://www.w3.org/2001/sw/DataAccess/tests/test-query#"
_UT = "http://www.w3.org/2009/sparql/tests/test-update#"
_HT = "http://www.w3.org/2011/http#"
_CNT = "http://www.w3.org/2011/content#"
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
_FORMATS = {
    ".ttl": ox.RdfFormat.TURTLE,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".rdf": ox.RdfFormat.RDF_XML,
    ".trig": ox.RdfFormat.TRIG,
}


class Manifest:
    """A manifest file, read."""

    def __init__(self, path: Path) -> None:
        self.store = ox.Store()
        base = path.as_uri()
        self.store.extend(ox.parse(path=path, format=ox.RdfFormat.TURTLE, base_iri=base, rename_blank_nodes=True))

    def values(self, subject: object, predicate: str) -> list[object]:
        """Return the objects of a subject and a predicate."""
        found = self.store.quads_for_pattern(subject, ox.NamedNode(predicate), None)  # type: ignore[arg-type]
        return [quad.object for quad in found]

    def value(self, subject: object, predicate: str) -> object | None:
        """Return the one object, or None."""
        return next(iter(self.values(subject, predicate)), None)

    def text(self, subject: object, predicate: str) -> str | None:
        """Return the text of the one object, or None."""
        found = self.value(subject, predicate)
        return found.value if isinstance(found, ox.Literal | ox.NamedNode) else None

    def items(self, head: object) -> Iterator[object]:
        """Return the items of a list."""
        while head != ox.NamedNode(f"{_RDF}nil"):
            found = self.value(head, f"{_RDF}first")
            assert found is not None, "a list has items"
            yield found
            head = self.value(head, f"{_RDF}rest")

    def entries(self) -> Iterator[object]:
        """Return the tests in their order."""
        for quad in self.store.quads_for_pattern(None, ox.NamedNode(f"{_MF}entries"), None):
            yield from self.items(quad.object)

    def kinds(self, test: object) -> set[str]:
        """Return what kinds of test this is."""
        return {
            each.value.rpartition("#")[2] for each in self.values(test, f"{_RDF}type") if isinstance(each, ox.NamedNode)
        }


@dataclass(frozen=True, slots=True)
class Exchange:
    """A request, and what the suite expects of its answer."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes
    statuses: tuple[str, ...]
    """Such as `4xx`."""
    form: str | None
    boolean: bool | None


@dataclass(frozen=True, slots=True)
class ProtocolTest:
    """A test of the protocol: data in named graphs, and requests one after the other."""

    name: str
    data: dict[str, Path]
    exchanges: tuple[Exchange, ...]


def protocol_tests(folder: Path) -> list[ProtocolTest]:
    """Return the tests of the protocol."""
    manifest = Manifest(folder / "manifest.ttl")
    found = []
    for test in manifest.entries():
        data = {}
        for each in manifest.values(test, f"{_UT}graphData"):
            label, path = manifest.text(each, _LABEL), manifest.text(each, f"{_UT}graph")
            assert label is not None, "a graph has a name"
            assert path is not None, "and a file"
            data[label] = Path(path.removeprefix("file://"))
        action = manifest.value(test, f"{_MF}action")
        requests = manifest.items(manifest.value(action, f"{_HT}requests"))
        assert isinstance(test, ox.NamedNode), "a test has a name"
        exchanges = tuple(_exchange(manifest, each) for each in requests)
        found.append(ProtocolTest(test.value.rpartition("#")[2], data, exchanges))
    return found


def _exchange(manifest: Manifest, request: object) -> Exchange:
    headers = {}
    listed = manifest.value(request, f"{_HT}headers")
    for each in manifest.items(listed) if listed else ():
        headers[str(manifest.text(each, f"{_HT}fieldName"))] = str(manifest.text(each, f"{_HT}fieldValue"))
    body = manifest.value(request, f"{_HT}body")
    encoding = manifest.text(body, f"{_CNT}characterEncoding") if body else None
    chars = manifest.text(body, f"{_CNT}chars") if body else None
    response = manifest.value(request, f"{_HT}resp")
    statuses = (str(each.value) for each in manifest.values(response, f"{_MF}expectedStatus"))  # type: ignore[attr-defined]
    boolean = manifest.text(response, f"{_MF}expectedBoolean")
    return Exchange(
        method=str(manifest.text(request, f"{_HT}methodName")),
        path=str(manifest.text(request, f"{_HT}absolutePath")),
        headers=headers,
        body=(chars or "").encode(encoding or "utf-8"),
        statuses=tuple(each.rpartition("StatusCode")[2] for each in statuses),
        form=manifest.text(response, f"{_MF}expectedFormat"),
        boolean=None if boolean is None else boolean == "true",
    )


@dataclass(frozen=True, slots=True)
class EvaluationTest:
    """A query, and the files of the data set that it is about."""

    name: str
    query: Path
    data: tuple[Path, ...]
    named: tuple[Path, ...]


def evaluation_tests(folder: Path) -> Iterator[EvaluationTest]:
    """Return the tests of evaluation in all manifests of a suite."""
    for path in sorted(folder.glob("*/manifest.ttl")):
        manifest = Manifest(path)
        for test in manifest.entries():
            action = manifest.value(test, f"{_MF}action")
            if "QueryEvaluationTest" not in manifest.kinds(test):
                continue
            query = manifest.text(action, f"{_QT}query") or (action.value if isinstance(action, ox.NamedNode) else None)
            assert query is not None, "a test of evaluation has a query"
            assert isinstance(test, ox.NamedNode), "and a name"
            yield EvaluationTest(
                f"{path.parent.name}/{test.value.rpartition('#')[2]}",
                _path(query),
                tuple(_path(each.value) for each in manifest.values(action, f"{_QT}data")),  # type: ignore[attr-defined]
                tuple(
                    _path(each.value) for each in manifest.values(action, f"{_QT}graphData") if hasattr(each, "value")
                ),
            )


def _path(iri: str) -> Path:
    return Path(iri.removeprefix("file://"))


def load(store: ox.Store, path: Path, graph: str) -> None:
    """Put the triples of a file into a named graph."""
    parsed = ox.parse(path=path, format=_FORMATS[path.suffix], base_iri=path.as_uri(), rename_blank_nodes=True)
    store.extend(ox.Quad(quad.subject, quad.predicate, quad.object, ox.NamedNode(graph)) for quad in parsed)
