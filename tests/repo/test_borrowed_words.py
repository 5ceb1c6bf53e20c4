"""No sentence of the column stands in the repository; names, titles and figures may."""

import re
import subprocess
from pathlib import Path

import pytest

from tests.repo.shingles import shingles

HASHES = Path(__file__).parent / "column-shingles.txt"
TITLE_LINES = 1
"""The column's first line is its title, which may be named."""


_NAMES = re.compile(r"^(?:title|url|#.*https?):.*$", re.MULTILINE)
"""A document's title and address name it; that of another page may share words with the column."""


def _of_the_column(shared: Path) -> list[str]:
    lines = (shared / "seed" / "inference-pivot.txt").read_text(encoding="utf-8").splitlines()
    return sorted({digest for _, digest in shingles("\n".join(lines[TITLE_LINES:]))})


def _files(root: Path) -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],  # noqa: S607 (the git of this machine)
        cwd=root,
        capture_output=True,
        check=False,
    )
    if listed.returncode:
        pytest.skip("this is not a git checkout")
    return [root / name for name in listed.stdout.decode().split("\0") if name]


def test_the_list_of_hashes_is_that_of_the_column(shared: Path) -> None:
    assert HASHES.read_text(encoding="utf-8").split() == _of_the_column(shared)


def test_no_eight_words_of_the_column_stand_in_the_repository(root: Path) -> None:
    hashes = set(HASHES.read_text(encoding="utf-8").split())
    assert len(hashes) > 1000
    borrowed = []
    for path in _files(root):
        try:
            text = path.read_text(encoding="utf-8")
        except (UnicodeDecodeError, FileNotFoundError, IsADirectoryError):
            continue
        if path.parent.name == "events":
            text = _NAMES.sub("", text)
        borrowed += [f"{path.relative_to(root)}: {run}" for run, digest in shingles(text) if digest in hashes]
    assert borrowed == []


def test_the_shingles_would_find_a_borrowed_sentence() -> None:
    sentence = "one two three four five six seven eight nine"
    (first, digest), _ = shingles(sentence)
    assert first == "one two three four five six seven eight"
    assert digest in {found for _, found in shingles(f"Before. One, two: THREE four five six seven eight! {sentence}")}
