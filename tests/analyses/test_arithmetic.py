"""Figures that cannot all hold, on the real column and on a few made-up claims, from the claims alone."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from kg.analyses.base import Finding, UnknownNodeError
from kg.log import SqliteLog
from kg.opening import open_reader
from kg.resources import folder
from kg.workspace import create
from tests.ledger import Fields, Ledger, opened

TODAY = {"today": "2026-06-01"}
LINKS = {"derived_from", "note", "supports", "disputes", "qualifies", "restates"}


def without_links(node: object) -> object:
    """Return a file's content without what says how its claims bear on each other."""
    if isinstance(node, dict):
        return {key: without_links(value) for key, value in node.items() if key not in LINKS}
    return [without_links(item) for item in node] if isinstance(node, list) else node


@pytest.fixture(scope="module")
def column(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    """Return the shipped column with its entities, every link between its claims and every note taken out."""
    place = tmp_path_factory.mktemp("column")
    workspace = create(place / "workspace")
    with SqliteLog(workspace.log, mode="create") as log:
        made = Ledger(workspace, place / "files", log)
        text = (folder("events") / "inference-pivot.yaml").read_text(encoding="utf-8")
        stripped = without_links(yaml.load(text, Loader=yaml.BaseLoader))  # noqa: S506 (it reads texts only)
        report = made.ingest(folder("events") / "entities.yaml", made.write("inference-pivot.yaml", stripped))
        assert not report.refused(), report.refused()[0].error
        yield made


def found(ledger: Ledger, **parameters: str) -> Finding:
    with open_reader(ledger.workspace) as reader:
        return reader.analyze("arithmetic", **parameters)


def column_of(finding: Finding, name: str) -> list[str]:
    at = [column.name for column in finding.columns].index(name)
    return [str(row[at]) for row in finding.rows]


def test_the_column_was_stripped_and_taken_in(column: Ledger) -> None:
    readings = [record for record in column.log.read() if record.type == "document-recorded"]
    assert b"inference-pivot" in (readings[0].payload or b"")
    assert not any(b'"derivedFrom"' in (record.payload or b"") for record in column.log.read())


@pytest.mark.parametrize(
    ("claimed", "computed"),
    [
        ("about 2.2x", "13.1x"),
        ("23 kW", "14.3 kW"),
        ("4", "5"),
        ("2 to 4 years", "4.25 years to 5.5 years"),
        ("hundreds of MW", "1.08 GW to 1.08 TW"),
    ],
)
def test_what_cannot_all_hold_in_the_column_is_found(column: Ledger, claimed: str, computed: str) -> None:
    finding = found(column)
    assert (claimed, computed) in zip(column_of(finding, "claimed"), column_of(finding, "computed"), strict=True)


def test_millions_of_requests_are_more_than_hundreds_of_megawatts_as_the_words_are_used(column: Ledger) -> None:
    finding = found(column)
    at = column_of(finding, "claimed").index("hundreds of MW")
    assert finding.rows[at][[c.name for c in finding.columns].index("off_by")] == pytest.approx(1.8)
    assert "'millions of requests/s' may mean one and not several" in column_of(finding, "unless")[at]
    assert (
        "'millions of requests/s' would have to be 158,730 requests/s to 1.11 million"
        in column_of(finding, "to_hold")[at]
    )
    assert "139 mWh" in column_of(finding, "to_hold")[at]


def test_a_count_is_off_by_a_number(column: Ledger) -> None:
    finding = found(column)
    at = column_of(finding, "claimed").index("4")
    assert column_of(finding, "counted")[at] == "one more than stated"
    assert column_of(finding, "off_by")[at] == "None"
    assert column_of(finding, "finding")[at].endswith(
        "is 4, and 5 announcements are reported. That is one more than stated."
    )


def test_what_cannot_all_hold_is_open_in_what_is_contested(column: Ledger) -> None:
    with open_reader(column.workspace) as reader:
        assert reader.analyze("contested").rows == (), "without links no claim bears on another"


def test_the_premium_agrees(column: Ledger) -> None:
    finding = found(column, show="agrees")
    assert any("59.1 % higher" in each for each in column_of(finding, "finding"))


def test_quantities_of_another_kind_do_not_contradict(column: Ledger) -> None:
    told = " ".join(column_of(found(column), "claims"))
    assert "b200-leads" not in told, "performance per watt and dollar is not performance per watt"
    assert "cs3-27pb" not in told, "the bandwidth of a memory is not that of an interconnect"


def test_bandwidths_of_a_memory_and_of_a_network_are_two_kinds(ledger: Ledger) -> None:
    told = {"subject": "h100", "value": "3 TB/s"}
    ledger.ingest(
        ledger.document(
            "d1",
            a=told | {"predicate": "memoryBandwidth"},
            b=told | {"predicate": "fabricBandwidth", "value": "900 GB/s"},
            c={"subject": "h100", "predicate": "relativeBandwidth", "value": "7000x", "baseline": "h200"},
            d={"subject": "h100", "predicate": "relativeBandwidth", "value": "3715x", "baseline": "h200"},
            e={"subject": "h200", "predicate": "memoryBandwidth", "value": "3 TB/s"},
        )
    )
    assert found(ledger).rows == (), "a factor of bandwidth leaves open which of the two it is of"


def test_two_debts_of_a_company_and_shares_of_two_owners_are_two_figures(ledger: Ledger) -> None:
    share = {"subject": "ash", "predicate": "revenueShare", "when": "2025"}
    ledger.ingest(
        ledger.document(
            "d1",
            a={"subject": "ash", "predicate": "debtRaised", "value": "3 bn USD"},
            b={"subject": "ash", "predicate": "debtRaised", "value": "1.25 bn USD"},
            c=share | {"value": "62 %", "baseline": "birch"},
            d=share | {"value": "86 %"},
        )
    )
    assert found(ledger).rows == ()


def test_a_total_is_held_against_the_rounds_that_are_told(ledger: Ledger) -> None:
    rounds = {name: {"class": "FundingRound", "label": name} for name in ("seed", "a-round", "b-round")}
    ties = {f"t-{name}": {"subject": "ash", "predicate": "hadFundingRound", "object": name} for name in rounds}
    amounts = {
        name: {"subject": name, "predicate": "roundAmount", "value": value}
        for name, value in (("seed", "1 M USD"), ("a-round", "300 M USD"))
    }
    total = {"subject": "ash", "predicate": "totalRaised", "value": "250 M USD"}
    ledger.ingest(ledger.document("d1", {"entities": rounds}, total=total, **ties, **amounts))
    finding = found(ledger)
    assert len(finding.rows) == 1, "the amount of the third round is not told"
    assert set(finding.claims) == {"d1/total", "d1/a-round", "d1/t-a-round"}, "the seed is not needed for it"


def power(subject: str, value: str, **more: str) -> Fields:
    return {"subject": subject, "predicate": "powerDraw", "value": value} | more


def test_two_figures_of_one_thing_in_one_document(ledger: Ledger) -> None:
    ledger.ingest(ledger.document("d1", a=power("h100", "700 W"), b=power("h100", "350 W")))
    finding = found(ledger)
    assert column_of(finding, "tier") == ["1"]
    assert set(finding.claims) == {"d1/a", "d1/b"}


def test_figures_that_rounding_explains_are_no_conflict(ledger: Ledger) -> None:
    ledger.ingest(ledger.document("d1", a=power("h100", "14.3 kW"), b=power("h100", "14.32 kW")))
    ledger.ingest(ledger.document("d2", a=power("h200", "about 60 kW"), b=power("h200", "58 kW")))
    assert found(ledger).rows == ()


def test_across_documents_it_is_the_second_tier_and_the_third_where_the_time_is_assumed(ledger: Ledger) -> None:
    ledger.ingest(ledger.document("d1", a=power("h100", "700 W"), b=power("h200", "700 W", when="2025")))
    ledger.ingest(ledger.document("d2", a=power("h100", "350 W"), b=power("h200", "350 W", when="2025")))
    assert column_of(found(ledger), "tier") == ["2"]
    assert set(found(ledger).claims) == {"d1/b", "d2/b"}
    assert column_of(found(ledger, assumed="yes"), "tier") == ["2", "3"]


def test_other_levels_are_other_figures(ledger: Ledger) -> None:
    ledger.ingest(
        ledger.document("d1", a=power("h100", "700 W", level="chip"), b=power("h100", "350 W", level="system"))
    )
    assert found(ledger).rows == ()


def test_money_of_two_currencies_is_not_set_against_each_other(ledger: Ledger) -> None:
    raised = {"subject": "ash", "predicate": "totalRaised"}
    ledger.ingest(ledger.document("d1", a=raised | {"value": "1 bn USD"}, b=raised | {"value": "7 bn CNY"}))
    assert found(ledger).rows == ()


def test_nothing_to_work_out_is_one_sentence(ledger: Ledger) -> None:
    assert found(ledger).explanation.startswith("No claim here gives a figure")


def test_the_order_of_the_claims_does_not_matter(tmp_path: Path) -> None:
    told = []
    for number, order in enumerate(("ab", "ba")):
        with opened(tmp_path / str(number)) as made:
            claims = {"a": power("h100", "700 W"), "b": power("h100", "350 W")}
            made.ingest(made.document("d1", None, **{key: claims[key] for key in order}))
            told.append(found(made).rows)
    assert told[0] == told[1] != ()


@pytest.mark.parametrize(("analysis", "more"), [("arithmetic", {}), ("contested", {}), ("forecasts", TODAY)])
def test_a_document_that_is_not_there_is_one_sentence_with_near_misses(
    column: Ledger, analysis: str, more: dict[str, str]
) -> None:
    with open_reader(column.workspace) as reader, pytest.raises(UnknownNodeError) as caught:
        reader.analyze(analysis, document="infernce-pivot", **more)
    sentence = "parameter document: nothing here is called 'infernce-pivot'. Did you mean inference-pivot?"
    assert str(caught.value) == sentence


@pytest.mark.parametrize(("analysis", "more"), [("arithmetic", {}), ("contested", {}), ("forecasts", TODAY)])
def test_a_document_without_anything_to_find_is_no_mistake(ledger: Ledger, analysis: str, more: dict[str, str]) -> None:
    assert not ledger.ingest(ledger.document("plain", one="birch requires ash")).refused()
    with open_reader(ledger.workspace) as reader:
        assert not reader.analyze(analysis, document="plain", **more).rows
