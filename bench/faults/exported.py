"""Labels that would break a file's syntax, cells that a spreadsheet would run, and files in the way of an export."""

import csv
import json
import random
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from xml.etree import ElementTree as ET

import pyoxigraph as ox

from bench.faults.base import ROOT, Campaign, Run, Tally
from bench.faults.worlds import world
from kg.errors import BadInputError
from kg.exporters import Options, exporter
from kg.exporting import export
from kg.stores.oxigraph import snapshots
from kg.tabular import Column, Content, Sheet
from kg.tabular.whole import everything

_PIECES = (
    *('"', "'", "\\", "}", "{", ">", "<", ";", "&", "#", "\n", "\r", "\t", "\0", "\x1b", "|", "[", "]", "--", "->"),
    *(
        "]]>",
        "<!--",
        "&amp;",
        "&#0;",
        "<data/>",
        "東京",
        "\u202e",
        "\ufffe",
        "\ud800",
        ",",
        "=",
        "/*",
        "$",
        "`",
        "a",
        " ",
    ),
)
_A_FORMAT = 500
_PREFIXES = ("=", "+", "-", "@", "\t", "\r", "=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(1)", "\t=1", "\r=1")
_LONGEST = 1.5
"""Seconds after which an export of the small world has ended."""


def _gexf(path: Path) -> tuple[int, int]:
    return _elements(path, "node"), _elements(path, "edge")


def _elements(path: Path, name: str) -> int:
    return sum(each.tag.rpartition("}")[2] == name for each in ET.parse(path).iter())  # noqa: S314 (our own file)


def _cyjs(path: Path) -> tuple[int, int]:
    held = json.loads(path.read_bytes())["elements"]
    return len(held["nodes"]), len(held["edges"])


def _json(edges: str) -> Callable[[Path], tuple[int, int]]:
    def read(path: Path) -> tuple[int, int]:
        held = json.loads(path.read_bytes())
        return len(held["nodes"]), len(held[edges])

    return read


def _dot(path: Path) -> tuple[int, int]:
    done = subprocess.run(["dot", "-Tjson0", str(path)], capture_output=True, check=True)
    held = json.loads(done.stdout)
    return len(held["objects"]), len(held["edges"])


READERS: Mapping[str, Callable[[Path], tuple[int, int]]] = {
    "gexf": _gexf,
    "graphml": _gexf,
    "cyjs": _cyjs,
    "graphology": _json("edges"),
    "nodelink": _json("links"),
    "dot": _dot,
}
"""What reads each format again and counts nodes and edges; none of it is ours."""


def _small(run: Run) -> Content:
    place = run.folder / "world"
    place.mkdir()
    whole = world(place, documents=60)
    return everything(ox.Store.read_only(str(snapshots(whole.snapshots)[-1])), edges="facts", events=lambda: ())


def labels(run: Run) -> Tally:
    """Give every node and edge a hostile label, and count both in the file again."""
    tally, chance = Tally(), random.Random(run.draw)
    nodes, edges = _small(run).graph()
    for number in range(run.trials):
        name = list(READERS)[number % len(READERS)]
        hostile = "".join(chance.choice(_PIECES) for _ in range(chance.randint(1, 12)))
        wild = {sheet.name: partial(_labelled, sheet, hostile) for sheet in (nodes, edges)}
        path = run.folder / f"labels.{name}"
        export(Content(hostile, wild), exporter(name), path, force=True)
        tally.trials += 1
        tally.seen[name] += 1
        try:
            found = READERS[name](path)
        except Exception as error:  # noqa: BLE001 (a file that cannot be read is what is looked for)
            tally.faults[f"{name}: {type(error).__name__}"] += 1
            continue
        tally.faults[f"{name}: another number of nodes or edges"] += found != (len(nodes.rows), len(edges.rows))
    return tally


def _labelled(sheet: Sheet, hostile: str) -> Sheet:
    """Return a sheet in which every text but ids, ends and kinds is hostile."""
    own = {"id", "source", "target", "kind"}
    wild = {n for n, column in enumerate(sheet.columns) if column.kind == "text" and column.name not in own}
    rows = [tuple(hostile if n in wild else value for n, value in enumerate(row)) for row in sheet.rows]
    return Sheet(sheet.name, sheet.columns, rows)


