"""Every campaign in a bounded form; `python -m bench.faults` runs them in full."""

import contextlib
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from bench.faults.__main__ import campaigns, record, row
from bench.faults.base import ROOT, Campaign, Tally, missing

ALL = campaigns()
SECONDS = 500
"""A bounded run that takes longer hangs."""
BOUNDED = {
    "D1": 20,
    "D1b": 3,
    "D1c": 4,
    "D2": 2,
    "D3": 40,
    "D4": 4,
    "D5": 25,
    "D6": 20,
    "D7": 4,
    "D8": 20,
    "D9": 2,
    "C1": 2,
    "C2": 20,
    "S1": 200,
    "S1b": 6,
    "S1c": 8,
    "U1": 1,
    "U2": 3,
    "I5": 24,
    "I6": 12,
    "I8": 200,
    "I9": 14,
    "I10": 15,
    "O1": 2,
    "S2": 12,
    "S5": 2,
    "O3": 2,
    "X1": 24,
    "X2": 12,
    "X3": 10,
    "Q1": 24,
    "Q2": 5,
    "Q3": 20,
    "Q4": 4,
    "Q5": 20,
    "Q6": 300,
    "Q7": 1,
    "Q1s": 8,
    "Q2s": 2,
    "Q2t": 6,
    "Q2u": 2,
    "Q3s": 20,
    "Q4s": 1,
    "Q5s": 20,
    "Q6s": 60,
    "Q7s": 1,
    "Q8": 2,
    "Q9": 100,
    "O2": 2,
    "O3s": 3,
    "S6": 12,
    "S6t": 24,
    "S7": 23,
    "W2": 13,
    "S3": 6,
    "S9": 30,
    "S10": 2,
    "S4": 20,
    "S11": 66,
    "S11h": 73,
    "S11l": 30,
    "S12": 40,
}


@pytest.mark.campaign
@pytest.mark.timeout(SECONDS + 60)
@pytest.mark.parametrize("campaign", ALL, ids=lambda each: each.case)
def test_no_fault_in_a_bounded_run(campaign: Campaign, tmp_path: Path) -> None:
    if lacking := missing(campaign):
        pytest.skip(f"this machine has no {', '.join(lacking)}")
    # In a process of its own: the threads of a store that is open here are missing in a fork, and see no new mounts.
    command = [
        sys.executable,
        "-m",
        "bench.faults",
        campaign.case,
        "--trials",
        str(BOUNDED[campaign.case]),
        "--draw",
        "5",
    ]
    with (tmp_path / "said").open("w+") as said:
        running = subprocess.Popen(command, cwd=ROOT, stdout=said, stderr=said, start_new_session=True)
        try:
            code = running.wait(SECONDS)
        except subprocess.TimeoutExpired:
            code = None
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(running.pid, signal.SIGKILL)
            running.wait()
        said.seek(0)
        assert code == 0, said.read()


def test_each_campaign_has_a_case_of_its_own() -> None:
    assert len({campaign.case for campaign in ALL}) == len(ALL)


def test_a_result_takes_the_place_of_the_one_before(tmp_path: Path) -> None:
    table = tmp_path / "campaigns.md"
    head = "| case | a | b | t | f | s | d | v |\n" + "| --- " * 8 + "|"
    table.write_text(f"# Campaigns\n\n{head}\n\nEnd.\n")
    done = Tally(trials=1000)
    done.seen["kills"] = 12
    for case, day in (("Q1", "2026-01-01"), ("D1", "2026-01-01"), ("D1", "2026-01-02")):
        campaign = Campaign(case, "x", "y", 1, lambda _: done)
        record(row(campaign, done, day=day, program="1"), table)
    lines = table.read_text().splitlines()
    assert [line.split("|")[1].strip() for line in lines if line.startswith("| ")] == ["case", "---", "D1", "Q1"]
    assert "| D1 | x | y | 1,000 | 0 | kills 12 | 2026-01-02 | 1 |" in lines
    assert lines[-1] == "End."
