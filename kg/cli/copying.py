"""Commands for copies outside the workspace: back it up, restore it, keep a checkpoint that shows a rollback."""

from pathlib import Path
from typing import Annotated

import typer

from kg.cli.asked import asked
from kg.cli.opening import remember, tell_caught_up, written
from kg.cli.output import as_json, progress, put, put_page, say


def backup(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A new file; compressed if its name ends in .gz.")],
) -> None:
    r"""Write all that cannot be made again into one file.

    That is the log, the attached texts and your own questions. What was erased is not in it.

    \b
    Example:
      kg backup ledger-2026-05.tar.gz
    """
    from dataclasses import asdict  # noqa: PLC0415

    from kg.backup import back_up  # noqa: PLC0415
    from kg.views.layout import Page  # noqa: PLC0415
    from kg.views.phrases import counted  # noqa: PLC0415

    around = asked(context)
    with written(around) as (workspace, log):
        made = back_up(workspace, log, file.expanduser())
    page = Page()
    page.add(f"{counted(made.position, 'record')} and {counted(made.texts, 'text')} are in {file}")
    page.field("head", made.chain)
    put_page(around, page, lambda: asdict(made) | {"file": str(file)})


def restore(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A backup.")],
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A new or empty folder.")],
) -> None:
    r"""Make a workspace of a backup, and check that it is whole.

    \b
    Example:
      kg restore ledger-2026-05.tar.gz restored
    """
    from dataclasses import asdict  # noqa: PLC0415

    from kg.backup import restore as make  # noqa: PLC0415
    from kg.log import SqliteLog  # noqa: PLC0415
    from kg.views.layout import Page  # noqa: PLC0415
    from kg.views.phrases import counted  # noqa: PLC0415
    from kg.workspace import Workspace  # noqa: PLC0415

    around = asked(context)
    show = progress(around)
    root = folder.expanduser()
    try:
        made, result = make(file.expanduser(), root, progress=show)
    finally:
        show("")
    tell_caught_up(around, result)
    workspace = Workspace(root)
    with SqliteLog(workspace.log, mode="read") as log:
        remember(around, workspace, log)
    page = Page()
    page.add(f"{counted(made.position, 'record')} and {counted(made.texts, 'text')} are in {folder}")
    page.field("head", made.chain)
    put_page(around, page, lambda: asdict(made) | {"folder": str(folder)})


def checkpoint(
    context: typer.Context,
    *,
    renew: Annotated[
        bool, typer.Option("--renew", help="Take the ledger as it is now, for instance after a restore.")
    ] = False,
) -> None:
    r"""Print where the ledger stands, to be kept elsewhere.

    `kg verify --checkpoint FILE` then shows whether an older copy was put in its place. Sign the file with whatever you
    use. After each command that records, kg keeps the newest one in your state folder and verify looks there too.

    \b
    Examples:
      kg checkpoint -o /media/stick/ledger.txt
      ssh-keygen -Y sign -n file -f ~/.ssh/id_ed25519 /media/stick/ledger.txt
    """
    from kg.checkpoint import checkpoint as of  # noqa: PLC0415
    from kg.errors import BadInputError  # noqa: PLC0415
    from kg.log import SqliteLog  # noqa: PLC0415

    around = asked(context)
    workspace = around.find()
    with SqliteLog(workspace.log, mode="read") as log:
        saved = of(log, now=around.now())
        if saved is None:
            raise BadInputError("the ledger is empty", where=str(workspace.root), next_step="`kg ingest` fills it.")
        if renew:
            remember(around, workspace, log, renew=True)
            say(around, f"kg: record {saved.position} is where this ledger stands from now on")
    if around.format in {"json", "jsonl"}:
        from dataclasses import asdict  # noqa: PLC0415

        put(around, as_json(asdict(saved), indent=around.format == "json"))
    else:
        put(around, saved.text())
