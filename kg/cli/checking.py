"""The command that holds a writer's draft against the ledger."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from kg.cli.asked import asked, standard_input
from kg.cli.opening import read
from kg.cli.output import as_json, put, put_answer, put_page
from kg.errors import BadInputError

NO = 1
SECONDS = 60.0
"""Processor time for a draft: the worst of 500 kB takes about half of it."""
_TABLES = frozenset({"table", "csv", "tsv", "md"})
_PIPED = "-"


def check(
    context: typer.Context,
    draft: Annotated[
        Path, typer.Argument(metavar="DRAFT", help="Markdown, plain text (.txt), or - for standard input")
    ],
) -> None:
    r"""Check the figures of your own draft against the ledger.

    Each figure is held against the claims about what its sentence names. It agrees, differs (by how much, from which
    source), fits no more than a bound, is contested, is unclear, is unknown, or cannot hold together with another
    figure of the draft. Exit code 1 means that something differs or cannot hold.

    \b
    Examples:
      kg check column.md
      kg check column.md -f table
      pandoc column.docx -t markdown | kg check -
    """
    from kg.bounded import bounded  # noqa: PLC0415 (only for this command)
    from kg.drafts.comparing import WRONG  # noqa: PLC0415 (only for this command)
    from kg.drafts.judging import check as held_against  # noqa: PLC0415
    from kg.drafts.reading import read_draft  # noqa: PLC0415
    from kg.views import check as view  # noqa: PLC0415

    around = asked(context)
    piped = standard_input().encode() if str(draft) == _PIPED else None
    name = "standard input" if piped is not None else str(draft)
    with bounded(seconds=SECONDS, where=name):
        sentences = read_draft(draft, standard_input=piped)
    with read(around) as reader:
        with bounded(seconds=SECONDS, where=name):
            found = held_against(sentences, reader)
        if not found:
            raise BadInputError(
                "the draft has no figure that could be checked",
                where=name,
                next_step="A figure is a number with its unit, or a count of something that the ledger knows.",
            )
        if around.form in _TABLES:
            put_answer(around, view.table(found), view.HEADINGS)
        elif around.form == "auto" and (around.output is not None or not sys.stdout.isatty()):
            put(around, as_json(view.data(found, reader, name=name)))
        else:
            put_page(around, view.page(found, reader, name=name), lambda: view.data(found, reader, name=name))
    if any(each.status in WRONG for each in found):
        raise typer.Exit(NO)
