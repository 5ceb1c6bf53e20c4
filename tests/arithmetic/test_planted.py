"""Planted errors are found and planted consistent sets left alone; and the graph gives what the generator gives."""

from pathlib import Path
from typing import Any

import pytest

from bench.planted import FORMULAS, MAKERS, Maker, Set, book, trial
from kg.arithmetic.conflicts import verdicts
from kg.arithmetic.rows import read_book
from kg.opening import open_reader
from tests.ledger import opened


@pytest.mark.parametrize(("size", "seed"), [(240, 1), (1200, 2)])
def test_nearly_all_planted_errors_are_found_and_few_consistent_sets_are_called_a_conflict(
    size: int, seed: int
) -> None:
    rates, missed, called = trial(size, seed)
    found, alarms = rates.rate()
    assert found >= 0.95, [each.claims for each in missed]
    assert alarms <= 0.05, [each.claims for each in called]
    for formula in MAKERS:
        found, alarms = rates.rate(formula)
        assert found >= 0.95, (formula, [each.claims for each in missed if each.formula == formula])
        assert alarms <= 0.05, (formula, [each.claims for each in called if each.formula == formula])


def test_a_generator_that_plants_nothing_is_noticed() -> None:
    """The rates could be met by calling nothing, or all, a conflict; neither would pass."""
    rates, _, _ = trial(240, 1)
    assert all(rates.errors[formula] >= 9 for formula in MAKERS if formula != "change")
    assert all(rates.consistent[formula] >= 9 for formula in MAKERS)


def documents(made: Set) -> dict[str, Any]:
    """Return a set as the content of one or two files."""
    claims: dict[str, dict[str, Any]] = {made.document: {}, f"{made.document}-b": {}}
    for key, fields in made.claims.items():
        kept = {name: value for name, value in fields.items() if name != "elsewhere"}
        claims[f"{made.document}-b" if fields.get("elsewhere") else made.document][key] = kept
    company, *rounds = made.rounds or ("",)
    own = claims[made.document]
    own |= {f"t{n}": {"subject": company, "predicate": "hadFundingRound", "object": n} for n in rounds}
    if made.developer:
        own["developer"] = dict(zip(("subject", "object"), made.developer, strict=True)) | {"predicate": "developedBy"}
    news = {
        f"a{n}": {"title": "It was said", "type": "announcement", "about": ["ash"]} for n in range(made.announcements)
    }
    head = {"title": "A title", "kind": "article", "voice": "voice", "published": "2026-04-22"}
    first = head | {"document": made.document, "claims": own}
    first |= {"announcements": news} if news else {}
    second = head | {"document": f"{made.document}-b", "claims": claims[f"{made.document}-b"]}
    return {made.document: first} | ({f"{made.document}-b": second} if second["claims"] else {})


def test_the_graph_gives_the_same_verdicts_as_the_claims_of_the_generator(tmp_path: Path) -> None:
    sets = list(Maker(7).sets(2 * len(MAKERS)))
    with opened(tmp_path) as ledger:
        things = {n: {"class": c, "label": n} for made in sets for n, c in made.entities.items() if c != "Document"}
        ledger.write("things.yaml", {"entities": things})
        for made in sets:
            for name, content in documents(made).items():
                ledger.write(f"{name}.yaml", content)
        report = ledger.ingest(ledger.files)
        assert not report.refused(), report.refused()[0].error
        with open_reader(ledger.workspace) as reader:
            read = read_book(reader)
    told = [
        {(v.kind, v.formula, v.head.id) for v in verdicts(each) if v.kind != "implied"} for each in (read, book(sets))
    ]
    assert told[0] == told[1]
    assert any(kind == "conflict" for kind, _, _ in told[0])
    assert all(dict(read.formulas[name]).items() >= {k: list(v) for k, v in parts.items() if k != "spansTo"}.items()
               for name, parts in FORMULAS.items())  # fmt: skip
