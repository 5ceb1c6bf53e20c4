"""What a writer said and the workspace that it left in, what became of its batches and promises out.

A writer says in a pipe which keys a batch is about to record (`batch`), and when it was recorded (`ack`).
"""

import json
from collections.abc import Collection, Sequence

import pyoxigraph as ox

import kg.pipeline
from bench.faults.base import Tally
from kg.errors import KgError
from kg.log import Log, SqliteLog
from kg.stores.oxigraph import dataset_hash, snapshots
from kg.verification import verify
from kg.workspace import Workspace


def count_batches(held: Collection[str], said: Sequence[str], tally: Tally) -> None:
    """Compare the keys that a log holds with what a writer said of its batches."""
    batches = [set(json.loads(line.removeprefix("batch "))) for line in said if line.startswith("batch ")]
    acknowledged = [set(json.loads(line.removeprefix("ack "))) for line in said if line.startswith("ack ")]
    known = set(held)
    tally.seen["batches acknowledged"] += len(acknowledged)
    tally.faults["acknowledged and lost"] += sum(not batch <= known for batch in acknowledged)
    for batch in (batch for batch in batches if batch not in acknowledged):
        tally.seen["batches kept without acknowledgement"] += batch <= known
        tally.faults["there by halves"] += bool(batch & known) and not batch <= known


def hold_to_promises(workspace: Workspace, log: Log, tally: Tally) -> None:
    """Bring the graph up to the log, as the next command does, and check everything that can be checked."""
    try:
        result = kg.pipeline.catch_up(workspace, log)
    except KgError as error:
        tally.faults[f"catching up: {error.what}"] += 1
        return
    tally.seen["graphs caught up"] += result.applied > 0 and not result.rebuilt
    tally.seen["graphs built anew"] += result.rebuilt
    for check in verify(workspace, log):
        for problem in check.problems:
            tally.faults[f"not so: {check.name}: {problem.replace(str(workspace.root), '')}"] += 1


def judge(workspace: Workspace, said: Sequence[str], tally: Tally) -> None:
    """Open a workspace again after its writer ended, and count what became of its batches and its promises."""
    tally.trials += 1
    stage = next((line.removeprefix("at ") for line in reversed(said) if line.startswith("at ")), "nothing")
    tally.seen[f"in {stage}"] += 1
    with SqliteLog(workspace.log) as log:
        count_batches({record.key for record in log.read()}, said, tally)
        hold_to_promises(workspace, log, tally)


def dataset(workspace: Workspace) -> str:
    """Return the hash of the newest graph."""
    return dataset_hash(ox.Store.read_only(str(snapshots(workspace.snapshots)[-1])))
