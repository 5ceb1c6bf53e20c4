"""Who is who from the command line: judged, shown, undone; a folded id leads to the one kept, and that is said."""

import json
from pathlib import Path

import pytest

from tests.cli.running import Kg

WHY = ("--reason", "It was said so.")
NAMES = {
    "nuscale": {"class": "Company", "label": "NuScale", "aliases": ["NuScale Power"]},
    "nscale": {"class": "Company", "label": "Nscale"},
    "larch-inc": {"class": "Company", "label": "Larch Incorporated", "aliases": ["LARCH"]},
}


@pytest.fixture
def judged(kg: Kg, ledger: Path, tmp_path: Path) -> Path:
    """Return a workspace of one's own with three companies more."""
    path = tmp_path / "names.yaml"
    path.write_text(json.dumps({"entities": NAMES}), encoding="utf-8")
    done = kg("ingest", str(path), at=ledger)
    assert "looks like one: larch and larch-inc" in " ".join(done.out.split())
    assert "`kg duplicates`" in done.out
    return ledger


def position(said: str) -> str:
    return said.partition("recorded as ")[2].partition(":")[0]


def test_candidates_are_listed_until_somebody_judges_them(kg: Kg, judged: Path) -> None:
    found = json.loads(kg("duplicates", "-f", "json", at=judged).out)
    assert [(row["one"].rpartition("/")[2], row["other"].rpartition("/")[2]) for row in found][:2] == [
        ("larch", "larch-inc"),
        ("nscale", "nuscale"),
    ]
    assert "`kg merge larch larch-inc --reason" in kg("duplicates", at=judged).err
    assert kg("merge", "larch", "larch-inc", *WHY, at=judged).code == 0
    apart = kg("keep-apart", "nuscale", "nscale", *WHY, at=judged)
    done = kg("duplicates", at=judged)
    assert (done.code, "nobody has judged" in done.err) == (1, True)
    assert kg("undo", position(apart.err), *WHY, at=judged).code == 0
    assert "nuscale" in kg("duplicates", at=judged).out


def test_a_folded_id_leads_to_the_entity_kept_and_that_is_said_once(kg: Kg, judged: Path) -> None:
    done = kg("merge", "larch", "larch-inc", *WHY, at=judged)
    said = f"larch-inc is taken as larch, by record {position(done.err)}"
    for words in (("show", "larch-inc"), ("query", "claims-about", "entity=larch-inc"), ("search", "Incorporated")):
        ran = kg(*words, at=judged)
        assert ran.code == 0
        assert ran.err.count(said) == 1, words
        assert "larch" in ran.out.lower()
    same = [
        kg("query", "claims-about", f"entity={name}", "-f", "csv", at=judged).out for name in ("larch", "larch-inc")
    ]
    assert same[0] == same[1] != ""
    shown = " ".join(kg("show", "Larch Incorporated", at=judged).out.split())
    assert f"Folded into it larch-inc record {position(done.err)} because It was said so." in shown
    assert json.loads(kg("show", "larch", "-f", "json", at=judged).out)["folded"][0]["other"] == "larch-inc"
    assert "entities-merged" in kg("log", "larch-inc", at=judged).out


def test_merge_undo_and_merge_again(kg: Kg, judged: Path) -> None:
    first = kg("merge", "larch", "larch-inc", *WHY, at=judged)
    assert "nothing new" in kg("merge", "larch", "larch-inc", *WHY, at=judged).err
    assert json.loads(kg("undo", position(first.err), *WHY, "--dry-run", at=judged).out)["type"] == "judgement-undone"
    undone = kg("undo", position(first.err), *WHY, at=judged)
    assert f"undone by record {position(undone.err)}" in " ".join(
        kg("show", position(first.err), at=judged).out.split()
    )
    assert "Larch Incorporated" in kg("show", "larch-inc", at=judged).out.splitlines()[0]
    again = kg("merge", "larch", "larch-inc", *WHY, at=judged)
    assert int(position(again.err)) == int(position(undone.err)) + 1
    assert kg("verify", at=judged).code == 0


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (("merge", "larch", "larsh", *WHY), "Did you mean larch"),
        (("merge", "larch", "larch", *WHY), "itself"),
        (("merge", "larch", "fern", *WHY), "cannot be one thing"),
        (("undo", "1", *WHY), "neither a merge nor a keeping apart"),
        (("undo", "nonsense", *WHY), "no record"),
    ],
)
def test_what_does_not_fit_is_refused_with_a_hint(kg: Kg, judged: Path, words: tuple[str, ...], hint: str) -> None:
    done = kg(*words, at=judged)
    assert (done.code, done.out) == (4, "")
    assert hint in done.err
