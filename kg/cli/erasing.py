"""The command that takes a document away for good, and says what remains."""

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.asked import asked
from kg.cli.opening import caught_up, reader_at, written
from kg.cli.output import put_page, say
from kg.errors import BadInputError, UsageError, near_misses, quoted

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.erasure import Remains
    from kg.events import DocumentErased
    from kg.log import SqliteLog
    from kg.views.layout import Page


def erase(
    context: typer.Context,
    document: Annotated[str, typer.Argument(metavar="DOCUMENT", help="Id of the document.")],
    *,
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why, in a sentence; it is recorded.")],
    with_claims: Annotated[
        bool, typer.Option("--with-claims", help="Erase its claims too, and what was recorded about them.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Tell what would go and what would remain.")] = False,
) -> None:
    r"""Take a document's text away for good, or all of it.

    The text is deleted and not taken in again. With --with-claims, title, claims and figures leave the ledger, its
    segments, the graph and the indexes; ids, days and hashes remain, so that the chain still verifies. Nothing brings
    them back. Copies outside the workspace are not reached.

    \b
    Examples:
      kg erase week-17-digest --reason "The publisher asked for its text."
      kg erase week-17-digest --with-claims --reason "A court ordered it." --dry-run
    """
    from kg.erasure import remains  # noqa: PLC0415
    from kg.events import DocumentErased  # noqa: PLC0415
    from kg.grammar import refused_at  # noqa: PLC0415
    from kg.pipeline import append  # noqa: PLC0415

    around = asked(context)
    if not reason.strip():
        raise UsageError("an erasure needs a reason", next_step="It is all that will be left to explain it.")
    with refused_at("kg erase"):
        event = DocumentErased(document=document, depth="claims" if with_claims else "text", because=reason)
    with written(around) as (workspace, log):
        _check_there(document, log)
        left = remains(log, document, event.depth)
        if dry_run:
            put_page(around, *_told(left, done=False))
            return
        _confirm(event, yes=yes)
        (position,) = append(log, [event], now=around.now())
        caught_up(around, workspace, log)
        with reader_at(around, around.horizon) as reader:
            links = [row[0].value for row in reader.table("views/links-into", document=document).rows if row[0]]
    put_page(around, *_told(left, done=True, links=links))
    say(around, f"recorded as {position}: {event.type} (`kg show {position}`)")


def _check_there(document: str, log: "SqliteLog") -> None:
    from kg.known import Known  # noqa: PLC0415

    known = Known(log)
    if known.document(document) is None and known.erased(document) is None:
        raise BadInputError(
            f"there is no document {quoted(document)} in this ledger",
            next_step=near_misses(document, known.names()) or "`kg query documents` lists them.",
        )


def _confirm(event: "DocumentErased", *, yes: bool) -> None:
    if yes:
        return
    if not sys.stdin.isatty():
        raise UsageError("nobody is there to confirm this", next_step="Add --yes, or look first with --dry-run.")
    what = "its text and all its claims" if event.depth == "claims" else "its text"
    typer.confirm(f"Erase {event.document}: {what}? Nothing brings it back.", abort=True, err=True)


def _told(
    left: "Remains", *, done: bool, links: list[str] | None = None
) -> "tuple[Page, Callable[[], dict[str, object]]]":
    from kg.views.layout import Page  # noqa: PLC0415
    from kg.views.phrases import counted  # noqa: PLC0415
    from kg.views.values import short  # noqa: PLC0415

    page = Page()
    page.heading("Erased" if done else "Would be erased", left.document)
    page.add("the attached text, and every word of it in the search index", indent=2)
    if left.depth == "claims":
        records = counted(len(left.positions), "record")
        page.add(f"the content of {records}, in the log and in sealed segments", indent=2)
        page.add("whatever was derived from them: graph, snapshots, past views, indexes", indent=2)
    page.heading("Remains")
    if left.depth == "claims":
        page.add(f"{counted(len(left.positions), 'record')} without content: ids, days, hashes", indent=2)
        page.add("the names of entities, which are ours and which other documents may use", indent=2)
    else:
        page.add("the claims, in our own words, with their places; their grade is `located` now", indent=2)
    if links:
        page.add(f"links to it from {counted(len(links), 'claim')} of other documents", indent=2)
    page.add("copies outside this workspace: backups, exports, segments handed on, other people's ledgers", indent=2)

    def data() -> dict[str, object]:
        return {
            "document": left.document,
            "depth": left.depth,
            "done": done,
            "records": list(left.positions),
            "links_from": sorted({short(link) for link in links or ()}),
        }

    return page, data
