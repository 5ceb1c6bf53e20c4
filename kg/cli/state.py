"""A workspace and its log in, how far each part has come out; nothing is changed."""

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from kg.checkpoint import Kept
from kg.errors import KgError
from kg.log import Log, segment_paths
from kg.log.segment import bounds
from kg.reader import Reader
from kg.stores import cache, stamp
from kg.stores.oxigraph import reached, snapshots
from kg.stores.search import SearchIndex
from kg.texts import Texts
from kg.views.counts import Counts, counts
from kg.views.layout import Page, Piece, warn
from kg.views.phrases import counted
from kg.views.shown import Shown
from kg.workspace import Workspace


@dataclass(frozen=True, slots=True)
class State:
    """Where the parts of a workspace stand."""

    folder: str
    position: int
    """Last position of the log."""
    chain: str
    recorded_at: datetime | None
    """When the last record was made."""
    graph: int | None
    """Position that the newest graph has reached; None where there is no graph."""
    graph_fits: bool
    """Whether the graph was built as this version of kg builds it."""
    index: int | None
    index_fits: bool
    """Whether the search index was made as this version of kg makes it."""
    sealed: int
    """Last position that stands in a sealed segment."""
    set_aside: tuple[int, ...]
    counts: Mapping[str, int]
    """Documents, announcements, entities and claims."""
    ended: Mapping[str, int]
    """Claims that no longer stand, by how they ended."""
    texts: int
    views: int
    """Past views that are kept."""
    views_size: int
    """Bytes that they take."""
    doubt: str | None
    """What the checkpoint that is kept outside says against this log."""


def state_of(workspace: Workspace, log: Log, *, kept: Kept) -> State:
    """Return where the parts of a workspace stand; `kept` is what was kept outside after the last command."""
    head = log.head()
    index, index_fits = _index(workspace)
    views = cache.kept(workspace.views)
    last = next(iter(log.read(after=head.position - 1)), None) if head.position else None
    newest = snapshots(workspace.snapshots)
    version = ""
    aside: tuple[int, ...] = ()
    held = Counts({}, {})
    if newest:
        with Reader(workspace, newest[-1], position=reached(newest[-1])) as reader:
            version, aside = _books(reader)
            held = counts(reader)
    return State(
        folder=str(workspace.root),
        position=head.position,
        chain=head.chain,
        recorded_at=last.recorded_at if last else None,
        graph=reached(newest[-1]) if newest else None,
        graph_fits=version == stamp.program(),
        index=index,
        index_fits=index_fits,
        sealed=max((bounds(str(path))[1] for path in segment_paths(workspace.segments)), default=0),
        set_aside=aside,
        counts=held.things,
        ended=held.ended,
        texts=len(Texts(workspace.documents).attached()),
        views=len(views),
        views_size=sum(path.lstat().st_size for view in views for path in view.rglob("*") if not path.is_dir()),
        doubt=kept.doubt(log),
    )


def _books(reader: Reader) -> tuple[str, tuple[int, ...]]:
    rows = [(name.value, value.value) for name, value in reader.table("views/books").rows if name and value]
    version = next((value for name, value in rows if name.endswith("#version")), "")
    return version, tuple(sorted(int(value) for name, value in rows if name.endswith("#setAside")))


def _index(workspace: Workspace) -> tuple[int | None, bool]:
    try:
        with SearchIndex(workspace.search, read_only=True) as index:
            return index.position(), index.fits()
    except (sqlite3.Error, KgError):
        return None, True


def shown(state: State) -> Shown:
    """Return the view of a state."""
    page = Page()
    page.heading(state.folder)
    when = f", the last one of {state.recorded_at:%Y-%m-%d %H:%M} UTC" if state.recorded_at else ""
    page.field("log", f"{state.position} records{when}")
    if state.position:
        page.field("head", state.chain)
    if state.doubt:
        page.field("rolled back?", warn(f"{state.doubt}; `kg verify` says more"))
    page.field("graph", _reach(state.graph, state.position, fits=state.graph_fits))
    page.field("search", _reach(state.index, state.position, fits=state.index_fits))
    page.field("sealed", f"up to record {state.sealed}" if state.sealed else "nothing yet")
    if state.set_aside:
        page.field("set aside", warn(f"{len(state.set_aside)} records could not be read: {_some(state.set_aside)}"))
    if state.counts:
        held = (
            f"{state.counts.get(name, 0):,} {name}" for name in ("documents", "announcements", "claims", "entities")
        )
        page.field("holds", ", ".join(held))
    if state.ended:
        page.field("ended", ", ".join(f"{number} {name}" for name, number in state.ended.items()))
    page.field("texts", f"{state.texts} attached")
    if state.views:
        size = f"{state.views_size / 2**20:,.1f} MiB in views/"
        page.field("past views", f"{counted(state.views, 'view')} kept, {size}; they can be deleted")

    def data() -> dict[str, object]:
        return {
            "folder": state.folder,
            "position": state.position,
            "chain": state.chain,
            "recorded_at": state.recorded_at.isoformat() if state.recorded_at else None,
            "graph": state.graph,
            "behind": state.position - (state.graph or 0),
            "graph_fits": state.graph_fits,
            "index": state.index,
            "index_fits": state.index_fits,
            "sealed": state.sealed,
            "set_aside": list(state.set_aside),
            "counts": dict(state.counts),
            "ended": dict(state.ended),
            "texts": state.texts,
            "views": state.views,
            "views_size": state.views_size,
            "doubt": state.doubt,
        }

    return Shown(page, data)


def _reach(reached_position: int | None, position: int, *, fits: bool) -> Piece:
    if reached_position is None:
        return warn("not there; `kg rebuild` makes it")
    if not fits:
        return warn("built by another version; the next question rebuilds it")
    behind = position - reached_position
    return warn(f"{behind} records behind; the next question catches up") if behind else Piece("up to date")


def _some(positions: tuple[int, ...]) -> str:
    return ", ".join(map(str, positions[:10])) + (" …" if len(positions) > 10 else "")  # noqa: PLR2004
