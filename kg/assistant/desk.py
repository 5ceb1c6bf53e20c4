"""A workspace in, a reader for each call of a tool out, and answers that fit into a conversation.

Every answer that has rows says how many were left out, and how to ask for less.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from kg.characters import escaped, shown
from kg.horizon import read_horizon
from kg.opening import open_reader
from kg.query.engine import Limits
from kg.reader import Reader
from kg.workspace import Workspace

Json = object
"""What JSON can hold."""
MOST_ROWS = 100
MOST_BYTES = 40_000
"""Of one answer, in UTF-8: about ten thousand words of a model."""
_SECONDS = 20.0


@dataclass(slots=True)
class Desk:
    """Where the tools work: one workspace, opened anew for each call, so that new records show at once."""

    workspace: Workspace
    told: list[str] = field(default_factory=list)
    """What the reader of the last call had to say: ids that are read as another, a graph that is behind."""

    @contextmanager
    def reader(self, as_of: str = "", recorded_by: str = "") -> Iterator[Reader]:
        """Open the workspace as it is, or as it was.

        Parameters
        ----------
        as_of
            A day; only what sources had published by then.
        recorded_by
            An instant or a position of the log; only what the ledger held then.

        """
        self.told.clear()
        horizon = read_horizon(as_of or None, recorded_by or None, ())
        limits = Limits(seconds=_SECONDS)
        with open_reader(self.workspace, horizon=horizon, limits=limits, tell=self.told.append) as reader:
            yield reader

    def answer(self, **parts: Json) -> dict[str, Json]:
        """Return an answer with what the reader had to say, if anything.

        A model reads what people do not see, such as tag characters: all of it stands there as escapes for both.
        """
        whole = {**parts, **({"notes": list(self.told)} if self.told else {})}
        found: dict[str, Json] = json.loads(shown(json.dumps(whole, ensure_ascii=False), _twice))
        return found


def _twice(char: str) -> str:
    return f"\\{escaped(char)}"


def capped(rows: Sequence[Json], *, most: int = MOST_ROWS, narrower: str) -> dict[str, Json]:
    """Return as many rows as an answer may have, and what was left out.

    Parameters
    ----------
    rows
        All rows.
    most
        The most that are wanted; never more than `MOST_ROWS`.
    narrower
        A sentence that says how to ask for less.

    """
    kept: list[Json] = []
    size = 0
    for row in rows[: max(1, min(most, MOST_ROWS))]:
        size += len(json.dumps(row, ensure_ascii=False).encode())
        if size > MOST_BYTES and kept:
            break
        kept.append(row)
    found: dict[str, Json] = {"rows": kept, "truncated": len(kept) < len(rows)}
    return found | ({"left_out": len(rows) - len(kept), "narrower": narrower} if found["truncated"] else {})


def trimmed(data: Mapping[str, Json], *, narrower: str) -> dict[str, Json]:
    """Return a page's data with its longest lists cut, one after the other, until it fits into an answer."""
    found = dict(data)
    cut: dict[str, Json] = {}
    while len(json.dumps(found, ensure_ascii=False, default=str).encode()) > MOST_BYTES:
        lists = {name: value for name, value in found.items() if isinstance(value, list) and len(value) > 1}
        if not lists:
            break
        name = max(lists, key=lambda each: (len(json.dumps(lists[each], ensure_ascii=False, default=str)), each))
        whole = data[name]
        found[name] = lists[name][: len(lists[name]) // 2]
        cut[name] = f"{len(lists[name]) // 2} of {len(whole) if isinstance(whole, list) else 0}"
    return found | {"truncated": bool(cut)} | ({"shown": cut, "narrower": narrower} if cut else {})


def plainly(value: Callable[[], Mapping[str, Json]]) -> dict[str, Json]:
    """Return a page's data as JSON holds it: days and numbers of other kinds as text."""
    found: dict[str, Json] = json.loads(json.dumps(value(), ensure_ascii=False, default=str))
    return found
