"""Names, sentences, figures and passages in, hits out: the side index for what the RDF store has no index for.

SQLite with FTS5. It can be deleted and is then built again from the log and the attached texts; it keeps the log
position that it has reached. Words of texts stand here and in `documents/` only.
"""

import re
import sqlite3
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Literal, Self

from kg.errors import LimitError
from kg.folders import check_database
from kg.lengths import NAMES, SEARCH, TERMS
from kg.readonly import open_to_read
from kg.sought import words_in
from kg.stores import stamp, untouched

Kind = Literal["entity", "document", "announcement", "claim", "passage"]
_TEXT = "text:"
BETWEEN = " · "
"""Stands between the names of one thing."""
_SECONDS = 10.0
"""How long one search may take."""
_STEPS = 20_000
"""Steps of SQLite between two looks at the clock: some milliseconds."""
_UNSPACED = re.compile(
    "[\u1100-\u11ff\u2e80-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\uff66-\uffdc\U00020000-\U0003ffff]"
)
"""Chinese, Japanese and Korean characters: no spaces stand between their words, so each becomes a word of its own."""
_SCHEMA = """
CREATE TABLE book (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE entry (row INTEGER PRIMARY KEY, id TEXT NOT NULL, kind TEXT NOT NULL, text TEXT NOT NULL,
                    first INTEGER, last INTEGER);
CREATE INDEX entry_by_id ON entry (id);
CREATE VIRTUAL TABLE words USING fts5 (text, content='entry', content_rowid='row',
                                       tokenize='unicode61 remove_diacritics 2');
CREATE TABLE figure (claim TEXT NOT NULL, kind TEXT NOT NULL, low REAL, high REAL, text TEXT NOT NULL);
CREATE INDEX figure_by_claim ON figure (claim);
CREATE INDEX figure_by_size ON figure (kind, low, high);
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that can be found by its words."""

    id: str
    kind: Kind
    text: str
    first: int | None = None
    """For a passage, where it begins in its document's text, in code points."""
    last: int | None = None


@dataclass(frozen=True, slots=True)
class FigureEntry:
    """A figure of a claim, in the base unit of its quantity kind."""

    claim: str
    kind: str
    low: Decimal | None
    high: Decimal | None
    text: str


