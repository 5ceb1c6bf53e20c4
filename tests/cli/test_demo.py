"""The first look, on the shipped corpus."""

from collections.abc import Callable
from pathlib import Path

from tests.cli.running import Kg


def test_demo(kg: Kg, golden: Callable[[str, str], None]) -> None:
    done = kg("demo", "look", at=None)
    assert (done.code, done.err) == (0, "")
    golden("demo.txt", done.out)
    assert Path("look/kg.toml").is_file()
    assert max(map(len, done.out.splitlines())) <= 100
    # a second look at the same folder takes nothing in again and shows the same
    assert kg("demo", "look", at=None).out == done.out


def test_demo_into_a_folder_with_other_things(kg: Kg, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    done = kg("demo", ".", at=None)
    assert (done.code, done.err.count("\n")) == (4, 1)