def formulas(run: Run) -> Tally:
    """Write cells that begin as formulas do; each is text to a spreadsheet, and comes back without its apostrophe."""
    tally = Tally()
    for number in range(run.trials):
        said = _PREFIXES[number % len(_PREFIXES)]
        path = run.folder / "formulas.csv"
        sheet = Sheet("answer", (Column("said"),), [(said,)])
        export(Content("formulas", {"answer": lambda sheet=sheet: sheet}), exporter("csv"), path, force=True)  # type: ignore[misc]
        with path.open(encoding="utf-8", newline="") as file:
            (_, (cell,)) = csv.reader(file)
        tally.trials += 1
        tally.faults["a spreadsheet would run it"] += cell[0] in "=+-@\t\r"
        tally.faults["it does not come back"] += cell.removeprefix("'") != said
    return tally


def replaced(run: Run) -> Tally:
    """Export onto files, links and folders, and kill exports that replace a file."""
    tally, chance = Tally(), random.Random(run.draw)
    content = _small(run)
    root, fresh = run.folder / "world" / "workspace", run.folder / "fresh.gexf"
    export(content, exporter("gexf"), fresh)
    whole = fresh.read_bytes()
    for number in range(run.trials):
        at = run.folder / f"trial-{number}"
        at.mkdir()
        _WAYS[number % len(_WAYS)](content, root, at, whole, chance, tally)
        tally.trials += 1
        killed = number % len(_WAYS) >= _WAYS.index(_killed)  # who is killed cannot tidy up
        tally.faults["something is left beside it"] += not killed and any(p.name.startswith(".") for p in at.iterdir())
    return tally


def _kept(content: Content, _: Path, at: Path, __: bytes, ___: random.Random, tally: Tally) -> None:
    path = at / "out.gexf"
    path.write_text("mine")
    try:
        export(content, exporter("gexf"), path)
        tally.faults["a file was written over unasked"] += 1
    except BadInputError:
        tally.seen["refused: the file is there"] += 1
    tally.faults["a file was changed unasked"] += path.read_text() != "mine"


def _linked(content: Content, _: Path, at: Path, whole: bytes, __: random.Random, tally: Tally) -> None:
    target, path = at / "target.txt", at / "out.gexf"
    target.write_text("somebody's")
    path.symlink_to(target)
    export(content, exporter("gexf"), path, Options(), force=True)
    tally.seen["a link was replaced"] += 1
    tally.faults["what a link leads to was changed"] += target.read_text() != "somebody's"
    tally.faults["the file is not whole"] += path.read_bytes() != whole


def _away(content: Content, _: Path, at: Path, __: bytes, ___: random.Random, tally: Tally) -> None:
    for path in (at / "nowhere" / "out.gexf", at):
        try:
            export(content, exporter("gexf"), path, force=True)
            tally.faults["it was written where nothing can be"] += 1
        except BadInputError:
            tally.seen["refused: no such place"] += 1


def _killed(_: Content, root: Path, at: Path, whole: bytes, chance: random.Random, tally: Tally) -> None:
    """Kill `kg export` at a random moment; the old file is there whole, or the new one is."""
    path = at / "out.gexf"
    path.write_bytes(b"old")
    command = [sys.executable, "-m", "kg", "-C", str(root), "export", "--to", "gexf", "-o", str(path), "--force", "-q"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        started = time.monotonic()
        # Two of three are killed as soon as their file appears, the others at any moment.
        seen, wait = chance.random() < 2 / 3, chance.uniform(0, _LONGEST)
        while process.poll() is None and not (_begun(at) if seen else time.monotonic() - started > wait):
            pass
        process.kill()
        process.wait()
    held = path.read_bytes()
    tally.seen["killed while it was written"] += _begun(at)
    tally.seen["killed, the old file is there" if held == b"old" else "killed, the new file is there"] += 1
    tally.faults["half a file"] += held not in {b"old", whole}


def _begun(at: Path) -> bool:
    """Return whether a file lies in a fresh folder beside."""
    return any(at.glob(".kg-*.new/*"))


_WAYS = (_kept, _linked, _away, _killed, _killed)

CAMPAIGNS = (
    Campaign(
        "X1",
        "labels that break the syntax of GEXF, GraphML, cyjs, graphology, node-link and DOT",
        "read again by others, the file has as many nodes and edges",
        _A_FORMAT * len(READERS),
        labels,
        ("graphviz",),
    ),
    Campaign(
        "X2",
        "cells of CSV that begin as formulas do, in twelve ways",
        "text to a spreadsheet; without the apostrophe it is what was said",
        len(_PREFIXES),
        formulas,
    ),
    Campaign(
        "X3",
        "exports onto files, links and folders; SIGKILL while a file is replaced",
        "the old file is there whole, or the new one; nothing is written through a link",
        50,
        replaced,
    ),
)
