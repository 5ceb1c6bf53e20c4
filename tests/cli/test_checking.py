"""`kg check`: a draft about the column, with right and wrong figures, as page, table and JSON."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.running import Kg

DRAFT = Path(__file__).parent.parent / "fixtures" / "drafts" / "column.md"


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a workspace with the column and the digest; it is only read."""
    from datetime import UTC, datetime  # noqa: PLC0415 (only here)

    from kg.cli.run import run  # noqa: PLC0415
    from kg.resources import folder  # noqa: PLC0415

    place = tmp_path_factory.mktemp("shipped") / "ledger"
    files = [
        str(folder("events") / f"{n}.yaml") for n in ("entities", "entities-more", "inference-pivot", "week-17-digest")
    ]
    told = str(place.with_name("ingest.txt"))
    for words in (["-q", "init", str(place)], ["-C", str(place), "-q", "ingest", *files, "-o", told]):
        assert run(words, now=lambda: datetime.now(UTC)) == 0
    return place


def test_a_draft_as_a_page(kg: Kg, shipped: Path, tmp_path: Path, golden: Callable[[str, str], None]) -> None:
    shutil.copy(DRAFT, tmp_path / "column.md")
    done = kg("check", "column.md", "-f", "text", at=shipped)
    assert (done.code, done.err) == (1, "")
    golden("check/column.txt", done.out)


def test_piped_it_is_json_and_the_verdicts_are_these(kg: Kg, shipped: Path) -> None:
    done = kg("check", str(DRAFT), at=shipped)
    told = {f"{each['line']} {each['figure']}": each["verdict"] for each in json.loads(done.out)["figures"]}
    assert told == {
        "8 $3B+": "agrees",
        "8 $15 billion": "differs",
        "8 60% premium": "agrees",
        "9 $22 billion": "agrees",
        "11 23 kW": "cannot hold",
        "11 14.3 kW": "cannot hold",
        "12 21x": "cannot hold",
        "12 2.2 times": "cannot hold",
        "13 27 TB/s": "differs",
        "17 $380 million": "agrees",
        "17 1.5 GW": "agrees",
        "18 Q3 2027": "differs",
        "20 2,000 to 5,000 USD/kW": "agrees",
        "20 about 0.4 Wh": "differs",
        "24 32 kW": "cannot hold",
        "32 8th": "differs",
        "32 more than 1 billion RMB": "agrees",
        "32 over 10 bn RMB": "agrees",
        "33 £500 million": "unknown",
        "33 300 people": "unknown",
        "33 13-fold less": "agrees",
        "34 46 %": "differs",
        "34 £500m": "agrees",
    }


def test_other_forms_and_exit_codes(kg: Kg, shipped: Path) -> None:
    assert kg("check", str(DRAFT), "-f", "csv", at=shipped).out.startswith("place,figure,verdict,about,says,claims\n")
    right = kg("check", "-", "-f", "text", at=shipped, stdin="The CS-3 draws 23 kW.")
    assert (right.code, right.out.splitlines()[0]) == (0, "standard input: 1 figure: 1 agrees")
    assert kg("check", "-", at=shipped, stdin="The CS-3 draws 24.9 kW.").code == 1


def test_the_words_of_a_source_stand_beside_what_differs(kg: Kg, shipped: Path) -> None:
    shown = kg("check", "-", "-f", "text", at=shipped, stdin="The CS-3 draws 32 kW.").out
    assert "»Its power draw is put at 23 kW«" in shown


@pytest.mark.parametrize(
    ("text", "says"),
    [("No figure here.", "no figure that could be checked"), ("", "no sentence"), ("a\0b", "zero bytes")],
)
def test_what_cannot_be_checked_is_one_sentence(kg: Kg, shipped: Path, text: str, says: str) -> None:
    done = kg("check", "-", at=shipped, stdin=text)
    assert (done.code, done.out, done.err.count("\n")) == (4, "", 1)
    assert says in done.err


def test_a_draft_is_checked_as_of_a_day(kg: Kg, shipped: Path) -> None:
    done = kg("check", "-", "--as-of", "2020-01-01", at=shipped, stdin="The CS-3 draws 23 kW.")
    assert json.loads(done.out)["figures"][0]["verdict"] == "unknown"
