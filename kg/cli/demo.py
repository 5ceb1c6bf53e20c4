"""The command for a first look: a ledger filled with the shipped corpus, and what it answers."""

import shlex
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.asked import Asked, asked
from kg.cli.output import color, page_width, progress, put, say
from kg.errors import BadInputError

if TYPE_CHECKING:
    from kg.reader import Reader
    from kg.views.layout import Page
    from kg.workspace import Workspace


def demo(
    context: typer.Context,
    folder: Annotated[
        Path | None, typer.Argument(metavar="DIR", help="Keep the workspace here; otherwise in a temporary folder.")
    ] = None,
) -> None:
    r"""Fill a ledger with the shipped documents and look at it.

    Takes a few seconds. Figures that cannot all hold come first, then who says what about them, what is contested
    and what falls due; each line names the claim behind it.

    \b
    Examples:
      kg demo
      kg demo my-demo
    """
    from kg.opening import open_reader  # noqa: PLC0415
    from kg.views.demo import first_look  # noqa: PLC0415
    from kg.views.layout import Page  # noqa: PLC0415

    around = asked(context)
    workspace = _filled(around, folder)
    page = Page()
    with open_reader(workspace) as reader:
        _add_opening(page, reader, workspace, kept=folder is not None)
        page.blank()
        page.lines += first_look(reader, today=around.now().date()).lines
    _add_next(page, workspace)
    put(around, page.text(width=page_width(), color=color(around, sys.stdout) and around.output is None))


def _filled(around: Asked, folder: Path | None) -> "Workspace":
    from kg.events.door import open_log  # noqa: PLC0415
    from kg.ingest import ingest  # noqa: PLC0415
    from kg.resources import folder as shipped  # noqa: PLC0415
    from kg.resources import text  # noqa: PLC0415
    from kg.workspace import create  # noqa: PLC0415

    root = folder.expanduser() if folder else Path(tempfile.mkdtemp(prefix="kg-demo-"))
    workspace = create(root, corpus=text("events", "corpus.toml"))
    show = progress(around)
    with open_log(workspace.log, mode="create") as log:
        try:
            report = ingest(
                workspace,
                log,
                [shipped("events")],
                now=around.now,
                progress=lambda name, number, count: show(f"{number}/{count} {name}"),
            )
        finally:
            show("")
    for outcome in report.refused():
        say(around, f"kg: {outcome.name} was refused: {outcome.error}")
    if len(report.refused()) == len(report.outcomes):
        raise BadInputError(
            "this workspace holds other documents under the same names",
            where=str(root),
            next_step="Name a new folder: `kg demo another-one`.",
        )
    return workspace


def _add_opening(page: "Page", reader: "Reader", workspace: "Workspace", *, kept: bool) -> None:
    from kg.views.counts import counts  # noqa: PLC0415
    from kg.views.layout import faint, strong  # noqa: PLC0415

    held = counts(reader).things
    page.add(
        strong("A ledger of claims"),
        f": {held['documents']} documents, {held['announcements']} announcements, {held['claims']} claims about "
        f"{held['entities']} people, companies and things, in {reader.position} records.",
    )
    keeping = "" if kept else "  (temporary; `kg demo DIR` keeps one)"
    page.add(faint(f"It is in {workspace.root}{keeping}"))


def _add_next(page: "Page", workspace: "Workspace") -> None:
    page.heading("Try next")
    for command in ("show cs-3", "query what-falls-due", "cite week-17-digest/cs3-perf-per-watt"):
        page.add(f"kg -C {shlex.quote(str(workspace.root))} {command}", indent=2)
