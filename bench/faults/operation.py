"""A full disk and planted secrets, and what a command says and leaves behind; ledgers of released versions."""

import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from bench.faults.base import ROOT, Campaign, Run, Tally
from bench.faults.disks import enlarge, memory
from bench.faults.judging import dataset, hold_to_promises
from bench.faults.worlds import page, prepare, write
from kg.log import SqliteLog, import_segments, segment_paths
from kg.pipeline import catch_up
from kg.workspace import Workspace, create

GOLDEN = ROOT / "tests" / "fixtures" / "ledgers"
MET, WHOLE = 7, 0
"""Exit codes of a command that met the end of the disk, and of one that did not."""


Done = subprocess.CompletedProcess[str]


def kg(root: Path, *words: str, limit: int | None = None, more: dict[str, str] | None = None) -> Done:
    """Run `kg` on a workspace, with files limited to so many bytes where that is asked for."""
    environment = os.environ | {"XDG_STATE_HOME": str(root.parent / "state")} | (more or {})
    command = [sys.executable, "-m", "kg", "-C", str(root), *words]
    if limit is not None:
        command = ["prlimit", f"--fsize={limit}:", *command]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, env=environment)


def full(run: Run) -> Tally:
    """Ingest where the disk ends after some bytes, and once more where there is room."""
    tally, chance = Tally(), random.Random(run.draw)
    files = run.folder / "files"
    for number in range(6):
        write(files, f"d{number}", text=number % 2 == 0)
    template = prepare(run.folder / "template")
    for number in range(run.trials):
        at = run.folder / f"trial-{number}"
        at.mkdir()
        if number % 2:
            root = at / "workspace"
            shutil.copytree(template, root)
            done = kg(root, "ingest", str(files), limit=chance.randrange(40_000, 140_000))
            _judge(root, files, done, tally)
        else:
            with memory(at, kibibytes=chance.randrange(1_000, 4_000)):
                root = at / "workspace"
                try:
                    shutil.copytree(template, root)
                except OSError:
                    tally.seen["the disk was too small for the workspace itself"] += 1
                else:
                    done = kg(root, "ingest", str(files))
                    asked = kg(root, "log", "--oneline")
                    tally.faults["the log cannot be read meanwhile"] += asked.returncode != 0
                    enlarge(at, kibibytes=200_000)
                    _judge(root, files, done, tally)
        tally.trials += 1
        shutil.rmtree(at, ignore_errors=True)
    return tally


def _judge(root: Path, files: Path, done: Done, tally: Tally) -> None:
    tally.seen[f"exit code {done.returncode}"] += 1
    tally.faults[f"exit code {done.returncode}"] += done.returncode not in {MET, WHOLE}
    tally.faults["a traceback"] += "Traceback" in done.stderr + done.stdout
    said = [line for line in done.stderr.splitlines() if line.startswith("kg: ")]
    tally.faults["met the end of the disk and did not say so in a sentence"] += done.returncode == MET and not said
    again = kg(root, "ingest", str(files))
    tally.faults["it does not resume"] += again.returncode != 0
    with SqliteLog(root / "log.db") as log:
        tagged = [tag for record in log.read() for tag in record.tags if tag.startswith("document:d")]
        tally.faults["not every document is there once"] += len(set(tagged)) != 6 or len(tagged) != 12
        hold_to_promises(Workspace(root), log, tally)


SECRETS: tuple[Callable[[str], str], ...] = (
    lambda key: f"https://ada:{key}@example.org/a",
    lambda key: f"https://example.org/a?access_token={key}",
    lambda key: f"Authorization: Bearer {key}1234",
    lambda key: f"cookie: session={key}",
    lambda key: f"ghp_{key}{key}",
)


def secrets(run: Run) -> Tally:
    """Plant secrets in the environment and in files, and look for them in all that is printed and kept."""
    tally, chance = Tally(), random.Random(run.draw)
    root = prepare(run.folder)
    for number in range(run.trials):
        key = "".join(chance.choice("abcdefghjkmnpqrstuvwxyz23456789") for _ in range(20))
        path = run.folder / f"secret-{number}.yaml"
        content = page(f"s{number}", "h100", text=False)
        content["summary"] = SECRETS[number % len(SECRETS)](key)
        path.write_text(json.dumps(content))
        hidden = {"API_TOKEN": key, "KG_SECRET": f"x{key}"}
        asked = (("ingest", str(path)), ("doctor",), ("status",), ("seal",), ("log", "--json", "--limit", "0"))
        said = [kg(root, *words, more=hidden) for words in asked]
        tally.trials += 1
        tally.faults["a file with a secret was taken in"] += said[0].returncode == 0
        tally.faults["a secret was printed"] += sum(key in each.stdout + each.stderr for each in said)
        kept = (each for each in root.rglob("*") if each.is_file())
        tally.faults["a secret was kept"] += sum(key.encode() in each.read_bytes() for each in kept)
    return tally


def released(run: Run) -> Tally:
    """Take over the ledger of each released version, check it and build its graph."""
    tally = Tally()
    for folder in sorted(GOLDEN.iterdir()):
        expected = json.loads((folder / "expected.json").read_text())
        workspace = create(run.folder / folder.name)
        with SqliteLog(workspace.log, mode="create") as log:
            import_segments(log, segment_paths(folder / "segments"))
            head = log.head()
            tally.faults["another head"] += (head.position, head.chain) != (expected["position"], expected["chain"])
            catch_up(workspace, log)
            hold_to_promises(workspace, log, tally)
        tally.faults["another dataset"] += dataset(workspace) != expected["dataset"]
        tally.seen[f"ledger of {folder.name}"] += 1
        tally.trials += 1
    return tally


def accept() -> None:
    """Write the dataset hash of each golden ledger anew, after a change of the projection that was meant."""
    for folder in sorted(GOLDEN.iterdir()):
        expected = json.loads((folder / "expected.json").read_text())
        with tempfile.TemporaryDirectory() as name:
            workspace = create(Path(name) / "w")
            with SqliteLog(workspace.log, mode="create") as log:
                import_segments(log, segment_paths(folder / "segments"))
                catch_up(workspace, log)
                head = log.head()
            expected |= {"position": head.position, "chain": head.chain} if not expected else {}
            expected["dataset"] = dataset(workspace)
        (folder / "expected.json").write_text(json.dumps(expected, indent=1) + "\n")


CAMPAIGNS = (
    Campaign(
        "U1", "the ledger of each released version", "it opens, verifies, and gives the stored dataset", 1, released
    ),
    Campaign(
        "O1",
        "the disk ends somewhere in an ingest (limited files, small memory disks)",
        "a documented exit code, reading works; with room it resumes and verifies",
        100,
        full,
        ("root", "a loop device"),
    ),
    Campaign("O3", "secrets in the environment and in files", "refused; printed and kept nowhere", 20, secrets),
)

if __name__ == "__main__":
    accept()
