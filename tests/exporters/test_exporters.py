"""Every exporter says what the graph says, to rdflib too, and says it in the same bytes each time."""

import io
from typing import IO

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import Graph, Literal, URIRef

from kg import ids
from kg.errors import UsageError
from kg.exporters import EXPORTERS, Exporter, exporter
from kg.exporters.ntriples import NTRIPLES
from kg.projections import Recorded, statements
from kg.stores.oxigraph import OxigraphStore, dataset_hash
from tests.builders import NOW, claim, document, entity
from tests.events.test_events import EXAMPLES

SUBJECT, SAYS = "<https://w3id.org/claimledger/id/x>", "<https://w3id.org/claimledger/ns#states>"
texts = st.one_of(
    st.text(),
    st.text(st.characters(max_codepoint=0x9F)),
    st.text(st.sampled_from("\"\\'\n\r\t\x00\x0b\x7f{}<>@^_:.#é\u2028🦙")),
)


def graph(*lines: tuple[str, str, str]) -> ox.Store:
    store = OxigraphStore(None)
    store.bulk(lines)
    return store._store


def written(kind: Exporter, store: ox.Store) -> bytes:
    file = io.BytesIO()
    count = kind.write(store, file)
    assert count == len(store)
    return file.getvalue()


@pytest.fixture(scope="module")
def everything() -> ox.Store:
    """Return a graph with a bit of everything that events can say."""
    events = [event for event, _, _ in EXAMPLES] + [entity("ash"), document("d2", claim("c", "ash", objects=("h100",)))]
    said = (line for position, event in enumerate(events, 1) for line in statements(Recorded(position, NOW, event)))
    return graph(*said)


@pytest.mark.parametrize("kind", EXPORTERS, ids=lambda kind: kind.name)
def test_an_export_is_the_graph_to_rdflib(kind: Exporter, everything: ox.Store) -> None:
    read = Graph().parse(data=written(kind, everything), format={".nt": "nt", ".ttl": "turtle"}[kind.ending])
    assert len(read) == len(everything) > 100
    again = graph()
    again.load(written(kind, everything), format=ox.RdfFormat.from_extension(kind.ending[1:]))
    assert dataset_hash(again) == dataset_hash(everything)


@pytest.mark.parametrize("kind", EXPORTERS, ids=lambda kind: kind.name)
def test_one_graph_has_one_export_whatever_the_order_of_writing(kind: Exporter) -> None:
    lines = [(SUBJECT, SAYS, ids.text(f"Öne {number}")) for number in range(50)]
    assert written(kind, graph(*lines)) == written(kind, graph(*reversed(lines)))


def test_ntriples_are_sorted_lines_of_the_default_graph_only(everything: ox.Store) -> None:
    lines = written(NTRIPLES, everything).splitlines(keepends=True)
    assert lines == sorted(lines)
    store = OxigraphStore(None)
    store.reach(3, "aa")
    file = io.BytesIO()
    assert (NTRIPLES.write(store._store, file), file.getvalue()) == (0, b"")


@given(st.lists(texts, max_size=5, unique=True))
def test_any_text_survives_store_and_export(values: list[str]) -> None:
    store = graph(*((SUBJECT, SAYS, ids.text(value)) for value in values))
    read = Graph().parse(data=written(NTRIPLES, store), format="nt")
    found = list(read.objects(URIRef(SUBJECT[1:-1]), URIRef(SAYS[1:-1])))
    assert {str(value) for value in found} == set(values)
    assert all(isinstance(value, Literal) for value in found)


def test_an_exporter_is_called_by_its_name() -> None:
    assert [exporter(kind.name) for kind in EXPORTERS] == list(EXPORTERS)
    with pytest.raises(UsageError, match=r"there is no export format 'turtel'. Did you mean turtle\?") as caught:
        exporter("turtel")
    assert caught.value.exit_code == 2


def test_a_new_exporter_is_one_entry(monkeypatch: pytest.MonkeyPatch) -> None:
    def count(store: ox.Store, file: IO[bytes]) -> int:
        file.write(f"{len(store)}\n".encode())
        return len(store)

    mine = Exporter("count", ".txt", "how many statements", count)
    monkeypatch.setattr("kg.exporters.EXPORTERS", (*EXPORTERS, mine))
    assert written(exporter("count"), graph((SUBJECT, SAYS, SUBJECT))) == b"1\n"
