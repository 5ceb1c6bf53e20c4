"""Text from a stranger in, read as each part of the program that takes such text does: the table of readers.

`DOORS` names for every command which readers its foreign text goes through, so that a new command or a new parser has
to be entered here and gets its worst inputs in `bounded.py`.
"""

import tempfile
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from types import MappingProxyType

from bench.faults.measuring import cost
from kg.alike import Known as Named
from kg.alike import alike, folded, seen, spelled
from kg.authoring import DocumentFile, find_terms, format_text, in_order, read_string, skeleton
from kg.authoring.secrets import secret_in
from kg.checkpoint import read_checkpoint
from kg.claim import Claim, Document, Entity, Link, Reading
from kg.dates import When, find_times, read_when
from kg.drafts.judging import check
from kg.drafts.reading import read_draft
from kg.errors import near_misses
from kg.events import EntityDeclared
from kg.figures import find_figures, read_figure
from kg.grammar import refused_at
from kg.horizon import read_horizon
from kg.ingest import ingest, plan_file
from kg.known import Known
from kg.log import SqliteLog, import_segments
from kg.opening import open_reader
from kg.part import read_part
from kg.query.catalogue import read_question
from kg.query.screen import screen
from kg.resolution.hints import look_alikes
from kg.resources import folder
from kg.server.negotiation import preferred
from kg.stores.search import SearchIndex
from kg.texts import read_text_file
from kg.views import check as view
from kg.views.search import found
from kg.views.show import show
from kg.vocab import PREDICATES
from kg.workspace import Workspace, create, find

NOW = datetime(2026, 1, 1, tzinfo=UTC)
CUT = "\f"
"""Stands between the text of a document and its file, where a reader takes both."""
_SOME_DAY = When(date(2026, 1, 1), date(2026, 1, 1), "2026-01-01")
_MEDIA = (("json", "application/sparql-results+json"), ("csv", "text/csv"))
Read = Callable[[str], object]


@cache
def _place() -> Path:
    """Return a folder for files of the trials, made anew in every run."""
    return Path(tempfile.mkdtemp(prefix="kg-bounded-"))


@cache
def ledger() -> Workspace:
    """Return a ledger with the shipped column, digest and entities, filled by a process of its own."""
    workspace = create(_place() / "ledger")
    filled = cost(lambda: _fill(workspace), most=300)
    assert filled.ended == "done", filled.ended
    return workspace


def _fill(workspace: Workspace) -> None:
    names = ("entities", "entities-more", "inference-pivot", "week-17-digest")
    with SqliteLog(workspace.log, mode="create") as log:
        report = ingest(workspace, log, [folder("events") / f"{name}.yaml" for name in names], now=lambda: NOW)
    assert not report.refused(), "the shipped files are sound"


def _file(content: str, name: str) -> Path:
    path = _place() / name
    path.write_text(content, encoding="utf-8", errors="surrogatepass")
    return path


def _authored(text: str) -> object:
    return read_string(text, "file.yaml")


def _planned(text: str) -> object:
    with SqliteLog(ledger().log, mode="read") as log:
        return plan_file(read_string(text, "file.yaml"), Known(log))


def _formatted(both: str) -> object:
    text, _, file = both.partition(CUT)
    return format_text(file, text, "file.yaml")


def _draft(text: str, name: str) -> object:
    sentences = read_draft(_file(text, name))
    with open_reader(ledger()) as reader:
        return view.data(check(sentences, reader), reader, name=name)


def _text(text: str) -> object:
    words = read_text_file(_file(text, "text.txt"))
    with SearchIndex(_file("", "text.db")) as index:
        index.replace_passages("d", words)
    return words


def _searched(text: str) -> object:
    with open_reader(ledger()) as reader:
        return found(reader, text, limit=20)


def _shown(text: str) -> object:
    with open_reader(ledger()) as reader:
        return show(reader, text)


def _duplicates(text: str) -> object:
    names = (line.split(" | ") for line in text.splitlines())
    return alike([Named(f"e{n}", "Company", tuple(each)) for n, each in enumerate(names)])


def _hinted(text: str) -> object:
    names = [line.split(" | ") for line in text.splitlines()]
    with refused_at("what is declared"):
        declared = _declared(names)
    with SqliteLog(ledger().log, mode="read") as log:
        return look_alikes(declared, ledger().search, Known(log))


def _declared(names: list[list[str]]) -> list[EntityDeclared]:
    return [
        EntityDeclared(entity=Entity(id=f"e{n}", cls="Company", label=each[0], aliases=tuple(each[1:])))
        for n, each in enumerate(names)
    ]


def _ordered(text: str) -> object:
    return in_order(_linking(*line.split()) for line in text.splitlines())


def _linking(name: str, *others: str) -> DocumentFile:
    document = Document(id=name, title="t", kind="article", voice="v", published=_SOME_DAY)
    links = tuple(Link(relation="supports", to=f"{other}/c") for other in others)
    claim = Claim(key="c", subject="s", states="t", attributed_to=("v",), links=links)
    return DocumentFile(document, (), (Reading(document=name, claim=claim),), (), f"{name}.yaml")


def _settings(text: str) -> object:
    return find(_file(text, "kg.toml").parent, named=True)


def _imported(text: str) -> object:
    with SqliteLog(_file("", "import.db"), mode="create") as log:
        return import_segments(log, [_file(text, "segment-000000000001-000000000002.jsonl")])


