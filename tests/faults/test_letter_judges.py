"""The campaigns about letters and about the first of several are shown what they look for."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bench.faults import letters, together
from bench.faults.base import Run, Tally
from bench.faults.worlds import Fields
from kg.texts import words_under

pytestmark = pytest.mark.campaign
NAMES = {
    "zero width space alone",
    "a hidden sentence",
    "a name turned around",
    "a hidden order behind a name",
    "Persian verb",
    "scientist",
}
FEW = tuple(each for each in letters.CASES if each.name in NAMES)


def _all_is_seen(patch: pytest.MonkeyPatch) -> None:
    patch.setattr("kg.authoring.places.visible", lambda _: True)
    patch.setattr("kg.texts.visible", lambda _: True)


def _nothing_hides(patch: pytest.MonkeyPatch) -> None:
    patch.setattr("kg.authoring.notes.hidden_in", lambda _: None)
    patch.setattr("kg.grammar.hidden_in", lambda _: None)
    patch.setattr("kg.grammar.visible", lambda _: True)


def _everything_hides(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(
        "kg.authoring.notes.hidden_in", lambda text: next((char for char in text if not char.isascii()), None)
    )


def _attached_unseen(patch: pytest.MonkeyPatch) -> None:
    patch.setattr("kg.pipeline.check_seen", lambda *_: None)


def _cited_as_it_is(patch: pytest.MonkeyPatch) -> None:
    patch.setattr("kg.views.cite._readable", lambda cited: cited)


def _evidence_unseen(patch: pytest.MonkeyPatch) -> None:
    patch.setattr("kg.views.evidence.misfit", lambda text, span: None if words_under(text, span) else "other words")


def _quoted_unseen(patch: pytest.MonkeyPatch) -> None:
    _evidence_unseen(patch)
    _cited_as_it_is(patch)


@pytest.mark.parametrize(
    ("plant", "fault"),
    [
        (_all_is_seen, "an authored quote of which nothing can be seen was taken in"),
        (_nothing_hides, "a label of which nothing can be seen was taken in"),
        (_everything_hides, "a title was refused"),
        (_attached_unseen, "an attached text of which nothing can be seen was taken in"),
        (_cited_as_it_is, "cite as text printed U+"),
        (_evidence_unseen, "what nobody can see was cited"),
        (_quoted_unseen, "cite as text printed empty quotation marks"),
    ],
)
def test_what_is_planted_among_letters_is_counted(
    plant: Callable[[pytest.MonkeyPatch], None], fault: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plant(monkeypatch)
    monkeypatch.setattr(letters, "CASES", FEW)
    tally = letters.unseen(Run(len(FEW), 3, tmp_path))
    assert any(what.startswith(fault) for what, count in tally.faults.items() if count)


def told(status: str) -> Fields:
    return {"became": {"d": status, "text of d": status}, "problems": []}


@pytest.mark.parametrize(
    ("statuses", "right"),
    [
        (("new", "known", "known", "known"), True),
        (("new", "new", "known", "known"), False),
        (("known", "known", "known", "known"), False),
        (("new", "known", "known", "refused"), False),
    ],
)
def test_a_crowd_in_which_not_exactly_one_is_first_is_counted(statuses: tuple[str, ...], right: bool) -> None:
    tally = Tally()
    together.judge_crowd(list(map(told, statuses)), texts={"d"}, tally=tally)
    assert (tally.failures == 0) == right


def test_a_refusal_in_a_crowd_is_counted() -> None:
    tally = Tally()
    together.judge_crowd([told("new"), told("known") | {"problems": ["It is locked."]}], texts={"d"}, tally=tally)
    assert tally.failures == 1