class SearchIndex:
    """The side index of one workspace; opened for reading it never waits for a writer."""

    def __init__(self, path: Path, *, read_only: bool = False) -> None:
        self._written: Path | None = None
        if read_only:
            _check(path)
            self._connection = open_to_read(path)
            return
        _check(path)
        self._written = path
        untouched.begin(path)
        self._connection = sqlite3.connect(path, isolation_level=None)
        self._connection.execute("PRAGMA journal_mode=WAL")
        self._connection.execute("PRAGMA synchronous=NORMAL")
        if not self._connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'book'").fetchone():
            self._connection.executescript(f"BEGIN IMMEDIATE; {_SCHEMA} COMMIT;")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()
        if self._written:
            untouched.end(self._written)

    def fits(self) -> bool:
        """Return whether this very program made the index; any other must make it anew."""
        return self._book("program") == stamp.program()

    def position(self) -> int:
        """Return the log position that the index has reached."""
        return int(self._book("position") or 0)

    def chain(self) -> str:
        """Return the log's chain value at the position reached, so that another log is told from this one."""
        return self._book("chain")

    def _book(self, name: str) -> str:
        row = self._connection.execute("SELECT value FROM book WHERE name = ?", (name,)).fetchone()
        return str(row[0]) if row else ""

    @contextmanager
    def step(self, position: int | None = None, chain: str = "") -> Iterator[None]:
        """Write what is added and forgotten inside as a whole, with the position that it reaches."""
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            if position is not None:
                books = (("position", str(position)), ("chain", chain), ("program", stamp.program()))
                self._connection.executemany("INSERT OR REPLACE INTO book VALUES (?, ?)", books)
        except BaseException:
            self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")

    def add_figures(self, figures: Iterable[FigureEntry]) -> None:
        """Add figures of claims."""
        self._connection.executemany(
            "INSERT INTO figure VALUES (?, ?, ?, ?, ?)",
            [(f.claim, f.kind, _real(f.low), _real(f.high), f.text) for f in figures],
        )

    def replace_passages(self, document: str, text: str) -> None:
        """Replace the passages of one document's text."""
        with self.step():
            self.forget(f"{document}#")
            self.add(passages(document, text))
            self._connection.execute("INSERT OR REPLACE INTO book VALUES (?, '')", (f"{_TEXT}{document}",))

    def forget_passages(self, document: str) -> None:
        """Take out the passages of a document whose text is gone."""
        with self.step():
            self.forget(f"{document}#")
            self._connection.execute("DELETE FROM book WHERE name = ?", (f"{_TEXT}{document}",))

    def texts(self) -> frozenset[str]:
        """Return the documents whose passages stand here."""
        rows = self._connection.execute("SELECT name FROM book WHERE name GLOB ?", (f"{_TEXT}*",))
        return frozenset(name.removeprefix(_TEXT) for (name,) in rows)

    def add(self, entries: Iterable[Entry]) -> None:
        """Add entries; what was declared before under other names keeps them."""
        for each in entries:
            entry = self._with_earlier_names(each) if each.kind == "entity" else each
            name = f"{entry.id}#" if entry.kind == "passage" else entry.id
            row = self._connection.execute(
                "INSERT INTO entry (id, kind, text, first, last) VALUES (?, ?, ?, ?, ?)",
                (name, entry.kind, entry.text, entry.first, entry.last),
            ).lastrowid
            self._connection.execute("INSERT INTO words (rowid, text) VALUES (?, ?)", (row, _spaced(entry.text)))

    def _with_earlier_names(self, entry: Entry) -> Entry:
        row = self._connection.execute("SELECT text FROM entry WHERE id = ?", (entry.id,)).fetchone()
        if row is None:
            return entry
        self.forget(entry.id)
        names = dict.fromkeys((row[0] + BETWEEN + entry.text).split(BETWEEN))
        return replace(entry, text=BETWEEN.join(islice(names, NAMES)))

    def forget(self, name: str) -> None:
        """Take out the entries and figures of one id."""
        for row, text in self._connection.execute("SELECT row, text FROM entry WHERE id = ?", (name,)).fetchall():
            self._connection.execute(
                "INSERT INTO words (words, rowid, text) VALUES ('delete', ?, ?)", (row, _spaced(text))
            )
        self._connection.execute("DELETE FROM entry WHERE id = ?", (name,))
        self._connection.execute("DELETE FROM figure WHERE claim = ?", (name,))

    def find(self, text: str, *, limit: int) -> tuple[Entry, ...]:
        """Return what holds all words of `text`, each as a beginning of a word, best first.

        Of a text with very many words the first ones count.

        Raises
        ------
        LimitError
            It took too long.

        """
        words = words_in(text[:SEARCH])[:TERMS]
        if not words:
            return ()
        match = " ".join(f'"{_spaced(word)}"*' for word in words)
        with self._in_time():
            rows = self._connection.execute(
                "SELECT entry.id, kind, entry.text, first, last FROM words JOIN entry ON entry.row = words.rowid "
                "WHERE words MATCH ? ORDER BY kind = 'passage', kind != 'entity', bm25(words), entry.id LIMIT ?",
                (match, limit),
            ).fetchall()
        return tuple(Entry(row[0].removesuffix("#"), *row[1:]) for row in rows)

    @contextmanager
    def _in_time(self) -> Iterator[None]:
        """Interrupt a search at a deadline; SQLite asks for it every so many steps of its own."""
        end = time.monotonic() + _SECONDS
        self._connection.set_progress_handler(lambda: time.monotonic() > end, _STEPS)
        try:
            yield
        except sqlite3.OperationalError as error:
            if "interrupted" not in str(error):
                raise
            raise LimitError(
                f"the search took more than {_SECONDS:g} seconds and was stopped",
                next_step="Search for fewer words, or for longer ones.",
            ) from None
        finally:
            self._connection.set_progress_handler(None, 0)

    def find_figure(
        self, kind: str, low: Decimal | None, high: Decimal | None, *, limit: int
    ) -> tuple[FigureEntry, ...]:
        """Return the figures of one quantity kind whose range meets `low` to `high`, in base units.

        Both sides are widened by one part in a million, since figures are kept as binary fractions. Figures that
        name the same bounds come first.
        """
        least, most = _real(low), _real(high)
        rows = self._connection.execute(
            "SELECT claim, kind, low, high, text FROM figure WHERE kind = :kind "
            "AND (:most IS NULL OR low IS NULL OR low <= :most + abs(:most) * 1e-6) "
            "AND (:least IS NULL OR high IS NULL OR high >= :least - abs(:least) * 1e-6) "
            "ORDER BY abs(coalesce(low, high) - coalesce(:least, :most)), low IS NULL OR high IS NULL, claim "
            "LIMIT :limit",
            {"kind": kind, "least": least, "most": most, "limit": limit},
        )
        return tuple(FigureEntry(row[0], row[1], _exact(row[2]), _exact(row[3]), row[4]) for row in rows)


def _spaced(text: str) -> str:
    return _UNSPACED.sub(r" \g<0> ", text)


def _check(path: Path) -> None:
    """Refuse, as SQLite refuses what is no database, an index whose files are links or no regular files."""
    try:
        check_database(path, below=path.parent)
    except OSError as error:
        raise sqlite3.OperationalError(error.strerror) from None


def _real(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def _exact(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(repr(value))


def passages(document: str, text: str) -> Iterator[Entry]:
    """Yield the paragraphs of a text, with their places."""
    start = 0
    for line in text.split("\n"):
        if line.strip():
            yield Entry(document, "passage", line, start, start + len(line))
        start += len(line) + 1
