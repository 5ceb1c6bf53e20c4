"""Sources in, CSL-JSON out, for Zotero and pandoc: one entry a document, dates only as far as they are known."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from kg.characters import shown
from kg.exporters.base import Counts, Exporter, Options, json_lines, load_json, text_file
from kg.exporters.citing import date_parts
from kg.tabular import Content, as_text

_TYPES = {
    **dict.fromkeys(("article", "column", "digest", "wire"), "article-newspaper"),
    "paper": "article-journal",
    "filing": "report",
    "press-release": "webpage",
    "post": "post-weblog",
}
_OTHERWISE = "webpage"


def _write(content: Content, path: Path, _: Options) -> Counts:
    with text_file(path) as file:
        file.write("[")
        count = json_lines(file, _entries(content))
        file.write("\n]\n")
    return {"sources": count}


def _entries(content: Content) -> Iterator[dict[str, Any]]:
    for source in content.sheet("sources").records():
        kind, read = as_text(source["kind"]), source["read_on"]
        issued = date_parts(source["published"], source["published_latest"])
        authors = source["authors"] if isinstance(source["authors"], tuple) else ()
        notes = [f"{source['claims']} claims in the ledger as {source['id']}"]
        notes += ["RETRACTED"] if source["status"] == "retracted" else []
        entry = {
            "id": source["id"],
            "type": _TYPES.get(kind, _OTHERWISE),
            "title": shown(as_text(source["title"])),
            "author": [{"literal": shown(name)} for name in authors],
            "container-title" if kind in {"article", "column", "digest", "wire"} else "publisher": source["publisher"],
            "issued": {"date-parts": [list(issued)]} if issued else None,
            "accessed": {"date-parts": [[read.year, read.month, read.day]]} if isinstance(read, date) else None,
            "URL": source["url"],
            "language": source["language"],
            "abstract": shown(as_text(source["summary"])),
            "note": "; ".join(notes),
        }
        yield {name: value for name, value in entry.items() if value}


def _count(path: Path) -> Counts:
    return {"sources": len(load_json(path))}


CSLJSON = Exporter("csljson", ".csl.json", "the sources, for Zotero and pandoc", _write, _count)
