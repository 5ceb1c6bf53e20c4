"""The command that runs an analysis, or lists those that there are."""

from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.asked import Asked, asked
from kg.cli.opening import read
from kg.cli.output import put_answer, put_members, put_page
from kg.cli.pairs import pairs

if TYPE_CHECKING:
    from kg.analyses.base import Analysis, Finding

NO = 1
TODAY = "today"
"""The parameter of analyses that judge by a day: that of `--as-of`, or today; a program has to say it."""
_TABLES = frozenset({"table", "csv", "tsv", "md"})


def analyze(
    context: typer.Context,
    name: Annotated[str | None, typer.Argument(metavar="NAME", help="An analysis; without one, the list.")] = None,
    values: Annotated[list[str] | None, typer.Argument(metavar="K=V", help="Parameters, as with -p.")] = None,
    *,
    param: Annotated[list[str] | None, typer.Option("-p", "--param", metavar="K=V", help="A parameter.")] = None,
    about: Annotated[bool, typer.Option("--help-params", help="Say what the analysis asks and takes.")] = False,
    exit_code: Annotated[bool, typer.Option("--exit-code", help="Exit 1 if nothing was found.")] = False,
) -> None:
    r"""Run an analysis and say what it rests on.

    \b
    Examples:
      kg analyze                         the list
      kg analyze contested
      kg analyze forecasts document=inference-pivot -f csv
      kg analyze forecasts --as-of 2026-06-30
      kg analyze dependence vendor=nvidia credit=in-order
      kg analyze dependence vendor=nvidia --assume inference-pivot/callosum-cond=true
      kg analyze funding --help-params
    """
    from kg.analyses import analysis  # noqa: PLC0415 (only for this command)

    around = asked(context)
    if name is None:
        _put_list(around)
        return
    found = analysis(name)
    if about:
        _put_about(around, found)
        return
    written = pairs([*(values or ()), *(param or ())])
    if TODAY in {parameter.name for parameter in found.parameters}:
        written.setdefault(TODAY, (around.horizon.today(around.now()).isoformat(),))
    given = found.given(written)
    with read(around) as reader:
        finding = found.run(reader, given)
    _put_finding(around, finding)
    if exit_code and not finding.rows:
        raise typer.Exit(NO)


def _put_finding(around: Asked, finding: "Finding") -> None:
    from kg.views.finding import page  # noqa: PLC0415

    if around.form in _TABLES:
        put_answer(around, finding.table(), finding.headings())
        return
    put_page(around, page(finding), finding.data)


def _put_list(around: Asked) -> None:
    from kg.analyses import ANALYSES  # noqa: PLC0415

    put_members(
        around, "Analyses", ANALYSES, "`kg analyze NAME` runs one; `kg analyze NAME --help-params` tells what it takes."
    )


def _put_about(around: Asked, found: "Analysis") -> None:
    from kg.views.layout import Page, faint  # noqa: PLC0415

    page = Page()
    page.heading(found.title, f"analysis · {found.name}")
    page.add(found.question, indent=2)
    if found.parameters:
        page.heading("Parameters")
    for each in found.parameters:
        default = "needed" if each.required else "any" if each.default is None else f"default {_said(each.default)}"
        words = f", one of {', '.join(each.choices)}" if each.choices else ""
        page.field(each.name, each.about, faint(f"  {each.type}{words}, {default}"))
    data = {
        "name": found.name,
        "title": found.title,
        "question": found.question,
        "parameters": [
            {
                "name": p.name,
                "type": p.type,
                "default": None if p.default is None else _said(p.default),
                "needed": p.required,
                "choices": list(p.choices),
                "about": p.about,
            }
            for p in found.parameters
        ],
    }
    put_page(around, page, lambda: data)


def _said(default: object) -> str:
    return {"True": "yes", "False": "no"}.get(str(default), str(default))
