"""What was asked for in, the opened parts of a workspace out: the log for writing, the newest graph for reading."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from kg.cli.asked import Asked
from kg.cli.output import progress, say
from kg.errors import KgError, NoWorkspaceError

if TYPE_CHECKING:
    from kg.claim import Entity
    from kg.horizon import Horizon
    from kg.log import SqliteLog
    from kg.pipeline import CaughtUp
    from kg.query.engine import Limits
    from kg.reader import Reader
    from kg.workspace import Workspace


@contextmanager
def written(asked: Asked) -> Iterator[tuple["Workspace", "SqliteLog"]]:
    """Open the workspace and its log for writing."""
    from kg.events.door import open_log  # noqa: PLC0415 (only for commands that write)

    workspace = asked.find()
    with open_log(workspace.log) as log:
        before = log.head()
        try:
            yield workspace, log
        finally:
            if log.head() != before:
                remember(asked, workspace, log)


def remember(asked: Asked, workspace: "Workspace", log: "SqliteLog", *, renew: bool = False) -> None:
    """Keep a checkpoint of the log outside the workspace, unless the one that is kept shows that something is wrong."""
    from kg.checkpoint import Kept, checkpoint  # noqa: PLC0415

    kept = Kept(asked.state, workspace.root)
    saved = checkpoint(log, now=asked.now())
    if not renew and (problem := kept.doubt(log)):
        say(asked, f"kg: {problem}. `kg verify` says more; `kg checkpoint --renew` takes it as it is.")
        return
    try:
        if saved:
            kept.keep(saved, renew=renew)
    except OSError as error:
        say(asked, f"kg: no checkpoint could be kept outside the workspace ({error})")


@contextmanager
def read(asked: Asked, *, seconds: float | None = None) -> Iterator["Reader"]:
    """Open the newest graph for reading, after it has caught up with the log where it was behind.

    Parameters
    ----------
    asked
        The options around the command.
    seconds
        How long one query may take; None for the reader's own limit.

    """
    from kg.query.engine import Limits  # noqa: PLC0415 (only for commands that read)

    limits = Limits() if seconds is None else Limits(seconds=seconds)
    with reader_at(asked, asked.horizon, limits) as reader:
        yield reader


def reader_at(
    asked: Asked, horizon: "Horizon", limits: "Limits | None" = None, *, hear: Callable[[str], None] = lambda _: None
) -> "Reader":
    """Open the graph of one horizon for reading; what is told of it on the way is passed to `hear` too."""
    from kg.opening import open_reader  # noqa: PLC0415 (only for commands that read)

    show = progress(asked)

    def tell(text: str) -> None:
        say(asked, f"kg: {text}")
        hear(text)

    try:
        return open_reader(
            asked.find(),
            horizon=horizon,
            limits=limits,
            tell=tell,
            progress=lambda position: show(f"the view {horizon.words()} reaches record {position}"),
        )
    finally:
        show("")


def caught_up(asked: Asked, workspace: "Workspace", log: "SqliteLog") -> "CaughtUp":
    """Bring the graph up to the log after something was recorded."""
    from kg.pipeline import catch_up  # noqa: PLC0415

    show = progress(asked)
    try:
        result = catch_up(workspace, log, progress=lambda position: show(f"the graph reaches record {position}"))
    finally:
        show("")
    tell_caught_up(asked, result)
    return result


def tell_caught_up(asked: Asked, result: "CaughtUp") -> None:
    """Say what was out of the ordinary when the graph caught up."""
    if result.damaged:
        say(asked, f"kg: the graph was damaged ({result.damaged}) and was made anew")
    tell_aside(asked, result.set_aside)


def tell_aside(asked: Asked, positions: tuple[int, ...]) -> None:
    """Say which records could not be read."""
    if positions:
        listed = ", ".join(map(str, positions[:10]))
        say(
            asked,
            f"kg: {len(positions)} record(s) could not be read and were set aside: {listed}. `kg verify` says more.",
        )


def known_entities(asked: Asked) -> tuple["Entity", ...]:
    """Return the entities of the workspace, or none where there is no workspace."""
    from kg.known import Known  # noqa: PLC0415
    from kg.log import SqliteLog  # noqa: PLC0415

    try:
        workspace = asked.find()
    except NoWorkspaceError:
        return ()
    try:
        with SqliteLog(workspace.log, mode="read") as log:
            known = Known(log)
            return tuple(entity for name in known.names() if (entity := known.entity(name)))
    except KgError as error:
        say(asked, f"kg: the workspace's own entities are left out: {error.what}")
        return ()
