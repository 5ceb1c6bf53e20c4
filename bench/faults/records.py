"""Records that a stranger made: offered to a log by every door, and found in a log that is there already."""

import hashlib
import io
import json
import random
import shutil
import tarfile
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import pyoxigraph as ox

from bench.faults.base import Campaign, Run, Tally
from bench.faults.cases.hostile_logs import Bad, erasures, logs, with_a_key_twice
from bench.faults.cases.identifiers import RECORD_HOSTILE, carried, harmless_pairs, hostile_pairs
from bench.faults.cases.records import Raw, changed, placed, raw, raw_world, write_log, write_segments
from bench.faults.hostile import in_time
from bench.faults.worlds import NOW
from kg.backup import FORMAT, restore
from kg.errors import KgError
from kg.events.door import open_log
from kg.log import Head, NewRecord, SqliteLog, import_segments
from kg.opening import open_reader
from kg.pipeline import catch_up, rebuild
from kg.stores.oxigraph import dataset_hash, snapshots
from kg.verification import check_records
from kg.workspace import Workspace, create

_RESTORED = 10
"""One of so many trials also goes through a backup, which takes a workspace of its own."""


def pairs(run: Run) -> list[tuple[str, Raw, bool]]:
    """Return what each record is, the record, and whether it must be refused; in an order drawn by chance."""
    found = [(f"{field.name}", raw(carried(field, entry.text)), True) for field, entry in hostile_pairs()]
    found += [(f"{field.name}", raw(carried(field, entry.text)), False) for field, entry in harmless_pairs()]
    sound = raw_world()[0]
    for name, value, _ in RECORD_HOSTILE:
        fields = {"tags": (*sound.tags, value)} if name == "tag" else {name: value}
        found.append((f"record: {name}", changed(sound, **fields), True))
    random.Random(run.draw).shuffle(found)
    return found[: run.trials]


def hostile_fields(run: Run) -> Tally:
    """Offer records with a hostile string in one field to the pipeline, to an import and to a restore."""
    tally = Tally()
    for number, (name, record, hostile) in enumerate(pairs(run)):
        tally.trials += 1
        doors = {"pipeline": _appended, "import": _imported} | ({} if number % _RESTORED else {"restore": _restored})
        for door, offer in doors.items():
            outcome = _outcome(partial(offer, run.folder / door, record))
            wanted = "refused" if hostile else "taken"
            tally.seen[f"{door}: {outcome}"] += outcome == wanted
            tally.faults[f"{door}: {name}: {outcome}"] += outcome != wanted
    return tally


def _outcome(offer: Callable[[], None]) -> str:
    try:
        with in_time():
            offer()
    except KgError:
        return "refused"
    except Exception as error:  # noqa: BLE001 (this is what the campaign looks for)
        return type(error).__name__
    return "taken"


def _appended(folder: Path, record: Raw) -> None:
    assert record.payload is not None, "those of this campaign hold a payload"
    offered = NewRecord(record.key, record.type, record.schema, record.payload, record.tags, record.meta)
    with _log_in(folder) as log:
        append_all(log, [offered])


def append_all(log: SqliteLog, records: Sequence[NewRecord]) -> None:
    """Append records as the pipeline does."""
    try:
        log.append(records, now=NOW)
    except KgError:
        assert log.head() == Head(), "nothing of a refused batch stays"
        raise


def _imported(folder: Path, record: Raw) -> None:
    with _log_in(folder) as log:
        paths = write_segments(folder / "segments", [record])
        try:
            import_segments(log, paths)
        except KgError:
            assert log.head() == Head(), "nothing of a refused import stays"
            raise


def _log_in(folder: Path) -> SqliteLog:
    """Return an empty log; one that refused all before is empty still."""
    path = folder / "log.db"
    if path.exists():
        log = open_log(path)
        if log.head() == Head():
            return log
        log.close()
        shutil.rmtree(folder)
    folder.mkdir(parents=True)
    return open_log(path, mode="create")


def _restored(folder: Path, record: Raw) -> None:
    file, root = folder / "theirs.tar", folder / "restored"
    folder.mkdir(exist_ok=True)
    file.write_bytes(backup_of(folder / "packed", [record]))
    try:
        restore(file, root)
    except KgError:
        assert not root.exists(), "nothing of a refused backup stays"
        raise
    shutil.rmtree(root)


def backup_of(folder: Path, records: Sequence[Raw]) -> bytes:
    """Return a backup whose hashes are right, with a log of these records."""
    shutil.rmtree(folder, ignore_errors=True)
    paths = write_segments(folder, records)
    contents = {"kg.toml": b"format = 1\n"} | {f"segments/{path.name}": path.read_bytes() for path in paths}
    chain = json.loads(paths[-1].read_bytes().splitlines()[-1])["chain"]
    files = {name: hashlib.sha256(content).hexdigest() for name, content in contents.items()}
    manifest = {"format": FORMAT, "position": len(records), "chain": chain, "files": files}
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode="w", format=tarfile.USTAR_FORMAT) as archive:
        for name, content in (
            {"manifest.json": json.dumps(manifest).encode()} | dict(sorted(contents.items()))
        ).items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return target.getvalue()


