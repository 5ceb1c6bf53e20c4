"""Past views: made once, kept, judged anew when the log grows, and never in the way of the present."""

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pyoxigraph as ox
import pytest

import kg.past
from kg.horizon import Horizon, read_horizon
from kg.opening import open_reader
from kg.past import view
from kg.reader import Reader
from kg.stores import cache
from kg.stores.oxigraph import dataset_hash
from kg.table import Table
from tests.ledger import Ledger, opened

MARCH = Horizon(as_of=date(2026, 3, 31))


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with opened(tmp_path) as made:
        made.ingest(made.document("early", {"published": "2026-03-01"}, c="ash usesHardware h100"))
        made.ingest(made.document("late", {"published": "2026-04-01"}, c="ash usesHardware h200"))
        yield made


def documents(reader: Reader) -> set[str]:
    table = reader.query("documents")
    assert isinstance(table, Table)
    return {row[0].value.rpartition("/")[2] for row in table.rows if row[0]}


def read(ledger: Ledger, horizon: Horizon) -> set[str]:
    with open_reader(ledger.workspace, horizon=horizon) as reader:
        return documents(reader)


def folders(ledger: Ledger) -> list[str]:
    return sorted(path.name for path in ledger.workspace.views.iterdir())


def test_each_axis_shows_what_it_is_for(ledger: Ledger) -> None:
    assert read(ledger, MARCH) == {"early"}
    assert read(ledger, read_horizon(recorded_by=ledger.position - 1)) == {"early"}
    assert read(ledger, read_horizon(without=["early"])) == {"late"}
    assert read(ledger, read_horizon("2026-01-01")) == set()
    assert read(ledger, Horizon()) == {"early", "late"}


def test_a_view_is_made_once(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    assert read(ledger, MARCH) == {"early"}

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("nothing is projected again")

    monkeypatch.setattr(kg.past, "project", refuse)
    assert read(ledger, MARCH) == {"early"}
    assert len(folders(ledger)) == 1


def test_news_that_does_not_count_leaves_a_view_as_it_is(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    made = view(ledger.workspace, ledger.log, MARCH)
    ledger.ingest(ledger.document("later", {"published": "2026-05-01"}, c="ash usesHardware h100"))
    with monkeypatch.context() as patched:
        patched.setattr(kg.past, "project", None)
        again = view(ledger.workspace, ledger.log, MARCH)
        assert again.folder == made.folder
        assert again.is_fresh(ledger.position, ledger.log.head().chain)
        assert view(ledger.workspace, ledger.log, MARCH) == again, "and that is noted"


def test_late_news_makes_a_view_anew(ledger: Ledger) -> None:
    view(ledger.workspace, ledger.log, MARCH)
    ledger.ingest(ledger.document("late-news", {"published": "2026-02-01"}, c="ash usesHardware h100"))
    assert read(ledger, MARCH) == {"early", "late-news"}
    assert folders(ledger) == [f"{MARCH.key}-{ledger.position}"]


def test_another_program_or_another_log_makes_a_view_anew(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    made = view(ledger.workspace, ledger.log, MARCH)
    with monkeypatch.context() as patched:
        patched.setattr(kg.stores.stamp, "program", lambda: "otherprogram")
        other = view(ledger.workspace, ledger.log, MARCH)
        assert other.about.judged.endswith("otherprogram")
        assert other.folder == made.folder
    about = cache.newest(ledger.workspace.views, MARCH.key)
    assert about is not None
    assert about.about.judged.endswith("otherprogram")


def test_the_same_view_made_twice_is_the_same_dataset(ledger: Ledger) -> None:
    first = dataset_hash(ox.Store.read_only(str(view(ledger.workspace, ledger.log, MARCH).graph)))
    shutil.rmtree(ledger.workspace.views)
    assert dataset_hash(ox.Store.read_only(str(view(ledger.workspace, ledger.log, MARCH).graph))) == first


def test_what_cannot_be_read_in_the_folder_is_made_anew(ledger: Ledger) -> None:
    made = view(ledger.workspace, ledger.log, MARCH)
    for damage in ("{", '{"horizon": 1}', "[]", ""):
        (made.folder / "about.json").write_text(damage)
        assert read(ledger, MARCH) == {"early"}


def test_what_interrupted_makers_left_is_swept_and_what_others_make_is_not(ledger: Ledger) -> None:
    ledger.workspace.views.mkdir()
    for name in ("0123456789abcdef.1.new", "0123456789abcdef.999999999.new"):
        (ledger.workspace.views / name).mkdir()
    view(ledger.workspace, ledger.log, MARCH)
    assert folders(ledger) == ["0123456789abcdef.1.new", f"{MARCH.key}-{ledger.position}"]


def test_a_failure_leaves_nothing_behind(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(kg.past, "project", fail)
    with pytest.raises(KeyboardInterrupt):
        view(ledger.workspace, ledger.log, MARCH)
    assert folders(ledger) == []


def test_only_the_views_asked_for_last_are_kept(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "VIEWS_KEPT", 2)
    wanted = [Horizon(as_of=date(2026, month, 1)) for month in (1, 2, 3)]
    made = [view(ledger.workspace, ledger.log, horizon) for horizon in wanted]
    assert [each.folder.exists() for each in made] == [False, True, True]


def test_where_nothing_can_be_written_a_view_lives_as_long_as_its_reader(
    ledger: Ledger,
) -> None:
    ledger.workspace.views.write_text("a file stands where the folder should be")
    with open_reader(ledger.workspace, horizon=MARCH) as reader:
        place = reader.snapshot
        assert documents(reader) == {"early"}
        assert place.exists()
    assert not place.exists()


def test_a_search_finds_what_counts_and_words_as_they_were_read_then(ledger: Ledger) -> None:
    before = ledger.position
    ledger.ingest(
        ledger.document("early", {"published": "2026-03-01", "title": "A clearer title"}, c="ash usesHardware h100"),
        revise="The title was cut off.",
    )
    with open_reader(ledger.workspace, horizon=read_horizon(recorded_by=before)) as reader:
        assert {entry.id for entry in reader.search("title of")} == {"early", "late"}
        assert reader.search("clearer") == ()
    with open_reader(ledger.workspace, horizon=MARCH) as reader:
        assert {entry.id for entry in reader.search("title")} == {"early"}
        assert {entry.id for entry in reader.search("clearer")} == {"early"}, "our reading counts at every date"


def test_a_search_does_not_find_the_text_of_what_does_not_count(ledger: Ledger) -> None:
    texts = ledger.workspace.documents
    for name in ("early", "late"):
        (texts / name).mkdir(parents=True)
        (texts / name / "text.txt").write_text(f"A passage of {name}.")
    for horizon, found in ((MARCH, {"early"}), (read_horizon(recorded_by=ledger.position - 1), {"early"})):
        with open_reader(ledger.workspace, horizon=horizon) as reader:
            assert {entry.id for entry in reader.search("passage")} == found


def test_a_reader_tells_which_documents_could_have_counted(ledger: Ledger) -> None:
    told: list[str] = []
    ledger.ingest(
        ledger.document(
            "spring", {"published": "March to April 2026", "published_note": "n"}, c="ash usesHardware h100"
        )
    )
    with open_reader(ledger.workspace, horizon=MARCH, tell=told.append) as reader:
        assert documents(reader) == {"early"}
    assert len(told) == 1
    assert told[0].startswith("1 document may have been published by then and counts from a later day")
    assert told[0].endswith(": spring")
    with open_reader(ledger.workspace, horizon=MARCH, tell=told.append):
        assert len(told) == 2, "a view that was kept says so too"
