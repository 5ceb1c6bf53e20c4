"""Statements in, a store on disk and read-only snapshots of it out: the embedded store, Oxigraph through pyoxigraph.

One process writes. Readers never open the store that is written to; they open a snapshot, a set of hard links that
costs milliseconds and never changes under them. The log position that the store has reached stands in a graph of its
own, which no question sees, and is written last: what a crash leaves half written is written again, and since
statements form a set and settling derives, writing again changes nothing.
"""

import hashlib
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import IO, Self, cast

import pyoxigraph as ox

from kg import ids
from kg.elsewhere import is_full
from kg.errors import LockedError, NoWorkspaceError
from kg.files import make_folder, remove
from kg.folders import check_store, names, rename
from kg.stores import inventory, stamp
from kg.stores.inventory import Digests, Inventory
from kg.stores.lines import Lines, Statement

_BOOKS = ox.NamedNode(f"{ids.KG}books")
_LEDGER = ox.NamedNode(f"{ids.ID}ledger")
_POSITION = ox.NamedNode(f"{ids.KG}position")
_VERSION = ox.NamedNode(f"{ids.KG}version")
_CHAIN = ox.NamedNode(f"{ids.KG}chain")
_DEFAULT = ox.DefaultGraph()
_SET_ASIDE = ox.NamedNode(f"{ids.KG}setAside")
_SNAPSHOTS_KEPT = 3
ASIDE = "aside"
"""Name of the note in an inventory that has the positions of the records that were left out."""


