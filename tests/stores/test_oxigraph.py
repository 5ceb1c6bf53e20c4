import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kg import ids
from kg.errors import LockedError, NoWorkspaceError
from kg.stores.lines import Lines, Statement
from kg.stores.oxigraph import OxigraphStore, dataset_hash, is_fresh, reached, snapshots

ASH, OAK, USES, LABEL = "<x:ash>", "<x:oak>", "<x:uses>", "<x:label>"
GENESIS = "0" * 64


@pytest.fixture
def store(tmp_path: Path) -> Iterator[OxigraphStore]:
    """Return an empty store on disk."""
    with OxigraphStore(tmp_path / "store") as store:
        yield store


def held(snapshot: Path) -> int:
    return len(ox.Store.read_only(str(snapshot)))


# Statements


def test_what_is_added_can_be_looked_up(store: OxigraphStore) -> None:
    name = ids.text('Ash "A"\n')
    store.add([(ASH, USES, OAK), (ASH, USES, ASH), (OAK, USES, ASH), (ASH, LABEL, name)])
    assert sorted(store.objects(ASH, USES)) == [ASH, OAK]
    assert store.objects(ASH, LABEL) == (name,)
    assert sorted(store.subjects(USES, ASH)) == [ASH, OAK]
    assert sorted(store.about(ASH)) == sorted([(ASH, USES, OAK), (ASH, USES, ASH), (ASH, LABEL, name)])
    assert store.holds((ASH, LABEL, name))
    assert not store.holds((OAK, LABEL, name))
    assert (store.objects(OAK, LABEL), store.subjects(LABEL, OAK), store.about("<x:elm>")) == ((), (), ())


def test_statements_form_a_set(store: OxigraphStore) -> None:
    for _ in range(2):
        store.add([(ASH, USES, OAK), (ASH, USES, OAK)])
    assert len(store) == 1
    store.remove([(ASH, USES, OAK), (ASH, USES, ASH)])
    assert len(store) == 0


literals = st.one_of(
    st.text().map(ids.text),
    st.builds(lambda text: ids.text(text, language="en"), st.text()),
    st.decimals(allow_nan=False, allow_infinity=False).map(ids.number).filter(lambda term: "Infinity" not in term),
)


def _form(term: str) -> str:
    """Return a literal as text, doubles by value: where two shortest forms are equally near, the store takes the other.

    It removes doubles by value too, so nothing but this comparison depends on which form is taken.
    """
    number, mark, _ = term.partition('"^^<http://www.w3.org/2001/XMLSchema#double>')
    return repr(float(number[1:])) if mark else term


@given(st.lists(literals, max_size=8, unique_by=_form))
@example(['"2250423778811.5312"^^<http://www.w3.org/2001/XMLSchema#double>'])
def test_adding_and_a_bulk_of_any_literals_give_the_same_which_can_be_removed(terms: list[str]) -> None:
    statements: list[Statement] = [(ASH, LABEL, term) for term in terms]
    added, bulk = OxigraphStore(None), OxigraphStore(None)
    added.add(statements)
    bulk.bulk(statements)
    assert added.dataset_hash() == bulk.dataset_hash()
    back = sorted(map(_form, added.objects(ASH, LABEL)))
    assert back == sorted(map(_form, terms)), "each comes back in the form in which it was written"
    added.remove(statements)
    assert len(added) == 0


@given(st.lists(st.text(max_size=20), max_size=8), st.integers(1, 50))
def test_the_stream_of_lines_gives_all_bytes_in_pieces_of_any_size(texts: list[str], size: int) -> None:
    statements: list[Statement] = [(ASH, LABEL, ids.text(text)) for text in texts]
    stream, found = Lines(iter(statements)), b""
    while piece := stream.read(size):
        found += piece
    assert found.decode() == "".join(f"{s} {p} {o} .\n" for s, p, o in statements)


def test_a_failed_load_adds_nothing(store: OxigraphStore) -> None:
    with pytest.raises(SyntaxError):
        store.add([(ASH, USES, OAK), ("no term", USES, OAK)])
    assert len(store) == 0


# The books