READERS: Mapping[str, Read] = MappingProxyType(
    {
        "an authored file": _authored,
        "an authored file and the ledger": _planned,
        "an authored file and its text": _formatted,
        "a text": _text,
        "a text to draft from": lambda text: skeleton(text, "text.txt", today=NOW.date()),
        "a draft in Markdown": lambda text: _draft(text, "draft.md"),
        "a draft in plain text": lambda text: _draft(text, "draft.txt"),
        "a search": _searched,
        "a word of the vocabulary": find_terms,
        "a name or id": _shown,
        "a misspelt word": lambda text: near_misses(text, PREDICATES),
        "a word among others": lambda text: near_misses(text.partition("\n")[0], text.split("\n")),
        "a value": secret_in,
        "a figure": lambda text: read_figure(text, where="x"),
        "a sentence with figures": lambda text: list(find_figures(text)),
        "a time": lambda text: read_when(text, where="x"),
        "a sentence with times": lambda text: list(find_times(text)),
        "a part": read_part,
        "one name": lambda text: (folded(text), seen(text), spelled(text)),
        "names of entities": _duplicates,
        "newly declared names": _hinted,
        "links between files": _ordered,
        "a day": lambda text: read_horizon(text, None, ()),
        "a query": screen,
        "a question file": lambda text: read_question(_file(text, "question.rq"), "answers"),
        "a file of settings": _settings,
        "a checkpoint": lambda text: read_checkpoint(text, where="x"),
        "a segment": _imported,
        "a header of HTTP": lambda text: preferred(text, _MEDIA),
    }
)

_NONE: tuple[str, ...] = ()
_IDS = ("a name or id", "a misspelt word")
_PERIOD = ("a day", "a time", *_IDS)
DOORS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "demo": _NONE,  # it reads what travels with the program
        "init": _NONE,
        "status": ("a file of settings",),
        "doctor": ("a file of settings",),
        "show": _IDS,
        "search": ("a search", "a figure"),
        "query": ("a query", "a question file", "a misspelt word"),
        "queries": ("a question file",),
        "analyze": _IDS,
        "check": ("a draft in Markdown", "a draft in plain text", "a sentence with figures", "a sentence with times"),
        "draw": _IDS,
        "report": _PERIOD,
        "cite": _IDS,
        "diff": _PERIOD,
        "log": _IDS,
        "export": ("a misspelt word",),
        "serve": ("a query", "a header of HTTP", "a question file"),
        "mcp": ("a search", "a name or id", "a query", "a word of the vocabulary", "a day"),
        "new": ("a text", "a text to draft from"),
        "fmt": ("an authored file", "an authored file and its text", "a text"),
        "terms": ("a word of the vocabulary",),
        "schema": _NONE,
        "ingest": (
            "an authored file",
            "an authored file and the ledger",
            "a value",
            "a figure",
            "a time",
            "a part",
            "links between files",
            "one name",
            "newly declared names",
            "a text",
        ),
        "attach": ("a text", "a word among others"),
        "correct": _IDS,
        "supersede": _IDS,
        "retract": _IDS,
        "resolve": _IDS,
        "link": _IDS,
        "background": _IDS,
        "assess": ("a part", *_IDS),
        "watch": ("a day", *_IDS),
        "merge": _IDS,
        "keep-apart": _IDS,
        "undo": _IDS,
        "duplicates": ("names of entities",),
        "verify": ("a checkpoint", "a segment"),
        "rebuild": _NONE,
        "erase": _IDS,
        "seal": _NONE,
        "import": ("a segment",),
        "backup": _NONE,
        "restore": ("a segment",),
        "checkpoint": _NONE,
        "completion": ("a misspelt word",),
    }
)
"""The readers that foreign text goes through, by command."""


_ASKED = ("kg query {}", "kg analyze", "kg export", "mcp ask", "mcp analyze", "kg.events.decode", "kg.errors")
BY_CASE: Mapping[str, str] = MappingProxyType(
    {
        "kg ingest {}": "newly declared names",
        "kg ingest {.": "an authored file and the ledger",
        "kg.alike.": "one name",
        "kg search": "a search",
        "mcp search": "a search",
        "kg.figures.read": "a figure",
        "kg.figures.find": "a sentence with figures",
        "kg.part.": "a part",
        "kg.dates.read": "a time",
        "kg.dates.find": "a sentence with times",
        "kg show": "a name or id",
        "kg cite": "a name or id",
        "mcp show": "a name or id",
        "mcp cite": "a name or id",
        "kg terms": "a word of the vocabulary",
        "mcp vocabulary": "a word of the vocabulary",
        "kg query {.rq}": "a query",
        "kg query (": "a question file",
        "kg check {.md}": "a draft in Markdown",
        "kg check {.txt}": "a draft in plain text",
        "kg fmt": "an authored file and its text",
        "kg new": "a text to draft from",
        "kg attach": "a text",
        "kg status": "a file of settings",
        "kg verify": "a checkpoint",
        "kg import": "a segment",
        "kg --as-of": "a day",
        "GET /sparql": "a header of HTTP",
        **dict.fromkeys(_ASKED, "a misspelt word"),
    }
)
"""The reader that a case of `cases/worst.py` is for, by how it begins; the others are tried over HTTP."""
