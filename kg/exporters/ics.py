"""Claims in, a calendar (RFC 5545) out: what was planned or foreseen, on the last day by which it can be checked.

The stamp of an entry is when the ledger recorded its claim, so that the same ledger gives the same bytes.
"""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from kg.characters import shown
from kg.exporters.base import Counts, Exporter, Options, text_file, written_text
from kg.tabular import Content, Value, as_text

_DUE = frozenset({"planned", "scheduled", "projected", "targeted", "question"})
_SPECIAL = re.compile(r"[\\;,]")
_CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f\ud800-\udfff]")
_LINE, _MORE = 75, 74
"""Octets on a line, and on each line that goes on after a space."""
Record = dict[str, Value]


def _write(content: Content, path: Path, _: Options) -> Counts:
    count = 0
    with text_file(path, newline="") as file:
        head = (
            "BEGIN:VCALENDAR",
            "VERSION:2.0",
            "PRODID:-//claimledger//kg//EN",
            f"X-WR-CALNAME:{_text(content.title)}",
        )
        file.writelines(map(_folded, head))
        for claim in sorted(
            content.sheet("claims").records(), key=lambda claim: (as_text(claim["latest"]), claim["id"])
        ):
            if claim["modality"] in _DUE and claim["status"] == "stands" and isinstance(claim["latest"], date):
                file.writelines(map(_folded, _entry(claim, claim["latest"])))
                count += 1
        file.write("END:VCALENDAR\r\n")
    return {"dates": count}


def _entry(claim: Record, due: date) -> Iterator[str]:
    recorded = claim["recorded_at"]
    stamp = recorded if isinstance(recorded, datetime) else datetime(1970, 1, 1, tzinfo=UTC)
    about = f"{claim['subject_label']}: " if not claim["states"] else ""
    told = [
        f"{claim['modality']}, as said by {as_text(claim['said_by_labels'])}",
        f"time as stated: {as_text(claim['time'])}",
        f"claim {claim['id']}",
    ]
    if claim["outcome"]:
        told.append(f"outcome: {as_text(claim['outcome'])}")
    if claim["disputed_by"]:
        told.append(f"disputed by {as_text(claim['disputed_by'])}")
    yield "BEGIN:VEVENT"
    yield f"UID:{claim['id']}@claimledger"
    yield f"DTSTAMP:{stamp:%Y%m%dT%H%M%SZ}"
    yield f"DTSTART;VALUE=DATE:{due:%Y%m%d}"
    if due < date.max:
        yield f"DTEND;VALUE=DATE:{due + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{_text(f'{about}{says(claim)}')}"
    yield "DESCRIPTION:" + _text("\n".join(told))
    if claim["url"]:
        yield f"URL:{_CONTROL.sub('', as_text(claim['url']))}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def says(claim: Record) -> str:
    """Return what a claim says, in its own sentence or in the words of its relation."""
    denied = "not: " if claim["negated"] == "yes" else ""
    if claim["states"]:
        return f"{denied}{claim['states']}"
    said = claim["figure"] or as_text(claim["object_labels"]) or as_text(claim["time"])
    return f"{denied}{claim['relation_label']}: {said}" if said else f"{denied}{claim['relation_label']}"


def _text(text: str) -> str:
    clean = shown(_CONTROL.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n")))
    return _SPECIAL.sub(lambda match: f"\\{match.group()}", clean).replace("\n", "\\n")


def _folded(line: str) -> str:
    """Return a line with its end, folded so that no part has more than 75 octets and no character is cut."""
    parts, part, room = [], "", _LINE
    for char in line:
        size = len(char.encode())
        if size > room:
            parts.append(part)
            part, room = "", _MORE
        part, room = part + char, room - size
    return "\r\n ".join([*parts, part]) + "\r\n"


def _count(path: Path) -> Counts:
    with written_text(path, newline="\r\n") as file:
        return {"dates": sum(1 for line in file if line == "BEGIN:VEVENT\r\n")}


ICS = Exporter("ics", ".ics", "what falls due when, for calendars", _write, _count)
