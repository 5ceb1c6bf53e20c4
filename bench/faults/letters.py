"""Texts that nobody can see, or that are shown as others than they are, through every door; and how people write.

A string is put where a source's words are (an authored quote, a place in a text that is attached or lies beside a
file), where a name or title stands, and where any other text does. What was taken in is printed at each end.
"""

import json
import random
import re
import unicodedata
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Literal

from bench.faults.base import Campaign, Run, Tally
from bench.faults.cases.invisible import SEEN, UNSEEN, Expect, Unseen
from bench.faults.judging import hold_to_promises
from bench.faults.worlds import NOW, Fields, prepare
from kg.authoring import read_string
from kg.authoring.fmt import format_text
from kg.errors import KgError
from kg.ingest import ingest
from kg.log import SqliteLog
from kg.opening import open_reader
from kg.pipeline import attach
from kg.reader import Reader
from kg.texts import Texts, normalise, span_of, text_hash
from kg.views.cite import STYLES, citation, written
from kg.views.show import show
from kg.workspace import Workspace

CASES = (*UNSEEN, *SEEN)
WIDTH = 100_000
"""Columns of a page on which no line is broken."""
ALONE = frozenset(each.text for each in UNSEEN if len(each.text) == 1)
"""Characters that nobody sees."""
_REFUSED = frozenset(each.text for each in UNSEEN if each.label == "refuse")
TURNING = frozenset(char for char in ALONE if f"ac{char}me" in _REFUSED)
"""Marks that turn the writing, and tags: they are printed nowhere."""
Place = Literal["quote", "label", "elsewhere"]
BEFORE, AFTER = "Ash says: ", " That is all."
LABELS: Mapping[str, Callable[[str], Fields]] = {
    "a label": lambda text: {"entities": {"ash": {"class": "Company", "label": text}}},
    "an alias": lambda text: {"entities": {"ash": {"class": "Company", "label": "Ash", "aliases": [text]}}},
    "a title": lambda text: document("d") | {"title": text},
    "a title of an announcement": lambda text: document("d") | {"announcements": {"a": {"title": text}}},
    "an author": lambda text: {"acts": [assessed(text)]},
}
OTHERS: Mapping[str, Callable[[str], Fields]] = {
    "a note": lambda text: {"entities": {"ash": {"class": "Company", "label": "Ash", "note": text}}},
    "a summary": lambda text: document("d") | {"summary": text},
    "a statement": lambda text: document("d") | {"claims": {"c": {"subject": "ash", "states": text}}},
}


def document(name: str) -> Fields:
    """Return the head of a document."""
    head = {"document": name, "title": f"Title of {name}", "kind": "article", "voice": "ash"}
    return head | {"published": "2026-05-14"}


def assessed(author: str) -> Fields:
    """Return an act that names who judges."""
    return {"act": "assess", "claim": "d/c", "statement": "So it is.", "reason": "It was said.", "author": author}


def pointing(name: str, words: str) -> tuple[Fields, str]:
    """Return a document with a claim whose place holds `words`, and the document's text."""
    text = normalise(BEFORE + words + AFTER)
    start, end = len(BEFORE), len(text) - len(AFTER)
    claim = {"subject": "ash", "states": "It says so.", "at": f"{start}-{end} {span_of(text, start, end).words_hash}"}
    return document(name) | {"text": text_hash(text), "claims": {"c": claim}}, text


def unseen(run: Run) -> Tally:
    """Put strings through every door."""
    tally = Tally()
    chosen = random.Random(run.draw).sample(CASES, min(run.trials, len(CASES)))
    for each in chosen:
        tally.trials += 1
        _authored(each, tally)
    workspace = Workspace(prepare(run.folder))
    with SqliteLog(workspace.log) as log:
        taken = _taken_in(workspace, log, run.folder / "files", chosen, tally)
        with open_reader(workspace) as reader:
            for name, (each, kind) in taken.items():
                _printed(reader, name, each, kind, tally)
        for document_ in Texts(workspace.documents).attached():
            if document_.startswith("smuggled"):
                (workspace.documents / document_ / "text.txt").unlink()
        hold_to_promises(workspace, log, tally)
    return tally


# What authors write


def _authored(each: Unseen, tally: Tally) -> None:
    text = BEFORE + each.text + AFTER
    quoting = json.dumps(document("d") | {"claims": {"c": {"subject": "ash", "states": "So.", "quote": each.text}}})
    placed = json.dumps(pointing("d", each.text)[0])
    quotes = {
        "an authored quote": tried(read_string, quoting, "q", text=text),
        "a formatted quote": tried(format_text, quoting, text, "q"),
        "a place": tried(read_string, placed, "p", text=text),
    }
    labels = {door: tried(read_string, json.dumps(fields(each.text)), door) for door, fields in LABELS.items()}
    others = {door: tried(read_string, json.dumps(fields(each.text)), door) for door, fields in OTHERS.items()}
    judge_doors(each, "quote", quotes, tally)
    judge_doors(each, "label", labels, tally)
    if each.text.strip():
        judge_doors(each, "elsewhere", others, tally)


