"""A text in, short hashes of its eight-word shingles out, so that borrowed sentences can be found without the text."""

import hashlib
import re
from collections.abc import Iterator

WORDS = 8
_WORD = re.compile(r"\w+")


def shingles(text: str) -> Iterator[tuple[str, str]]:
    """Yield each run of eight words, case folded, with the first 12 hexadecimal digits of its SHA-256."""
    words = _WORD.findall(text.casefold())
    for start in range(len(words) - WORDS + 1):
        run = " ".join(words[start : start + WORDS])
        yield run, hashlib.sha256(run.encode()).hexdigest()[:12]
