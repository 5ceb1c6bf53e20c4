"""Sources in, BibTeX out, for LaTeX and pandoc: one entry a document, its id for a key."""

import re
from datetime import date
from pathlib import Path

from kg.characters import shown
from kg.exporters.base import Counts, Exporter, Options, text_file, written_text
from kg.exporters.citing import date_parts
from kg.tabular import Content, Value, as_text

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_TYPES = {**dict.fromkeys(("article", "column", "digest", "wire", "paper"), "article"), "filing": "techreport"}
_HOUSE = {"article": "journal", "techreport": "institution"}
_SPECIAL = re.compile(r"[\\{}%&#$_~^]")
_WRITTEN = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "{": r"\{",
    "}": r"\}",
}
_CONTROL = re.compile("[\x00-\x1f\x7f]+")
Record = dict[str, Value]


def _write(content: Content, path: Path, _: Options) -> Counts:
    sources = content.sheet("sources")
    with text_file(path) as file:
        for source in sources.records():
            file.write(_entry(source))
    return {"sources": len(sources.rows)}


def _entry(source: Record) -> str:
    kind = _TYPES.get(as_text(source["kind"]), "misc")
    issued = date_parts(source["published"], source["published_latest"])
    authors = source["authors"] if isinstance(source["authors"], tuple) else ()
    read = source["read_on"]
    retracted = "retracted; " if source["status"] == "retracted" else ""
    # Braces keep titles in their case and names of houses in one piece.
    fields = {
        "title": f"{{{_text(source['title'])}}}",
        "author": " and ".join(f"{{{_text(name)}}}" for name in authors),
        _HOUSE.get(kind, "publisher"): _text(source["publisher"]),
        "year": str(issued[0]) if issued else "",
        "day": str(issued[2]) if len(issued) > 2 else "",  # noqa: PLR2004 (year, month and day)
        "url": _bare(source["url"]),
        "urldate": read.isoformat() if isinstance(read, date) else "",
        "note": f"{retracted}{source['claims']} claims in the ledger",
    }
    lines = [f"  {name} = {{{value}}},\n" for name, value in fields.items() if value and value != "{}"]
    if len(issued) > 1:
        lines.append(f"  month = {_MONTHS[issued[1] - 1]},\n")
    return f"@{kind}{{{as_text(source['id'])},\n{''.join(lines)}}}\n\n"


def _text(value: Value) -> str:
    clean = shown(_CONTROL.sub(" ", as_text(value)))
    return _SPECIAL.sub(lambda match: _WRITTEN.get(match.group(), f"\\{match.group()}"), clean)


def _bare(value: Value) -> str:
    """Return an address, in which nothing is escaped; braces, which would end the field, by their numbers."""
    return _CONTROL.sub("", as_text(value)).replace("{", "%7B").replace("}", "%7D").replace("\\", "%5C")


def _count(path: Path) -> Counts:
    with written_text(path) as file:
        return {"sources": sum(1 for line in file if line.startswith("@"))}


BIBTEX = Exporter("bibtex", ".bib", "the sources, for LaTeX and reference managers", _write, _count)
