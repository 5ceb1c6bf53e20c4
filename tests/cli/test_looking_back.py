"""Options that look back, on every command that reads; and what changed between two moments."""

import json
import shutil
from pathlib import Path

import pytest

from tests.cli.running import Kg

READING = [
    ("show", "orchid"),
    ("search", "Orchid"),
    ("query", "documents"),
    ("cite", "orchid-launch/speed"),
    ("log",),
    ("export", "--to", "ntriples"),
]


@pytest.mark.parametrize("words", READING, ids=lambda words: words[0])
def test_every_reading_command_looks_back(kg: Kg, words: tuple[str, ...]) -> None:
    now, then = kg(*words), kg(*words, "--recorded-by", "3")
    assert now.code == 0
    assert (then.out, then.code) != (now.out, 0), "three records are too few for this"
    assert kg(*words, "--as-of", "2026-12-31").out == now.out
    assert kg("--as-of", "2026-12-31", *words).out == now.out, "before the command as well"


def test_the_last_option_given_counts(kg: Kg) -> None:
    assert (
        kg("--as-of", "2020-01-01", "query", "documents", "--as-of", "2026-12-31").out == kg("query", "documents").out
    )


def test_the_log_shows_what_counts(kg: Kg) -> None:
    shown = kg("log", "--json", "--limit", "0", "--recorded-by", "3").out.splitlines()
    assert [json.loads(line)["position"] for line in shown] == [3, 2, 1]


def test_without_can_be_said_several_times(kg: Kg) -> None:
    both = kg("query", "documents", "--without", "orchid-launch", "--without", "wire-nine-report", "-f", "json")
    assert json.loads(both.out) == []
    one = kg("query", "documents", "--without", "orchid-launch", "-f", "json")
    assert [row["document"] for row in json.loads(one.out)] == ["wire-nine-report"]


@pytest.mark.parametrize("words", [("ingest", "."), ("rebuild",), ("verify",), ("status",), ("queries",)])
def test_other_commands_know_the_present_only(kg: Kg, words: tuple[str, ...]) -> None:
    before = kg("--as-of", "2026-05-01", *words)
    assert before.code == 2
    assert "knows the present only" in before.err
    assert kg(*words, "--as-of", "2026-05-01").code == 2


@pytest.mark.parametrize(
    ("option", "value", "said"),
    [
        ("--as-of", "someday", "someday"),
        ("--recorded-by", "noon", "no instant and no record"),
        ("--without", "99", "the ledger has no record 99"),
        ("--without", "orchid-lanch", "orchid-launch"),
    ],
)
def test_what_cannot_be_read_is_one_sentence(kg: Kg, option: str, value: str, said: str) -> None:
    refused = kg("query", "documents", option, value)
    assert refused.code == 4
    assert said in refused.err
    assert len(refused.err.splitlines()) == 1


def test_what_is_overdue_is_judged_on_the_day_of_the_horizon(kg: Kg) -> None:
    today = kg("query", "overdue", "-f", "json")
    assert today.err == "kg: judged on 2026-06-15\n"
    later = kg("query", "overdue", "--as-of", "2027-12-31", "-f", "json")
    assert later.err == "kg: judged on 2027-12-31\n"
    assert len(json.loads(later.out)) > len(json.loads(today.out))
    assert kg("query", "overdue", "on=2027-12-31", "-f", "json").err == ""


def test_diff_tells_what_came_since(kg: Kg) -> None:
    told = kg("diff", "3")
    assert told.code == 0
    assert told.out.startswith("From recorded up to 3 to the present\n")
    assert "orchid-launch" in told.out
    assert kg("diff", "3", "--exit-code").code == 1
    data = json.loads(kg("diff", "3", "-f", "json").out)
    assert set(data["documents"]["new"]) == {"orchid-launch", "wire-nine-report"}


def test_diff_of_two_days_is_about_publication(kg: Kg) -> None:
    assert "Nothing is otherwise." in kg("diff", "2026-12-30", "2026-12-31").out
    assert kg("diff", "2026-12-30", "2026-12-31", "--exit-code").code == 0
    assert "Nothing is otherwise." in kg("diff", "2026-06-15", "--recorded").out


def test_diff_refuses_what_is_no_moment(kg: Kg) -> None:
    refused = kg("diff", "yesterday")
    assert (refused.code, refused.out) == (4, "")


def test_status_tells_of_past_views_and_rebuild_deletes_them(kg: Kg, ledger: Path) -> None:
    shutil.rmtree(ledger / "views", ignore_errors=True)  # other tests looked back in the ledger that this one copies
    assert json.loads(kg("status", "-f", "json", at=ledger).out)["views"] == 0
    assert "past views" not in kg("status", at=ledger).out
    kg("query", "documents", "--as-of", "2026-05-01", at=ledger)
    told = json.loads(kg("status", "-f", "json", at=ledger).out)
    assert told["views"] == 1
    assert told["views_size"] > 0
    assert "1 view kept" in kg("status", at=ledger).out
    kg("rebuild", at=ledger)
    assert json.loads(kg("status", "-f", "json", at=ledger).out)["views"] == 0


def test_assumptions_are_about_claims_and_not_about_records(kg: Kg) -> None:
    found = kg("show", "orchid-launch/speed", "--assume", "orchid-launch/speed=false")
    assert found.code != 0, "it was never said"
    assert kg("show", "orchid-launch/speed", "--assume", "orchid-launch/speed=true").code == 0
    assert kg("query", "documents", "--assume", "orchid-launch/sped=true").code == 4
    refused = kg("log", "--assume", "orchid-launch/speed=false")
    assert (refused.code, "records whole" in refused.err) == (2, True)
