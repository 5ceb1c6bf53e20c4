from pathlib import Path

import pytest

from kg.claim import Entity
from kg.events import ClaimRetracted, EntityDeclared, Event, ExtractionCorrected
from kg.known import Known, merge, new_declaration
from kg.log import NewRecord
from tests.builders import NOW, announcement, claim, document, entity, log_of

OLD, NEW = claim("c", "ash", objects=("h100",)), claim("c", "ash", objects=("birch",))


def misread(previous: str | None = "0" * 64) -> Event:
    reading = {"document": "d1", "claim": NEW}
    return ExtractionCorrected.model_validate({"because": "misread", "previous": previous, "reading": reading})


def renamed(*aliases: str) -> Event:
    return ExtractionCorrected(
        because="renamed", previous="0" * 64, entity=Entity(id="ash", cls="Company", label="Ash", aliases=aliases)
    )


def test_a_document_is_known_as_it_reads_today(tmp_path: Path) -> None:
    events = [
        document("d1", OLD),
        announcement("d1", "ann", claim("a", "ash")),
        ClaimRetracted(claim="d1/c", because="x"),
    ]
    with log_of(tmp_path, [*events, document("d2", claim("c", "birch")), misread()]) as log:
        known = Known(log)
        held = known.document("d1")
        assert held is not None
        assert (held.document.title, list(held.occurrences), list(held.readings)) == (
            "Title of d1",
            ["ann"],
            ["c", "a"],
        )
        assert held.readings["c"].claim == NEW
        assert [end.target for end in held.ends] == ["d1/c"]
        assert known.claim("d1/c") == held.readings["c"]
        assert [known.claim(name) for name in ("d1/x", "d9/c", "d1", "")] == [None] * 4


def test_an_entity_has_the_names_of_all_its_declarations(tmp_path: Path) -> None:
    with log_of(tmp_path, [entity("ash", "AI"), entity("ash", "Ash Inc"), entity("birch", "B")]) as log:
        held = Known(log).entity("ash")
        assert held is not None
        assert (held.label, held.aliases) == ("ash", ("AI", "Ash Inc"))
    with log_of(tmp_path, [entity("ash", "AI"), renamed("ash"), entity("ash", "Ash Inc")]) as log:
        held = Known(log).entity("ash")
        assert held is not None
        assert (held.label, held.aliases) == ("Ash", ("ash", "Ash Inc"))
        assert Known(log).entity("oak") is None


def test_names_are_those_of_entities_and_documents(tmp_path: Path) -> None:
    with log_of(tmp_path, [entity("ash"), document("d1", OLD)]) as log:
        known = Known(log)
        assert known.names() == ["ash", "d1"]
        known.expect(entity("oak"))
        assert known.names() == ["ash", "d1", "oak"]


@pytest.mark.parametrize("looked_up_before", [True, False])
def test_what_is_expected_reads_as_if_it_were_recorded(tmp_path: Path, looked_up_before: bool) -> None:
    coming = [renamed("ash"), entity("oak"), misread(), ClaimRetracted(claim="d1/c", because="x"), document("d2", OLD)]
    with log_of(tmp_path, [entity("ash"), document("d1", OLD)]) as log, log_of(tmp_path, ()) as empty:
        known = Known(log)
        if looked_up_before:
            assert known.document("d1")
            assert known.document("d2") is None
            assert known.entity("ash")
        known.expect(*coming)
        with log_of(tmp_path, [entity("ash"), document("d1", OLD), *coming]) as full:
            recorded = Known(full)
            for name in ("ash", "oak"):
                assert known.entity(name) == recorded.entity(name)
            for name in ("d1", "d2"):
                assert known.document(name) == recorded.document(name)
        assert Known(empty).document("d2") is None


def test_a_fork_keeps_what_it_is_told_to_itself(tmp_path: Path) -> None:
    with log_of(tmp_path, [entity("ash")]) as log:
        known = Known(log, [entity("oak")])
        fork = known.fork()
        fork.expect(entity("elm"))
        assert fork.names() == ["ash", "elm", "oak"]
        assert (known.names(), known.entity("elm")) == (["ash", "oak"], None)


def test_new_readings_are_counted_and_first_ones_are_not(tmp_path: Path) -> None:
    more = misread().model_copy(update={"nth": 2})
    with log_of(tmp_path, [document("d1"), misread(previous=None), misread(), more, entity("ash"), renamed()]) as log:
        known = Known(log)
        assert [known.times_read_anew(name) for name in ("d1/c", "ash", "d1", "oak")] == [2, 1, 0, 0]


def test_a_record_that_was_erased_or_cannot_be_read_is_passed_over(tmp_path: Path) -> None:
    with log_of(tmp_path, [entity("ash"), document("d1", OLD)]) as log:
        log._connection.execute("UPDATE records SET payload = NULL, salt = NULL WHERE position = 2")
        assert Known(log).document("d1") is None
        log.append([NewRecord("x", "document-recorded", 1, b"{}", ("document:d2",))], now=NOW)
        assert Known(log).document("d2") is None


def test_merging_adds_names_and_never_takes_one() -> None:
    one = Entity(id="ash", cls="Company", label="Ash", aliases=("A",), note=None)
    other = Entity(id="ash", cls="Company", label="Ash", aliases=("B", "A"), note="The tree.")
    assert merge(one, other) == Entity(id="ash", cls="Company", label="Ash", aliases=("A", "B"), note="The tree.")
    assert new_declaration(merge(one, other), one) is None
    assert new_declaration(one, other) == EntityDeclared(entity=other)
    assert new_declaration(None, one) == EntityDeclared(entity=one)
