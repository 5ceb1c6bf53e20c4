"""The frame around all commands: options that stand anywhere, help in groups, the list of exit codes."""

import inspect
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup

from kg.cli import (
    acts,
    analyzing,
    asking,
    assisting,
    authoring,
    checking,
    completion,
    copying,
    demo,
    drawing,
    erasing,
    exporting,
    history,
    identity,
    intake,
    keeping,
    questions,
    reporting,
    serving,
    workspace,
)
from kg.cli.asked import Asked
from kg.cli.idle import check_line, stands
from kg.errors import UsageError

_LOOKING_BACK = frozenset({"as_of", "recorded_by", "without", "assume"})
_SEVERAL = frozenset({"without", "assume"})
_EVERYWHERE = frozenset(field.name for field in fields(Asked)) - {"now"} - _LOOKING_BACK
_EPILOG = """\b
Exit codes:
  0   done                           6    part done, the rest refused
  1   the answer is no, or empty     7    a limit of time or size was reached
  2   the command was used wrongly   8    the workspace or the port is taken
  3   no workspace or missing extra  70   a mistake of kg itself
  4   bad input                      130  interrupted
  5   verification failed            141  the reader of the output went away

Tables come as JSON when piped, pages (show, cite, analyze, status, demo) as text; -f or KG_FORMAT choose. Answers go to
standard output, everything else to standard error."""
_SHORT = 70
"""Characters of a command's first sentence in the list; each fits."""


class ReaderGoneError(Exception):
    """Whoever read the output has stopped reading."""


class Command(TyperCommand):
    """A command that takes the options of `kg` itself too, behind its own."""

    outer = _EVERYWHERE
    """Names of the options of `kg` that it takes."""

    def get_params(self, ctx: typer.Context) -> list[Any]:  # type: ignore[override]  # typer's own Context is private
        """Return the options of the command, then those of `kg`."""
        outer = [param for param in ctx.find_root().command.params if param.name in self.outer]
        return [*super().get_params(ctx), *outer]

    def format_options(self, ctx: typer.Context, formatter: Any) -> None:  # type: ignore[override]  # noqa: ANN401
        """Write the options of the command itself, and where the others are listed."""
        records = [(param, param.get_help_record(ctx)) for param in super().get_params(ctx)]
        for kind, title in (("argument", "Arguments"), ("option", "Options")):
            rows = [record for param, record in records if record and param.param_type_name == kind]
            if rows:
                with formatter.section(title):
                    formatter.write_dl(rows)
        looking_back = _LOOKING_BACK & self.outer
        if looking_back:
            rows = [param.get_help_record(ctx) for param in self.get_params(ctx) if param.name in looking_back]
            with formatter.section("Looking back"):
                formatter.write_dl(rows)
        formatter.write_paragraph()
        formatter.write_text("The options of `kg` itself (-C, -f, -o, -q …) work here too; `kg --help` lists them.")

    def invoke(self, ctx: typer.Context) -> Any:  # type: ignore[override]  # noqa: ANN401
        """Run the command with the outer options as they were last given."""
        given = {}
        for name in self.outer & ctx.params.keys():
            value = ctx.params.pop(name)
            if stands(ctx, name):
                given[name] = tuple(value) if name in _SEVERAL else value
        ctx.obj = ctx.obj.with_given(given)
        self._check_past(ctx)
        check_line(ctx, given.keys())
        try:
            return super().invoke(ctx)
        except BrokenPipeError as error:
            # Typer would end the program with 1 here.
            raise ReaderGoneError from error

    def _check_past(self, ctx: typer.Context) -> None:
        """Refuse to look back where that was asked before a command that only knows the present."""
        if not self.outer & _LOOKING_BACK and any(getattr(ctx.obj, name) for name in _LOOKING_BACK):
            raise UsageError(
                f"`{ctx.command_path}` knows the present only",
                next_step="--as-of, --recorded-by, --without and --assume go with the commands that ask.",
            )


class ReadingCommand(Command):
    """A command that reads the ledger, and so can look back."""

    outer = _EVERYWHERE | _LOOKING_BACK


class Group(TyperGroup):
    """All commands, listed in groups."""

    def format_commands(self, ctx: typer.Context, formatter: Any) -> None:  # type: ignore[override]  # noqa: ANN401, ARG002
        """Write the commands under the headings of their groups."""
        width = max(len(name) for name in self.commands)
        for title in dict.fromkeys(getattr(command, "rich_help_panel", "") for command in self.commands.values()):
            rows = [
                (name.ljust(width), command.get_short_help_str(_SHORT))
                for name, command in self.commands.items()
                if getattr(command, "rich_help_panel", "") == title and not command.hidden
            ]
            with formatter.section(title):
                formatter.write_dl(rows)


app = typer.Typer(
    cls=Group,
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)


def _version(wanted: bool) -> None:
    """Print the version and end; Typer calls this before it looks for a command."""
    if wanted:
        from kg.cli.output import version_of  # noqa: PLC0415 (reads the disk)

        typer.echo(f"kg {version_of('claimledger') or 'from a source folder'}")
        raise typer.Exit


