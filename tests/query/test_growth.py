"""How much of the ledger each shipped question reads: counted, not timed, over two synthetic ledgers.

Oxigraph tells how many solutions each step of its plan gave. Their sum stands for the work of a query and is the same
each time, so what is judged is the growth of that sum between two ledgers, one four times the other.
"""

import json
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from bench.query.questions import cases, workspace_of
from kg.prefixes import PREFIXES
from kg.query.catalogue import questions
from kg.resources import folder
from kg.stores.oxigraph import snapshots

SMALL, LARGE = 300, 1200
OXIGRAPH = Path(sys.executable).with_name("oxigraph")
QUESTIONS = {question.name: question for question in questions([folder("queries")])}
ROOM = 1.6
"""How much faster than ledger and answer the work may grow: figures of one thing meet each other in pairs."""

pytestmark = pytest.mark.skipif(not OXIGRAPH.exists(), reason="the oxigraph program, which explains plans, is absent")


@pytest.fixture(scope="module")
def stores(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Return the stores of the two ledgers, each a copy, since the program writes beside what it opens."""
    scratch = tmp_path_factory.mktemp("growth")
    return _store(SMALL, scratch), _store(LARGE, scratch)


def _store(count: int, scratch: Path) -> Path:
    snapshot = snapshots(workspace_of(count, scratch).snapshots)[-1]
    return Path(shutil.copytree(snapshot, scratch / f"store-{count}"))


def explained(store: Path, text: str, scratch: Path) -> tuple[int, int]:
    """Return how many solutions all steps of a query give together, and how many of them are rows of the answer."""
    head = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in PREFIXES.items())
    plan = scratch / "plan.json"
    command = [OXIGRAPH, "query", "--location", store, "--query", head + text, "--results-format", "tsv"]
    subprocess.run([*command, "--explain-file", plan, "--stats"], check=True, stdout=subprocess.DEVNULL, timeout=60)
    tree = json.loads(plan.read_bytes())["plan"]
    return _solutions(tree), tree["number of results"]


def _solutions(step: Mapping[str, Any]) -> int:
    return step.get("number of results", 0) + sum(map(_solutions, step.get("children", ())))


@pytest.mark.parametrize("name", QUESTIONS)
def test_work_grows_with_the_ledger_or_with_the_answer(stores: tuple[Path, Path], tmp_path: Path, name: str) -> None:
    for case, text in cases(QUESTIONS[name]):
        (few, small_answer), (many, large_answer) = (explained(store, text, tmp_path) for store in stores)
        growth = max(LARGE / SMALL, large_answer / max(small_answer, 1))
        assert many <= ROOM * growth * (few + 100), f"{case}: {few:,} steps became {many:,}"
