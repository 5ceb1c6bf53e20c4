"""Judgements as they are recorded: what is refused and in which words, and that what was undone can be judged again."""

from typing import Any

import pytest

from kg.pipeline import rebuild
from tests.ledger import Fields, Ledger, problem, statuses

MERGE = {"act": "merge", "keep": "ash", "fold": "birch"}
APART = {"act": "keep-apart", "one": "birch", "other": "ash"}
UNDO = {"act": "undo", "record": "merge/ash/birch"}


def record(ledger: Ledger, *acts: Fields) -> str:
    report = ledger.ingest(ledger.acts(*acts))
    return problem(report) or statuses(report)["acts.yaml"]


def test_a_merge_moves_what_is_said_and_its_undoing_moves_it_back(ledger: Ledger) -> None:
    said: Fields = {"subject": "birch", "predicate": "usesHardware", "object": "h100", "by": "birch"}
    ledger.document("d1", {"publisher": "birch"}, c=said, d="h200 madeBy birch")
    ledger.ingest()
    before = ledger.statements()
    assert record(ledger, MERGE) == "new"
    shown = ledger.statements()
    assert {
        "id:d1/c http://www.w3.org/1999/02/22-rdf-syntax-ns#subject id:ash",
        "id:d1/c kg:subjectAsWritten id:birch",
        "id:d1/c kg:namesAsWritten id:birch",
        "id:ash kg:usesHardware id:h100",
        "id:h200 kg:madeBy id:ash",
        'id:ash http://www.w3.org/2004/02/skos/core#altLabel "birch"',
        "id:birch kg:mergedInto id:ash",
    } <= shown
    assert [each for each in shown if each.startswith("id:birch ")] == ["id:birch kg:mergedInto id:ash"]
    assert record(ledger, UNDO) == "new"
    assert before == {each for each in ledger.statements() if not each.startswith(("id:event/7 ", "id:event/8 "))}
    ledger_hash = ledger.hash()
    rebuild(ledger.workspace, ledger.log)
    assert ledger.hash() == ledger_hash


def test_a_file_of_judgements_is_taken_in_once(ledger: Ledger) -> None:
    again = MERGE | {"nth": 2}
    assert record(ledger, MERGE, UNDO, again) == "new"
    position = ledger.position
    assert "id:birch kg:mergedInto id:ash" in ledger.statements()
    assert record(ledger, MERGE, UNDO, again) == "known"
    assert ledger.position == position
    assert record(ledger, {"act": "undo", "record": str(position)}) == "new", "a position names it too"
    assert "id:birch kg:mergedInto id:ash" not in ledger.statements()


REFUSED: list[tuple[list[dict[str, Any]], str]] = [
    ([MERGE | {"fold": "brich"}], "'brich' is no entity that anybody declared. Did you mean birch"),
    ([MERGE | {"fold": "ash"}], "ash cannot be merged with itself"),
    ([APART | {"one": "ash"}], "ash cannot be kept apart from itself"),
    ([MERGE, MERGE | {"keep": "h100"}], "birch is read as ash, by `merge/ash/birch`. Name ash instead"),
    ([MERGE, {"act": "merge", "keep": "birch", "fold": "h100"}], "birch is read as ash"),
    ([APART, MERGE], "`apart/ash/birch` keeps ash and birch apart: It was said so. If that was wrong: `kg undo"),
    ([MERGE, APART], "ash and birch are read as one entity, ash, by `merge/ash/birch`"),
    (
        [APART, {"act": "merge", "keep": "h100", "fold": "birch"}, {"act": "merge", "keep": "ash", "fold": "h100"}],
        "keeps ash and h100 apart",
    ),
    ([{"act": "undo", "record": "4"}], "record 4 is neither a merge nor a keeping apart, and nothing else can be"),
    ([MERGE, {"act": "undo", "record": "merge/ash/brich"}], "Did you mean merge/ash/birch"),
    ([MERGE, UNDO, UNDO | {"reason": "Again."}], "`merge/ash/birch` was undone before"),
    ([MERGE | {"nth": 2}], "`nth` is 2, and 1 is the next for these two"),
    ([MERGE, MERGE | {"reason": "Another."}], "recorded already, with another reason"),
]


@pytest.mark.parametrize(("acts", "says"), REFUSED, ids=lambda value: "" if isinstance(value, list) else value[:40])
def test_a_judgement_that_does_not_fit_is_refused(ledger: Ledger, acts: list[Fields], says: str) -> None:
    before = ledger.position
    assert says in record(ledger, *acts)
    assert ledger.position == before


def test_things_of_different_classes_are_not_one(ledger: Ledger) -> None:
    chip = ledger.write("chip.yaml", {"entities": {"a1": {"class": "Chip", "label": "A1"}}})
    ledger.ingest(chip)
    assert "ash is a Company and a1 a Chip" in record(ledger, MERGE | {"fold": "a1"})


def test_a_judgement_names_the_record_that_stands_in_its_way(ledger: Ledger) -> None:
    assert record(ledger, MERGE) == "new"
    assert "birch is read as ash, by record 6. Name ash instead, or `kg undo 6" in record(
        ledger, MERGE | {"keep": "h100"}
    )


def test_chains_are_read_to_their_end_and_taken_apart_in_any_order(ledger: Ledger) -> None:
    chain = [MERGE, {"act": "merge", "keep": "h100", "fold": "ash"}]
    assert record(ledger, *chain) == "new"
    assert {"id:birch kg:mergedInto id:h100", "id:ash kg:mergedInto id:h100"} <= ledger.statements()
    assert record(ledger, UNDO) == "new"
    assert {each for each in ledger.statements() if "mergedInto id:" in each} == {"id:ash kg:mergedInto id:h100"}
    assert record(ledger, {"act": "undo", "record": "merge/h100/ash"}) == "new"
    assert not {each for each in ledger.statements() if "mergedInto id:" in each}


def test_ingest_says_what_looks_like_a_known_entity_and_merges_nothing(ledger: Ledger) -> None:
    impostor = {"class": "Company", "label": "Birch.", "aliases": ["\u0430sh"]}
    report = ledger.ingest(ledger.write("more.yaml", {"entities": {"elm": impostor}}))
    assert [(pair.one, pair.other) for pair in report.alike] == [("ash", "elm"), ("birch", "elm")]
    assert ledger.position == 6, "the declaration and nothing else"
    assert record(ledger, {"act": "keep-apart", "one": "elm", "other": "ash"}) == "new"
    more = impostor | {"aliases": ["\u0430sh", "Elm"]}
    report = ledger.ingest(ledger.write("more.yaml", {"entities": {"elm": more}}))
    assert [(pair.one, pair.other) for pair in report.alike] == [("birch", "elm")]
