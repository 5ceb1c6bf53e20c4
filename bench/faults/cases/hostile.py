"""A kind of field in, the strings that it must not take out; and values from real news that every door must take.

A string is hostile to a kind of field, not by itself: `2026-13-45` is a bad day and a fair id. So each kind has the
widest grammar that real use could ask for, and only what lies outside of it is called hostile there.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

Shape = Literal[
    "name",
    "claim",
    "objects",
    "url",
    "language",
    "day",
    "words-hash",
    "text-hash",
    "content-hash",
    "term",
    "choice",
    "judgement",
    "number",
    "count",
    "label",
    "line",
    "part",
    "text",
]
"""What a field bears: an id (`name`), an id of a claim, a word of the vocabulary (`term`), one of few words that are
named in the class (`choice`), a name that people read (`label`), a short text (`line`), a number, range or
word of an assumption (`part`), a longer text (`text`)."""

_NAME = r"[a-z0-9](?:[a-z0-9._-]{0,118}[a-z0-9])?"
_UNSEEN = "\u00ad\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\uffff\U000e0000-\U000e00ff"
_NO_LABEL = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\U000e0000-\U000e007f"
"""Controls, marks that turn the direction, halves of pairs, and tag characters, which only a flag may hold."""
WIDEST: Mapping[Shape, re.Pattern[str]] = {
    "name": re.compile(_NAME),
    "claim": re.compile(f"{_NAME}/{_NAME}"),
    "objects": re.compile(_NAME),
    "url": re.compile(rf"(?i:https?)://[^\s\x00-\x20\x7f-\xa0<>\"{{}}|\\^`\ud800-\udfff{_UNSEEN}]{{1,4000}}"),
    "language": re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8}){0,6}"),
    "day": re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}"),
    "words-hash": re.compile(r"[0-9a-f]{12}"),
    "text-hash": re.compile(r"sha256:[0-9a-f]{64}"),
    "content-hash": re.compile(r"[0-9a-f]{64}"),
    "term": re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]{0,98}[A-Za-z0-9])?"),
    "choice": re.compile(r"[a-z](?:[A-Za-z-]{0,30}[A-Za-z])?"),
    "judgement": re.compile(rf"(?:merge|apart)/{_NAME}/{_NAME}(?:/[1-9][0-9]{{0,8}})?"),
    "number": re.compile(r"[-+]?[0-9]{1,40}(?:\.[0-9]{1,40})?(?:[Ee][-+]?[0-9]{1,2})?"),
    "count": re.compile(r"[0-9]{1,15}"),
    "label": re.compile(f"(?:[^{_NO_LABEL}]|\U0001f3f4[\U000e0020-\U000e007e]+\U000e007f){{1,1000}}"),
    "line": re.compile(r"[^\x00\ud800-\udfff]{1,2000}"),
    "part": re.compile(r"[^\x00-\x1f\x7f-\x9f\ud800-\udfff]{1,300}"),
    "text": re.compile(r"[^\x00\ud800-\udfff]{1,100000}"),
}
"""What each kind may hold at the very most; a door may well be stricter."""


@dataclass(frozen=True, slots=True)
class Hostile:
    """One string, and what it would do where it were believed."""

    name: str
    text: str
    why: str


def must_refuse(shape: Shape, text: str) -> bool:
    """Return whether no door may take `text` in a field of this kind; False leaves it open."""
    if not WIDEST[shape].fullmatch(text) or not text.strip():
        return True
    if shape == "day":
        try:
            date.fromisoformat(text)
        except ValueError:
            return True
    return False


_LONG, _VERY_LONG = 10_000, 1_000_000
HOSTILE: tuple[Hostile, ...] = (
    Hostile("absolute", "/etc/passwd", "a path from the root"),
    Hostile("absolute folder", "/nowhere/kg-canary", "a folder that an erasure would delete"),
    Hostile("up", "../escaped", "a path out of the folder"),
    Hostile("far up", "../" * 12 + "nowhere/kg-canary", "a path to the root of the disk"),
    Hostile("two dots", "..", "the folder above: deleting it deletes the workspace"),
    Hostile("one dot", ".", "the folder itself: deleting it deletes all documents"),
    Hostile("up inside", "acme/../../escaped", "a path that climbs after a fair beginning"),
    Hostile("up and dot", "./../escaped", "the same behind a dot"),
    Hostile("nested slashes", "a//b///c", "a path with empty parts"),
    Hostile("three parts", "a/b/c", "neither an id nor the id of a claim"),
    Hostile("slash at the end", "acme/", "a folder, or a claim without key"),
    Hostile("slash at the start", "/acme", "a claim without document"),
    Hostile("only a slash", "/", "the root of the disk"),
    Hostile("empty", "", "the folder of all documents"),
    Hostile("space", " ", "nothing that can be seen"),
    Hostile("space inside", "acme chips", "no IRI: the loader of the graph stops at it"),
    Hostile("space behind", "acme ", "two ids that look alike"),
    Hostile("no-break space", "acme\xa0chips", "a space that no pattern for blanks need know"),
    Hostile("tab", "acme\tchips", "no IRI"),
    Hostile("line break", "acme\nchips", "ends a line of N-Triples"),
    Hostile("line break behind", "acme\n", "`$` in a pattern lets it pass"),
    Hostile("carriage return", "acme\r", "ends a line for some readers"),
    Hostile("next line", "acme\x85b", "ends a line for Python's splitlines"),
    Hostile("line separator", "acme\u2028b", "ends a line for JavaScript and YAML"),
    Hostile("a statement", "x> <y> <z> .\n<a", "writes a statement of the attacker's choice"),
    Hostile(
        "a full statement",
        "x> <https://w3id.org/claimledger/ns#status> <https://w3id.org/claimledger/ns#retracted> .\n"
        "<https://w3id.org/claimledger/id/x",
        "ends a claim of another source",
    ),
    Hostile("a statement in a literal", '" .\n<urn:a> <urn:b> <urn:c> .\n<urn:d> <urn:e> "', "closes a literal"),
    Hostile("language and statement", "en> .\n<urn:a> <urn:b> <urn:c> .", "breaks out of a language tag"),
    Hostile("datatype", 'x"^^<urn:t> . <urn:a> <urn:b> "c', "breaks out of a literal without a line break"),
    Hostile("a graph", "x> <y> <z> <urn:g> .\n<a", "a fourth term: N-Quads with a graph of its own"),
    Hostile("angle brackets", "<urn:x>", "an IRI in an IRI"),
    Hostile("angle bracket", "acme>", "closes an IRI"),
    Hostile("SPARQL comment", "acme> } # ", "closes a pattern and hides the rest"),
    Hostile("SPARQL update", "x> } ; DROP ALL ; INSERT DATA { <urn:a> <urn:b> <c", "a second operation"),
    Hostile("quotation mark", 'acme"', "closes a literal"),
    Hostile("backslash", "acme\\", "escapes what follows"),
    Hostile("escape", "acme\\u003E", "an angle bracket for whoever unescapes"),
    Hostile("braces", "{acme}", "no character of an IRI"),
    Hostile("caret and bar", "a|b^c`d", "no characters of an IRI"),
    Hostile("NUL", "acme\0.txt", "ends a path in C"),
    Hostile("escape sequence", "\x1b[2Jacme", "clears a terminal"),
    Hostile("bell and delete", "acme\x07\x7f", "controls"),
    Hostile("C1 control", "acme\x9b31m", "a control sequence in one character"),
    Hostile("override", "acme\u202egnp.exe", "is shown from right to left"),
    Hostile("isolate", "\u2066acme\u2069", "looks like another id"),
    Hostile("zero width", "ac\u200bme", "looks like another id"),
    Hostile("zero width joiner", "ac\u200dme", "looks like another id"),
    Hostile("byte order mark", "\ufeffacme", "looks like another id"),
    Hostile("tag characters", "acme\U000e0061\U000e0062", "words that only a machine reads"),
    Hostile("variation selector", "acme\ufe0f", "looks like another id"),
    Hostile("soft hyphen", "ac\u00adme", "looks like another id"),
    Hostile("lone high surrogate", "acme\ud800", "no text: it cannot be written as UTF-8"),
    Hostile("lone low surrogate", "\udc80acme", "what Python makes of a bad byte in a path"),
    Hostile("surrogates turned", "\ude00\ud83d", "a pair in the wrong order"),
    Hostile("Cyrillic", "\u0430cme", "looks like another id"),
    Hostile("Greek", "\u03b1cme", "looks like another id"),
    Hostile("full width", "\uff41\uff43\uff4d\uff45", "becomes another id when it is normalised"),
    Hostile("ligature", "\ufb01rm", "becomes another id when it is normalised"),
    Hostile("other digits", "acme\u0661", "a digit for str.isdigit"),
    Hostile("decomposed", "cafe\u0301", "two spellings of one name"),
    Hostile("dotless", "acme\u0131", "changes when its case is changed"),
    Hostile("percent dots", "%2e%2e%2fescaped", "a path for whoever decodes"),
    Hostile("percent twice", "%252e%252e%252f", "a path for whoever decodes twice"),
    Hostile("percent", "acme%", "a format, or half an escape"),
    Hostile("percent NUL", "acme%00", "a NUL for whoever decodes"),
    Hostile("upper case", "ACME", "another id, and the same folder on some disks"),
    Hostile("mixed case", "aCme", "another id, and the same folder on some disks"),
    Hostile("dot in front", ".hidden", "a hidden folder"),
    Hostile("dot behind", "acme.", "the same folder without the dot on some disks"),
    Hostile("hyphen in front", "-rf", "an option of whatever is given it"),
    Hostile("option", "--output=x", "an option of whatever is given it"),
    Hostile("hyphen behind", "acme-", "no id"),
    Hostile("only hyphens", "---", "no id, and a new document in YAML"),
    Hostile("home", "~", "the folder of the user in a shell"),
    Hostile("home of root", "~root/x", "a folder of another user"),
    Hostile("variable", "$HOME", "the folder of the user in a shell"),
    Hostile("command", "$(touch kg-canary)", "a command in a shell"),
    Hostile("semicolon", "acme;touch kg-canary", "a second command in a shell"),
    Hostile("drive", "C:\\x", "a path of Windows"),
    Hostile("drive with slash", "c:/x", "a path of Windows"),
    Hostile("network path", "\\\\host\\share", "a path to another machine"),
    Hostile("device of Windows", "\\\\.\\PhysicalDrive0", "a device"),
    Hostile("stream", "acme:stream", "a second file behind a name"),
    Hostile("star", "acme*", "many files for glob"),
    Hostile("question mark", "acm?", "many files for glob"),
    Hostile("class of glob", "[a-z]", "many files for glob"),
    Hostile("every folder", "**", "all files for glob"),
    Hostile("script", "<script>alert(1)</script>", "runs in a page"),
    Hostile("template", "{{7*7}}", "runs in a template"),
    Hostile("formula", "=HYPERLINK(1)", "runs in a table"),
    Hostile("javascript", "javascript:alert(1)", "runs when it is clicked"),
    Hostile("javascript in disguise", "JavaScript\t:alert(1)//https://", "runs when it is clicked"),
    Hostile("data", "data:text/html,<script>alert(1)</script>", "runs when it is clicked"),
    Hostile("file", "file:///etc/passwd", "reads a file when it is clicked"),
    Hostile("ftp", "ftp://host.example/x", "no page of the web"),
    Hostile("no scheme", "//host.example/x", "whatever scheme the page has that shows it"),
    Hostile("no host", "https://", "an address of nothing"),
    Hostile("address with space", "https://host.example/a b", "no IRI"),
    Hostile("address with statement", "https://host.example/> <urn:b> <urn:c> .\n<urn:d", "writes a statement"),
    Hostile("address with quotation", 'https://host.example/"onmouseover="x', "breaks out of an attribute"),
    Hostile("address with override", "https://host.example/\u202egpj.exe", "is shown from right to left"),
    Hostile("address behind a line", "\nhttps://host.example/", "a pattern by lines lets it pass"),
    Hostile("language without end", "en-" + "a" * 300, "no language"),
    Hostile("language with a gap", "en--US", "no language"),
    Hostile("language of a locale", "de_CH.UTF-8", "no language in RDF"),
    Hostile("language of a star", "*", "a range of languages"),
    Hostile("no such day", "2026-13-45", "no day"),
    Hostile("far too late", "9999-99-99", "no day"),
    Hostile("thirtieth of February", "2026-02-30", "no day"),
    Hostile("negative year", "-0044-03-15", "no day that is read here"),
    Hostile("year of five digits", "12026-05-14", "no day that is read here"),
    Hostile("day with time", "2026-05-14T00:00:00Z", "an instant"),
    Hostile("day without marks", "20260514", "a day for Python alone, and a number of seconds for others"),
    Hostile("week", "2026-W20-4", "a day for Python alone"),
    Hostile("seconds", "1778716800", "a day for a reader of seconds"),
    Hostile("other digits in a day", "\u0662\u0660\u0662\u0666-05-14", "a day for int()"),
    Hostile("today", "today", "depends on the clock"),
    Hostile("hash in capitals", "SHA256:" + "A" * 64, "no hash as it is written here"),
    Hostile("hash too short", "sha256:abc", "no hash"),
    Hostile("hash with line", "a" * 64 + "\n", "no hash"),
    Hostile("not a number", "NaN", "compares with nothing"),
    Hostile("infinity", "-Infinity", "adds up to nothing"),
    Hostile("huge exponent", "1e400000000", "takes all memory when it is written out"),
    Hostile("many digits", "9" * 5000, "more digits than Python reads"),
    Hostile("longer than a file name", "a" * 256, "no file system holds it"),
    Hostile("long", "a" * _LONG, "ten thousand letters"),
    Hostile("long path", "a/" * (_LONG // 2), "ten thousand letters of a path"),
    Hostile("long words", "a " * (_LONG // 2), "five thousand words"),
    Hostile("very long", "a" * _VERY_LONG, "a million letters"),
    Hostile("very long, dots", "../" * (_VERY_LONG // 3), "a million letters of a path"),
)
