"""A workspace for tests, with files in a few words: `ledger.document("d1", c="ash usesHardware h100")`."""

import atexit
import json
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from kg.ingest import IngestReport, ingest
from kg.log import SqliteLog
from kg.stores.oxigraph import dataset_hash, snapshots
from kg.stores.search import SearchIndex
from kg.workspace import Workspace, create
from tests.builders import NOW

NAMES = ("ash", "birch", "h100", "h200", "voice")
Fields = dict[str, Any]


@dataclass
class Ledger:
    """A workspace with its open log, and a folder of files to take in."""

    workspace: Workspace
    files: Path
    log: SqliteLog
    clock: datetime = NOW

    def write(self, name: str, content: object) -> Path:
        """Write a file; what is not text or bytes is written as JSON, which is YAML too."""
        path = self.files / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, bytes):
            path.write_bytes(content)
        else:
            path.write_text(content if isinstance(content, str) else json.dumps(content, indent=1), encoding="utf-8")
        return path

    def entities(self, *names: str) -> Path:
        """Write the file of entities, companies whose label is their id."""
        return self.write("entities.yaml", {"entities": {name: company(name) for name in names}})

    def document(self, name: str, fields: Fields | None = None, /, **claims: str | Fields) -> Path:
        """Write the file of one document: its claims by key, as fields or as `subject predicate object`."""
        return self.write(f"{name}.yaml", page(name, fields, **claims))

    def acts(self, *acts: Fields) -> Path:
        """Write the file of acts, each with a reason."""
        return self.write("acts.yaml", {"acts": [{"reason": "It was said so."} | act for act in acts]})

    def ingest(self, *paths: Path, **options: Any) -> IngestReport:  # noqa: ANN401 (the options of kg.ingest.ingest)
        """Take in some files, or the folder of all, a minute after the time before."""
        self.clock += timedelta(minutes=1)
        return ingest(self.workspace, self.log, list(paths or [self.files]), now=lambda: self.clock, **options)

    @property
    def position(self) -> int:
        """Return the last position of the log."""
        return self.log.head().position

    def statements(self) -> set[str]:
        """Return the newest graph as lines of N-Triples, with the ids of ours shortened: `id:ash kg:uses id:h100`."""
        return shortened(snapshots(self.workspace.snapshots)[-1])

    def hash(self) -> str:
        """Return the dataset hash of the newest graph."""
        return dataset_hash(ox.Store.read_only(str(snapshots(self.workspace.snapshots)[-1])))

    def found(self, words: str) -> set[tuple[str, str]]:
        """Return kind and id of what the search index finds."""
        with SearchIndex(self.workspace.search, read_only=True) as index:
            return {(entry.kind, entry.id) for entry in index.find(words, limit=50)}


def company(label: str, **more: object) -> Fields:
    """Return the declaration of a company."""
    return {"class": "Company", "label": label} | more


def page(name: str, fields: Fields | None = None, /, **claims: str | Fields) -> Fields:
    """Return the content of a document's file."""
    head = {
        "document": name,
        "title": f"Title of {name}",
        "kind": "article",
        "voice": "voice",
        "published": "2026-04-22",
    }
    return head | (fields or {}) | ({"claims": {key: _claim(value) for key, value in claims.items()}} if claims else {})


def _claim(value: str | Fields) -> Fields:
    return (
        dict(zip(("subject", "predicate", "object"), value.split(), strict=True)) if isinstance(value, str) else value
    )


def statuses(report: IngestReport) -> dict[str, str]:
    """Return what became of each file, by the document's id or the file's name."""
    return {Path(outcome.name).name: outcome.status for outcome in report.outcomes}


def problem(report: IngestReport) -> str:
    """Return the sentences of what was refused."""
    return "\n".join(str(outcome.error) for outcome in report.outcomes if outcome.error)


def shortened(snapshot: Path) -> set[str]:
    """Return the default graph of a store on disk, with short names for ids and for words of ours."""
    graph = ox.Store.read_only(str(snapshot))
    text = (graph.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=ox.DefaultGraph()) or b"").decode()
    for prefix, namespace in (("id:", "https://w3id.org/claimledger/id/"), ("kg:", "https://w3id.org/claimledger/ns#")):
        text = text.replace(f"<{namespace}", f"<{prefix}")
    return {line.removesuffix(" .").replace("<", "").replace(">", "") for line in text.splitlines()}


@cache
def _template() -> Path:
    """Return a workspace in which `NAMES` are declared, made once and copied for each test."""
    folder = Path(tempfile.mkdtemp(prefix="kg-template-"))
    atexit.register(shutil.rmtree, folder)
    workspace = create(folder / "workspace")
    with SqliteLog(workspace.log, mode="create") as log:
        ledger = Ledger(workspace, folder / "files", log)
        ledger.ingest(ledger.entities(*NAMES))
    return folder


@contextmanager
def opened(folder: Path) -> Iterator[Ledger]:
    """Open a new workspace below `folder` in which `NAMES` are declared, by the file `entities.yaml`."""
    for part in ("workspace", "files"):
        shutil.copytree(_template() / part, folder / part)
    workspace = create(folder / "workspace")
    with SqliteLog(workspace.log) as log:
        yield Ledger(workspace, folder / "files", log)
