"""The command that reads the ledger itself: what was recorded, newest first."""

import json
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.asked import Asked, asked
from kg.cli.output import color, page_width, put, say
from kg.errors import BadInputError, UsageError, near_misses, quoted

if TYPE_CHECKING:
    from kg.log import Query, Record, SqliteLog

_LINES = {"json", "jsonl"}


def log(
    context: typer.Context,
    name: Annotated[
        str | None, typer.Argument(metavar="ID", help="Only what concerns this entity, document or claim.")
    ] = None,
    *,
    oneline: Annotated[bool, typer.Option("--oneline", help="One line for each record.")] = False,
    as_lines: Annotated[
        bool, typer.Option("--json", help="One JSON object for each record, with its payload.")
    ] = False,
    follow: Annotated[bool, typer.Option("--follow", help="Then wait for more, until interrupted.")] = False,
    limit: Annotated[int, typer.Option("--limit", min=0, metavar="N", help="How many; 0 for all.")] = 20,
    kind: Annotated[
        list[str] | None,
        typer.Option("--type", metavar="TYPE", help="Only events of this type, such as claim-corrected."),
    ] = None,
) -> None:
    r"""Show what was recorded, newest first.

    With --follow, the oldest comes first, and then whatever is recorded next.

    \b
    Examples:
      kg log
      kg log inference-pivot/ipo-val
      kg log --type claim-corrected --oneline
      kg log --json --limit 0 > records.jsonl
    """
    from kg.log import SqliteLog  # noqa: PLC0415

    around = asked(context)
    if around.form not in {"auto", "text", "table", *_LINES}:
        raise UsageError(f"the log cannot be written as {around.form}", next_step="Ask for `-f jsonl` or `-f text`.")
    as_lines = as_lines or around.form in _LINES
    workspace = around.find()
    with SqliteLog(workspace.log, mode="read") as opened:
        queries = _queries(name, tuple(kind or ()))
        counts = _counting(around, opened)
        found, more = _last(_concerning(filter(counts, opened.read(queries)), name), limit)
        if name and not found and not _recorded(opened, name):
            raise BadInputError(f"the ledger holds nothing about {quoted(name)}", next_step=_hint(opened, name))
        if not follow:
            put(around, "".join(_written(around, found[::-1], as_lines=as_lines, oneline=oneline)))
            if more:
                say(around, f"{len(found)} of {len(found) + more} records; `--limit 0` shows all")
            return
        shown = found[-1].position if found else opened.head().position
        for part in _written(around, found, as_lines=as_lines, oneline=oneline):
            _at_once(part)
        for record in _concerning(filter(counts, opened.subscribe(queries, after=shown)), name):
            for part in _written(around, [record], as_lines=as_lines, oneline=oneline):
                _at_once(part)


def _counting(around: Asked, opened: "SqliteLog") -> "Callable[[Record], bool] | None":
    """Return what tells whether a record counts within the horizon that was asked for; None where all do."""
    if around.assume:
        raise UsageError(
            "the log shows records whole, and an assumption is about a claim in one",
            next_step="--assume goes with the other commands that ask.",
        )
    if not around.horizon:
        return None
    from kg.selection import Selection  # noqa: PLC0415

    return Selection(opened, around.horizon)


def _at_once(part: str) -> None:
    sys.stdout.write(part)
    sys.stdout.flush()


def _queries(name: str | None, kinds: tuple[str, ...]) -> tuple["Query", ...]:
    from kg.events import BY_TYPE  # noqa: PLC0415
    from kg.log import Query  # noqa: PLC0415

    for kind in kinds:
        if kind not in BY_TYPE:
            raise UsageError(
                f"--type: there is no type of event {quoted(kind)}",
                next_step=near_misses(kind, BY_TYPE) or f"There are {', '.join(sorted(BY_TYPE))}.",
            )
    if name is None:
        return (Query(types=kinds),)
    tags = (f"claim:{name}", f"document:{name.partition('/')[0]}", f"entity:{name}")
    return tuple(Query(types=kinds, tags=(tag,)) for tag in tags)


def _concerning(records: Iterable["Record"], name: str | None) -> Iterator["Record"]:
    """Yield the records that concern a claim or announcement, of those of its whole document."""
    if name is None or "/" not in name:
        yield from records
        return
    from kg.events.door import readable  # noqa: PLC0415

    for record in records:
        if f"claim:{name}" in record.tags:
            yield record
        elif event := readable(record):
            brings = {reading.id for reading in event.readings()}
            reports = {f"{document}/{occurrence.key}" for document, occurrence in event.occurrences()}
            ended = {end.target for end in event.ends()} & {name, name.partition("/")[0]}
            if name in brings | reports or ended:
                yield record


def _last(records: Iterable["Record"], limit: int) -> tuple[list["Record"], int]:
    kept: deque[Record] = deque(maxlen=limit or None)
    count = 0
    for record in records:
        kept.append(record)
        count += 1
    return list(kept), count - len(kept)


def _recorded(opened: "SqliteLog", name: str) -> bool:
    """Return whether the ledger knows the id at all, whatever types of records were asked for."""
    return any(True for _ in _concerning(opened.read(_queries(name, ())), name))


def _hint(opened: "SqliteLog", name: str) -> str:
    from kg.known import Known  # noqa: PLC0415

    known = Known(opened)
    document, _, key = name.partition("/")
    held = known.document(document) if key else None
    close = near_misses(key, held.readings) if held else near_misses(document, known.names())
    return close or "`kg search` looks for names; `kg log` takes ids."


def _written(around: Asked, records: list["Record"], *, as_lines: bool, oneline: bool) -> Iterator[str]:
    from kg.cli.events import as_values, summary  # noqa: PLC0415
    from kg.views.layout import Page, faint, strong  # noqa: PLC0415

    if as_lines:
        yield from (json.dumps(as_values(record), ensure_ascii=False) + "\n" for record in records)
        return
    colored = color(around, sys.stdout) and around.output is None
    for record in records:
        page = Page()
        when = f"{record.recorded_at:%Y-%m-%d %H:%M}"
        title, lines = summary(record)
        if oneline:
            page.add(faint(f"{record.position:>6}  {when[:10]}  "), f"{record.type:<22} {title}")
        else:
            page.add(strong(f"{record.position:>6}  {record.type}"), right=faint(f"{when} UTC"))
            for line in filter(None, (title, *lines)):
                page.add(line, indent=8, hang=2)
        yield page.text(width=page_width() if not oneline else 10_000, color=colored)
