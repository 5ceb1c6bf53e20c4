"""Who depends on Nvidia by the shipped corpus, through the whole pipeline, and what cannot be told."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.analyses import analyze
from kg.analyses.base import AnalysisParameterError, Finding, UnknownNodeError, Value
from kg.dependence.course import Look, course, credit, steps
from kg.dependence.facts import Facts, read_facts
from kg.dependence.view import View
from kg.errors import LimitError
from kg.ingest import ingest
from kg.log import SqliteLog
from kg.opening import open_reader
from kg.reader import Reader
from kg.resources import folder
from kg.workspace import create
from tests.builders import NOW
from tests.ledger import Ledger, opened

NAMED = {"conventional-serving", "british-startup", "prfaas"}
ANNOUNCED = (
    "cerebras-ipo-plan",
    "sunrise-round",
    "prfaas-introduced",
    "callosum-investment-announced",
    "blue-energy-project",
)


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    workspace = create(tmp_path_factory.mktemp("corpus") / "ledger")
    with SqliteLog(workspace.log, mode="create") as log:
        report = ingest(workspace, log, [folder("events")], now=lambda: NOW)
    assert all(outcome.status == "new" for outcome in report.outcomes), report
    with open_reader(workspace) as reader:
        yield reader


@pytest.fixture(scope="module")
def facts(corpus: Reader) -> Facts:
    return read_facts(corpus)


def rows(finding: Finding) -> dict[Value, dict[str, Value]]:
    names = [column.name for column in finding.columns]
    return {row[0]: dict(zip(names, row, strict=True)) for row in finding.rows}


def test_prfaas_rests_wholly_on_nvidia_by_a_chain_that_names_its_background(corpus: Reader) -> None:
    finding = analyze(corpus, "dependence", {"vendor": "nvidia", "entity": "prfaas"})
    (found,) = rows(finding).values()
    assert (found["exposure"], found["low"], found["high"], found["stops"]) == (1, 1, 1, "Nvidia")
    record = next(row for row in corpus.table("supply-edges").rows if row[0] and row[0].value.endswith("/h20"))
    number = next(cell.value for cell in record if cell and "/event/" in cell.value).rpartition("/")[2]
    assert found["chain"] == (
        "Prefill-as-a-Service (PrFaaS) needs H20 for decode (read from the relation: inference-pivot/prfaas-h20, "
        f"marktechpost-prfaas/decode-hw); H20 is made by Nvidia (background: event/{number})"
    )
    assert "Part of the chain is background, which no source here states." in finding.explanation
    assert {"inference-pivot/prfaas-h200", "inference-pivot/prfaas-h20"} <= set(finding.claims)
    assert f"event/{number}" in finding.events


def by_column(facts: Facts, members: set[str]) -> Look:
    return Look(facts, "nvidia", lambda thing: thing.id in members)


def test_the_columns_week_by_the_assumptions_of_the_editors(facts: Facts) -> None:
    look, before = by_column(facts, NAMED), frozenset({"inference-pivot"})
    each = [(facts.happenings[f"inference-pivot/{name}"],) for name in ANNOUNCED[:4]]
    assert "inference-pivot/blue-energy-project" in facts.happenings
    points = course(look, before, each)
    assert look.at(before).mean == 1
    assert [point.mean for point in points] == pytest.approx([0.9, 0.9, 2.8 / 3, 2.5 / 3], abs=1e-12)
    assert (points[-1].low, points[-1].high) == pytest.approx((2.2 / 3, 2.8 / 3), abs=1e-12)
    assert [point.split.within for point in points if point.split] == pytest.approx([-0.1, 0, 0, -0.1], abs=1e-12)
    assert [point.split.entry for point in points if point.split] == pytest.approx([0, 0, 0.1 / 3, 0], abs=1e-12)
    ordered = credit(look, "in-order", before, each)
    assert [c.amount for c in ordered] == pytest.approx([-0.1, 0, 0.1 / 3, -0.1], abs=1e-12)


def test_one_date_is_one_step_and_its_credit_adds_up(facts: Facts) -> None:
    look, before = by_column(facts, NAMED), frozenset({"inference-pivot"})
    each = steps(facts.happenings[f"inference-pivot/{name}"] for name in ANNOUNCED[:4])
    (point,) = course(look, before, each)
    assert point.mean == pytest.approx(2.5 / 3, abs=1e-12)
    for how in ("in-order", "shared"):
        amounts = {c.event: c.amount for c in credit(look, how, before, each)}
        assert sum(amounts.values()) == pytest.approx(-0.5 / 3, abs=1e-12)
        # Chip and tools only work together, so each gets a part of what they do together.
        assert (
            amounts["inference-pivot/cerebras-ipo-plan"]
            < -0.1
            < amounts["inference-pivot/callosum-investment-announced"]
            < 0
        )


def test_run_ai_counts_too_where_nobody_is_picked_and_raises_the_column(facts: Facts) -> None:
    """The column says that Run:ai's software went into CUDA, so the population has one more that rests on Nvidia."""
    look = by_column(facts, NAMED | {"runai-software"})
    each = [(facts.happenings[f"inference-pivot/{name}"],) for name in ANNOUNCED[:4]]
    means = [point.mean for point in course(look, frozenset({"inference-pivot"}), each)]
    assert means == pytest.approx([2.8 / 3, 2.8 / 3, 3.8 / 4, 3.5 / 4], abs=1e-12)


