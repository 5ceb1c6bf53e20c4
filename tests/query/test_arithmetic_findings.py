"""What arithmetic finds in the shipped corpus, and what `docs/arithmetic.md` judges, are the same."""

import re
from pathlib import Path

from kg.analyses.base import Finding
from kg.opening import open_reader
from kg.workspace import find

ROW = re.compile(r"^\| (`[^|]+`) \| ([123]) \| ([a-z ]+) \| (.+) \|$", re.MULTILINE)
ID = re.compile(r"`([^`]+)`")
VERDICTS = {"mistaken", "sources differ", "explained", "tension"}


def judged(root: Path) -> dict[frozenset[str], tuple[int, str]]:
    text = (root / "docs" / "arithmetic.md").read_text(encoding="utf-8")
    return {frozenset(ID.findall(ids)): (int(tier), verdict) for ids, tier, verdict, _ in ROW.findall(text)}


def found(corpus: Path) -> Finding:
    with open_reader(find(corpus, named=False)) as reader:
        return reader.analyze("arithmetic")


def sets(finding: Finding) -> dict[frozenset[str], int]:
    names = [column.name for column in finding.columns]
    cells = [(str(row[names.index("claims")]), int(str(row[names.index("tier")]))) for row in finding.rows]
    return {frozenset(re.findall(r"[a-z0-9-]+/[a-z0-9.-]+", text)): tier for text, tier in cells}


def test_every_finding_is_judged_and_every_judgement_is_of_a_finding(corpus: Path, root: Path) -> None:
    by_hand, finding = judged(root), found(corpus)
    assert len(sets(finding)) == len(finding.rows) >= 10
    assert {key: tier for key, (tier, _) in by_hand.items()} == sets(finding)
    assert {verdict for _, verdict in by_hand.values()} <= VERDICTS