class OxigraphStore:
    """The store that is written to, in a folder; or in memory without one.

    Parameters
    ----------
    folder
        Where it is. When it is closed and nothing went wrong, an inventory in it vouches for its files.
    digests
        Hashes of its files that are known already (`kg/stores/inventory.py`).

    """

    def __init__(self, folder: Path | None, digests: Digests | None = None) -> None:
        self._folder, self._digests = folder, {} if digests is None else digests
        if folder:
            inventory.begin(folder)
        try:
            if folder:
                check_store(folder)
            self._store = ox.Store(folder) if folder else ox.Store()
        except (OSError, RuntimeError) as error:
            if is_full(error):
                raise
            # A damaged store is a RuntimeError of pyoxigraph's.
            locked = isinstance(error, OSError) and f"{folder}/LOCK: " in str(error)
            kind = LockedError if locked else NoWorkspaceError
            raise kind(
                "another process writes this store" if locked else f"the store cannot be opened ({error})",
                where=str(folder),
                next_step="Wait until it is done." if locked else "`kg rebuild` makes it anew.",
            ) from None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        notes = self._notes() if self._folder and kind is None else {}
        del self._store
        if self._folder and kind is None:
            inventory.take(self._folder, self._digests, seen=None, notes=notes)

    def close(self) -> None:
        """Let go of the folder, so that another process may write."""
        self.__exit__(None)

    # What settling asks (kg.projections.base.Lookup)

    def objects(self, subject: str, predicate: str) -> tuple[str, ...]:
        """Return the objects of all statements with this subject and predicate, as N-Triples text."""
        found = self._store.quads_for_pattern(_node(subject), _node(predicate), None, _DEFAULT)
        return tuple(str(quad.object) for quad in found)

    def subjects(self, predicate: str, value: str) -> tuple[str, ...]:
        """Return the subjects of all statements with this predicate and object, an IRI."""
        found = self._store.quads_for_pattern(None, _node(predicate), _node(value), _DEFAULT)
        return tuple(str(quad.subject) for quad in found)

    def about(self, subject: str) -> tuple[Statement, ...]:
        """Return all statements with this subject."""
        found = self._store.quads_for_pattern(_node(subject), None, None, _DEFAULT)
        return tuple((subject, str(quad.predicate), str(quad.object)) for quad in found)

    def mentioning(self, value: str) -> tuple[Statement, ...]:
        """Return all statements with this object, an IRI."""
        found = self._store.quads_for_pattern(None, None, _node(value), _DEFAULT)
        return tuple((str(quad.subject), str(quad.predicate), value) for quad in found)

    def holds(self, statement: Statement) -> bool:
        """Return whether this statement stands in the store."""
        return any(True for _ in self._store.quads_for_pattern(*_terms(statement), _DEFAULT))

    # Writing

    def add(self, statements: Iterable[Statement]) -> None:
        """Add statements in one transaction."""
        data = "".join([f"{s} {p} {o} .\n" for s, p, o in statements])
        if data:
            self._store.load(data.encode(), format=ox.RdfFormat.N_TRIPLES)

    def remove(self, statements: Iterable[Statement]) -> None:
        """Take statements out."""
        for statement in sorted(statements):
            self._store.remove(ox.Quad(*_terms(statement), _DEFAULT))

    def change(self, removed: Iterable[Statement], added: Iterable[Statement]) -> None:
        """Take statements out and add others in one transaction, so that a crash leaves all as it was or as it is."""
        parts = [
            f"{verb} DATA {{\n{lines}}}"
            for verb, statements in (("DELETE", removed), ("INSERT", added))
            if (lines := "".join([f"{s} {p} {o} .\n" for s, p, o in statements]))
        ]
        if parts:
            self._store.update(" ;\n".join(parts))

    def bulk(self, statements: Iterable[Statement]) -> None:
        """Load very many statements into a store that nobody reads yet."""
        self._store.bulk_load(cast("IO[bytes]", Lines(statements)), format=ox.RdfFormat.N_TRIPLES, lenient=True)

    def add_turtle(self, path: Path) -> None:
        """Add the triples of a Turtle file of ours."""
        self._store.bulk_load(path=path, format=ox.RdfFormat.TURTLE)

    def optimize(self) -> None:
        """Arrange the files for reading, after a bulk load."""
        self._store.flush()
        self._store.optimize()

    # The books

    def position(self) -> int:
        """Return the log position that the store has reached, 0 for a new store."""
        return books(self._store)[0]

    def fits(self) -> bool:
        """Return whether this very program built the store; any other must build it anew."""
        return stamp.program() in self._book(_VERSION)

    def chain(self) -> str:
        """Return the log's chain value at the position reached, so that another log is told from this one."""
        return books(self._store)[1]

    def _book(self, predicate: ox.NamedNode) -> list[str]:
        return _book(self._store, predicate)

    def reach(self, position: int, chain: str) -> None:
        """Note that this program wrote everything up to `position`, where the log's chain has the value `chain`."""
        for predicate, value in ((_POSITION, position), (_CHAIN, chain), (_VERSION, stamp.program())):
            new = ox.Quad(_LEDGER, predicate, ox.Literal(value), _BOOKS)
            old = [q for q in self._store.quads_for_pattern(_LEDGER, predicate, None, _BOOKS) if q != new]
            self._store.add(new)
            for quad in old:
                self._store.remove(quad)

    def set_aside(self, position: int) -> None:
        """Note that the event at `position` could not be read and was left out."""
        self._store.add(ox.Quad(_LEDGER, _SET_ASIDE, ox.Literal(position), _BOOKS))

    def aside(self) -> tuple[int, ...]:
        """Return the positions of the events that were left out."""
        return tuple(sorted(int(value) for value in self._book(_SET_ASIDE)))

    def _notes(self) -> dict[str, object]:
        return {ASIDE: list(self.aside())}

    # Handing out

    def snapshot(self, folder: Path) -> Path:
        """Make a read-only copy below `folder` and drop the oldest; return its path.

        The copy is made beside and renamed, so a listed snapshot is whole. Its name is a serial number and a stamp
        (`kg/stores/stamp.py`), so that freshness can be told without opening it. An inventory in it vouches for its
        files.
        """
        make_folder(folder, below=folder.parent)
        older = snapshots(folder)
        untouched = Inventory(older[-1]).untouched() if older else frozenset()
        serial = int(older[-1].name.partition("-")[0]) + 1 if older else 1
        fresh = folder / f"{serial:08d}-{stamp.of(self.position(), self.chain())}"
        making = folder / "making"
        for left in (making, making.with_suffix(".tmp")):
            remove(left, below=folder)
        try:
            self._store.backup(making)
            # Taking older ones away touches the files that they share with this one, so it comes first.
            for path in older[: 1 - _SNAPSHOTS_KEPT]:
                inventory.discard(path)
            inventory.take(making, self._digests, seen=untouched, notes=self._notes())
            rename(making, fresh, below=folder)
        except OSError:
            with suppress(OSError):
                remove(making, below=folder)
            raise
        for path in filter(inventory.is_gone, folder.iterdir()):
            inventory.discard(path)
        return fresh

    def dump(self) -> str:
        """Return the default graph as N-Triples text, in no order."""
        return _dump(self._store).decode()

    def dataset_hash(self) -> str:
        """Return the SHA-256 over the sorted N-Quads of the default graph."""
        return dataset_hash(self._store)

    def __len__(self) -> int:
        return len(self._store)


