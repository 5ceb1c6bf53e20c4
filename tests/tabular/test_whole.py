"""What is exported is what the graph holds: facts are its direct triples, and a neighbourhood is a part of it."""

import tempfile
from datetime import date
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given, settings

from kg.errors import BadInputError
from kg.eventgraphs import event_graphs
from kg.events import ClaimRetracted, Event
from kg.ids import ID, KG
from kg.projections import statements
from kg.replay import readable
from kg.tabular import Content
from kg.tabular.sheet import Value
from kg.tabular.whole import everything, neighbourhood
from tests.builders import (
    JUDGES,
    SOURCES,
    announcement,
    claim,
    direct_triples,
    document,
    entity,
    log_of,
    rebuilt,
    streams,
)


def records(content: Content, name: str) -> dict[Value, dict[str, Value]]:
    """Return the rows of a sheet by their first value."""
    sheet = content.sheet(name)
    return {record[sheet.columns[0].name]: record for record in sheet.records()}


@settings(max_examples=15, deadline=None)
@given(streams((*SOURCES, *JUDGES)))
def test_facts_are_the_direct_triples_whatever_happened(events: list[Event]) -> None:
    with tempfile.TemporaryDirectory() as name, log_of(Path(name), events) as log:
        store = rebuilt(log)
        content = everything(store._store)
        edges = content.sheet("edges").records()
        facts = {(f"<{ID}{e['source']}>", f"<{KG}{e['relation']}>", f"<{ID}{e['target']}>") for e in edges}
        assert facts == direct_triples(store)
        nodes = set(records(content, "nodes"))
        by_claim = everything(store._store, edges="claims")
        for edge in (*content.sheet("edges").records(), *by_claim.sheet("edges").records()):
            assert {edge["source"], edge["target"]} <= nodes
        ids = [edge["id"] for edge in by_claim.sheet("edges").records()]
        assert len(ids) == len(set(ids))


@settings(max_examples=10, deadline=None)
@given(streams((*SOURCES, *JUDGES)))
def test_the_graph_of_an_event_is_what_it_says_by_itself(events: list[Event]) -> None:
    with tempfile.TemporaryDirectory() as name, log_of(Path(name), events) as log:
        found = {position: set(lines) for position, lines in event_graphs(log)}
        assert list(found) == list(range(1, log.head().position + 1))
        for record in log.read((), limit=None):
            recorded = readable(record)
            assert recorded is not None
            derived = set(statements(recorded)) - found[record.position]
            assert {predicate for _, predicate, _ in derived} <= _DERIVED
        assert not list(event_graphs(log, keep=lambda _: False))


_DERIVED = {f"<{KG}{each}>" for each in ("status", "usesHardware", "madeBy", "partnerOf")}
_Q1 = {"earliest": "2026-01-01", "latest": "2026-03-31", "text": "Q1 2026"}
_FROM_2027 = {"earliest": "2027-01-01", "latest": None, "text": "from 2027"}
_DISPUTES = {"relation": "disputes", "to": "d1/uses"}
EVENTS: list[Event] = [
    *map(entity, ("larch", "orchid", "fern", "elm", "oak")),
    document(
        "d1",
        claim(
            "uses",
            "larch",
            objects=("orchid", "fern"),
            when=_Q1,
        ),
        claim("worth", "larch", "roundAmount", value="over 1.5 bn USD"),
        claim("plan", "elm", objects=("oak",), modality="planned"),
        claim("no", "larch", objects=("oak",), negated=True),
    ),
    document(
        "d2",
        claim("uses", "larch", objects=("orchid",), when=_FROM_2027),
        claim(
            "doubt",
            "larch",
            "states",
            states="Larch uses no Orchid.",
            links=(_DISPUTES,),
        ),
        published="2026-06-01",
    ),
    announcement("d2", "launch", claim("made", "fern", "madeBy", objects=("elm",))),
]


@pytest.fixture
def store(tmp_path: Path) -> ox.Store:
    with log_of(tmp_path, EVENTS) as log:
        return rebuilt(log)._store


def test_a_fact_counts_its_claims_and_keeps_their_times_and_disputes(store: ox.Store) -> None:
    content = everything(store)
    facts = records(content, "edges")
    assert set(facts) == {"larch usesHardware orchid", "larch usesHardware fern", "fern madeBy elm"}
    fact = facts["larch usesHardware orchid"]
    assert (fact["weight"], fact["documents"], fact["claim_ids"]) == (2, 2, ("d1/uses", "d2/uses"))
    assert (fact["disputed"], fact["first_published"]) == ("yes", date(2026, 4, 22))
    assert (fact["start"], fact["end"]) == (date(2026, 1, 1), None)
    assert fact["times"] == ("2026-01-01/2026-03-31", "2027-01-01/..")
    assert facts["fern madeBy elm"]["times"] == ()
    assert content.title == "everything"


def test_an_edge_for_each_claim_says_what_it_is_worth(store: ox.Store) -> None:
    edges = records(everything(store, edges="claims"), "edges")
    assert set(edges) == {"d1/uses orchid", "d1/uses fern", "d1/plan", "d1/no", "d2/uses", "d2/made"}
    assert edges["d1/uses fern"]["claim_id"] == "d1/uses"
    assert (edges["d1/plan"]["modality"], edges["d1/no"]["negated"]) == ("planned", "yes")


def test_claims_have_figures_in_the_base_unit_and_where_they_come_from(store: ox.Store) -> None:
    content = everything(store)
    worth = records(content, "claims")["d1/worth"]
    assert (worth["figure"], worth["bound"]) == ("over 1.5 bn USD", "greaterThan")
    assert (worth["low"], worth["high"], worth["base_unit"]) == (1_500_000_000, None, "USD")
    assert (worth["document"], worth["published"], worth["record"]) == ("d1", date(2026, 4, 22), 6)
    assert records(content, "sources")["d2"]["claims"] == 3
    assert records(content, "records")[8]["titles"] == ("Title of launch",)
    assert records(content, "nodes")["larch"]["claims"] == 5


def test_what_was_withdrawn_is_no_fact_but_an_edge_of_its_claim(tmp_path: Path) -> None:
    retracted = ClaimRetracted(claim="d2/made", because="It was said so.")
    with log_of(tmp_path, [*EVENTS, retracted]) as log:
        store = rebuilt(log)._store
    assert "fern madeBy elm" not in records(everything(store), "edges")
    assert records(everything(store, edges="claims"), "edges")["d2/made"]["status"] == "retracted"
    assert records(everything(store), "records")[9]["ended"] == ("d2/made",)


def test_a_neighbourhood_grows_by_hops(store: ox.Store) -> None:
    sizes = [set(records(neighbourhood(store, "orchid", hops=hops), "nodes")) for hops in range(4)]
    assert sizes == [{"orchid"}, {"orchid", "larch"}, {"orchid", "larch", "fern"}, {"orchid", "larch", "fern", "elm"}]
    part = neighbourhood(store, "orchid", hops=1)
    assert set(records(part, "edges")) == {"larch usesHardware orchid"}
    assert set(records(part, "claims")) == {"d1/worth", "d2/uses", "d2/doubt"}, "claims that lie in it whole"
    assert set(records(part, "sources")) == {"d1", "d2"}
    assert part.title == "orchid and what lies 1 step around it"
    with pytest.raises(BadInputError, match=r"there is no entity 'orchit' in this ledger. Did you mean orchid\?"):
        neighbourhood(store, "orchit")
