"""What a snapshot's name says, and that it notices each file that decides what the graph says."""

import subprocess
import sys
from pathlib import Path

import pytest

from kg.stores import stamp

PACKAGE = Path(stamp.__file__).parent.parent
NOT_THE_GRAPH = {"log"}
"""The log hands on what it was given."""


def test_every_module_that_a_replay_imports_is_looked_at() -> None:
    code = "import sys, kg.replay; print(*(m.__file__ for n, m in sys.modules.items() if n.startswith('kg.')))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    imported = {Path(name).relative_to(PACKAGE) for name in loaded}
    assert len(imported) > 30
    looked_at = {path.relative_to(PACKAGE) for pattern in stamp.DECIDE for path in PACKAGE.glob(pattern)}
    assert {path for path in imported - looked_at if path.parts[0] not in NOT_THE_GRAPH} == set()


def test_other_words_make_another_program(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    ours = stamp.program()
    monkeypatch.setattr("kg.stores.stamp.folder", lambda _: tmp_path)
    stamp.program.cache_clear()
    without = stamp.program()
    (tmp_path / "kg.ttl").write_text("<x:s> <x:p> <x:o> .")
    stamp.program.cache_clear()
    with_one = stamp.program()
    stamp.program.cache_clear()
    assert len({ours, without, with_one}) == 3


def test_a_name_tells_position_chain_and_program() -> None:
    assert stamp.of(12, "ab" * 32) == f"12-abababababab-{stamp.program()}"
