"""Hostile files and paths, and what becomes of the ledger that was to take them in."""

import json
import os
import random
import signal
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from bench.faults.base import Campaign, Run, Tally
from bench.faults.worlds import NOW, page, prepare
from kg.errors import BadInputError, KgError
from kg.ingest import ingest
from kg.log import SqliteLog, import_segments
from kg.query.catalogue import read_question
from kg.texts import Texts, read_text_file
from kg.workspace import Workspace, find

_LONGEST = 30
"""Seconds after which something hangs."""
DEPTHS = (100, 1_000, 10_000, 100_000, 1_000_000)


class HangsError(Exception):
    """It did not end in time."""


@contextmanager
def in_time(seconds: int = _LONGEST) -> Iterator[None]:
    """Interrupt what hangs."""

    def late(*_: object) -> None:
        raise HangsError

    before = signal.signal(signal.SIGALRM, late)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def refused(tally: Tally, what: str, act: Callable[[], object]) -> None:
    """Do something that must be refused with a sentence, at once."""
    tally.trials += 1
    try:
        with in_time():
            act()
        tally.faults[f"{what}: taken in"] += 1
    except KgError as error:
        tally.seen[f"{what}: {type(error).__name__}"] += 1
        tally.faults[f"{what}: no sentence"] += not error.what or len(str(error)) > 2000
    except HangsError:
        tally.faults[f"{what}: hangs"] += 1
    except Exception as error:  # noqa: BLE001 (this is what the campaign looks for)
        tally.faults[f"{what}: {type(error).__name__}"] += 1


def taken(workspace: Workspace, path: Path) -> None:
    """Take in one file; raise why it was refused."""
    with SqliteLog(workspace.log) as log:
        before = log.head()
        (outcome,) = ingest(workspace, log, [path], now=lambda: NOW).outcomes
        if outcome.error:
            assert log.head() == before, "a refused file leaves no trace"
            raise outcome.error


def _formats(workspace: Workspace) -> tuple[tuple[str, Callable[[int], str], Callable[[Path], object]], ...]:
    """Return a name, what makes a file of a depth, and what reads it, for each way of nesting."""

    def take(path: Path) -> None:
        taken(workspace, path)

    def take_over(path: Path) -> int:
        return _imported(workspace, path)

    def as_question(path: Path) -> object:
        return read_question(path, "answers")

    query = "SELECT * { }"
    return (
        ("deep.yaml", lambda n: "a: " + "[" * n + "]" * n, take),
        ("block.yaml", lambda n: "\n".join(" " * level + "a:" for level in range(min(n, 2000))), take),
        ("dashes.yaml", lambda n: "- " * n + "x", take),
        ("braces.yaml", lambda n: "{a: " * n + "1" + "}" * n, take),
        ("deep.json", lambda n: '{"a":' * n + "1" + "}" * n, take),
        ("open.json", lambda n: "[" * n, take),
        ("kg.toml", lambda n: "format = " + "[" * n + "]" * n, _as_settings),
        ("tables.toml", lambda n: "[" + ".".join("a" * min(n, 100_000)) + "]\nformat = 0", _as_settings),
        ("segment-000000000001-000000000001.jsonl", lambda n: "[" * n + "\n", take_over),
        ("segment-000000000001-000000000002.jsonl", lambda n: '{"a":' * n + "\n" * 3, take_over),
        ("header.rq", lambda n: f"#+ summary: {'[' * n}\n{query}", as_question),
        ("tags.rq", lambda n: f"#+ summary: s\n#+ question: q\n#+ tags: {'[' * n + ']' * n}\n{query}", as_question),
    )


