"""The same log gives the same graph on any machine, and the same files give the same records."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from kg.log import GENESIS, Head, SqliteLog, import_segments, seal
from kg.pipeline import catch_up, rebuild
from kg.workspace import create
from tests.ledger import Ledger, company

OTHER_MACHINES = (
    {"PYTHONHASHSEED": "1", "TZ": "Pacific/Kiritimati", "LC_ALL": "C", "umask": "077"},
    {"PYTHONHASHSEED": "4242", "TZ": "America/St_Johns", "LC_ALL": "tr_TR.UTF-8", "umask": "002"},
)
SCRIPT = """
import json, os, sys
from datetime import UTC, datetime
from pathlib import Path
os.umask(int(sys.argv[3], 8))
import pyoxigraph as ox
from kg.ingest import ingest
from kg.log import SqliteLog
from kg.pipeline import rebuild
from kg.stores.oxigraph import dataset_hash, snapshots
from kg.workspace import create

copy, files = create(Path(sys.argv[1])), create(Path("fresh"))
with SqliteLog(copy.log) as log:
    rebuild(copy, log)
with SqliteLog(files.log, mode="create") as log:
    ingest(files, log, [Path(sys.argv[2])], now=lambda: datetime(2026, 5, 1, tzinfo=UTC))
    records = [(r.key, r.type, r.schema, r.tags, r.payload.decode(), str(r.recorded_at)) for r in log.read()]
store = ox.Store.read_only(str(snapshots(copy.snapshots)[-1]))
print(json.dumps([dataset_hash(store), records]))
"""


@pytest.fixture
def eventful(ledger: Ledger) -> Ledger:
    """Return a ledger with claims, figures, times, topics, a new reading, ends, links and remarks."""
    figure = {
        "subject": "ash",
        "predicate": "totalRaised",
        "value": "over 1,234.5 M USD",
        "topics": ["latency", "gpu-supply"],
    }
    shift = {"subject": "birch", "predicate": "bottleneckShift", "object": ["latency", "gpu-supply"], "when": "Q3 2026"}
    announced = {"announcements": {"i": {"title": "İstanbul ilik", "about": ["ash", "birch"], "claims": {"f": figure}}}}
    ledger.document(
        "d1",
        announced,
        a="ash usesHardware h100",
        b={"subject": "ash", "predicate": "usesHardware", "object": ["h200", "h100"]},
    )
    ledger.document("d2", {"entities": {"oak": company("Öak", aliases=["O", "Q"])}, "published": "2026-05-01"}, s=shift)
    ledger.acts(
        {"act": "supersede", "claim": "d1/a", "by_claim": "d1/b"},
        {"act": "link", "claim": "d1/b", "relation": "supports", "to": "d2/s"},
        {"act": "watch", "who": "oak", "scope": "chips", "since": "2026-05-01"},
    )
    ledger.ingest()
    return ledger


def test_another_machine_builds_the_same_graph_and_the_same_records(
    eventful: Ledger, tmp_path: Path, root: Path
) -> None:
    eventful.log.close()
    found = []
    for number, machine in enumerate(OTHER_MACHINES):
        place = tmp_path / f"ünlike {number}"
        place.mkdir()
        shutil.copy(eventful.workspace.log, place / "log.db")
        arguments = [sys.executable, "-c", SCRIPT, str(place), str(eventful.files), machine["umask"]]
        environment = os.environ | machine | {"PYTHONPATH": str(root)}
        done = subprocess.run(arguments, cwd=place, env=environment, capture_output=True, check=False)
        assert done.returncode == 0, done.stderr.decode()
        found.append(json.loads(done.stdout))
    (one, its_records), (other, other_records) = found
    assert one == other == eventful.hash()
    assert its_records == other_records
    assert len(its_records) > 10


def test_a_sealed_log_taken_over_elsewhere_is_the_same_log(eventful: Ledger, tmp_path: Path) -> None:
    eventful.document("d1", a="ash usesHardware h200")
    eventful.ingest(revise="misread")
    paths = seal(eventful.log, eventful.workspace.segments, size=4)
    assert len(paths) > 2
    copy = create(tmp_path / "copy")
    with SqliteLog(copy.log, mode="create") as log:
        assert log.head() == Head(0, GENESIS)
        assert import_segments(log, paths) == eventful.position
        assert log.head() == eventful.log.head()
        assert list(log.read()) == list(eventful.log.read())
        assert import_segments(log, paths) == 0, "twice is as good as once"
        catch_up(copy, log)
        taken_over = Ledger(copy, tmp_path, log)
        assert taken_over.hash() == eventful.hash()
        assert taken_over.found("oak") == eventful.found("oak") != set()


def test_rebuilding_twice_gives_the_same_graph(eventful: Ledger) -> None:
    graph = eventful.hash()
    for _ in range(2):
        rebuild(eventful.workspace, eventful.log)
        assert eventful.hash() == graph
