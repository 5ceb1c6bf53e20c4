"""Status and direct triples after what ended or read anew a claim; each test is a short stream of events."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.claim import Link
from kg.events import (
    ClaimCorrected,
    ClaimRetracted,
    ClaimsLinked,
    ClaimSuperseded,
    DocumentRetracted,
    Event,
    ExtractionCorrected,
)
from kg.log import SqliteLog
from kg.pipeline import append
from kg.projections import settle
from kg.replay import apply_events
from kg.stores.oxigraph import OxigraphStore
from tests.builders import NOW, claim, document, log_of
from tests.projections.lines import line

H100, H200 = claim("c", "ash", objects=("h100",)), claim("c", "ash", objects=("h200",))
END = "x"


class Graph:
    """A store in memory that catches up with each event."""

    def __init__(self, log: SqliteLog) -> None:
        self.log, self.store = log, OxigraphStore(None)

    def after(self, *events: Event) -> set[str]:
        """Return the direct triples, statuses and links once `events` were applied one by one."""
        for event in events:
            append(self.log, [event], now=NOW)
            apply_events(self.log, self.store, after=self.store.position())
        shown = {line(tuple(each.removesuffix(" .").split(" ", 2))) for each in self.store.dump().splitlines()}  # type: ignore[arg-type]  # three parts
        wanted = ("kg:usesHardware", "kg:status", "kg:disputes", "kg:corrects", "kg:supersedes", "kg:quantity")
        return {each for each in shown if each.split()[1] in wanted}


@pytest.fixture
def graph(tmp_path: Path) -> Iterator[Graph]:
    """Return an empty graph, without the vocabulary."""
    with log_of(tmp_path, ()) as log:
        yield Graph(log)


def anew(new: object, because: str = "misread") -> ExtractionCorrected:
    reading = {"document": "d1", "claim": new}
    return ExtractionCorrected.model_validate({"because": because, "previous": "0" * 64, "reading": reading})


def test_a_claim_that_ended_supports_nothing(graph: Graph) -> None:
    assert graph.after(document("d1", H100)) == {"id:ash kg:usesHardware id:h100", "id:d1/c kg:status kg:stands"}
    assert graph.after(ClaimRetracted(claim="d1/c", because=END)) == {"id:d1/c kg:status kg:retracted"}


def test_a_triple_stays_while_another_claim_supports_it(graph: Graph) -> None:
    graph.after(
        document("d1", H100), document("d2", H100), document("d3", claim("c", "ash", objects=("h100",), negated=True))
    )
    assert "id:ash kg:usesHardware id:h100" in graph.after(ClaimRetracted(claim="d1/c", because=END))
    assert "id:ash kg:usesHardware id:h100" not in graph.after(ClaimRetracted(claim="d2/c", because=END))


def test_of_several_ends_the_gravest_is_shown_in_whatever_order(graph: Graph) -> None:
    graph.after(document("d1", H100, claim("d", "ash", objects=("h200",))))
    superseded = ClaimSuperseded(claim="d1/c", by="d1/d", because=END)
    corrected = ClaimCorrected(claim="d1/c", by="d1/d", because=END)
    assert "id:d1/c kg:status kg:superseded" in graph.after(superseded)
    assert "id:d1/c kg:status kg:corrected" in graph.after(corrected)
    assert "id:d1/c kg:status kg:retracted" in graph.after(ClaimRetracted(claim="d1/c", because=END))
    shown = graph.after()
    assert {"id:d1/d kg:supersedes id:d1/c", "id:d1/d kg:corrects id:d1/c"} <= shown
    assert len([each for each in shown if each.startswith("id:d1/c kg:status")]) == 1


def test_a_retracted_document_ends_what_it_holds_and_what_is_found_in_it_later(graph: Graph) -> None:
    graph.after(document("d1", H100), document("d2", claim("c", "ash", objects=("h200",))))
    assert "id:d1/c kg:status kg:retracted" in graph.after(DocumentRetracted(document="d1", because=END))
    late = {"because": "found later", "reading": {"document": "d1", "claim": claim("late", "ash", objects=("h100",))}}
    shown = graph.after(ExtractionCorrected.model_validate(late))
    assert "id:d1/late kg:status kg:retracted" in shown
    assert "id:ash kg:usesHardware id:h100" not in shown
    assert "id:ash kg:usesHardware id:h200" in shown


def test_an_end_that_is_known_before_its_claim_waits_for_it(graph: Graph) -> None:
    assert graph.after(ClaimRetracted(claim="d1/c", because=END)) == set(), "nothing is made up"
    assert graph.after(document("d1", H100)) == {"id:d1/c kg:status kg:retracted"}


def test_a_new_reading_takes_the_old_one_back_and_keeps_what_others_said_of_it(graph: Graph) -> None:
    linked = ClaimsLinked(claim="d1/c", link=Link(relation="disputes", to="d2/c"), because="x")
    replaced = ClaimCorrected(claim="d2/c", by="d1/c", because="x")
    graph.after(document("d1", claim("c", "ash", "totalRaised", value="3 USD")), document("d2", H100), linked, replaced)
    assert graph.after(anew(H200)) == {
        "id:ash kg:usesHardware id:h200",
        "id:d1/c kg:status kg:stands",
        "id:d1/c kg:disputes id:d2/c",
        "id:d1/c kg:corrects id:d2/c",
        "id:d2/c kg:status kg:corrected",
    }
    assert not [each for each in graph.store.dump().splitlines() if "d1/c/quantity" in each]


def test_a_link_that_the_old_reading_held_goes_with_it(graph: Graph) -> None:
    said = claim("c", "ash", objects=("h100",), links=[{"relation": "disputes", "to": "d2/x"}])
    assert "id:d1/c kg:disputes id:d2/x" in graph.after(document("d1", said))
    assert "id:d1/c kg:disputes id:d2/x" not in graph.after(anew(H100))


def test_a_new_reading_of_an_ended_claim_stays_ended(graph: Graph) -> None:
    graph.after(document("d1", H100), ClaimRetracted(claim="d1/c", because=END))
    assert graph.after(anew(H200)) == {"id:d1/c kg:status kg:retracted"}


def test_a_new_reading_does_not_take_the_triple_of_another_claim(graph: Graph) -> None:
    graph.after(document("d1", H100), document("d2", H100))
    assert {"id:ash kg:usesHardware id:h100", "id:ash kg:usesHardware id:h200"} <= graph.after(anew(H200))


def test_settling_settled_claims_changes_nothing(graph: Graph) -> None:
    graph.after(document("d1", H100), document("d2", H100), ClaimRetracted(claim="d1/c", because=END))
    names = [f"<https://w3id.org/claimledger/id/{name}>" for name in ("d1/c", "d2/c")]
    patch = settle(names, graph.store)
    assert patch.removed == set()
    assert all(graph.store.holds(statement) for statement in patch.added)