def test_the_index_tells_coverage_band_and_when_there_was_none(corpus: Reader) -> None:
    finding = analyze(corpus, "dependence", {"vendor": "nvidia"})
    found = rows(finding)
    assert "of what 5 entities do would stop on average" in finding.explanation
    assert "1 of them counts 0, since nothing stated leads to Nvidia." in finding.explanation
    assert "There was no index before 2026-11-22, with fewer than 5 of them." in finding.explanation
    assert "needs that one expects of their kinds" in finding.explanation
    startup = found["a British AI startup (hypothetical)"]
    assert (startup["counted"], startup["low"], startup["high"]) == ("no: nobody in particular", 0.2, 0.8)
    assert startup["stops"] == "Cerebras Systems and Nvidia; or Groq LPU and Nvidia"
    assert found["conventional serving"]["stops"] == "HBM; or Nvidia"
    assert found["conventional serving"]["spread"] == "2.0 equal suppliers"
    assert found["split inference of AWS with Cerebras"]["exposure"] is None
    assert any("essential (1)" in note for note in finding.notes)
    assert any("Cerebras hardware" in note and "rewrite (0.2)" in note for note in finding.notes)
    assert any(note == "Disputed: inference-pivot/runai-cuda." for note in finding.notes)


def test_fewer_than_five_are_no_index(corpus: Reader) -> None:
    finding = analyze(corpus, "dependence", {"vendor": "nvidia", "until": "2026-05-01"})
    assert "There is no index" in finding.explanation
    assert "fewer than 5 make none" in finding.explanation
    credited = analyze(corpus, "dependence", {"vendor": "nvidia", "until": "2026-05-01", "credit": "in-order"})
    assert "too little known" in credited.explanation
    assert all(row["credit"] is None and row["index"] is None for row in rows(credited).values())


@pytest.mark.parametrize("how", ["in-order", "shared", "left-out"])
def test_who_moved_it(corpus: Reader, how: str) -> None:
    finding = analyze(corpus, "dependence", {"vendor": "nvidia", "credit": how, "hypothetical": "yes"})
    last = rows(finding)["Callosum reports its private funding"]
    assert last["credit"] == pytest.approx(1 / 18 - 0.11, abs=1e-3)
    assert (last["within"], last["entry"], last["exit"]) == (0, last["credit"], 0)


def test_who_moved_one_of_them(corpus: Reader) -> None:
    given = {"vendor": "nvidia", "credit": "in-order", "entity": "runai-software"}
    found = rows(analyze(corpus, "dependence", given))
    assert found["Nvidia completes the purchase of Run:ai"]["credit"] == 1
    assert found["Cerebras plans an IPO, and figures for the CS-3 are reported"]["credit"] == pytest.approx(
        -0.2, abs=0.15
    )


