"""Erased words and figures are nowhere below the workspace, and nothing brings them back."""

import gzip
import shutil
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

import kg.erasing
import kg.pipeline
from kg.backup import back_up, restore
from kg.erasure import ErasedError
from kg.events import DocumentErased
from kg.horizon import read_horizon
from kg.log import SqliteLog, import_segments, seal, segment_paths
from kg.opening import open_reader
from kg.pipeline import append, attach, catch_up, rebuild
from kg.texts import span_of, text_hash
from kg.verification import verify
from kg.workspace import create
from tests.builders import NOW
from tests.ledger import Ledger, opened

TEXT = "The zyxomite chip draws 7391.58 kilowatts, said nobody."
CANARIES = ("zyxomite", "quuxberry", "plovdivian", "grelbish", "7391.58", "8264.17")
"""Words and figures that only the erased document brings: in its text, title, claims, reasons."""


def write(ledger: Ledger, says: str, draws: str) -> Path:
    """Write the file of the document that will be erased."""
    span = span_of(TEXT, 4, 12)
    return ledger.document(
        "gone",
        {"title": "The quuxberry story", "text": text_hash(TEXT), "summary": "A plovdivian summary."},
        c={"subject": "ash", "states": says, "at": f"4-12 {span.words_hash}"},
        p={"subject": "ash", "predicate": "powerDraw", "value": draws, "note": "grelbish note"},
    )


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """Return a ledger in which every place that can hold a word or figure of one document holds one."""
    with opened(tmp_path) as made:
        write(made, "It is zyxomite indeed.", "7391.58 kW")
        made.write("texts/gone.txt", TEXT)
        made.document("stays", s={"subject": "ash", "states": "It stands.", "disputes": "gone/c"})
        made.ingest()
        made.ingest(write(made, "It is zyxomite after all.", "8264.17 kW"), revise="It said 8264.17, not 7391.58.")
        made.ingest(made.acts({"act": "assess", "claim": "gone/c", "statement": "plovdivian", "author": "ada"}))
        with open_reader(made.workspace, horizon=read_horizon(recorded_by=made.position - 1)) as reader:
            reader.search("zyxomite")
        seal(made.log, made.workspace.segments, size=3)
        rebuild(made.workspace, made.log)
        yield made


def found_in(root: Path) -> dict[str, set[str]]:
    """Return which canaries stand in which files below a folder, as bytes or as what a store there holds."""
    found: dict[str, set[str]] = {}
    for path in (each for each in root.rglob("*") if each.is_file()):
        content = path.read_bytes()
        if path.suffix == ".gz":
            content += gzip.decompress(content)
        for canary in CANARIES:
            if any(canary.encode(code) in content for code in ("utf-8", "utf-16-le", "utf-16-be")):
                found.setdefault(canary, set()).add(path.name)
    for folder in (each.parent for each in root.rglob("CURRENT")):
        dump = b"".join(str(quad).encode() for quad in ox.Store.read_only(str(folder)))
        for canary in (canary for canary in CANARIES if canary.encode() in dump):
            found.setdefault(canary, set()).add(f"store {folder.name}")
    return found


def erase(ledger: Ledger, depth: str = "claims") -> None:
    append(
        ledger.log,
        [DocumentErased.model_validate({"document": "gone", "depth": depth, "because": "A court."})],
        now=NOW,
    )
    catch_up(ledger.workspace, ledger.log)


def whole(ledger: Ledger) -> bool:
    return not [check for check in verify(ledger.workspace, ledger.log) if check.problems]


def test_the_search_for_canaries_finds_each_of_them_before(ledger: Ledger) -> None:
    found = found_in(ledger.workspace.root)
    assert found.keys() == set(CANARIES)
    places = set().union(*found.values())
    assert {"text.txt", "search.db"} <= places
    assert places & {"log.db", "log.db-wal"}
    assert any(name.startswith("segment-") for name in places)
    assert any(name.startswith("store ") for name in places)


