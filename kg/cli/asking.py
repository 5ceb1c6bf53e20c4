"""Commands that ask without SPARQL: show a thing, search, cite a claim."""

from typing import Annotated

import typer

from kg.cli.asked import asked
from kg.cli.opening import read, reader_at
from kg.cli.output import as_json, put, put_answer, put_page, say
from kg.errors import quoted

NO = 1


def show(
    context: typer.Context,
    word: Annotated[str, typer.Argument(metavar="X", help="An id, a name, a topic, or the position of a record.")],
) -> None:
    r"""Show an entity, claim, document or record, with its sources.

    \b
    Examples:
      kg show Cerebras
      kg show inference-pivot/cs3-2.2x
      kg show week-17-digest
      kg show 12
    """
    from kg.views.show import show as view  # noqa: PLC0415

    around = asked(context)
    with read(around) as reader:
        shown = view(reader, word)
    put_page(around, shown.page, shown.data)


def search(
    context: typer.Context,
    text: Annotated[list[str], typer.Argument(metavar="TEXT", help="Words, or a figure such as $22bn or 2.2x.")],
    *,
    limit: Annotated[int, typer.Option("--limit", min=1, metavar="N", help="Most results.")] = 20,
) -> None:
    r"""Search names, statements and texts; figures such as $22bn too.

    \b
    Examples:
      kg search nuclear Texas
      kg search '$22bn'
      kg search 14.3 kW
    """
    from kg.table import Cell, Table  # noqa: PLC0415
    from kg.views.search import found  # noqa: PLC0415

    around = asked(context)
    with read(around) as reader:
        rows = found(reader, " ".join(text), limit=limit)
    table = Table.of(("kind", "id", "text"), [(kind, Cell.node(name), shown) for kind, name, shown in rows])
    put_answer(around, table)
    if not rows:
        say(around, f"nothing holds {quoted(' '.join(text))}; `kg terms` looks in the vocabulary")
        raise typer.Exit(NO)


def cite(
    context: typer.Context,
    claim: Annotated[str, typer.Argument(metavar="CLAIM", help="Id of the claim, document/key.")],
    *,
    style: Annotated[
        str, typer.Option("--style", metavar="STYLE", help="text, markdown, bibtex or csl-json.")
    ] = "text",
) -> None:
    r"""Print a reference to a claim.

    It says who said it, where, when and in which words, and where the ledger holds it.

    \b
    Examples:
      kg cite inference-pivot/ipo-val
      kg cite inference-pivot/ipo-val --style bibtex
    """
    from dataclasses import asdict  # noqa: PLC0415

    from kg.views.cite import citation, written  # noqa: PLC0415

    around = asked(context)
    with read(around) as reader:
        cited = citation(reader, claim)
    put(around, as_json(asdict(cited)) if around.form in {"json", "jsonl"} else written(cited, style))


def diff(
    context: typer.Context,
    first: Annotated[
        str, typer.Argument(metavar="A", help="A day of publication, an instant of recording, or a position.")
    ],
    second: Annotated[str | None, typer.Argument(metavar="[B]", help="The same; without it, the present.")] = None,
    *,
    recorded: Annotated[bool, typer.Option("--recorded", help="Take days as days of recording.")] = False,
    exit_code: Annotated[bool, typer.Option("--exit-code", help="Exit 1 if anything is otherwise.")] = False,
) -> None:
    r"""Tell what is new, changed, ended or contested between two moments.

    \b
    Examples:
      kg diff 2026-04-30
      kg diff 2026-04-30 2026-05-31
      kg diff 120 140
      kg diff 2026-05-01T12:00 --recorded
    """
    from kg.horizon import PRESENT, read_moment  # noqa: PLC0415
    from kg.query.engine import Limits  # noqa: PLC0415
    from kg.views.diff import diff as view  # noqa: PLC0415

    around = asked(context)
    moments = [read_moment(first, recorded=recorded), read_moment(second, recorded=recorded) if second else PRESENT]
    limits = Limits(seconds=300, rows=10_000_000, bytes=2 << 30)
    with reader_at(around, moments[0], limits) as before, reader_at(around, moments[1], limits) as after:
        shown, differs = view(before, after, (moments[0].words(), moments[1].words()))
        put_page(around, shown.page, shown.data)
    if exit_code and differs:
        raise typer.Exit(NO)
