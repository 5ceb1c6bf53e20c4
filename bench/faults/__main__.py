"""The name of a case in, its campaign run, and a row of the table of results out.

python -m bench.faults                    lists the cases
python -m bench.faults D3                 runs one in full
python -m bench.faults D3 Q1 --trials 20 --draw 7
python -m bench.faults D3 --record        writes the result into docs/campaigns.md
"""

import argparse
import tempfile
import time
from datetime import UTC, datetime
from importlib import import_module
from importlib.metadata import version
from pathlib import Path

from bench.faults.base import ROOT, Campaign, Run, Tally, missing, order

MODULES: tuple[str, ...] = (
    "killed",
    "exchanged",
    "power",
    "torn",
    "syncing",
    "altered",
    "derived",
    "repeated",
    "together",
    "hostile",
    "planted",
    "queries",
    "endpoint",
    "clients",
    "slow",
    "doors",
    "operation",
    "identity",
    "exported",
    "records",
    "flipped",
    "filled",
    "bounded",
    "letters",
)
"""The files of this folder that hold campaigns; a new file is named here."""
TABLE = ROOT / "docs" / "campaigns.md"


def campaigns() -> tuple[Campaign, ...]:
    """Return all campaigns by case."""
    found = [each for name in MODULES for each in import_module(f"bench.faults.{name}").CAMPAIGNS]
    return tuple(sorted(found, key=lambda each: order(each.case)))


def row(campaign: Campaign, tally: Tally, *, day: str, program: str) -> str:
    """Return the line of the table for one run."""
    seen = "; ".join(f"{what} {number:,}" for what, number in sorted(tally.seen.items()) if number)
    cells = (campaign.case, campaign.fault, campaign.expected, f"{tally.trials:,}", f"{tally.failures:,}", seen)
    return f"| {' | '.join(cells)} | {day} | {program} |"


def record(line: str, table: Path = TABLE) -> None:
    """Put a line into the table, in place of the line of the same case where there is one."""
    lines = table.read_text(encoding="utf-8").splitlines()
    rule = next(n for n, each in enumerate(lines) if each.startswith("| ---"))
    end = next((n for n in range(rule, len(lines)) if not lines[n].startswith("|")), len(lines))
    case = line.split("|")[1].strip()
    kept = [each for each in lines[rule + 1 : end] if each.split("|")[1].strip() != case]
    rows = sorted([*kept, line], key=lambda each: order(each.split("|")[1].strip()))
    table.write_text("\n".join([*lines[: rule + 1], *rows, *lines[end:]]) + "\n", encoding="utf-8")


def main() -> int:
    """Run what was asked for; the exit code is 1 where a fault was found."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("cases", nargs="*", metavar="CASE")
    parser.add_argument("--trials", type=int, help="how many; by default those of the table")
    parser.add_argument("--draw", type=int, default=1, help="the seed")
    parser.add_argument("--record", action="store_true", help="write the result into docs/campaigns.md")
    arguments = parser.parse_args()
    known = {each.case: each for each in campaigns()}
    unknown = [case for case in arguments.cases if case not in known and case != "all"]
    if unknown:
        parser.error(f"there is no case {unknown[0]}; there are {', '.join(known)}")
    if not arguments.cases:
        for each in known.values():
            print(f"{each.case:4} {each.trials:>6,} trials  {each.fault}")
        return 0
    failed = False
    for case in known if "all" in arguments.cases else arguments.cases:
        failed |= _run(known[case], arguments)
    return int(failed)


def _run(campaign: Campaign, arguments: argparse.Namespace) -> bool:
    lacking = missing(campaign)
    if lacking:
        print(f"{campaign.case}: not run, this machine has no {', '.join(lacking)}")
        return False
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix=f"kg-{campaign.case}-") as folder:
        tally = campaign.run(Run(arguments.trials or campaign.trials, arguments.draw, Path(folder)))
    print(f"{campaign.case}: {tally.trials:,} trials, {tally.failures:,} failures, {time.monotonic() - started:.0f} s")
    for title, counted in (("seen", tally.seen), ("FAULTS", tally.faults)):
        for what, number in sorted(each for each in counted.items() if each[1]):
            print(f"  {title}: {what} {number:,}")
    if arguments.record:
        record(row(campaign, tally, day=datetime.now(UTC).date().isoformat(), program=version("claimledger")))
    return bool(tally.failures) or not tally.trials


if __name__ == "__main__":
    raise SystemExit(main())
