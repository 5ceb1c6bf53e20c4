"""A question about one thing costs what belongs to it, and one about everything in step with the ledger or its answer.

Judged by counting and not by the clock: the rows that pass through the plan of a question, in a ledger and in the same
ledger three times longer, where what came later does not speak of the document or the thing.
"""

import json
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bench.query.questions import every_question
from bench.query.world import world
from kg.events import AnnouncementRecorded, DocumentRecorded, Event, encode
from kg.log import SqliteLog
from kg.pipeline import append, rebuild
from kg.prefixes import PREFIXES
from kg.query.catalogue import Question
from kg.query.params import bind
from kg.stores.oxigraph import snapshots
from kg.workspace import create

EARLIER, LATER = 200, 600
"""Announcements in the two ledgers."""
ROOM = 1.5
"""How much faster than ledger and answer the work may grow where everything is asked for."""
SLACK = 25
"""Rows by which the work may grow, since later events can shift a few; to read all of anything adds hundreds."""
SAMPLES = {"id": "company-0", "term": "valuation", "date": "2025-10-31", "string": "nuclear", "topic": "energy"}
"""What is asked for beside the document: this company is named all the time, so the document has to be met first."""
EXEMPT = {
    "money-raised": "whose deal it is, is known only after deals and companies are joined",
    "contested entity": "links are few, and looking them up for each claim about a thing costs more than listing them",
    "conditional-claims entity": "as with contested: conditions are few",
}
"""Questions, or one parameter of theirs, that read more than their document or thing, and why."""
ONE_THING = ("document", "entity", "company", "vendor", "source", "kept", "thing")
PROGRAM = shutil.which("oxigraph", path=str(Path(sys.executable).parent))
EVERY = {f"{question.folder}/{question.name}": question for question in every_question()}
CASES = [
    (name, parameter.name)
    for name, question in EVERY.items()
    for parameter in question.parameters
    if parameter.name in ONE_THING and not {question.name, f"{question.name} {parameter.name}"} & EXEMPT.keys()
]

pytestmark = pytest.mark.skipif(PROGRAM is None, reason="the program oxigraph, which counts, is not installed")


@dataclass(frozen=True)
class Grown:
    """Snapshots of a ledger before and after it grew, and what the later part leaves alone."""

    earlier: Path
    later: Path
    document: str
    thing: str


@pytest.fixture(scope="session")
def grown(tmp_path_factory: pytest.TempPathFactory) -> Grown:
    events = list(world(LATER))
    end = [n for n, event in enumerate(events) if isinstance(event, DocumentRecorded)][EARLIER]
    named = Counter(_ids(events[end:]))
    told = [each for each in events[:end] if isinstance(each, AnnouncementRecorded) and not named[each.document]]
    told.sort(key=lambda each: sum(named[claim.subject] for claim in each.claims))
    documents = [each.document for each in told if len(each.claims) > 2]
    about = Counter(claim.subject for each in told for claim in each.claims if not named[claim.subject])
    earlier, later = (_snapshot(tmp_path_factory.mktemp("work") / "ledger", part) for part in (events[:end], events))
    return Grown(earlier, later, documents[0], about.most_common(1)[0][0])


def _ids(events: Sequence[Event]) -> Iterator[str]:
    for event in events:
        yield from re.findall("[a-z]+-[0-9]+", encode(event).decode())


def _snapshot(folder: Path, events: Sequence[Event]) -> Path:
    workspace = create(folder)
    with SqliteLog(workspace.log, mode="create") as log:
        append(log, events, now=datetime(2026, 1, 1, tzinfo=UTC))
        rebuild(workspace, log)
    return snapshots(workspace.snapshots)[-1]


def _work(text: str, snapshot: Path, folder: Path) -> int:
    """Return how many rows pass through the steps of the plan of a query."""
    return _rows(_plan(text, snapshot, folder))


def _plan(text: str, snapshot: Path, folder: Path) -> dict[str, Any]:
    """Ask the query, and return its plan with the number of rows of each step."""
    assert PROGRAM is not None
    plan = folder / "plan.json"
    asked = ["--location", str(snapshot), "--query", text, "--results-format", "csv"]
    told = ["--results-file", str(folder / "rows.csv"), "--stats", "--explain-file", str(plan)]
    subprocess.run([PROGRAM, "query", *asked, *told], check=True, capture_output=True)
    found: dict[str, Any] = json.loads(plan.read_bytes())["plan"]
    return found


def _rows(step: dict[str, Any]) -> int:
    return int(step.get("number of results", 0)) + sum(map(_rows, step.get("children", ())))


def _samples(question: Question) -> dict[str, str]:
    return {parameter.name: SAMPLES[parameter.type] for parameter in question.parameters if parameter.required}


@pytest.mark.parametrize(("name", "parameter"), CASES)
def test_work_does_not_grow_with_the_ledger(grown: Grown, name: str, parameter: str, tmp_path: Path) -> None:
    question = EVERY[name]
    value = grown.document if parameter == "document" else grown.thing
    text = bind(question.text, _samples(question) | {parameter: value}, source=name)
    before, after = (_work(text, snapshot, tmp_path) for snapshot in (grown.earlier, grown.later))
    assert after <= before + SLACK


@pytest.mark.parametrize("name", [name for name, question in EVERY.items() if question.folder != "views"])
def test_work_grows_with_the_ledger_or_with_the_answer(grown: Grown, name: str, tmp_path: Path) -> None:
    text = bind(EVERY[name].text, _samples(EVERY[name]), source=name)
    before, after = (_plan(text, snapshot, tmp_path) for snapshot in (grown.earlier, grown.later))
    answer = after["number of results"] / max(before["number of results"], 1)
    assert _rows(after) <= ROOM * max(LATER / EARLIER, answer) * (_rows(before) + 4 * SLACK)


def test_the_count_sees_a_question_that_reads_everything(grown: Grown, tmp_path: Path) -> None:
    head = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in PREFIXES.items())
    text = f"{head} SELECT * {{ ?c kg:reportedIn ?d ; kg:status kg:stands FILTER(?d = id:{grown.document}) }}"
    before, after = (_work(text, snapshot, tmp_path) for snapshot in (grown.earlier, grown.later))
    assert after > before + 10 * SLACK
