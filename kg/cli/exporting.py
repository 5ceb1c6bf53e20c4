"""The command that writes a file for other programs: the whole graph, what lies around an entity, or an answer."""

import sys
import tempfile
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.asked import Asked, asked
from kg.cli.opening import reader_at
from kg.cli.output import put_answer, say
from kg.cli.pairs import pairs
from kg.errors import UsageError, near_misses, quoted

if TYPE_CHECKING:
    from kg.exporters import Exporter, Options
    from kg.reader import Reader
    from kg.table import Table
    from kg.tabular import Content
    from kg.tabular.content import Statement
    from kg.tabular.edges import Edges

_EDGES = ("facts", "claims")
_EDGE_TABLE = "edges"
_STANDARD_OUTPUT = Path("-")


def export(  # noqa: PLR0913 (one parameter for each option)
    context: typer.Context,
    question: Annotated[
        str | None, typer.Argument(metavar="QUESTION|FILE|-", help="A question, or SPARQL; otherwise everything.")
    ] = None,
    values: Annotated[list[str] | None, typer.Argument(metavar="K=V", help="Parameters of the question.")] = None,
    *,
    to: Annotated[
        str | None, typer.Option("--to", metavar="FORMAT", help="The format; otherwise by the ending of -o, or turtle.")
    ] = None,
    list_: Annotated[bool, typer.Option("--list", help="Tell which formats there are, and what each is for.")] = False,
    entity: Annotated[
        str | None, typer.Option("--entity", metavar="ID", help="Only what lies around this entity.")
    ] = None,
    hops: Annotated[
        int | None, typer.Option("--hops", min=0, metavar="N", help="How many edges away that may be; default 1.")
    ] = None,
    edges: Annotated[
        str | None, typer.Option("--edges", metavar="facts|claims", help="One edge for each fact, or each claim.")
    ] = None,
    static: Annotated[bool, typer.Option("--static", help="GEXF without times, for programs that read none.")] = False,
    table: Annotated[
        str | None,
        typer.Option("--table", metavar="NAME", help="For csv and parquet: claims, nodes, edges, places, sources …"),
    ] = None,
    check: Annotated[bool, typer.Option("--check", help="Read the file again and compare the counts.")] = False,
) -> None:
    r"""Write a file for other programs: all, one entity, or an answer.

    \b
    Examples:
      kg export --list
      kg export --to xlsx -o ledger.xlsx
      kg export --to gexf --entity nvidia --hops 2 -o nvidia.gexf
      kg export supply-edges --to graphml -o supply.graphml
      kg export contested document=inference-pivot --to csv -o contested.csv
      kg export --to turtle --as-of 2026-05-01 --check -o ledger.ttl
    """
    from kg.exporters import Options, by_ending, exporter  # noqa: PLC0415 (only for this command, like what follows)
    from kg.query.engine import Limits  # noqa: PLC0415

    around = asked(context)
    if list_:
        put_answer(around, _listed())
        return
    named = around.output if around.output != _STANDARD_OUTPUT else None
    kind = exporter(to) if to else by_ending(named.name) if named and named.suffix else exporter("turtle")
    _check_asked(question, entity, edges, hops)
    _check_takes(
        kind, {"static": static, "table": table is not None, "edges": edges is not None and table != _EDGE_TABLE}
    )
    if named is None and not kind.is_text and sys.stdout.isatty():
        raise UsageError(f"{kind.name} is nothing for a terminal", next_step="Name a file with -o.")
    limits = Limits(seconds=300.0, rows=2_000_000, bytes=1 << 30)
    with reader_at(around, around.horizon, limits) as reader, reader.reading():
        if question is None:
            content = _graph(
                around,
                reader,
                entity,
                hops=1 if hops is None else hops,
                edges="claims" if edges == "claims" else "facts",
            )
        else:
            content = _answer(around, reader, question, tuple(values or ()))
        _put(around, content, kind, Options(static=static, table=table), check=check, sound=reader.check)
    if kind.name == "gexf" and edges == "claims" and question is None:
        say(around, "kg: Gephi joins parallel edges of one kind; --edges facts has one edge for each fact")


