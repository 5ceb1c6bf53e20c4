"""Commands that keep a ledger in order: check everything, build the graph anew, seal, take over sealed segments."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.asked import Asked, asked
from kg.cli.opening import caught_up, read, tell_caught_up, written
from kg.cli.output import progress, put_answer, say
from kg.errors import BadInputError, KgError

if TYPE_CHECKING:
    from kg.log import Log
    from kg.verification import Check
    from kg.workspace import Workspace

FAILED = 5
_MOST_PROBLEMS = 20


def verify(
    context: typer.Context,
    *,
    checkpoint: Annotated[
        Path | None, typer.Option("--checkpoint", metavar="FILE", help="A checkpoint that was kept elsewhere.")
    ] = None,
) -> None:
    r"""Check the log, the segments, the texts and the graph.

    The log and its sealed segments are compared with their hashes, the texts with the places of claims, the graph
    with a replay of the log; and the questions run that must come back empty. Exit code 5 if anything does not hold.

    \b
    Examples:
      kg verify
      kg verify -f json
      kg verify --checkpoint /media/stick/ledger.txt
    """
    from kg.log import SqliteLog  # noqa: PLC0415
    from kg.table import Table  # noqa: PLC0415
    from kg.verification import verify as checks  # noqa: PLC0415

    around = asked(context)
    workspace = around.find()
    show = progress(around)
    found: list[Check] = []
    with SqliteLog(workspace.log, mode="read") as log:
        for check in checks(workspace, log):
            found.append(check)
            show(f"checked that {check.name}")
        found += _checkpoints(around, workspace, log, checkpoint)
    found += _question_checks(around, workspace)
    show("")
    rows = [(check.name, "no" if check.problems else "yes", check.looked_at) for check in found]
    put_answer(around, Table.of(("check", "holds", "looked at"), rows))
    for check in found:
        for problem in check.problems[:_MOST_PROBLEMS]:
            say(around, f"kg: {check.name}: {problem}")
        if len(check.problems) > _MOST_PROBLEMS:
            say(around, f"kg: {check.name}: and {len(check.problems) - _MOST_PROBLEMS} more")
    if any(check.problems for check in found):
        raise typer.Exit(FAILED)


def _checkpoints(around: Asked, workspace: "Workspace", log: "Log", file: Path | None) -> list["Check"]:
    """Compare the log with the checkpoint that was named, and with the one that kg keeps by itself."""
    from kg.checkpoint import LARGEST, Kept, differs, read_checkpoint  # noqa: PLC0415
    from kg.files import UnreadableError, read_bytes  # noqa: PLC0415
    from kg.verification import Check  # noqa: PLC0415

    found: list[Check] = []
    if file:
        try:
            given = read_checkpoint(read_bytes(file, LARGEST).decode(errors="replace"), where=str(file))
        except UnreadableError as error:
            raise BadInputError(f"the checkpoint {error}", where=str(file), next_step="Name its file.") from None
        problem = differs(log, given)
        found.append(Check("nothing was rolled back since the checkpoint", str(file), (problem,) if problem else ()))
    kept = Kept(around.state, workspace.root)
    if path := kept.place(log):
        problem = kept.doubt(log)
        hint = problem and f"{problem}: if you put it there yourself, `kg checkpoint --renew`"
        found.append(Check("nothing was rolled back since the last command", str(path), (hint,) if hint else ()))
    return found


def _question_checks(around: Asked, workspace: "Workspace") -> list["Check"]:
    from kg.stores.oxigraph import snapshots  # noqa: PLC0415
    from kg.verification import Check  # noqa: PLC0415
    from kg.views.checks import run_checks  # noqa: PLC0415

    if not snapshots(workspace.snapshots):
        return []
    with read(around) as reader:
        return [Check(title, name, problems) for name, title, problems in run_checks(reader)]


def rebuild(context: typer.Context) -> None:
    r"""Build the graph and the search index anew from the log.

    \b
    Example:
      kg rebuild
    """
    from kg.pipeline import rebuild as build  # noqa: PLC0415

    around = asked(context)
    show = progress(around)
    with written(around) as (workspace, log):
        try:
            result = build(workspace, log, progress=lambda position: show(f"the graph reaches record {position}"))
        finally:
            show("")
    tell_caught_up(around, result)
    say(around, f"the graph was built anew from {result.position} records")


def seal(
    context: typer.Context,
    *,
    size: Annotated[int, typer.Option("--size", min=1, metavar="N", help="Most records in one segment.")] = 10_000,
) -> None:
    r"""Write new records as immutable files, for backup and exchange.

    \b
    Example:
      kg seal
    """
    from kg.log import seal as write_segments  # noqa: PLC0415

    around = asked(context)
    with written(around) as (workspace, log):
        paths = write_segments(log, workspace.segments, size=size)
        head = log.head()
    for path in paths:
        say(around, f"sealed {path}")
    say(around, f"{'nothing new to seal; ' if not paths else ''}the log ends at record {head.position}, {head.chain}")


def import_(
    context: typer.Context,
    paths: Annotated[list[Path], typer.Argument(metavar="PATH", help="Segments, or folders of them.")],
) -> None:
    r"""Take over sealed segments of another copy of this log.

    \b
    Examples:
      kg init copy
      kg -C copy import my-ledger/segments
    """
    from kg.log import import_segments, segment_paths  # noqa: PLC0415

    around = asked(context)
    files = [file for path in paths for file in (segment_paths(path, link=True) if path.is_dir() else [path])]
    if not files:
        raise KgError(
            "there is no segment in this folder",
            where=str(paths[0]),
            next_step="`kg seal` writes them, into `segments/`.",
        )
    with written(around) as (workspace, log):
        count = import_segments(log, files)
        caught_up(around, workspace, log)
        head = log.head()
    say(around, f"{count} records taken over; the log ends at record {head.position}, {head.chain}")