def bad_logs(run: Run) -> Tally:
    """Import logs with one bad record, and open workspaces that hold such a log already."""
    tally = Tally()
    drawn = [(*each, number % 2) for number, each in enumerate(logs())]
    random.Random(run.draw).shuffle(drawn)
    for name, bad, raws, position, _ in drawn[: run.trials]:
        tally.trials += 1
        if not bad.only_in_a_file:
            outcome = _outcome(partial(_import_all, run.folder / "import", raws))
            tally.seen[f"import {outcome}"] += 1
            right = outcome in {"refused", "taken"} if bad.expect == "open" else outcome == "refused"
            tally.faults[f"{name}: import {outcome}"] += not right
        try:
            with in_time(120):
                _open_old(run.folder / "old", bad, raws, position, name=name, tally=tally)
        except Exception as error:  # noqa: BLE001 (this is what the campaign looks for)
            tally.faults[f"{name}: opening it, {type(error).__name__}"] += 1
    outcome = _outcome(partial(_import_all, run.folder / "import", with_a_key_twice()))
    tally.faults[f"a key twice: {outcome}"] += outcome != "refused"
    return tally


def _import_all(folder: Path, raws: Sequence[Raw]) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    with open_log(folder / "log.db", mode="create") as log:
        paths = write_segments(folder / "segments", raws, size=7)
        try:
            import_segments(log, paths)
        except KgError:
            assert log.head() == Head(), "nothing of a refused import stays"
            raise


def _open_old(folder: Path, bad: Bad, raws: Sequence[Raw], position: int, *, name: str, tally: Tally) -> None:
    """Open a workspace whose log holds the record: all others are read, and verifying tells what is not."""
    shutil.rmtree(folder, ignore_errors=True)
    workspace = create(folder)
    write_log(workspace.log, raws)
    with open_log(workspace.log) as log:
        caught_up = catch_up(workspace, log)
        graph = _hash(workspace)
        again = rebuild(workspace, log)
        tally.faults[f"{name}: a rebuild gives another graph"] += _hash(workspace) != graph
        tally.faults[f"{name}: a rebuild sets others aside"] += caught_up.set_aside != again.set_aside
        told = any(f"position {position}:" in problem for problem in check_records(log).problems)
    expected = {(position,)} if bad.expect == "refuse" else {(position,), ()}
    tally.faults[f"{name}: set aside {caught_up.set_aside}"] += caught_up.set_aside not in expected
    tally.faults[f"{name}: verifying does not name it"] += bool(caught_up.set_aside) and not told
    tally.seen["set aside" if caught_up.set_aside else "read"] += 1
    if caught_up.set_aside:
        tally.faults[f"{name}: the rest reads otherwise"] += _ids(workspace) < _ids_without(folder, raws, position)
    with open_reader(workspace) as reader:
        tally.faults[f"{name}: no answer"] += not reader.table("documents").rows


def _ids(workspace: Workspace) -> frozenset[str]:
    store = ox.Store.read_only(str(snapshots(workspace.snapshots)[-1]))
    kept = (quad for quad in store if "/id/event/" not in str(quad.subject) + str(quad.object))
    return frozenset(str(quad.triple) for quad in kept if isinstance(quad.graph_name, ox.DefaultGraph))


def _ids_without(folder: Path, raws: Sequence[Raw], position: int) -> frozenset[str]:
    """Return what the log says of its entities, documents and claims without one record."""
    beside = folder.with_name("beside")
    shutil.rmtree(beside, ignore_errors=True)
    workspace = create(beside)
    write_log(workspace.log, [*raws[: position - 1], *raws[position:]])
    with open_log(workspace.log) as log:
        catch_up(workspace, log)
    return _ids(workspace)


def _hash(workspace: Workspace) -> str:
    return dataset_hash(ox.Store.read_only(str(snapshots(workspace.snapshots)[-1])))


def deleting(run: Run) -> Tally:
    """Erase what is no document, by import, restore and in logs that are there: nothing outside may be touched."""
    tally = Tally()
    outside = run.folder / "outside"
    bads = list(erasures(str(outside), outside.name))
    for bad in (bads * (1 + run.trials // len(bads)))[: run.trials]:
        tally.trials += 1
        canary = outside / "deep" / "canary.txt"
        canary.parent.mkdir(parents=True, exist_ok=True)
        canary.write_text("kept", encoding="utf-8")
        root = run.folder / "workspaces" / "one"
        shutil.rmtree(root.parent, ignore_errors=True)
        beside = root.parent / outside.name
        shutil.copytree(outside, beside)
        workspace = create(root)
        raws, _ = placed(bad.record, "last")
        theirs = workspace.documents / "theirs"
        theirs.mkdir()
        (theirs / "notes.txt").write_text("mine", encoding="utf-8")
        for way in (partial(_import_all, run.folder / "import", raws), partial(_catch_up_old, workspace, raws)):
            outcome = _outcome(way)
            tally.faults[f"{bad.name}: {outcome}"] += outcome not in {"refused", "taken"}
            tally.seen[outcome] += 1
        kept = canary, beside / "deep" / "canary.txt", theirs / "notes.txt", workspace.mark
        tally.faults[f"{bad.name}: something else is gone"] += not all(path.is_file() for path in kept)
    return tally


def _catch_up_old(workspace: Workspace, raws: Sequence[Raw]) -> None:
    write_log(workspace.log, raws)
    with open_log(workspace.log) as log:
        catch_up(workspace, log)
        rebuild(workspace, log)


CAMPAIGNS = (
    Campaign(
        "S1",
        "a hostile string in one field of a record, offered by the pipeline, an import and a restore",
        "refused before anything is written, and harmless ones are taken",
        22_600,
        hostile_fields,
    ),
    Campaign(
        "S1b",
        "a log with one bad record at its beginning, in its middle, at its end: imported, and there already",
        "refused whole by an import; in a log that is there, set aside, named, by catching up and rebuilding alike",
        351,
        bad_logs,
    ),
    Campaign(
        "S1c",
        "records that erase paths, folders and what is no document",
        "nothing outside the folder of that document is touched",
        64,
        deleting,
    ),
)
