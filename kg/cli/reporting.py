"""The command that writes a report."""

from contextlib import ExitStack
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.asked import Asked, asked
from kg.cli.opening import reader_at
from kg.cli.output import put, say
from kg.errors import UsageError

if TYPE_CHECKING:
    from kg.horizon import Horizon
    from kg.reader import Reader
    from kg.report.build import Report
    from kg.report.period import Period

NO = 1
LAST = "last"
_FORMS = {"md": "md", "markdown": "md", "text": "md", "html": "html", "htm": "html"}


def report(
    context: typer.Context,
    *,
    since: Annotated[
        str | None,
        typer.Option("--since", metavar="DAY", help="First day of the period, or `last`: since the last report."),
    ] = None,
    until: Annotated[
        str | None, typer.Option("--until", metavar="DAY", help="Last day of the period; the same as --as-of.")
    ] = None,
    vendor: Annotated[
        str | None, typer.Option("--vendor", metavar="ID", help="Tell what stops without it; else that of kg.toml.")
    ] = None,
    pictures: Annotated[bool, typer.Option("--pictures/--no-pictures", help="With pictures, in HTML.")] = True,
) -> None:
    r"""Write a report of a period: one HTML file, or Markdown.

    It tells what is new, changed and ended, what cannot all hold, what is contested, fell due or was silent, and how
    the corpus was chosen; each sentence leads to its claims. A report that is written to a file is remembered as the
    last one, unless one that reaches further is.

    \b
    Examples:
      kg report -o report.html                                  all that there is
      kg report --since 2026-05-01 --until 2026-05-31 -o may.html
      kg report --since last -o week.html
      kg report --as-of 2026-04-30                              Markdown, as it could be told then
    """
    from kg.report.build import analyses, build  # noqa: PLC0415 (only for this command, like what follows)
    from kg.report.material import gather  # noqa: PLC0415
    from kg.workspace import about_corpus  # noqa: PLC0415

    around = _with_until(asked(context), until)
    form, workspace = _form(around), around.find()
    period, about = _period(around, since), about_corpus(workspace)
    drawn = form == "html" and pictures and _can_draw(around)
    heard: list[str] = []
    with ExitStack() as stack:
        after = stack.enter_context(_open(around, around.horizon, heard))
        before = stack.enter_context(_open(around, period.before, [])) if period.since else None
        position = after.position
        held = gather(
            after,
            before,
            after.texts,
            period,
            analyses=analyses(),
            drawn=drawn,
            corpus=(about["name"], about["chosen"]),
            vendor=vendor or about["vendor"],
            left_out=heard,
        )
        if not held.counts.things.get("claims"):
            _refuse_empty(around)
        made = build(held)
    put(around, _written(made, form))
    _remember(around, period, position)


def _with_until(around: Asked, until: str | None) -> Asked:
    if until is not None and around.as_of not in {None, until}:
        raise UsageError(
            f"--until {until} and --as-of {around.as_of} name two days for the same end", next_step="Give one of them."
        )
    return around.with_given({"as_of": until}) if until else around


def _form(around: Asked) -> str:
    """Return the form that was asked for, by -f or by the ending of the file; Markdown on standard output."""
    ending = around.output.suffix.lower().removeprefix(".") if around.output else ""
    asked_for = around.format if around.format != "auto" else ending or "md"
    if asked_for not in _FORMS:
        raise UsageError(
            f"a report cannot be written as {asked_for}",
            next_step="Name a file that ends in .html or .md, or ask for `-f html` or `-f md`.",
        )
    return _FORMS[asked_for]


def _period(around: Asked, since: str | None) -> "Period":
    from kg.report.period import Period, first_day, last, since_day  # noqa: PLC0415

    horizon = around.horizon
    until = horizon.today(around.now())
    if since is None:
        return Period(until, past=horizon.as_of is not None)
    if since != LAST:
        return since_day(first_day(since), until, horizon)
    known = last(around.find())
    if known is None:
        say(around, "kg: no report of this workspace is remembered yet, so this one is about all that there is")
        return Period(until, past=horizon.as_of is not None)
    return known.period(until, horizon)


def _can_draw(around: Asked) -> bool:
    from kg.pictures.render import available  # noqa: PLC0415

    if available():
        return True
    say(around, "kg: pictures are left out; `pip install 'claimledger[plots]'` brings what makes them")
    return False


def _open(around: Asked, horizon: "Horizon", heard: list[str]) -> "Reader":
    from kg.query.engine import Limits  # noqa: PLC0415

    limits = Limits(seconds=300, rows=10_000_000, bytes=2 << 30)
    return reader_at(around, horizon, limits, hear=heard.append)


def _refuse_empty(around: Asked) -> None:
    """End where there is nothing to tell, which is said and not written."""
    if around.horizon:
        say(around, f"kg: the ledger has nothing {around.horizon.words()}, so there is nothing to report")
    else:
        say(around, "kg: the ledger holds no claim yet, so there is nothing to report; `kg ingest FILE` takes some in")
    raise typer.Exit(NO)


def _written(made: "Report", form: str) -> str:
    if form == "html":
        from kg.report.html import html  # noqa: PLC0415

        return html(made)
    from kg.report.markdown import markdown  # noqa: PLC0415

    return markdown(made)


def _remember(around: Asked, period: "Period", position: int) -> None:
    """Remember a report that was written to a file, unless it looked at less than the ledger and its days."""
    from kg.report.period import remember  # noqa: PLC0415

    if around.output is None or around.recorded_by or around.without:
        return
    try:
        remember(around.find(), period, position, now=around.now())
    except OSError as error:
        say(around, f"kg: it cannot be remembered as the last report ({error.strerror})")
