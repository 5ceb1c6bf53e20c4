from pathlib import Path

import pytest

from kg.authoring.problems import AuthoringError
from kg.authoring.source import read_source


def test_a_byte_order_mark_is_no_part_of_the_text(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(b"\xef\xbb\xbfa: 1\n")
    assert read_source(path) == "a: 1\n"


def test_what_is_not_utf_8_is_refused_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(b"a: 1\nb: caf\xe9\n")
    with pytest.raises(AuthoringError, match=r"a.yaml:2: the file is not UTF-8 text \(byte 11\). Save it as UTF-8."):
        read_source(path)


def test_a_folder_and_a_missing_file_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(AuthoringError, match="is a folder"):
        read_source(tmp_path)
    with pytest.raises(AuthoringError, match="does not exist"):
        read_source(tmp_path / "none.yaml")


def test_a_large_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    with path.open("wb") as file:
        file.truncate(6_000_000)
    with pytest.raises(AuthoringError, match="larger than 5 MB"):
        read_source(path)
