from pathlib import Path

import pytest

from kg.stores.stamp import program, stamp


def test_a_stamp_names_position_chain_and_program() -> None:
    assert stamp(12, "abcdef" * 10) == f"12-abcdefabcdef-{program()}"


def test_the_program_counts_the_vocabulary(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    ours = program()
    monkeypatch.setattr("kg.stores.stamp.folder", lambda _: tmp_path)
    program.cache_clear()
    try:
        assert program() != ours
    finally:
        program.cache_clear()
