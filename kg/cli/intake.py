"""Commands that take documents in: files into the ledger, texts beside it."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.asked import asked, standard_input
from kg.cli.opening import tell_caught_up, written
from kg.cli.output import progress, put, put_page, say
from kg.errors import BadInputError, quoted

if TYPE_CHECKING:
    from kg.known import KnownDocument

ALL_REFUSED = 4
SOME_REFUSED = 6
_MOST_PLACES = 10


def ingest(
    context: typer.Context,
    paths: Annotated[list[Path], typer.Argument(metavar="PATH", help="Files, folders, or - for standard input.")],
    *,
    revise: Annotated[
        str | None,
        typer.Option("--revise", metavar="REASON", help="Take changed content as a better reading, and say why."),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Print the events that would be recorded, as JSON lines.")
    ] = False,
) -> None:
    r"""Take in documents with their claims.

    Each document is recorded whole or not at all. What is known already changes nothing. Content that changed under a
    known key is shown and refused, unless --revise says why the new reading is better. A text that lies beside a file
    as texts/ID.txt is attached. Where the disk is full or fails, the rest is not tried (exit code 7).

    \b
    Examples:
      kg ingest events/
      kg ingest cerebras-prices.yaml --dry-run
      kg ingest cerebras-prices.yaml --revise "The price is per share."
    """
    from kg.cli.events import as_line  # noqa: PLC0415
    from kg.cli.ingested import shown  # noqa: PLC0415
    from kg.ingest import ingest as take_in  # noqa: PLC0415

    around = asked(context)
    show = progress(around)
    piped = standard_input() if any(str(path) == "-" for path in paths) else None
    with written(around) as (workspace, log):
        try:
            report = take_in(
                workspace,
                log,
                paths,
                now=around.now,
                revise=revise,
                dry_run=dry_run,
                standard_input=piped,
                progress=lambda name, number, count: show(f"{number}/{count} {name}"),
            )
        finally:
            show("")
    if dry_run:
        events = [event for outcome in report.outcomes if outcome.plan for event in outcome.plan.events]
        put(around, "".join(map(as_line, events)))
        say(around, shown(report, dry_run=True).page.text(width=100, color=False).rstrip("\n"))
    else:
        view = shown(report, dry_run=False)
        put_page(around, view.page, view.data)
    if report.caught_up:
        tell_caught_up(around, report.caught_up)
    if problem := report.stopped or report.behind:
        raise problem
    refused = sum(outcome.error is not None for outcome in report.outcomes)
    if refused:
        raise typer.Exit(ALL_REFUSED if refused == len(report.outcomes) else SOME_REFUSED)


def attach(
    context: typer.Context,
    document: Annotated[str, typer.Argument(metavar="DOCUMENT", help="Id of the document.")],
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Its text, plain, in UTF-8.")],
) -> None:
    r"""Attach the text of a document, to show the words of claims.

    The text stays in the workspace's documents folder; no word of it enters the ledger. It must be the text that the
    claims' places were counted in.

    \b
    Example:
      kg attach inference-pivot the-column.txt
    """
    from kg.erasure import ErasedError  # noqa: PLC0415
    from kg.errors import near_misses  # noqa: PLC0415
    from kg.known import Known  # noqa: PLC0415
    from kg.pipeline import attach as put_text  # noqa: PLC0415
    from kg.texts import read_text_file, text_hash  # noqa: PLC0415

    around = asked(context)
    text = read_text_file(file)
    with written(around) as (workspace, log):
        known = Known(log)
        if erasure := known.erased(document):
            raise ErasedError(erasure)
        held = known.document(document)
        if held is None:
            raise BadInputError(
                f"there is no document {quoted(document)} in this ledger",
                next_step=near_misses(document, known.names()) or "`kg ingest` its file first.",
            )
        if held.document.text_hash != text_hash(text):
            raise _other_text(document, held, text)
        fresh = put_text(workspace, log, document, held.document.text_hash, text)
    places = sum(len(reading.claim.spans) for reading in held.readings.values())
    say(around, f"{'attached' if fresh else 'attached already'}: {places} places of {document} now show their words")


def _other_text(document: str, held: "KnownDocument", text: str) -> BadInputError:
    """Return the error for a text with another hash, with which places fit it nevertheless."""
    from kg.texts import words_under  # noqa: PLC0415

    spans = [(reading.id, span) for reading in held.readings.values() for span in reading.claim.spans]
    unfit = [name for name, span in spans if words_under(text, span) is None]
    if held.document.text_hash is None:
        what = "no text was recorded for this document"
    elif not unfit:
        what = "this is not the recorded text, though all places of claims fit it"
    else:
        listed = ", ".join(unfit[:_MOST_PLACES]) + (" …" if len(unfit) > _MOST_PLACES else "")
        what = f"this is not the recorded text: {len(spans) - len(unfit)} of {len(spans)} places fit it, not {listed}"
    return BadInputError(
        what,
        where=document,
        next_step="If it is the right one: `kg fmt FILE.yaml --text TEXT`, then `kg ingest FILE.yaml --revise REASON`.",
    )
