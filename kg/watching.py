"""A workspace in, its newest graph out whenever somebody asks for it, and those of past views.

This is the port that the endpoint is handed (`kg/server/graphs.py`). A look costs a few calls of stat: only when a file
has changed are log and snapshots compared. Where the graph stays behind the log it catches up beside the requests.
"""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import KgError, NoWorkspaceError
from kg.files import MisplacedError
from kg.folders import check_store
from kg.horizon import Horizon
from kg.log import SqliteLog
from kg.opening import catch_up_or_say, open_reader
from kg.server.graphs import Graph
from kg.stores import inventory, stamp
from kg.stores.inventory import Inventory
from kg.stores.oxigraph import aside_of, is_fresh, reached, snapshots
from kg.workspace import Workspace

if TYPE_CHECKING:
    from kg.reader import Reader

_PAST_KEPT = 4
_AGAIN = 2.0
"""Seconds between two attempts to bring the graph up to the log."""


class Watched:
    """The graphs of one workspace as they come.

    Parameters
    ----------
    workspace
        Where everything is.
    say
        Called with a sentence where something is wrong with the workspace.
    on_leave
        Called with the folder of a graph and that of the newer one which has taken its place, if there is any.

    """

    def __init__(
        self,
        workspace: Workspace,
        *,
        say: Callable[[str], None] = lambda _: None,
        on_leave: Callable[[Path, Path | None], None] = lambda *_: None,
    ) -> None:
        self._workspace, self._say, self._on_leave = workspace, say, on_leave
        self._seen: tuple[int, ...] = ()
        self._graph: Graph | None = None
        self._behind, self._tried = False, 0.0
        self._damaged: Path | None = None
        self._problem = ""
        self._catching_up = threading.Lock()
        self._past: OrderedDict[Horizon, tuple[tuple[int, ...], Reader]] = OrderedDict()
        self._making = threading.Lock()

    def present(self) -> Graph:
        """Return the newest graph. Raises NoWorkspaceError where there is none any more."""
        seen = self._signature()
        if seen != self._seen:
            self._look()
            self._seen = seen
        if self._behind and time.monotonic() - self._tried > _AGAIN:
            self._begin_to_catch_up()
        if self._graph is None:
            raise NoWorkspaceError(
                "there is no graph here any more",
                where=str(self._workspace.root),
                next_step="Was the workspace moved? `kg rebuild` makes the graph anew.",
            )
        return self._graph

    def past(self, horizon: Horizon) -> Graph:
        """Return the graph of a past view, made if need be. Raises as `kg.opening.open_reader` does."""
        with self._making:
            seen = self._signature()
            kept = self._past.get(horizon)
            if kept is None or kept[0] != seen or not kept[1].snapshot.is_dir():
                self._forget(horizon)
                kept = (seen, open_reader(self._workspace, horizon=horizon))
                self._past[horizon] = kept
                if len(self._past) > _PAST_KEPT:
                    self._forget(next(iter(self._past)))
            self._past.move_to_end(horizon)
            reader = kept[1]
            tag = f"{horizon.key}-{reader.position}-{stamp.program()}"
            vouching = _Vouching(reader.engine.inventory, lambda problem: self._leave(horizon, reader, problem))
            aside = aside_of(reader.engine.inventory)
            return Graph(reader.snapshot, reader.position, tag, horizon, aside, vouching)

    def close(self) -> None:
        """Let go of past views that could not be kept in the workspace."""
        if self._making.acquire(blocking=False):
            for horizon in tuple(self._past):
                self._forget(horizon)
            self._making.release()

    def _leave(self, horizon: Horizon, reader: "Reader", problem: str) -> None:
        """Take a damaged past view away; the next one who asks for it has it made anew."""
        with self._making:
            if self._past.get(horizon, (None, None))[1] is reader:
                self._say(f"the kept view was damaged ({problem}) and is made anew when it is asked for")
                self._past.pop(horizon)[1].close()
                inventory.discard(reader.snapshot.parent)

    def _forget(self, horizon: Horizon) -> None:
        if horizon in self._past:
            self._past.pop(horizon)[1].close()

    def _signature(self) -> tuple[int, ...]:
        """Return when the files that matter were last changed."""
        log = self._workspace.log
        return tuple(map(_changed, (log, log.with_name(f"{log.name}-wal"), self._workspace.snapshots)))

    def _look(self) -> None:
        before, newest = self._graph, self._whole()
        if not newest:
            self._graph = None
        elif before is None or before.folder != newest[-1]:
            self._graph = self._vouched(newest[-1])
        if before and before != self._graph:
            self._on_leave(before.folder, self._graph.folder if self._graph else None)
        try:
            with SqliteLog(self._workspace.log, mode="read") as log:
                head = log.head()
        except KgError as error:
            self._say(error.sentence())
            return
        self._behind = not newest or not is_fresh(newest[-1], head.position, head.chain)

    def _whole(self) -> tuple[Path, ...]:
        """Return the snapshots; none, with a sentence said, where links or folders were put among their files."""
        try:
            newest = snapshots(self._workspace.snapshots)
            for folder in newest[-1:]:
                check_store(folder)
        except MisplacedError as error:
            self._say(error.sentence())
            return ()
        return newest

    def _vouched(self, folder: Path) -> Graph:
        held = Inventory(folder)
        vouching = _Vouching(held, lambda problem: self._mend(folder, problem))
        return Graph(folder, reached(folder), folder.name, aside=aside_of(held), vouching=vouching)

    def _mend(self, folder: Path, problem: str) -> None:
        """Have a damaged graph made anew beside the requests, which are refused until then."""
        if folder != self._damaged:
            self._say(f"the graph was damaged ({problem}) and is made anew")
        self._damaged = folder
        if time.monotonic() - self._tried > _AGAIN:
            self._begin_to_catch_up()

    def _begin_to_catch_up(self) -> None:
        self._tried = time.monotonic()
        threading.Thread(target=self._catch_up, daemon=True).start()

    def _catch_up(self) -> None:
        if self._catching_up.acquire(blocking=False):
            try:
                newest = snapshots(self._workspace.snapshots)
                bad = self._damaged if newest and newest[-1] == self._damaged else None
                problem = catch_up_or_say(self._workspace, distrust=bad)
                if problem and problem.what != self._problem:
                    self._say(f"the graph stays as it is: {problem.what}")
                self._problem = problem.what if problem else ""
            finally:
                self._catching_up.release()


class _Vouching:
    """What vouches for a graph, and has it made anew where it is damaged."""

    def __init__(self, held: Inventory, on_damage: Callable[[str], None]) -> None:
        self._held, self._on_damage = held, on_damage

    def is_quick(self) -> bool:
        """Return whether a look takes no longer than asking the file system for each file."""
        return self._held.is_quick()

    def check(self, *, whole: bool = False) -> None:
        """Refuse the graph where a file is not as it was written."""
        if problem := self._held.problem(whole=whole):
            self._on_damage(problem)
            raise inventory.damaged(self._held.folder, problem)


def _changed(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0