@pytest.mark.parametrize(
    ("entity", "said"),
    [
        ("aws-cerebras-service", "That is not independence"),
        ("nvidia", "is the vendor itself"),
        ("hbm", "Nothing here says what HBM needs"),
    ],
)
def test_no_chain_is_a_sentence_and_no_zero(corpus: Reader, entity: str, said: str) -> None:
    finding = analyze(corpus, "dependence", {"vendor": "nvidia", "entity": entity})
    assert said in finding.explanation
    assert all(row["exposure"] is None for row in rows(finding).values())


def test_any_vendor_will_do_and_doing_without_is_told(corpus: Reader) -> None:
    found = rows(analyze(corpus, "dependence", {"vendor": "hbm", "entity": "s3"}))
    assert "said to do without it (inference-pivot/s3-no-hbm" in str(found["Sunrise S3"]["remark"])
    assert rows(analyze(corpus, "dependence", {"vendor": "hbm"}))["conventional serving"]["exposure"] == 1


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"vendor": "nvidai"}, "Did you mean nvidia"),
        ({"vendor": "nvidia", "entity": "prfas"}, "Did you mean prfaas"),
        ({"vendor": "nvidia", "since": "2027-01-01"}, "published from 2027-01-01"),
        ({"vendor": "nvidia", "since": "2026-02-01", "until": "2026-01-01"}, "ends before it begins"),
        ({"vendor": "nvidia", "credit": "mine"}, "There are in-order, shared, left-out"),
        ({"vendor": "blue-energy"}, "vendor: nothing here says what blue-energy needs or who needs it. `kg show blue"),
        ({"vendor": "nvidia", "kind": "Chips"}, "Did you mean Chip"),
        ({"vendor": "nvidia", "kind": "Chip"}, "are what others need"),
    ],
)
def test_what_cannot_be_asked_is_one_sentence(corpus: Reader, given: dict[str, str], said: str) -> None:
    with pytest.raises((AnalysisParameterError, UnknownNodeError)) as caught:
        analyze(corpus, "dependence", given)
    assert said in str(caught.value)


def test_needs_that_go_round_in_a_circle_converge(ledger: Ledger) -> None:
    ledger.ingest(
        ledger.document("d", one="ash requires birch", other="birch requires ash", made="birch requires h100")
    )
    with open_reader(ledger.workspace) as reader:
        finding = analyze(reader, "dependence", {"vendor": "h100", "entity": "ash"})
    (found,) = rows(finding).values()
    # Birch needs both of one kind, so each serves half: x = x/2 + 1/2.
    assert found["exposure"] == pytest.approx(1, abs=1e-3)


def test_an_empty_ledger_says_so(tmp_path: Path) -> None:
    with opened(tmp_path) as ledger, open_reader(ledger.workspace) as reader, pytest.raises(UnknownNodeError):
        analyze(reader, "dependence", {"vendor": "nvidia"})


def test_too_much_work_for_credit_is_refused_with_a_way_out(facts: Facts, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.dependence.course.MOST_WORK", 10)
    look = by_column(facts, NAMED)
    with pytest.raises(LimitError, match="too many to give each its credit") as caught:
        credit(look, "in-order", frozenset(), steps(look.bearing()))
    assert "since=DAY" in caught.value.sentence()


def test_where_many_are_counted_single_suppliers_are_the_same_as_with_pairs(
    facts: Facts, monkeypatch: pytest.MonkeyPatch
) -> None:
    look = Look(facts, "nvidia", lambda thing: not (thing.supply_side or thing.hypothetical))
    events = frozenset(facts.happenings)
    with_pairs = View(look, events)
    assert with_pairs.with_pairs
    both = {name: with_pairs.stops(name) for name in with_pairs.now.population}
    monkeypatch.setattr("kg.dependence.view._FEW", 0)
    alone = View(look, events)
    assert {name: alone.stops(name) for name in both} == {
        name: tuple(some for some in sets if len(some) == 1) for name, sets in both.items()
    }
    assert any(both.values())
