"""A new type of event is one class and one entry: here is one, and the graph shows it without another line."""

from typing import ClassVar

import pytest

from kg.claim import Claim, Reading
from kg.events import BY_TYPE, Event
from kg.events.base import End, Remark
from kg.log import Query
from kg.pipeline import append, catch_up, rebuild
from kg.verification import verify
from tests.builders import NOW, claim, document
from tests.ledger import Ledger


class InterviewHeld(Event):
    """Somebody was asked, said something new, and took back something old."""

    type: ClassVar[str] = "interview-held"
    who: str
    said: Claim
    took_back: str

    def key(self) -> str:
        return f"interview/{self.who}"

    def tags(self) -> tuple[str, ...]:
        return (f"entity:{self.who}",)

    def readings(self) -> tuple[Reading, ...]:
        return (Reading(document="d1", claim=self.said),)

    def ends(self) -> tuple[End, ...]:
        return (End(target=self.took_back, ending="retracted"),)

    def remarks(self) -> tuple[Remark, ...]:
        return (Remark(kind="Assessment", about=self.who, details=()),)


@pytest.fixture
def entry(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    """Add the entry to a ledger that was made without it."""
    assert ledger.position
    types = {**BY_TYPE, InterviewHeld.type: InterviewHeld}
    for module in ("kg.events", "kg.events.door"):
        monkeypatch.setattr(f"{module}.BY_TYPE", types)
    monkeypatch.setattr("kg.events.EVENTS", tuple(types.values()))


@pytest.mark.usefixtures("entry")
def test_one_class_and_one_entry_are_enough(ledger: Ledger) -> None:
    old, new = claim("old", "ash", objects=("h100",)), claim("new", "ash", objects=("h200",))
    append(ledger.log, [document("d1", old)], now=NOW)
    append(ledger.log, [InterviewHeld(who="ash", said=new, took_back="d1/old")], now=NOW)
    catch_up(ledger.workspace, ledger.log)
    shows = {
        "id:ash kg:usesHardware id:h200",
        "id:d1/old kg:status kg:retracted",
        'id:event/7 kg:recordType "interview-held"',
        "id:event/7 kg:concerns id:ash",
    }
    assert shows <= ledger.statements()
    assert "id:ash kg:usesHardware id:h100" not in ledger.statements()
    assert ledger.found("new") == set()
    assert [record.key for record in ledger.log.read((Query(tags=("entity:ash",)),))][-1] == "interview/ash"
    caught_up = ledger.hash()
    rebuild(ledger.workspace, ledger.log)
    assert ledger.hash() == caught_up
    assert not any(check.problems for check in verify(ledger.workspace, ledger.log))
