"""A folder in, a small workspace with files to take in out: what campaigns break."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from kg.ingest import ingest
from kg.log import SqliteLog, seal
from kg.texts import span_of, text_hash
from kg.workspace import Workspace, create

NOW = datetime(2026, 1, 1, tzinfo=UTC)
Fields = dict[str, Any]


def prepare(folder: Path) -> Path:
    """Make a workspace with what all documents name, and return its folder."""
    root = folder / "workspace"
    folder.mkdir(parents=True, exist_ok=True)
    shared = {name: {"class": "Company", "label": name} for name in ("ash", "h100", "h200")}
    (folder / "entities.yaml").write_text(json.dumps({"entities": shared}))
    workspace = create(root)
    with SqliteLog(workspace.log, mode="create") as log:
        ingest(workspace, log, [folder / "entities.yaml"], now=lambda: NOW)
    return root


def article(name: str) -> str:
    """Return the text of a document."""
    return f"Ash runs on the H100.\n\nSo says {name}, of {'coolers and ' * 50}fans."


def page(name: str, chip: str, *, text: bool) -> Fields:
    """Return a document with a claim in its own voice and an announcement with two."""
    company = f"company-{name}"
    uses: Fields = {"subject": "ash", "predicate": "usesHardware", "object": chip}
    content: Fields = {
        "document": name,
        "title": f"Title of {name}",
        "kind": "article",
        "voice": "ash",
        "published": "2026",
    }
    content |= {
        "published_note": "The day is not given.",
        "entities": {company: {"class": "Company", "label": company}},
    }
    if text:
        content["text"] = text_hash(article(name))
        uses["at"] = f"16-20 {span_of(article(name), 16, 20).words_hash}"
    raised = {"subject": company, "predicate": "totalRaised", "value": "over 35 bn USD"}
    partner = {"subject": company, "predicate": "partnerOf", "object": "ash", "modality": "planned"}
    announcement = {"title": f"What {name} reports", "claims": {"raised": raised, "partner": partner}}
    return content | {"claims": {"uses": uses}, "announcements": {"news": announcement}}


def write(files: Path, name: str, *, text: bool = False) -> Path:
    """Write the file of a document, and its text beside it, and return the path."""
    (files / "texts").mkdir(parents=True, exist_ok=True)
    path = files / f"{name}.yaml"
    path.write_text(json.dumps(page(name, "h100", text=text)))
    if text:
        (files / "texts" / f"{name}.txt").write_text(article(name))
    return path


def world(folder: Path, documents: int) -> Workspace:
    """Make a workspace with so many documents, every second with a text, acts and segments."""
    workspace = Workspace(prepare(folder))
    files = folder / "files"
    for number in range(documents):
        write(files, f"d{number}", text=number % 2 == 0)
    acts = [
        {"act": "retract", "claim": "d0/uses", "reason": "Withdrawn.", "on": "2026-01-02"},
        {"act": "correct", "claim": "d1/raised", "by_claim": "d2/raised", "reason": "It was a misprint."},
        {"act": "retract", "document": "d3", "reason": "Taken down."},
    ]
    with SqliteLog(workspace.log) as log:
        first = ingest(workspace, log, [files], now=lambda: NOW)
        (folder / "acts.yaml").write_text(json.dumps({"acts": acts}))
        then = ingest(workspace, log, [folder / "acts.yaml"], now=lambda: NOW)
        assert not first.refused() + then.refused(), "the world is sound"
        seal(log, workspace.segments, size=10)
    return workspace
