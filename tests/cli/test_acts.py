"""Acts: what later happened to claims, recorded from the command line."""

import json
from pathlib import Path

import pytest

from tests.cli.running import Kg

SPEED, MEASURED = "orchid-launch/speed", "wire-nine-report/measured-speed"
WHY = ("--reason", "It was said so.")
ACTS = {
    "claim-corrected": ("correct", SPEED, "--by", MEASURED, *WHY, "--on", "2026-06-12"),
    "claim-superseded": ("supersede", SPEED, "--by", MEASURED, *WHY),
    "claim-retracted": ("retract", SPEED, *WHY),
    "document-retracted": ("retract", "wire-nine-report", *WHY),
    "forecast-resolved": ("resolve", "orchid-launch/shipping", "missed", *WHY, "--on", "2026-10-01"),
    "claims-linked": ("link", MEASURED, "supports", "wire-nine-report/measured-power", *WHY),
    "background-recorded": ("background", "orchid", "madeBy", "larch", *WHY),
    "assessment-recorded": ("assess", SPEED, "--statement", "Measured on one board.", "--author", "ada", *WHY),
    "watch-declared": ("watch", "larch", "--scope", "Orchid", "--since", "2026-06-01", *WHY),
}


@pytest.mark.parametrize("type_", ACTS)
def test_an_act_is_recorded_once_and_shown(kg: Kg, ledger: Path, type_: str) -> None:
    words = ACTS[type_]
    planned = json.loads(kg(*words, "--dry-run", at=ledger).out)
    assert planned["type"] == type_
    done = kg(*words, at=ledger)
    assert (done.code, done.out) == (0, "")
    assert type_ in done.err
    recorded = json.loads(kg("log", "--json", "--limit", "1", at=ledger).out)
    assert {name: recorded[name] for name in planned} == planned
    again = kg(*words, at=ledger)
    assert again.code == 0
    assert "nothing new" in again.err
    about = words[1]
    assert "It was said so." in " ".join(kg("log", about, at=ledger).out.split())


def test_a_corrected_claim_shows_its_end_and_what_took_its_place(kg: Kg, ledger: Path) -> None:
    kg(*ACTS["claim-corrected"], at=ledger)
    shown = " ".join(kg("show", SPEED, at=ledger).out.split())
    assert f"CORRECTED on 2026-06-12, recorded 2026-06-15, in its place: {MEASURED}" in shown
    assert f"status: corrected (recorded 2026-06-15, in its place {MEASURED})" in kg("cite", SPEED, at=ledger).out
    assert "CORRECTED" in kg("show", "orchid", at=ledger).out


def test_an_outcome_and_an_assumption_show_at_the_claim(kg: Kg, ledger: Path) -> None:
    kg(*ACTS["forecast-resolved"], at=ledger)
    kg(*ACTS["assessment-recorded"], at=ledger)
    assert "outcome       missed on 2026-10-01: It was said so." in kg("show", "orchid-launch/shipping", at=ledger).out
    assert "assumption    Measured on one board.  ada: It was said so." in kg("show", SPEED, at=ledger).out


@pytest.mark.parametrize(
    ("words", "code", "hint"),
    [
        (("retract", "orchid-launch/sped", *WHY), 4, "Did you mean speed"),
        (("retract", "orchid-lunch", *WHY), 4, "Did you mean orchid-launch"),
        (("retract", SPEED), 2, "--reason"),
        (("resolve", SPEED, "kpt", *WHY), 4, "kept"),
        (("link", SPEED, "denies", MEASURED, *WHY), 4, "disputes"),
        (("link", SPEED, "supports", SPEED, *WHY), 4, "itself"),
        (("correct", SPEED, "--by", MEASURED, *WHY, "--on", "yesterday"), 4, "on"),
        (("background", "orchid", "mdeBy", "larch", *WHY), 4, "madeBy"),
        (("watch", "larsh", "--scope", "x", "--since", "2026-06-01", *WHY), 4, "Did you mean larch"),
    ],
)
def test_a_wrong_act_is_refused_with_what_is_close(
    kg: Kg, ledger: Path, words: tuple[str, ...], code: int, hint: str
) -> None:
    done = kg(*words, at=ledger)
    assert (done.code, done.out) == (code, "")
    assert hint in done.err


def test_an_end_that_leads_back_to_itself_is_refused(kg: Kg, ledger: Path) -> None:
    kg(*ACTS["claim-corrected"], at=ledger)
    done = kg("correct", MEASURED, "--by", SPEED, *WHY, at=ledger)
    assert done.code == 4
    assert "itself replaced" in done.err


def test_a_retracted_document_shows_as_retracted_at_every_door(kg: Kg, ledger: Path) -> None:
    assert kg("retract", "orchid-launch", "--reason", "Taken down.", "--on", "2026-05-03", at=ledger).code == 0
    for name in ("orchid-launch", "orchid-launch/launch", "orchid-launch/speed"):
        page = kg("show", name, at=ledger).out
        assert any(
            line.split()[:1] == ["status"] and "RETRACTED on 2026-05-03, recorded" in line for line in page.splitlines()
        ), name
    assert json.loads(kg("show", "orchid-launch", "-f", "json", at=ledger).out)["retracted"] is True
    assert json.loads(kg("show", "wire-nine-report", "-f", "json", at=ledger).out)["retracted"] is False
    assert "status: retracted (" in kg("cite", "orchid-launch/speed", at=ledger).out
    hits = json.loads(kg("search", "Orchid", at=ledger).out)
    shown = {(hit["kind"], hit["id"]): hit["text"].startswith("RETRACTED: ") for hit in hits}
    assert shown["document", "orchid-launch"]
    assert shown["passage", "orchid-launch"]
    assert shown["announcement", "orchid-launch/launch"]
    assert not shown["document", "wire-nine-report"]
    assert json.loads(kg("search", "900 W", at=ledger).out)[0]["text"].startswith("RETRACTED: ")
    assert "RETRACTED orchid-launch/speed" in kg("show", "wire-nine-report/measured-speed", at=ledger).out
    assert kg("verify", at=ledger).code == 0
