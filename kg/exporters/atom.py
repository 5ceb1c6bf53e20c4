"""Records of the ledger in, an Atom feed (RFC 4287) of what changed out, the newest first, at most 500."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from kg.characters import shown
from kg.exporters.base import Counts, Exporter, Options, text_file
from kg.ids import ID
from kg.tabular import Content, Value, as_text
from kg.tabular.sheet import instant
from kg.tabular.xml import element, possible, tags

MOST = 500
_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom">
"""
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)
"""Stands for when a ledger without records changed, since a feed must say when."""
Record = dict[str, Value]


def _write(content: Content, path: Path, _: Options) -> Counts:
    records = list(content.sheet("records").records())
    newest = records[-1]["recorded_at"] if records else _NEVER
    with text_file(path) as file:
        file.write(_HEAD)
        file.write(element("id", f"{ID}feed"))
        file.write(element("title", f"Changes of the ledger: {content.title}"))
        file.write(element("updated", _instant(newest)))
        file.write(f"<author>{element('name', 'kg')}</author>\n")
        shown = records[-MOST:]
        file.writelines(f"<entry>{''.join(_entry(record))}</entry>\n" for record in reversed(shown))
        file.write("</feed>\n")
    return {"entries": len(shown)}


def _entry(record: Record) -> Iterator[str]:
    yield element("id", f"{ID}event/{record['position']}")
    yield element("title", shown(possible(_title(record))))
    yield element("updated", _instant(record["recorded_at"]))
    if record["url"]:
        yield element("link", values={"href": as_text(record["url"])})
    yield element("category", values={"term": as_text(record["type"])})
    yield element("summary", shown(possible(_summary(record))))


def _title(record: Record) -> str:
    """Return what a record did: its type, and what it brought, ended or concerns."""
    what = as_text(record["type"]).replace("-", " ")
    about = as_text(record["titles"]) or as_text(record["ended"]) or as_text(record["concerns"])
    return f"{what}: {about}" if about else what


def _summary(record: Record) -> str:
    told = [f"Record {record['position']} of the ledger."]
    if record["claims"]:
        told.append(f"It brought {record['claims']} claim{'' if record['claims'] == 1 else 's'}.")
    if record["ended"]:
        told.append(f"{as_text(record['ended'])} became {as_text(record['ending'])}.")
    if record["reason"]:
        told.append(f"Reason: {as_text(record['reason'])}")
    return " ".join(told)


def _instant(value: Value) -> str:
    return instant(value) if isinstance(value, datetime) else instant(_NEVER)


def _count(path: Path) -> Counts:
    return {"entries": sum(1 for _ in tags(path, ("entry",)))}


ATOM = Exporter("atom", ".atom", "what the ledger recorded last, for feed readers", _write, _count)
