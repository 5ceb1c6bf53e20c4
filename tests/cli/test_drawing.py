"""`kg draw`: the list, the three forms, and what it refuses."""

import json
from pathlib import Path

import pytest

from kg.pictures import PICTURES
from tests.cli.running import Kg


def test_the_list_names_every_picture(kg: Kg) -> None:
    assert all(each.name in kg("draw").out for each in PICTURES)
    assert [each["name"] for each in json.loads(kg("draw", "-f", "json").out)["pictures"]] == [p.name for p in PICTURES]


def test_a_specification_needs_no_extra_and_is_always_the_same(kg: Kg, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "vl_convert", None)
    one, other = (
        kg("draw", "claim-tree", "claim=orchid-launch/speed"),
        kg("draw", "claim-tree", "claim=orchid-launch/speed"),
    )
    assert one.code == 0
    assert one.out == other.out
    assert json.loads(one.out)["$schema"].endswith("v6.json")
    without = kg("draw", "claim-tree", "claim=orchid-launch/speed", "-o", "tree.svg")
    assert without.code == 3
    assert "claimledger[plots]" in without.err


def test_images_are_written_by_the_name_of_the_file(kg: Kg, tmp_path: Path) -> None:
    pytest.importorskip("vl_convert")
    for name, begin in (("tree.svg", b"<svg"), ("tree.png", b"\x89PNG")):
        assert kg("draw", "claim-tree", "claim=orchid-launch/speed", "--width", "340", "-o", name).code == 0
        assert (tmp_path / name).read_bytes().startswith(begin)
    assert kg("draw", "claim-tree", "claim=orchid-launch/speed", "-o", "tree.svg").code == 4


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("du",), 4, "no picture called 'du'. Did you mean due?"),
        (("due", "-o", "due.gif"), 2, "cannot be written as gif"),
        (("due", "-f", "png"), 2, "no text for a terminal"),
        (("claim-tree",), 4, "needs a value for claim"),
        (("claim-tree", "claim=orchid-launch/sped"), 4, "Did you mean orchid-launch/speed"),
        (("due", "--as-of", "2020-01-01"), 4, "no plan or forecast"),
        (("due", "width=3"), 4, "takes no parameter 'width'"),
    ],
)
def test_what_cannot_be_drawn_is_one_sentence(kg: Kg, words: tuple[str, ...], code: int, said: str) -> None:
    done = kg("draw", *words)
    assert (done.code, done.out) == (code, "")
    assert said in done.err
    assert len(done.err.splitlines()) == 1
