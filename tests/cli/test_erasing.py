"""The command that erases: what it asks, tells and leaves."""

import json
from pathlib import Path

from tests.cli.running import Kg


def test_a_dry_run_tells_and_changes_nothing(kg: Kg, ledger: Path) -> None:
    before = kg("log", "--json", at=ledger).out
    told = kg("erase", "orchid-launch", "--with-claims", "--reason", "r", "--dry-run", at=ledger)
    assert told.code == 0
    assert told.out.startswith("Would be erased")
    assert "Remains" in told.out
    assert kg("log", "--json", at=ledger).out == before


def test_nobody_to_ask_means_no(kg: Kg, ledger: Path) -> None:
    refused = kg("erase", "orchid-launch", "--reason", "r", at=ledger, stdin="")
    assert refused.code == 2
    assert "--yes" in refused.err


def test_the_text_goes_and_the_claims_stay(kg: Kg, ledger: Path) -> None:
    assert "»" in kg("show", "orchid-launch/speed", at=ledger).out
    done = kg("erase", "orchid-launch", "--reason", "The paper asked.", "--yes", at=ledger)
    assert done.code == 0, done.err
    assert "»" not in kg("show", "orchid-launch/speed", at=ledger).out
    assert "erased; the claims, in our own words, stay" in kg("show", "orchid-launch", at=ledger).out
    again = kg("attach", "orchid-launch", __file__, at=ledger)
    assert again.code == 4
    assert "The paper asked." in again.err
    assert kg("verify", at=ledger).code == 0


def test_all_of_it_goes_and_the_id_says_why(kg: Kg, ledger: Path) -> None:
    done = kg("erase", "orchid-launch", "--with-claims", "--reason", "A court.", "--yes", "-f", "json", at=ledger)
    assert json.loads(done.out)["records"]
    shown = kg("show", "orchid-launch", at=ledger)
    assert shown.code == 0
    assert "ERASED" in shown.out
    assert "because A court." in shown.out
    gone = kg("show", "orchid-launch/speed", at=ledger)
    assert gone.code == 4
    assert "was erased with its claims" in gone.err
    assert kg("verify", at=ledger).code == 0
    assert kg("erase", "orchid-launch", "--with-claims", "--reason", "A court.", "--yes", at=ledger).code == 0, "twice"
    assert "erased" in kg("log", at=ledger).out


def test_an_unknown_document_is_one_sentence(kg: Kg, ledger: Path) -> None:
    refused = kg("erase", "orchid-lanch", "--reason", "r", "--yes", at=ledger)
    assert refused.code == 4
    assert "orchid-launch" in refused.err


def test_claims_of_others_that_point_to_what_is_gone_are_still_shown(kg: Kg, ledger: Path) -> None:
    assert kg("erase", "orchid-launch", "--reason", "An order.", "--with-claims", "--yes", at=ledger).code == 0
    for words in (("show", "wire-nine-report/measured-speed"), ("show", "wire-nine-report"), ("show", "orchid")):
        assert kg(*words, at=ledger).code == 0
    assert "orchid-launch/speed" in kg("show", "wire-nine-report/measured-speed", at=ledger).out
    assert kg("cite", "wire-nine-report/measured-speed", at=ledger).code == 0