def test_after_an_erasure_with_claims_nothing_is_left_anywhere(ledger: Ledger) -> None:
    head = ledger.log.read(limit=1)
    chains = {record.position: record.chain for record in ledger.log.read()}
    erase(ledger)
    assert found_in(ledger.workspace.root) == {}
    assert not (ledger.workspace.documents / "gone").exists()
    assert {r.position: r.chain for r in ledger.log.read() if r.position in chains} == chains
    assert whole(ledger)
    assert ledger.found("stands") == {("claim", "stays/s")}
    assert next(head) is not None
    rebuild(ledger.workspace, ledger.log)
    assert found_in(ledger.workspace.root) == {}
    assert whole(ledger)


def test_after_an_erasure_of_the_text_its_words_are_gone_and_the_claims_stay(ledger: Ledger) -> None:
    only_in_text = "kilowatts, said nobody"
    erase(ledger, "text")
    for path in (each for each in ledger.workspace.root.rglob("*") if each.is_file()):
        assert only_in_text.encode() not in path.read_bytes(), path
    assert ledger.found("zyxomite") == {("claim", "gone/c")}
    assert whole(ledger)
    with pytest.raises(ErasedError, match="cannot come back"):
        attach(ledger.workspace, ledger.log, "gone", text_hash(TEXT), TEXT)


@pytest.mark.parametrize("horizon", [{"as_of": "2026-12-31"}, {"recorded_by": "8"}, {"without": ["stays"]}])
def test_erased_stays_erased_under_every_horizon(ledger: Ledger, horizon: dict[str, str]) -> None:
    erase(ledger)
    with open_reader(ledger.workspace, horizon=read_horizon(**horizon)) as reader:
        assert reader.search("zyxomite") == ()
        told = reader.query("SELECT ?s { ?s ?p ?o FILTER(CONTAINS(LCASE(STR(?o)), 'zyxomite')) }")
        assert getattr(told, "rows", None) == ()
    assert found_in(ledger.workspace.root) == {}


def test_the_same_file_is_refused_with_the_reason(ledger: Ledger) -> None:
    erase(ledger)
    report = ledger.ingest(ledger.files / "gone.yaml")
    (outcome,) = report.outcomes
    assert outcome.status == "refused"
    assert "erased on 2026-05-01 and cannot come back" in str(outcome.error)
    assert "A court." in str(outcome.error)


def test_what_stopped_an_erasure_is_made_good_by_the_next_command(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    steps = [(kg.erasing, "erase_in_segments"), (kg.pipeline, "_rebuild_store"), (kg.pipeline, "_catch_up_search")]
    for module, name in steps:
        with monkeypatch.context() as patched:
            patched.setattr(module, name, killed)
            with pytest.raises(KeyboardInterrupt):
                erase(ledger)  # the second time the event is known and only the work is left
        assert any(check.problems for check in verify(ledger.workspace, ledger.log)), "and verify says so"
    catch_up(ledger.workspace, ledger.log)
    assert found_in(ledger.workspace.root) == {}
    assert whole(ledger)


def test_segments_sealed_before_bring_nothing_back(ledger: Ledger, tmp_path: Path) -> None:
    shutil.copytree(ledger.workspace.segments, tmp_path / "before")
    erase(ledger)
    assert import_segments(ledger.log, segment_paths(tmp_path / "before")) == 0
    catch_up(ledger.workspace, ledger.log)
    assert found_in(ledger.workspace.root) == {}
    seal(ledger.log, ledger.workspace.segments, size=3)
    copy = create(tmp_path / "copy")
    newer = [
        path for path in segment_paths(ledger.workspace.segments) if not (tmp_path / "before" / path.name).exists()
    ]
    with SqliteLog(copy.log, mode="create") as log:
        import_segments(log, [*segment_paths(tmp_path / "before"), *newer])
        catch_up(copy, log)
        assert log.head() == ledger.log.head()
    assert found_in(copy.root) == {}


def test_a_backup_made_after_holds_nothing_of_it(ledger: Ledger, tmp_path: Path) -> None:
    erase(ledger)
    (tmp_path / "out").mkdir()
    back_up(ledger.workspace, ledger.log, tmp_path / "out" / "b.tar.gz")
    assert found_in(tmp_path / "out") == {}
    restore(tmp_path / "out" / "b.tar.gz", tmp_path / "out" / "back")
    assert found_in(tmp_path / "out") == {}
