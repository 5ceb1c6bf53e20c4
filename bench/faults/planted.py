"""Links, pipes, devices and folders planted where a command comes by, and archives by hand, restored."""

import os
import random
import resource
import shutil
import stat
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from bench.faults.base import ROOT, Campaign, Run, Tally
from bench.faults.cases.archives import Archive, archives
from bench.faults.cases.paths import KINDS, PLACES, Kind, Outside, Place, next_pids, outside, plant
from bench.faults.cases.stage import Stage, stage

KG = (sys.executable, "-m", "kg")
FIRST: tuple[Kind, ...] = ("link to a file", "link to a folder", "pipe", "endless device", "folder")
"""Of these each is tried with each command; of the others as many as there is room for."""
_LONGEST, _MOST_WORK = 90, 20.0
"""Seconds of waiting and of work; the machine may be busy with other things."""
_MEMORY = 4 << 30
_DOCUMENTED = frozenset({0, 1, 2, 3, 4, 5, 6, 7, 8})
_CANARY = b"A canary sits here."
_MANY = 40


@dataclass(frozen=True, slots=True)
class Done:
    """What a command came to."""

    code: int | None
    """None where it had to be killed."""
    said: bytes
    errors: bytes
    work: float
    """Seconds of work, its children's too."""


def command(words: list[str], environment: Mapping[str, str], said: Path) -> Done:
    """Run `kg` with nothing on standard input, within limits of time and memory."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    with (said / "out").open("wb") as out, (said / "err").open("wb") as errors:
        process = subprocess.Popen(
            [*KG, *words],
            cwd=ROOT,
            env=dict(environment),
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=errors,
            start_new_session=True,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_DATA, (_MEMORY, _MEMORY)),  # noqa: PLW1509 (no threads)
        )
        try:
            code: int | None = process.wait(_LONGEST)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, 9)
            process.wait()
            code = None
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    work = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Done(code, (said / "out").read_bytes(), (said / "err").read_bytes(), work)


# Planted


def trials(chance: random.Random) -> Iterator["Trial"]:
    """Yield every place with every command and kind, those of `FIRST` before the others, in an order of chance."""
    found = [Trial(place, words, kind) for place in PLACES for words in place.commands for kind in KINDS]
    chance.shuffle(found)
    yield from sorted(found, key=lambda each: each.kind not in FIRST)


def planted(run: Run) -> Tally:
    """Plant something, run a command that comes by, and look at what stands outside."""
    tally, chance = Tally(), random.Random(run.draw)
    ground = run.folder / "ground"
    ground.mkdir()
    made, pristine = stage(ground), run.folder / "pristine"
    ground.rename(pristine)
    for trial in trials(chance):
        if tally.trials == run.trials:
            break
        shutil.copytree(pristine, ground, symlinks=True)
        look(made, trial, outside(run.folder / "outside"), run.folder, tally)
        for each in (ground, run.folder / "outside"):
            _clear(each)
    return tally


def _clear(folder: Path) -> None:
    for path in (folder, *folder.rglob("*")):
        if path.is_dir() and not path.is_symlink():
            path.chmod(0o700)
    shutil.rmtree(folder)


@dataclass(frozen=True, slots=True)
class Trial:
    """What is planted where, and which command comes by."""

    place: Place
    words: str
    kind: Kind

    def name(self) -> str:
        """Return it in words."""
        return f"{self.kind} as {self.place.name}: {self.words.replace('{plant}', '…')}"


def put(made: Stage, trial: Trial, away: Outside) -> list[Path]:
    """Plant it, under each number that the process may have where the place is named by that; none where that fails."""
    pids = next_pids(_MANY) if "{pid}" in trial.place.path else range(1)
    paths = [made.path(trial.place.path, pid=pid) for pid in pids]
    done = [paths[0]] if plant(paths[0], trial.kind, away) else []
    for path in paths[1:] if done else ():
        if path != paths[0]:
            os.link(paths[0], path, follow_symlinks=False) if not paths[0].is_dir() else path.mkdir()
    return done


def look(made: Stage, trial: Trial, away: Outside, folder: Path, tally: Tally) -> None:
    """Try one, and judge it."""
    planted_at = put(made, trial, away)
    if not planted_at:
        tally.seen["cannot be planted here"] += 1
        return
    before = state(away)
    done = command(made.words(trial.place, trial.words), made.environment(), folder)
    tally.trials += 1
    tally.seen[f"exit code {done.code}"] += 1
    for fault in judged(done):
        tally.faults[f"{trial.name()}: {fault}"] += 1
    after = state(away)
    # Into a folder that a person names, be it behind a link, something new is written.
    looked = before.keys() | (after.keys() if not (trial.place.named and trial.place.folder) else set())
    changed = sorted(name for name in looked if before.get(name) != after.get(name))
    if changed:
        tally.faults[f"{trial.name()}: changed outside: {', '.join(changed)}"] += 1
    if not trial.place.named and trial.kind != "hard link" and _reads(made, done):
        tally.faults[f"{trial.name()}: read outside"] += 1


def judged(done: Done) -> Iterator[str]:
    """Yield what a command must not do, wherever it came by."""
    if done.code is None:
        yield "hangs"
    elif done.code not in _DOCUMENTED:
        yield f"exit code {done.code}: {done.errors[-300:].decode(errors='replace')}"
    elif done.code > 1 and not (done.errors or done.said).strip():
        yield f"exit code {done.code} without a sentence"
    if b"Traceback" in done.errors:
        yield "a traceback"
    if done.work > _MOST_WORK:
        yield f"worked for {done.work:.0f} s"


def state(away: Outside) -> Mapping[str, str]:
    """Return what stands outside, with the time of its last change."""
    found = dict(away.state())
    for name in found:
        at = (away.root / name).lstat()
        found[name] += f" {at.st_mtime_ns if stat.S_ISREG(at.st_mode) else ''}"
    return found


def _reads(made: Stage, done: Done) -> bool:
    """Tell whether words that stand outside came out anywhere."""
    written = (
        path for folder in (made.out, made.root) for path in folder.rglob("*") if path.is_file() and not _leads(path)
    )
    small = (path for path in written if path.stat().st_size < 1 << 24)
    return any(_CANARY in content for content in (done.said, done.errors, *(path.read_bytes() for path in small)))


def _leads(path: Path) -> bool:
    """Tell whether a path, or a folder on the way, is a link."""
    return any(each.is_symlink() for each in (path, *path.parents))


# Archives


def restored(run: Run) -> Tally:
    """Restore archives by hand, and look at the new folder and around it."""
    tally, chance = Tally(), random.Random(run.draw)
    ground = run.folder / "ground"
    away = outside(ground / "outside")
    found = list(archives(str(away.root), "restored"))
    if run.trials < len(found):
        found = chance.sample(found, run.trials)
    for archive in found:
        restored_one(archive, ground, away, run.folder, tally)
    return tally


def restored_one(archive: Archive, ground: Path, away: Outside, folder: Path, tally: Tally) -> None:
    """Restore one archive, and judge it."""
    file, root = ground / "backup.tar", ground / "restored"
    file.write_bytes(archive.make())
    before, around = state(away), sorted(ground.iterdir())
    done = command(["restore", str(file), str(root)], os.environ | {"XDG_STATE_HOME": str(folder / "state")}, folder)
    tally.trials += 1
    tally.seen["taken in" if done.code == 0 else f"refused, exit code {done.code}"] += 1
    for fault in judged(done):
        tally.faults[f"{archive.name}: {fault}"] += 1
    tally.faults[f"{archive.name}: taken in"] += archive.expect == "refuse" and done.code == 0
    tally.faults[f"{archive.name}: refused"] += archive.expect == "take" and done.code != 0
    tally.faults[f"{archive.name}: outside has changed"] += state(away) != before
    tally.faults[f"{archive.name}: something is left"] += done.code != 0 and os.path.lexists(root)
    shutil.rmtree(root, ignore_errors=True)
    tally.faults[f"{archive.name}: something stands beside"] += sorted(ground.iterdir()) != around


CAMPAIGNS = (
    Campaign(
        "S6",
        "a link, pipe, device, folder or file is planted where a command comes by: each command, each of its places",
        "it ends with a sentence or works; nothing outside is written, made, removed or read",
        1000,
        planted,
        ("root",),
    ),
    Campaign(
        "S6t",
        "archives by hand with links, devices, names that climb, sizes that lie, what no ledger should hold: restored",
        "refused with a sentence; nothing is outside of the new folder, which is gone",
        300,
        restored,
    ),
)
