"""A folder in, a workspace of the sound ledger with files beside it out: where the commands of `paths.py` run.

The ledger has 29 sealed records and three that are not sealed yet, the text of one document, a question of its own, a
report that is remembered, and a checkpoint that is kept; beside it stand files to take in, segments and a backup.
"""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from bench.faults.base import ROOT
from bench.faults.cases.news import ARTICLE, RECORDED, world
from bench.faults.cases.paths import Place
from kg.backup import back_up
from kg.ingest import ingest
from kg.log import SqliteLog, seal
from kg.pipeline import append, catch_up
from kg.texts import Texts
from kg.workspace import Workspace, create


@dataclass(frozen=True, slots=True)
class Stage:
    """The folders that the places of `paths.py` are named by."""

    root: Path
    out: Path
    files: Path
    state: Path

    def environment(self) -> dict[str, str]:
        """Return the environment in which `kg` keeps its checkpoints here."""
        return os.environ | {"XDG_STATE_HOME": str(self.state)}

    def checkpoint(self) -> str:
        """Return the name of the checkpoint that is kept, without its ending."""
        return next((path.stem for path in self.state.rglob("*.txt")), "none")

    def path(self, text: str, *, pid: int = 0) -> Path:
        """Return a path of `paths.py` as it is here."""
        return Path(self._filled(text, pid=pid))

    def words(self, place: Place, command: str) -> list[str]:
        """Return the words that follow `kg` in a command of a place."""
        filled = command.replace("{plant}", place.path)
        return ["-C", str(self.root), *(self._filled(word) for word in filled.split(" "))]

    def _filled(self, text: str, *, pid: int = 0) -> str:
        named = {"root": self.root, "out": self.out, "files": self.files, "state": self.state}
        return text.format(**named, pid=pid, checkpoint=self.checkpoint())


def page(name: str) -> str:
    """Return the file of a document that becomes three records."""
    claim = {"subject": "acme", "predicate": "totalRaised", "value": "over 35 bn USD", "locator": "line 1"}
    return json.dumps(
        {
            "document": name,
            "title": f"Title of {name}",
            "kind": "article",
            "voice": "acme",
            "published": "2026-05-16",
            "entities": {f"firm-{name}": {"class": "Company", "label": f"Firm of {name}"}},
            "announcements": {"news": {"title": "What it reports", "claims": {"raised": claim}}},
        }
    )


def stage(folder: Path) -> Stage:
    """Make the workspace and the files."""
    made = Stage(folder / "workspace", folder / "out", folder / "files", folder / "state")
    for each in (made.out / "sub", made.files / "more", made.files / "texts", made.state):
        each.mkdir(parents=True)
    workspace = create(made.root)
    with SqliteLog(workspace.log, mode="create") as log:
        append(log, world(), now=RECORDED)
        catch_up(workspace, log)
        Texts(workspace.documents).put("acme-prices", ARTICLE)
        for place in (workspace.segments, made.files / "segments"):
            seal(log, place, size=1_000)
        for name in ("early", "page", "named"):
            (made.files / f"{name}.yaml").write_text(page(name))
        ingest(workspace, log, [made.files / "early.yaml"], now=lambda: RECORDED)
        (workspace.queries / "answers").mkdir(parents=True)
        question = "#+ summary: Own\n#+ question: What is there?\nSELECT ?s { ?s a kg:Company }\n"
        (workspace.queries / "answers" / "own.rq").write_text(question)
        back_up(workspace, log, made.files / "backup.tar")
    _inputs(made)
    _run(made, "report", "-o", str(folder / "report.html"))
    _run(made, "checkpoint", "--renew")
    _run(made, "checkpoint", "-o", str(made.files / "checkpoint.txt"))
    return made


def _inputs(made: Stage) -> None:
    (made.files / "acme-prices.txt").write_text(ARTICLE)
    (made.files / "named.txt").write_text(ARTICLE)
    (made.files / "named.json").write_text(page("named-json"))
    (made.files / "more" / "found.yaml").write_text(page("found"))
    for name in ("draft.md", "draft.txt"):
        (made.files / name).write_text("Acme asks over 12,000 USD for its A1 card.\n")
    (made.files / "own.rq").write_text("SELECT ?s { ?s a kg:Company }\n")
    (made.files / "named.tar").write_bytes((made.files / "backup.tar").read_bytes())


def _run(made: Stage, *words: str) -> None:
    command = [sys.executable, "-m", "kg", "-C", str(made.root), *words]
    done = subprocess.run(command, cwd=ROOT, env=made.environment(), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def workspace_of(made: Stage) -> Workspace:
    """Return the workspace."""
    return Workspace(made.root)
