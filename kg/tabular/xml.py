"""Texts in, pieces of XML 1.0 out that are well-formed whatever the texts hold.

XML 1.0 has no place for most control characters, nor for halves of surrogate pairs: each becomes U+FFFD, which says
that something stood there. Line ends and tabs are written as references, since readers turn bare ones into spaces.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from xml.etree import ElementTree as ET

_IMPOSSIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_SPECIAL = re.compile('[&<>"\t\n\r\x7f-\x9f\x00-\x1f\ud800-\udfff\ufffe\uffff]')
_SHORT = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"}
REPLACED = "\ufffd"


def possible(text: str) -> str:
    """Return a text with what XML cannot hold replaced, for writers that do the rest themselves."""
    return _IMPOSSIBLE.sub(REPLACED, text)


def escape(text: str) -> str:
    """Return a text as it stands in an attribute or between tags."""
    return _SPECIAL.sub(_escaped, text) if _SPECIAL.search(text) else text


def _escaped(match: re.Match[str]) -> str:
    char = match.group()
    if _IMPOSSIBLE.match(char):
        return REPLACED
    return _SHORT.get(char) or f"&#{ord(char)};"


def attributes(values: Mapping[str, str | None]) -> str:
    """Return attributes with a space before each; one that is None is left out."""
    return "".join(f' {name}="{escape(value)}"' for name, value in values.items() if value is not None)


def element(tag: str, text: str | None = None, values: Mapping[str, str | None] | None = None) -> str:
    """Return an element with attributes and, if there is one, a text."""
    head = f"{tag}{attributes(values or {})}"
    return f"<{head}/>" if text is None else f"<{head}>{escape(text)}</{tag}>"


def tags(path: Path, wanted: Iterable[str]) -> Iterator[str]:
    """Yield the local names of the elements of a file that are among `wanted`, without keeping what was read."""
    names = frozenset(wanted)
    parents: list[ET.Element] = []
    for event, found in ET.iterparse(path, events=("start", "end")):  # noqa: S314 (our own file, just written)
        if event == "start":
            parents.append(found)
            continue
        parents.pop()
        local = found.tag.rpartition("}")[2]
        if local in names:
            yield local
            found.clear()
            if parents:
                parents[-1].clear()