def nested(run: Run) -> Tally:
    """Read files that are nested ever deeper, in every format that is read."""
    tally, workspace = Tally(), Workspace(prepare(run.folder))
    formats = _formats(workspace)
    for number in range(run.trials):
        name, make, read = formats[number % len(formats)]
        depth = DEPTHS[number // len(formats) % len(DEPTHS)]
        folder = run.folder / f"trial-{number}"
        folder.mkdir()
        path = folder / name
        path.write_text(make(depth))
        refused(tally, name, lambda read=read, path=path: read(path))  # type: ignore[misc]
    return tally


def _as_settings(path: Path) -> object:
    return find(path.rename(path.with_name("kg.toml")).parent, named=True)


def _imported(workspace: Workspace, path: Path) -> int:
    with SqliteLog(workspace.log) as log:
        return import_segments(log, [path])


TAGS = (
    "!!python/object/apply:os.system ['touch {canary}']",
    "!!python/object/new:os.system ['touch {canary}']",
    "!!python/name:os.system",
    "a: !!python/module:os",
    "a: &x [1, 2]\nb: *x",
    "a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: [*b,*b,*b,*b,*b,*b,*b,*b,*b]",
    "base: &b {{a: 1}}\nmore: {{<<: *b}}",
    "%YAML 1.1\n---\na: 1",
    "a: !!binary aGVsbG8=",
    "a: 1\n---\nb: 2",
    "a: " + "9" * 5000,
    "? [a, b]\n: c",
)


def tagged(run: Run) -> Tally:
    """Take in YAML that would run something or grow without end."""
    tally, workspace = Tally(), Workspace(prepare(run.folder))
    canary = run.folder / "canary"
    for number in range(run.trials):
        path = run.folder / f"trial-{number}.yaml"
        path.write_text(TAGS[number % len(TAGS)].format(canary=canary))
        refused(tally, f"file {number % len(TAGS)}", lambda path=path: taken(workspace, path))  # type: ignore[misc]
        tally.faults["something was executed"] += canary.exists()
    return tally


def odd_bytes(run: Run) -> Tally:
    """Read texts of odd bytes: each is refused, or kept in one normal form that comes back unchanged."""
    tally, chance = Tally(), random.Random(run.draw)
    texts, path = Texts(run.folder / "documents"), run.folder / "text.txt"
    for number in range(run.trials):
        path.write_bytes(_odd(chance, huge=number % 500 == 0))
        tally.trials += 1
        try:
            text = read_text_file(path)
        except BadInputError:
            tally.seen["refused"] += 1
            continue
        except Exception as error:  # noqa: BLE001 (this is what the campaign looks for)
            tally.faults[type(error).__name__] += 1
            continue
        tally.seen["read"] += 1
        tally.faults["not normal"] += unicodedata.normalize("NFC", text) != text or "\r" in text or "\0" in text
        texts.put("d", text)
        tally.faults["another text came back"] += texts.get("d") != text
    return tally


_ODD = (
    *("\ufeff", "\u202e", "\0", "\r\n", "\r", "e\u0301", "\u1e9b\u0323", "\U0001f600"),
    *("\u2028", "\x85", "\x1b[31m", "a", " ", "\n", "\u200b", "\uffff"),
)


def _odd(chance: random.Random, *, huge: bool) -> bytes:
    text = "".join(chance.choice(_ODD) for _ in range(chance.randint(0, 40)))
    if huge:
        text = "word \u0301" * (2 << 20)
    content = text.encode(chance.choice(["utf-8", "utf-8", "utf-8", "utf-16", "utf-16-le", "utf-32"]))
    if chance.random() < 0.3 and content:
        at = chance.randrange(len(content))
        content = content[:at] + bytes([chance.randrange(256)]) + content[at + 1 :]
    if chance.random() < 0.1:
        content += b"\xed\xa0\x80"  # half of a surrogate pair
    return content


def odd_paths(run: Run) -> Tally:
    """Name paths that lead elsewhere, nowhere, or to what never ends."""
    tally, workspace = Tally(), Workspace(prepare(run.folder))
    for number in range(run.trials):
        folder = run.folder / f"trial-{number}"
        (folder / "texts").mkdir(parents=True)
        name, act = list(_paths(workspace, folder))[number % 14]
        refused(tally, name, act)
    return tally


def _paths(workspace: Workspace, folder: Path) -> Iterator[tuple[str, Callable[[], object]]]:
    pipe, device, loop = folder / "pipe.yaml", folder / "device.yaml", folder / "loop.yaml"
    os.mkfifo(pipe)
    device.symlink_to("/dev/zero")
    loop.symlink_to(loop)
    yield "a pipe", lambda: taken(workspace, pipe)
    yield "a device behind a link", lambda: taken(workspace, device)
    yield "a link to itself", lambda: taken(workspace, loop)
    yield "a folder", lambda: read_text_file(folder)
    yield "nothing", lambda: taken(workspace, folder / "nothing.yaml")
    yield "a file without end", lambda: read_text_file(Path("/proc/self/mem"))
    yield "a pipe as a text", lambda: read_text_file(pipe)
    yield "a device as a text", lambda: read_text_file(Path("/dev/zero"))
    yield "a name that is too long", lambda: read_text_file(folder / ("x" * 300))
    yield "a name with a NUL", lambda: read_text_file(Path(f"{folder}/a\0b"))
    for name in ("../x", "/etc/x"):
        yield f"a document called {name}", partial(_named, workspace, folder, name)
    for title, target in (("a text beside it that is a link", "/etc/hosts"), ("a text beside it that is a pipe", None)):
        yield title, partial(_with_text, workspace, folder, target)


def _named(workspace: Workspace, folder: Path, name: str) -> None:
    path = folder / "document.yaml"
    path.write_text(json.dumps(page(name, "h100", text=False)))
    taken(workspace, path)


def _with_text(workspace: Workspace, folder: Path, target: str | None) -> None:
    name = f"beside-{folder.name}"
    text = folder / "texts" / f"{name}.txt"
    if target:
        text.symlink_to(target)
    else:
        os.mkfifo(text)
    path = folder / f"{name}.yaml"
    path.write_text(json.dumps(page(name, "h100", text=False)))
    taken(workspace, path)


CAMPAIGNS = (
    Campaign(
        "I5",
        "nesting from 100 to 1,000,000 deep, in YAML, JSON, TOML, segments and headers of questions",
        "one sentence; the ledger unchanged",
        60,
        nested,
    ),
    Campaign(
        "I6",
        "YAML with tags, anchors, aliases, merge keys, directives, several documents",
        "one sentence; nothing executed",
        12,
        tagged,
    ),
    Campaign(
        "I8",
        "texts of bad UTF-8, UTF-16, NUL, marks of direction, line ends, 16 MB",
        "refused, or one normal form that comes back unchanged",
        2000,
        odd_bytes,
    ),
    Campaign(
        "I9",
        "pipes, devices, links, endless files, names that climb out of the folder",
        "one sentence at once",
        14,
        odd_paths,
    ),
)
