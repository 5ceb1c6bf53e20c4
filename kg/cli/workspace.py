"""Commands around a workspace as a whole: make one, tell where it stands, tell what this machine offers."""

import shlex
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.asked import Asked, asked
from kg.cli.output import put_page, say, version_of
from kg.errors import KgError, LockedError, NoWorkspaceError

if TYPE_CHECKING:
    from kg.workspace import Workspace

_PACKAGES = ("pyoxigraph", "rdflib", "oxrdflib", "networkx", "pydantic", "pyyaml", "typer")


def init(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A new or empty folder.")] = Path(),
) -> None:
    r"""Make a workspace, with an empty ledger.

    \b
    Example:
      kg init my-ledger
    """
    from kg.checkpoint import Kept  # noqa: PLC0415
    from kg.events.door import open_log  # noqa: PLC0415
    from kg.pipeline import catch_up  # noqa: PLC0415
    from kg.workspace import create  # noqa: PLC0415

    around = asked(context)
    there = (folder.expanduser() / "kg.toml").exists()
    workspace = create(folder.expanduser())
    if not there:
        # What is kept of a workspace that was here before says nothing of a new one.
        Kept(around.state, workspace.root).forget()
    with open_log(workspace.log, mode="create") as log:
        catch_up(workspace, log)
    at = "" if folder == Path() else f" -C {shlex.quote(str(folder))}"
    say(around, f"{'There was a workspace already' if there else 'Made a workspace'} in {workspace.root.absolute()}")
    say(around, "What to do next:")
    steps = (
        (f"kg{at} ingest FILE", "take in a document with its claims"),
        ("kg new --text ARTICLE.txt", "write a first draft of such a file"),
        ("kg demo", "see what a filled ledger answers"),
    )
    width = max(len(command) for command, _ in steps)
    for command, meaning in steps:
        say(around, f"  {command.ljust(width)}  {meaning}")


def status(context: typer.Context) -> None:
    r"""Tell how far log, graph and search index have come.

    \b
    Examples:
      kg status
      kg status -f json
    """
    from kg.checkpoint import Kept  # noqa: PLC0415
    from kg.cli.state import shown, state_of  # noqa: PLC0415
    from kg.log import SqliteLog  # noqa: PLC0415

    around = asked(context)
    workspace = around.find()
    with SqliteLog(workspace.log, mode="read") as log:
        state = shown(state_of(workspace, log, kept=Kept(around.state, workspace.root)))
    put_page(around, state.page, state.data)


def doctor(context: typer.Context) -> None:
    r"""Tell what this machine offers; works outside a workspace too.

    \b
    Example:
      kg doctor
    """
    from kg.views.layout import Page, warn  # noqa: PLC0415

    around = asked(context)
    page = Page()
    data: dict[str, dict[str, str]] = {}
    for title, found in (("Programs", _programs()), ("Queries run", _queries()), ("Workspace", _workspace(around))):
        page.heading(title)
        data[title.lower()] = found
        for name, value in found.items():
            pieces = (warn(value),) if value.startswith("NOT") else (value,)
            page.field(name, *pieces)
    put_page(around, page, lambda: data)


def _programs() -> dict[str, str]:
    import platform  # noqa: PLC0415
    import sqlite3  # noqa: PLC0415

    found = {"Python": f"{platform.python_version()}, {platform.system()} {platform.machine()}"}
    with sqlite3.connect(":memory:") as connection:
        has_search = connection.execute("SELECT sqlite_compileoption_used('ENABLE_FTS5')").fetchone()[0]
    connection.close()
    found["SQLite"] = f"{sqlite3.sqlite_version}, {'with FTS5' if has_search else 'NO full text (FTS5 is missing)'}"
    found |= {name: version_of(name) or "NOT installed" for name in _PACKAGES}
    return {"kg": version_of("claimledger") or "run from a source folder"} | found


def _queries() -> dict[str, str]:
    import tempfile  # noqa: PLC0415

    from kg.query.engine import Engine, Limits  # noqa: PLC0415
    from kg.stores.oxigraph import OxigraphStore  # noqa: PLC0415

    with tempfile.TemporaryDirectory() as folder:
        with OxigraphStore(Path(folder) / "store") as store:
            snapshot = store.snapshot(Path(folder) / "snapshots")
        try:
            with Engine(snapshot) as engine:
                held = engine.sandbox()
        except KgError as error:
            return {"sandbox": f"NOT working: {error.sentence()}"}
    limits = Limits()
    return {
        "sandbox": "; ".join(held) if held else "NOT offered by this system: a query could read files and the network",
        "limits": f"{limits.seconds:g} s, {limits.memory / 2**30:g} GiB, {limits.rows:,} rows",
    }


def _workspace(around: Asked) -> dict[str, str]:
    try:
        workspace = around.find()
    except NoWorkspaceError as error:
        return {"folder": f"none: {error.what}"}
    usage = shutil.disk_usage(workspace.root)
    return {
        "folder": str(workspace.root),
        "log": _log_state(workspace),
        "permissions": _permissions(workspace),
        "disk": f"{usage.free / 2**30:.1f} GiB free of {usage.total / 2**30:.1f}",
        "written by": _writer(workspace),
    }


def _log_state(workspace: "Workspace") -> str:
    from kg.log import SqliteLog  # noqa: PLC0415

    try:
        with SqliteLog(workspace.log, mode="read") as log:
            return f"readable, {log.head().position} records"
    except KgError as error:
        return f"NOT readable: {error.sentence()}"


def _permissions(workspace: "Workspace") -> str:
    import os  # noqa: PLC0415

    parts = (workspace.root, workspace.log, workspace.store, workspace.snapshots, workspace.documents)
    closed = [path.name or str(path) for path in parts if path.exists() and not os.access(path, os.W_OK)]
    return f"NOT writable: {', '.join(closed)}" if closed else "everything can be written"


def _writer(workspace: "Workspace") -> str:
    from kg.locking import writing  # noqa: PLC0415

    try:
        with writing(workspace, patience=0.0):
            return "nobody else at the moment"
    except LockedError:
        return "another process at this moment"
    except (KgError, OSError):
        return "nobody: the folder cannot be written"
