"""What an exporter is: a name, a file ending, a function that writes content to a file and one that counts it there."""

import io
import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import IO, Any

from kg.errors import UsageError, near_misses
from kg.files import new_file, opened
from kg.tabular import Content, Sheet, Value, as_text

LARGEST_EXPORT = 1 << 40
"""Bytes; a file that we have just written is read again to its end."""
Counts = dict[str, int]
"""How many of what a file holds: `{"nodes": 8, "edges": 12}`."""


@dataclass(frozen=True, slots=True)
class Options:
    """What can be asked of a format."""

    static: bool = False
    """Leave out since when and until when nodes and edges last."""
    table: str | None = None
    """The sheet to write, for formats of one table; None for the one most wanted."""


Write = Callable[[Content, Path, Options], Counts]
"""Writes a new file and returns what it wrote."""
Count = Callable[[Path], Counts]
"""Reads a file that was written, without the help of what wrote it, and returns what it holds."""


@dataclass(frozen=True, slots=True)
class Exporter:
    """One format that content can be written in."""

    name: str
    ending: str
    summary: str
    """What it is for, in a few words."""
    write: Write
    count: Count
    is_text: bool = True
    """Whether it can be shown on a terminal."""
    takes: frozenset[str] = frozenset()
    """What changes what it writes: fields of `Options`, and `edges` where it writes those."""


def text_file(path: Path, newline: str = "\n") -> IO[str]:
    """Open a new text file for writing, in UTF-8; half a surrogate pair, which UTF-8 has not, becomes `?`."""
    return io.TextIOWrapper(new_file(path), encoding="utf-8", newline=newline, errors="replace")


@contextmanager
def written_text(path: Path, newline: str = "\n") -> Iterator[IO[str]]:
    """Open a text file that was just written for reading."""
    with opened(path, LARGEST_EXPORT) as file:
        yield io.TextIOWrapper(file, encoding="utf-8", newline=newline)


def one_sheet(content: Content, options: Options) -> Sheet:
    """Return the sheet that a format of one table writes.

    Raises
    ------
    UsageError
        There is no such sheet, or none at all.

    """
    if not content.names:
        raise UsageError(f"{content.title} is a graph and no table", next_step="Ask for turtle, ntriples or jsonld.")
    if options.table is not None and options.table not in content.names:
        hint = near_misses(options.table, content.names) or f"There is {', '.join(content.names)}."
        raise UsageError(f"--table {options.table}: {content.title} has no such table", next_step=hint)
    return content.sheet(options.table or content.names[0])


def plain_records(sheet: Sheet, left_out: Iterable[str] = ()) -> Iterator[dict[str, Any]]:
    """Yield the rows as JSON has them: numbers, texts, lists; what is empty is left out."""
    apart = frozenset(left_out)
    wanted = [(c.name, n, _PLAIN.get(c.kind)) for n, c in enumerate(sheet.columns) if c.name not in apart]
    for row in sheet.rows:
        yield {
            name: value if plain is None else plain(value)
            for name, n, plain in wanted
            if (value := row[n]) is not None and value != ()
        }


def _number(value: Value) -> Value | float:
    """Return a decimal that is no whole number as the nearest double."""
    if not isinstance(value, Decimal):
        return value
    return int(value) if value == value.to_integral_value() else float(value)


_PLAIN: dict[str, Callable[[Value], Any]] = {"decimal": _number, "date": as_text, "instant": as_text}
compact = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
"""Returns plain values as JSON on one line, in UTF-8."""


def json_lines(file: IO[str], records: Iterable[object]) -> int:
    """Write records as the members of a JSON list, one a line, and return how many there were."""
    count = 0
    for count, record in enumerate(records, 1):
        file.write(f"{',' if count > 1 else ''}\n{compact(record)}")
    return count


def load_json(path: Path) -> Any:  # noqa: ANN401 (whatever JSON can hold)
    """Return what a JSON file holds."""
    with written_text(path) as file:
        return json.load(file)