def _check_takes(kind: "Exporter", given: Mapping[str, bool]) -> None:
    """Refuse options that would change nothing in this format."""
    from kg.exporters import exporters  # noqa: PLC0415

    for option in (name for name, is_given in given.items() if is_given and name not in kind.takes):
        others = ", ".join(each.name for each in exporters() if option in each.takes)
        raise UsageError(f"--{option} changes nothing in {kind.name}", next_step=f"Leave it out; it is for {others}.")


def _check_asked(question: str | None, entity: str | None, edges: str | None, hops: int | None) -> None:
    if edges is not None and edges not in _EDGES:
        raise UsageError(
            f"there are no edges of {quoted(edges)} for --edges",
            next_step=near_misses(edges, _EDGES) or "There are facts and claims.",
        )
    if question is not None and entity is not None:
        raise UsageError("a question and --entity cannot be asked for at once", next_step="Leave out one of them.")
    if question is not None and edges is not None:
        raise UsageError("the edges of a question are its rows", next_step="Leave out --edges.")
    if hops is not None and entity is None:
        raise UsageError("--hops counts from an entity", next_step="Name it with --entity, or leave out --hops.")


def _graph(around: Asked, reader: "Reader", entity: str | None, *, hops: int, edges: "Edges") -> "Content":
    from kg.stores.oxigraph import read_only  # noqa: PLC0415
    from kg.tabular.whole import everything, neighbourhood  # noqa: PLC0415

    store = read_only(reader.snapshot)
    when = around.horizon.words() if around.horizon else ""
    if entity is not None:
        return neighbourhood(store, reader.read_as(entity), hops=hops, edges=edges, when=when)
    return everything(store, edges=edges, events=lambda: _events(around), when=when)


def _answer(around: Asked, reader: "Reader", question: str, values: tuple[str, ...]) -> "Content":
    from kg.cli.questions import meant  # noqa: PLC0415
    from kg.tabular.answer import answered  # noqa: PLC0415

    given = pairs(values)
    _, sparql, source = meant(around, reader, question, given)
    answer = reader.ask(sparql, given, source=source)
    if getattr(answer, "truncated", False):
        say(around, "kg: there is more than the limit allows; ask for less at once")
    own = question == "-" or any(map(str.isspace, question))
    return answered(answer, title="the answer" if own else f"the answer to {' '.join((question, *values))}")


def _events(around: Asked) -> "Iterable[tuple[int, Iterable[Statement]]]":
    """Yield the graphs of the events that count; the read side knows no log, so they are handed to it from here."""
    from kg.eventgraphs import event_graphs  # noqa: PLC0415
    from kg.log import SqliteLog  # noqa: PLC0415
    from kg.selection import Selection  # noqa: PLC0415

    with SqliteLog(around.find().log, mode="read") as log:
        yield from event_graphs(log, keep=Selection(log, around.horizon) if around.horizon else None)


def _put(
    around: Asked,
    content: "Content",
    kind: "Exporter",
    options: "Options",
    *,
    check: bool,
    sound: Callable[[], None],
) -> None:
    from kg.exporters.base import LARGEST_EXPORT  # noqa: PLC0415
    from kg.exporting import export as write  # noqa: PLC0415
    from kg.files import opened  # noqa: PLC0415

    if around.output is not None and around.output != _STANDARD_OUTPUT:
        written = write(content, kind, around.output, options, force=around.force, check=check, sound=sound)
        place = f" in {around.output}"
    else:
        place = ""
        with tempfile.TemporaryDirectory(prefix="kg-export-") as folder:
            written = write(content, kind, Path(folder) / f"export{kind.ending}", options, check=check, sound=sound)
            sys.stdout.flush()
            with opened(written.path, LARGEST_EXPORT) as file:
                for part in iter(lambda: file.read(1 << 20), b""):
                    sys.stdout.buffer.write(part)
    checked = ", read again and counted" if check else ""
    say(around, f"kg: {content.title}: {written.words()} as {kind.name}{place}{checked}")
    if not any(written.counts.values()):
        say(around, "kg: there was nothing to write; the file is valid and empty")


def _listed() -> "Table":
    from kg.exporters import exporters  # noqa: PLC0415
    from kg.table import Table  # noqa: PLC0415

    return Table.of(("format", "ending", "for"), ((each.name, each.ending, each.summary) for each in exporters()))
