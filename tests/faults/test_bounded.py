"""The table of readers is whole, and the judge of costs sees what it looks for."""

from pathlib import Path

import pytest

from bench.faults import bounded
from bench.faults.base import Tally
from bench.faults.bounded import Input, judge, judged, worst_inputs
from bench.faults.inputs import OWN
from bench.faults.measuring import Cost, cost
from bench.faults.readers import DOORS, READERS, Read
from kg.cli.frame import GROUPS
from kg.errors import BadInputError

pytestmark = pytest.mark.campaign


def test_each_command_says_which_readers_its_foreign_text_goes_through() -> None:
    assert set(DOORS) == {name for _, commands in GROUPS for name, _ in commands}
    assert {reader for readers in DOORS.values() for reader in readers} == set(READERS)


def test_each_reader_has_worst_inputs_of_its_own_or_of_others() -> None:
    own, pieces = worst_inputs()
    lacking = set(READERS) - {each.reader for each in own}
    assert {each.reader for each in pieces} == set(READERS)
    assert lacking == {"a value"}, "only what is looked at value by value has pieces alone"
    assert {reader for reader, _, _ in OWN} <= set(READERS)


def test_each_parser_in_a_process_of_its_own_has_a_reader(root: Path) -> None:
    parsers = {p.name for p in (root / "kg").rglob("*.py") if " Parser(" in p.read_text(encoding="utf-8")}
    assert parsers == {"catalogue.py", "nodes.py", "reading.py"}, (
        "a new parser gets a reader in bench/faults/readers.py"
    )


def _steep(text: str) -> object:
    return [a for a in text for b in text if a > b]


@pytest.mark.parametrize(
    ("read", "size", "said"),
    [
        (_steep, 3_000, "more than 2.6 times the time"),
        (lambda text: bytearray(len(text) * 10_000_000), 100, "more than 1 GB"),
        (lambda text: list(text)[999_999], 100, "failed: IndexError: list index out of range"),
    ],
)
def test_s3_sees_work_without_bound(read: Read, size: int, said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounded, "_NOISE", 0.1)
    tally = Tally()
    judge(read, Input("r", "planted", lambda n: "a" * n, size), tally)
    assert {what for what, count in tally.faults.items() if count} == {f"r, planted: {said}"}


def refuse(text: str) -> None:
    raise BadInputError(text)


def test_s3_sees_a_refusal_that_comes_late(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounded, "_AT_ONCE", 0.1)

    def late(text: str) -> None:
        sum(range(len(text) * 100_000))
        refuse("too long")

    tally = Tally()
    judge(late, Input("r", "planted", lambda n: "a" * n, 2, 200), tally)
    assert tally.faults == {"r, planted: not at once": 1}


def test_what_is_linear_is_no_fault() -> None:
    assert judged(Cost(1.0, 0, "done"), Cost(2.5, 0, "done")) is None
    assert judged(Cost(0.01, 0, "done"), Cost(0.2, 0, "refused: too long")) is None


def test_what_hangs_is_stopped() -> None:
    def endless() -> None:
        while True:
            pass

    assert cost(endless, most=1).ended == "hangs"