@app.callback(epilog=_EPILOG)
def kg(  # noqa: PLR0913 (one parameter for each option)
    context: typer.Context,
    *,
    workspace: Annotated[
        Path | None,
        typer.Option(
            "-C",
            "--workspace",
            metavar="DIR",
            envvar="KG_WORKSPACE",
            help="The workspace; otherwise the nearest one from here upwards.",
        ),
    ] = None,
    format: Annotated[  # noqa: A002 (the option's name)
        str,
        typer.Option(
            "-f",
            "--format",
            metavar="FORMAT",
            envvar="KG_FORMAT",
            help="table, json, jsonl, csv, tsv, md or text; turtle and others for graphs.",
        ),
    ] = "auto",
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="FILE", help="Write the answer to a new file, as its ending says."),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Let -o replace a file that is there.")] = False,
    quiet: Annotated[bool, typer.Option("-q", "--quiet", help="Say nothing beside the answer.")] = False,
    no_color: Annotated[bool, typer.Option("--no-color", help="No colours; so does NO_COLOR.")] = False,
    no_progress: Annotated[bool, typer.Option("--no-progress", help="Do not count along on a terminal.")] = False,
    debug: Annotated[bool, typer.Option("--debug", help="Show where in the program an error arose.")] = False,
    as_of: Annotated[
        str | None,
        typer.Option("--as-of", metavar="DAY", help="Only what sources had published by then: 2026-05-01, May 2026."),
    ] = None,
    recorded_by: Annotated[
        str | None,
        typer.Option(
            "--recorded-by", metavar="TIME", help="Only what this ledger held then; the position of a record does too."
        ),
    ] = None,
    without: Annotated[
        list[str] | None,
        typer.Option("--without", metavar="RECORD", help="As if this record or document had never come; repeatable."),
    ] = None,
    assume: Annotated[
        list[str] | None,
        typer.Option(
            "--assume", metavar="CLAIM=true|false", help="As if this claim held, or was never said; repeatable."
        ),
    ] = None,
    version: Annotated[  # noqa: ARG001 (its callback has ended the program)
        bool, typer.Option("--version", is_eager=True, callback=_version, help="Show the version.")
    ] = False,
) -> None:
    """Keep a ledger of claims: who says what, since when, in which words.

    \b
    A first look:     kg demo
    Your own ledger:  kg init my-ledger, then kg -C my-ledger ingest FILE
    """  # noqa: D301 (\b keeps the lines apart)
    context.obj = Asked(now=context.obj).with_given(
        {
            "workspace": workspace,
            "format": format,
            "output": output,
            "force": force,
            "quiet": quiet,
            "no_color": no_color,
            "no_progress": no_progress,
            "debug": debug,
            "as_of": as_of,
            "recorded_by": recorded_by,
            "without": tuple(without or ()),
            "assume": tuple(assume or ()),
        }
    )


def _help(function: Callable[..., object]) -> str:
    """Return a command's docstring, in which the mark for "keep these lines apart" becomes the character it means."""
    return inspect.cleandoc(function.__doc__ or "").replace("\\b\n", "\b\n")


GROUPS: tuple[tuple[str, tuple[tuple[str, Callable[..., object]], ...]], ...] = (
    (
        "Begin",
        (("demo", demo.demo), ("init", workspace.init), ("status", workspace.status), ("doctor", workspace.doctor)),
    ),
    (
        "Ask",
        (
            ("show", asking.show),
            ("search", asking.search),
            ("query", questions.query),
            ("queries", questions.queries),
            ("analyze", analyzing.analyze),
            ("check", checking.check),
            ("draw", drawing.draw),
            ("report", reporting.report),
            ("cite", asking.cite),
            ("diff", asking.diff),
            ("log", history.log),
            ("export", exporting.export),
        ),
    ),
    ("Serve", (("serve", serving.serve), ("mcp", assisting.mcp))),
    (
        "Write and take in",
        (
            ("new", authoring.new),
            ("fmt", authoring.fmt),
            ("terms", authoring.terms),
            ("schema", authoring.schema),
            ("ingest", intake.ingest),
            ("attach", intake.attach),
        ),
    ),
    ("What happened to a claim since", acts.COMMANDS),
    ("Who is who", identity.COMMANDS),
    (
        "Keep",
        (
            ("verify", keeping.verify),
            ("rebuild", keeping.rebuild),
            ("erase", erasing.erase),
            ("seal", keeping.seal),
            ("import", keeping.import_),
            ("backup", copying.backup),
            ("restore", copying.restore),
            ("checkpoint", copying.checkpoint),
            ("completion", completion.completion),
        ),
    ),
)
_READ_THE_LEDGER = frozenset({"show", "search", "query", "analyze", "check", "draw", "report", "cite", "log", "export"})
for _title, _commands in GROUPS:
    for _name, _function in _commands:
        _kind = ReadingCommand if _name in _READ_THE_LEDGER else Command
        app.command(_name, cls=_kind, rich_help_panel=_title, help=_help(_function))(_function)