def test_the_books_are_kept_apart_from_what_questions_see(store: OxigraphStore) -> None:
    assert (store.position(), store.fits(), store.chain(), store.aside()) == (0, False, "", ())
    empty = store.dataset_hash()
    store.reach(3, "aa")
    store.reach(12, "bb")
    store.set_aside(9)
    store.set_aside(4)
    store.set_aside(9)
    assert (store.position(), store.fits(), store.chain(), store.aside()) == (12, True, "bb", (4, 9))
    assert store.dataset_hash() == empty
    assert store.dump() == ""


def test_the_dataset_hash_is_that_of_the_sorted_lines() -> None:
    one, other = OxigraphStore(None), OxigraphStore(None)
    statements: list[Statement] = [(ASH, USES, OAK), (OAK, LABEL, ids.text("Öak"))]
    one.add(statements)
    other.add(reversed(statements))
    assert one.dataset_hash() == other.dataset_hash()
    script = "import hashlib,sys; print(hashlib.sha256(''.join(sorted(sys.stdin)).encode()).hexdigest())"
    environment = os.environ | {"PYTHONUTF8": "1"}
    done = subprocess.run(
        [sys.executable, "-c", script], input=one.dump().encode(), capture_output=True, check=True, env=environment
    )
    assert done.stdout.decode().strip() == one.dataset_hash()


# Snapshots


def test_a_reader_keeps_its_snapshot_while_others_are_made(store: OxigraphStore, tmp_path: Path) -> None:
    store.add([(ASH, USES, OAK)])
    first = store.snapshot(tmp_path / "shots")
    reader = ox.Store.read_only(str(first))
    for number in range(2):
        store.add([(ASH, LABEL, ids.text(f"{number}"))])
        store.snapshot(tmp_path / "shots")
    assert len(reader) == 1
    assert [held(path) for path in snapshots(tmp_path / "shots")] == [1, 2, 3]


def test_of_the_snapshots_the_newest_three_are_kept_in_order(store: OxigraphStore, tmp_path: Path) -> None:
    for position in range(12):
        store.reach(position, GENESIS)
        store.snapshot(tmp_path / "shots")
    kept = snapshots(tmp_path / "shots")
    assert [reached(path) for path in kept] == [9, 10, 11]
    assert is_fresh(kept[-1], 11, GENESIS)
    assert not is_fresh(kept[-1], 11, "f" * 64), "as far, in another log"
    assert not is_fresh(kept[-1], 12, GENESIS)


def test_an_interrupted_snapshot_is_not_listed_and_not_in_the_way(store: OxigraphStore, tmp_path: Path) -> None:
    (tmp_path / "shots" / "making" / "half").mkdir(parents=True)
    assert snapshots(tmp_path / "shots") == ()
    assert snapshots(tmp_path / "nowhere") == ()
    store.add([(ASH, USES, OAK)])
    assert held(store.snapshot(tmp_path / "shots")) == 1
    assert [path.name for path in (tmp_path / "shots").iterdir()] == [snapshots(tmp_path / "shots")[0].name]


def test_writing_on_does_not_change_a_snapshot(store: OxigraphStore, tmp_path: Path) -> None:
    store.bulk((f"<x:{number}>", USES, OAK) for number in range(2000))
    shot = store.snapshot(tmp_path / "shots")
    before = dataset_hash(ox.Store.read_only(str(shot)))
    store.remove([(f"<x:{number}>", USES, OAK) for number in range(1000)])
    store.optimize()
    assert dataset_hash(ox.Store.read_only(str(shot))) == before
    assert len(store) == 1000


# One writer


def test_a_second_writer_is_refused_and_a_later_one_is_not(tmp_path: Path) -> None:
    """The name has "lock" in it, which must not be what tells the error."""
    refused = pytest.raises(LockedError, match=r"another process writes this store. Wait until it is done.")
    with OxigraphStore(tmp_path / "a.block"), refused:
        OxigraphStore(tmp_path / "a.block")
    OxigraphStore(tmp_path / "a.block").close()


def test_a_folder_that_is_no_store_any_more_is_named(tmp_path: Path) -> None:
    folder = tmp_path / "a.block"
    OxigraphStore(folder).close()
    (folder / "CURRENT").write_text("nonsense\n")
    with pytest.raises(NoWorkspaceError, match=r"the store cannot be opened .*`kg rebuild` makes it anew"):
        OxigraphStore(folder)