def judge_doors(each: Unseen, place: Place, refused: Mapping[str, str | None], tally: Tally) -> None:
    """Hold each door to what it should do, and all of them to one answer."""
    for door, error in refused.items():
        judge(each, place, door, error, tally)
    tally.faults[f"doors for a {place} differ: {each.name}"] += len({error is None for error in refused.values()}) > 1


def tried(act: Callable[..., object], *given: object, **options: object) -> str | None:
    """Return the sentence with which something was refused, or None."""
    try:
        act(*given, **options)
    except KgError as error:
        return error.sentence()
    return None


def judge(each: Unseen, place: Place, door: str, refused: str | None, tally: Tally) -> None:
    """Hold what a door did with a string to what it should do."""
    expected: Expect = getattr(each, place)
    tally.seen["refused" if refused else "taken in"] += 1
    if expected == "refuse" and refused is None:
        tally.faults[f"{door} of which nothing can be seen was taken in: {each.name}"] += 1
    if expected in {"pass", "escape"} and refused is not None:
        tally.faults[f"{door} was refused: {each.name}"] += 1
    if refused and (found := ALONE & set(refused)):
        tally.faults[f"the error holds U+{ord(min(found)):04X}: {each.name}"] += 1


# What a ledger takes in


def _taken_in(
    workspace: Workspace, log: SqliteLog, files: Path, chosen: list[Unseen], tally: Tally
) -> dict[str, tuple[Unseen, Place]]:
    """Take in documents whose words, or whose own texts, are the strings; return what was taken in, by document."""
    documents: dict[str, tuple[Unseen, Place]] = {}
    texts: dict[str, str] = {}
    for number, each in enumerate(chosen):
        for kind in ("attached", "beside", "smuggled"):
            content, texts[f"{kind}-{number}"] = pointing(f"{kind}-{number}", each.text)
            documents[f"{kind}-{number}"] = each, "quote"
            _write(files, content, texts[f"{kind}-{number}"] if kind == "beside" else None)
        documents[f"other-{number}"] = each, "elsewhere"
        claim = {"subject": "ash", "states": f"It says {each.text} there.", "note": f"So {each.text} it is."}
        _write(files, document(f"other-{number}") | {"claims": {"c": claim}}, None)
    report = ingest(workspace, log, [files], now=lambda: NOW)
    tally.faults["the graph was not made"] += report.behind is not None
    errors = {Path(outcome.name).stem: outcome.error for outcome in report.outcomes}
    for name, (each, place) in documents.items():
        found = errors[name]
        error = found.sentence() if found else None
        if name.startswith(("beside", "other")):
            judge(each, place, "a text beside a file" if place == "quote" else "another text", error, tally)
        elif error:
            tally.faults[f"a file without its text was refused: {error}"] += 1
        elif name.startswith("attached"):
            error = tried(attach, workspace, log, name, text_hash(texts[name]), texts[name])
            judge(each, place, "an attached text", error, tally)
        else:
            Texts(workspace.documents).put(name, texts[name])
    return {name: found for name, found in documents.items() if not errors[name]}


def _write(files: Path, content: Fields, text: str | None) -> None:
    (files / "texts").mkdir(parents=True, exist_ok=True)
    (files / f"{content['document']}.json").write_text(json.dumps(content))
    if text is not None:
        (files / "texts" / f"{content['document']}.txt").write_text(text, encoding="utf-8")


# What is printed


def _printed(reader: Reader, name: str, each: Unseen, kind: Place, tally: Tally) -> None:
    claim = f"{name}/c"
    cited = citation(reader, claim)
    outputs = {f"cite as {style}": written(cited, style) for style in STYLES}
    outputs["show"] = show(reader, claim).page.text(width=WIDTH, color=False)
    for door, output in outputs.items():
        judge_output(door, output, each, tally)
    if each.quote == "refuse" and kind == "quote" and cited.words:
        tally.faults[f"what nobody can see was cited: {each.name}"] += 1
    expected: Expect = getattr(each, kind)
    text = " ".join(unicodedata.normalize("NFC", each.text).split())
    if expected == "pass" and text not in " ".join(outputs["show"].split()):
        tally.faults[f"{kind} was not printed as it is: {each.name}"] += 1
    tally.seen["printed"] += len(outputs)


def judge_output(door: str, output: str, each: Unseen, tally: Tally) -> None:
    """Look for empty quotation marks in what was printed, and for what would turn the writing."""
    for words in re.findall("“([^”]*)”", output):
        if not any(unicodedata.category(char)[0] in "LNPS" and char not in ALONE for char in words):
            tally.faults[f"{door} printed empty quotation marks: {each.name}"] += 1
    if found := TURNING & set(output):
        tally.faults[f"{door} printed U+{ord(min(found)):04X}: {each.name}"] += 1


CAMPAIGNS = (
    Campaign(
        "S9",
        "texts that nobody can see, or that are shown as others, as quotes, places, names and other texts",
        "none is evidence or printed as empty quotation marks; names hide nothing; how people write passes unharmed",
        len(CASES),
        unseen,
    ),
)