def books(store: ox.Store) -> tuple[int, str]:
    """Return the log position that an opened store has reached, 0 for a new one, and the log's chain value there."""
    return max((int(value) for value in _book(store, _POSITION)), default=0), next(iter(_book(store, _CHAIN)), "")


def _book(store: ox.Store, predicate: ox.NamedNode) -> list[str]:
    found = store.quads_for_pattern(_LEDGER, predicate, None, _BOOKS)
    return [quad.object.value for quad in found if isinstance(quad.object, ox.Literal)]


def dataset_hash(store: ox.Store) -> str:
    """Return the SHA-256 over the sorted N-Quads of the default graph of an opened store."""
    digest = hashlib.sha256()
    for line in sorted(_dump(store).splitlines()):
        digest.update(line + b"\n")
    return digest.hexdigest()


def _dump(store: ox.Store) -> bytes:
    data = store.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=_DEFAULT)
    assert data is not None, "without an output, dump returns bytes"
    return data


def snapshots(folder: Path) -> tuple[Path, ...]:
    """Return the snapshots below `folder`, oldest first; MisplacedError where the folder is a link."""
    found = names(folder, "[0-9]*-*", below=folder.parent, kind="folder")
    return tuple(path for path in found if path.name.partition("-")[0].isdigit() and not inventory.is_gone(path))


def reached(snapshot: Path) -> int:
    """Return the log position of a snapshot, from its name."""
    return int(snapshot.name.split("-")[1])


def aside_of(graph: Inventory) -> tuple[int, ...]:
    """Return the positions of the records that a graph leaves out, as its writer noted."""
    return tuple(map(int, graph.notes().get(ASIDE, ())))


def is_fresh(snapshot: Path, position: int, chain: str) -> bool:
    """Return whether a snapshot shows the log to this position, as this version of kg would show it."""
    return snapshot.name.partition("-")[2] == stamp.of(position, chain)


def read_only(folder: Path) -> ox.Store:
    """Return a store that nobody writes to, opened for reading; OSError where a file in it is no regular one."""
    check_store(folder)
    return ox.Store.read_only(str(folder))


def _node(term: str) -> ox.NamedNode:
    return ox.NamedNode(term[1:-1])


def _terms(statement: Statement) -> tuple[ox.NamedNode, ox.NamedNode, ox.NamedNode | ox.Literal]:
    subject, predicate, value = statement
    return _node(subject), _node(predicate), _node(value) if value.startswith("<") else _literal(value)


def _literal(term: str) -> ox.Literal:
    line = f"<x:s> <x:p> {term} ."
    value = next(iter(ox.parse(line.encode(), format=ox.RdfFormat.N_TRIPLES))).object
    assert isinstance(value, ox.Literal), "the caller passed a literal"
    return value
